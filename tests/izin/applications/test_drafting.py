"""Beginning an application, filling it in, sending it (F2, F7, F8, F9)."""

import json

import pytest

from common.content_store import content_save
from common.errors import DomainError, NotAllowed
from izin.applications.enums import Verdict
from izin.applications.models import Application, Document, Step
from izin.applications.selectors import missing_for_sending, newer_rules
from izin.applications.services.drafting import draft_create, draft_save, draft_update_version
from izin.applications.services.submitting import CODE_ALPHABET, application_submit
from izin.audit.models import AuditEntry
from izin.catalog.models import FormField, PermitType, Requirement
from izin.messaging.models import OutboxMessage
from izin.workflow.enums import Action, Status
from tests.factories.accounts import ApplicantFactory, UserFactory
from tests.factories.applications import ANSWERS, ApplicationFactory, DocumentFactory, form_data
from tests.factories.catalog import PermitTypeFactory, ResearchLocationFactory
from tests.factories.files import image_bytes
from tests.threads import run_together

# Other fields than those of the research permit know none of its letter's tokens.
NO_LETTER = {"letter_opening": "", "letter_conditions": "", "letter_copies": ""}


def snapshot(application):
    """Everything a refused act must leave as it was."""
    row = Application.objects.filter(pk=application.pk).values().get()
    documents = list(Document.objects.filter(application=application).order_by("pk").values())
    places = list(application.locations.order_by("pk").values_list("pk", "name"))
    return row, documents, places, Step.objects.count(), AuditEntry.objects.count(), OutboxMessage.objects.count()


@pytest.mark.django_db
def test_a_draft_begins_with_the_rules_of_today_and_the_ktp_of_the_account():
    applicant, permit_type = ApplicantFactory(), PermitTypeFactory()
    listed = ResearchLocationFactory(name="RSUD Arosuka", district="Gunung Talang")
    application = draft_create(
        applicant=applicant,
        permit_type=permit_type,
        answers=ANSWERS,
        locations=[str(listed), "", "Rumah warga", "Rumah warga"],
    )
    application.refresh_from_db()
    assert (application.applicant, application.permit_type) == (applicant, permit_type)
    assert application.revision == permit_type.live_revision
    assert (application.status, application.stage_key, application.waiting_role) == (Status.DRAFT, "", "")
    assert (application.receipt_code, application.registration_number, application.round) == (None, None, 0)
    assert application.answers == ANSWERS
    assert [(place.name, place.location) for place in application.locations.all()] == [
        ("RSUD Arosuka, Kec. Gunung Talang", listed),
        ("Rumah warga", None),
    ]
    ktp = Document.objects.get()
    assert (ktp.requirement_key, ktp.sha256, ktp.content_type, ktp.current, ktp.verdict) == (
        "ktp",
        applicant.profile.ktp_sha256,
        "image/jpeg",
        True,
        "",
    )
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_id) == ("application.drafted", applicant, str(application.pk))
    assert entry.data == {}
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_a_ktp_that_is_larger_than_the_type_allows_is_not_attached():
    large = content_save("private", image_bytes("JPEG", width=600, height=600, comment=b"x" * 60_000) + b"x" * 500_000)
    applicant = ApplicantFactory(profile__ktp_sha256=large)
    row = {"key": "ktp", "name": "KTP", "file_kind": "jpeg", "max_kb": 512, "from_account": True}
    permit_type = PermitTypeFactory(requirements=[row])
    application = draft_create(applicant=applicant, permit_type=permit_type, answers={}, locations=[])
    assert not application.documents.exists()
    assert "KTP" in missing_for_sending(application)


@pytest.mark.django_db
def test_a_person_without_a_profile_may_begin_without_a_ktp():
    application = draft_create(applicant=UserFactory(), permit_type=PermitTypeFactory(), answers={}, locations=[])
    assert not application.documents.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("withdrawn", [True, False])
def test_a_type_that_is_not_published_can_not_be_applied_for(withdrawn):
    permit_type = PermitTypeFactory(published=withdrawn)
    if withdrawn:
        permit_type.unpublish()
    with pytest.raises(DomainError, match="belum dibuka"):
        draft_create(applicant=ApplicantFactory(), permit_type=permit_type, answers={}, locations=[])
    assert not Application.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["draft", "returned:terima", "returned:kadis"])
def test_answers_are_replaced_while_the_applicant_has_it(at):
    application = ApplicationFactory(at=at)
    before = Application.objects.values("status", "stage_key", "round").get()
    draft_save(
        application_id=application.pk, actor=application.applicant, answers={"judul": "Lain"}, locations=["B", "A"]
    )
    application.refresh_from_db()
    assert application.answers == {"judul": "Lain"}
    assert [place.name for place in application.locations.all()] == ["B", "A"]
    assert Application.objects.values("status", "stage_key", "round").get() == before
    assert AuditEntry.objects.get().action == "application.answered"


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["terima", "kabid", "kadis", "issued"])
def test_answers_stay_while_the_office_has_it(at):
    application = ApplicationFactory(at=at)
    before = snapshot(application)
    with pytest.raises(NotAllowed, match="tidak dapat diubah"):
        draft_save(application_id=application.pk, actor=application.applicant, answers={}, locations=[])
    assert snapshot(application) == before


@pytest.mark.django_db
def test_somebody_else_s_application_does_not_exist_for_me():
    application = ApplicationFactory()
    stranger = ApplicantFactory()
    before = snapshot(application)
    with pytest.raises(Application.DoesNotExist):
        draft_save(application_id=application.pk, actor=stranger, answers={}, locations=[])
    with pytest.raises(Application.DoesNotExist):
        application_submit(application_id=application.pk, actor=stranger)
    assert snapshot(application) == before


@pytest.mark.django_db
def test_sending_gives_a_receipt_code_a_step_an_audit_entry_and_a_message():
    application = ApplicationFactory()
    sent = application_submit(application_id=application.pk, actor=application.applicant)
    sent.refresh_from_db()
    assert (sent.status, sent.stage_key, sent.waiting_role, sent.round) == ("submitted", "terima", "front_desk", 1)
    assert len(sent.receipt_code) == 8
    assert set(sent.receipt_code) <= set(CODE_ALPHABET)
    assert sent.submitted_at == sent.stage_since
    assert sent.registration_number is None
    step = Step.objects.get()
    assert (step.action, step.stage_key, step.actor, step.at) == ("submit", "terima", sent.applicant, sent.submitted_at)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.data) == ("application.submit", sent.applicant, {"round": 1})
    message = OutboxMessage.objects.get(channel="email")
    assert (message.recipient, message.address) == (sent.applicant, sent.applicant.email)
    assert sent.receipt_code in message.subject
    assert sent.receipt_code in message.body
    assert sent.applicant.nik not in message.body


@pytest.mark.django_db
def test_what_is_missing_is_told_all_at_once_and_nothing_is_sent():
    answers = {**ANSWERS, "judul": "", "email_kampus": None}
    application = ApplicationFactory(documents=False, answers=answers, locations=[])
    DocumentFactory(application=application, requirement_key="proposal")
    before = snapshot(application)
    missing = [
        "Judul penelitian",
        "Email kampus atau instansi",
        "Lokasi penelitian",
        "KTP",
        "Surat rekomendasi dari instansi atau kampus",
    ]
    assert missing_for_sending(application) == missing
    with pytest.raises(DomainError) as refused:
        application_submit(application_id=application.pk, actor=application.applicant)
    assert refused.value.message == f"Belum lengkap: {', '.join(missing)}."
    assert snapshot(application) == before


@pytest.mark.django_db
def test_what_is_optional_is_not_missing():
    permit_type = PermitTypeFactory(
        **NO_LETTER,
        fields=[{"key": "catatan", "label": "Catatan", "kind": "text", "required": False}],
        requirements=[{"key": "foto", "name": "Foto", "file_kind": "jpeg", "max_kb": 10, "required": False}],
    )
    application = ApplicationFactory(permit_type=permit_type, answers={}, locations=[], documents=False)
    assert missing_for_sending(application) == []


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["terima", "kadis", "issued"])
def test_what_the_office_has_can_not_be_sent_again(at):
    application = ApplicationFactory(at=at)
    before = snapshot(application)
    with pytest.raises(NotAllowed):
        application_submit(application_id=application.pk, actor=application.applicant)
    assert snapshot(application) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "status", "role"),
    [
        ("terima", "submitted", "front_desk"),
        ("kabid", "submitted", "division_head"),
        ("kadis", "awaiting_signature", "agency_head"),
    ],
)
def test_a_correction_comes_back_to_the_stage_that_asked_for_it(stage, status, role):
    application = ApplicationFactory(at=f"returned:{stage}")
    code, first_sent = application.receipt_code, application.submitted_at
    again = application_submit(application_id=application.pk, actor=application.applicant)
    again.refresh_from_db()
    assert (again.status, again.stage_key, again.waiting_role, again.round) == (status, stage, role, 2)
    assert (again.receipt_code, again.submitted_at) == (code, first_sent)
    assert again.stage_since > first_sent
    assert (Step.objects.get().action, Step.objects.get().stage_key) == (Action.RESUBMIT, stage)
    assert AuditEntry.objects.get().data == {"round": 2}
    assert OutboxMessage.objects.count() == 2


@pytest.mark.django_db
def test_a_refused_document_must_be_replaced_before_it_is_sent_again():
    application = ApplicationFactory(at="returned:terima")
    application.documents.filter(requirement_key="rekom").update(verdict=Verdict.REFUSED, verdict_note="Buram")
    before = snapshot(application)
    with pytest.raises(DomainError, match="Surat rekomendasi dari instansi atau kampus \\(belum diganti\\)"):
        application_submit(application_id=application.pk, actor=application.applicant)
    assert snapshot(application) == before
    application.documents.filter(requirement_key="rekom").update(current=False)
    DocumentFactory(application=application, requirement_key="rekom")
    assert application_submit(application_id=application.pk, actor=application.applicant).status == "submitted"


@pytest.mark.django_db
def test_the_audit_of_an_applicant_s_acts_holds_no_personal_data():
    applicant, permit_type = ApplicantFactory(), PermitTypeFactory()
    application = draft_create(applicant=applicant, permit_type=permit_type, answers=ANSWERS, locations=["Kubung"])
    for key in ("proposal", "rekom"):
        DocumentFactory(application=application, requirement_key=key)
    draft_save(application_id=application.pk, actor=applicant, answers=ANSWERS, locations=["Kubung"])
    application_submit(application_id=application.pk, actor=applicant)
    log = json.dumps([entry.data for entry in AuditEntry.objects.all()])
    secrets = [applicant.nik, applicant.full_name, applicant.email, applicant.phone, applicant.profile.street]
    assert not [secret for secret in [*secrets, *form_data(ANSWERS).values()] if secret in log]


# --- Another version of the rules ----------------------------------------------------------------------------------


def edited(permit_type, change=lambda edited: None):
    """Publish a change of a type and return the id of the new revision, as a page carries it."""
    latest = PermitType.objects.get(pk=permit_type.pk)
    latest.service_days += 1
    change(latest)
    latest.save_revision().publish()
    return str(PermitType.objects.get(pk=permit_type.pk).live_revision_id)


def update(application, revision, actor=None):
    return draft_update_version(application_id=application.pk, actor=actor or application.applicant, revision=revision)


def current(application):
    return sorted(application.documents.filter(current=True).values_list("requirement_key", flat=True))


@pytest.mark.django_db
def test_a_draft_follows_the_new_rules_with_everything_that_still_fits():
    application = ApplicationFactory()
    before = application.revision_id
    revision = edited(application.permit_type)
    update(application, revision)
    application = Application.objects.get(pk=application.pk)
    assert (str(application.revision_id), application.answers) == (revision, ANSWERS)
    assert [place.name for place in application.locations.all()] == list(ApplicationFactory.locations)
    assert current(application) == ["ktp", "proposal", "rekom"]
    assert newer_rules(application) is None
    assert missing_for_sending(application) == []
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor) == ("application.version_updated", application.applicant)
    assert entry.data == {"from": before, "to": int(revision)}


@pytest.mark.django_db
def test_answers_that_the_new_rules_do_not_take_must_be_given_again():
    application = ApplicationFactory()

    def change(permit_type):
        rows = {field.key: field for field in permit_type.fields.all()}
        rows["jenis_izin"].options = "Survey"
        rows["no_rekom"].max_value = 5
        rows["judul"].kind, rows["judul"].meaning = "text", "subject"
        rows["rekom_dari"].pattern, rows["rekom_dari"].pattern_hint = "Dekan .*", "Tulis jabatannya."
        del rows["lokasi"], rows["email_kampus"]
        new = FormField(key="tujuan", label="Tujuan", kind="text", sort_order=99)
        permit_type.fields.set([*rows.values(), new])

    update(application, edited(application.permit_type, change))
    application = Application.objects.get(pk=application.pk)
    assert application.answers == {key: ANSWERS[key] for key in ("rekom_dari", "tgl_rekom", "waktu")}
    assert not application.locations.exists()
    assert missing_for_sending(application) == ["Jenis kegiatan", "Nomor rekomendasi", "Judul penelitian", "Tujuan"]


@pytest.mark.django_db
def test_documents_that_the_new_rules_do_not_take_stay_as_history():
    row = {"key": "surat", "name": "Surat", "file_kind": "pdf", "max_kb": 512}
    same, qr, kind, gone, small = ({**row, "key": key} for key in ("same", "qr", "kind", "gone", "small"))
    permit_type = PermitTypeFactory(requirements=[same, qr, kind, gone, small])
    application = ApplicationFactory(permit_type=permit_type)
    application.documents.filter(requirement_key="small").update(size=200 * 1024)

    def change(permit_type):
        new = [same, {**qr, "content_check": "qr"}, {**kind, "file_kind": "jpeg"}, {**small, "max_kb": 100}]
        ktp = {"key": "ktp", "name": "KTP", "file_kind": "jpeg", "max_kb": 512, "from_account": True}
        permit_type.requirements.set([Requirement(**row, sort_order=n) for n, row in enumerate([*new, ktp])])

    update(application, edited(permit_type, change))
    assert current(application) == ["ktp", "same"]
    assert application.documents.filter(current=False).count() == 4
    assert application.documents.get(requirement_key="ktp").sha256 == application.applicant.profile.ktp_sha256


@pytest.mark.django_db
def test_a_document_whose_code_was_read_is_kept():
    row = {"key": "str", "name": "STR", "file_kind": "pdf", "max_kb": 512}
    application = ApplicationFactory(permit_type=PermitTypeFactory(requirements=[row]))
    application.documents.update(qr_text="STR 1")

    def change(permit_type):
        permit_type.requirements.set([Requirement(**row, content_check="qr")])

    update(application, edited(application.permit_type, change))
    assert current(application) == ["str"]


@pytest.mark.django_db
def test_a_renewal_of_what_can_not_be_renewed_any_more_becomes_a_new_application():
    lama = {"key": "lama", "label": "Nomor lama", "kind": "text", "applies_to": "renewal"}
    permit_type = PermitTypeFactory(**NO_LETTER, renewable=True, fields=[lama], requirements=[])
    application = ApplicationFactory(permit_type=permit_type, purpose="renewal", answers={"lama": "1"}, locations=[])

    def change(permit_type):
        permit_type.renewable = False
        permit_type.fields.set([FormField(**{**lama, "applies_to": "new"})])

    update(application, edited(permit_type, change))
    application = Application.objects.get(pk=application.pk)
    assert (application.purpose, application.answers) == ("new", {"lama": "1"})


@pytest.mark.django_db
def test_the_same_update_again_changes_and_records_nothing():
    application = ApplicationFactory()
    revision = edited(application.permit_type)
    update(application, revision)
    before = snapshot(application)
    update(application, revision)
    assert snapshot(application) == before


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["terima", "returned:terima", "kadis", "issued"])
def test_what_was_sent_keeps_its_rules(at):
    application = ApplicationFactory(at=at)
    revision = edited(application.permit_type)
    before = snapshot(application)
    with pytest.raises(NotAllowed):
        update(application, revision)
    assert snapshot(application) == before
    assert newer_rules(Application.objects.get(pk=application.pk)) is None


@pytest.mark.django_db
@pytest.mark.parametrize("seen", ["", "x", "0", "old"])
def test_nobody_accepts_rules_he_was_not_shown(seen):
    application = ApplicationFactory()
    edited(application.permit_type)
    before = snapshot(application)
    with pytest.raises(DomainError, match="berubah lagi"):
        update(application, str(application.revision_id) if seen == "old" else seen)
    assert snapshot(application) == before


@pytest.mark.django_db
def test_somebody_else_s_draft_is_not_updated():
    application = ApplicationFactory()
    revision = edited(application.permit_type)
    with pytest.raises(Application.DoesNotExist):
        update(application, revision, actor=ApplicantFactory())


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [True, False])
def test_a_draft_of_a_withdrawn_type_keeps_its_rules_and_can_be_sent(changed):
    application = ApplicationFactory()
    revision = edited(application.permit_type) if changed else str(application.revision_id)
    PermitType.objects.get(pk=application.permit_type_id).unpublish()
    with pytest.raises(DomainError, match="sudah ditutup"):
        update(application, revision)
    application = Application.objects.get(pk=application.pk)
    assert newer_rules(application) is None
    assert application_submit(application_id=application.pk, actor=application.applicant).status == "submitted"


@pytest.mark.django_db
def test_a_draft_that_was_not_updated_is_sent_by_its_own_rules():
    application = ApplicationFactory()
    before = application.revision_id
    edited(
        application.permit_type,
        lambda kind: kind.requirements.add(Requirement(key="x", name="X", file_kind="pdf", max_kb=100)),
    )
    sent = application_submit(application_id=application.pk, actor=application.applicant)
    assert (sent.status, sent.revision_id) == ("submitted", before)


@pytest.mark.django_db(transaction=True)
def test_two_updates_at_once_are_one():
    application = ApplicationFactory()
    revision = edited(application.permit_type)
    results = run_together([lambda: update(application, revision)] * 3)
    assert [result.revision_id for result in results] == [int(revision)] * 3
    assert AuditEntry.objects.filter(action="application.version_updated").count() == 1
    assert current(application) == ["ktp", "proposal", "rekom"]


@pytest.mark.django_db(transaction=True)
def test_an_update_while_the_next_version_is_published_takes_one_of_them_whole():
    application = ApplicationFactory()
    revision = edited(application.permit_type)
    result, published = run_together([lambda: update(application, revision), lambda: edited(application.permit_type)])
    stored = Application.objects.get(pk=application.pk)
    if isinstance(result, DomainError):
        assert stored.revision_id == application.revision_id
    else:
        assert str(stored.revision_id) == revision
    assert newer_rules(stored).service_days == stored.rules.service_days + (2 if isinstance(result, DomainError) else 1)
    assert published != revision
