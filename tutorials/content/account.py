"""Opening an account, logging in, finding one's way (guide, pages 2 to 4)."""

from typing import Any

from ..enums import Topic
from .parts import Step, tutorial

TUTORIALS: list[dict[str, Any]] = [
    tutorial(
        "Mendaftar akun",
        "mendaftar-akun",
        Topic.ACCOUNT,
        "Buat akun dengan NIK Anda. Cukup satu kali untuk semua jenis izin.",
        Step(
            "Siapkan KTP, nomor WhatsApp, dan email",
            "<p>Foto atau pindai KTP Anda sampai semua tulisannya terbaca. Simpan sebagai gambar JPG, paling besar "
            "512 KB. Bila lebih besar, halaman pendaftaran memperkecilnya untuk Anda.</p><p>Pastikan nomor WhatsApp "
            "dan email masih Anda pakai, karena kata sandi dan kabar permohonan dikirim ke sana.</p>",
        ),
        Step(
            "Buka halaman pendaftaran",
            "<p>Pilih <b>Masuk</b> di menu, lalu <b>Daftar</b>. Anda juga dapat langsung membuka <a "
            'href="/akun/daftar/">'
            "halaman pendaftaran</a>. Isian yang wajib diberi tulisan “wajib”.</p>",
            "daftar-buka",
            "Halaman Daftar akun di ponsel, sebelum diisi.",
        ),
        Step(
            "Isi data diri sesuai KTP",
            "<ul><li>Tulis NIK, 16 angka, tanpa spasi.</li><li>Tulis nama dengan huruf besar hanya di awal kata, tanpa "
            "gelar.</li><li>Gelar depan dan belakang mempunyai isian sendiri. Kosongkan bila tidak ada. Untuk izin "
            "praktik kesehatan, gelar harus lengkap karena tercetak pada surat izin.</li></ul>",
            "daftar-isi",
            "Isian NIK, nama, dan gelar yang sudah terisi; isian NIK diberi bingkai.",
        ),
        Step(
            "Pilih alamat sesuai KTP",
            "<p>Pilih berurutan mulai dari provinsi, kabupaten/kota, kecamatan, sampai nagari. Pilihan berikutnya "
            "terbuka setelah yang di atasnya dipilih. Jalan atau jorong, RT, dan RW diketik sendiri.</p>",
            "daftar-alamat",
            "Daftar pilihan provinsi, kabupaten, kecamatan, dan nagari yang sudah dipilih.",
        ),
        Step(
            "Unggah pindaian KTP",
            "<p>Pilih berkas KTP, atau ambil fotonya langsung dengan ponsel. Gambarnya tampil di bawah; pastikan semua "
            "tulisan terbaca.</p>",
            "daftar-ktp",
            "Berkas KTP sudah dipilih dan gambarnya tampil di bawahnya.",
        ),
        Step(
            "Beri persetujuan, lalu tekan Daftar",
            "<p>Baca pemberitahuan pelindungan data pribadi, beri tanda pada kedua pernyataan, lalu tekan "
            "<b>Daftar</b>. Bila ada isian yang keliru, penjelasannya tampil di dekat isian itu. Isian lain tidak "
            "hilang.</p>",
            "daftar-kirim",
            "Kedua pernyataan sudah diberi tanda; tombol Daftar diberi bingkai.",
        ),
        Step(
            "Ambil kata sandi Anda",
            "<p>Kata sandi pertama dikirim melalui email dan WhatsApp. Bila tidak ada di kotak masuk, periksa folder "
            "spam. Bila tetap tidak diterima, pilih <b>Minta kirim lagi</b>, atau hubungi petugas pada nomor di "
            "halaman masuk: mungkin nomor WhatsApp atau email Anda keliru ditulis.</p>",
            "daftar-selesai",
            "Halaman Pendaftaran diterima dengan petunjuk mengambil kata sandi.",
        ),
    ),
    tutorial(
        "Masuk ke akun",
        "masuk-ke-akun",
        Topic.ACCOUNT,
        "Masuk dengan NIK, ganti kata sandi pertama, dan apa yang dilakukan bila lupa.",
        Step(
            "Isi NIK dan kata sandi",
            '<p>Buka <a href="/akun/masuk/">halaman masuk</a>. Isi NIK dan kata sandi persis seperti pada pesan yang '
            "Anda terima, lalu tekan <b>Masuk</b>. Huruf besar dan kecil pada kata sandi dibedakan.</p>",
            "masuk",
            "Halaman masuk dengan NIK terisi; tombol Masuk diberi bingkai.",
        ),
        Step(
            "Buat kata sandi sendiri",
            "<p>Saat pertama kali masuk, Anda diminta mengganti kata sandi. Pakailah paling sedikit 10 huruf atau "
            "angka yang mudah Anda ingat dan sulit ditebak orang lain. Beberapa kata yang digabung lebih aman "
            "daripada satu kata.</p>",
            "sandi-baru",
            "Halaman Ganti kata sandi dengan tombol Simpan kata sandi diberi bingkai.",
        ),
        Step(
            "Bila lupa kata sandi",
            '<p>Pilih <b>Lupa kata sandi</b> di halaman masuk, atau buka <a href="/akun/lupa-sandi/">halaman ini</a>. '
            "Kode sekali pakai dikirim ke email dan WhatsApp Anda. Petugas tidak pernah menanyakan kode atau kata "
            "sandi Anda.</p>",
        ),
        Step(
            "Keluar bila memakai perangkat bersama",
            "<p>Di warnet atau pada ponsel orang lain, pilih <b>Keluar</b> di menu setelah selesai. Di menu "
            "<b>Perangkat yang masuk</b> Anda dapat melihat dan mengeluarkan perangkat lain.</p>",
        ),
    ),
    tutorial(
        "Mengenal dasbor dan menu",
        "dasbor-dan-menu",
        Topic.ACCOUNT,
        "Apa yang ada di halaman pertama setelah masuk, dan ke mana setiap menu membawa Anda.",
        Step(
            "Lihat yang perlu tindakan Anda",
            "<p>Dasbor adalah halaman pertama setelah masuk. Yang menunggu Anda selalu berada paling atas, misalnya "
            "permohonan yang harus diperbaiki atau survei sebelum mengunduh izin.</p>",
            "dasbor",
            "Dasbor di ponsel setelah kata sandi diganti.",
        ),
        Step(
            "Buka menu",
            "<p>Pada ponsel, tekan <b>Menu</b> di kanan atas. Pada komputer, menu selalu tampil di sebelah kiri.</p>"
            "<ul><li><b>Dasbor</b>: halaman pertama.</li>"
            "<li><b>Buat permohonan</b>: memilih jenis izin dan mulai mengisi.</li>"
            "<li><b>Permohonan</b>: semua permohonan Anda dan prosesnya.</li>"
            "<li><b>Izin terbit</b>: izin yang sudah terbit, survei, dan tombol unduh.</li>"
            "<li><b>Pemberitahuan</b>: kabar yang pernah kami kirim.</li>"
            "<li><b>Pesan ke petugas</b>: bertanya dan membaca jawaban.</li>"
            "<li><b>Profil</b>: data diri, nomor WhatsApp, dan email.</li>"
            "<li><b>Keluar</b>: keluar dari akun.</li></ul>",
            "menu",
            "Menu yang terbuka di ponsel.",
        ),
        Step(
            "Ubah data diri Anda",
            "<p>Buka <b>Profil</b>. Nomor WhatsApp dan email langsung berubah setelah dipastikan milik Anda. Perubahan "
            "nama, NIK, atau KTP diperiksa petugas lebih dahulu.</p>",
        ),
    ),
]
