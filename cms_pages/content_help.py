"""The first text of what helps: contact, questions, and what stands around every page.

Editors change it in the admin.
"""

from datetime import time
from typing import Any

from django.conf import settings

CONTACT: dict[str, Any] = {
    "title": "Kontak",
    "slug": "kontak",
    "introduction": (
        "Hubungi kami bila ada yang belum jelas. Siapkan kode tanda terima atau nomor registrasi permohonan Anda bila "
        "sudah ada."
    ),
    "search_description": "Telepon, alamat, jam layanan, dan hari libur kantor DPMPTSP Naker Kabupaten Solok.",
    "body": [
        ("heading", "Bertanya dari akun Anda"),
        (
            "text",
            '<p>Bila sudah masuk, pilih <a href="/portal/pesan/">Pesan ke petugas</a>. Pertanyaan dan jawabannya '
            "tersimpan, dan Anda diberi tahu bila ada jawaban.</p>",
        ),
        ("heading", "Pengaduan"),
        (
            "text",
            "<p>Sampaikan pengaduan, saran, atau masukan langsung kepada petugas, atau melalui layanan pengaduan "
            'nasional <a href="https://www.lapor.go.id/">SP4N-LAPOR!</a> Kami mencatat setiap pengaduan dan '
            "menjawabnya.</p>",
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
                "KTP harus berupa gambar JPG paling besar 512 KB, dan seluruh tulisannya harus terbaca. Gambar yang "
                "terlalu besar diperkecil oleh halaman pendaftaran; berkas PDF perlu difoto atau dipindai ulang "
                "sebagai JPG.",
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
                "Pada surat Dinas Kesehatan, nomornya ada di bawah judul surat dan tanggalnya di dekat tanda tangan "
                "Kepala Dinas. Pada surat kampus, keduanya biasanya ada di bagian atas. Tulis persis seperti pada "
                "surat.",
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
                "Sampai di mana permohonan saya?",
                'Lihat bagian Proses pada permohonan di akun Anda, atau buka <a href="/tracking/">Lacak permohonan</a> '
                "dengan kode tanda terima dan empat angka terakhir NIK.",
            ),
            (
                "Apakah ada biayanya?",
                'Biaya setiap izin tercantum pada halaman <a href="/syarat/">Syarat izin</a>. Jangan membayar apa pun '
                "yang tidak tercantum di sana.",
            ),
            (
                "Bagaimana menambah atau mengganti lokasi penelitian?",
                "Selama permohonan belum dikirim, lokasi dapat Anda ubah sendiri. Bila sudah dikirim, mintalah melalui "
                '<a href="/portal/pesan/">Pesan ke petugas</a> agar permohonan dikembalikan, lalu pilih Ubah data atau '
                "lokasi.",
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
                'Bila sudah masuk, pilih <a href="/portal/pesan/">Pesan ke petugas</a> di menu. Telepon, alamat, dan '
                'jam layanan ada pada halaman <a href="/kontak/">Kontak</a>.',
            ),
            (
                "Saya tidak terbiasa memakai komputer. Apakah saya dapat dibantu?",
                "Ya. Datanglah ke kantor kami pada jam layanan dengan membawa KTP dan dokumen persyaratan; petugas "
                "membantu Anda mengajukan permohonan.",
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
            {"label": "Layanan", "address": "/layanan/"},
            {"label": "Syarat", "address": "/syarat/"},
            {"label": "Tracking", "address": "/tracking/"},
            {"label": "Izin Terbit", "address": "/izin-terbit/"},
            {"label": "Dokumen", "address": "/dokumen/"},
            {"label": "Publikasi", "address": "/publikasi/"},
            {"label": "Tutorial", "address": "/tutorial/"},
        ],
        "footer": [
            {"label": "Semua layanan", "address": "/layanan/"},
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
