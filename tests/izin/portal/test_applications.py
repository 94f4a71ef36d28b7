"""Filling in, sending and following an application (F2, F3, F6, F8, F9)."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from izin.accounts.models import DeskVisit
from izin.applications.enums import NoteAudience
from izin.applications.models import Application, ApplicationLocation, AssistedFiling, Document
from izin.applications.services.autosaving import answers_version
from izin.applications.services.submitting import application_submit
from izin.catalog.models import PermitType
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ANSWERS, ApplicationFactory, NoteFactory, form_data, ready_to_sign
from tests.factories.catalog import PermitTypeFactory, ResearchLocationFactory, shipped_type
from tests.factories.files import pdf_bytes
from tests.factories.permits import PermitFactory
from tests.html import errors_of, fields_of, page_of, text_of

pytestmark = pytest.mark.django_db

PLACES = ["Kecamatan Kubung", "RSUD Arosuka"]
FORM = {**form_data(ANSWERS), "lokasi": PLACES}
REQUIRED = "Kolom ini harus diisi."
TOO_LONG = "Pastikan nilai ini mengandung paling banyak {} karakter (sekarang {} karakter)."
UNKNOWN = "Masukkan pilihan yang valid. Pesta bukan salah satu dari pilihan yang tersedia."


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T03:00:00Z"):
        yield


@pytest.fixture
def applicant(client):
    user = ApplicantFactory()
    client.force_login(user)
    return user


def create_url(permit_type=None):
    return reverse("portal:application_create", args=[(permit_type or PermitTypeFactory()).slug])


def url(name, application):
    return reverse(f"portal:{name}", args=[application.pk])


WRONG = [
    ({"jenis_izin": ""}, "jenis_izin", REQUIRED),
    (
        {"jenis_izin": "Pesta"},
        "jenis_izin",
        UNKNOWN,
    ),
    ({"rekom_dari": " "}, "rekom_dari", REQUIRED),
    (
        {"rekom_dari": "x" * 151},
        "rekom_dari",
        TOO_LONG.format(150, 151),
    ),
    ({"no_rekom": ""}, "no_rekom", REQUIRED),
    ({"tgl_rekom": ""}, "tgl_rekom", REQUIRED),
    ({"tgl_rekom": "31-02-2026"}, "tgl_rekom", "Masukkan tanggal yang valid."),
    ({"judul": ""}, "judul", REQUIRED),
    (
        {"judul": "x" * 501},
        "judul",
        TOO_LONG.format(500, 501),
    ),
    ({"waktu__start": "", "waktu__end": ""}, "waktu__start", REQUIRED),
    ({"waktu__start": ""}, "waktu__start", "Dari tanggal belum diisi."),
    ({"waktu__start": "besok"}, "waktu__start", "Masukkan tanggal yang valid."),
    ({"waktu__end": ""}, "waktu__start", "Sampai tanggal belum diisi."),
    ({"waktu__end": "2026-11-30"}, "waktu__start", "Tanggal selesai tidak boleh sebelum tanggal mulai."),
    (
        {"waktu__start": "2026-01-01", "waktu__end": "2026-11-23"},
        "waktu__start",
        "Tanggal selesai sudah lewat.",
    ),
    ({"waktu__end": "2027-12-02"}, "waktu__start", "Paling lama 1 tahun sejak tanggal mulai."),
    (
        {"waktu__start": "2027-11-25", "waktu__end": "2027-11-26"},
        "waktu__start",
        "Paling lambat dimulai 1 tahun dari hari ini.",
    ),
    ({"email_kampus": ""}, "email_kampus", REQUIRED),
    ({"email_kampus": "dekan@kampus"}, "email_kampus", "Masukkan alamat email yang valid."),
    ({"lokasi": []}, "lokasi", "Isi sedikitnya satu lokasi."),
    ({"lokasi": ["", "  "]}, "lokasi", "Isi sedikitnya satu lokasi."),
    ({"lokasi": [f"Tempat {n}" for n in range(21)]}, "lokasi", "Paling banyak 20 lokasi."),
    ({"lokasi": ["x" * 201]}, "lokasi", "Nama lokasi paling panjang 200 huruf."),
]
IDS = [f"{key}-{number}" for number, (_changes, key, _message) in enumerate(WRONG)]


def version_of(application):
    """The mark an open page of this application carries."""
    return answers_version(Application.objects.get(pk=application.pk))


def typed_in(response):
    """What stands in the fields, without the mark of the page."""
    return {name: value for name, value in fields_of(response).items() if name != "versi"}


def shown(values):
    """The fields as the form shows these values: blanks stay, no place is one empty row."""
    places = values["lokasi"] or [""]
    return {**values, "lokasi": places[0] if len(places) == 1 else places}


@pytest.mark.parametrize(("changes", "key", "message"), WRONG, ids=IDS)
def test_what_is_wrong_is_told_at_its_field_and_the_rest_is_kept(client, applicant, changes, key, message):
    sent = {**FORM, **changes}
    response = client.post(create_url(), sent)
    assert response.status_code == 422
    assert errors_of(response) == {key: message}
    assert typed_in(response) == {**shown(sent), **({"jenis_izin": ""} if key == "jenis_izin" else {})}
    assert not Application.objects.exists()


@pytest.mark.parametrize(("changes", "key", "message"), WRONG, ids=IDS)
def test_a_wrong_change_of_an_application_changes_nothing(client, applicant, changes, key, message):
    application = ApplicationFactory(applicant=applicant, locations=PLACES)
    response = client.post(url("application_edit", application), {**FORM, **changes, "versi": version_of(application)})
    assert response.status_code == 422
    assert errors_of(response) == {key: message}
    application.refresh_from_db()
    assert application.answers == ANSWERS
    assert [place.name for place in application.locations.all()] == PLACES


def test_an_empty_form_names_every_field(client, applicant):
    response = client.post(create_url(), {})
    assert response.status_code == 422
    keys = ["waktu__start" if key == "waktu" else key for key in ANSWERS]
    assert errors_of(response) == {**dict.fromkeys(keys, REQUIRED), "lokasi": "Isi sedikitnya satu lokasi."}


def test_the_form_asks_what_the_type_asks_and_offers_the_office_s_places(client, applicant):
    ResearchLocationFactory(name="Dinas Kesehatan")
    ResearchLocationFactory(name="Kantor yang tutup", active=False)
    response = client.get(create_url())
    assert response.status_code == 200
    assert fields_of(response) == {**dict.fromkeys(FORM, ""), "lokasi": ""}
    assert [option["value"] for option in page_of(response).select("datalist option")] == ["Dinas Kesehatan"]


@pytest.mark.parametrize(
    "changes", [{}, {"judul": "", "waktu__end": "2001-01-01", "email_kampus": "x", "jenis_izin": ""}]
)
@pytest.mark.parametrize("edit", [False, True])
def test_another_place_keeps_everything_and_judges_nothing(client, applicant, changes, edit):
    address = url("application_edit", ApplicationFactory(applicant=applicant)) if edit else create_url()
    before = Application.objects.count()
    sent = {**FORM, **changes}
    response = client.post(address, {**sent, "tambah_lokasi": "1"})
    assert response.status_code == 200
    assert errors_of(response) == {}
    assert typed_in(response) == {**sent, "lokasi": [*PLACES, ""]}
    assert Application.objects.count() == before


def test_the_twentieth_place_is_the_last(client, applicant):
    places = [f"Tempat {number}" for number in range(19)]
    response = client.post(create_url(), {**FORM, "lokasi": places, "tambah_lokasi": "1"})
    assert fields_of(response)["lokasi"] == [*places, ""]
    assert not page_of(response).select("button[name=tambah_lokasi]")


def test_a_complete_form_begins_an_application_and_leads_to_its_documents(client, applicant):
    permit_type = PermitTypeFactory()
    sent = {**FORM, "lokasi": [" Kecamatan  Kubung", "", "RSUD Arosuka"]}
    response = client.post(create_url(permit_type), sent, follow=True)
    application = Application.objects.get()
    assert response.redirect_chain == [(url("document_list", application), 302)]
    assert (application.applicant, application.permit_type, application.status) == (applicant, permit_type, "draft")
    assert application.answers == ANSWERS
    assert [place.name for place in application.locations.all()] == PLACES
    assert "Data tersimpan. Sekarang unggah dokumen persyaratan." in text_of(response)


def test_a_type_that_is_not_open_is_not_found_and_a_link_from_its_requirements_leads_to_its_form(client, applicant):
    closed = PermitTypeFactory(published=False)
    assert client.get(create_url(closed)).status_code == 404
    permit_type = PermitTypeFactory()
    response = client.get(reverse("portal:application_choose"), {"jenis": permit_type.slug})
    assert (response.status_code, response["Location"]) == (302, create_url(permit_type))
    chosen = page_of(client.get(reverse("portal:application_choose"))).select(".type-list a:first-child")
    assert [link["href"] for link in chosen] == [create_url(permit_type)]


def test_the_form_of_an_application_shows_its_answers_and_saves_others(client, applicant):
    application = ApplicationFactory(applicant=applicant, at="returned:kabid", locations=PLACES)
    address = url("application_edit", application)
    assert typed_in(client.get(address)) == FORM
    changes = {"judul": "Judul baru", "lokasi": ["Nagari Cupak"], "versi": version_of(application)}
    response = client.post(address, {**FORM, **changes}, follow=True)
    assert response.redirect_chain == [(url("application_correct", application), 302)]
    assert "Perubahan tersimpan." in text_of(response)
    application.refresh_from_db()
    assert application.answers == {**ANSWERS, "judul": "Judul baru"}
    assert ApplicationLocation.objects.get(application=application).name == "Nagari Cupak"


@pytest.mark.parametrize("at", ["terima", "kadis", "issued"])
def test_what_the_office_has_is_not_changed(client, applicant, at):
    application = ApplicationFactory(applicant=applicant, at=at)
    address = url("application_edit", application)
    for response in (client.get(address, follow=True), client.post(address, FORM | {"judul": "Lain"}, follow=True)):
        assert response.redirect_chain == [(url("application_detail", application), 302)]
        assert "Permohonan ini sedang diperiksa petugas dan tidak dapat diubah." in text_of(response)
    application.refresh_from_db()
    assert application.answers == ANSWERS
    page = page_of(client.get(url("application_detail", application)))
    assert not page.select(f'main form, main a[href^="{address}"]')


def test_sending_says_what_is_missing_each_with_the_way_there_and_sends_nothing(client, applicant):
    answers = {**ANSWERS, "judul": ""}
    application = ApplicationFactory(applicant=applicant, answers=answers, locations=[], documents=False)
    form, cards = url("application_edit", application), url("document_list", application)
    missing = {
        "Judul penelitian": f"{form}#div_id_judul",
        "Lokasi penelitian": f"{form}#div_id_lokasi",
        "KTP": f"{cards}#syarat-ktp",
        "Proposal penelitian": f"{cards}#syarat-proposal",
        "Surat rekomendasi dari instansi atau kampus": f"{cards}#syarat-rekom",
    }
    for tab in ("application_detail", "document_list", "application_review"):
        links = page_of(client.get(url(tab, application))).select(".missing-list a")
        assert {link.get_text(): link["href"] for link in links} == missing
    assert not page_of(client.get(url("application_review", application))).select("main form")
    response = client.post(url("application_send", application), {"benar": "on"})
    assert response.status_code == 422
    assert {link.get_text(): link["href"] for link in page_of(response).select(".error-summary a")} == missing
    assert "Permohonan belum dapat dikirim" in text_of(response, "[role=alert]")
    application.refresh_from_db()
    assert (application.status, application.receipt_code, application.round) == ("draft", None, 0)


def test_every_missing_link_leads_to_something_that_is_there(client, applicant):
    application = ApplicationFactory(applicant=applicant, answers={}, locations=[], documents=False)
    links = page_of(client.get(url("application_review", application))).select(".missing-list a")
    assert len(links) == len(ANSWERS) + 1 + 3
    for link in links:
        address, _hash, target = str(link["href"]).partition("#")
        assert page_of(client.get(address)).find(id=target), link


def test_nothing_is_sent_without_the_declaration(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    response = client.post(url("application_send", application))
    assert response.status_code == 422
    assert errors_of(response) == {"benar": "Centang pernyataan ini sebelum mengirim."}
    application.refresh_from_db()
    assert application.status == "draft"


def test_the_page_before_sending_shows_every_answer_with_its_way_back(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    page = page_of(client.get(url("application_review", application)))
    rows = {row.dt.get_text(): row for row in page.select(".has-actions .summary-row")}
    assert rows["Judul penelitian"].dd.get_text(strip=True) == ANSWERS["judul"]
    assert rows["Judul penelitian"].select_one(".summary-action a")["href"].endswith("/ubah/#div_id_judul")
    assert rows["Proposal penelitian"].select_one(".summary-action a")["href"].endswith("/dokumen/#syarat-proposal")
    assert [step.get_text(" ", strip=True) for step in page.select(".flow-step.is-current")] == ["4 Periksa dan kirim"]


def test_the_address_of_a_form_opened_by_itself_leads_to_its_page(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    ktp = application.documents.get(requirement_key="ktp")
    asked = {
        url("application_send", application): url("application_review", application),
        reverse("portal:document_upload", args=[application.pk, "proposal"]): (
            url("document_list", application) + "#syarat-proposal"
        ),
        reverse("portal:document_turn", args=[application.pk, ktp.pk]): url("document_list", application),
    }
    for address, page in asked.items():
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, page)


def test_a_complete_application_is_sent_once_and_gets_its_receipt(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    form = page_of(client.get(url("application_review", application))).select_one("#kirim ~ form")
    assert form is not None
    response = client.post(form["action"], {"benar": "on"}, follow=True)
    application.refresh_from_db()
    assert (application.status, application.stage_key, application.round) == ("submitted", "terima", 1)
    assert response.redirect_chain == [(url("application_process", application), 302)]
    assert f"Permohonan terkirim. Kode tanda terima Anda: {application.receipt_code}." in text_of(response)
    again = client.post(form["action"], {"benar": "on"}, follow=True)
    assert "tidak dapat diubah" in text_of(again)
    application.refresh_from_db()
    assert application.round == 1


RUNNING = "Sedang diperiksa petugas. Anda tidak perlu melakukan apa pun."
RETURNED = "Ada yang perlu diperbaiki. Baca catatan petugas, perbaiki, lalu kirim kembali."
STATES = [
    ("draft", "Draf", "Belum dikirim. Lengkapi, lalu kirim ke petugas."),
    ("terima", "Diproses", RUNNING),
    ("kabid", "Diproses", RUNNING),
    ("returned:kabid", "Dikembalikan", RETURNED),
    ("kadis", "Menunggu tanda tangan", "Menunggu tanda tangan elektronik Kepala Dinas."),
    ("issued", "Diterbitkan", "Izin sudah terbit."),
]


@pytest.mark.parametrize(("at", "status", "sentence"), STATES)
@pytest.mark.parametrize("tab", ["application_detail", "document_list", "application_notes", "application_process"])
def test_every_tab_tells_the_state_and_marks_itself(client, applicant, tab, at, status, sentence):
    application = ApplicationFactory(applicant=applicant, at=at)
    response = client.get(url(tab, application))
    assert response.status_code == 200
    assert page_of(response).select("main .status-badge")[0].get_text() == status
    assert text_of(response, "main .lead") == sentence
    current = page_of(response).select("main .tabs a[aria-current=page]")
    # A draft has steps instead: nobody has written or decided anything about it.
    assert [link["href"] for link in current] == ([] if at == "draft" else [url(tab, application)])
    assert bool(page_of(response).select("main .flow")) is (at == "draft")
    assert bool(page_of(response).select("#kirim")) is (at in ("draft", "returned:kabid"))


def test_the_detail_shows_answers_and_person_with_a_masked_nik(client, applicant):
    application = ApplicationFactory(applicant=applicant, at="kabid", number=77)
    rows = [
        (row.dt.get_text(), row.dd.get_text())
        for row in page_of(client.get(url("application_detail", application))).select("main .summary-row")
    ]
    assert rows == [
        ("Kode tanda terima", "TERIMA77"),
        ("Tanggal kirim", "24 November 2026 10.00 WIB"),
        ("Nomor registrasi", "77/UJI/SISFO/XI/2026"),
        ("Tanggal registrasi", "24 November 2026"),
        ("Jenis kegiatan", "Penelitian"),
        ("Rekomendasi dari", ANSWERS["rekom_dari"]),
        ("Nomor rekomendasi", ANSWERS["no_rekom"]),
        ("Tanggal rekomendasi", "2 November 2026"),
        ("Judul penelitian", ANSWERS["judul"]),
        ("Waktu penelitian", "1 Desember 2026 sampai 31 Mei 2027"),
        ("Email kampus atau instansi", ANSWERS["email_kampus"]),
        ("Lokasi penelitian", "Kecamatan KubungRSUD Arosuka, Kec. Gunung Talang"),
        ("Nama", applicant.full_name),
        ("NIK", applicant.nik[:4] + "********" + applicant.nik[-4:]),
        ("Tempat, tanggal lahir", "Solok, 5 Maret 1991"),
        ("Alamat", applicant.profile.address_line),
    ]


def test_before_the_front_desk_accepts_there_is_no_registration_number(client, applicant):
    application = ApplicationFactory(applicant=applicant, at="terima")
    for tab in ("application_detail", "application_process"):
        assert "Nomor registrasi Belum diproses" in text_of(client.get(url(tab, application)))
    draft = ApplicationFactory(applicant=applicant)
    assert "Nomor registrasi" not in text_of(client.get(url("application_detail", draft)))


@pytest.mark.parametrize(
    ("at", "states"),
    [
        ("draft", ["waiting"] * 7),
        ("terima", ["current", *["waiting"] * 6]),
        ("returned:terima", ["returned", *["waiting"] * 6]),
        ("kadis", [*["waiting"] * 5, "current", "waiting"]),
    ],
)
def test_the_process_tab_shows_the_stages(client, applicant, at, states):
    application = ApplicationFactory(applicant=applicant, at=at)
    steps = page_of(client.get(url("application_process", application))).select(".timeline-step")
    assert [next(name[3:] for name in step["class"] if name.startswith("is-")) for step in steps] == states
    assert [label.get_text() for step in steps for label in step.select(".timeline-label")] == [
        "Menerima & Verifikasi Berkas",
        "Verifikasi Kasi Pendataan dan Verifikasi",
        "Verifikasi Kasi Perizinan dan Non Perizinan",
        "Verifikasi Kabid",
        "Verifikasi Sekretaris",
        "Verifikasi Kepala Dinas",
        "Izin Diterbitkan",
    ]


def test_the_process_tab_of_an_issued_permit_leads_to_it(client, applicant):
    permit = PermitFactory(issuance__application__applicant=applicant)
    response = client.get(url("application_process", permit.application))
    (link,) = page_of(response).select("main a.btn-primary")
    assert link["href"] == reverse("portal:permit_list")
    last = page_of(response).select(".timeline-step")[-1]
    assert "is-done" in last["class"]


def test_notes_for_the_office_are_on_no_page_of_the_applicant(client, applicant):
    permit = PermitFactory(issuance__application__applicant=applicant)
    applications = [ApplicationFactory(applicant=applicant, at=at) for at in ("terima", "returned:terima")]
    applications.append(permit.application)
    for application in applications:
        NoteFactory(application=application, text="Surat ini tampak palsu.", audience=NoteAudience.OFFICE)
        NoteFactory(application=application, text="Proposal belum lengkap.")
        assert text_of(client.get(url("application_notes", application)), ".note-text") == "Proposal belum lengkap."
    pages = [reverse(f"portal:{name}") for name in ("dashboard", "application_list", "permit_list")]
    tabs = ("application_detail", "application_notes", "application_process", "document_list", "application_edit")
    tabs += ("application_review", "application_correct")
    pages += [url(tab, application) for application in applications for tab in tabs]
    for address in pages:
        response = client.get(address, follow=True)
        assert response.status_code == 200
        assert b"palsu" not in response.content
        assert applicant.nik.encode() not in response.content


def test_notes_name_no_officer_and_come_newest_first(client, applicant):
    application = ApplicationFactory(applicant=applicant, at="returned:terima")
    assert "Belum ada catatan" in text_of(client.get(url("application_notes", application)))
    notes = [NoteFactory(application=application, text=text) for text in ("Pertama\nbaris dua", "Kedua")]
    response = client.get(url("application_notes", application))
    assert [note.get_text() for note in page_of(response).select(".note-text")] == ["Kedua", "Pertamabaris dua"]
    assert notes[0].author.full_name not in response.content.decode()


@pytest.mark.parametrize(
    ("at", "name", "label"),
    [
        ("draft", "application_review", "Lanjutkan"),
        ("returned:kabid", "application_correct", "Perbaiki"),
        ("kabid", "application_process", "Selengkapnya"),
        ("issued", "application_process", "Selengkapnya"),
    ],
)
def test_each_application_in_the_list_offers_its_next_step(client, applicant, at, name, label):
    application = ApplicationFactory(applicant=applicant, at=at)
    (link,) = page_of(client.get(reverse("portal:application_list"))).select("main tbody a")
    assert (link["href"], link.get_text().startswith(label)) == (url(name, application), True)


def test_pages_of_one_application_take_the_same_queries_however_much_it_has(
    client, applicant, django_assert_num_queries, django_assert_max_num_queries
):
    small, large = (ApplicationFactory(applicant=applicant, at="returned:kabid") for _number in range(2))
    for number in range(25):
        NoteFactory(application=large, text=f"Catatan {number}")
        if number < 18:
            ApplicationLocation.objects.create(application=large, name=f"Tempat {number}")
        Document.objects.create(
            application=large,
            requirement_key="proposal",
            sha256="0" * 64,
            size=len(pdf_bytes()),
            content_type="application/pdf",
            original_name="lama.pdf",
            current=False,
        )
    tabs = ("application_detail", "document_list", "application_notes", "application_process", "application_edit")
    for tab in (*tabs, "application_correct"):
        client.get(url(tab, small))
        with django_assert_max_num_queries(30) as counted:
            client.get(url(tab, small))
        with django_assert_num_queries(len(counted)):
            client.get(url(tab, large))


def test_the_list_takes_the_same_queries_with_one_and_with_twenty_five(
    client, applicant, django_assert_num_queries, django_assert_max_num_queries
):
    permit_type = PermitTypeFactory()
    ready_to_sign(applicant=applicant, permit_type=permit_type)
    client.get(reverse("portal:application_list"))
    with django_assert_max_num_queries(12) as counted:
        client.get(reverse("portal:application_list"))
    for number in range(24):
        at = ("draft", "terima", "returned:kabid", "issued")[number % 4]
        ApplicationFactory(applicant=applicant, permit_type=permit_type, at=at, documents=False)
    with django_assert_num_queries(len(counted)):
        client.get(reverse("portal:application_list"))


def test_an_application_that_was_sent_meanwhile_in_another_tab_is_not_changed(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    application_submit(application_id=application.pk, actor=applicant)
    response = client.post(url("application_edit", application), {**FORM, "judul": "Lain"}, follow=True)
    assert "tidak dapat diubah" in text_of(response)
    application.refresh_from_db()
    assert application.answers == ANSWERS


# --- Renewable types, conditions, groups, new versions -------------------------------------------------------------


def test_a_renewable_type_asks_first_what_is_applied_for_and_tells_it_on_the_detail(client, applicant):
    permit_type = PermitTypeFactory(renewable=True)
    response = client.get(create_url(permit_type))
    assert page_of(response).select_one("main form .form-field input")["name"] == "permohonan"
    assert errors_of(client.post(create_url(permit_type), FORM)) == {"permohonan": REQUIRED}
    client.post(create_url(permit_type), {**FORM, "permohonan": "renewal"})
    application = Application.objects.get()
    assert application.purpose == "renewal"
    assert "Jenis permohonan Perpanjangan" in text_of(client.get(url("application_detail", application)))
    fixed = ApplicationFactory(applicant=applicant)
    assert "Jenis permohonan" not in text_of(client.get(url("application_detail", fixed)))


def test_questions_with_a_condition_carry_it_and_its_words(client, applicant):
    response = client.get(create_url(shipped_type("sip-perawat")))
    page = page_of(response)
    found = {part["id"]: part["data-conditions"] for part in page.select("[data-conditions]")}
    assert found == {
        "div_id_str_berlaku_sampai": "str_seumur_hidup=tidak",
        "div_id_no_izin_lama": "permohonan=renewal",
    }
    assert "Diisi bila “STR berlaku seumur hidup” dijawab Tidak." in text_of(response)
    scripts = page.select("script")
    assert [str(script["src"]).rsplit("/", 1)[-1] for script in scripts] == [
        "conditions.js",
        "locations.js",
        "autosave.js",
    ]
    assert all(script.has_attr("defer") and script.get_text() == "" for script in scripts)


def test_the_value_of_a_condition_is_quoted(client, applicant):
    fields = [
        {"key": "acara", "label": "Acara", "kind": "choice", "options": 'Lain & "lain" = 1\nPesta'},
        {
            "key": "nama",
            "label": "Nama",
            "kind": "text",
            "show_if_field": "acara",
            "show_if_value": 'Lain & "lain" = 1',
        },
    ]
    permit_type = PermitTypeFactory(fields=fields, letter_opening="", letter_conditions="", letter_copies="")
    (part,) = page_of(client.get(create_url(permit_type))).select("[data-conditions]")
    assert part["data-conditions"] == "acara=Lain%20%26%20%22lain%22%20%3D%201"


def test_the_parts_of_an_answer_are_a_group_with_labels(client, applicant):
    page = page_of(client.post(create_url(), {**FORM, "waktu__end": "2026-11-30"}))
    group = page.select_one("#div_id_waktu fieldset")
    assert group.legend.get_text().startswith("Waktu penelitian")
    labels = {label["for"]: label.get_text() for label in group.select("label")}
    assert labels == {"id_waktu_0": "Dari tanggal", "id_waktu_1": "Sampai tanggal"}
    assert [part["id"] for part in group.select("input[aria-invalid=true]")] == list(labels)
    assert {page.find(id=name)["class"][0] for name in group["aria-describedby"].split()} == {
        "form-text",
        "field-error",
    }
    assert page.select_one(".error-summary a")["href"] == "#id_waktu_0"


def test_an_error_of_a_choice_leads_to_its_first_button(client, applicant):
    page = page_of(client.post(create_url(PermitTypeFactory(renewable=True)), FORM))
    assert page.select_one(page.select_one(".error-summary a")["href"])["type"] == "radio"


def test_the_form_says_how_long_it_takes_and_what_to_prepare(client, applicant):
    response = client.get(create_url())
    assert "Diproses dalam 5 hari kerja sejak berkas lengkap. Biaya: Gratis." in text_of(response)
    assert "KTP Gambar JPG, paling besar 1 MB. KTP dari akun Anda dipakai." in text_of(response, "details")
    edit = client.get(url("application_edit", ApplicationFactory(applicant=applicant)))
    assert not page_of(edit).select("main details")


def test_types_are_grouped_as_in_the_menu_and_found_by_their_words(client, applicant, django_assert_num_queries):
    for name, menu in (("Izin A Bidan", "Praktik"), ("Izin B Perawat", "Praktik"), ("Surat C", "Terdaftar")):
        PermitTypeFactory(name=name, menu_name=menu)
    address = reverse("portal:application_choose")
    page = page_of(client.get(address))
    assert [heading.get_text() for heading in page.select("details h3")] == ["Praktik"]
    names = [link.span.find(string=True) for link in page.select(".type-list a:first-child")]
    assert names == ["Izin A Bidan", "Izin B Perawat", "Surat C"]
    found = page_of(client.get(address, {"cari": " perawat  IZIN"}))
    assert [link.span.find(string=True) for link in found.select(".type-list a:first-child")] == ["Izin B Perawat"]
    nothing = client.get(address, {"cari": '"><script>'})
    assert "Tidak ada izin dengan nama itu" in text_of(nothing)
    assert b"<script>" not in nothing.content
    with django_assert_num_queries(7):  # the menu asks for unread messages and sectors
        client.get(address)


def publish_again(permit_type, **changes):
    latest = PermitType.objects.get(pk=permit_type.pk)
    for name, value in changes.items():
        setattr(latest, name, value)
    latest.save_revision().publish()


TABS = ("application_detail", "document_list", "application_notes", "application_process")
NEWER = "Ketentuan izin ini sudah diperbarui sejak Anda mulai mengisi"


def test_a_draft_with_older_rules_says_so_and_may_follow_the_new_ones(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    publish_again(application.permit_type, service_days=3)
    for tab in TABS:
        response = client.get(url(tab, application))
        assert NEWER in text_of(response)
        assert page_of(response).select(f'main a[href="{url("application_update", application)}"]')
    response = client.get(url("application_update", application))
    assert "Waktu layanan Semula 5 hari kerja Sekarang 3 hari kerja" in text_of(response)
    (form,) = page_of(response).select("main form")
    after = client.post(
        url("application_update", application), {"revision": form.select("input")[-1]["value"]}, follow=True
    )
    assert after.redirect_chain == [(url("application_detail", application), 302)]
    assert "Permohonan ini sekarang mengikuti ketentuan terbaru." in text_of(after)
    assert NEWER not in text_of(after)
    again = client.get(url("application_update", application), follow=True)
    assert "Tidak ada ketentuan baru untuk permohonan ini." in text_of(again)


def test_a_change_that_touches_no_applicant_is_told_as_such(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    publish_again(application.permit_type, letter_title="SURAT LAIN")
    response = client.get(url("application_update", application))
    assert "Yang Anda isi dan unggah tetap sama." in text_of(response)


def test_an_update_without_what_was_seen_is_refused(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    publish_again(application.permit_type, service_days=3)
    response = client.post(url("application_update", application), follow=True)
    assert "Ketentuan izin ini baru saja berubah lagi." in text_of(response, ".messages")
    assert NEWER in text_of(response)


def test_a_draft_of_a_withdrawn_type_can_be_finished(client, applicant):
    application = ApplicationFactory(applicant=applicant)
    application.permit_type.unpublish()
    response = client.get(url("document_list", application))
    assert "sudah ditutup untuk permohonan baru" in text_of(response)
    assert NEWER not in text_of(response)
    assert page_of(client.get(url("application_review", application))).select("#kirim ~ form")


def test_what_was_sent_says_nothing_of_newer_rules(client, applicant):
    application = ApplicationFactory(applicant=applicant, at="returned:terima")
    publish_again(application.permit_type, service_days=3)
    assert NEWER not in text_of(client.get(url("document_list", application)))


def test_forms_take_the_same_queries_however_many_rows_a_type_has(
    client, applicant, django_assert_num_queries, django_assert_max_num_queries
):
    plain = {"letter_opening": "", "letter_conditions": "", "letter_copies": ""}
    made = [
        PermitTypeFactory(
            **plain,
            fields=[{"key": f"isian_{n}", "label": "Isian", "kind": "text"} for n in range(rows)],
            requirements=[
                {"key": f"syarat_{n}", "name": "Syarat", "file_kind": "pdf", "max_kb": 100} for n in range(rows)
            ],
        )
        for rows in (1, 20)
    ]
    drafts = [ApplicationFactory(applicant=applicant, permit_type=kind, answers={}, locations=[]) for kind in made]
    for kind in made:
        publish_again(kind, service_days=9)
    pages = [
        (create_url(kind), [url(tab, draft) for tab in (*TABS, "application_edit", "application_update")])
        for kind, draft in zip(made, drafts, strict=True)
    ]
    few, many = ([create, *rest] for create, rest in pages)
    for small, large in zip(few, many, strict=True):
        client.get(small)
        with django_assert_max_num_queries(20) as counted:
            client.get(small)
        with django_assert_num_queries(len(counted)):
            client.get(large)


def test_the_applicant_reads_that_it_was_sent_at_the_counter(client, applicant):
    by_himself = ApplicationFactory(applicant=applicant, at="kabid")
    filed = ApplicationFactory(applicant=applicant, at="kabid")
    officer = OfficerFactory(full_name="Rina Petugas")
    visit = DeskVisit.objects.create(officer=officer, applicant=applicant, consent="oral", begun_at=timezone.now())
    AssistedFiling.objects.create(application=filed, visit=visit)
    words = text_of(client.get(url("application_process", filed)))
    assert "Di loket pelayanan, dibantu petugas, 24 November 2026" in words
    assert "Lisan, di hadapan petugas" in words
    # Officers are posts to applicants, not names.
    assert "Rina Petugas" not in words
    assert "loket pelayanan" not in text_of(client.get(url("application_process", by_himself)), "main")
