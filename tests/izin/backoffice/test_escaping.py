"""What people type is shown as text on every page, whatever it is: applicants, officers, the public."""

import pytest
from django.db import transaction
from django.urls import reverse

from izin.applications.enums import NoteAudience, Verdict
from izin.applications.models import ApplicationLocation
from izin.messaging.selectors import message_definition
from izin.messaging.services import message_enqueue
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ANSWERS, NoteFactory, form_data, ready_to_sign
from tests.factories.applications import ApplicationFactory as Case
from tests.factories.catalog import PermitTypeFactory, ResearchLocationFactory, SectorFactory
from tests.factories.permits import HeadFactory, PermitFactory
from tests.html import page_of

pytestmark = pytest.mark.django_db

EVIL = "\"'></textarea></title><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt;"
CASE_PAGES = ["application_detail", "document_list", "application_notes", "application_process", "application_edit"]


@pytest.fixture
def evil_cases():
    """Cases of one person in several states in which every text that somebody types is hostile."""
    person = ApplicantFactory(full_name=EVIL, title_back=EVIL[:90], profile__street=EVIL, profile__occupation=EVIL)
    ResearchLocationFactory(name=EVIL)
    permit_type = PermitTypeFactory(name=EVIL, description=EVIL, sector=SectorFactory(name=EVIL))
    officer = OfficerFactory(full_name=EVIL)
    answers = {**ANSWERS, **dict.fromkeys(("rekom_dari", "no_rekom", "judul"), EVIL)}
    common = {"applicant": person, "permit_type": permit_type, "answers": answers, "locations": [EVIL]}
    permit = PermitFactory(
        **{f"issuance__application__{key}": value for key, value in common.items()},
        holder_name=EVIL,
        subject=EVIL,
        place=EVIL,
        public_data=[[EVIL, EVIL]],
        signer_name=EVIL,
    )
    cases = {at: Case(**common, at=at) for at in ("draft", "terima", "returned:terima")}
    cases |= {"kadis": ready_to_sign(**common), "issued": permit.application}
    for case in cases.values():
        case.documents.update(original_name=EVIL, verdict=Verdict.REFUSED, verdict_note=EVIL, verdict_by=officer)
        for audience in NoteAudience:
            NoteFactory(application=case, author=officer, text=EVIL, audience=audience)
        ApplicationLocation.objects.create(application=case, name=f"lain {EVIL}")
    with transaction.atomic():
        message_enqueue(
            event_key="uji",
            recipient=person,
            address=person.email,
            text="application_returned",
            tokens=dict.fromkeys(message_definition("application_returned").tokens, EVIL),
        )
    return cases


def assert_harmless(response, *, shows=True):
    page = page_of(response)
    assert page.select("[onerror], img[src=x]") == []
    assert [script for script in page.select("script") if "alert" in script.get_text()] == []
    body = response.content.decode()
    assert "onerror=alert(1)>" not in body
    assert "{{ 7|add:7 }}" in body or not shows
    assert (ESCAPED in body) is shows


def test_on_the_pages_of_applicants(client, evil_cases):
    person = evil_cases["draft"].applicant
    client.force_login(person)
    for address in (reverse(f"portal:{name}") for name in ("dashboard", "application_list", "application_choose")):
        assert_harmless(client.get(address))
    assert_harmless(client.get(reverse("portal:permit_list")))
    permit = evil_cases["issued"].permit
    assert_harmless(client.get(reverse("portal:permit_poll", args=[permit.pk])))
    for case in evil_cases.values():
        for name in CASE_PAGES:
            assert_harmless(client.get(reverse(f"portal:{name}", args=[case.pk]), follow=True))


def test_when_a_form_comes_back_with_errors(client, evil_cases):
    case = evil_cases["draft"]
    client.force_login(case.applicant)
    wrong = {**dict.fromkeys(form_data(ANSWERS), EVIL), "lokasi": [EVIL, EVIL * 3]}
    edit = reverse("portal:application_edit", args=[case.pk])
    create = reverse("portal:application_create", args=[case.permit_type.slug])
    for address in (edit, create):
        response = client.post(address, wrong)
        assert response.status_code == 422
        assert_harmless(response)
        assert_harmless(client.post(address, {**wrong, "tambah_lokasi": "1"}))
    testimonial = reverse("portal:permit_testimonial", args=[evil_cases["issued"].permit.pk])
    response = client.post(testimonial, {"testimonial": EVIL * 20})
    assert response.status_code == 422
    assert_harmless(response)


def test_on_the_pages_of_officers(client, evil_cases):
    head = HeadFactory(full_name=EVIL)
    for officer in (OfficerFactory(full_name=EVIL), head):
        client.force_login(officer)
        for address in ("/petugas/", "/petugas/?tampil=semua", "/petugas/kotak-keluar/"):
            assert_harmless(client.get(address))
        for at, case in evil_cases.items():
            if at != "draft":
                assert_harmless(client.get(reverse("backoffice:case_detail", args=[case.pk])))
    assert_harmless(client.get(reverse("backoffice:case_sign", args=[evil_cases["kadis"].pk])))
    wrong = {"return-turn": EVIL, "return-note": EVIL * 30}
    response = client.post(reverse("backoffice:case_return", args=[evil_cases["kadis"].pk]), wrong)
    assert response.status_code == 422
    assert_harmless(response)


def test_on_the_public_pages(client, evil_cases):
    permit = evil_cases["issued"].permit
    for address in ("/izin-terbit/", permit.get_absolute_url(), f"/v/{permit.code}/"):
        assert_harmless(client.get(address))
    assert_harmless(client.get("/izin-terbit/", {"q": EVIL}))
    assert_harmless(client.get("/verifikasi/", {"kode": EVIL}))
    assert_harmless(client.get(reverse("permit_verify", args=["<script>alert(1)"])), shows=False)


def test_a_hostile_letter_is_still_a_letter(client, evil_cases):
    evil_cases["kadis"].documents.update(verdict=Verdict.ACCEPTED)
    client.force_login(HeadFactory())
    response = client.get(reverse("backoffice:case_preview", args=[evil_cases["kadis"].pk]))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
