"""Applying and uploading documents (guide, pages 4 to 10)."""

from typing import Any

from ..enums import Topic
from .parts import Step, tutorial

TUTORIALS: list[dict[str, Any]] = [
    tutorial(
        "Mengajukan izin penelitian",
        "mengajukan-izin-penelitian",
        Topic.APPLICATION,
        "Isi permohonan izin penelitian, pengambilan data, atau survei.",
        Step(
            "Siapkan proposal dan surat rekomendasi",
            "<p>Anda memerlukan proposal penelitian dan surat rekomendasi dari kampus atau instansi. Lihat dahulu "
            '<a href="/syarat/penelitian/izin-penelitian/">syarat izin penelitian</a>: dokumen, lama proses, dan masa '
            "berlakunya.</p>",
            "syarat",
            "Halaman syarat izin penelitian di ponsel.",
        ),
        Step(
            "Pilih jenis izin",
            "<p>Masuk ke akun Anda, pilih <b>Buat permohonan</b>, lalu pilih <b>Izin Penelitian</b>.</p>",
            "pilih-izin",
            "Daftar jenis izin pada halaman Buat permohonan.",
        ),
        Step(
            "Isi data penelitian",
            "<ul><li><b>Rekomendasi dari</b>: pejabat yang menandatangani surat, misalnya Dekan Fakultas "
            "Keperawatan.</li><li><b>Nomor dan tanggal rekomendasi</b>: seperti yang tertulis pada surat.</li>"
            "<li><b>Judul dan waktu penelitian</b>: seperti pada proposal.</li><li><b>Email kampus</b>: tulis dengan "
            "teliti, karena tembusan izin dikirim ke alamat ini saat izin terbit.</li></ul><p>Isian tersimpan sendiri "
            "sebagai draf. Bila terputus, lanjutkan dari menu <b>Permohonan</b>.</p>",
            "penelitian-isi",
            "Isian rekomendasi, nomor, tanggal, dan judul penelitian.",
        ),
        Step(
            "Tambahkan lokasi penelitian",
            "<p>Ketik beberapa huruf, lalu pilih lokasi dari daftar. Bila lokasi Anda tidak ada di daftar, pilih "
            "<b>Ketik sendiri (Manual)</b> dan tulis namanya dengan lengkap. Untuk lebih dari satu lokasi, tekan "
            "<b>Tambah lokasi</b>.</p>",
            "penelitian-lokasi",
            "Dua lokasi penelitian: satu dari daftar, satu diketik sendiri; tombol Tambah lokasi diberi bingkai.",
        ),
        Step(
            "Lanjut ke dokumen",
            "<p>Tekan <b>Simpan dan lanjut ke dokumen</b>. Cara mengunggahnya ada di tutorial "
            '<a href="/tutorial/mengunggah-dokumen/">Mengunggah dokumen dan mengirim permohonan</a>.</p>',
        ),
    ),
    tutorial(
        "Mengajukan izin praktik kesehatan",
        "mengajukan-izin-praktik-kesehatan",
        Topic.APPLICATION,
        "Isi permohonan izin praktik tenaga kesehatan, baru atau perpanjangan.",
        Step(
            "Periksa STR Anda lebih dahulu",
            "<p>STR harus memuat kode QR, karena kode itu dibaca saat diunggah. STR tanpa kode QR diurus langsung di "
            'kantor; hubungi petugas melalui halaman <a href="/kontak/">Kontak</a>.</p><p>Lihat juga syarat izin '
            'profesi Anda di halaman <a href="/syarat/kesehatan/">Syarat sektor kesehatan</a>.</p>',
            "praktik-syarat",
            "Halaman syarat izin praktik perawat di ponsel.",
        ),
        Step(
            "Lengkapi gelar di profil",
            "<p>Gelar depan dan belakang tercetak pada surat izin. Bila belum lengkap, perbaiki di menu <b>Profil</b> "
            "sebelum mengajukan.</p>",
        ),
        Step(
            "Pilih izin praktik, baru atau perpanjangan",
            "<p>Pilih <b>Buat permohonan</b>, cari profesi Anda, lalu pilih apakah permohonan ini baru atau "
            "perpanjangan. Nomor izin lama hanya diminta untuk perpanjangan.</p>",
            "praktik-buka",
            "Halaman permohonan izin praktik perawat dengan pilihan baru atau perpanjangan.",
        ),
        Step(
            "Isi data STR",
            "<p>Tulis nomor STR persis seperti pada STR Anda. Bila STR berlaku seumur hidup, beri tanda pada pilihan "
            "itu; bila tidak, isi tanggal berakhirnya.</p>",
            "praktik-isi",
            "Isian nomor dan masa berlaku STR.",
        ),
        Step(
            "Isi rekomendasi Dinas Kesehatan dan tempat praktik",
            "<ul><li>Nomor rekomendasi ada di bawah judul surat rekomendasi Dinas Kesehatan.</li><li>Tanggalnya ada di "
            "dekat tanda tangan Kepala Dinas Kesehatan.</li><li>Tempat praktik harus sama dengan yang tertulis pada "
            "surat rekomendasi. Tulis dengan huruf besar di awal setiap kata.</li></ul>",
            "praktik-rekomendasi",
            "Isian nomor dan tanggal rekomendasi Dinas Kesehatan.",
        ),
        Step(
            "Lanjut ke dokumen",
            "<p>Foto harus berlatar merah atau biru. Pas foto dan KTP berupa gambar JPG, dokumen lain berupa PDF. "
            "Setelah semua terunggah, kirim permohonan Anda.</p>",
        ),
    ),
    tutorial(
        "Mengajukan rekomendasi keramaian dan izin sekolah",
        "mengajukan-izin-lain",
        Topic.APPLICATION,
        "Caranya sama untuk semua jenis izin; yang berbeda hanya isian dan dokumennya.",
        Step(
            "Lihat syaratnya",
            '<p>Buka <a href="/syarat/keramaian/">syarat rekomendasi izin keramaian</a> atau '
            '<a href="/syarat/pendidikan/">syarat izin operasional sekolah</a>. Siapkan dokumennya sebelum mulai '
            "mengisi.</p>",
        ),
        Step(
            "Ajukan rekomendasi keramaian jauh hari",
            "<p>Surat dari kami adalah rekomendasi. Izin keramaian sendiri diterbitkan Polri, jadi sisakan waktu untuk "
            "mengurusnya setelah rekomendasi terbit.</p>",
        ),
        Step(
            "Pilih jenis izin dan isi datanya",
            "<p>Pilih <b>Buat permohonan</b>, lalu jenis izinnya. Untuk sekolah, satu permohonan untuk satu satuan "
            "pendidikan: PAUD/TK/KB, SD, atau SMP.</p>",
        ),
        Step(
            "Unggah dokumen dan kirim",
            '<p>Ikuti tutorial <a href="/tutorial/mengunggah-dokumen/">Mengunggah dokumen dan mengirim '
            "permohonan</a>.</p>",
        ),
    ),
    tutorial(
        "Mengunggah dokumen dan mengirim permohonan",
        "mengunggah-dokumen",
        Topic.DOCUMENTS,
        "Unggah dokumen yang terbaca jelas, periksa sekali lagi, lalu kirim.",
        Step(
            "Perhatikan jenis dan ukuran berkas",
            "<p>Setiap dokumen mencantumkan jenis berkas dan ukuran paling besar. KTP yang Anda unggah saat mendaftar "
            "langsung dipakai.</p>",
            "dokumen-daftar",
            "Daftar dokumen persyaratan dengan keterangan yang masih perlu dilengkapi.",
        ),
        Step(
            "Pindai dengan jelas",
            "<ul><li>Gunakan mesin pemindai atau aplikasi pemindai tanpa tanda air.</li><li>Foto yang hanya diubah "
            "menjadi PDF biasanya tidak terbaca dan dapat dikembalikan.</li><li>Proposal sebaiknya disimpan langsung "
            "dari Word sebagai PDF.</li><li>Bila berkas terlalu besar, pindai ulang dengan resolusi 150 sampai 200 "
            "dpi.</li></ul>",
        ),
        Step(
            "Pilih berkas untuk setiap dokumen",
            "<p>Tekan <b>Pilih berkas</b>, atau <b>Ambil foto</b> pada ponsel. Berkas langsung terunggah. Bila "
            "ditolak, alasannya tampil di tempat itu juga.</p><p>Buka hasilnya dengan <b>LIHAT</b>. Pastikan "
            "tulisannya terbaca dan tidak buram. Selama permohonan belum dikirim, berkas masih dapat diganti.</p>",
            "dokumen-unggah",
            "Proposal penelitian yang sudah terunggah.",
        ),
        Step(
            "Periksa semua jawaban",
            "<p>Bila semua dokumen wajib sudah ada, pilih <b>Periksa dan kirim</b>. Baca sekali lagi semua jawaban "
            "Anda; yang keliru masih dapat diubah di sini.</p>",
            "periksa",
            "Halaman Periksa jawaban Anda.",
        ),
        Step(
            "Kirim permohonan",
            "<p>Beri tanda pada pernyataan, lalu tekan <b>Kirim permohonan</b>. Setelah itu permohonan tidak dapat "
            "diubah selama diperiksa petugas.</p>",
            "kirim",
            "Pernyataan sudah diberi tanda; tombol Kirim permohonan diberi bingkai.",
        ),
        Step(
            "Simpan kode tanda terima",
            "<p>Kode tanda terima langsung tampil dan juga dikirim kepada Anda. Nomor registrasi diberikan setelah "
            "petugas menerima dokumen Anda; sebelum itu tertulis “Belum diproses”.</p>",
            "terkirim",
            "Permohonan terkirim dengan kode tanda terima.",
        ),
    ),
]
