"""Closing an account: what ends, what stays, what is erased and when."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from common.content_store import content_exists, content_save
from common.errors import DomainError, NotAllowed
from izin.accounts.models import ProfileChange, SignIn, User, ViewGrant
from izin.accounts.selectors import user_by_nik
from izin.accounts.services.profile_changes import identity_now, profile_change_request
from izin.accounts.services.scans import scan_copy, scans_clean
from izin.accounts.services.sessions import sign_in_record
from izin.applications.models import Application, BpjsCheck, Document, Rejection, Step
from izin.applications.services.deciding import application_approve
from izin.audit.models import AuditEntry
from izin.audit.selectors import chain_first_break
from izin.chat.models import Message, Thread
from izin.messaging.models import OutboxMessage
from izin.permits.models import Permit, ResultReport
from izin.privacy.models import AccountClosure
from izin.privacy.retention import contact_due, identity_due
from izin.privacy.services.closing import account_close
from izin.privacy.services.erasing import closed_accounts_erase
from izin.workflow.enums import Status
from tests.factories.accounts import PASSWORD, ApplicantFactory, OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.chat import MessageFactory, ThreadFactory
from tests.factories.files import pdf_bytes
from tests.factories.permits import PermitFactory
from tests.threads import run_together

pytestmark = pytest.mark.django_db


def close(user, **changes):
    return account_close(**{"user": user, "password": PASSWORD, **changes})


def test_nobody_can_log_in_any_more_and_every_session_has_ended():
    user = ApplicantFactory()
    nik, before = user.nik, user.get_session_auth_hash()
    sign_in_record(user=user, user_agent="Firefox")
    closure = close(user, reason="Pindah daerah.")
    stored = User.objects.get(pk=user.pk)
    assert not stored.is_active
    assert not stored.has_usable_password()
    assert stored.get_session_auth_hash() != before
    assert not SignIn.objects.filter(user=user).exists()
    assert user_by_nik(nik) is None
    assert (closure.nik, closure.reason) == (nik, "Pindah daerah.")
    assert AuditEntry.objects.filter(action="account.closed", actor=user).count() == 1
    assert chain_first_break() is None


def test_the_owner_is_told_by_every_channel_and_by_nothing_afterwards():
    user = ApplicantFactory()
    close(user)
    told = OutboxMessage.objects.filter(recipient=user)
    assert sorted(told.values_list("channel", flat=True)) == ["email", "whatsapp"]
    assert "ditutup" in told[0].body


def test_the_nik_may_be_registered_anew():
    user = ApplicantFactory()
    nik = user.nik
    close(user)
    again = ApplicantFactory(nik=nik)
    assert again.pk != user.pk
    assert user_by_nik(nik) == again


def test_drafts_go_and_what_was_decided_stays():
    permit = PermitFactory()
    user = permit.application.applicant
    draft = ApplicationFactory(applicant=user)
    close(user)
    assert not Application.objects.filter(pk=draft.pk).exists()
    assert Application.objects.filter(pk=permit.application_id).exists()
    assert Permit.objects.get(pk=permit.pk).holder_name == permit.holder_name


RUNNING = ["terima", "kabid", "kadis", "returned:terima"]


@pytest.mark.parametrize("at", RUNNING)
def test_what_is_running_is_withdrawn_with_the_account(at):
    permit = PermitFactory()
    user = permit.application.applicant
    running, draft = ApplicationFactory(applicant=user, at=at), ApplicationFactory(applicant=user)
    stage = running.stage_key
    close(user, withdraw=[running.pk])
    running.refresh_from_db()
    assert (running.status, running.waiting_role) == (Status.WITHDRAWN, "")
    step = Step.objects.get(application=running)
    assert (step.action, step.actor, step.stage_key) == ("withdraw", user, stage)
    assert AuditEntry.objects.filter(action="application.withdraw", actor=user).count() == 1
    assert not Application.objects.filter(pk=draft.pk).exists()
    permit.application.refresh_from_db()
    permit.refresh_from_db()
    assert (permit.application.status, permit.state) == (Status.ISSUED, "active")
    # One message tells it: what the other one links to can not be opened any more.
    told = OutboxMessage.objects.filter(recipient=user)
    assert told.count() == 2
    assert f"Permohonan berjalan yang ikut dibatalkan: {running.permit_type.name} ({running})." in told[0].body


def test_nothing_is_withdrawn_that_the_owner_was_not_told_of():
    user, other = ApplicantFactory(), ApplicationFactory(at="terima")
    told_of = ApplicationFactory(applicant=user, at="terima")
    sent_since = ApplicationFactory(applicant=user, at="terima")
    draft = ApplicationFactory(applicant=user)
    for told in ([], [told_of.pk], [told_of.pk, other.pk]):
        with pytest.raises(DomainError, match="baru saja berubah"):
            close(user, withdraw=told)
        nothing_happened(user, [told_of, sent_since, draft, other])
    close(user, withdraw=[told_of.pk, sent_since.pk, other.pk])
    other.refresh_from_db()
    assert other.status == Status.SUBMITTED


def nothing_happened(user, applications):
    assert User.objects.get(pk=user.pk).is_active
    for application in applications:
        assert Application.objects.get(pk=application.pk).status == application.status
    assert not AccountClosure.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert not Step.objects.exists()
    assert not AuditEntry.objects.exists()


def test_when_closing_fails_nothing_was_withdrawn(monkeypatch):
    user = ApplicantFactory()
    running = [ApplicationFactory(applicant=user, at=at) for at in RUNNING]

    def fails(user):
        raise OSError("disk")

    monkeypatch.setattr("izin.privacy.services.closing.drafts_delete", fails)
    with pytest.raises(OSError, match="disk"):
        close(user, withdraw=[application.pk for application in running])
    nothing_happened(user, running)


@pytest.mark.django_db(transaction=True)
def test_an_officer_decides_or_the_owner_closes_but_not_both():
    desk = OfficerFactory()
    application = ApplicationFactory(at="terima", verdict="accepted")
    user, turn = application.applicant, application.turn
    closed, _decided = run_together(
        [
            lambda: close(user, withdraw=[application.pk]),
            lambda: application_approve(application_id=application.pk, actor=desk, turn=turn),
        ]
    )
    assert isinstance(closed, AccountClosure)
    application.refresh_from_db()
    # Either he was first, or his decision found nothing to decide on; a closed account has nothing that runs.
    assert application.status == Status.WITHDRAWN
    assert AccountClosure.objects.filter(user=user).count() == 1


def test_a_wrong_password_closes_nothing():
    user = ApplicantFactory()
    with pytest.raises(DomainError) as refused:
        close(user, password="bukan ini")
    assert refused.value.field == "password"
    assert User.objects.get(pk=user.pk).is_active
    assert not AuditEntry.objects.exists()


def test_an_officer_leaves_by_his_office():
    officer = OfficerFactory()
    with pytest.raises(NotAllowed):
        close(officer)
    assert User.objects.get(pk=officer.pk).is_active


def test_an_account_is_closed_once():
    user = ApplicantFactory()
    close(user)
    with pytest.raises(NotAllowed):
        close(user)
    assert AccountClosure.objects.count() == 1


def test_a_change_that_waits_is_taken_back():
    user = ApplicantFactory()
    profile_change_request(user=user, **{**identity_now(user), "full_name": "Nama Baru"}, note="Salah.")
    close(user)
    assert ProfileChange.objects.get().state == "withdrawn"


def full_account():
    """A person with a permit, an application that came to nothing, a scan, a message and an attachment."""
    permit = PermitFactory(valid_until=date(2027, 5, 31))
    user = permit.application.applicant
    thread = ThreadFactory(applicant=user)
    attached = {"sha256": content_save("private", pdf_bytes(text="lampiran")), "content_type": "application/pdf"}
    MessageFactory(thread=thread, original_name="lampiran.pdf", **attached)
    scan_copy(user.profile.ktp_sha256)
    return user, permit, attached["sha256"]


def test_contact_and_papers_go_after_the_days_and_the_permit_stays():
    with time_machine.travel("2026-12-01T03:00:00Z"):
        user, permit, attached = full_account()
        close(user)
    with time_machine.travel("2026-12-30T03:00:00Z"):
        assert closed_accounts_erase() == 0
        assert Message.objects.count() == 1
    with time_machine.travel("2026-12-31T03:00:00Z"):
        assert closed_accounts_erase() == 1
        assert closed_accounts_erase() == 0
    stored = User.objects.select_related("profile", "closure").get(pk=user.pk)
    assert (stored.email, stored.phone) == (f"akun-{user.pk}@ditutup.invalid", "")
    assert (stored.profile.street, stored.profile.village, stored.profile.occupation) == ("-", "-", "-")
    assert not Message.objects.exists()
    assert not Thread.objects.exists()
    assert not OutboxMessage.objects.filter(recipient=user).exists()
    # The permit is in force: who holds it, and its papers, are still to be checked.
    assert stored.full_name == user.full_name
    assert stored.closure.nik
    assert Document.objects.filter(application=permit.application).exists() == bool(permit.application.documents.all())
    assert Permit.objects.get(pk=permit.pk).holder_name == permit.holder_name
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        scans_clean()
        assert not content_exists("private", attached)


def test_the_identity_goes_years_after_the_last_permit_ended():
    with time_machine.travel("2026-12-01T03:00:00Z"):
        user, permit, _attached = full_account()
        close(user)
    with time_machine.travel("2032-05-30T03:00:00Z"):
        assert closed_accounts_erase() == 1  # contact alone
    with time_machine.travel("2032-05-31T03:00:00Z"):
        assert closed_accounts_erase() == 1
        assert closed_accounts_erase() == 0
    stored = User.objects.select_related("profile", "closure").get(pk=user.pk)
    assert stored.full_name == "Akun ditutup"
    assert stored.closure.nik is None
    assert stored.profile.birth_date == date(1900, 1, 1)
    application = Application.objects.get(pk=permit.application_id)
    assert (application.answers, application.documents.count()) == ({}, 0)
    assert Permit.objects.get(pk=permit.pk).holder_name == permit.holder_name
    assert chain_first_break() is None


def report_of(permit, text, **values):
    data = pdf_bytes(text=text)
    values = {"sha256": content_save("private", data), "size": len(data), "original_name": f"{text}.pdf", **values}
    return ResultReport.objects.create(permit=permit, **values)


def test_reports_of_results_go_with_the_papers_of_their_permit():
    with time_machine.travel("2026-12-01T03:00:00Z"):
        user, permit, _attached = full_account()
        first = report_of(permit, "pertama", state="returned", note="Lampirkan data.")
        last = report_of(permit, "kedua", state="accepted")
        of_others = report_of(PermitFactory(), "orang-lain")
        close(user)
    with time_machine.travel("2026-12-31T03:00:00Z"):
        closed_accounts_erase()
    assert ResultReport.objects.get(pk=last.pk).original_name == "kedua.pdf"
    with time_machine.travel("2032-05-31T03:00:00Z"):
        assert closed_accounts_erase() == 1
        scans_clean()
    assert not ResultReport.objects.filter(pk=first.pk).exists()
    kept = ResultReport.objects.get(pk=last.pk)
    # It was handed in, so nobody asks for it again; what it said is gone.
    assert (kept.state, kept.original_name, kept.size) == ("accepted", "-", 0)
    assert not content_exists("private", first.sha256)
    assert not content_exists("private", last.sha256)
    assert ResultReport.objects.get(pk=of_others.pk).original_name == "orang-lain.pdf"
    assert content_exists("private", of_others.sha256)


def test_what_officers_wrote_about_a_person_goes_too():
    officer = OfficerFactory()
    with time_machine.travel("2026-12-01T03:00:00Z"):
        application = ApplicationFactory(at="rejected")
        user, now = application.applicant, timezone.now()
        told = {"reason": "Lokasi di luar kabupaten.", "legal_ground": "Perda 1/2020", "objection": "Surat."}
        Rejection.objects.create(
            application=application, explanation="Siti di Padang.", stage_key="terima", actor=officer, at=now, **told
        )
        BpjsCheck.objects.create(
            application=application, round=1, subject=user.full_name, requested_by=officer, requested_at=now
        )
        ViewGrant.objects.create(
            officer=officer, applicant=user, reason="Siti menelepon.", begun_at=now, until=now + timedelta(minutes=15)
        )
        close(user)
    with time_machine.travel("2026-12-31T03:00:00Z"):
        closed_accounts_erase()
    rejection = Rejection.objects.get(pk=application.pk)
    assert (rejection.reason, rejection.explanation) == ("Lokasi di luar kabupaten.", "")
    assert not BpjsCheck.objects.exists()
    assert ViewGrant.objects.get().reason == "-"


def test_without_a_permit_everything_goes_at_once():
    with time_machine.travel("2026-12-01T03:00:00Z"):
        user = ApplicantFactory()
        close(user)
    with time_machine.travel("2026-12-31T03:00:00Z"):
        assert closed_accounts_erase() == 2
    assert User.objects.get(pk=user.pk).full_name == "Akun ditutup"


def test_open_accounts_are_left_alone(capsys):
    user = ApplicantFactory()
    with time_machine.travel(timezone.now() + timedelta(days=4000)):
        call_command("erase_closed_accounts")
    assert "0 steps" in capsys.readouterr().out
    assert User.objects.get(pk=user.pk).full_name == user.full_name


def test_one_account_that_fails_does_not_keep_the_others(monkeypatch, caplog):
    with time_machine.travel("2026-12-01T03:00:00Z"):
        first, second = ApplicantFactory(), ApplicantFactory()
        close(first)
        close(second)

    def fails(user):
        if user.pk == first.pk:
            raise OSError("disk")

    monkeypatch.setattr("izin.privacy.services.erasing._messages_erase", fails)
    with time_machine.travel("2026-12-31T03:00:00Z"):
        assert closed_accounts_erase() == 2
    assert User.objects.get(pk=first.pk).email == first.email
    assert User.objects.get(pk=second.pk).email != second.email
    assert "was not erased" in caplog.text


def test_how_long_is_kept(settings):
    settings.CLOSED_ACCOUNT_DAYS, settings.PERMIT_RETENTION_YEARS = 30, 5
    closed = date(2026, 12, 1)
    assert contact_due(closed) == date(2026, 12, 31)
    assert identity_due(closed, None) == date(2026, 12, 31)
    assert identity_due(closed, date(2027, 5, 31)) == date(2032, 5, 31)
    assert identity_due(closed, date(2028, 2, 29)) == date(2033, 3, 1)
    assert identity_due(closed, date(2010, 1, 1)) == date(2026, 12, 31)
