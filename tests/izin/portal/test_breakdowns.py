"""Every page of applicants while something behind it is broken: plain words, nothing technical, nothing lost (N3).

The pages come from the resolver, with the person's own things in their addresses.
"""

import errno
import re
import smtplib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import OperationalError
from django.urls import reverse

from common.content_store import DurableFileSystemStorage
from izin.accounts.models import User
from izin.applications.models import Application, Document
from izin.chat.models import Message
from izin.permits.models import Permit
from tests.factories.accounts import PASSWORD, ApplicantFactory, ktp_jpeg
from tests.factories.applications import ANSWERS, ApplicationFactory, form_data
from tests.factories.catalog import PermitTypeFactory
from tests.factories.files import pdf_bytes, upload
from tests.factories.regions import solok_regions
from tests.html import errors_of, fields_of
from tests.izin.portal.test_bad_input import registration
from tests.izin.portal.test_isolation import PATTERNS, arguments_of, belongings

pytestmark = pytest.mark.django_db

TECHNICAL = re.compile(
    r"\b(error|exception|traceback|errno|no space left|permission denied|connection|refused|timeout|smtp|httpx?error"
    r"|django|psycopg|redis|relation|null|none|500|stack|queue|cache|server)\b",
    re.IGNORECASE,
)
ACCOUNT_PAGES = ["/akun/daftar/", "/akun/masuk/", "/akun/lupa-sandi/", "/akun/kirim-ulang-sandi/", "/tracking/"]
OWN_ACCOUNT_PAGES = ["/akun/ganti-sandi/", "/akun/perangkat/"]


def fails(error: BaseException) -> Callable[..., Any]:
    def fail(*args: Any, **kwargs: Any) -> Any:
        raise error

    return fail


def mail_down(patch: Any, settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    patch.setattr(smtplib, "SMTP", fails(ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")))


def whatsapp_down(patch: Any, settings: Any) -> None:
    settings.WHATSAPP_TOKEN = "uji"
    patch.setattr(httpx.Client, "post", fails(httpx.ConnectError("Connection refused")))
    patch.setattr(httpx, "post", fails(httpx.ConnectError("Connection refused")))


def storage_full(patch: Any, settings: Any) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    patch.setattr(DurableFileSystemStorage, "_save", fails(full))


def storage_gone(patch: Any, settings: Any) -> None:
    gone = OSError(errno.EIO, "Input/output error")
    patch.setattr(DurableFileSystemStorage, "_save", fails(gone))
    patch.setattr(DurableFileSystemStorage, "_open", fails(gone))


def queue_broken(patch: Any, settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    gone = OperationalError('relation "django_q_ormq" does not exist')
    for user in ("izin.messaging.services", "izin.accounts.services.writing"):
        patch.setattr(f"{user}.async_task", fails(gone))


def cache_down(patch: Any, settings: Any) -> None:
    for name in ("get", "set", "add", "get_many", "incr", "delete", "has_key", "touch"):
        patch.setattr(LocMemCache, name, fails(ConnectionError("Connection refused")))


BREAKDOWNS = [mail_down, whatsapp_down, storage_full, storage_gone, queue_broken, cache_down]


@pytest.fixture
def person(client):
    client.raise_request_exception = False
    kind = PermitTypeFactory()
    user = ApplicantFactory(full_name="Pemohon Uji")
    belongings(user, kind, "Milik sendiri")
    client.force_login(user)
    return user


def own_pages(user: User) -> list[str]:
    """Return each address of the portal with something of this person's in it."""
    paths = []
    permit = Permit.objects.get(application__applicant=user).pk
    for application in user.applications.filter(status__in=["draft", "returned", "issued"]):
        document = application.documents.filter(requirement_key="proposal").first()
        mine = {
            "permohonan": application.pk,
            "izin": permit,
            "hasil-penelitian": permit,
            "pesan": Message.objects.get(thread__applicant=user).pk,
        }
        others = {"document_pk": document.pk if document else 0, "key": "proposal", "report_pk": 0}
        others["slug"] = application.permit_type.slug
        for pattern in PATTERNS:
            # A part of the portal that is not known here fails, so that it is thought of.
            given = {
                name: mine[str(pattern.pattern).split("/")[0]] if name == "pk" else others[name]
                for name in arguments_of(pattern)
            }
            paths.append(reverse(f"portal:{pattern.name}", kwargs=given))
    return sorted(set(paths))


def plain(response: Any) -> None:
    """Assert that an answer is one for people: no fault, no technical word."""
    assert response.status_code != 500
    if response.streaming:
        b"".join(response.streaming_content)
        return
    if response.status_code in (302, 405) or "html" not in response["Content-Type"]:
        return
    page = re.sub(r"(?s)<(script|style|svg).*?</\1>|<[^>]*>", " ", response.content.decode())
    assert not TECHNICAL.findall(page)


@pytest.mark.parametrize("breakdown", BREAKDOWNS, ids=lambda found: found.__name__)
def test_every_page_opens_or_says_plainly_why_not(client, person, monkeypatch, settings, breakdown):
    pages = [*own_pages(person), *OWN_ACCOUNT_PAGES]
    with monkeypatch.context() as patch:
        breakdown(patch, settings)
        for path in pages:
            plain(client.get(path))
        client.logout()
        for path in ACCOUNT_PAGES:
            plain(client.get(path))


def sent_forms(user: User) -> list[tuple[str, dict[str, Any]]]:
    """Return what people send, each right in itself."""
    draft = user.applications.get(status="draft")
    returned = user.applications.get(status="returned")
    picture = draft.documents.get(requirement_key="ktp", current=True)
    kind = draft.permit_type
    answers = {**form_data(ANSWERS), "lokasi": ["Kecamatan Kubung"]}
    new = {"new_password1": "gunung-talang-berkabut", "new_password2": "gunung-talang-berkabut"}
    return [
        (reverse("portal:application_create", args=[kind.slug]), answers),
        (reverse("portal:document_upload", args=[draft.pk, "proposal"]), {"file": upload(pdf_bytes(text="baru"))}),
        (reverse("portal:document_upload", args=[returned.pk, "proposal"]), {"file": upload(pdf_bytes(text="baru"))}),
        (reverse("portal:document_turn", args=[draft.pk, picture.pk]), {}),
        (reverse("portal:application_send", args=[draft.pk]), {"benar": "on"}),
        ("/portal/pesan/", {"text": "Kapan selesai?", "token": str(uuid4()), "file": upload(pdf_bytes(text="a"))}),
        ("/portal/pesan/", {"text": "Tanpa lampiran.", "token": str(uuid4())}),
        ("/portal/pemberitahuan/", {"channels": ["email"]}),
        ("/portal/profil/salinan-data/", {"form": "arsip", "password": PASSWORD}),
        ("/akun/ganti-sandi/", {"old_password": PASSWORD, **new}),
    ]


@pytest.mark.parametrize("breakdown", BREAKDOWNS, ids=lambda found: found.__name__)
def test_every_form_is_taken_or_comes_back_whole(
    client, person, monkeypatch, settings, breakdown, django_capture_on_commit_callbacks
):
    forms = sent_forms(person)
    with monkeypatch.context() as patch:
        breakdown(patch, settings)
        for path, data in forms:
            with django_capture_on_commit_callbacks(execute=True):
                response = client.post(path, data)
            plain(response)
            if response.status_code in (200, 422) and not response.streaming:
                typed = {k: v for k, v in data.items() if k not in ("file", "token", "benar", "password")}
                shown = fields_of(response)
                assert {name: shown.get(name) for name in typed} == {
                    name: value[0] if isinstance(value, list) else value for name, value in typed.items()
                }
        client.logout()
        for path, data in (
            ("/akun/lupa-sandi/", {"nik": person.nik, "channel": "email"}),
            ("/akun/kirim-ulang-sandi/", {"nik": person.nik}),
            ("/tracking/", {"code": "TERIMA1", "nik_end": "0003"}),
        ):
            response = client.post(path, data)
            plain(response)
            if response.status_code == 422:
                assert fields_of(response).items() >= data.items()


@pytest.mark.parametrize("breakdown", [storage_full, storage_gone], ids=lambda found: found.__name__)
def test_a_document_that_can_not_be_kept_is_told_at_its_card(client, monkeypatch, settings, breakdown):
    draft = ApplicationFactory(applicant=ApplicantFactory())
    client.force_login(draft.applicant)
    before = list(Document.objects.order_by("pk").values())
    with monkeypatch.context() as patch:
        breakdown(patch, settings)
        path = reverse("portal:document_upload", args=[draft.pk, "proposal"])
        response = client.post(path, {"file": upload(pdf_bytes(text="baru"))})
    assert response.status_code == 422
    assert "Berkas belum dapat disimpan" in errors_of(response)["file"]
    assert list(Document.objects.order_by("pk").values()) == before


def test_a_registration_is_whole_when_the_scan_can_not_be_kept(client, monkeypatch, settings):
    solok_regions()
    data = registration()
    with monkeypatch.context() as patch:
        storage_full(patch, settings)
        response = client.post("/akun/daftar/", data)
    assert list(errors_of(response)) == ["ktp"]
    assert "Coba kirim lagi beberapa menit lagi." in errors_of(response)["ktp"]
    shown = fields_of(response)
    assert all(shown[name] == value for name, value in data.items() if isinstance(value, str) and value != "on")
    assert not User.objects.exists()
    # The same form goes through once there is room again.
    assert client.post("/akun/daftar/", {**data, "ktp": upload(ktp_jpeg(), "ktp.jpg")}).status_code == 302


def test_an_application_begins_although_the_scan_of_the_account_can_not_be_read(client, monkeypatch, settings):
    person, kind = ApplicantFactory(), PermitTypeFactory()
    client.force_login(person)
    with monkeypatch.context() as patch:
        storage_gone(patch, settings)
        data = {**form_data(ANSWERS), "lokasi": ["Kecamatan Kubung"]}
        assert client.post(reverse("portal:application_create", args=[kind.slug]), data).status_code == 302
    assert Application.objects.get().documents.count() == 0
