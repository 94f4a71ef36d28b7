"""The counter: an officer registers and files for somebody who agreed, and the next client finds nothing of him."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from izin.accounts.enums import Role
from izin.accounts.models import DeskVisit, User
from izin.accounts.selectors import user_by_nik
from izin.accounts.services.desk import VISIT_LONGEST, acts_for
from izin.applications.models import Application, AssistedFiling, Document
from izin.audit.models import AuditEntry
from izin.messaging.models import OutboxMessage
from izin.workflow.enums import Status
from tests.factories.accounts import ApplicantFactory, OfficerFactory, ktp_jpeg
from tests.factories.applications import ANSWERS, ApplicationFactory, form_data
from tests.factories.catalog import PermitTypeFactory, plain_rows
from tests.factories.files import pdf_bytes, upload
from tests.factories.regions import solok_regions

pytestmark = pytest.mark.django_db

DESK, CLIENT = "/petugas/loket/", "/petugas/loket/klien/"
FORM = {**form_data(ANSWERS), "lokasi": ["Kecamatan Kubung"]}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC), tick=False) as travelled:
        yield travelled


@pytest.fixture
def officer(client):
    user = OfficerFactory(role=Role.FRONT_DESK, full_name="Petugas Loket")
    client.force_login(user)
    return user


@pytest.fixture
def person(db):
    return ApplicantFactory(full_name="Siti Aminah")


def serve(client, person, consent="oral"):
    response = client.post(f"{CLIENT}{person.pk}/", {"consent_kind": consent, "identity_checked": "on"})
    assert response["Location"] == CLIENT
    return DeskVisit.objects.get(ended_at=None)


def code_type():
    """A permit type whose proposal must carry a QR code."""
    rows = plain_rows("requirements")
    for row in rows:
        row["content_check"] = "qr" if row["key"] == "proposal" else row.get("content_check", "")
    return PermitTypeFactory(requirements=rows)


def test_a_client_is_found_by_nik_and_served_after_his_consent(client, officer, person):
    assert client.post(DESK, {"nik": person.nik})["Location"] == f"{CLIENT}{person.pk}/"
    response = client.post(f"{CLIENT}{person.pk}/", {"consent_kind": "oral"})
    assert list(response.context["form"].errors) == ["identity_checked"]
    assert not DeskVisit.objects.exists()
    visit = serve(client, person, "paper")
    assert (visit.officer, visit.applicant, visit.consent) == (officer, person, "paper")
    page = client.get(CLIENT).content.decode()
    assert "Anda melayani" in page
    assert "Siti Aminah" in page
    # On every page of the officer, not only of the counter.
    assert "Anda melayani" in client.get("/petugas/").content.decode()
    assert AuditEntry.objects.get().action == "desk.begun"


def test_who_is_unknown_is_registered_and_gets_his_own_password(client, officer):
    solok_regions()
    nik = "1302110503910003"
    assert "daftarkan pemohon baru" in client.post(DESK, {"nik": nik}).content.decode()
    client.get(f"{DESK}daftar/")
    data = {
        "nik": nik,
        "full_name": "Irman Syaputra",
        "birth_place": "Solok",
        "birth_date": "05/03/1991",
        "sex": "male",
        "occupation": "Perawat",
        "province": "13",
        "regency": "13.02",
        "district": "13.02.10",
        "village": "13.02.10.2001",
        "street": "Jorong Simpang",
        "phone": "0853-5513-5518",
        "email": "irman@contoh.id",
        "data_correct": "on",
        "consent": "on",
    }
    response = client.post(f"{DESK}daftar/", {**data, "ktp": upload(ktp_jpeg(), "ktp.jpg", "image/jpeg")})
    assert set(response.context["form"].errors) == {"consent_kind", "identity_checked"}
    token = response.context["form"]["ktp_token"].value()
    response = client.post(
        f"{DESK}daftar/", {**data, "ktp_token": token, "consent_kind": "paper", "identity_checked": "on"}
    )
    assert response.status_code == 302, response.context["form"].errors
    assert response["Location"] == CLIENT
    made = user_by_nik(nik)
    assert made.must_change_password
    assert AuditEntry.objects.get(action="account.registered").actor == officer
    assert DeskVisit.objects.get().applicant == made
    message = OutboxMessage.objects.filter(recipient=made).first()
    assert message.secret
    assert client.get("/petugas/kotak-keluar/").status_code == 200


def test_filed_for_the_client_from_the_questions_to_the_receipt(client, officer, person):
    kind = code_type()
    visit = serve(client, person)
    here = {"kunjungan": visit.pk}
    refused = client.post(f"{DESK}ajukan/{kind.slug}/", {**FORM, **here, "judul": ""})
    assert refused.status_code == 422
    assert ANSWERS["no_rekom"] in refused.content.decode()
    response = client.post(f"{DESK}ajukan/{kind.slug}/", {**FORM, **here})
    application = Application.objects.get()
    page = f"{DESK}permohonan/{application.pk}/"
    assert response["Location"] == page
    assert application.applicant == person
    for requirement in application.rules.requirements.all():
        if application.documents.filter(requirement_key=requirement.key).exists():
            continue
        jpeg = requirement.file_kind == "jpeg"
        file = upload(ktp_jpeg(), "a.jpg") if jpeg else upload(pdf_bytes(text=requirement.key), "a.pdf")
        data = {"file": file, **here}
        if requirement.key == "proposal":
            without = client.post(f"{page}dokumen/proposal/", data)
            assert without.status_code == 422
            assert "Kode QR pada berkas ini tidak terbaca" in without.content.decode()
            data = {"file": upload(pdf_bytes(text="proposal"), "a.pdf"), "without_code": "on", **here}
        assert client.post(f"{page}dokumen/{requirement.key}/", data).status_code == 302
    assert "Tanpa kode QR" in Document.objects.get(requirement_key="proposal").warning
    assert client.post(f"{page}ubah/", {**FORM, **here, "judul": "Judul baru"}).status_code == 422
    version = client.get(f"{page}ubah/").context["version"]
    changed = client.post(f"{page}ubah/", {**FORM, **here, "judul": "Judul baru", "versi": version})
    assert changed["Location"] == page
    assert client.post(f"{page}kirim/", here).status_code == 422
    assert client.post(f"{page}kirim/", {**here, "stated": "on"})["Location"] == f"{page}tanda-terima/"
    application.refresh_from_db()
    assert (application.status, application.answers["judul"]) == (Status.SUBMITTED, "Judul baru")
    assert AssistedFiling.objects.get().visit == visit
    assert application.steps.get().actor == officer
    receipt = client.get(f"{page}tanda-terima/").content.decode()
    for words in (application.receipt_code, "5 hari kerja", "/tracking/", person.masked_nik, "Petugas Loket", "Lisan"):
        assert words in receipt
    assert person.nik not in receipt
    told = OutboxMessage.objects.filter(recipient=person).first()
    assert person.get_full_name() in told.body
    # Every officer sees how it came in.
    case = client.get(f"/petugas/permohonan/{application.pk}/").content.decode()
    assert "Diajukan di loket oleh" in case
    assert "Lisan, di hadapan petugas" in case
    assert "Tanpa kode QR" in case
    assert set(AuditEntry.objects.exclude(actor=officer).values_list("action", flat=True)) == set()


def test_what_the_applicant_sent_himself_names_no_officer_on_its_receipt(client, officer, person):
    application = ApplicationFactory(applicant=person, at="terima")
    serve(client, person)
    receipt = client.get(f"{DESK}permohonan/{application.pk}/tanda-terima/").content.decode()
    assert application.receipt_code in receipt
    assert "Petugas loket" not in receipt


def test_the_next_client_finds_nothing_of_the_last(client, officer, person):
    draft = ApplicationFactory(applicant=person)
    old = serve(client, person)
    page = f"{DESK}permohonan/{draft.pk}/"
    assert client.get(page).status_code == 200
    assert client.post(f"{DESK}selesai/")["Location"] == DESK
    for address in (CLIENT, page, f"{page}ubah/", f"{page}berkas/{draft.documents.first().pk}/"):
        assert client.get(address)["Location"] == DESK
    assert "Anda melayani" not in client.get(DESK).content.decode()
    other = ApplicantFactory(full_name="Budi Santoso")
    serve(client, other)
    shown = client.get(CLIENT).content.decode()
    assert "Siti Aminah" not in shown
    assert client.get(page).status_code == 404
    # A tab that was left open on the last client's form writes nothing for this one.
    kind = PermitTypeFactory()
    left = client.post(f"{DESK}ajukan/{kind.slug}/", {**FORM, "kunjungan": old.pk}, follow=True)
    assert "klien sebelumnya" in left.content.decode()
    assert not Application.objects.filter(applicant=other).exists()
    entry = AuditEntry.objects.get(action="desk.ended")
    assert (entry.actor, entry.subject_id) == (officer, str(person.pk))
    old.refresh_from_db()
    assert old.ended_at


def test_pages_of_the_counter_are_kept_by_no_browser(client, officer, person):
    serve(client, person)
    assert "no-store" in client.get(CLIENT)["Cache-Control"]


def test_one_client_at_a_time_and_not_for_ever(client, officer, person, clock):
    serve(client, person)
    other = ApplicantFactory()
    serve(client, other)
    assert not acts_for(officer, person.pk)
    assert acts_for(officer, other.pk)
    clock.shift(VISIT_LONGEST + timedelta(seconds=1))
    assert not acts_for(officer, other.pk)
    assert client.get(CLIENT)["Location"] == DESK


def test_who_loses_the_role_or_serves_a_closed_account_acts_for_nobody(client, officer, person):
    serve(client, person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert not acts_for(officer, person.pk)
    User.objects.filter(pk=person.pk).update(is_active=True)
    assert acts_for(officer, person.pk)
    officer.groups.clear()
    assert not acts_for(User.objects.get(pk=officer.pk), person.pk)


def test_officers_are_not_served(client, officer):
    both = ApplicantFactory(is_staff=True)
    assert client.post(f"{CLIENT}{both.pk}/", {"consent_kind": "oral", "identity_checked": "on"}).status_code == 404
    assert client.post(DESK, {"nik": both.nik}).context["unknown"]
    assert not DeskVisit.objects.exists()


def test_an_applicant_waives_no_code_for_himself(client, person):
    application = ApplicationFactory(applicant=person, permit_type=code_type(), documents=False)
    client.force_login(person)
    data = {"file": upload(pdf_bytes(text="proposal"), "a.pdf"), "without_code": "on"}
    assert client.post(f"/portal/permohonan/{application.pk}/dokumen/proposal/", data).status_code == 422
    assert not application.documents.filter(requirement_key="proposal").exists()
