"""The first text of the public pages, in the words of the office's own guide. Editors change it in the admin."""

from typing import Any

from .enums import PublicationCategory

SITE_NAME = "SISFO IZIN"

HOME: dict[str, Any] = {
    "title": "Beranda",
    "slug": "beranda",
    "heading": "Urus izin Anda dari mana saja",
    "lead": (
        "SISFO IZIN adalah layanan perizinan non-berusaha Kabupaten Solok. Ajukan permohonan, pantau prosesnya, "
        "lalu unduh dan cetak sendiri izin yang sudah ditandatangani secara elektronik."
    ),
    "hours_notice": "Permohonan dapat diajukan setiap waktu dan diproses pada hari dan jam kerja.",
    "seo_title": "Layanan perizinan daring",
    "search_description": (
        "Layanan perizinan non-berusaha Kabupaten Solok: syarat, permohonan daring, izin terbit, dan verifikasi "
        "tanda tangan elektronik."
    ),
}

REQUIREMENTS: dict[str, Any] = {
    "title": "Syarat izin",
    "slug": "syarat",
    "introduction": (
        "<p>Pilih jenis izin untuk melihat dokumen yang diperlukan, dasar hukum, lama proses, dan masa berlakunya. "
        "Siapkan dokumennya lebih dahulu agar permohonan Anda tidak dikembalikan.</p>"
    ),
    "show_in_menus": True,
}


def _card(icon: str, title: str, address: str, text: str) -> dict[str, str]:
    """Return a way to a page or a service."""
    return {"icon": icon, "title": title, "address": address, "text": text}


STANDARD_PAGES: list[dict[str, Any]] = [
    {
        "title": "Layanan",
        "slug": "layanan",
        "introduction": "Semua yang dapat Anda lakukan di sini, tanpa datang ke kantor.",
        "search_description": "Semua layanan SISFO IZIN Kabupaten Solok: permohonan, tracking, izin terbit, "
        "verifikasi.",
        "show_in_menus": True,
        "body": [
            ("heading", "Mengurus izin"),
            (
                "cards",
                [
                    _card("card-checklist", "Syarat izin", "/syarat/", "Dokumen, lama proses, biaya, masa berlaku."),
                    _card("person-plus", "Daftar akun", "/akun/daftar/", "Sekali saja, dengan NIK, untuk semua izin."),
                    _card(
                        "file-earmark-plus",
                        "Buat permohonan",
                        "/portal/permohonan/baru/",
                        "Pilih jenis izin, isi, unggah dokumen, dan kirim.",
                    ),
                ],
            ),
            ("heading", "Setelah mengajukan"),
            (
                "cards",
                [
                    _card("clock-history", "Tracking", "/tracking/", "Lihat sampai di mana permohonan, tanpa masuk."),
                    _card("chat-dots", "Pesan ke petugas", "/portal/pesan/", "Bertanya dari akun Anda."),
                    _card("star", "Unduh izin Anda", "/portal/izin/", "Isi survei singkat, lalu unduh dan cetak."),
                ],
            ),
            ("heading", "Informasi terbuka"),
            (
                "cards",
                [
                    _card("award", "Cari izin terbit", "/izin-terbit/", "Daftar izin yang diterbitkan dan statusnya."),
                    _card("patch-check", "Periksa keaslian", "/verifikasi/", "Unggah berkas izin atau ketik kodenya."),
                    _card("megaphone", "Publikasi", "/publikasi/", "Berita, pengumuman, dan peraturan."),
                ],
            ),
            ("heading", "Bantuan"),
            (
                "cards",
                [
                    _card("book", "Tutorial", "/tutorial/", "Panduan bergambar untuk setiap langkah."),
                    _card("question-circle", "Tanya jawab", "/tanya-jawab/", "Yang sering ditanyakan dan jawabannya."),
                    _card("folder", "Dokumen", "/dokumen/", "Formulir dan contoh surat untuk diunduh."),
                    _card("telephone", "Kontak", "/kontak/", "Telepon, alamat, jam layanan, dan hari libur."),
                ],
            ),
        ],
    },
    {
        "title": "Tentang layanan",
        "slug": "tentang",
        "introduction": "Satu tempat untuk mengurus izin non-berusaha di Kabupaten Solok.",
        "body": [
            ("heading", "Siapa kami"),
            (
                "text",
                "<p>SISFO IZIN dikelola oleh Dinas Penanaman Modal, Pelayanan Terpadu Satu Pintu dan Tenaga Kerja "
                "Kabupaten Solok. Melalui layanan ini masyarakat mengajukan izin tanpa harus datang berulang kali ke "
                "kantor.</p>",
            ),
            ("heading", "Apa yang dapat Anda lakukan"),
            (
                "text",
                "<ul><li>Melihat syarat setiap jenis izin.</li><li>Mengajukan permohonan dan mengunggah dokumen.</li>"
                "<li>Memantau setiap tahap pemeriksaan.</li><li>Mengunduh izin yang sudah terbit.</li>"
                "<li>Memeriksa keaslian izin siapa pun.</li></ul>",
            ),
            ("heading", "Tanda tangan elektronik"),
            (
                "text",
                "<p>Izin ditandatangani secara elektronik oleh Kepala Dinas. Keasliannya dapat diperiksa dengan "
                "memindai "
                "kode QR pada surat atau mengunggah berkasnya di halaman "
                '<a href="/verifikasi/">Verifikasi</a>.</p>',
            ),
            (
                "notice",
                {
                    "tone": "info",
                    "title": "Waktu layanan",
                    "text": "Permohonan dapat diajukan setiap waktu dan diproses pada hari dan jam kerja.",
                },
            ),
        ],
    },
    {
        "title": "Kebijakan privasi",
        "slug": "kebijakan-privasi",
        "introduction": "Data pribadi Anda hanya dipakai untuk memproses permohonan izin Anda.",
        "body": [
            ("heading", "Siapa yang mengelola data Anda"),
            (
                "text",
                "<p>Pengendali data pribadi adalah Dinas Penanaman Modal, Pelayanan Terpadu Satu Pintu dan Tenaga "
                "Kerja Kabupaten Solok. Data diproses sebagai pelaksanaan tugas pelayanan publik menurut "
                "Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi dan Undang-Undang Nomor 25 Tahun "
                "2009 tentang Pelayanan Publik.</p>",
            ),
            ("heading", "Data yang kami minta"),
            (
                "text",
                "<p>Kami meminta NIK, nama, tempat dan tanggal lahir, alamat, pekerjaan, nomor WhatsApp, email, "
                "pindaian KTP, serta dokumen persyaratan sesuai jenis izin. Untuk izin praktik kesehatan termasuk "
                "surat keterangan sehat, yang hanya dibuka oleh petugas yang memeriksa.</p>",
            ),
            ("heading", "Untuk apa data dipakai"),
            (
                "text",
                "<ul><li>Memastikan permohonan diajukan oleh orang yang berhak.</li>"
                "<li>Memeriksa kelengkapan dan kebenaran persyaratan.</li>"
                "<li>Menerbitkan izin dan menyampaikan kabar permohonan kepada Anda.</li></ul>"
                "<p>Data tidak dipakai untuk keperluan lain dan tidak diperjualbelikan.</p>",
            ),
            ("heading", "Cara kami menjaganya"),
            (
                "text",
                "<ul><li>NIK disimpan dalam bentuk tersandi dan ditampilkan dengan sebagian angka disamarkan.</li>"
                "<li>KTP dan dokumen hanya dapat dibuka oleh Anda dan petugas yang berwenang.</li>"
                "<li>Setiap pembukaan dokumen oleh petugas tercatat.</li>"
                "<li>Situs ini tidak memuat iklan, pelacak, atau skrip dari pihak lain.</li></ul>",
            ),
            ("heading", "Yang dapat dilihat umum"),
            (
                "text",
                "<p>Halaman Izin Terbit memuat nomor izin, jenis izin, nama pemegang, masa berlaku, dan status izin. "
                "NIK, alamat rumah, nomor telepon, dan email tidak pernah ditampilkan.</p>",
            ),
            ("heading", "Berapa lama data disimpan"),
            (
                "text",
                "<p>Data disimpan selama akun dan izin Anda berlaku, kemudian mengikuti jadwal retensi arsip. Izin "
                "yang sudah terbit tetap disimpan sebagai arsip negara.</p>",
            ),
            ("heading", "Hak Anda"),
            (
                "text",
                "<p>Anda berhak melihat, memperbaiki, meminta salinan, dan meminta penghapusan data pribadi Anda "
                "sepanjang tidak bertentangan dengan kewajiban penyimpanan arsip. Bila terjadi kebocoran yang "
                "menyangkut data Anda, kami memberi tahu Anda secara tertulis. Sampaikan permintaan melalui halaman "
                '<a href="/kontak/">'
                "Kontak</a>.</p>",
            ),
        ],
    },
]

PUBLICATION_INDEX: dict[str, Any] = {
    "title": "Publikasi",
    "slug": "publikasi",
    "introduction": "Berita, pengumuman, peraturan, dan laporan survei kepuasan masyarakat.",
    "search_description": "Berita, pengumuman, peraturan, dan laporan layanan perizinan Kabupaten Solok.",
    "show_in_menus": True,
}


def _announcement(title: str, slug: str, summary: str, *body: tuple[str, Any]) -> dict[str, Any]:
    """Return the values of an announcement."""
    return {
        "title": title,
        "slug": slug,
        "summary": summary,
        "search_description": summary,
        "category": PublicationCategory.ANNOUNCEMENT,
        "body": list(body),
    }


PUBLICATIONS: list[dict[str, Any]] = [
    _announcement(
        "Permohonan izin diajukan melalui SISFO IZIN",
        "permohonan-izin-melalui-sisfo-izin",
        "Izin non-berusaha Kabupaten Solok kini diajukan, dipantau, dan diunduh dari mana saja.",
        (
            "text",
            "<p>Permohonan izin non-berusaha di Kabupaten Solok diajukan melalui SISFO IZIN. Pemohon mendaftar satu "
            "kali dengan NIK, mengisi permohonan, mengunggah dokumen, lalu memantau setiap tahap pemeriksaan tanpa "
            "datang ke kantor.</p>",
        ),
        ("heading", "Cara mengajukan"),
        (
            "text",
            '<ol><li>Lihat dokumen yang diperlukan di halaman <a href="/syarat/">Syarat izin</a>.</li>'
            '<li><a href="/akun/daftar/">Daftar akun</a>, lalu masuk dengan NIK dan kata sandi Anda.</li>'
            "<li>Isi permohonan dan unggah dokumen sesuai jenis izin.</li>"
            "<li>Pantau prosesnya. Bila permohonan dikembalikan, perbaiki sesuai catatan petugas lalu ajukan "
            "kembali.</li>"
            "<li>Unduh dan cetak sendiri izin yang sudah ditandatangani secara elektronik.</li></ol>",
        ),
        (
            "text",
            '<p>Panduan lengkap tersedia di halaman <a href="/tutorial/">Tutorial</a>. Keaslian izin dapat diperiksa '
            'siapa pun di halaman <a href="/verifikasi/">Verifikasi</a>.</p>',
        ),
    ),
    _announcement(
        "Waktu layanan permohonan",
        "waktu-layanan-permohonan",
        "Permohonan dapat diajukan setiap waktu dan diproses pada hari dan jam kerja.",
        (
            "text",
            "<p>Permohonan dapat diajukan setiap waktu, termasuk malam hari, akhir pekan, dan hari libur. Petugas "
            "memeriksa dan memproses permohonan pada hari dan jam kerja.</p>"
            "<p>Lama proses setiap jenis izin dihitung dalam hari kerja dan tercantum di halaman "
            '<a href="/syarat/">Syarat izin</a>.</p>',
        ),
        (
            "notice",
            {
                "tone": "info",
                "title": "Permohonan di luar jam kerja",
                "text": "Permohonan yang masuk di luar jam kerja diproses pada hari kerja berikutnya.",
            },
        ),
    ),
]

DOCUMENT_INDEX: dict[str, Any] = {
    "title": "Dokumen",
    "slug": "dokumen",
    "introduction": "Formulir, contoh surat, dan panduan yang dapat diunduh untuk melengkapi permohonan Anda.",
    "search_description": "Formulir, contoh surat, dan panduan perizinan Kabupaten Solok untuk diunduh.",
    "show_in_menus": True,
}
