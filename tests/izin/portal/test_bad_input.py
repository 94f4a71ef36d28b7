"""Every form an applicant fills in, with what people really get wrong: told in words at its field, nothing lost (N3).

One row a mistake: the page, what is different from a good answer, the field that is marked, and what stands there.
`errors_of` checks how it is told: `aria-invalid`, a message named in `aria-describedby`, a summary that leads there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from izin.accounts.models import User
from izin.accounts.services import reset_code_request
from izin.applications.models import Application
from izin.audit.models import AuditEntry
from izin.catalog.answers.forms import PURPOSE
from izin.catalog.answers.kinds import answer_sample
from izin.catalog.enums import FieldKind, Purpose
from izin.catalog.models import PermitType
from tests.factories.accounts import PASSWORD, ApplicantFactory, ktp_jpeg
from tests.factories.applications import ANSWERS, ApplicationFactory, form_data
from tests.factories.catalog import PermitTypeFactory, shipped_type
from tests.factories.files import image_bytes, jpeg_bytes, pdf_bytes
from tests.factories.permits import PermitFactory
from tests.factories.regions import solok_regions
from tests.html import errors_of, fields_of

pytestmark = pytest.mark.django_db

NIK = "1302070503910003"
KILO = 1024


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def file(data: bytes, name: str = "berkas.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/octet-stream")


# --- The pages, each with an answer that is right -------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """Where a form is sent to, and a good answer; `signed_in` says who asks."""

    path: Callable[[User], str]
    good: Callable[[], dict[str, Any]]
    signed_in: bool = True
    # What is never shown again: passwords, files, what the page makes itself.
    unshown: tuple[str, ...] = ()


def registration() -> dict[str, Any]:
    return {
        "nik": "1302100503910003",
        "full_name": "Irman Syaputra",
        "title_front": "Ns.",
        "title_back": "S.Kom",
        "birth_place": "Solok",
        "birth_date": "05/03/1991",
        "sex": "male",
        "occupation": "Perawat",
        "province": "13",
        "regency": "13.02",
        "district": "13.02.10",
        "village": "13.02.10.2001",
        "street": "Jorong Simpang",
        "phone": "0853-5513-5518",
        "email": "irman@contoh.id",
        "data_correct": "on",
        "consent": "on",
        "ktp": file(ktp_jpeg(), "ktp.jpg"),
    }


def contact() -> dict[str, Any]:
    address = {"province": "13", "regency": "13.02", "district": "13.02.10", "village": "13.02.10.2001"}
    rest = {"phone": "0813 1111 2222", "email": "baru@contoh.id", "street": "Jorong Baru", "occupation": "Bidan"}
    return {**address, **rest, "password": PASSWORD}


def identity() -> dict[str, Any]:
    return {
        "nik": NIK,
        "full_name": "Irman Syahputra",
        "title_front": "",
        "title_back": "S.Kep.",
        "birth_place": "Solok",
        "birth_date": "05/03/1991",
        "sex": "male",
        "note": "Gelar baru.",
    }


def answers_of(kind: PermitType) -> dict[str, Any]:
    """Return what a careful applicant fills in, as his browser sends it."""
    typed = {FieldKind.TEXT: "10 30.21/KES-2026", FieldKind.LOCATIONS: ["RSUD Arosuka, Kec. Gunung Talang"]}
    given: dict[str, Any] = {}
    for row in kind.fields.all():
        sample = "10303021" if row.pattern == r"\d{8}" else typed.get(FieldKind(row.kind), answer_sample(row))
        if isinstance(sample, dict) and "village" in sample:
            sample = {**sample, "village": "13.02.07.2002"}
        given[row.key] = sample
    purpose = {PURPOSE: Purpose.NEW.value} if kind.renewable else {}
    return {**purpose, **form_data(given)}


def shipped(code: str) -> Page:
    return Page(
        path=lambda user: reverse("portal:application_create", args=[shipped_type(code).slug]),
        good=lambda: answers_of(PermitType.objects.get(code=code)),
    )


def draft(user: User) -> Application:
    return Application.objects.filter(applicant=user).first() or ApplicationFactory.create(applicant=user)


def upload_to(key: str) -> Page:
    return Page(
        path=lambda user: reverse("portal:document_upload", args=[draft(user).pk, key]),
        good=dict,
        unshown=("file",),
    )


def permit_page(name: str, good: Mapping[str, Any]) -> Page:
    def path(user: User) -> str:
        return reverse(name, args=[PermitFactory.create(issuance__application__applicant=user).pk])

    return Page(path=path, good=lambda: dict(good))


def send_path(user: User) -> str:
    return reverse("portal:application_send", args=[draft(user).pk])


def code_path(user: User) -> str:
    return reverse("password_reset_code")


CHOSEN = "gunung-talang-berkabut"
PASSWORDS = {"old_password": PASSWORD, "new_password1": CHOSEN, "new_password2": CHOSEN}
SECRET = ("password", "old_password", "new_password1", "new_password2")

PAGES = {
    "register": Page(lambda user: "/akun/daftar/", registration, signed_in=False, unshown=("ktp",)),
    "login": Page(
        lambda user: "/akun/masuk/", lambda: {"username": NIK, "password": PASSWORD}, signed_in=False, unshown=SECRET
    ),
    "forgotten": Page(
        lambda user: "/akun/lupa-sandi/", lambda: {"nik": NIK, "channel": "email"}, signed_in=False
    ),
    "first password": Page(lambda user: "/akun/kirim-ulang-sandi/", lambda: {"nik": NIK}, signed_in=False),
    "code": Page(code_path, lambda: {"code": "123456"}, signed_in=False),
    "tracking": Page(
        lambda user: "/tracking/", lambda: {"code": "ABCD2345", "nik_end": "0003"}, signed_in=False
    ),
    "password": Page(lambda user: "/akun/ganti-sandi/", lambda: dict(PASSWORDS), unshown=SECRET),
    "contact": Page(lambda user: "/portal/profil/kontak/", contact, unshown=SECRET),
    "identity": Page(lambda user: "/portal/profil/data-diri/", identity, unshown=("ktp",)),
    "export": Page(
        lambda user: "/portal/profil/salinan-data/", lambda: {"form": "json", "password": PASSWORD}, unshown=SECRET
    ),
    "closing": Page(
        lambda user: "/portal/profil/tutup-akun/",
        lambda: {"reason": "Pindah.", "understood": "on", "password": PASSWORD},
        unshown=SECRET,
    ),
    "channels": Page(lambda user: "/portal/pemberitahuan/", lambda: {"channels": ["email"]}),
    "chat": Page(
        lambda user: "/portal/pesan/",
        lambda: {"text": "Kapan selesai?", "token": str(uuid4())},
        unshown=("token", "file"),
    ),
    "research": Page(
        lambda user: reverse("portal:application_create", args=[PermitTypeFactory(code="penelitian-uji").slug]),
        lambda: {**form_data(ANSWERS), "lokasi": ["Kecamatan Kubung"]},
    ),
    "nurse": shipped("sip-perawat"),
    "crowd": shipped("keramaian"),
    "school": shipped("ops-sd"),
    "sending": Page(send_path, lambda: {"benar": "on"}),
    "picture": upload_to("ktp"),
    "paper": upload_to("proposal"),
    "poll": permit_page("portal:permit_poll", {"poll": "4"}),
    "testimonial": permit_page("portal:permit_testimonial", {"testimonial": "Cepat."}),
    "questionnaire": permit_page("portal:permit_questionnaire", {f"U{number}": "4" for number in range(1, 10)}),
}  # fmt: skip


# --- The mistakes ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One mistake. A change to None leaves the answer out."""

    page: str
    changes: Mapping[str, Any]
    marked: str
    message: str

    def __str__(self) -> str:
        told = ", ".join(
            f"{name}={'..' if callable(value) else repr(value)[:24]}" for name, value in self.changes.items()
        )
        return f"{self.page}: {told}: {self.message}"


def wrong(page: str, marked: str, value: Any, message: str) -> Case:
    return Case(page, {marked: value}, marked, message)


CASES = [
    # registration
    wrong("register", "nik", None, "NIK harus diisi."),
    wrong("register", "nik", "130210050391000", "NIK harus 16 angka"),
    wrong("register", "nik", "13021005O3910003", "NIK harus 16 angka"),
    wrong("register", "nik", "1302107202910003", "bukan sebuah tanggal"),
    wrong("register", "full_name", " ", "Nama lengkap harus diisi."),
    wrong("register", "full_name", "x" * 151, "150"),
    wrong("register", "birth_date", "31/02/1991", "tanggal"),
    wrong("register", "birth_date", "kemarin", "tanggal"),
    wrong("register", "sex", None, "Jenis kelamin harus diisi."),
    wrong("register", "occupation", "", "Pekerjaan harus diisi."),
    wrong("register", "village", "", "Nagari/Desa/Kelurahan harus diisi."),
    wrong("register", "street", "", "Jalan/Jorong, RT/RW harus diisi."),
    wrong("register", "phone", "08123", "Nomor"),
    wrong("register", "phone", "+1 202 555 0100", "Nomor"),
    wrong("register", "email", "irman@", "Alamat e-mail tidak benar."),
    wrong("register", "email", "irman contoh.id", "Alamat e-mail tidak benar."),
    wrong("register", "ktp", None, "Pilih scan KTP Anda."),
    wrong("register", "ktp", lambda: file(image_bytes("PNG"), "ktp.jpg"), "gambar PNG, bukan JPG"),
    wrong("register", "ktp", lambda: file(ktp_jpeg().ljust(600 * KILO, b"\0"), "ktp.jpg"), "paling besar 512 KB"),
    wrong("register", "ktp", lambda: file(pdf_bytes(), "ktp.jpg"), "PDF, bukan JPG"),
    wrong("register", "data_correct", None, "Centang pernyataan ini"),
    wrong("register", "consent", None, "Centang persetujuan ini"),
    Case("register", {"sex": "female"}, "mismatch_confirmed", "centang"),
    # passwords
    wrong("login", "username", "", "NIK harus diisi."),
    wrong("login", "password", "", "Kata sandi harus diisi."),
    wrong("forgotten", "nik", "", "NIK harus diisi."),
    wrong("forgotten", "nik", "12", "NIK harus 16 angka"),
    wrong("forgotten", "channel", None, "Pilih ke mana kode dikirim."),
    wrong("forgotten", "channel", "merpati", "merpati bukan salah satu dari pilihan"),
    wrong("first password", "nik", "abc", "NIK harus 16 angka"),
    wrong("code", "code", "", "Kode harus diisi."),
    wrong("code", "code", "000000", "Kode"),
    wrong("password", "old_password", "bukan ini", "Kata sandi lama salah."),
    wrong("password", "old_password", "", "Kata sandi sekarang harus diisi."),
    wrong("password", "new_password2", "lain-sekali-99", "tidak sama"),
    Case("password", dict.fromkeys(("new_password1", "new_password2"), "pendek7"), "new_password2", "10"),
    Case("password", dict.fromkeys(("new_password1", "new_password2"), "8264910375"), "new_password2", "angka"),
    Case("password", dict.fromkeys(("new_password1", "new_password2"), PASSWORD), "new_password1", "berbeda"),
    # profile
    wrong("contact", "phone", "", "Nomor WhatsApp harus diisi."),
    wrong("contact", "phone", "12345", "Nomor"),
    wrong("contact", "email", "baru@contoh", "Alamat e-mail tidak benar."),
    wrong("contact", "village", "13.02.07.2002", "Pilih dari daftar."),
    wrong("contact", "street", " ", "Jalan/Jorong, RT/RW harus diisi."),
    wrong("contact", "password", "bukan ini", "Kata sandi salah."),
    wrong("contact", "password", "", "Kata sandi"),
    wrong("identity", "nik", "123", "NIK harus 16 angka"),
    wrong("identity", "full_name", "", "Nama lengkap harus diisi."),
    wrong("identity", "birth_date", "05/03/2091", "tidak mungkin benar"),
    wrong("identity", "note", "", "harus diisi"),
    wrong("identity", "ktp", lambda: file(b"bukan gambar", "ktp.jpg"), "bukan JPG"),
    wrong("export", "password", "bukan ini", "Kata sandi salah."),
    wrong("export", "password", "", "Kata sandi harus diisi."),
    wrong("export", "form", "docx", "Pilih dari daftar."),
    wrong("closing", "password", "bukan ini", "Kata sandi salah."),
    wrong("closing", "understood", None, "Centang pernyataan ini"),
    wrong("closing", "reason", "x" * 501, "500"),
    wrong("channels", "channels", None, "Pilih sekurang-kurangnya satu saluran."),
    wrong("channels", "channels", ["pos"], "pos"),
    # chat
    wrong("chat", "text", "  ", "Tulis pesan atau lampirkan berkas."),
    wrong("chat", "text", "x" * 2001, "2.000"),
    wrong("chat", "file", lambda: file(image_bytes("PNG"), "foto.png"), "Lampiran harus PDF atau JPG."),
    wrong("chat", "file", lambda: file(pdf_bytes().ljust(1100 * KILO, b"%")), "paling besar 1 MB"),
    wrong("chat", "application", "999999", "999999"),
    # applications
    wrong("research", "jenis_izin", "", "harus diisi"),
    wrong("research", "jenis_izin", "Wisata", "Wisata"),
    wrong("research", "judul", "", "harus diisi"),
    wrong("research", "tgl_rekom", "2026-13-45", "tanggal"),
    Case("research", {"tgl_rekom": lambda: day(3)}, "tgl_rekom", "belum tiba"),
    Case("research", {"waktu__end": "2026-01-01"}, "waktu__start", "sebelum"),
    wrong("research", "email_kampus", "fakultas(at)kampus.id", "alamat email yang valid"),
    wrong("research", "lokasi", [""], "lokasi"),
    wrong("nurse", "no_str", "", "harus diisi"),
    wrong("nurse", "str_seumur_hidup", None, "harus diisi"),
    wrong("nurse", "tempat_praktik__name", "", "Nama tempat"),
    Case("nurse", {"tempat_praktik__village": "99.99"}, "tempat_praktik__name", "99.99 bukan salah satu"),
    Case("nurse", {"tgl_rekom_dinkes": lambda: day(1)}, "tgl_rekom_dinkes", "belum tiba"),
    wrong("crowd", "perkiraan_massa", "banyak", "angka"),
    wrong("crowd", "perkiraan_massa", "-5", "sama dengan 1"),
    Case("crowd", {"penyelenggara__phone": "12"}, "penyelenggara__name", "omor"),
    wrong("crowd", "skala", "", "harus diisi"),
    Case("school", {"npsn": "12AB", PURPOSE: Purpose.RENEWAL.value}, "npsn", "8 angka"),
    wrong("school", "nama_satuan", "", "harus diisi"),
    wrong("school", "jml_siswa", "1,5", "angka"),
    wrong("sending", "benar", None, "Centang pernyataan ini"),
    # documents
    wrong("paper", "file", None, "Pilih berkas terlebih dahulu."),
    wrong("paper", "file", lambda: file(b""), "Berkas kosong."),
    wrong("paper", "file", lambda: file(jpeg_bytes()), "gambar JPG, bukan PDF"),
    wrong("paper", "file", lambda: file(b"PK\x03\x04" + bytes(900), "a.docx"), "Word, Excel, atau ZIP, bukan PDF"),
    wrong("paper", "file", lambda: file(pdf_bytes()[:200]), "PDF rusak atau terpotong."),
    wrong("paper", "file", lambda: file(pdf_bytes().ljust(1100 * KILO, b"%")), "paling besar 1 MB"),
    wrong("paper", "file", lambda: file(pdf_bytes(pages=201)), "paling banyak 200 halaman"),
    wrong("picture", "file", lambda: file(pdf_bytes(), "ktp.jpg"), "PDF, bukan JPG"),
    wrong("picture", "file", lambda: file(image_bytes("WEBP"), "ktp.jpg"), "WebP, bukan JPG"),
    wrong("picture", "file", lambda: file(jpeg_bytes(width=900, height=900)[:-900], "ktp.jpg"), "rusak atau terpotong"),
    # surveys, tracking
    wrong("poll", "poll", None, "harus diisi"),
    wrong("poll", "poll", "9", "9"),
    wrong("testimonial", "testimonial", " ", "harus diisi"),
    wrong("testimonial", "testimonial", "x" * 1001, "1000"),
    wrong("questionnaire", "U4", None, "harus diisi"),
    wrong("tracking", "code", "", "harus diisi"),
    wrong("tracking", "nik_end", "12", "empat angka"),
]


def test_there_are_enough_of_them():
    assert len({str(case) for case in CASES}) == len(CASES)
    assert len(CASES) >= 60
    assert {case.page for case in CASES} == set(PAGES)


@pytest.fixture
def person(db):
    solok_regions()
    return ApplicantFactory(nik=NIK, full_name="Irman Syaputra", profile__region_id="13.02.10.2001")


def sent_for(case: Case, page: Page) -> dict[str, Any]:
    """Return what is sent: the good answer with the mistake in it."""
    data = page.good()
    for name, value in case.changes.items():
        data[name] = value() if callable(value) else value
    return {name: value for name, value in data.items() if value is not None}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_mistake_is_told_at_its_field_and_nothing_else_is_lost(client, person, case):
    page = PAGES[case.page]
    if page.signed_in:
        client.force_login(person)
    path = page.path(person)
    if case.page == "code":
        session = client.session
        session["reset_nik"], session["reset_channel"] = reset_code_request(nik=NIK, channel="email"), "email"
        session.save()
    data = sent_for(case, page)
    acts = AuditEntry.objects.count()
    response = client.post(path, data)
    assert response.status_code in (200, 422)
    errors = errors_of(response)
    assert list(errors) == [case.marked]
    assert case.message in errors[case.marked]
    shown = fields_of(response)
    kept = {name: value for name, value in data.items() if name not in (*page.unshown, *case.changes)}
    assert {name: shown.get(name) for name in kept} == {name: one_or_many(value) for name, value in kept.items()}
    assert AuditEntry.objects.count() == acts


def one_or_many(value: Any) -> Any:
    """Return an answer as `fields_of` reads it; a ticked box has no value."""
    if isinstance(value, list):
        return value[0] if len(value) == 1 else value
    return "" if value == "on" else str(value)
