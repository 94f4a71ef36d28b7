"""The page of one case: what it tells, to whom it offers what, and what it never shows (W3, design section 7)."""

import pytest
from django.urls import reverse

from common.content_store import content_read
from izin.accounts.enums import Role
from izin.applications.enums import NoteAudience, Verdict
from izin.applications.models import ApplicationLocation, Document, Step
from izin.audit.models import AuditEntry
from izin.workflow.enums import Action
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ANSWERS, ApplicationFactory, NoteFactory, ready_to_sign
from tests.factories.permits import HeadFactory, PermitFactory
from tests.html import fields_of, page_of, text_of

pytestmark = pytest.mark.django_db

CASE_ROLES = [role for role in Role if role != Role.CONTENT_EDITOR]


def url(application):
    return reverse("backoffice:case_detail", args=[application.pk])


def summary(response):
    return {row.dt.get_text(): row.dd.get_text() for row in page_of(response).select("main .summary-row")}


def test_a_case_tells_the_answers_the_person_and_how_far_it_is(client):
    person = ApplicantFactory(full_name="Irman Syaputra", title_back="S.Kom")
    application = ApplicationFactory(at="kabid", applicant=person, number=7, round=2)
    client.force_login(OfficerFactory())
    response = client.get(url(application))
    rows = summary(response)
    assert rows["Nomor registrasi"] == "7/UJI/SISFO/XI/2026"
    assert (rows["Kode tanda terima"], rows["Dikirim ulang"]) == ("TERIMA7", "1 kali")
    assert rows["Tahap sekarang"] == "Verifikasi Kabid"
    assert rows["Judul penelitian"] == ANSWERS["judul"]
    assert rows["Tanggal rekomendasi"] == "2 November 2026"
    assert rows["Lokasi penelitian"] == "Kecamatan KubungRSUD Arosuka, Kec. Gunung Talang"
    assert rows["Nama"] == "Irman Syaputra, S.Kom"
    assert rows["NIK"] == f"{person.nik[:4]}********{person.nik[-4:]}"
    assert (rows["WhatsApp"], rows["Alamat e-mail"]) == (person.phone, person.email)
    assert "Dikirim ulang setelah perbaikan" in text_of(response, ".status-badge")


@pytest.mark.parametrize("role", CASE_ROLES)
@pytest.mark.parametrize("at", ["terima", "kadis", "returned:kabid", "issued"])
def test_only_whose_turn_it_is_is_offered_a_decision(client, role, at):
    application = ApplicationFactory(at=at)
    client.force_login(OfficerFactory(role=role))
    page = page_of(client.get(url(application)))
    actions = [form["action"].rsplit("/", 2)[1] for form in page.select("main form")]
    links = [link["href"].rsplit("/", 2)[1] for link in page.select("#keputusan ~ .row a")]
    if application.waiting_role != role:
        assert (actions, links) == ([], [])
    elif at == "kadis":
        assert (actions, links) == (["periksa", "kembalikan", "catatan"], ["pratinjau", "tanda-tangan"])
    else:
        assert (actions, links) == (["periksa", "setujui", "kembalikan", "catatan"], [])


def test_every_form_carries_the_turn_that_the_page_shows(client):
    application = ApplicationFactory(at="terima", round=3)
    client.force_login(OfficerFactory())
    fields = fields_of(client.get(url(application)))
    assert fields["turn"] == ["terima/3", "terima/3"]
    assert (fields["return-turn"], fields["note-turn"]) == ("terima/3", "terima/3")
    signing = ready_to_sign(round=4)
    client.force_login(HeadFactory())
    sign_url = reverse("backoffice:case_sign", args=[signing.pk])
    assert fields_of(client.get(sign_url)) == {"turn": "kadis/4", "passphrase": ""}


def test_the_documents_show_what_was_found(client):
    application = ApplicationFactory(at="kabid")
    application.documents.filter(requirement_key="ktp").delete()
    application.documents.filter(requirement_key="rekom").update(verdict=Verdict.REFUSED, verdict_note="Tidak terbaca.")
    client.force_login(OfficerFactory(role=Role.SUPERVISOR))
    page = page_of(client.get(url(application)))
    found = {key: page.select_one(f"section[aria-labelledby=syarat-{key}]") for key in ("ktp", "proposal", "rekom")}
    texts = {key: part.get_text() if part else "" for key, part in found.items()}
    assert "Tidak diunggah" in texts["ktp"]
    assert "Sesuai" in texts["proposal"]
    assert "Perlu diperbaiki" in texts["rekom"]
    assert "Tidak terbaca." in texts["rekom"]


def test_notes_for_colleagues_and_for_the_applicant_are_told_apart(client):
    application = ApplicationFactory(at="kabid")
    NoteFactory(application=application, text="Untuk pemohon")
    kept = NoteFactory(application=application, text="Hanya kita", audience=NoteAudience.OFFICE)
    client.force_login(OfficerFactory())
    articles = page_of(client.get(url(application))).select("#catatan ~ article")
    assert [" ".join(article.get_text(" ").split()).split(",")[0] for article in articles] == [
        f"Petugas saja Hanya kita {kept.author.get_full_name()}",
        f"Pemohon dan petugas Untuk pemohon {application.notes.last().author.get_full_name()}",
    ]


def test_an_issued_case_leads_to_the_register(client):
    permit = PermitFactory()
    client.force_login(OfficerFactory())
    links = [link["href"] for link in page_of(client.get(url(permit.application))).select("main a.btn-outline-primary")]
    assert links == [permit.get_absolute_url()]


def test_the_full_nik_is_on_no_page_of_officers(client):
    head = HeadFactory()
    cases = [ApplicationFactory(at=at) for at in ("terima", "returned:kabid")]
    signing = ready_to_sign()
    cases += [signing, PermitFactory().application]
    addresses = [url(case) for case in cases] + ["/petugas/", "/petugas/?tampil=semua", "/petugas/kotak-keluar/"]
    addresses.append(reverse("backoffice:case_sign", args=[signing.pk]))
    for officer in (OfficerFactory(), head):
        client.force_login(officer)
        for address in addresses:
            body = client.get(address).content.decode()
            for person in [officer, *(case.applicant for case in cases)]:
                assert person.nik not in body


@pytest.mark.parametrize("role", CASE_ROLES)
def test_a_document_is_handed_out_as_it_is_stored_and_the_opening_is_logged(client, role):
    document = ApplicationFactory(at="kabid").documents.get(requirement_key="ktp")
    officer = OfficerFactory(role=role)
    client.force_login(officer)
    response = client.get(reverse("backoffice:case_document", args=[document.application_id, document.pk]))
    assert b"".join(response.streaming_content) == content_read("private", document.sha256)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == 'inline; filename="ktp.jpg"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.data) == ("document.viewed", officer, {"document": document.pk})
    assert (entry.subject_type, entry.subject_id) == ("izin_applications.application", str(document.application_id))


def test_an_editor_of_texts_opens_no_document_and_leaves_no_trace_of_one(client):
    document = ApplicationFactory(at="kabid").documents.first()
    client.force_login(OfficerFactory(role=Role.CONTENT_EDITOR))
    response = client.get(reverse("backoffice:case_document", args=[document.application_id, document.pk]))
    assert response.status_code == 403
    assert not AuditEntry.objects.exists()


def test_a_case_takes_the_same_queries_however_much_it_has(
    client, django_assert_num_queries, django_assert_max_num_queries
):
    small, large = (ApplicationFactory(at="terima") for _number in range(2))
    NoteFactory(application=small)
    Step.objects.create(application=small, action=Action.SUBMIT, actor=small.applicant, at=small.submitted_at)
    for number in range(25):
        NoteFactory(application=large, text=f"Catatan {number}")
        ApplicationLocation.objects.create(application=large, name=f"Tempat {number}")
        Step.objects.create(
            application=large, action=Action.RETURN, actor=OfficerFactory(), at=large.submitted_at, stage_key="terima"
        )
        Document.objects.create(
            application=large,
            requirement_key="proposal",
            sha256="0" * 64,
            size=1,
            content_type="application/pdf",
            original_name="lama.pdf",
            current=False,
        )
    client.force_login(OfficerFactory())
    client.get(url(small))
    with django_assert_max_num_queries(40) as counted:
        client.get(url(small))
    with django_assert_num_queries(len(counted)):
        client.get(url(large))
