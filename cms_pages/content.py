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

STANDARD_PAGES: list[dict[str, Any]] = [
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
            ("heading", "Data yang kami minta"),
            (
                "text",
                "<p>Kami meminta NIK, nama, tempat dan tanggal lahir, alamat, pekerjaan, nomor WhatsApp, email, "
                "pindaian "
                "KTP, serta dokumen persyaratan sesuai jenis izin.</p>",
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
                "<li>Setiap pembukaan dokumen oleh petugas tercatat.</li></ul>",
            ),
            ("heading", "Yang dapat dilihat umum"),
            (
                "text",
                "<p>Halaman Izin Terbit memuat nomor izin, jenis izin, nama pemegang, masa berlaku, dan status izin. "
                "NIK, "
                "alamat rumah, nomor telepon, dan email tidak pernah ditampilkan.</p>",
            ),
            ("heading", "Hak Anda"),
            (
                "text",
                "<p>Anda berhak melihat, memperbaiki, dan meminta penghapusan data pribadi Anda sepanjang tidak "
                "bertentangan dengan kewajiban penyimpanan arsip. Sampaikan permintaan kepada petugas kami melalui "
                "kontak "
                "pada bagian bawah halaman ini.</p>",
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
