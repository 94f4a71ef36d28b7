"""After sending: progress, corrections, survey and download, asking the office (guide, pages 8 and 11 to 14)."""

from typing import Any

from ..enums import Topic
from .parts import Step, tutorial

TUTORIALS: list[dict[str, Any]] = [
    tutorial(
        "Memantau permohonan",
        "memantau-permohonan",
        Topic.PROCESS,
        "Lihat sampai di tahap mana permohonan Anda, dengan atau tanpa masuk ke akun.",
        Step(
            "Buka daftar permohonan",
            "<p>Pilih <b>Permohonan</b> di menu. Setiap permohonan memuat status dan nomor registrasinya. Pilih salah "
            "satu untuk melihat rinciannya.</p>",
            "permohonan-daftar",
            "Daftar permohonan dengan status setiap permohonan.",
        ),
        Step(
            "Lihat tahap pemeriksaan",
            "<p>Buka bagian <b>Proses</b>. Tahap yang selesai diberi tanda centang beserta tanggalnya; tahap yang "
            "sedang berjalan diberi warna kuning. Izin praktik kesehatan juga melalui verifikasi BPJS "
            "Ketenagakerjaan.</p>",
            "tahap",
            "Urutan tahap pemeriksaan, dari penerimaan dokumen sampai izin terbit.",
        ),
        Step(
            "Perhatikan perkiraan selesainya",
            "<p>Waktu layanan dihitung dalam hari kerja. Sabtu, Minggu, hari libur, dan waktu saat berkas menunggu "
            "perbaikan Anda tidak dihitung.</p>",
        ),
        Step(
            "Lacak tanpa masuk ke akun",
            '<p>Buka <a href="/tracking/">Lacak permohonan</a>. Isi kode tanda terima atau nomor registrasi, dan empat '
            "angka terakhir NIK. Data pribadi tidak ditampilkan di sana.</p>",
            "lacak",
            "Halaman Lacak permohonan yang sudah diisi; tombol Lihat proses diberi bingkai.",
        ),
        Step(
            "Baca hasilnya",
            "<p>Status, lama layanan, dan tahap yang sudah dilalui tampil tanpa nama atau NIK. Untuk membaca catatan "
            "petugas, masuklah ke akun Anda.</p>",
            "lacak-hasil",
            "Hasil pelacakan dengan status dan tahap permohonan.",
        ),
    ),
    tutorial(
        "Memperbaiki permohonan",
        "memperbaiki-permohonan",
        Topic.PROCESS,
        "Permohonan dikembalikan? Perbaiki hanya bagian yang diminta, lalu kirim kembali.",
        Step(
            "Buka permohonan dari dasbor",
            "<p>Bila permohonan dikembalikan, Anda mendapat pesan dan dasbor menampilkannya paling atas. Tekan "
            "<b>Perbaiki</b>.</p>",
            "dikembalikan",
            "Dasbor dengan permohonan yang perlu diperbaiki.",
        ),
        Step(
            "Baca yang harus diperbaiki",
            "<p>Halaman ini hanya memuat yang diminta petugas, masing-masing dengan alasannya. Dokumen yang sudah "
            "diterima tidak perlu diunggah lagi.</p>",
            "perbaikan",
            "Halaman Perbaikan dengan catatan petugas.",
        ),
        Step(
            "Lihat semua catatan petugas",
            "<p>Bagian <b>Catatan</b> menyimpan semua catatan untuk permohonan itu, beserta tanggalnya.</p>",
            "catatan",
            "Halaman Catatan dengan catatan petugas.",
        ),
        Step(
            "Ganti dokumen atau ubah data",
            "<p>Unggah dokumen pengganti di bawah catatannya. Bila catatan menyebut data atau lokasi yang keliru, "
            "pilih <b>Ubah data atau lokasi</b>, perbaiki, lalu simpan.</p>",
        ),
        Step(
            "Kirim kembali",
            "<p>Tekan <b>Sudah lengkap, kirim kembali</b>. Petugas langsung melihat apa yang Anda ubah, dan waktu "
            "layanan berjalan lagi.</p>",
            "kirim-kembali",
            "Tombol Sudah lengkap, kirim kembali diberi bingkai.",
        ),
    ),
    tutorial(
        "Mengisi survei dan mengunduh izin",
        "mengunduh-izin",
        Topic.PERMIT,
        "Isi penilaian singkat, lalu unduh dan cetak sendiri izin Anda.",
        Step(
            "Buka Izin terbit",
            "<p>Setelah ditandatangani Kepala Dinas secara elektronik, Anda mendapat kabar melalui email dan WhatsApp. "
            "Buka menu <b>Izin terbit</b>.</p>",
            "izin-terbit",
            "Izin yang sudah terbit dengan tiga bagian survei yang belum diisi.",
        ),
        Step(
            "Isi poling",
            "<p>Pilih <b>Isi Poling</b>, lalu satu jawaban: Sangat Puas, Puas, Cukup Puas, atau Tidak Puas.</p>",
            "poling",
            "Poling dengan jawaban Sangat Puas.",
        ),
        Step(
            "Isi testimoni",
            "<p>Tulis pendapat Anda dengan kata-kata sendiri. Beberapa kata sudah cukup.</p>",
            "testimoni",
            "Isian testimoni.",
        ),
        Step(
            "Isi kuesioner",
            "<p>Jawab sembilan pertanyaan tentang layanan kami. Jawaban yang jujur membantu kami memperbaikinya; nama "
            "Anda tidak ditampilkan pada hasil survei.</p>",
            "kuesioner",
            "Pertanyaan kuesioner dengan pilihan jawaban.",
        ),
        Step(
            "Unduh izin",
            "<p>Setelah ketiganya terisi, tombol <b>Unduh</b> muncul. Pada ponsel Android, berkas tersimpan di folder "
            "Download. Pada komputer, lihat daftar unduhan peramban dengan menekan Ctrl dan J bersamaan.</p>",
            "unduh",
            "Tombol Unduh diberi bingkai.",
        ),
        Step(
            "Cetak atau kirim berkasnya",
            "<p>Izin dapat dicetak sendiri. Tanda tangan elektronik ada pada berkas PDF, jadi kirim berkas aslinya "
            "bila diminta secara daring. Jangan mengubah atau menyimpan ulang berkas itu.</p>",
        ),
    ),
    tutorial(
        "Menghubungi petugas",
        "menghubungi-petugas",
        Topic.HELP,
        "Bertanya dari dalam akun, melalui telepon, WhatsApp, atau datang ke kantor.",
        Step(
            "Kirim pesan dari akun Anda",
            "<p>Pilih <b>Pesan ke petugas</b> di menu, tulis pertanyaan Anda, lalu tekan <b>Kirim</b>. Riwayat "
            "percakapan tersimpan di sana, dan Anda diberi tahu bila ada jawaban. Pesan dijawab pada hari dan jam "
            "kerja.</p>",
            "pesan",
            "Halaman Pesan ke petugas dengan pesan yang akan dikirim.",
        ),
        Step(
            "Sebutkan nomor permohonan Anda",
            "<p>Tulis kode tanda terima atau nomor registrasi bila ada, agar petugas segera menemukan permohonan Anda. "
            "Jangan menulis kata sandi; petugas tidak memerlukannya.</p>",
        ),
        Step(
            "Telepon, WhatsApp, atau datang ke kantor",
            '<p>Nomor telepon, alamat, jam layanan, dan hari libur ada pada halaman <a href="/kontak/">Kontak</a>. '
            "Bila Anda kesulitan memakai layanan ini sendiri, petugas membantu Anda di kantor.</p>",
            "kontak",
            "Halaman Kontak dengan nomor telepon dan alamat kantor.",
        ),
    ),
]
