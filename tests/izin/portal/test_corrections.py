"""A returned application: what must be mended stands first, old beside new, and goes back with one button (F9)."""

import pytest
from django.urls import reverse

from izin.applications.enums import NoteAudience, Verdict
from izin.applications.models import Application, Document
from izin.applications.services.autosaving import answers_version
from izin.applications.snapshots import AnswerSnapshot
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ANSWERS, ApplicationFactory, NoteFactory, form_data
from tests.factories.files import pdf_bytes, upload
from tests.html import page_of, text_of

pytestmark = pytest.mark.django_db

PLACES = ["Kecamatan Kubung", "RSUD Arosuka, Kec. Gunung Talang"]
REASON = "Halaman pengesahan belum ditandatangani."


@pytest.fixture
def returned(client):
    application = ApplicationFactory(at="returned:terima", verdict=Verdict.ACCEPTED, locations=PLACES)
    application.documents.filter(requirement_key="proposal").update(verdict=Verdict.REFUSED, verdict_note=REASON)
    NoteFactory(application=application, text="Ganti proposal.")
    client.force_login(application.applicant)
    return application


def url(name, application, *more):
    return reverse(f"portal:{name}", args=[application.pk, *more])


def give(client, application, data=None, **options):
    file = {"file": upload(data or pdf_bytes(text="disahkan"), "disahkan.pdf"), "dari": "perbaikan"}
    return client.post(url("document_upload", application, "proposal"), file, **options)


def save(client, application, **changes):
    version = answers_version(Application.objects.get(pk=application.pk))
    data = {**form_data(ANSWERS), "lokasi": PLACES, **changes, "versi": version}
    return client.post(url("application_edit", application), data, follow=True)


def test_the_way_from_the_dashboard_opens_on_what_must_be_mended(client, returned):
    (link,) = page_of(client.get(reverse("portal:dashboard"))).select("section[aria-labelledby=tindakan] a")
    assert link["href"] == url("application_correct", returned)
    response = client.get(link["href"])
    assert "Ganti proposal." in text_of(response, ".note-text")
    cards = page_of(response).select(".document-card")
    assert [card["id"] for card in cards] == ["syarat-proposal"]
    assert REASON in cards[0].get_text()
    assert "Belum diganti" in cards[0].get_text()
    assert [control["id"] for control in page_of(response).select("main input[type=file]")] == ["berkas-proposal"]
    (missing,) = page_of(response).select(".missing-list a")
    assert missing.get_text() == "Proposal penelitian (belum diganti)"
    assert missing["href"] == url("application_correct", returned) + "#syarat-proposal"
    assert not page_of(response).select("#kirim ~ form")


def test_a_replaced_document_stands_beside_the_old_one_and_the_button_appears(client, returned):
    old = returned.documents.get(requirement_key="proposal")
    response = give(client, returned, follow=True)
    assert response.redirect_chain == [(url("application_correct", returned) + "#syarat-proposal", 302)]
    new = returned.documents.get(requirement_key="proposal", current=True)
    card = page_of(response).select_one("#syarat-proposal")
    assert [link["href"] for link in card.select(".difference a")] == [
        url("document_file", returned, old.pk),
        url("document_file", returned, new.pk),
    ]
    assert card.select_one(".status-badge").get_text() == "Sudah diganti"
    button = page_of(response).select_one("#kirim ~ form button")
    assert button.get_text(strip=True) == "Sudah lengkap, kirim kembali"
    sent = client.post(url("application_send", returned), follow=True)
    assert "Permohonan terkirim kembali." in text_of(sent, ".messages")
    returned.refresh_from_db()
    assert (returned.status, returned.turn) == ("submitted", "terima/2")


def test_a_bad_file_is_told_on_the_same_page(client, returned):
    response = give(client, returned, data=b"halo")
    assert response.status_code == 422
    assert "Berkas ini bukan PDF." in text_of(response, "#salah-proposal")
    assert text_of(response, ".tabs [aria-current=page]") == "Perbaikan"
    assert Document.objects.filter(application=returned).count() == 3


def test_sent_back_too_early_it_says_what_is_missing(client, returned):
    response = client.post(url("application_send", returned))
    assert response.status_code == 422
    assert text_of(response, ".error-summary li") == "Proposal penelitian (belum diganti)"
    returned.refresh_from_db()
    assert returned.status == "returned"


def test_changed_answers_stand_beside_those_that_were_sent(client, returned):
    assert "Data belum diubah." in text_of(client.get(url("application_correct", returned)))
    save(client, returned, judul="Judul kedua")
    response = save(client, returned, judul="Judul ketiga", lokasi=["Nagari Cupak"])
    changes = {
        panel.h3.get_text(): [part.get_text(" ") for part in panel.select("dd")]
        for panel in page_of(response).select("section.panel:has(.difference)[aria-label]")
    }
    assert changes == {
        "Judul penelitian": [ANSWERS["judul"], "Judul ketiga"],
        "Lokasi penelitian": [*PLACES, "Nagari Cupak"],
    }
    snapshot = AnswerSnapshot.objects.get()
    assert (snapshot.round, snapshot.answers, snapshot.places) == (1, ANSWERS, PLACES)


def test_an_answer_changed_back_is_no_change(client, returned):
    save(client, returned, judul="Judul kedua")
    assert "Data belum diubah." in text_of(save(client, returned))


def test_a_second_return_compares_with_the_second_sending(client, returned):
    save(client, returned, judul="Judul kedua")
    give(client, returned)
    client.post(url("application_send", returned))
    Application.objects.filter(pk=returned.pk).update(status="returned", waiting_role="")
    assert "Data belum diubah." in text_of(client.get(url("application_correct", returned)))
    response = save(client, returned, judul="Judul ketiga")
    assert "Judul kedua" in text_of(response, "section.panel[aria-label] dd")
    assert ANSWERS["judul"] not in text_of(response, "section.panel[aria-label]")


def test_older_notes_are_folded_and_those_for_the_office_stay_there(client, returned):
    NoteFactory(application=returned, text="Surat tampak palsu.", audience=NoteAudience.OFFICE)
    NoteFactory(application=returned, text="Catatan terbaru.")
    response = client.get(url("application_correct", returned))
    assert text_of(response, ".notice .note-text") == "Catatan terbaru."
    assert "Ganti proposal." in text_of(response, "details .note-text")
    assert b"palsu" not in response.content


def test_a_document_that_a_change_asks_for_has_its_card_too(client, returned):
    returned.documents.filter(requirement_key="rekom").delete()
    response = client.get(url("application_correct", returned))
    assert [card["id"] for card in page_of(response).select(".document-card")] == ["syarat-proposal", "syarat-rekom"]
    assert {str(link["href"]).rpartition("#")[2] for link in page_of(response).select(".missing-list a")} == {
        "syarat-proposal",
        "syarat-rekom",
    }


@pytest.mark.parametrize("at", ["draft", "terima", "issued"])
def test_only_a_returned_application_has_this_page(client, at):
    application = ApplicationFactory(at=at)
    client.force_login(application.applicant)
    response = client.get(url("application_correct", application))
    assert (response.status_code, response["Location"]) == (302, url("application_detail", application))


def test_somebody_else_s_does_not_exist(client, returned):
    client.force_login(ApplicantFactory())
    assert client.get(url("application_correct", returned)).status_code == 404
