"""A running application keeps the version of its permit type that it began with (C2, decision D4)."""

import pytest
import time_machine
from django.urls import reverse

from izin.accounts.enums import Role
from izin.applications.models import Application
from izin.applications.services.deciding import application_approve
from izin.applications.services.submitting import application_submit
from izin.catalog.models import FormField, PermitType, Requirement, Stage
from izin.catalog.selectors import permit_type_get
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import ANSWERS, ApplicationFactory, form_data


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T03:00:00Z"):
        yield


def edit_and_publish(permit_type):
    """Change everything an editor can change, and publish it."""
    edited = PermitType.objects.get(pk=permit_type.pk)
    edited.name = "Izin Riset"
    edited.letter_title = "SURAT IZIN RISET"
    edited.letter_opening = edited.letter_copies = ""
    edited.validity_years_max = 3
    edited.number_pattern = "{urut}/{kode}/{tahun}"
    edited.registration_pattern = "BARU-{urut}-{tahun}"
    edited.fields.set([FormField(key="topik", label="Topik", kind="text", sort_order=0)])
    edited.requirements.set([Requirement(key="paspor", name="Paspor", file_kind="pdf", max_kb=100, sort_order=0)])
    edited.stages.set(
        [
            Stage(key="periksa", label="Periksa", role=Role.SECRETARY, sort_order=0),
            Stage(key="kadis", label="Kepala", role=Role.AGENCY_HEAD, signs=True, sort_order=1),
        ]
    )
    edited.save_revision().publish()


def rules_of(application):
    rules = Application.objects.get(pk=application.pk).rules
    return (
        rules.name,
        rules.letter_title,
        rules.validity_years_max,
        rules.number_pattern,
        rules.registration_pattern,
        [field.key for field in rules.fields.all()],
        [(requirement.key, requirement.max_kb) for requirement in rules.requirements.all()],
        rules.flow,
    )


@pytest.mark.django_db
def test_publishing_a_change_leaves_a_running_application_as_it_was():
    application = ApplicationFactory(at="terima", verdict="accepted")
    before = rules_of(application)
    edit_and_publish(application.permit_type)
    assert permit_type_get(application.permit_type.slug).name == "Izin Riset"
    assert rules_of(application) == before
    officer = OfficerFactory(role=Role.FRONT_DESK)
    moved = application_approve(application_id=application.pk, actor=officer, turn="terima/1")
    assert (moved.stage_key, moved.waiting_role) == ("kasi_pv", Role.VERIFICATION_SECTION_HEAD)
    assert moved.registration_number.startswith("1/PEN/SISFO/")


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["draft", "returned:terima"])
def test_what_is_typed_into_a_running_application_is_judged_by_its_own_version(client, at):
    application = ApplicationFactory(at=at)
    edit_and_publish(application.permit_type)
    client.force_login(application.applicant)
    edit = reverse("portal:application_edit", args=[application.pk])
    assert {"judul", "waktu"} < client.get(edit).context["form"].fields.keys()
    typed = {**form_data(ANSWERS), "lokasi": ["Kecamatan Kubung"], "versi": client.get(edit).context["version"]}
    too_long = client.post(edit, {**typed, "waktu__end": "2029-01-01"})
    assert list(too_long.context["form"].errors) == ["waktu"]  # one year, not the three of the new version
    assert client.post(edit, {**typed, "judul": "Judul yang baru"}).status_code == 302
    application_submit(application_id=application.pk, actor=application.applicant)
    sent = Application.objects.get(pk=application.pk)
    assert (sent.stage_key, sent.answers["judul"]) == ("terima", "Judul yang baru")
    begin = client.get(reverse("portal:application_create", args=[sent.permit_type.slug]))
    assert begin.context["form"].fields.keys() == {"topik"}


@pytest.mark.django_db
def test_an_application_begun_after_the_change_follows_the_new_rules():
    application = ApplicationFactory()
    edit_and_publish(application.permit_type)
    application.permit_type.refresh_from_db()
    later = ApplicationFactory(permit_type=application.permit_type, documents=False)
    assert later.revision_id != application.revision_id
    assert [stage.key for stage in later.rules.flow] == ["periksa", "kadis"]
    assert [field.key for field in later.rules.fields.all()] == ["topik"]


@pytest.mark.django_db
def test_a_type_that_is_withdrawn_leaves_its_applications_as_they_were():
    application = ApplicationFactory(at="terima")
    before = rules_of(application)
    application.permit_type.unpublish()
    assert rules_of(application) == before
