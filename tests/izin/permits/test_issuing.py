"""Issuing a permit with the real development CA (design section 5)."""

import re
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Group

from common.content_store import content_read
from common.errors import DomainError, NotAllowed
from common.formats import date_long
from izin.accounts.enums import Role
from izin.applications.enums import Verdict
from izin.applications.models import Application, Step
from izin.applications.services.deciding import application_approve, application_return
from izin.applications.services.documents import document_upload, documents_review
from izin.applications.services.drafting import draft_create
from izin.applications.services.submitting import application_submit
from izin.audit.models import AuditEntry
from izin.audit.selectors import chain_first_break
from izin.catalog.letters import Holder, letter_context
from izin.catalog.models import NumberCounter
from izin.messaging.models import OutboxMessage
from izin.permits.letters import letter_facts, letter_pdf, letter_preview, verify_url
from izin.permits.models import Issuance, Permit
from izin.permits.services import issuing
from izin.permits.services.downloading import permit_downloaded
from izin.permits.services.issuing import number_assign, permit_publish
from izin.signing.enums import Integrity
from izin.signing.enums import Verdict as SignatureVerdict
from izin.signing.errors import SigningError
from izin.signing.services import document_check
from izin.transparency.models import LogLeaf
from izin.transparency.selectors import tree_head
from tests.factories.accounts import ApplicantFactory, OfficerFactory, UserFactory
from tests.factories.applications import ANSWERS, ApplicationFactory, ready_to_sign
from tests.factories.catalog import PermitTypeFactory
from tests.factories.files import pdf_bytes, upload
from tests.factories.permits import HeadFactory, IssuanceFactory, issue
from tests.threads import run_together

KEY = "kadis"
TURN = f"{KEY}/1"


def stored_files():
    folder = Path(settings.STORAGES["permits"]["OPTIONS"]["location"])
    return {path.name for path in folder.rglob("*") if path.is_file()}


def snapshot():
    """Everything that issuing writes."""
    return (
        list(Application.objects.order_by("pk").values()),
        list(Issuance.objects.order_by("pk").values()),
        list(NumberCounter.objects.order_by("pk").values("series", "year", "last")),
        [model.objects.count() for model in (Permit, LogLeaf, AuditEntry, OutboxMessage, Step)],
        stored_files(),
    )


@pytest.mark.django_db
def test_a_signed_permit_is_published_with_everything_that_belongs_to_it():
    application = ready_to_sign(permit_type=PermitTypeFactory(number_classification="449.1", number_code="IPP"))
    head = HeadFactory()
    with time_machine.travel(datetime(2026, 11, 24, 3, 0, tzinfo=UTC), tick=True):
        permit = issue(application, head)
    permit.refresh_from_db()
    application.refresh_from_db()
    assert permit.number == "449.1/001/IPP/DPMPTSPNAKER/XI/2026"
    assert permit.slug == "4491-001-ipp-dpmptspnaker-xi-2026"
    assert (application.status, application.stage_key, application.waiting_role) == ("issued", "", "")
    assert (permit.application, permit.permit_type) == (application, application.permit_type)
    assert (permit.issuance.series, permit.issuance.year, permit.issuance.sequence) == ("izin:IPP", 2026, 1)
    assert (permit.issuance.number, permit.issuance.code, permit.issuance.signer) == (permit.number, permit.code, head)
    assert re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{10}", permit.code.replace("U", "V"))
    assert permit.holder_name == application.applicant.get_full_name()
    assert (permit.subject, permit.place) == (
        ANSWERS["judul"],
        "Kecamatan Kubung; RSUD Arosuka, Kec. Gunung Talang",
    )
    assert (permit.valid_from.isoformat(), permit.valid_until.isoformat()) == ("2026-12-01", "2027-05-31")
    assert (permit.signer_name, permit.signer_position) == ("Ahmad Contoh, S.STP, M.Si", head.officer.position)
    assert (permit.is_test, permit.state, permit.title) == (True, "active", "SURAT KETERANGAN PENELITIAN")
    assert permit.public_data == [
        ["Jenis kegiatan", "Penelitian"],
        ["Judul penelitian", ANSWERS["judul"]],
        ["Lokasi penelitian", "Kecamatan Kubung; RSUD Arosuka, Kec. Gunung Talang"],
    ]
    step = Step.objects.get()
    assert (step.action, step.stage_key, step.actor) == ("issue", KEY, head)


@pytest.mark.django_db
def test_the_signed_file_is_sound_and_stored_under_its_digest():
    permit = issue(ready_to_sign(), HeadFactory())
    signed = content_read("permits", permit.document_sha256)
    report = document_check(signed)
    assert (report.verdict, report.integrity) == (SignatureVerdict.VALID_NO_TSA, Integrity.OK)
    assert [signature.is_test for signature in report.signatures] == [True]
    assert signed.startswith(letter_pdf(permit.issuance, is_test=True))
    assert permit.document_sha256 in stored_files()


@pytest.mark.django_db
def test_leaf_audit_and_messages_of_a_permit():
    application, head = ready_to_sign(), HeadFactory()
    permit = issue(application, head)
    leaf = LogLeaf.objects.get()
    assert (leaf.index, tree_head()[0]) == (0, 1)
    assert leaf.content == (
        f'{{"at":"{permit.issued_at.isoformat()}","code":"{permit.code}","event":"published",'
        f'"number":"{permit.number}","sha256":"{permit.document_sha256}"}}'
    )
    numbered, published = AuditEntry.objects.all()
    assert (numbered.action, numbered.actor, numbered.data) == ("permit.numbered", head, {"number": permit.number})
    assert (published.action, published.actor, published.subject_id) == ("permit.published", head, str(application.pk))
    assert published.data == {
        "permit": permit.pk,
        "number": permit.number,
        "sha256": permit.document_sha256,
        "leaf": 0,
    }
    told, copy = OutboxMessage.objects.filter(channel="email").order_by("pk")
    assert (told.recipient, told.address, told.attachment_sha256) == (
        application.applicant,
        application.applicant.email,
        "",
    )
    assert permit.number in told.subject
    assert "TIDAK SAH" in told.body
    assert (copy.recipient, copy.address) == (None, ANSWERS["email_kampus"])
    assert (copy.attachment_sha256, copy.attachment_name) == (permit.document_sha256, f"{permit.slug}.pdf")
    assert verify_url(permit.code) in copy.body
    for secret in (application.applicant.nik, application.applicant.phone, application.applicant.email):
        assert secret not in copy.body


@pytest.mark.django_db
def test_without_an_address_for_it_no_copy_is_sent():
    permit = issue(ready_to_sign(answers={**ANSWERS, "email_kampus": ""}), HeadFactory())
    assert OutboxMessage.objects.get(channel="email").event_key == f"permit-{permit.pk}-issued"


@pytest.mark.django_db
def test_calling_again_returns_the_same_permit_and_changes_nothing():
    application, head = ready_to_sign(), HeadFactory()
    permit = issue(application, head)
    before = snapshot()
    assert issue(application, head) == permit
    assert issue(application, head, passphrase="salah") == permit
    assert snapshot() == before


@pytest.mark.django_db
def test_another_head_of_office_is_told_that_it_is_done():
    application = ready_to_sign()
    issue(application, HeadFactory())
    before = snapshot()
    with pytest.raises(NotAllowed, match="sudah diproses petugas lain"):
        issue(application, HeadFactory())
    assert snapshot() == before


@pytest.mark.django_db
def test_a_wrong_passphrase_takes_no_number_and_changes_nothing():
    application = ready_to_sign()
    before = snapshot()
    with pytest.raises(SigningError, match="tidak cocok"):
        issue(application, HeadFactory(), passphrase="salah")
    assert snapshot() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "at", "stage", "message"),
    [
        (Role.SECRETARY, KEY, KEY, "bukan giliran Anda"),
        (Role.ADMIN, KEY, KEY, "bukan giliran Anda"),
        (Role.AGENCY_HEAD, "sekretaris", KEY, "sudah diproses petugas lain"),
        (Role.AGENCY_HEAD, "sekretaris", "sekretaris", "bukan giliran Anda"),
        (Role.SECRETARY, "sekretaris", "sekretaris", "belum sampai di tahap tanda tangan"),
        (Role.AGENCY_HEAD, "returned:kadis", KEY, "sudah diproses petugas lain"),
        (Role.AGENCY_HEAD, "draft", "", "sudah diproses petugas lain"),
    ],
)
def test_only_the_signer_whose_turn_it_is_signs(role, at, stage, message):
    application = ApplicationFactory(at=at, verdict=Verdict.ACCEPTED)
    before = snapshot()
    with pytest.raises(NotAllowed, match=message):
        issue(application, OfficerFactory(role=role), turn=f"{stage}/{application.round}")
    assert snapshot() == before


@pytest.mark.django_db
def test_a_signer_whose_post_is_not_recorded_can_not_sign():
    application, user = ready_to_sign(), UserFactory()
    user.groups.add(Group.objects.get_or_create(name=Role.AGENCY_HEAD.label)[0])
    before = snapshot()
    with pytest.raises(DomainError, match="Jabatan Anda belum dicatat"):
        issue(application, user)
    with pytest.raises(DomainError, match="Jabatan Anda belum dicatat"):
        letter_preview(application, signer=user)
    assert snapshot() == before


@pytest.mark.django_db
@pytest.mark.parametrize(("verdict", "note"), [("", ""), (Verdict.REFUSED, "Buram")])
def test_a_document_that_nobody_accepted_holds_the_signature(verdict, note):
    application = ready_to_sign()
    application.documents.filter(requirement_key="rekom").update(verdict=verdict, verdict_note=note)
    before = snapshot()
    with pytest.raises(DomainError, match="Belum dinyatakan sesuai: Surat rekomendasi"):
        issue(application, HeadFactory())
    assert snapshot() == before


@pytest.mark.django_db
def test_a_letter_that_does_not_pass_our_verifier_is_not_published(monkeypatch):
    application, head = ready_to_sign(), HeadFactory()
    signer = SimpleNamespace(
        identity=SimpleNamespace(is_test=True), sign=lambda pdf, reason, location: pdf + b"% not a signature"
    )
    with monkeypatch.context() as patch:
        patch.setattr(issuing, "signer_open", lambda passphrase: signer)
        files = stored_files()
        with pytest.raises(SigningError):
            issue(application, head)
    assert stored_files() == files
    assert not Permit.objects.exists()
    assert not LogLeaf.objects.exists()
    assert Application.objects.get().status == "awaiting_signature"
    # The number was taken and waits; the next attempt uses it.
    assert issue(application, head).issuance.sequence == 1
    assert NumberCounter.objects.get(series__startswith="izin:").last == 1


@pytest.mark.django_db
def test_numbers_count_up_in_a_series_and_start_again_with_the_year():
    permit_type, head = PermitTypeFactory(number_code="IP"), HeadFactory()
    found = []
    for moment in ("2026-12-31T16:59:00Z", "2026-12-31T16:59:30Z", "2026-12-31T17:00:00Z"):
        with time_machine.travel(moment, tick=False):
            application = ready_to_sign(permit_type=permit_type)
            found.append(number_assign(application_id=application.pk, actor=head, turn=TURN).number)
    assert found == [
        "070/001/IP/DPMPTSPNAKER/XII/2026",
        "070/002/IP/DPMPTSPNAKER/XII/2026",
        "070/001/IP/DPMPTSPNAKER/I/2027",
    ]


@pytest.mark.django_db
def test_a_number_is_taken_once_and_follows_the_signer():
    application, first, second = ready_to_sign(), HeadFactory(), HeadFactory()
    issuance = number_assign(application_id=application.pk, actor=first, turn=TURN)
    assert number_assign(application_id=application.pk, actor=first, turn=TURN) == issuance
    again = number_assign(application_id=application.pk, actor=second, turn=TURN)
    assert (again.pk, again.number, again.signer) == (issuance.pk, issuance.number, second)
    assert [entry.action for entry in AuditEntry.objects.all()] == ["permit.numbered", "permit.signer_changed"]
    permit = issue(application, second)
    assert (permit.number, permit.signer_name) == (issuance.number, second.get_full_name())


@pytest.mark.django_db
def test_returned_by_the_signer_and_signed_again_it_keeps_its_number(monkeypatch):
    permit_type, head = PermitTypeFactory(), HeadFactory()
    application = ready_to_sign(permit_type=permit_type)

    def fail(*args, **kwargs):
        raise SigningError("down")

    with monkeypatch.context() as patch:
        patch.setattr(issuing, "letter_sign", fail)
        with pytest.raises(SigningError):
            issue(application, head)
    number = Issuance.objects.get().number
    rekom = application.documents.get(requirement_key="rekom")
    documents_review(
        application_id=application.pk, actor=head, turn=TURN, reviews={rekom.pk: (Verdict.REFUSED, "Buram")}
    )
    application_return(application_id=application.pk, actor=head, turn=TURN, note="Ganti rekomendasi.")
    assert issue(ready_to_sign(permit_type=permit_type), head).issuance.sequence == 2
    applicant = application.applicant
    new = document_upload(
        application_id=application.pk, actor=applicant, requirement_key="rekom", file=upload(pdf_bytes(text="jelas"))
    )
    application_submit(application_id=application.pk, actor=applicant)
    application.refresh_from_db()
    with pytest.raises(NotAllowed, match="atau dikirim ulang"):
        issue(application, head, turn=TURN)
    with pytest.raises(DomainError, match="Belum dinyatakan sesuai"):
        issue(application, head)
    documents_review(
        application_id=application.pk, actor=head, turn="kadis/2", reviews={new.pk: (Verdict.ACCEPTED, "")}
    )
    permit = issue(application, head)
    assert (permit.number, permit.issuance.sequence) == (number, 1)
    assert NumberCounter.objects.get(series=permit.issuance.series).last == 2


@pytest.mark.django_db
def test_a_letter_made_before_the_application_was_sent_again_is_not_published():
    application, head = ready_to_sign(), HeadFactory()
    issuance = number_assign(application_id=application.pk, actor=head, turn=TURN)
    application_return(application_id=application.pk, actor=head, turn=TURN, note="Perbaiki judul.")
    publish = partial(
        permit_publish,
        issuance_id=issuance.pk,
        actor=head,
        turn=TURN,
        sha256="a" * 64,
        identity=SimpleNamespace(is_test=True),
    )
    before = snapshot()
    with pytest.raises(NotAllowed, match="sudah diproses"):
        publish()
    assert snapshot() == before
    application_submit(application_id=application.pk, actor=application.applicant)
    before = snapshot()
    with pytest.raises(NotAllowed, match="atau dikirim ulang"):
        publish()
    assert snapshot() == before


@pytest.mark.django_db
def test_publishing_is_all_or_nothing(monkeypatch):
    application, head = ready_to_sign(), HeadFactory()

    def fail(permit):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(issuing, "_tell", fail)
        with pytest.raises(RuntimeError):
            issue(application, head)
    assert [model.objects.count() for model in (Permit, LogLeaf, Step, OutboxMessage)] == [0, 0, 0, 0]
    assert [entry.action for entry in AuditEntry.objects.all()] == ["permit.numbered"]
    assert Application.objects.get().status == "awaiting_signature"
    assert issue(application, head).issuance.sequence == 1


@pytest.mark.django_db
def test_the_letter_says_what_was_asked_and_decided_and_no_nik():
    issuance = IssuanceFactory(application=ready_to_sign())
    applicant = issuance.application.applicant
    context = letter_context(issuance.application.rules, letter_facts(issuance, is_test=True))
    assert context["permit"] == {
        "number": issuance.number,
        "title": "SURAT KETERANGAN PENELITIAN",
        "code": issuance.code,
    }
    assert context["letter"]["holder"] == Holder(
        name=applicant.get_full_name(),
        occupation="Perawat",
        address=applicant.profile.address_line,
        birth=f"{applicant.profile.birth_place}, {date_long(applicant.profile.birth_date)}",
    )
    facts = dict(context["letter"]["facts"])
    assert facts["Judul penelitian"] == ANSWERS["judul"]
    assert facts["Waktu penelitian"] == "1 Desember 2026 sampai 31 Mei 2027"
    assert facts["Lokasi penelitian"] == ["Kecamatan Kubung", "RSUD Arosuka, Kec. Gunung Talang"]
    assert "Email kampus atau instansi" not in facts
    assert ANSWERS["no_rekom"] in context["letter"]["opening"]
    assert len(context["letter"]["legal_basis"]) == 2
    assert context["verify_url"] == f"{settings.BASE_URL}/v/{issuance.code}/"
    assert context["signer"].name == issuance.signer.get_full_name()
    assert applicant.nik not in str(context)


@pytest.mark.django_db
def test_the_same_issuance_gives_the_same_bytes_on_another_day():
    issuance = IssuanceFactory(application=ready_to_sign())
    with time_machine.travel("2026-11-24T03:00:00Z", tick=False):
        first = letter_pdf(issuance, is_test=True)
    with time_machine.travel("2027-03-01T03:00:00Z", tick=False):
        assert letter_pdf(Issuance.objects.get(), is_test=True) == first
    assert letter_pdf(issuance, is_test=False) != first


@pytest.mark.django_db
def test_a_preview_takes_no_number_and_writes_nothing():
    application, head = ready_to_sign(), HeadFactory()
    before = snapshot()
    assert letter_preview(application, signer=head).startswith(b"%PDF-")
    assert snapshot() == before


@pytest.mark.django_db
def test_taking_the_letter_is_logged():
    permit = issue(ready_to_sign(), HeadFactory())
    permit_downloaded(permit=permit, actor=permit.application.applicant)
    entry = AuditEntry.objects.last()
    assert (entry.action, entry.actor) == ("permit.downloaded", permit.application.applicant)
    assert (entry.subject_type, entry.subject_id) == ("izin_permits.permit", str(permit.pk))


@pytest.mark.django_db
def test_a_whole_life_leaves_a_whole_chain_without_personal_data():
    applicant = ApplicantFactory(full_name="Zulkarnain Tanjung", profile__street="Jorong Lubuk Selasih")
    permit_type = PermitTypeFactory()
    application = draft_create(applicant=applicant, permit_type=permit_type, answers=ANSWERS, locations=["Kubung"])
    for key in ("proposal", "rekom"):
        document_upload(
            application_id=application.pk, actor=applicant, requirement_key=key, file=upload(pdf_bytes(text=key))
        )
    application_submit(application_id=application.pk, actor=applicant)
    for stage in permit_type.flow[:-1]:
        officer = OfficerFactory(role=stage.role)
        if stage.key == "terima":
            documents_review(
                application_id=application.pk,
                actor=officer,
                turn=f"{stage.key}/1",
                reviews={document.pk: (Verdict.ACCEPTED, "") for document in application.documents.all()},
            )
        application_approve(application_id=application.pk, actor=officer, turn=f"{stage.key}/1")
    application.refresh_from_db()
    permit = issue(application, HeadFactory())
    assert [entry.action for entry in AuditEntry.objects.all()] == [
        "application.drafted",
        "document.uploaded",
        "document.uploaded",
        "application.submit",
        "documents.reviewed",
        *["application.approve"] * 5,
        "permit.numbered",
        "permit.published",
    ]
    assert chain_first_break() is None
    profile = applicant.profile
    personal = [
        applicant.nik,
        applicant.full_name,
        applicant.email,
        applicant.phone,
        profile.street,
        profile.village,
        profile.birth_place,
        ANSWERS["judul"],
        ANSWERS["email_kampus"],
        ANSWERS["no_rekom"],
    ]
    log = " ".join(str(list(entry.values())) for entry in AuditEntry.objects.values())
    leaves = " ".join(LogLeaf.objects.values_list("content", flat=True))
    assert not [value for value in personal if value in log + leaves]
    assert [message.event_key for message in OutboxMessage.objects.filter(channel="email").order_by("pk")] == [
        f"application-{application.pk}-sent-1",
        f"application-{application.pk}-registered-1-kasi_pv",
        f"permit-{permit.pk}-issued",
        f"permit-{permit.pk}-copy",
    ]


@pytest.mark.django_db(transaction=True)
def test_ten_signings_at_once_give_ten_numbers_without_gap_or_repetition():
    permit_type, head = PermitTypeFactory(number_code="IP"), HeadFactory()
    applications = [ready_to_sign(permit_type=permit_type) for _ in range(10)]
    with time_machine.travel("2026-11-24T03:00:00Z", tick=True):
        results = run_together([partial(issue, application, head) for application in applications], seconds=180)
    assert [result for result in results if isinstance(result, Exception)] == []
    numbers = sorted(permit.number for permit in results)
    assert numbers == [f"070/{nr:03}/IP/DPMPTSPNAKER/XI/2026" for nr in range(1, 11)]
    assert NumberCounter.objects.get().last == 10
    assert [leaf.index for leaf in LogLeaf.objects.all()] == list(range(10))
    assert chain_first_break() is None
    assert len({permit.document_sha256 for permit in results}) == 10
    assert {permit.document_sha256 for permit in results} <= stored_files()
    assert set(Application.objects.values_list("status", flat=True)) == {"issued"}
    assert OutboxMessage.objects.filter(channel="email").count() == 20


@pytest.mark.django_db(transaction=True)
def test_one_application_signed_twice_at_once_becomes_one_permit():
    application, head = ready_to_sign(), HeadFactory()
    results = run_together([partial(issue, application, head)] * 2, seconds=120)
    permit = Permit.objects.get()
    assert results == [permit, permit]
    assert (permit.issuance.sequence, NumberCounter.objects.get().last) == (1, 1)
    assert [model.objects.count() for model in (LogLeaf, Step, OutboxMessage)] == [1, 1, 3]
