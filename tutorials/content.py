"""The first tutorials: the office's guide for research permits, written anew. Editors change them in the admin."""

from typing import Any

from .enums import Audience

INDEX: dict[str, Any] = {
    "title": "Tutorial",
    "slug": "tutorial",
    "introduction": "Panduan langkah demi langkah, dari mendaftar akun sampai mengunduh izin.",
    "show_in_menus": True,
}


def _tutorial(title: str, slug: str, summary: str, *steps: tuple[str, str]) -> dict[str, Any]:
    """Return the values of a tutorial for applicants."""
    return {
        "title": title,
        "slug": slug,
        "summary": summary,
        "search_description": summary,
        "audience": Audience.APPLICANT,
        "steps": [("step", {"heading": heading, "text": text, "image": None}) for heading, text in steps],
    }


TUTORIALS: list[dict[str, Any]] = [
    _tutorial(
        "Mendaftar akun",
        "mendaftar-akun",
        "Buat akun dengan NIK Anda. Cukup satu kali untuk semua jenis izin.",
        (
            "Siapkan KTP, nomor WhatsApp, dan email",
            "<p>Foto atau pindai KTP Anda sampai semua tulisan terbaca. Simpan sebagai gambar JPG, paling besar 512 "
            "KB. "
            "Pastikan nomor WhatsApp dan email masih Anda pakai, karena kabar permohonan dikirim ke sana.</p>",
        ),
        (
            "Buka halaman pendaftaran",
            "<p>Pilih <b>Masuk</b> di menu, lalu <b>Daftar akun</b>. Anda juga dapat langsung membuka "
            '<a href="/akun/daftar/">halaman pendaftaran</a>.</p>',
        ),
        (
            "Isi data sesuai KTP",
            "<ul><li>Tulis nama dengan huruf besar hanya di awal kata.</li>"
            "<li>Isi gelar depan dan belakang bila ada. Untuk izin praktik kesehatan, gelar harus lengkap.</li>"
            "<li>Untuk alamat, pilih berurutan mulai dari provinsi, kabupaten/kota, kecamatan, sampai nagari. Jalan, "
            "jorong, RT, dan RW diketik sendiri.</li></ul>",
        ),
        (
            "Unggah KTP dan kirim",
            "<p>Pilih berkas KTP, beri tanda pada pernyataan bahwa data sudah benar, lalu kirim. Bila ada isian yang "
            "keliru, penjelasannya tampil di dekat isian itu dan isian lain tidak hilang.</p>",
        ),
        (
            "Ambil kata sandi Anda",
            "<p>Kata sandi pertama dikirim melalui email dan WhatsApp. Bila tidak ada di kotak masuk, periksa folder "
            "spam. "
            "Masuk dengan NIK dan kata sandi itu, lalu ganti dengan kata sandi Anda sendiri.</p>"
            "<p>Bila tetap tidak menerima kata sandi, hubungi petugas pada nomor di halaman masuk. Mungkin nomor "
            "WhatsApp atau email Anda keliru ditulis.</p>",
        ),
    ),
    _tutorial(
        "Mengajukan izin penelitian",
        "mengajukan-izin-penelitian",
        "Isi permohonan izin penelitian, pengambilan data, atau survei.",
        (
            "Siapkan surat rekomendasi dan proposal",
            "<p>Anda memerlukan surat rekomendasi dari kampus atau instansi dan proposal penelitian. Lihat daftar "
            "lengkap "
            'di halaman <a href="/syarat/penelitian/">syarat izin penelitian</a>.</p>',
        ),
        (
            "Pilih jenis izin",
            "<p>Masuk ke akun Anda. Di dasbor, pilih <b>Buat permohonan</b>, lalu pilih izin penelitian. Pada ponsel, "
            "menu "
            "terbuka dengan tombol <b>Menu</b> di kanan atas.</p>",
        ),
        (
            "Isi data penelitian",
            "<ul><li>Rekomendasi dari: pejabat yang menandatangani surat, misalnya Dekan Fakultas Ekonomi.</li>"
            "<li>Nomor dan tanggal rekomendasi: seperti yang tertulis pada surat.</li>"
            "<li>Judul dan waktu penelitian: seperti pada proposal.</li>"
            "<li>Email kampus: tulis dengan teliti, karena tembusan izin dikirim ke alamat ini.</li></ul>",
        ),
        (
            "Tambahkan lokasi penelitian",
            "<p>Pilih lokasi dari daftar. Bila lokasi Anda tidak ada di daftar, ketik namanya sendiri. Anda dapat "
            "menambahkan lebih dari satu lokasi.</p>",
        ),
        (
            "Simpan, lalu unggah dokumen",
            "<p>Setelah disimpan, permohonan menjadi draf. Anda dapat melanjutkannya kapan saja. Langkah berikutnya "
            "adalah "
            "mengunggah dokumen.</p>",
        ),
    ),
    _tutorial(
        "Mengunggah dokumen",
        "mengunggah-dokumen",
        "Unggah dokumen yang terbaca jelas, lalu kirim permohonan.",
        (
            "Perhatikan jenis dan ukuran berkas",
            "<p>Setiap dokumen mencantumkan jenis berkas dan ukuran paling besar. KTP berupa gambar JPG. Proposal dan "
            "surat "
            "rekomendasi berupa PDF.</p>",
        ),
        (
            "Pindai dengan jelas",
            "<ul><li>Gunakan mesin pemindai atau aplikasi pemindai tanpa tanda air.</li>"
            "<li>Foto yang diubah menjadi PDF tidak diterima.</li>"
            "<li>Proposal sebaiknya diubah langsung dari Word ke PDF.</li>"
            "<li>Bila berkas terlalu besar, kecilkan dahulu ukurannya.</li></ul>",
        ),
        (
            "Pilih berkas pada setiap dokumen",
            "<p>Buka permohonan Anda, lalu bagian <b>Dokumen persyaratan</b>. Pilih berkas untuk setiap dokumen. Bila "
            "berkas ditolak, alasannya langsung tampil.</p>",
        ),
        (
            "Periksa hasil unggahan",
            "<p>Buka setiap dokumen dengan <b>Lihat</b>. Pastikan tulisannya terbaca dan tidak buram. Selama belum "
            "dikirim, "
            "dokumen masih dapat diganti.</p>",
        ),
        (
            "Kirim permohonan",
            "<p>Bila semua dokumen wajib sudah ada, pilih <b>Kirim permohonan</b>. Anda menerima kode tanda terima. "
            "Nomor "
            "registrasi diberikan setelah petugas menerima dokumen Anda.</p>",
        ),
    ),
    _tutorial(
        "Memperbaiki permohonan",
        "memperbaiki-permohonan",
        "Permohonan dikembalikan? Perbaiki hanya bagian yang diminta.",
        (
            "Baca catatan petugas",
            "<p>Bila permohonan dikembalikan, Anda mendapat pesan. Buka permohonan itu, lalu baca bagian "
            "<b>Catatan</b>. "
            "Dokumen yang perlu diganti diberi keterangan.</p>",
        ),
        (
            "Ganti dokumen yang ditolak",
            "<p>Unggah dokumen pengganti hanya untuk yang diminta. Dokumen yang sudah diterima tidak perlu diunggah "
            "lagi.</p>",
        ),
        (
            "Perbaiki isian bila diminta",
            "<p>Bila catatan menyebut data yang keliru, buka <b>Ubah data</b>, perbaiki, lalu simpan.</p>",
        ),
        (
            "Kirim kembali",
            "<p>Pilih <b>Sudah lengkap, kirim permohonan</b>. Selama berkas ada pada Anda, waktu layanan berhenti "
            "dihitung "
            "dan berjalan lagi setelah permohonan dikirim kembali.</p>",
        ),
    ),
    _tutorial(
        "Mengunduh izin",
        "mengunduh-izin",
        "Isi penilaian singkat, lalu unduh dan cetak sendiri izin Anda.",
        (
            "Tunggu kabar izin terbit",
            "<p>Setelah ditandatangani Kepala Dinas secara elektronik, Anda mendapat kabar melalui email dan "
            "WhatsApp. Anda "
            "juga dapat melihatnya pada menu <b>Izin terbit</b>.</p>",
        ),
        (
            "Isi poling, testimoni, dan kuesioner",
            "<p>Sebelum mengunduh untuk pertama kali, isi ketiganya. Hanya perlu beberapa menit, dan jawaban Anda "
            "membantu "
            "kami memperbaiki layanan.</p>",
        ),
        (
            "Unduh izin",
            "<p>Setelah ketiganya terisi, tombol <b>Unduh</b> tampil. Pada ponsel Android, berkas tersimpan di folder "
            "Download. Pada komputer, lihat daftar unduhan peramban dengan menekan Ctrl + J.</p>",
        ),
        (
            "Cetak atau kirim berkasnya",
            "<p>Izin dapat dicetak sendiri. Tanda tangan elektronik ada pada berkas PDF, jadi kirim berkas aslinya "
            "bila "
            "diminta secara daring. Jangan mengubah atau menyimpan ulang berkas itu.</p>",
        ),
        (
            "Keasliannya dapat diperiksa siapa pun",
            '<p>Pindai kode QR pada surat, atau unggah berkasnya di halaman <a href="/verifikasi/">Verifikasi</a>.</p>',
        ),
    ),
]
