"""Permit types in the Wagtail admin: made, refused, mended, published, copied, withdrawn, deleted."""

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import ModelLogEntry

from izin.accounts.enums import Role
from izin.accounts.services import roles_load
from izin.backoffice.permissions import catalogue_editors_allow
from izin.catalog.models import FormField, LetterSettings, PermitType
from izin.catalog.publishing import LETTER_PARTS
from izin.catalog.services.duplicating import permit_type_duplicate
from tests.factories.accounts import ApplicantFactory, OfficerFactory, UserFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import TYPE_CODES, PermitTypeFactory, SectorFactory, type_data
from tests.izin.catalog.type_form import ROWS, address, form_data, form_of, rows_of

pytestmark = pytest.mark.django_db

FIELDS = [
    {
        "key": "acara",
        "label": "Nama acara",
        "kind": "text",
        "required": "on",
        "meaning": "subject",
        "applies_to": "both",
    },
    {"key": "malam", "label": "Sampai malam", "kind": "boolean", "required": "on", "applies_to": "both"},
]
REQUIREMENTS = [{"key": "denah", "name": "Denah", "file_kind": "pdf", "max_kb": "1024", "applies_to": "both"}]
STAGES = [
    {"key": "periksa", "label": "Pemeriksaan", "role": "front_desk"},
    {"key": "kadis", "label": "Kepala Dinas", "role": "agency_head", "signs": "on"},
]


@pytest.fixture
def editor(client):
    roles_load()
    catalogue_editors_allow()
    client.force_login(OfficerFactory(role=Role.CONTENT_EDITOR))
    return client


def new_type(**changes):
    values = {
        "sector": SectorFactory().pk,
        "code": "acara",
        "slug": "izin-acara",
        "name": "Izin Acara",
        "letter_title": "SURAT IZIN ACARA",
        "service_days": "3",
        "fee_label": "Gratis",
        "validity_note": "Satu hari",
        "validity_years_max": "1",
        "renewal_days": "90",
        "renewal_grace_days": "90",
        "registration_pattern": "{urut}/ACARA/{tahun}",
        "number_pattern": "{urut:03d}/{kode}/{tahun}",
        "number_classification": "300",
        "number_code": "AC",
        "letter_layout": "general",
        "letter_opening": "<p>Izin bagi {pemegang} untuk {acara}</p>",
        "letter_conditions": "",
        "letter_copies": "",
        "fields": FIELDS,
        "requirements": REQUIREMENTS,
        "stages": STAGES,
        **changes,
    }
    return form_data(values)


def test_a_type_is_made_refused_mended_published_changed_and_withdrawn(editor):
    broken = new_type(stages=[STAGES[0], {**STAGES[1], "signs": ""}], letter_opening="<p>{acara} oleh {entah}</p>")
    response = editor.post(address("add"), {**broken, "action-publish": "1"})
    assert response.status_code == 200
    page = response.content.decode()
    assert "Tahap terakhir harus tahap tanda tangan." in page
    assert "Pembuka surat: penanda {entah} tidak dikenal." in page
    assert "Nama acara" in page  # what was typed is still there
    assert not PermitType.objects.exists()

    # A draft may have both problems.
    response = editor.post(address("add"), broken)
    made = PermitType.objects.get()
    assert response.status_code == 302
    assert (made.live, made.fields.count(), made.requirements.count(), made.stages.count()) == (False, 2, 1, 2)

    response = editor.post(address("edit", made.pk), {**form_of(made), "action-publish": "1"})
    assert response.status_code == 200
    assert "Tahap terakhir harus tahap tanda tangan." in response.content.decode()

    made = made.get_latest_revision_as_object()
    stages = [{**STAGES[i], "id": stage.pk} for i, stage in enumerate(made.stages.all())]
    mended = form_of(made, stages=stages, letter_opening="<p>{acara}</p>")
    assert editor.post(address("edit", made.pk), {**mended, "action-publish": "1"}).status_code == 302
    made = PermitType.objects.get()
    assert made.live
    assert [(field.key, field.meaning) for field in made.fields.all()] == [("acara", "subject"), ("malam", "")]
    assert [stage.signs for stage in made.stages.all()] == [False, True]

    # A draft of a published type changes nothing for applicants.
    assert editor.post(address("edit", made.pk), form_of(made, name="Izin Pesta")).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.has_unpublished_changes) == ("Izin Acara", True)
    assert made.get_latest_revision_as_object().name == "Izin Pesta"

    history = editor.get(address("history", made.pk)).content.decode()
    assert made.revisions.count() >= 3
    assert all(f"/revisions/{revision.pk}/" in history for revision in made.revisions.all()[1:])
    actions = ModelLogEntry.objects.filter(object_id=made.pk).values_list("action", flat=True)
    assert {"wagtail.create", "wagtail.edit", "wagtail.publish"} <= set(actions)
    assert editor.post(address("unpublish", made.pk)).status_code == 302
    made.refresh_from_db()
    assert not made.live


def test_rows_are_put_in_another_order(editor):
    made = PermitTypeFactory(requirements=[], published=False)
    data = form_of(made)
    data |= {"stages-0-ORDER": "2", "stages-1-ORDER": "1"}
    before = [stage.key for stage in made.stages.all()]
    assert editor.post(address("edit", made.pk), data).status_code == 302
    after = [stage.key for stage in PermitType.objects.get().stages.all()]
    assert after == [before[1], before[0], *before[2:]]


@pytest.mark.parametrize(
    "fields",
    [
        [FIELDS[0], {**FIELDS[1], "key": "acara"}],
        [FIELDS[0], {**FIELDS[0], "key": "judul"}],
    ],
    ids=["key", "meaning"],
)
def test_what_the_database_refuses_is_an_error_of_the_form(editor, fields):
    response = editor.post(address("add"), new_type(fields=fields))
    assert response.status_code == 200
    assert not PermitType.objects.exists()
    if fields[0]["key"] != fields[1]["key"]:
        assert "Makna ini sudah diberikan kepada isian “Nama acara”." in response.content.decode()


@pytest.mark.parametrize("name", ["code", "slug", "number_code"])
def test_names_of_another_type_are_refused(editor, name):
    other = PermitTypeFactory()
    response = editor.post(address("add"), new_type(**{name: getattr(other, name)}))
    assert response.status_code == 200
    assert PermitType.objects.get() == other


def test_the_meaning_moves_from_one_field_to_another(editor):
    made = PermitTypeFactory(
        fields=[
            {"key": "a", "label": "A", "kind": "text"},
            {"key": "b", "label": "B", "kind": "text", "meaning": "subject"},
        ],
        requirements=[],
        letter_opening="",
        letter_copies="",
        letter_conditions="",
    )
    a, b = made.fields.all()
    rows = [
        {"id": a.pk, "key": "a", "label": "A", "kind": "text", "meaning": "subject", "applies_to": "both"},
        {"id": b.pk, "key": "b", "label": "B", "kind": "text", "meaning": "", "applies_to": "both"},
    ]
    response = editor.post(address("edit", made.pk), {**form_of(made, fields=rows), "action-publish": "1"})
    assert response.status_code == 302
    assert [field.meaning for field in PermitType.objects.get().fields.all()] == ["subject", ""]


def test_two_fields_exchange_their_keys(editor):
    made = PermitTypeFactory(requirements=[], **dict.fromkeys(LETTER_PARTS, ""))
    rows = rows_of(made, "fields")
    rows[0]["key"], rows[1]["key"] = rows[1]["key"], rows[0]["key"]
    response = editor.post(address("edit", made.pk), {**form_of(made, fields=rows), "action-publish": "1"})
    assert response.status_code == 302
    assert [field.key for field in PermitType.objects.get().fields.all()] == [row["key"] for row in rows]


def test_the_list_shows_what_matters_in_a_fixed_number_of_queries(editor, django_assert_max_num_queries):
    PermitTypeFactory(name="Izin Pertama")
    PermitTypeFactory(name="Izin Draf", published=False)
    page = editor.get(address("list")).content.decode()
    assert "Izin Pertama" in page
    assert "Draf" in page
    assert "Impor JSON" in page
    assert "Unduh JSON" in page
    with django_assert_max_num_queries(100) as few:
        editor.get(address("list"))
    PermitTypeFactory.create_batch(10)
    with django_assert_max_num_queries(len(few)):
        page = editor.get(address("list")).content.decode()
    assert page.count("Penelitian") > 10


def test_the_list_is_filtered_and_searched(editor):
    PermitTypeFactory(name="Izin Pertama")
    PermitTypeFactory(name="Izin Kedua", sector=SectorFactory(code="lain", name="Lain"), published=False)
    for query in ("?q=pertama", "?live=true", f"?sector={SectorFactory().pk}"):
        page = editor.get(address("list") + query).content.decode()
        assert "Izin Pertama" in page
        assert "Izin Kedua" not in page, query


def test_the_form_explains_every_token(editor):
    page = editor.get(address("edit", PermitTypeFactory().pk)).content.decode()
    for token in ("{pemegang}", "{keperluan}", "{judul}"):
        assert f"<code>{token}</code>" in page
    for tab in ("Identitas dan layanan", "Formulir", "Syarat", "Alur", "Surat", "Penomoran"):
        assert tab in page


def test_the_form_of_the_largest_shipped_type_can_be_sent(editor):
    """Django refuses a form of more values than DATA_UPLOAD_MAX_NUMBER_FIELDS."""
    shipped = [type_data(code) for code in TYPE_CODES]
    largest = max(shipped, key=lambda data: len(data["fields"]) + len(data["requirements"]))
    made = PermitTypeFactory(
        **{name: largest[name] for name in ROWS},
        published=False,
        renewable=True,
        letter_opening="",
        letter_conditions="",
        letter_copies="",
    )
    page = editor.get(address("edit", made.pk)).content.decode()
    assert page.count(' name="') + 50 < site_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_a_copy_has_all_rows_and_names_of_its_own(editor):
    made = PermitTypeFactory(code="survei", slug="izin-survei", number_code="SV", name="Izin Survei")
    assert "Buat salinan" in editor.get(address("duplicate", made.pk)).content.decode()
    assert PermitType.objects.count() == 1  # asking changes nothing
    response = editor.post(address("duplicate", made.pk))
    copy = PermitType.objects.exclude(pk=made.pk).get()
    assert response.url == address("edit", copy.pk)
    assert (copy.name, copy.code, copy.slug) == ("Izin Survei (salinan)", "survei-salinan", "izin-survei-salinan")
    assert (copy.number_code, copy.live, copy.first_published_at) == ("SV-2", False, None)
    for name in ROWS:
        rows = [getattr(one, name).count() for one in (made, copy)]
        assert rows[0] == rows[1] > 0
        assert not set(getattr(made, name).values_list("pk")) & set(getattr(copy, name).values_list("pk"))
    assert copy.revisions.count() == 1
    assert ModelLogEntry.objects.filter(action="izin_catalog.duplicate", object_id=copy.pk).count() == 1
    assert "Disalin dari jenis izin lain" in editor.get(address("history", copy.pk)).content.decode()


def test_copies_of_copies_stay_within_the_columns():
    made = PermitTypeFactory(code="x" * 50, slug="y" * 50, number_code="Z" * 10, name="n" * 200)
    actor = UserFactory()
    for _number in range(11):
        made = permit_type_duplicate(permit_type=made, actor=actor)
        made.full_clean()
    assert PermitType.objects.count() == 12


def test_a_copy_is_made_of_the_newest_draft_and_can_be_published():
    made = PermitTypeFactory()
    made.name = "Izin yang Baru"
    made.save_revision()
    copy = permit_type_duplicate(permit_type=PermitType.objects.get(), actor=UserFactory())
    assert copy.name == "Izin yang Baru (salinan)"
    copy.latest_revision.publish()
    copy.refresh_from_db()
    assert copy.live


def test_a_type_in_use_can_not_be_deleted_by_any_page(editor):
    made = ApplicationFactory().permit_type
    bulk = reverse("wagtail_bulk_action", args=["izin_catalog", "permittype", "delete"]) + f"?id={made.pk}"
    for page in (address("delete", made.pk), bulk):
        response = editor.post(page, follow=True)
        assert "sudah dipakai dan tidak dapat dihapus" in response.content.decode()
    assert PermitType.objects.get() == made


def test_a_type_nobody_used_is_deleted(editor):
    made = PermitTypeFactory()
    assert editor.post(address("delete", made.pk)).status_code == 302
    assert not PermitType.objects.exists()
    assert not FormField.objects.exists()


@pytest.mark.parametrize("page", ["list", "add", "import"])
def test_only_editors_come_in(client, page):
    for person in (OfficerFactory(role=Role.SECRETARY), ApplicantFactory()):
        client.force_login(person)
        assert client.get(address(page)).status_code in {302, 403}


@pytest.mark.parametrize("page", ["export", "duplicate", "edit", "delete", "history"])
def test_only_editors_come_in_to_a_type(client, page):
    made = PermitTypeFactory()
    roles_load()
    for person in (OfficerFactory(role=Role.SECRETARY), OfficerFactory(role=Role.CONTENT_EDITOR), ApplicantFactory()):
        # An editor without the rights of the catalogue may open the admin, and nothing of this.
        client.force_login(person)
        for send in (client.get, client.post):
            assert send(address(page, made.pk)).status_code in {302, 403, 405}
    assert PermitType.objects.get() == made
    assert Group.objects.get(name=Role.CONTENT_EDITOR.label).permissions.count() == 1


def test_the_letterhead_is_for_administrators(editor):
    page = reverse("wagtailsettings:edit", args=["izin_catalog", "lettersettings"])
    assert editor.get(page, follow=True).redirect_chain[-1][0] != page
    editor.force_login(OfficerFactory(role=Role.ADMIN))
    response = editor.get(page, follow=True)
    assert response.status_code == 200
    form = {
        "government": "PEMERINTAH UJI",
        "name": "",
        "address": "",
        "phone": "",
        "place": "",
        "logo": "",
        "paper": "A4",
    }
    editor.post(response.redirect_chain[-1][0], {**form, "footer": "Satu\nDua"})
    stored = LetterSettings.load()
    assert (stored.government, stored.paper, stored.footer.splitlines()) == ("PEMERINTAH UJI", "A4", ["Satu", "Dua"])


def test_wagtails_own_user_pages_are_not_in_the_menu(client):
    client.force_login(UserFactory(superuser=True))
    assert "/cms/users/" not in client.get("/cms/").content.decode()
