"""Everything the office works by stands in one menu of the Wagtail admin, for those who may change it."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import reverse

from izin.accounts.enums import Role
from izin.accounts.models import SignatureMandate
from izin.accounts.services import roles_load
from izin.backoffice.permissions import ADMIN_ONLY, EDITORS, catalogue_editors_allow
from izin.catalog.models import ResearchLocation, Sector
from izin.messaging.models import MessageText
from izin.messaging.services import message_texts_load
from izin.surveys.models import SurveyQuestion
from izin.surveys.services import survey_questions_load
from izin.workflow.models import DecisionReason, Holiday
from izin.workflow.services import holidays_load, reasons_load
from tests.factories.accounts import OfficerFactory, UserFactory
from tests.factories.catalog import PermitTypeFactory, ResearchLocationFactory, SectorFactory

pytestmark = pytest.mark.django_db

TABLES = {
    "Sektor": "/cms/izin_catalog/sector/",
    "Lokasi penelitian": "/cms/izin_catalog/researchlocation/",
    "Hari libur": "/cms/izin_workflow/holiday/",
    "Pejabat penandatangan": "/cms/izin_accounts/signaturemandate/",
    "Jam kerja": "/cms/izin_workflow/workinghours/",
    "Atasan": "/cms/izin_workflow/superior/",
    "Alasan keputusan": "/cms/izin_workflow/decisionreason/",
    "Jawaban siap pakai": "/cms/izin_chat/cannedanswer/",
}
SNIPPETS = {
    "Jenis izin": "/cms/snippets/izin_catalog/permittype/",
    "Teks pesan": "/cms/snippets/izin_messaging/messagetext/",
    "Pertanyaan kuesioner": "/cms/snippets/izin_surveys/surveyquestion/",
}
FOR_ADMINS = ("Pejabat penandatangan", "Atasan")


@pytest.fixture
def sign_in(client):
    roles_load()
    catalogue_editors_allow()

    def come(role):
        client.force_login(OfficerFactory(role=role))
        return client

    return come


def sidebar(client):
    return client.get("/cms/").content.decode()


def test_administrators_find_everything(sign_in):
    client = sign_in(Role.ADMIN)
    page = sidebar(client)
    for label, url in {**TABLES, **SNIPPETS}.items():
        assert url in page, label
        response = client.get(url)
        assert response.status_code == 200, label
        assert label in response.content.decode() or label in FOR_ADMINS
    assert page.count("Perizinan") == 1
    assert "/cms/settings/izin_catalog/lettersettings/" in page
    assert "/cms/settings/izin_workflow/worksettings/" in page
    # Nothing of it stands among the snippets of nobody.
    assert 'href="/cms/snippets/"' not in page


def test_editors_find_all_but_who_signs_and_the_letterhead(sign_in):
    client = sign_in(Role.CONTENT_EDITOR)
    page = sidebar(client)
    for label, url in {**TABLES, **SNIPPETS}.items():
        allowed = label not in FOR_ADMINS
        assert (url in page) == allowed, label
        assert (client.get(url).status_code == 200) == allowed, label
    assert "/cms/settings/izin_catalog/lettersettings/" not in page
    assert "/cms/settings/izin_workflow/worksettings/" not in page


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CONTENT_EDITOR, Role.ADMIN}))
def test_other_officers_find_nothing(sign_in, role):
    client = sign_in(role)
    for url in (*TABLES.values(), *SNIPPETS.values()):
        assert client.get(url).status_code in {302, 403}


def test_rights_are_given_once_and_those_arranged_by_hand_stay():
    roles_load()
    catalogue_editors_allow()
    editors = Group.objects.get(name=Role.CONTENT_EDITOR.label)
    given = {f"{right.content_type.app_label}.{right.codename}" for right in editors.permissions.all()}
    for table, actions in EDITORS.items():
        app, model = table.split(".")
        assert {f"{app}.{action}_{model}" for action in actions} <= given
    assert not any(f"{table.split('.')[0]}.change_{table.split('.')[1]}" in given for table in ADMIN_ONLY)
    editors.permissions.remove(Permission.objects.get(codename="delete_permittype"))
    before = editors.permissions.count()
    catalogue_editors_allow()
    assert editors.permissions.count() == before


def test_a_location_is_added(sign_in):
    form = {"kind": "opd", "name": "Perpustakaan Daerah", "district": "", "active": "on", "source": "kantor"}
    assert sign_in(Role.CONTENT_EDITOR).post(f"{TABLES['Lokasi penelitian']}create/", form).status_code == 302
    assert ResearchLocation.objects.get().name == "Perpustakaan Daerah"


def test_a_holiday_is_added_and_one_date_is_one_holiday(sign_in):
    client = sign_in(Role.CONTENT_EDITOR)
    form = {"date": "2027-03-03", "name": "Hari Jadi Kabupaten Solok", "kind": "local", "active": "on"}
    assert client.post(f"{TABLES['Hari libur']}create/", form).status_code == 302
    response = client.post(f"{TABLES['Hari libur']}create/", form)
    assert "Tanggal ini sudah ada dalam daftar hari libur." in response.content.decode()
    assert Holiday.objects.get().date == date(2027, 3, 3)


@pytest.mark.parametrize(
    ("load", "model", "label"),
    [(holidays_load, Holiday, "Hari libur"), (reasons_load, DecisionReason, "Alasan keputusan")],
)
def test_rows_that_came_with_the_service_are_not_deleted(sign_in, load, model, label):
    client = sign_in(Role.ADMIN)
    load()
    row = model.objects.first()
    assert client.post(f"{TABLES[label]}delete/{row.pk}/").status_code in {302, 403}
    assert model.objects.filter(pk=row.pk).exists()
    model.objects.filter(pk=row.pk).update(key="")
    assert client.post(f"{TABLES[label]}delete/{row.pk}/").status_code == 302
    assert not model.objects.filter(pk=row.pk).exists()


def test_a_sector_with_types_is_not_deleted(sign_in):
    sector = PermitTypeFactory().sector
    response = sign_in(Role.ADMIN).post(f"{TABLES['Sektor']}delete/{sector.pk}/")
    assert response.status_code == 200
    assert Sector.objects.get() == sector


def test_who_may_sign_is_kept_with_the_decree(sign_in):
    head = OfficerFactory(role=Role.SECRETARY).officer
    form = {"officer": head.pk, "capacity": "definitive", "acting_for": "", "decree": "821/7/2026"}
    client = sign_in(Role.ADMIN)
    url = TABLES["Pejabat penandatangan"]
    assert client.post(f"{url}create/", {**form, "valid_from": "2026-01-01", "valid_until": ""}).status_code == 302
    response = client.post(f"{url}create/", {**form, "valid_from": "2026-06-01", "valid_until": "2026-07-01"})
    assert response.status_code == 200
    assert SignatureMandate.objects.get(officer=head).decree == "821/7/2026"


@pytest.mark.parametrize(
    ("load", "model", "label"),
    [(message_texts_load, MessageText, "Teks pesan"), (survey_questions_load, SurveyQuestion, "Pertanyaan kuesioner")],
)
def test_words_are_changed_and_rows_neither_come_nor_go(client, load, model, label):
    load()
    row = model.objects.first()
    url = SNIPPETS[label]
    # Nobody may, not even a superuser.
    client.force_login(UserFactory(superuser=True))
    bulk = reverse("wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, "delete"])
    for page in (f"{url}add/", f"{url}delete/{row.pk}/", f"{bulk}?id={row.pk}"):
        for send in (client.get, client.post):
            assert send(page).status_code in {302, 403}
    assert model.objects.filter(pk=row.pk).exists()
    page = client.get(url).content.decode()
    assert f"{url}add/" not in page
    assert client.get(f"{url}edit/{row.pk}/").status_code == 200
    assert client.get(f"{url}history/{row.pk}/").status_code == 200


def test_a_message_is_changed_as_a_draft_and_then_published(sign_in):
    message_texts_load()
    client = sign_in(Role.CONTENT_EDITOR)
    text = MessageText.objects.get(key="account_registered")
    url = f"{SNIPPETS['Teks pesan']}edit/{text.pk}/"
    page = client.get(url).content.decode()
    assert re.search(r"<code>\{kata_sandi\}</code>[^<]*\(harus ada\)", page)
    assert client.post(url, {"subject": "Akun baru", "body": text.body}).status_code == 302
    text.refresh_from_db()
    assert text.subject != "Akun baru"
    assert client.post(url, {"subject": "Akun baru", "body": text.body, "action-publish": "1"}).status_code == 302
    text.refresh_from_db()
    assert text.subject == "Akun baru"
    refused = client.post(url, {"subject": "Akun", "body": "{entah}", "action-publish": "1"})
    assert refused.status_code == 200
    assert "{entah}" in refused.content.decode()


def test_lists_cost_the_same_however_long_they_are(sign_in, django_assert_max_num_queries):
    client = sign_in(Role.ADMIN)
    mandate = {"capacity": "definitive", "decree": "1", "valid_from": date(2026, 1, 1)}

    def rows():
        ResearchLocationFactory.create_batch(5)
        for _number in range(5):
            SignatureMandate.objects.create(officer=OfficerFactory(role=Role.SECRETARY).officer, **mandate)

    rows()
    SectorFactory()
    for label in ("Lokasi penelitian", "Pejabat penandatangan", "Jam kerja"):
        client.get(TABLES[label])
        with django_assert_max_num_queries(100) as few:
            client.get(TABLES[label])
        rows()
        with django_assert_max_num_queries(len(few)):
            client.get(TABLES[label])


def test_the_shipped_catalogue_gives_no_list_a_fault(sign_in):
    call_command("load_catalogue", verbosity=0)
    client = sign_in(Role.ADMIN)
    for url in (*TABLES.values(), *SNIPPETS.values()):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("address", TABLES.values())
def test_lists_ask_for_no_file_of_an_app_that_is_not_installed(sign_in, address):
    holidays_load()
    reasons_load()
    ResearchLocationFactory()
    page = sign_in(Role.ADMIN).get(address)
    assert page.status_code == 200
    # modeladmin's pictures of yes and no belong to Django's admin; with hashed file names they end in an error.
    wanted = re.findall(r"/static/([^\"'?\s]+)", page.content.decode())
    assert [name for name in wanted if finders.find(name) is None] == []
