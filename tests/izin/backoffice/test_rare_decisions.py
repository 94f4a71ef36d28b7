"""The decisions that are taken less often: back to a stage, refusal, BPJS, corrections, taking over (W2, W3, W7)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from izin.accounts.enums import Role
from izin.applications.models import AnswerCorrection, Application, BpjsCheck, CaseClaim, Note, Rejection
from izin.applications.services.claiming import case_claim
from izin.workflow.enums import Status
from izin.workflow.services import reasons_load
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import ANSWERS, ApplicationFactory
from tests.html import errors_of, fields_of, page_of, text_of

pytestmark = pytest.mark.django_db

REFUSAL = "Permohonan tidak memenuhi persyaratan yang ditetapkan."


def url(name, application):
    return reverse(f"backoffice:{name}", args=[application.pk])


@pytest.fixture
def kabid(client):
    officer = OfficerFactory(role=Role.DIVISION_HEAD)
    client.force_login(officer)
    return officer


def test_a_case_goes_back_to_a_stage_that_is_chosen_and_only_officers_read_why(client, kabid):
    case = ApplicationFactory(at="kabid")
    stages = page_of(client.get(url("case_detail", case))).select("#id_back-to option")
    assert [option["value"] for option in stages] == ["kasi_pnp", "kasi_pv", "terima"]
    data = {"back-turn": case.turn, "back-to": "terima", "back-reason": "Periksa KTP lagi."}
    assert client.post(url("case_send_back", case), data)["Location"] == "/petugas/"
    case.refresh_from_db()
    assert (case.stage_key, case.sent_back) == ("terima", 1)
    (note,) = Note.objects.all()
    assert (note.audience, note.text) == ("office", "Periksa KTP lagi.")
    # A page that was open before can decide nothing.
    client.post(url("case_send_back", case), data)
    case.refresh_from_db()
    assert case.sent_back == 1


@pytest.mark.parametrize("change", [{"back-reason": ""}, {"back-to": "kadis"}, {"back-to": ""}])
def test_going_back_without_reason_or_to_no_earlier_stage_keeps_what_was_typed(client, kabid, change):
    case = ApplicationFactory(at="kabid")
    data = {"back-turn": case.turn, "back-to": "terima", "back-reason": "Periksa KTP lagi.", **change}
    response = client.post(url("case_send_back", case), data)
    assert response.status_code == 422
    assert errors_of(response)
    assert fields_of(response)["back-reason"].strip() == data["back-reason"]
    case.refresh_from_db()
    assert case.stage_key == "kabid"


def refusal(case, **changes):
    return {
        "reject-turn": case.turn,
        "reject-reason": REFUSAL,
        "reject-legal_ground": "Pasal 147 Permenkes Nomor 13 Tahun 2025",
        "reject-objection": "Ajukan keberatan tertulis.",
        "reject-sure": "on",
        **changes,
    }


def test_a_refusal_names_its_ground_and_how_to_object(client, kabid):
    reasons_load()
    case = ApplicationFactory(at="kabid")
    assert client.post(url("case_reject", case), refusal(case))["Location"] == "/petugas/"
    case.refresh_from_db()
    assert case.status == Status.REJECTED
    kept = Rejection.objects.get()
    assert (kept.reason, kept.objection) == (REFUSAL, "Ajukan keberatan tertulis.")
    words = text_of(client.get(url("case_detail", case)))
    assert REFUSAL in words
    assert "Pasal 147" in words
    assert not page_of(client.get(url("case_detail", case))).select("#keputusan")


@pytest.mark.parametrize(
    "change",
    [
        {"reject-reason": ""},
        {"reject-reason": "Alasan sendiri"},
        {"reject-legal_ground": " "},
        {"reject-objection": ""},
        {"reject-sure": ""},
    ],
)
def test_a_refusal_that_lacks_something_refuses_nothing(client, kabid, change):
    reasons_load()
    case = ApplicationFactory(at="kabid")
    response = client.post(url("case_reject", case), refusal(case, **change))
    assert response.status_code == 422
    assert errors_of(response)
    assert not Rejection.objects.exists()
    assert Application.objects.get(pk=case.pk).status == Status.SUBMITTED


def test_an_answer_is_put_right_with_a_trail(client, kabid):
    case = ApplicationFactory(at="kabid")
    page = client.get(url("case_correct", case))
    form = {name: value for name, value in fields_of(page).items() if not isinstance(value, list) or value}
    form |= {"turn": case.turn, "judul": "Judul yang dibetulkan", "correction__reason": "Ejaan."}
    response = client.post(url("case_correct", case), form)
    assert response.status_code == 302, errors_of(response)
    (made,) = AnswerCorrection.objects.all()
    assert (made.field_key, made.before, made.after) == ("judul", ANSWERS["judul"], "Judul yang dibetulkan")
    assert (made.actor, made.reason) == (kabid, "Ejaan.")
    words = " ".join(text_of(client.get(url("case_detail", case))).split())
    assert f"“{ANSWERS['judul']}” menjadi “Judul yang dibetulkan”" in words


def test_a_correction_without_a_reason_changes_nothing(client, kabid):
    case = ApplicationFactory(at="kabid")
    form = {**fields_of(client.get(url("case_correct", case))), "turn": case.turn, "judul": "Lain"}
    assert client.post(url("case_correct", case), {**form, "correction__reason": ""}).status_code == 422
    assert not AnswerCorrection.objects.exists()
    assert Application.objects.get(pk=case.pk).answers == ANSWERS


def test_checks_and_approval_are_one_press(client):
    case = ApplicationFactory(at="terima")
    client.force_login(OfficerFactory())
    data = {"turn": case.turn, "lanjut": "setujui"}
    for document in case.documents.all():
        key = document.requirement_key
        data |= {f"document_{key}": document.pk, f"verdict_{key}": "accepted", f"note_{key}": ""}
    following = ApplicationFactory(at="terima", permit_type=case.permit_type)
    response = client.post(url("case_review", case), {**data, "berikutnya": "1"})
    assert response["Location"] == url("case_detail", following)
    case.refresh_from_db()
    assert case.stage_key == "kasi_pv"
    # It is remembered.
    assert page_of(client.get(url("case_detail", following))).select_one("#berikutnya-periksa").has_attr("checked")


def test_who_checks_documents_works_on_the_case(client):
    case = ApplicationFactory(at="terima")
    officer = OfficerFactory()
    client.force_login(officer)
    papers = {f"document_{document.requirement_key}": document.pk for document in case.documents.all()}
    client.post(url("case_review", case), {"turn": case.turn, **papers})
    assert CaseClaim.objects.get().officer == officer


def test_a_superior_takes_over_and_a_colleague_does_not(client):
    case = ApplicationFactory(at="terima")
    case_claim(application_id=case.pk, actor=OfficerFactory(full_name="Budi Kelana"))
    client.force_login(OfficerFactory())
    page = page_of(client.get(url("case_detail", case)))
    assert "Sedang dikerjakan Budi Kelana" in page.get_text()
    client.post(url("case_take_over", case))
    assert CaseClaim.objects.get().officer.full_name == "Budi Kelana"
    client.force_login(OfficerFactory(role=Role.SUPERVISOR, also=[Role.FRONT_DESK]))
    assert page_of(client.get(url("case_detail", case))).select("form[action$='ambil-alih/']")
    client.post(url("case_take_over", case))
    assert CaseClaim.objects.get().officer.full_name != "Budi Kelana"


def test_an_open_page_is_told_who_else_is_there_and_that_the_case_moved_on(client):
    case = ApplicationFactory(at="terima")
    colleague = OfficerFactory(full_name="Budi Kelana")
    client.force_login(colleague)
    assert client.post(url("case_present", case), {"turn": case.turn}).json() == {
        "others": [],
        "claimed": "",
        "moved": False,
    }
    case_claim(application_id=case.pk, actor=colleague)
    client.force_login(OfficerFactory())
    assert client.post(url("case_present", case), {"turn": "terima/0"}).json() == {
        "others": ["Budi Kelana"],
        "claimed": "Budi Kelana",
        "moved": True,
    }


def test_the_bpjs_officer_asks_records_and_then_approves(client):
    case = ApplicationFactory(at="terima")
    Application.objects.filter(pk=case.pk).update(waiting_role=Role.BPJS_VERIFIER)
    officer = OfficerFactory(role=Role.BPJS_VERIFIER)
    client.force_login(officer)
    client.post(url("case_bpjs_request", case), {"ask-turn": case.turn, "ask-subject": "Irman"})
    assert BpjsCheck.objects.get().recorded_at is None
    record = {
        "bpjs-turn": case.turn,
        "bpjs-subject": "Irman",
        "bpjs-is_active": "ya",
        "bpjs-number": "",
        "bpjs-checked_on": timezone.localdate().isoformat(),
    }
    response = client.post(url("case_bpjs_record", case), record)
    assert response.status_code == 422
    assert "11 angka" in text_of(response)
    client.post(url("case_bpjs_record", case), {**record, "bpjs-number": "1234 5678 901"})
    assert BpjsCheck.objects.get().number == "12345678901"
    assert "12345678901" in text_of(client.get(url("case_detail", case)))
