"""What an officer does on the page of a case: check, approve, return, note (W1, W3, F9)."""

import pytest
from django.urls import reverse

from izin.accounts.enums import Role
from izin.applications.enums import NoteAudience, Verdict
from izin.applications.models import Application, Document, Note, Step
from izin.applications.services.deciding import application_approve, application_return
from izin.applications.services.documents import document_upload
from izin.applications.services.submitting import application_submit
from izin.audit.models import AuditEntry
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.files import pdf_bytes, upload
from tests.html import errors_of, fields_of, page_of, text_of

pytestmark = pytest.mark.django_db

INBOX = "/petugas/"
TOO_OLD = "Permohonan ini sudah diproses petugas lain atau dikirim ulang. Periksa keadaannya yang sekarang."
NOT_YOUR_TURN = "Permohonan ini bukan giliran Anda."
REQUIRED = "Kolom ini harus diisi."
REASON = "Tulis apa yang harus diperbaiki pada dokumen ini."
ACTIONS = ["case_review", "case_approve", "case_return", "case_note"]


@pytest.fixture
def desk(client):
    officer = OfficerFactory(role=Role.FRONT_DESK)
    client.force_login(officer)
    return officer


def url(name, application):
    return reverse(f"backoffice:{name}", args=[application.pk])


def decision(name, application, turn=None):
    """What a form of the page sends for a good decision."""
    turn = application.turn if turn is None else turn
    return {
        "case_approve": {"turn": turn},
        "case_return": {"return-turn": turn, "return-note": "Perbaiki proposal."},
        "case_note": {"note-turn": turn, "note-note": "Cek ke kampus."},
        "case_review": {"turn": turn, **review(application, proposal=(Verdict.REFUSED, "Buram"))},
    }[name]


def review(application, **verdicts):
    """What the form of checks and crosses sends."""
    sent = {}
    for document in application.documents.filter(current=True):
        key = document.requirement_key
        verdict, note = verdicts.get(key, (document.verdict, document.verdict_note))
        sent |= {f"document_{key}": document.pk, f"verdict_{key}": verdict, f"note_{key}": note}
    return sent


def everything():
    models = (Application, Document, Note, Step, OutboxMessage, AuditEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_checks_and_crosses_are_kept_and_shown(client, desk):
    application = ApplicationFactory(at="terima")
    sent = review(
        application, ktp=(Verdict.ACCEPTED, ""), proposal=(Verdict.REFUSED, " Halaman 3 buram. "), rekom=("", "")
    )
    response = client.post(url("case_review", application), {**sent, "turn": application.turn}, follow=True)
    assert response.redirect_chain == [(url("case_detail", application), 302)]
    assert "Hasil pemeriksaan tersimpan." in text_of(response, ".messages")
    assert list(application.documents.values_list("requirement_key", "verdict", "verdict_note", "verdict_by")) == [
        ("ktp", "accepted", "", desk.pk),
        ("proposal", "refused", "Halaman 3 buram.", desk.pk),
        ("rekom", "", "", None),
    ]
    fields = fields_of(response)
    assert (fields["verdict_ktp"], fields["verdict_proposal"], fields["note_proposal"]) == (
        "accepted",
        "refused",
        "Halaman 3 buram.",
    )
    assert "verdict_rekom" not in fields


@pytest.mark.parametrize("note", ["", "   "])
def test_a_cross_without_a_reason_is_told_at_its_field_and_the_rest_is_kept(client, desk, note):
    application = ApplicationFactory(at="terima")
    before = everything()
    sent = review(
        application, ktp=(Verdict.REFUSED, "Buram"), proposal=(Verdict.REFUSED, note), rekom=(Verdict.ACCEPTED, "")
    )
    response = client.post(url("case_review", application), {**sent, "turn": application.turn})
    assert response.status_code == 422
    assert errors_of(response) == {"note_proposal": REASON}
    fields = fields_of(response)
    assert {name: fields[name] for name in ("verdict_ktp", "note_ktp", "verdict_proposal", "verdict_rekom")} == {
        "verdict_ktp": "refused",
        "note_ktp": "Buram",
        "verdict_proposal": "refused",
        "verdict_rekom": "accepted",
    }
    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"verdict_ktp": "mungkin"}, "verdict_ktp"), ({"note_ktp": "x" * 501}, "note_ktp")],
)
def test_what_the_form_does_not_offer_is_refused(client, desk, changes, key):
    application = ApplicationFactory(at="terima")
    before = everything()
    sent = {**review(application), **changes, "turn": application.turn}
    response = client.post(url("case_review", application), sent)
    assert response.status_code == 422
    assert list(errors_of(response)) == [key]
    assert everything() == before


def test_a_document_of_another_case_is_not_judged(client, desk):
    application, other = (ApplicationFactory(at="terima") for _number in range(2))
    foreign = other.documents.get(requirement_key="ktp")
    before = everything()
    sent = {**review(application, ktp=(Verdict.ACCEPTED, "")), "document_ktp": foreign.pk, "turn": application.turn}
    response = client.post(url("case_review", application), sent, follow=True)
    assert "Ada dokumen yang baru diganti pemohon. Periksa berkas yang baru." in text_of(response, ".messages")
    assert everything() == before


def test_an_approved_case_goes_on_and_the_officer_back_to_the_inbox(client, desk):
    application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED)
    response = client.post(url("case_approve", application), {"turn": "terima/1"}, follow=True)
    assert response.redirect_chain == [(INBOX, 302)]
    assert "Permohonan disetujui dan diteruskan ke tahap berikutnya." in text_of(response, ".messages")
    application.refresh_from_db()
    assert (application.stage_key, application.waiting_role) == ("kasi_pv", Role.VERIFICATION_SECTION_HEAD)
    assert application.registration_number is not None
    assert Step.objects.get().actor == desk


@pytest.mark.parametrize(("verdict", "note"), [("", ""), (Verdict.REFUSED, "Buram")])
def test_a_case_with_an_unaccepted_document_is_not_approved(client, desk, verdict, note):
    application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED)
    application.documents.filter(requirement_key="rekom").update(verdict=verdict, verdict_note=note)
    before = everything()
    response = client.post(url("case_approve", application), {"turn": "terima/1"}, follow=True)
    assert response.redirect_chain == [(url("case_detail", application), 302)]
    text = "Belum dinyatakan sesuai: Surat rekomendasi dari instansi atau kampus."
    assert text in text_of(response, ".messages")
    assert everything() == before


def test_a_returned_case_tells_the_applicant_why(client, desk):
    application = ApplicationFactory(at="terima")
    sent = {"return-turn": "terima/1", "return-note": " Proposal belum disahkan. "}
    response = client.post(url("case_return", application), sent, follow=True)
    assert response.redirect_chain == [(INBOX, 302)]
    assert "Permohonan dikembalikan. Pemohon sudah diberi tahu." in text_of(response, ".messages")
    application.refresh_from_db()
    assert (application.status, application.stage_key, application.waiting_role) == ("returned", "terima", "")
    note = Note.objects.get()
    assert (note.text, note.audience, note.author) == ("Proposal belum disahkan.", NoteAudience.APPLICANT, desk)
    assert (
        "Proposal belum disahkan." in OutboxMessage.objects.get(recipient=application.applicant, channel="email").body
    )


def test_a_note_for_colleagues_reaches_nobody_else(client, desk):
    application = ApplicationFactory(at="terima")
    sent = {"note-turn": "terima/1", "note-note": "Cek ke kampus."}
    response = client.post(url("case_note", application), sent, follow=True)
    assert response.redirect_chain == [(url("case_detail", application), 302)]
    assert "Catatan internal tersimpan." in text_of(response, ".messages")
    note = Note.objects.get()
    assert (note.text, note.audience, note.author) == ("Cek ke kampus.", NoteAudience.OFFICE, desk)
    assert not OutboxMessage.objects.exists()
    client.force_login(application.applicant)
    assert b"Cek ke kampus." not in client.get(reverse("portal:application_notes", args=[application.pk])).content


@pytest.mark.parametrize(("name", "prefix"), [("case_return", "return"), ("case_note", "note")])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", REQUIRED),
        (" \n ", REQUIRED),
        ("x" * 2001, "Pastikan nilai ini mengandung paling banyak 2000 karakter (sekarang 2001 karakter)."),
    ],
)
def test_an_empty_or_endless_note_is_told_at_its_field(client, desk, name, prefix, text, message):
    application = ApplicationFactory(at="terima")
    before = everything()
    response = client.post(url(name, application), {f"{prefix}-turn": "terima/1", f"{prefix}-note": text})
    assert response.status_code == 422
    assert errors_of(response) == {f"{prefix}-note": message}
    assert fields_of(response)[f"{prefix}-note"].strip() == text.strip()
    assert everything() == before


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.FRONT_DESK, Role.CONTENT_EDITOR)])
def test_whose_turn_it_is_not_is_told_and_nothing_changes(client, name, role):
    application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED)
    client.force_login(OfficerFactory(role=role))
    before = everything()
    good = decision(name, application)
    bad = {key: value if "turn" in key else "" for key, value in good.items()}
    for sent in (good, {**bad, "verdict_ktp": "refused"}):
        response = client.post(url(name, application), sent, follow=True)
        assert response.redirect_chain == [(url("case_detail", application), 302)]
        assert NOT_YOUR_TURN in text_of(response, ".messages")
    assert everything() == before


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("turn", ["kabid/1", "terima/0", "terima/3", "terima", "terima/2x", ""])
def test_a_page_that_shows_another_turn_decides_nothing(client, desk, name, turn):
    application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED, round=2)
    before = everything()
    response = client.post(url(name, application), decision(name, application, turn), follow=True)
    assert response.redirect_chain == [(url("case_detail", application), 302)]
    assert TOO_OLD in text_of(response, ".messages")
    assert everything() == before


@pytest.mark.parametrize("name", ACTIONS)
def test_a_page_from_before_a_colleague_approved_decides_nothing(client, desk, name):
    application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED)
    sent = decision(name, application)
    application_approve(application_id=application.pk, actor=OfficerFactory(), turn=application.turn)
    before = everything()
    assert TOO_OLD in text_of(client.post(url(name, application), sent, follow=True), ".messages")
    assert everything() == before


@pytest.mark.parametrize("name", ACTIONS)
def test_a_page_from_before_a_correction_decides_nothing(client, desk, name):
    application = ApplicationFactory(at="terima", verdict=Verdict.ACCEPTED)
    page = client.get(url("case_detail", application))
    sent = {**decision(name, application), "turn": fields_of(page)["turn"][0]}
    documents = application.documents.filter(requirement_key="proposal")
    documents.update(verdict=Verdict.REFUSED, verdict_note="Buram")
    application_return(application_id=application.pk, actor=desk, turn=application.turn, note="Perbaiki.")
    document_upload(
        application_id=application.pk,
        actor=application.applicant,
        requirement_key="proposal",
        file=upload(pdf_bytes(text="baru")),
    )
    application_submit(application_id=application.pk, actor=application.applicant)
    before = everything()
    response = client.post(url(name, application), sent, follow=True)
    assert TOO_OLD in text_of(response, ".messages")
    assert everything() == before
    assert fields_of(response)["turn"] == ["terima/2", "terima/2"]


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("at", ["returned:terima", "issued"])
def test_a_case_that_the_office_does_not_have_is_not_decided(client, desk, name, at):
    application = ApplicationFactory(at=at, verdict=Verdict.ACCEPTED)
    before = everything()
    assert TOO_OLD in text_of(
        client.post(url(name, application), decision(name, application), follow=True), ".messages"
    )
    assert everything() == before


def test_the_head_of_office_signs_and_does_not_approve(client):
    application = ApplicationFactory(at="kadis")
    client.force_login(OfficerFactory(role=Role.AGENCY_HEAD))
    before = everything()
    response = client.post(url("case_approve", application), {"turn": application.turn}, follow=True)
    assert "Tahap ini diselesaikan dengan tanda tangan, bukan persetujuan." in text_of(response, ".messages")
    assert everything() == before
    client.post(url("case_return", application), decision("case_return", application))
    application.refresh_from_db()
    assert (application.status, application.stage_key) == ("returned", "kadis")


def test_a_correction_comes_back_to_who_asked_for_it_and_is_marked(client, desk):
    application = ApplicationFactory(at="terima")
    client.post(url("case_review", application), decision("case_review", application))
    client.post(url("case_return", application), decision("case_return", application))
    client.force_login(application.applicant)
    proposal = reverse("portal:document_upload", args=[application.pk, "proposal"])
    client.post(proposal, {"file": upload(pdf_bytes(text="baru"))})
    client.post(reverse("portal:application_send", args=[application.pk]))
    client.force_login(desk)
    assert "(dikirim ulang)" in text_of(client.get(INBOX), "tbody")
    page = client.get(url("case_detail", application))
    assert "Dikirim ulang setelah perbaikan" in text_of(page, ".status-badge")
    section = page_of(page).select_one("section[aria-labelledby=syarat-proposal]")
    assert section is not None
    assert "Belum diperiksa" in section.get_text()
