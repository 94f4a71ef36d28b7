"""Handing a person a copy of his own data: JSON alone, or an archive with a summary and his files (A7)."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.archives import zip_chunks
from common.content_store import content_open
from common.errors import DomainError, StorageFailed
from common.formats import date_long, datetime_long
from izin.accounts.models import User
from izin.accounts.services.scans import STORE
from izin.accounts.validators import phone_shown
from izin.audit.services import audit_record
from izin.signing.rendering import letter_render
from izin.surveys.selectors import permit_list_with_surveys

from ..own_data import application_rows, document_name, json_chunks, message_files, report_files

PIECE = 64 * 1024
# The summary is for reading; what is beyond stands in data.json.
SUMMARISED = 100

Entry = tuple[str, Iterable[bytes], bool]


def data_export_begin(*, user: User, password: str, form: str) -> User:
    """Check that it is the owner who asks, and write down that a copy was given; return the owner.

    Raises:
        DomainError: field "password"; it is wrong.
    """
    with transaction.atomic():
        owner = User.objects.select_related("profile").get(pk=user.pk)
        if not owner.check_password(password):
            raise DomainError(_("Kata sandi salah."), field="password")
        audit_record(actor=owner, action="account.data_exported", subject=owner, data={"form": form})
        return owner


def data_archive(user: User) -> Iterator[bytes]:
    """Yield the archive: a summary as PDF, everything as JSON, and the files themselves, one in memory at a time."""
    return zip_chunks(_entries(user, summary_pdf(user)), at=timezone.localtime())


def _entries(user: User, summary: bytes) -> Iterator[Entry]:
    missing: list[str] = []
    yield "BACA-SAYA.txt", [_introduction().encode()], True
    yield "ringkasan.pdf", [summary], False
    yield "data.json", json_chunks(user), True
    for name, alias, sha256 in _files(user):
        pieces = _pieces(alias, sha256)
        first = next(pieces, None)
        if first is None:
            missing.append(name)
            continue
        yield name, _again(first, pieces), False
    if missing:
        told = _("Berkas ini sedang tidak dapat dibaca. Hubungi petugas bila Anda memerlukannya:")
        yield "BERKAS-TIDAK-TERBACA.txt", ["\n".join([told, *missing, ""]).encode()], True


def _files(user: User) -> Iterator[tuple[str, str, str]]:
    """Yield name in the archive, store and digest of each file that is the person's to have."""
    yield "berkas/ktp.jpg", STORE, user.profile.ktp_sha256
    for application in application_rows(user):
        for document in application.documents.all():
            yield document_name(document), STORE, document.sha256
    for name, sha256 in chain(report_files(user), message_files(user)):
        yield name, STORE, sha256
    for permit in permit_list_with_surveys(user).iterator(25):
        survey = getattr(permit, "survey", None)
        # A letter is handed out once its survey is answered (S1), here as well.
        if survey is not None and survey.is_complete:
            yield f"berkas/izin/{permit.slug}.pdf", "permits", permit.document_sha256


def _pieces(alias: str, sha256: str) -> Iterator[bytes]:
    """Yield a stored file in pieces; nothing when it can not be opened."""
    try:
        file = content_open(alias, sha256)
    except (FileNotFoundError, StorageFailed):
        return
    with file:
        while piece := file.read(PIECE):
            yield piece


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _introduction() -> str:
    return _(
        "Salinan data Anda di SISFO IZIN %(office)s, dibuat %(when)s.\n\n"
        "ringkasan.pdf  untuk dibaca dan dicetak\n"
        "data.json      seluruh data, dapat dibaca program lain\n"
        "berkas         KTP, dokumen, laporan hasil, lampiran pesan, dan surat izin Anda\n\n"
        "Surat izin yang poling, testimoni, dan kuesionernya belum diisi tidak ada di sini; unduh dari menu Izin "
        "terbit.\nSimpan baik-baik: siapa pun yang memegang salinan ini dapat membaca data Anda.\n"
    ) % {"office": settings.OFFICE["short_name"], "when": datetime_long(timezone.now())}


def summary_pdf(user: User) -> bytes:
    """Return the summary: who the person is, his newest applications and permits; some seconds at most."""
    profile = user.profile
    permits = permit_list_with_surveys(user)
    listed = user.applications.select_related("permit_type").order_by("-created_at", "-pk")
    context = {
        "paper": "A4",
        "office": settings.OFFICE,
        "issued_on": timezone.localdate(),
        "made_at": datetime_long(timezone.now()),
        "footer_lines": [_("Salinan data pribadi untuk pemiliknya. Bukan surat izin dan bukan bukti keabsahan izin.")],
        "person": [
            (_("Nama"), user.get_full_name()),
            (_("NIK"), user.nik),
            (_("Tempat, tanggal lahir"), f"{profile.birth_place}, {date_long(profile.birth_date)}"),
            (_("Jenis kelamin"), profile.get_sex_display()),
            (_("Pekerjaan"), profile.occupation),
            (_("Alamat"), profile.address_line),
            (_("Nomor WhatsApp"), phone_shown(user.phone)),
            (_("E-mail"), user.email),
            (_("Akun dibuat"), datetime_long(user.created_at)),
        ],
        "applications": [
            (made.permit_type.name, str(made), made.get_status_display(), date_long(made.created_at))
            for made in islice(listed, SUMMARISED)
        ],
        "permits": [
            (permit.permit_type.name, permit.number, date_long(permit.issued_at), date_long(permit.valid_until))
            for permit in islice(permits, SUMMARISED)
        ],
        "applications_more": max(0, user.applications.count() - SUMMARISED),
        "permits_more": max(0, permits.count() - SUMMARISED),
    }
    return letter_render(template_name="pdf/own_data.html", context=context)
