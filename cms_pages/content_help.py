"""The first text of what helps and binds: standards, contact, questions, and what stands around every page.

Editors change it in the admin.
"""

from datetime import time
from typing import Any

from django.conf import settings

HELP_PAGES: list[dict[str, Any]] = [
    {
        "title": "Standar pelayanan",
        "slug": "standar-pelayanan",
        "introduction": "Apa yang dapat Anda harapkan dari layanan kami, dan apa yang kami perlukan dari Anda.",
        "body": [
            ("heading", "Persyaratan"),
            (
                "text",
                "<p>Persyaratan, dasar hukum, lama proses, biaya, dan masa berlaku setiap izin tercantum pada halaman "
                '<a href="/syarat/">Syarat izin</a>. Petugas tidak meminta persyaratan di luar yang tercantum di '
                "sana.</p>",
            ),
            ("heading", "Sistem, mekanisme, dan prosedur"),
            (
                "text",
                "<ol><li>Anda mendaftar akun dengan NIK, cukup satu kali.</li>"
                "<li>Anda mengisi formulir dan mengunggah dokumen.</li>"
                "<li>Petugas memeriksa data dan dokumen. Yang belum lengkap dikembalikan dengan catatan untuk Anda "
                "perbaiki.</li>"
                "<li>Permohonan yang lengkap diteruskan ke tahap berikutnya.</li>"
                "<li>Kepala Dinas menandatangani izin secara elektronik.</li>"
                "<li>Anda mengunduh dan mencetak sendiri izin yang terbit.</li></ol>",
            ),
            ("heading", "Jangka waktu"),
            (
                "text",
                "<p>Lama proses dihitung dalam hari kerja dan tercantum pada syarat setiap izin. Permohonan dapat "
                "diajukan setiap waktu dan diproses pada hari dan jam kerja. Hari libur nasional, cuti bersama, dan "
                "akhir pekan tidak dihitung.</p>",
            ),
            ("heading", "Biaya"),
            (
                "text",
                "<p>Biaya setiap izin tercantum pada halaman syaratnya. Jangan membayar apa pun yang tidak "
                "tercantum di sana, dan laporkan kepada kami bila ada yang memintanya.</p>",
            ),
            ("heading", "Produk pelayanan"),
            (
                "text",
                "<p>Surat izin dalam bentuk berkas PDF yang ditandatangani secara elektronik. Siapa pun dapat "
                'memeriksa keasliannya pada halaman <a href="/verifikasi/">Verifikasi</a>.</p>',
            ),
            ("heading", "Pengaduan, saran, dan masukan"),
            (
                "text",
                '<p>Sampaikan melalui kontak pada halaman <a href="/kontak/">Kontak</a> atau melalui '
                '<a href="https://www.lapor.go.id/">SP4N-LAPOR!</a></p>',
            ),
        ],
    },
    {
        "title": "Maklumat pelayanan",
        "slug": "maklumat-pelayanan",
        "introduction": "Janji kami kepada masyarakat.",
        "body": [
            (
                "text",
                "<p>Dengan ini kami, seluruh pegawai Dinas Penanaman Modal, Pelayanan Terpadu Satu Pintu dan Tenaga "
                "Kerja Kabupaten Solok, menyatakan:</p>"
                "<ol><li>sanggup menyelenggarakan pelayanan sesuai dengan standar pelayanan yang telah "
                "ditetapkan;</li>"
                "<li>akan memberikan pelayanan sesuai dengan kewajiban dan melakukan perbaikan secara terus-menerus; "
                "dan</li>"
                "<li>bersedia menerima sanksi sesuai dengan peraturan perundang-undangan apabila pelayanan yang kami "
                "berikan tidak sesuai dengan standar.</li></ol>"
                '<p>Standar yang kami maksud dapat dibaca pada halaman <a href="/standar-pelayanan/">Standar '
                "pelayanan</a>.</p>",
            ),
        ],
    },
    {
        "title": "Pernyataan aksesibilitas",
        "slug": "aksesibilitas",
        "introduction": "Layanan ini dibuat agar dapat dipakai oleh semua orang, dengan alat apa pun.",
        "body": [
            ("heading", "Yang kami upayakan"),
            (
                "text",
                "<p>Kami mengikuti Pedoman Aksesibilitas Konten Web (WCAG) 2.2 tingkat AA. Karena itu:</p>"
                "<ul><li>setiap halaman dapat dipakai dengan papan ketik dan pembaca layar;</li>"
                "<li>warna tidak pernah menjadi satu-satunya penanda, dan tulisan cukup kontras;</li>"
                "<li>halaman tetap terbaca pada layar ponsel dan saat diperbesar;</li>"
                "<li>kesalahan isian dijelaskan dengan kata-kata di dekat isiannya;</li>"
                "<li>layanan tetap berjalan pada peramban tanpa JavaScript.</li></ul>",
            ),
            ("heading", "Yang belum sempurna"),
            (
                "text",
                "<p>Dokumen hasil pindaian, misalnya lampiran dari instansi lain, mungkin belum dapat dibaca oleh "
                "pembaca layar. Bila Anda memerlukan isinya dalam bentuk lain, mintalah kepada kami.</p>",
            ),
            ("heading", "Bila Anda menemui hambatan"),
            (
                "text",
                '<p>Beri tahu kami melalui halaman <a href="/kontak/">Kontak</a>. Sebutkan alamat halaman dan alat '
                "yang Anda pakai. Petugas juga dapat membantu Anda mengajukan permohonan di kantor.</p>",
            ),
        ],
    },
]

CONTACT: dict[str, Any] = {
    "title": "Kontak",
    "slug": "kontak",
    "introduction": "Hubungi kami bila ada yang belum jelas. Siapkan nomor pendaftaran permohonan Anda bila sudah ada.",
    "body": [
        ("heading", "Pengaduan"),
        (
            "text",
            "<p>Pengaduan dapat disampaikan langsung kepada petugas atau melalui layanan pengaduan nasional "
            '<a href="https://www.lapor.go.id/">SP4N-LAPOR!</a></p>',
        ),
    ],
}


def _topic(title: str, *questions: tuple[str, str]) -> tuple[str, dict[str, Any]]:
    """Return a topic of questions with their answers."""
    return ("topic", {"title": title, "questions": [{"question": q, "answer": f"<p>{a}</p>"} for q, a in questions]})


FAQ: dict[str, Any] = {
    "title": "Tanya jawab",
    "slug": "tanya-jawab",
    "introduction": "Jawaban atas pertanyaan yang sering kami terima.",
    "topics": [
        _topic(
            "Akun",
            (
                "Kata sandi saya belum sampai. Apa yang harus dilakukan?",
                "Kata sandi dikirim ke email dan nomor WhatsApp yang Anda tulis saat mendaftar. Periksa folder spam "
                "email Anda lebih dahulu. Bila tetap tidak ada, mungkin nomor atau email Anda keliru ditulis: hubungi "
                'petugas melalui halaman <a href="/kontak/">Kontak</a> agar datanya diperbaiki dan kata sandi baru '
                "dikirim.",
            ),
            (
                "Mengapa pindaian KTP saya ditolak?",
                "KTP harus berupa gambar JPG paling besar 512 KB, dan seluruh tulisannya harus terbaca. Bila berkasnya "
                "PDF atau terlalu besar, foto atau pindai ulang sebagai JPG dengan ukuran yang lebih kecil.",
            ),
        ),
        _topic(
            "Dokumen",
            (
                "Aplikasi pemindai apa yang dapat dipakai?",
                "Anda bebas memakai aplikasi pemindai apa pun yang menyimpan hasilnya sebagai PDF atau JPG. Bila "
                "aplikasi itu menambahkan tanda airnya sendiri, pastikan tidak menutupi tulisan.",
            ),
            (
                "Berkas saya terlalu besar. Bagaimana cara memperkecilnya?",
                "Pindai ulang dengan resolusi 150 sampai 200 dpi dalam warna abu-abu, atau pilih mutu yang lebih "
                "rendah pada aplikasi pemindai. Setelah itu buka berkasnya dan pastikan semua tulisan masih terbaca.",
            ),
            (
                "Bagaimana bila STR saya tidak memiliki kode QR?",
                "Kode QR pada STR diperiksa saat diunggah. STR yang tidak memiliki kode QR tidak dapat diproses secara "
                'daring. Hubungi petugas melalui halaman <a href="/kontak/">Kontak</a> untuk mengurusnya di kantor.',
            ),
            (
                "Di mana saya menemukan nomor dan tanggal rekomendasi?",
                "Nomor tercantum di bagian atas surat rekomendasi, biasanya setelah tulisan “Nomor”. Tanggalnya "
                "tercantum di dekat nomor itu atau di atas nama penanda tangan. Tulis persis seperti pada surat.",
            ),
            (
                "Permohonan saya dikembalikan. Bagaimana memperbaikinya?",
                "Masuk ke akun Anda, buka permohonannya, lalu baca catatan petugas. Perbaiki isian atau unggah ulang "
                "dokumen yang disebut, kemudian kirim kembali. Dokumen lain tidak perlu diunggah lagi.",
            ),
        ),
        _topic(
            "Proses dan biaya",
            (
                "Berapa lama izin selesai?",
                'Lama proses setiap izin tercantum pada halaman <a href="/syarat/">Syarat izin</a>, misalnya 7 hari '
                "kerja. Permohonan diproses pada hari dan jam kerja; akhir pekan dan hari libur tidak dihitung.",
            ),
            (
                "Apakah ada biayanya?",
                'Biaya setiap izin tercantum pada halaman <a href="/syarat/">Syarat izin</a>. Jangan membayar apa pun '
                "yang tidak tercantum di sana.",
            ),
            (
                "Bagaimana menambah atau mengganti lokasi penelitian?",
                "Selama permohonan belum dikirim, lokasi dapat Anda ubah sendiri. Bila sudah dikirim, hubungi petugas "
                'melalui halaman <a href="/kontak/">Kontak</a> dan minta agar permohonan dikembalikan untuk diubah.',
            ),
        ),
        _topic(
            "Izin yang sudah terbit",
            (
                "Mengapa izin saya belum dapat diunduh?",
                "Sebelum mengunduh untuk pertama kali, Anda diminta mengisi poling, testimoni, dan kuesioner. Setelah "
                "ketiganya terisi, tombol unduh terbuka.",
            ),
            (
                "Di mana berkas yang saya unduh?",
                "Pada ponsel Android, buka aplikasi Files atau File Saya lalu pilih Download. Pada komputer, tekan "
                "Ctrl dan J bersamaan pada peramban untuk melihat daftar unduhan.",
            ),
            (
                "Bagaimana memeriksa tanda tangan elektronik pada izin?",
                "Pindai kode QR pada surat, atau unggah berkas PDF-nya pada halaman "
                '<a href="/verifikasi/">Verifikasi</a>. Hasil pindaian atau foto dari cetakan tidak memuat tanda '
                "tangan elektronik; pakailah berkas aslinya.",
            ),
        ),
        _topic(
            "Bantuan",
            (
                "Bagaimana menghubungi petugas?",
                'Telepon, alamat, dan jam layanan ada pada halaman <a href="/kontak/">Kontak</a>.',
            ),
        ),
    ],
}

_WORKDAY = {"opens": time(7, 30), "closes": time(16), "note": ""}
_CLOSED = {"opens": None, "closes": None, "note": ""}


def site() -> dict[str, Any]:
    """Return what stands around the pages as long as editors have not changed it.

    The hours are those of government offices (Peraturan Presiden Nomor 21 Tahun 2023).
    """
    return {
        "address": settings.OFFICE["address"],
        "map_url": "",
        "whatsapp": "",
        "email": "",
        "hours_note": "Permohonan setiap waktu, diproses pada hari dan jam kerja.",
        "menu": [
            {"label": "Beranda", "address": "/"},
            {"label": "Syarat", "address": "/syarat/"},
            {"label": "Izin Terbit", "address": "/izin-terbit/"},
            {"label": "Verifikasi", "address": "/verifikasi/"},
            {"label": "Dokumen", "address": "/dokumen/"},
            {"label": "Publikasi", "address": "/publikasi/"},
            {"label": "Tutorial", "address": "/tutorial/"},
        ],
        "footer": [
            {"label": "Tutorial", "address": "/tutorial/"},
            {"label": "Tanya jawab", "address": "/tanya-jawab/"},
            {"label": "Kontak", "address": "/kontak/"},
            {"label": "Tentang layanan", "address": "/tentang/"},
            {"label": "Standar pelayanan", "address": "/standar-pelayanan/"},
            {"label": "Maklumat pelayanan", "address": "/maklumat-pelayanan/"},
            {"label": "Kebijakan privasi", "address": "/kebijakan-privasi/"},
            {"label": "Aksesibilitas", "address": "/aksesibilitas/"},
            {"label": "Periksa keaslian izin", "address": "/verifikasi/"},
            {"label": "SP4N-LAPOR!", "address": "https://www.lapor.go.id/"},
        ],
        "phones": [{"label": "Telepon", "number": settings.OFFICE_CONTACT_PHONE}],
        "hours": [
            *({"weekday": day, **_WORKDAY} for day in range(4)),
            {"weekday": 4, **_WORKDAY, "closes": time(16, 30)},
            *({"weekday": day, **_CLOSED} for day in (5, 6)),
        ],
        "notices": [],
    }
