"""A realistic letter, and ways to touch it."""

import datetime
from typing import Any

from izin.signing.rendering import qr_data_uri

VERIFY_URL = "https://izin.contoh.go.id/v/7KQ2M9XT4B/"


def letter_context(**changes: Any) -> dict[str, Any]:
    """Return the context of a research permit; the same at each call."""
    return {
        "office": {
            "government": "PEMERINTAH KABUPATEN SOLOK",
            "name": "DINAS PENANAMAN MODAL, PELAYANAN TERPADU SATU PINTU DAN TENAGA KERJA",
            "address": "Komplek Perkantoran Pemerintah Kabupaten Solok, Jalan Raya Solok - Padang Km. 20",
            "phone": "(0755) 31447",
            "place": "Arosuka",
        },
        "permit": {
            "title": "Surat Keterangan Penelitian",
            "number": "500.16.7/123/SKP/DPMPTSPNaker/XI/2026",
            "lines": [
                ("Nama", "Siti Rahmawati, S.Pd."),
                ("NIK", "1302********0003"),
                ("Alamat", "Jorong Balai Gadang, Nagari Koto Baru, Kecamatan Kubung"),
                ("Lembaga", "Universitas Mahaputra Muhammad Yamin"),
                ("Judul penelitian", "Pengaruh Pelayanan Terpadu Satu Pintu terhadap Kepuasan Masyarakat di Solok"),
                ("Lokasi", "Kecamatan Kubung dan Kecamatan Gunung Talang"),
                ("Masa berlaku", "24 November 2026 sampai dengan 24 Mei 2027"),
            ],
        },
        "signer": {
            "name": "Drs. Contoh Nama, M.Si.",
            "position": "Kepala Dinas Penanaman Modal, Pelayanan Terpadu Satu Pintu dan Tenaga Kerja",
            "rank": "Pembina Utama Muda (IV/c)",
            "nip": "19700101 199503 1 001",
        },
        "verify_url": VERIFY_URL,
        "qr": qr_data_uri(VERIFY_URL),
        "issued_on": datetime.date(2026, 11, 24),
        "is_test": True,
        **changes,
    }
