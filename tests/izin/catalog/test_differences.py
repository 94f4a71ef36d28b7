"""What changed between two versions of a permit type, in words for applicants (C2)."""

import pytest

from izin.catalog.differences import revision_difference
from izin.catalog.models import FormField, PermitType, Requirement, Stage
from tests.factories.catalog import TYPE_CODES, SectorFactory, shipped_type

KTP = {"key": "ktp", "name": "KTP", "file_kind": "jpeg", "max_kb": 512, "from_account": True}
STR = {"key": "no_str", "label": "Nomor STR", "kind": "text"}
FACTS = {
    "name": "Izin Praktik Bidan",
    "service_days": 7,
    "fee_label": "Gratis",
    "validity_note": "Lima tahun",
    "validity_years_max": 5,
    "renewable": True,
    "renewal_days": 90,
    "legal_basis": "UU 17/2023\nPP 28/2024",
}


def kind(*, fields=(STR,), requirements=(KTP,), stages=("Loket", "Kepala Dinas"), **changes):
    """An unsaved type; nothing here asks the database."""
    made = PermitType(**{**FACTS, **changes})
    made.fields = [FormField(**row) for row in fields]
    made.requirements = [Requirement(**row) for row in requirements]
    made.stages = [Stage(key=f"tahap_{number}", label=label) for number, label in enumerate(stages)]
    return made


def told(old, new):
    return [(found.subject, found.before, found.after) for found in revision_difference(old, new)]


def test_nothing_that_changed_is_nothing_to_tell():
    assert told(kind(), kind()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"letter_opening": "<p>Baru</p>"},
        {"letter_title": "SURAT"},
        {"number_pattern": "{kode}"},
        {"registration_pattern": "{urut}"},
        {"number_code": "X"},
        {"source_note": "Periksa."},
        {"fields": [{**STR, "pattern": "[0-9]+"}]},
        {"fields": [{**STR, "on_letter": False}]},
        {"fields": [{**STR, "meaning": "subject"}]},
    ],
)
def test_what_concerns_only_the_office_is_not_told(change):
    assert told(kind(), kind(**change)) == []


@pytest.mark.parametrize(
    ("change", "subject", "before", "after"),
    [
        ({"name": "Izin Bidan"}, "Nama izin", ["Izin Praktik Bidan"], ["Izin Bidan"]),
        ({"service_days": 5}, "Waktu layanan", ["7 hari kerja"], ["5 hari kerja"]),
        ({"fee_label": "Rp10.000"}, "Biaya", ["Gratis"], ["Rp10.000"]),
        (
            {"validity_years_max": 3},
            "Masa berlaku",
            ["Lima tahun", "Paling lama 5 tahun sejak tanggal penetapan."],
            ["Lima tahun", "Paling lama 3 tahun sejak tanggal penetapan."],
        ),
        (
            {"renewable": False},
            "Perpanjangan",
            ["Dapat diperpanjang mulai 90 hari sebelum izin berakhir."],
            ["Tidak dapat diperpanjang."],
        ),
        (
            {"stages": ["Loket", "BPJS", "Kepala Dinas"]},
            "Tahap pemeriksaan",
            ["Loket", "Kepala Dinas"],
            ["Loket", "BPJS", "Kepala Dinas"],
        ),
        (
            {"stages": ["Kepala Dinas", "Loket"]},
            "Tahap pemeriksaan",
            ["Loket", "Kepala Dinas"],
            ["Kepala Dinas", "Loket"],
        ),
        ({"legal_basis": "PP 28/2024"}, "Dasar hukum", ["UU 17/2023", "PP 28/2024"], ["PP 28/2024"]),
        ({"fields": []}, "Isian “Nomor STR”", ["Teks, wajib diisi."], []),
        (
            {"fields": [STR, {"key": "lama", "label": "Nomor lama", "kind": "text", "applies_to": "renewal"}]},
            "Isian “Nomor lama”",
            [],
            ["Teks, wajib diisi.", "Hanya untuk perpanjangan."],
        ),
        (
            {"fields": [{**STR, "required": False}]},
            "Isian “Nomor STR”",
            ["Teks, wajib diisi."],
            ["Teks, boleh kosong."],
        ),
        (
            {"fields": [{**STR, "label": "Nomor surat"}]},
            "Isian “Nomor surat”",
            ["Nama: Nomor STR.", "Teks, wajib diisi."],
            ["Nama: Nomor surat.", "Teks, wajib diisi."],
        ),
        (
            {"fields": [{**STR, "kind": "choice", "options": "A 100%\nB"}]},
            "Isian “Nomor STR”",
            ["Teks, wajib diisi."],
            ["Pilihan, wajib diisi.", "Pilihan: A 100%, B."],
        ),
        (
            {"fields": [{**STR, "min_value": 3, "max_value": 40, "pattern": "x", "pattern_hint": "Hanya angka."}]},
            "Isian “Nomor STR”",
            ["Teks, wajib diisi."],
            ["Teks, wajib diisi.", "Paling sedikit 3 huruf.", "Paling banyak 40 huruf.", "Hanya angka."],
        ),
        (
            {"fields": [{**STR, "kind": "number", "min_value": 0}]},
            "Isian “Nomor STR”",
            ["Teks, wajib diisi."],
            ["Angka, wajib diisi.", "Paling kecil 0."],
        ),
        (
            {"fields": [{**STR, "is_public": True}]},
            "Isian “Nomor STR”",
            ["Teks, wajib diisi."],
            ["Teks, wajib diisi.", "Tampil pada daftar Izin Terbit."],
        ),
        (
            {"requirements": [{**KTP, "max_kb": 1024, "required": False}]},
            "Dokumen “KTP”",
            ["Wajib diunggah.", "Gambar JPG, paling besar 512 KB.", "KTP dari akun Anda dipakai."],
            ["Bila ada.", "Gambar JPG, paling besar 1 MB.", "KTP dari akun Anda dipakai."],
        ),
        (
            {
                "requirements": [
                    KTP,
                    {"key": "str", "name": "STR", "file_kind": "pdf", "max_kb": 500, "content_check": "qr"},
                ]
            },
            "Dokumen “STR”",
            [],
            ["Wajib diunggah.", "Berkas PDF, paling besar 500 KB.", "Kode QR pada berkas harus terbaca."],
        ),
    ],
)
def test_each_change_is_told_as_it_was_and_as_it_is(change, subject, before, after):
    assert told(kind(), kind(**change)) == [(subject, before, after)]
    assert told(kind(**change), kind())[0][1:] == (after, before)


def test_a_condition_names_the_question_it_looks_at():
    seumur = {"key": "seumur", "label": "STR seumur hidup", "kind": "boolean"}
    sampai = {"key": "sampai", "label": "Berlaku sampai", "kind": "date", "date_limit": "not_past"}
    shown = {**sampai, "show_if_field": "seumur", "show_if_value": "tidak"}
    always = ["Tanggal, wajib diisi.", "Tidak boleh sebelum hari ini."]
    assert told(kind(fields=[seumur, sampai]), kind(fields=[seumur, shown])) == [
        ("Isian “Berlaku sampai”", always, [*always, "Diisi bila “STR seumur hidup” dijawab Tidak."])
    ]


def test_what_is_gone_comes_after_what_is_new():
    lama = {"key": "lama", "label": "Nomor lama", "kind": "text"}
    baru = {"key": "baru", "label": "Nomor baru", "kind": "text"}
    subjects = [subject for subject, _before, _after in told(kind(fields=[lama]), kind(fields=[baru]))]
    assert subjects == ["Isian “Nomor baru”", "Isian “Nomor lama”"]


@pytest.mark.django_db
def test_every_shipped_type_can_be_told_from_every_other(django_assert_num_queries):
    SectorFactory()
    types = [PermitType.at_revision(shipped_type(code).live_revision) for code in TYPE_CODES[:6]]
    with django_assert_num_queries(0):
        for old in types:
            assert [bool(revision_difference(old, new)) for new in types] == [new is not old for new in types]
