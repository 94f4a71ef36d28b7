"""The signing page: the passphrase is used once and is found nowhere afterwards (T1, W7, decision D8)."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter

from izin.accounts.enums import Role
from izin.applications.enums import Verdict
from izin.applications.models import Application, Step
from izin.applications.services.deciding import application_return
from izin.applications.services.submitting import application_submit
from izin.audit.models import AuditEntry
from izin.catalog.models import NumberCounter
from izin.messaging.models import OutboxMessage
from izin.permits.models import Issuance, Permit
from izin.permits.services import issuing
from izin.signing.devca import DEV_PASSPHRASE
from izin.transparency.models import LogLeaf
from tests.factories.accounts import OfficerFactory, UserFactory
from tests.factories.applications import ANSWERS, ApplicationFactory, form_data, ready_to_sign
from tests.factories.catalog import PermitTypeFactory
from tests.factories.permits import HeadFactory, PermitFactory
from tests.html import errors_of, fields_of, page_of, text_of
from tests.threads import run_together

WRONG = "rahasia-salah-4711"


@pytest.fixture
def head(client, db):
    officer = HeadFactory()
    client.force_login(officer)
    return officer


def url(application, name="case_sign"):
    return reverse(f"backoffice:{name}", args=[application.pk])


def sent(application, passphrase=DEV_PASSPHRASE, **changes):
    return {"turn": application.turn, "passphrase": passphrase, **changes}


def everything():
    models = (Application, Step, Issuance, Permit, LogLeaf, AuditEntry, OutboxMessage, NumberCounter)
    return [list(model.objects.order_by("pk").values()) for model in models]


def tables_with(text):
    """The tables of the database in which this text stands, whatever the column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', [f"%{text}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_a_signature_publishes_the_permit_and_says_its_number(client, head):
    application = ready_to_sign()
    response = client.post(url(application), sent(application), follow=True)
    permit = Permit.objects.get()
    assert response.redirect_chain == [(url(application, "case_detail"), 302)]
    assert f"Izin {permit.number} ditandatangani dan terbit." in text_of(response, ".messages")
    assert permit.issuance.signer == head
    application.refresh_from_db()
    assert application.status == "issued"


def test_the_passphrase_is_nowhere_after_signing(client, head, caplog):
    caplog.set_level(logging.DEBUG)
    application = ready_to_sign()
    response = client.post(url(application), sent(application), follow=True)
    assert Permit.objects.count() == 1
    assert DEV_PASSPHRASE not in response.content.decode()
    assert DEV_PASSPHRASE not in caplog.text
    assert tables_with(DEV_PASSPHRASE) == []
    assert all(DEV_PASSPHRASE not in str(session.get_decoded()) for session in Session.objects.all())
    assert all(DEV_PASSPHRASE not in message.body for message in OutboxMessage.objects.all())
    assert all(DEV_PASSPHRASE not in str(entry.data) for entry in AuditEntry.objects.all())
    assert tables_with(application.receipt_code) != []  # the search does find what is there


def test_a_wrong_passphrase_is_told_at_its_field_and_is_found_nowhere(client, head, caplog):
    caplog.set_level(logging.DEBUG)
    application = ready_to_sign()
    before = everything()
    response = client.post(url(application), sent(application, WRONG))
    assert response.status_code == 422
    (message,) = errors_of(response).items()
    assert message[0] == "passphrase"
    assert "tidak cocok" in message[1]
    assert fields_of(response) == {"turn": "kadis/1", "passphrase": ""}
    assert WRONG not in response.content.decode()
    assert WRONG not in caplog.text
    assert tables_with(WRONG) == []
    assert all(WRONG not in str(session.get_decoded()) for session in Session.objects.all())
    assert everything() == before


@pytest.mark.parametrize(
    ("passphrase", "message"),
    [
        ("", "Kolom ini harus diisi."),
        ("x" * 201, "Pastikan nilai ini mengandung paling banyak 200 karakter (sekarang 201 karakter)."),
    ],
)
def test_a_passphrase_that_can_not_be_one_is_told_at_its_field(client, head, passphrase, message):
    application = ready_to_sign()
    before = everything()
    response = client.post(url(application), sent(application, passphrase))
    assert response.status_code == 422
    assert errors_of(response) == {"passphrase": message}
    assert "x" * 201 not in response.content.decode()
    assert everything() == before


def test_blanks_belong_to_a_passphrase(client, head):
    application = ready_to_sign()
    assert client.post(url(application), sent(application, f" {DEV_PASSPHRASE}")).status_code == 422
    assert not Permit.objects.exists()


def test_when_signing_breaks_the_passphrase_is_in_no_log_and_no_error_report(head, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    application = ready_to_sign()
    client = Client(raise_request_exception=False)
    client.force_login(head)

    def fail(*args, **kwargs):
        raise RuntimeError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(issuing, "letter_sign", fail)
        response = client.post(url(application), sent(application))
    assert response.status_code == 500
    assert DEV_PASSPHRASE not in response.content.decode()
    assert DEV_PASSPHRASE not in caplog.text
    (record,) = [record for record in caplog.records if record.name == "django.request" and record.exc_info]
    reporter = ExceptionReporter(record.request, *record.exc_info)
    report = reporter.get_traceback_html() + reporter.get_traceback_text()
    assert "disk full" in report
    assert DEV_PASSPHRASE not in report
    client.post(url(application), sent(application))
    assert Permit.objects.get().issuance.sequence == 1


def test_sent_twice_there_is_one_permit(client, head):
    application = ready_to_sign()
    data = sent(application)
    first, second = (client.post(url(application), data) for _time in range(2))
    assert (first.status_code, first["Location"]) == (302, url(application, "case_detail"))
    assert (second.status_code, second["Location"]) == (302, url(application, "case_detail"))
    assert [model.objects.count() for model in (Permit, Issuance, LogLeaf, OutboxMessage)] == [1, 1, 1, 3]


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_there_is_one_permit():
    application, head = ready_to_sign(), HeadFactory()
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(head)
    data = sent(application)
    responses = run_together([lambda client=client: client.post(url(application), data) for client in clients])
    assert [response.status_code for response in responses] == [302, 302]
    assert {response["Location"] for response in responses} == {url(application, "case_detail")}
    assert [model.objects.count() for model in (Permit, Issuance, LogLeaf, OutboxMessage)] == [1, 1, 1, 3]


@pytest.mark.parametrize("turn", ["kadis/1", "kadis/3", "kabid/2", "", "kadis"])
def test_a_page_that_shows_another_turn_signs_nothing(client, head, turn):
    application = ready_to_sign(round=2)
    before = everything()
    response = client.post(url(application), sent(application, turn=turn), follow=True)
    assert response.redirect_chain == [(url(application, "case_detail"), 302)]
    assert "Permohonan ini sudah diproses petugas lain atau dikirim ulang." in text_of(response, ".messages")
    assert everything() == before


def test_a_page_from_before_a_correction_does_not_sign_the_new_answers(client, head):
    application = ready_to_sign()
    page = client.get(url(application))
    application_return(application_id=application.pk, actor=head, turn=application.turn, note="Perbaiki judul.")
    client.force_login(application.applicant)
    edit = reverse("portal:application_edit", args=[application.pk])
    typed = {**form_data(ANSWERS), "judul": "Judul yang tidak pernah dibaca", "lokasi": ["Kubung"]}
    client.post(edit, {**typed, "versi": client.get(edit).context["version"]})
    application_submit(application_id=application.pk, actor=application.applicant)
    client.force_login(head)
    before = everything()
    data = {**fields_of(page), "passphrase": DEV_PASSPHRASE}
    response = client.post(url(application), data, follow=True)
    assert "atau dikirim ulang" in text_of(response, ".messages")
    assert everything() == before
    client.post(url(application), {**fields_of(client.get(url(application))), "passphrase": DEV_PASSPHRASE})
    assert Permit.objects.get().subject == "Judul yang tidak pernah dibaca"


def test_a_case_with_an_unaccepted_document_is_not_signed(client, head):
    application = ready_to_sign()
    application.documents.filter(requirement_key="rekom").update(verdict="")
    before = everything()
    response = client.post(url(application), sent(application))
    assert response.status_code == 422
    assert errors_of(response) == {
        "passphrase": "Belum dinyatakan sesuai: Surat rekomendasi dari instansi atau kampus."
    }
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role != Role.AGENCY_HEAD])
def test_the_signing_page_is_for_the_head_alone(client, role):
    application = ready_to_sign()
    client.force_login(OfficerFactory(role=role))
    before = everything()
    responses = [
        client.get(url(application)),
        client.post(url(application), sent(application)),
    ]
    assert [response.status_code for response in responses] == [403, 403]
    assert everything() == before


@pytest.mark.parametrize("at", ["terima", "sekretaris", "returned:kadis"])
def test_what_does_not_wait_for_the_signature_is_not_signed(client, head, at):
    application = ApplicationFactory(at=at, verdict=Verdict.ACCEPTED)
    before = everything()
    assert client.get(url(application)).status_code == 403
    assert client.post(url(application), sent(application)).status_code == 403
    assert everything() == before


def test_an_issued_case_is_not_asked_for_again(client, head):
    application = PermitFactory().application
    before = everything()
    assert client.get(url(application)).status_code == 403
    response = client.post(url(application), sent(application))
    assert (response.status_code, response["Location"]) == (302, url(application, "case_detail"))
    assert everything() == before


def test_the_preview_is_a_letter_without_number_and_writes_nothing(client, head):
    application = ready_to_sign()
    before = everything()
    response = client.get(url(application, "case_preview"))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"] == 'inline; filename="pratinjau.pdf"'
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert b"/ByteRange" not in response.content
    assert everything() == before


def test_a_letter_that_can_not_be_made_is_told_in_words(client, head):
    photo = {"key": "foto", "name": "Pas foto", "file_kind": "jpeg", "max_kb": 500, "on_letter": True}
    application = ready_to_sign(permit_type=PermitTypeFactory(requirements=[photo]))
    application.documents.update(sha256="0" * 64)
    response = client.get(url(application, "case_preview"), follow=True)
    assert response.redirect_chain == [(url(application, "case_detail"), 302)]
    assert "Berkas pas foto tidak ditemukan." in text_of(response, ".messages")
    signed = client.post(url(application), sent(application))
    assert signed.status_code == 422
    assert "pas foto" in errors_of(signed)["passphrase"]
    assert not Permit.objects.exists()


def test_a_head_whose_post_is_not_recorded_is_told_so(client, db):
    user = UserFactory()
    user.groups.set(OfficerFactory(role=Role.AGENCY_HEAD).groups.all())
    client.force_login(user)
    application = ready_to_sign()
    response = client.post(url(application), sent(application))
    assert errors_of(response)["passphrase"].startswith("Jabatan Anda belum dicatat.")
    preview = client.get(url(application, "case_preview"), follow=True)
    assert "Jabatan Anda belum dicatat." in text_of(preview, ".messages")


def test_the_browser_is_told_not_to_keep_the_page_or_the_passphrase(client, head):
    application = ready_to_sign()
    response = client.get(url(application))
    assert "no-store" in response["Cache-Control"]
    (control,) = page_of(response).select("input[type=password]")
    assert (control["name"], control["autocomplete"], control.get("value")) == ("passphrase", "off", None)
