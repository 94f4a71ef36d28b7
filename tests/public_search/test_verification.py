"""POST /verifikasi/ (design section 6; P10): the contract, and the pages."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from common.content_store import content_read
from izin.permits.enums import PermitState
from izin.permits.models import Permit
from izin.signing.enums import Integrity, Verdict
from izin.signing.errors import VerificationBusy
from izin.signing.verifier.report import SignatureReport, VerificationReport
from public_search import verification
from public_search.verification import DOUBTFUL, NEUTRAL, SENTENCES, Answer, document_answer
from tests.factories.applications import ready_to_sign
from tests.factories.files import pdf_bytes, upload
from tests.factories.permits import HeadFactory, PermitFactory, issue
from tests.izin.signing.tamper import replace_content, updated

URL = "/verifikasi/"
JSON = "application/json"
KEYS = {"verdict", "integrity", "signatures", "register", "message"}


@pytest.fixture
def permit(db):
    return issue(ready_to_sign(), HeadFactory())


@pytest.fixture
def signed(permit):
    return content_read("permits", permit.document_sha256)


def ask(client, data, accept=JSON, name="izin.pdf"):
    return client.post(URL, {"file": upload(data, name, "application/pdf")}, headers={"accept": accept})


def test_a_permit_as_published_is_valid_and_ours(client, permit, signed):
    response = ask(client, signed)
    assert (response.status_code, response["Content-Type"]) == (200, JSON)
    answer = response.json()
    assert set(answer) == KEYS
    assert (answer["verdict"], answer["integrity"]) == ("VALID_NO_TSA", "OK")
    (signature,) = answer["signatures"]
    assert set(signature) == {
        "field",
        "signer",
        "organization",
        "issuer",
        "signed_at",
        "time_source",
        "intact",
        "trusted",
        "is_test",
        "verdict",
    }
    assert (signature["intact"], signature["trusted"], signature["is_test"]) == (True, True, True)
    assert answer["register"] == {
        "number": permit.number,
        "type": permit.permit_type.name,
        "holder": permit.holder_name,
        "valid_from": "2026-12-01",
        "valid_until": "2027-05-31",
        "status": permit.status_on(permit.issued_at.date()),
        "url": f"/izin-terbit/{permit.slug}/",
    }
    assert answer["message"].startswith("UJI - TIDAK SAH")
    person = permit.application.applicant
    for secret in (person.nik, person.email, person.phone, person.profile.street):
        assert secret not in response.content.decode()


def test_one_flipped_byte_is_not_valid_and_not_ours(client, signed):
    position = signed.index(b"stream") + 200
    broken = signed[:position] + bytes([signed[position] ^ 1]) + signed[position + 1 :]
    answer = ask(client, broken).json()
    assert answer["verdict"] not in {"VALID", "VALID_ARCHIVAL", "VALID_NO_TSA"}
    assert answer["integrity"] == "NOT_OK"
    assert answer["register"] is None


def test_a_page_replaced_after_signing_is_told(client, signed):
    answer = ask(client, updated(signed, replace_content)).json()
    assert (answer["verdict"], answer["integrity"], answer["register"]) == ("MODIFIED", "NOT_OK", None)


def test_the_status_of_a_revoked_permit_is_told(client, permit, signed):
    Permit.objects.update(state=PermitState.REVOKED)
    answer = ask(client, signed).json()
    assert (answer["verdict"], answer["register"]["status"]) == ("VALID_NO_TSA", "revoked")
    page = ask(client, signed, accept="text/html").content.decode()
    assert "Dicabut" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "verdict", "integrity"),
    [
        (pdf_bytes(), "NO_SIGNATURE", "NONE"),
        (b"garbage" * 100, "UNREADABLE", "NONE"),
        (b"%PDF-1.7\n%%EOF", "UNREADABLE", "NONE"),
        (b"<html><script>alert(1)</script>", "UNREADABLE", "NONE"),
    ],
)
def test_what_carries_no_signature_is_answered_and_not_an_error(client, data, verdict, integrity):
    response = ask(client, data)
    answer = response.json()
    assert response.status_code == 200
    assert set(answer) == KEYS
    assert (answer["verdict"], answer["integrity"]) == (verdict, integrity)
    assert (answer["signatures"], answer["register"]) == ([], None)
    assert answer["message"] == str(SENTENCES[Verdict(verdict)])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Pilih berkas PDF terlebih dahulu."),
        ({"file": "not a file"}, "Pilih berkas PDF terlebih dahulu."),
        ({"file": upload(b"")}, "Berkas kosong. Pilih berkas yang berisi."),
    ],
)
def test_a_request_without_a_file_is_400(client, data, message):
    response = client.post(URL, data, headers={"accept": JSON})
    assert (response.status_code, response.json()) == (400, {"message": message})
    page = client.post(URL, data)
    assert page.status_code == 400
    assert message in page.content.decode()


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_413_and_read_no_further_than_needed(client, settings, monkeypatch):
    settings.VERIFY_MAX_UPLOAD_BYTES = 1024 * 1024
    seen = []
    original = verification.document_verify
    monkeypatch.setattr(verification, "document_verify", lambda data: seen.append(len(data)) or original(data))
    response = ask(client, b"%PDF-" + b"x" * 3 * 1024 * 1024)
    assert response.status_code == 413
    assert response.json() == {"message": "Berkas terlalu besar. Ukuran paling besar 1 MB."}
    assert seen == [1024 * 1024 + 1]
    assert ask(client, b"x" * 3 * 1024 * 1024, accept="text/html").status_code == 413


@pytest.mark.django_db
def test_when_all_places_are_taken_it_is_429(client, monkeypatch):
    def busy(data):
        raise VerificationBusy("Sedang sibuk.")

    monkeypatch.setattr(verification, "document_verify", busy)
    response = ask(client, pdf_bytes())
    assert (response.status_code, response.json()) == (429, {"message": "Sedang sibuk."})


@pytest.mark.django_db
def test_the_form_is_protected_against_foreign_pages():
    assert Client(enforce_csrf_checks=True).post(URL, {"file": upload(pdf_bytes())}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(URL).status_code == 405


def test_the_page_tells_a_person_the_same_in_words(client, permit, signed):
    page = ask(client, signed, accept="text/html").content.decode()
    assert "UJI - TIDAK SAH. Isi dokumen utuh" in page
    assert "Berkas ini sama dengan yang kami terbitkan." in page
    assert permit.number in page
    assert "Isi utuh" in page
    person = permit.application.applicant
    for secret in (person.nik, person.email, person.phone, person.profile.street):
        assert secret not in page
    broken = ask(client, updated(signed, replace_content), accept="text/html").content.decode()
    assert "Berkas ini tidak sama dengan satu pun izin yang kami terbitkan." in broken
    assert permit.number not in broken


@pytest.mark.django_db
def test_names_out_of_a_file_reach_the_page_only_as_text(client, monkeypatch):
    signature = SignatureReport(
        field="x",
        signer="<script>alert(1)</script>",
        organization="",
        issuer="",
        signed_at=None,
        time_source=None,
        intact=True,
        trusted=True,
        is_test=False,
        verdict=Verdict.VALID,
    )
    report = VerificationReport(Verdict.VALID, Integrity.OK, (signature,))
    monkeypatch.setattr(verification, "document_verify", lambda data: report)
    page = ask(client, pdf_bytes(), accept="text/html").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "Berkas ini tidak ada dalam daftar izin terbit kami." in page


def test_evidence_added_after_publication_does_not_hide_that_it_is_ours(permit, signed, monkeypatch):
    grown = signed + b"% evidence of validity"
    valid = VerificationReport(Verdict.VALID_ARCHIVAL, Integrity.OK)
    monkeypatch.setattr(verification, "document_verify", lambda data: valid)
    assert document_answer(grown).permit == permit
    monkeypatch.setattr(
        verification, "document_verify", lambda data: VerificationReport(Verdict.MODIFIED, Integrity.NOT_OK)
    )
    assert document_answer(grown).permit is None


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_sentence_and_green_is_for_a_valid_permit_in_force(verdict):
    assert str(SENTENCES[verdict])
    integrity = Integrity.OK if verdict.is_valid else Integrity.NOT_OK

    def tone(status, is_test=False):
        permit = SimpleNamespace(status_on=lambda day: status) if status else None
        signature = SimpleNamespace(is_test=is_test)
        report = SimpleNamespace(verdict=verdict, integrity=integrity, signatures=[signature], message="")
        return Answer(report, permit).tone

    if verdict.is_valid:
        assert [tone("valid"), tone("expiring"), tone("revoked"), tone(None), tone("valid", is_test=True)] == [
            "success",
            "success",
            "warning",
            "warning",
            "warning",
        ]
    else:
        expected = "neutral" if verdict in NEUTRAL else "warning" if verdict in DOUBTFUL else "danger"
        assert {tone("valid"), tone(None)} == {expected}


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["{}", " {} ", "{}/", "v/{}", "/v/{}/", "http://localhost:8000/v/{}/"])
def test_a_code_typed_by_hand_leads_to_its_page(client, typed):
    permit = PermitFactory()
    response = client.get(URL, {"kode": typed.format(permit.code.lower())})
    assert (response.status_code, response["Location"]) == (302, reverse("permit_verify", args=[permit.code]))


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", " ", "/", "a b", "../..", "A" * 17, "A" * 300, "\0", "é", "?x=1", "AB\nCD"])
def test_what_is_no_code_is_told_beside_the_field(client, typed):
    response = client.get(URL, {"kode": typed})
    assert response.status_code == 200
    assert response.context["code_form"].errors["kode"]
    assert str(response.context["code_form"].errors["kode"][0]) in response.content.decode()
    assert "is-invalid" in response.content.decode()


@pytest.mark.django_db
def test_the_empty_page_asks_for_a_file_or_a_code_without_complaint(client):
    response = client.get(URL)
    assert response.status_code == 200
    assert not response.context["form"].errors
    assert not response.context["code_form"].errors
