"""The first text of what binds us: service standards, our promise, accessibility. Editors change it in the admin.

The standards follow the fourteen components of UU 25/2009 and PermenPANRB 15/2014; the first six must be public.
"""

from typing import Any

STANDARDS: list[tuple[str, str]] = [
    (
        "Persyaratan",
        '<p>Persyaratan setiap izin tercantum pada halaman <a href="/syarat/">Syarat izin</a>. Petugas tidak meminta '
        "persyaratan di luar yang tercantum di sana.</p>",
    ),
    (
        "Sistem, mekanisme, dan prosedur",
        "<ol><li>Anda mendaftar akun dengan NIK, cukup satu kali.</li>"
        "<li>Anda mengisi formulir dan mengunggah dokumen.</li>"
        "<li>Petugas memeriksa data dan dokumen. Yang belum lengkap dikembalikan dengan catatan untuk Anda "
        "perbaiki.</li><li>Permohonan yang lengkap diteruskan ke tahap berikutnya.</li>"
        "<li>Kepala Dinas menandatangani izin secara elektronik.</li>"
        "<li>Anda mengunduh dan mencetak sendiri izin yang terbit.</li></ol>",
    ),
    (
        "Jangka waktu penyelesaian",
        "<p>Lama proses dihitung dalam hari kerja dan tercantum pada syarat setiap izin, bersama lama yang sebenarnya "
        "dalam 90 hari terakhir. Akhir pekan, hari libur nasional, cuti bersama, dan waktu saat berkas menunggu "
        "perbaikan Anda tidak dihitung.</p>",
    ),
    (
        "Biaya",
        "<p>Biaya setiap izin tercantum pada halaman syaratnya. Jangan membayar apa pun yang tidak tercantum di sana, "
        "dan laporkan kepada kami bila ada yang memintanya.</p>",
    ),
    (
        "Produk pelayanan",
        "<p>Surat izin atau surat rekomendasi berupa berkas PDF yang ditandatangani secara elektronik. Siapa pun dapat "
        'memeriksa keasliannya pada halaman <a href="/verifikasi/">Verifikasi</a>.</p>',
    ),
    (
        "Pengaduan, saran, dan masukan",
        '<p>Sampaikan melalui <a href="/portal/pesan/">Pesan ke petugas</a> di akun Anda, halaman '
        '<a href="/kontak/">Kontak</a>, atau <a href="https://www.lapor.go.id/">SP4N-LAPOR!</a></p>',
    ),
    (
        "Dasar hukum",
        "<ul><li>Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik.</li>"
        "<li>Peraturan Menteri PANRB Nomor 15 Tahun 2014 tentang Pedoman Standar Pelayanan.</li>"
        "<li>Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi.</li></ul>"
        "<p>Dasar hukum setiap izin tercantum pada halaman syaratnya.</p>",
    ),
    (
        "Sarana, prasarana, dan fasilitas",
        "<p>Layanan daring ini dapat dipakai dengan ponsel maupun komputer. Di kantor tersedia loket pelayanan tempat "
        "petugas membantu pemohon yang tidak dapat mengajukan sendiri.</p>",
    ),
    (
        "Kompetensi pelaksana",
        "<p>Permohonan diperiksa oleh petugas yang memahami peraturan perizinan, mampu memakai sistem ini, dan "
        "terikat kode etik aparatur sipil negara.</p>",
    ),
    (
        "Pengawasan internal",
        "<p>Setiap keputusan dan setiap pembukaan dokumen pribadi tercatat dan tidak dapat diubah. Pengawas internal "
        "dapat memeriksa catatan itu kapan saja.</p>",
    ),
    (
        "Jumlah pelaksana",
        "<p>Setiap permohonan diperiksa berjenjang oleh petugas verifikasi dan para pejabat pada tahap-tahap yang "
        "tercantum pada syarat izin. Pejabat yang berhalangan digantikan oleh pelaksana tugas atau pelaksana "
        "harian.</p>",
    ),
    (
        "Jaminan pelayanan",
        '<p>Pelayanan diberikan sesuai standar ini dan <a href="/maklumat-pelayanan/">Maklumat pelayanan</a>. Sampai '
        'di mana permohonan Anda dapat dilihat setiap saat pada halaman <a href="/tracking/">Tracking</a>.</p>',
    ),
    (
        "Jaminan keamanan dan keselamatan",
        '<p>Data pribadi dilindungi sebagaimana dijelaskan pada <a href="/kebijakan-privasi/">Kebijakan privasi</a>. '
        "Izin yang diubah orang lain langsung diketahui saat diperiksa.</p>",
    ),
    (
        "Evaluasi kinerja pelaksana",
        "<p>Kepuasan masyarakat diukur dengan survei pada setiap izin yang terbit, mengikuti Peraturan Menteri PANRB "
        'Nomor 14 Tahun 2017. Hasilnya tampil di <a href="/">beranda</a> dan menjadi dasar perbaikan layanan.</p>',
    ),
]

STANDARD_PAGES: list[dict[str, Any]] = [
    {
        "title": "Standar pelayanan",
        "slug": "standar-pelayanan",
        "introduction": "Apa yang dapat Anda harapkan dari layanan kami, dan apa yang kami perlukan dari Anda.",
        "search_description": "Empat belas komponen standar pelayanan perizinan DPMPTSP Naker Kabupaten Solok.",
        "body": [
            part
            for number, (heading, text) in enumerate(STANDARDS, 1)
            for part in (("heading", f"{number}. {heading}"), ("text", text))
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
