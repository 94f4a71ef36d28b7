"""The page of one case: what it tells, to whom it offers what, and what it never shows (W3, design section 7)."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from common.content_store import content_read, content_save
from izin.accounts.enums import Role
from izin.applications.enums import NoteAudience, Verdict
from izin.applications.models import AnswerSnapshot, ApplicationLocation, Document, Step
from izin.audit.models import AuditEntry
from izin.catalog.models import PermitType
from izin.permits.models import Issuance
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
    actions = {form["action"].rsplit("/", 2)[1] for form in page.select("main form[action]")}
    links = {link["href"].rsplit("/", 2)[1] for link in page.select("#keputusan ~ .row a, #data ~ p a")}
    if application.waiting_role != role:
        assert (actions, links) == (set(), set())
    elif at == "kadis":
        assert actions == {"ambil", "periksa", "kembalikan", "mundurkan", "tolak", "catatan"}
        assert links == {"pratinjau", "tanda-tangan", "betulkan"}
    else:
        # Before the first stage there is none to give it back to.
        assert actions == {"ambil", "periksa", "setujui", "kembalikan", "tolak", "catatan"}
        assert links == {"betulkan"}


def test_every_form_carries_the_turn_that_the_page_shows(client):
    application = ApplicationFactory(at="terima", round=3)
    client.force_login(OfficerFactory())
    fields = fields_of(client.get(url(application)))
    assert fields["turn"] == ["terima/3", "terima/3"]
    assert {name: value for name, value in fields.items() if name.endswith("-turn")} == {
        "return-turn": "terima/3",
        "note-turn": "terima/3",
        "reject-turn": "terima/3",
    }
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
    links = [link["href"] for link in page_of(client.get(url(permit.application))).select(".case-acts a")]
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
    with django_assert_max_num_queries(60) as counted:
        client.get(url(small))
    with django_assert_num_queries(len(counted)):
        client.get(url(large))


# --- The viewer, what changed, what is related ---------------------------------------------------------------------


def sheet(application, key, number=1, **query):
    document = application.documents.get(requirement_key=key, current=True)
    return reverse("backoffice:case_sheet", args=[application.pk, document.pk, number], query=query)


def picture_of(response):
    assert response["Content-Type"] == "image/jpeg"
    return Image.open(io.BytesIO(response.content))


@pytest.mark.parametrize("key", ["ktp", "proposal"])
def test_a_page_is_drawn_turned_and_enlarged_whatever_the_file_is(client, key):
    application = ApplicationFactory(at="terima")
    client.force_login(OfficerFactory())
    plain = picture_of(client.get(sheet(application, key)))
    turned = picture_of(client.get(sheet(application, key, putar=90)))
    assert turned.size == plain.size[::-1]
    assert picture_of(client.get(sheet(application, key, putar=17))).size == plain.size
    if key == "proposal":
        assert picture_of(client.get(sheet(application, key, rinci=1))).width == 2 * plain.width


def test_leafing_through_a_document_is_one_opening(client):
    application = ApplicationFactory(at="terima")
    client.force_login(OfficerFactory())
    for turn in (0, 90, 180):
        client.get(sheet(application, "proposal", putar=turn))
    assert AuditEntry.objects.filter(action="document.viewed").count() == 1
    client.get(sheet(application, "ktp"))
    assert AuditEntry.objects.filter(action="document.viewed").count() == 2


@pytest.mark.parametrize("number", [0, 2, 999])
def test_a_page_that_is_not_there_is_not_found(client, number):
    application = ApplicationFactory(at="terima")
    client.force_login(OfficerFactory())
    assert client.get(sheet(application, "proposal", number)).status_code == 404


def test_a_broken_file_is_not_drawn_and_harms_nothing(client):
    application = ApplicationFactory(at="terima")
    broken = content_save("private", b"%PDF-1.7 broken")
    application.documents.filter(requirement_key="proposal").update(sha256=broken)
    client.force_login(OfficerFactory())
    assert client.get(sheet(application, "proposal")).status_code == 404


def test_the_viewer_shows_what_is_asked_for_and_its_links_go_on_from_there(client):
    application = ApplicationFactory(at="terima")
    paper = application.documents.get(requirement_key="proposal")
    Document.objects.filter(pk=paper.pk).update(pages=3)
    client.force_login(OfficerFactory())
    page = page_of(client.get(f"{url(application)}?dokumen={paper.pk}&halaman=2&putar=90&perbesar=2"))
    (picture,) = page.select(".viewer-sheet img")
    address = reverse("backoffice:case_sheet", args=[application.pk, paper.pk, 2])
    assert picture["src"] == f"{address}?putar=90&rinci=1"
    links = {link["data-act"]: link["href"] for link in page.select(".viewer-tools a[data-act]")}
    start = f"?dokumen={paper.pk}"
    assert links["next-page"] == f"{start}&halaman=3&putar=90&perbesar=2#penampil"
    assert links["previous-page"] == f"{start}&putar=90&perbesar=2#penampil"
    assert links["turn"] == f"{start}&halaman=2&putar=180&perbesar=2#penampil"
    assert links["smaller"] == f"{start}&halaman=2&putar=90#penampil"
    assert page_of(client.get(links["next-document"])) is not None
    # What makes no sense shows the first page of the first document that nobody has judged.
    page = page_of(client.get(f"{url(application)}?dokumen=x&halaman=99&putar=1&perbesar=-1"))
    assert page.select_one(".viewer-sheet img")["src"] == sheet(application, "ktp")


def test_what_changed_since_the_return_is_marked(client):
    application = ApplicationFactory(at="terima", round=2)
    old = {**ANSWERS, "judul": "Judul yang lama"}
    AnswerSnapshot.objects.create(application=application, round=1, purpose="new", answers=old, places=[])
    for action, hour in ((Action.SUBMIT, 3), (Action.RESUBMIT, 1)):
        Step.objects.create(
            application=application,
            action=action,
            actor=application.applicant,
            at=timezone.now() - timedelta(hours=hour),
        )
    Document.objects.filter(application=application).update(uploaded_at=timezone.now() - timedelta(hours=4))
    new = application.documents.get(requirement_key="proposal")
    Document.objects.filter(pk=new.pk).update(uploaded_at=timezone.now())
    client.force_login(OfficerFactory())
    page = page_of(client.get(url(application)))
    (changes,) = page.select("section[aria-labelledby=perubahan]")
    assert [gone.get_text() for gone in changes.select("del")][0] == "Judul yang lama"
    assert ANSWERS["judul"] in [put.get_text() for put in changes.select("ins")]
    marked = [row["aria-labelledby"] for row in page.select(".document-row") if "Baru sejak" in row.get_text()]
    assert marked == ["syarat-proposal"]


def test_related_cases_and_permits_are_named_with_warnings_of_doubles_and_limits(client):
    permit = PermitFactory(place="Kecamatan Kubung", valid_from=date(2026, 1, 1), valid_until=date(2099, 1, 1))
    person, kind = permit.application.applicant, permit.permit_type
    PermitType.objects.filter(pk=kind.pk).update(max_per_person=1)
    kind.refresh_from_db()
    kind.save_revision().publish()
    kind.refresh_from_db()
    twice = ApplicationFactory(at="kabid", applicant=person, permit_type=kind, number=8)
    application = ApplicationFactory(at="terima", applicant=person, permit_type=kind)
    client.force_login(OfficerFactory())
    page = page_of(client.get(url(application)))
    (related,) = page.select("section[aria-labelledby=terkait]")
    assert str(twice) in related.get_text()
    assert permit.number in related.get_text()
    words = " ".join(page.get_text(" ").split())
    assert "Seorang paling banyak memiliki 1 izin jenis ini. Dengan permohonan ini menjadi 3." in words
    stranger = ApplicationFactory(at="terima", permit_type=kind)
    assert "Seorang paling banyak" not in text_of(client.get(url(stranger)))
    assert "Tidak ada permohonan ganda" in text_of(client.get(url(stranger)))


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.SUPERVISOR])
def test_the_letter_can_be_looked_at_before_it_is_its_turn(client, role):
    HeadFactory()
    application = ApplicationFactory(at="terima")
    client.force_login(OfficerFactory(role=role))
    response = client.get(reverse("backoffice:case_preview", args=[application.pk]))
    assert response.content.startswith(b"%PDF")
    assert not Issuance.objects.exists()
