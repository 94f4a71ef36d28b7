"""What anybody can do without an account."""

from typing import Any

from ..enums import Audience, Topic
from .parts import Step, tutorial

TUTORIALS: list[dict[str, Any]] = [
    tutorial(
        "Memeriksa keaslian izin",
        "memeriksa-keaslian-izin",
        Topic.PERMIT,
        "Pastikan sebuah izin benar kami terbitkan, tidak diubah, dan masih berlaku. Siapa pun boleh memeriksa.",
        Step(
            "Pindai kode QR pada surat",
            "<p>Arahkan kamera ponsel ke kode QR di dekat tanda tangan. Pastikan alamat yang terbuka adalah alamat "
            "situs ini, bukan situs lain yang mirip.</p>",
            "verifikasi-hasil",
            "Hasil pemeriksaan sebuah izin: nomor, jenis, pemegang, dan statusnya.",
        ),
        Step(
            "Atau unggah berkas PDF-nya",
            '<p>Buka halaman <a href="/verifikasi/">Verifikasi</a>, pilih berkas PDF, lalu tekan <b>Periksa '
            "berkas</b>. Pakailah berkas aslinya; hasil pindaian atau foto tidak memuat tanda tangan elektronik.</p>",
            "verifikasi",
            "Halaman Verifikasi dengan tempat mengunggah berkas.",
        ),
        Step(
            "Baca hasilnya",
            "<p>Kami menjawab terpisah: apakah isinya utuh, siapa yang menandatangani, apakah berkas itu sama dengan "
            "yang kami terbitkan, dan apakah izinnya masih berlaku. Bila salah satunya tidak, jangan terima surat "
            "itu sebelum bertanya kepada kami.</p>",
        ),
        audience=Audience.PUBLIC,
    ),
    tutorial(
        "Mencari izin yang sudah terbit",
        "mencari-izin-terbit",
        Topic.PERMIT,
        "Temukan izin menurut nama, nomor, atau tempat, dan lihat apakah masih berlaku.",
        Step(
            "Buka Izin Terbit",
            '<p>Pilih <b>Izin Terbit</b> di menu, atau buka <a href="/izin-terbit/">halamannya</a>. Anda tidak perlu '
            "masuk.</p>",
        ),
        Step(
            "Tulis nama, nomor, atau tempat",
            "<p>Salah satu kata sudah cukup. Nama yang sedikit salah eja pun biasanya tetap ditemukan.</p>",
            "cari-izin",
            "Hasil pencarian izin terbit.",
        ),
        Step(
            "Buka izinnya",
            "<p>Di sana tertulis jenis izin, pemegang, masa berlaku, dan statusnya. NIK, alamat rumah, nomor telepon, "
            "dan email tidak pernah ditampilkan.</p>",
        ),
        audience=Audience.PUBLIC,
    ),
]
