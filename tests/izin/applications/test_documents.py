"""Documents: uploaded by the applicant, judged by officers (F7, F9, W3)."""

import pytest
from django.db import IntegrityError, connection, transaction

from common.content_store import content_read
from common.errors import DomainError, NotAllowed
from izin.accounts.enums import Role
from izin.applications.enums import Verdict
from izin.applications.inspection import Finding
from izin.applications.models import Application, Document
from izin.applications.selectors import document_get, requirement_lines
from izin.applications.services import documents
from izin.applications.services.documents import document_upload, document_viewed, documents_review
from izin.audit.models import AuditEntry
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ApplicationFactory, DocumentFactory
from tests.factories.catalog import PermitTypeFactory
from tests.factories.files import jpeg_bytes, pdf_bytes, qr_pdf_bytes, upload
from tests.izin.applications.test_drafting import snapshot


def give(application, key="proposal", data=None, name="Proposal Saya.pdf", actor=None):
    return document_upload(
        application_id=application.pk,
        actor=actor or application.applicant,
        requirement_key=key,
        file=upload(data or pdf_bytes(text="baru"), name),
    )


def review(application, officer, verdicts, turn=None):
    documents_review(
        application_id=application.pk,
        actor=officer,
        turn=turn or application.turn,
        reviews={document.pk: verdict for document, verdict in verdicts.items()},
    )


@pytest.mark.django_db
def test_an_uploaded_file_is_kept_byte_for_byte_and_becomes_the_current_document():
    application = ApplicationFactory(documents=False)
    document = give(application, name="C:\\Users\\saya\\Proposal Saya.pdf")
    document.refresh_from_db()
    assert content_read("private", document.sha256) == pdf_bytes(text="baru")
    assert (document.size, document.content_type) == (len(pdf_bytes(text="baru")), "application/pdf")
    assert (document.original_name, document.current, document.verdict) == ("Proposal Saya.pdf", True, "")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_id) == (
        "document.uploaded",
        application.applicant,
        str(application.pk),
    )
    assert entry.data == {"document": document.pk, "requirement": "proposal", "sha256": document.sha256}


@pytest.mark.django_db
def test_a_replaced_file_stays_as_history():
    application = ApplicationFactory()
    old = application.documents.get(requirement_key="proposal")
    new = give(application)
    assert list(application.documents.filter(requirement_key="proposal").values_list("pk", "current")) == [
        (old.pk, False),
        (new.pk, True),
    ]
    assert document_get(application, old.pk) == old
    assert [line.document.pk for line in requirement_lines(application) if line.requirement.key == "proposal"] == [
        new.pk
    ]
    assert application.documents.filter(current=True).count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "data", "name", "reason"),
    [
        ("proposal", jpeg_bytes(), "proposal.pdf", "bukan PDF"),
        ("ktp", pdf_bytes(), "ktp.jpg", "bukan JPG"),
        ("proposal", b"", "proposal.pdf", "kosong"),
        ("proposal", pdf_bytes() + b"\n" * 1024 * 1024, "proposal.pdf", "paling besar 1 MB"),
        ("proposal", b"%PDF-1.7 <html>", "proposal.pdf", "rusak"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_beside_its_requirement(key, data, name, reason):
    application = ApplicationFactory()
    before = snapshot(application)
    with pytest.raises(DomainError, match=reason) as refused:
        document_upload(
            application_id=application.pk,
            actor=application.applicant,
            requirement_key=key,
            file=upload(data, name, "application/pdf"),
        )
    assert refused.value.field == key
    assert snapshot(application) == before


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["terima", "kadis", "issued"])
def test_nothing_is_replaced_while_the_office_has_it(at):
    application = ApplicationFactory(at=at, verdict="")
    before = snapshot(application)
    with pytest.raises(NotAllowed, match="tidak dapat diubah"):
        give(application)
    assert snapshot(application) == before


@pytest.mark.django_db
def test_nobody_gives_documents_to_somebody_else_s_application():
    application = ApplicationFactory()
    before = snapshot(application)
    for stranger in (ApplicantFactory(), OfficerFactory(role=Role.FRONT_DESK)):
        with pytest.raises(Application.DoesNotExist):
            give(application, actor=stranger)
    assert snapshot(application) == before


@pytest.mark.django_db
def test_a_requirement_the_type_does_not_have_takes_no_document():
    application = ApplicationFactory()
    before = snapshot(application)
    with pytest.raises(Document.DoesNotExist):
        give(application, key="ijazah")
    assert snapshot(application) == before


@pytest.mark.django_db
@pytest.mark.parametrize(("verdict", "note"), [("", ""), (Verdict.REFUSED, "Buram")])
def test_in_a_returned_application_what_was_not_accepted_may_be_replaced(verdict, note):
    application = ApplicationFactory(at="returned:terima", verdict=Verdict.ACCEPTED)
    application.documents.filter(requirement_key="proposal").update(verdict=verdict, verdict_note=note)
    assert give(application).verdict == ""


@pytest.mark.django_db
def test_in_a_returned_application_what_was_accepted_stays():
    application = ApplicationFactory(at="returned:terima", verdict=Verdict.ACCEPTED)
    before = snapshot(application)
    with pytest.raises(NotAllowed, match="sudah dinyatakan sesuai"):
        give(application)
    assert snapshot(application) == before


@pytest.mark.django_db
def test_one_document_a_requirement_is_current():
    application = ApplicationFactory()
    with pytest.raises(IntegrityError, match="document_current_once"), transaction.atomic():
        DocumentFactory(application=application, requirement_key="proposal")


@pytest.mark.django_db
def test_an_officer_checks_and_crosses_with_a_reason():
    application, officer = ApplicationFactory(at="terima"), OfficerFactory(role=Role.FRONT_DESK)
    ktp, proposal, rekom = application.documents.order_by("pk")
    review(application, officer, {ktp: (Verdict.ACCEPTED, " diabaikan "), rekom: (Verdict.REFUSED, " Buram ")})
    for document in (ktp, proposal, rekom):
        document.refresh_from_db()
    assert (ktp.verdict, ktp.verdict_note, ktp.verdict_by) == ("accepted", "", officer)
    assert (rekom.verdict, rekom.verdict_note, rekom.verdict_by) == ("refused", "Buram", officer)
    assert ktp.verdict_at is not None
    assert (proposal.verdict, proposal.verdict_by, proposal.verdict_at) == ("", None, None)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor) == ("documents.reviewed", officer)
    assert entry.data == {"stage": "terima", "documents": {str(ktp.pk): "accepted", str(rekom.pk): "refused"}}


@pytest.mark.django_db
def test_the_same_verdict_again_is_not_recorded_again():
    application, officer = ApplicationFactory(at="terima"), OfficerFactory(role=Role.FRONT_DESK)
    ktp = application.documents.get(requirement_key="ktp")
    review(application, officer, {ktp: (Verdict.ACCEPTED, "")})
    before = snapshot(application)
    review(application, OfficerFactory(role=Role.FRONT_DESK), {ktp: (Verdict.ACCEPTED, "")})
    assert snapshot(application) == before


@pytest.mark.django_db
@pytest.mark.parametrize("note", ["", "  \n"])
def test_a_cross_without_a_reason_is_refused_and_no_verdict_is_kept(note):
    application, officer = ApplicationFactory(at="terima"), OfficerFactory(role=Role.FRONT_DESK)
    ktp, _proposal, rekom = application.documents.order_by("pk")
    before = snapshot(application)
    with pytest.raises(DomainError) as refused:
        review(application, officer, {ktp: (Verdict.ACCEPTED, ""), rekom: (Verdict.REFUSED, note)})
    assert refused.value.field == "rekom"
    assert snapshot(application) == before


@pytest.mark.django_db
def test_a_document_that_was_replaced_meanwhile_is_not_judged():
    application, officer = ApplicationFactory(at="terima"), OfficerFactory(role=Role.FRONT_DESK)
    ktp, proposal, _rekom = application.documents.order_by("pk")
    application.documents.filter(pk=proposal.pk).update(current=False)
    before = snapshot(application)
    with pytest.raises(Document.DoesNotExist):
        review(application, officer, {ktp: (Verdict.ACCEPTED, ""), proposal: (Verdict.ACCEPTED, "")})
    assert snapshot(application) == before


@pytest.mark.django_db
def test_a_document_of_another_case_is_not_judged():
    application, other = ApplicationFactory(at="terima"), ApplicationFactory(at="terima")
    foreign = other.documents.first()
    with pytest.raises(Document.DoesNotExist):
        review(application, OfficerFactory(role=Role.FRONT_DESK), {foreign: (Verdict.ACCEPTED, "")})
    foreign.refresh_from_db()
    assert foreign.verdict == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "at", "stage"),
    [
        (Role.SECRETARY, "terima", "terima"),
        (Role.FRONT_DESK, "kabid", "kabid"),
        (Role.FRONT_DESK, "kabid", "terima"),
        (Role.FRONT_DESK, "returned:terima", "terima"),
        (Role.ADMIN, "terima", "terima"),
    ],
)
def test_only_the_officer_whose_turn_it_is_judges(role, at, stage):
    application = ApplicationFactory(at=at, verdict="")
    before = snapshot(application)
    document = application.documents.first()
    with pytest.raises(NotAllowed):
        review(
            application,
            OfficerFactory(role=role),
            {document: (Verdict.ACCEPTED, "")},
            turn=f"{stage}/{application.round}",
        )
    assert snapshot(application) == before


@pytest.mark.django_db
def test_the_database_itself_wants_a_reason_for_a_cross():
    with pytest.raises(IntegrityError, match="document_refusal_has_reason"), transaction.atomic():
        DocumentFactory(application=ApplicationFactory(documents=False), verdict=Verdict.REFUSED)


@pytest.mark.django_db
def test_opening_a_document_is_logged():
    document = ApplicationFactory(at="terima").documents.first()
    officer = OfficerFactory()
    document_viewed(document=document, actor=officer)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.data) == ("document.viewed", officer, {"document": document.pk})
    assert (entry.subject_type, entry.subject_id) == ("izin_applications.application", str(document.application_id))


# --- Looking into files --------------------------------------------------------------------------------------------

PROOF = {"key": "str", "name": "STR", "file_kind": "pdf", "max_kb": 500, "content_check": "qr"}
PHOTO = {"key": "foto", "name": "Pas foto", "file_kind": "jpeg", "max_kb": 500, "content_check": "photo_background"}
LATER = {"key": "skp", "name": "SKP", "file_kind": "pdf", "max_kb": 500, "applies_to": "renewal"}


def looked_into(**kwargs):
    permit_type = PermitTypeFactory(renewable=True, requirements=[PROOF, PHOTO, LATER])
    return ApplicationFactory(permit_type=permit_type, documents=False, **kwargs)


@pytest.mark.django_db
def test_the_text_of_a_code_is_kept_and_a_file_without_one_is_refused():
    application = looked_into()
    text = "https://contoh.id/str/1"
    document = give(application, "str", qr_pdf_bytes(text))
    document.refresh_from_db()
    assert (document.qr_text, document.warning) == (text, "")
    before = snapshot(application)
    with pytest.raises(DomainError, match="Kode QR") as refused:
        give(application, "str", pdf_bytes())
    assert refused.value.field == "str"
    assert snapshot(application) == before


@pytest.mark.django_db
def test_a_photograph_before_another_colour_is_taken_with_a_warning():
    application = looked_into()
    assert "bukan merah atau biru" in give(application, "foto", jpeg_bytes(color=(20, 160, 40))).warning
    assert "Latar" not in give(application, "foto", jpeg_bytes(color=(200, 10, 20))).warning


@pytest.mark.django_db
def test_a_requirement_of_another_purpose_takes_no_document():
    with pytest.raises(Document.DoesNotExist):
        give(looked_into(), "skp")
    assert give(looked_into(purpose="renewal"), "skp").current


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_a_file_is_looked_into(monkeypatch):
    application = looked_into()
    seen = []

    def inspect(*args):
        seen.append(connection.in_atomic_block)
        return Finding()

    monkeypatch.setattr(documents, "inspect", inspect)
    give(application, "str")
    assert seen == [False]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("meanwhile", "error"),
    [
        (lambda a: Application.objects.filter(pk=a.pk).update(applicant=ApplicantFactory()), Application.DoesNotExist),
        (lambda a: Application.objects.filter(pk=a.pk).update(purpose="new"), Document.DoesNotExist),
        (lambda a: Application.objects.filter(pk=a.pk).update(revision=a.permit_type.save_revision()), DomainError),
    ],
)
def test_what_happened_while_a_file_was_looked_into_counts(monkeypatch, meanwhile, error):
    application = looked_into(purpose="renewal")

    def inspect(*args):
        meanwhile(application)
        return Finding()

    monkeypatch.setattr(documents, "inspect", inspect)
    with pytest.raises(error):
        give(application, "skp")
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_who_may_not_give_a_file_has_none_looked_into(monkeypatch):
    monkeypatch.setattr(documents, "inspect", lambda *args: pytest.fail("looked into"))
    with pytest.raises(NotAllowed):
        give(ApplicationFactory(at="terima"))
    with pytest.raises(Application.DoesNotExist):
        give(ApplicationFactory(), actor=ApplicantFactory())
