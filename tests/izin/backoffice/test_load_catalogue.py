"""`manage.py load_catalogue`: everything the office works by, from the shipped files (C3)."""

import pytest
from django.core.management import call_command

from izin.catalog.models import PermitType, ResearchLocation, Sector
from izin.catalog.selectors import permit_type_get
from izin.regions.models import Region
from izin.surveys.models import SurveyQuestion
from izin.workflow.models import Holiday
from tests.factories.catalog import TYPE_CODES


@pytest.fixture
def loaded(db, capsys):
    call_command("load_catalogue")
    return capsys.readouterr().out.splitlines()


def test_the_office_s_catalogue_is_loaded(loaded):
    assert "regions: 91599 new" in loaded
    assert "permit types: 30 new" in loaded
    assert set(PermitType.objects.filter(live=True).values_list("code", flat=True)) == set(TYPE_CODES)
    assert list(Sector.objects.values_list("code", flat=True)) == ["penelitian", "kesehatan", "keramaian", "pendidikan"]
    assert ResearchLocation.objects.count() == 136
    assert Region.objects.count() == 91_599
    assert Holiday.objects.count() == 79
    assert SurveyQuestion.objects.count() == 9
    stages = [stage.role for stage in permit_type_get("izin-praktik-perawat").stages.all()]
    assert stages == [
        "front_desk",
        "bpjs_verifier",
        "verification_section_head",
        "licensing_section_head",
        "division_head",
        "secretary",
        "agency_head",
    ]


def test_a_second_run_changes_nothing_and_says_so(loaded, capsys):
    before = dict(PermitType.objects.values_list("code", "latest_revision_id"))
    call_command("load_catalogue")
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "0 changes."
    assert "permit types: 30 unchanged" in lines
    assert "regions: 91599 unchanged" in lines
    assert dict(PermitType.objects.values_list("code", "latest_revision_id")) == before


def test_what_an_editor_changed_is_kept_unless_forced(loaded, capsys):
    Sector.objects.filter(code="penelitian").update(name="Riset")
    call_command("load_catalogue")
    assert "sectors: 1 kept, 3 unchanged" in capsys.readouterr().out
    assert Sector.objects.get(code="penelitian").name == "Riset"
    call_command("load_catalogue", force=True)
    assert "sectors: 1 overwritten, 3 unchanged" in capsys.readouterr().out
    assert Sector.objects.get(code="penelitian").name == "Penelitian"
