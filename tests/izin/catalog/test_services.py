"""Numbers taken from counters, and the office's reference data."""

import copy

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Revision

from izin.catalog.models import FormField, NumberCounter, PermitType, Requirement, ResearchLocation, Sector, Stage
from izin.catalog.selectors import (
    location_list,
    permit_type_get,
    permit_type_get_published,
    permit_type_list,
    sector_get,
    sector_list,
)
from izin.catalog.services import catalogue_load, number_take
from tests.factories.accounts import UserFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import PermitTypeFactory, ResearchLocationFactory, SectorFactory, plain_rows, research_data
from tests.threads import run_together

SECTOR = {"code": "penelitian", "name": "Penelitian", "description": "", "order": 1}
PLACES = [
    {"jenis": "puskesmas", "nama": "Puskesmas Talang", "kecamatan": "Gunung Talang", "source": "seed"},
    {"jenis": "nagari", "nama": "Koto Laweh", "kecamatan": "Lembang Jaya", "source": "seed"},
    {"jenis": "nagari", "nama": "Koto Laweh", "kecamatan": "Tigo Lurah", "source": "seed"},
]


def counts():
    models = (Sector, PermitType, FormField, Requirement, Stage, ResearchLocation, Revision)
    return {model.__name__: model.objects.count() for model in models}


def load(**changes):
    return catalogue_load(**{"sectors": [SECTOR], "permit_types": [research_data()], "locations": PLACES, **changes})


@pytest.mark.django_db
def test_loading_again_never_overwrites_what_an_editor_changed():
    assert load() == {"sectors": {"new": 1}, "permit_types": {"new": 1}, "locations": {"new": 3}}
    Sector.objects.update(name="Riset")
    ResearchLocation.objects.filter(name="Puskesmas Talang").update(active=False, kind="opd")
    permit_type = PermitType.objects.get()
    permit_type.name = "Izin Riset"
    permit_type.requirements.all().delete()
    permit_type.save()
    permit_type.save_revision(user=UserFactory()).publish()
    before = counts()
    assert load() == {"sectors": {"kept": 1}, "permit_types": {"kept": 1}, "locations": {"kept": 1, "unchanged": 2}}
    assert counts() == before
    permit_type.refresh_from_db()
    assert (permit_type.name, Sector.objects.get().name) == ("Izin Riset", "Riset")
    place = ResearchLocation.objects.get(name="Puskesmas Talang")
    assert (place.active, place.kind) == (False, "opd")


@pytest.mark.django_db
def test_force_overwrites_and_a_running_application_keeps_its_version():
    load()
    permit_type = PermitType.objects.get()
    permit_type.name = "Izin Riset"
    permit_type.requirements.set([])
    permit_type.save_revision(user=UserFactory()).publish()
    Sector.objects.update(name="Riset")
    running = ApplicationFactory(permit_type=PermitType.objects.get())
    assert load(force=True) == {
        "sectors": {"overwritten": 1},
        "permit_types": {"overwritten": 1},
        "locations": {"unchanged": 3},
    }
    permit_type = PermitType.objects.get()
    assert (permit_type.name, permit_type.sector.name) == (research_data()["name"], "Penelitian")
    assert permit_type.requirements.count() == len(research_data()["requirements"])
    assert (running.rules.name, running.rules.requirements.count()) == ("Izin Riset", 0)
    assert load(force=True)["permit_types"] == {"unchanged": 1}


@pytest.mark.django_db
def test_a_draft_that_waits_in_the_admin_counts_as_an_editor_s_change():
    load()
    permit_type = PermitType.objects.get()
    permit_type.name = "Belum jadi"
    permit_type.save_revision(user=UserFactory())
    assert load()["permit_types"] == {"kept": 1}
    permit_type = PermitType.objects.get()
    assert permit_type.name == research_data()["name"]
    assert permit_type.get_latest_revision_as_object().name == "Belum jadi"


@pytest.mark.django_db
def test_a_type_no_editor_has_saved_follows_what_is_shipped():
    load()
    newer = {**research_data(), "service_days": 4}
    assert load(permit_types=[newer])["permit_types"] == {"updated": 1}
    assert PermitType.objects.get().service_days == 4
    assert load(permit_types=[newer])["permit_types"] == {"unchanged": 1}


@pytest.mark.django_db
def test_loading_adds_only_what_is_new():
    load()
    new = [*PLACES, {"jenis": "opd", "nama": "Dinas Baru", "kecamatan": "", "source": "seed"}]
    other = {**research_data(), "code": "survei", "slug": "survei", "number_code": "SV"}
    assert load(permit_types=[research_data(), other], locations=new) == {
        "sectors": {"unchanged": 1},
        "permit_types": {"unchanged": 1, "new": 1},
        "locations": {"unchanged": 3, "new": 1},
    }
    assert PermitType.objects.count() == 2


def _without_signature(data):
    data["stages"][-1]["signs"] = False


def _one_stage(data):
    data["stages"] = data["stages"][-1:]


def _bad_pattern(data):
    data["number_pattern"] = "{urut}"


def _number_without_code(data):
    data["number_pattern"] = "{urut}/{tahun}"


def _unknown_file_kind(data):
    data["requirements"][0]["file_kind"] = "exe"


def _unknown_field_kind(data):
    data["fields"][0]["kind"] = "magic"


def _bad_key(data):
    data["fields"][0]["key"] = "Jenis Izin"


def _unknown_role(data):
    data["stages"][0]["role"] = "king"


def _no_years(data):
    data["validity_years_max"] = 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spoil",
    [
        _without_signature,
        _one_stage,
        _bad_pattern,
        _number_without_code,
        _unknown_file_kind,
        _unknown_field_kind,
        _bad_key,
        _unknown_role,
        _no_years,
    ],
)
def test_an_unsound_type_is_refused_and_nothing_is_loaded(spoil):
    data = copy.deepcopy(research_data())
    spoil(data)
    before = counts()
    with pytest.raises(ValidationError):
        load(permit_types=[data])
    assert counts() == before


@pytest.mark.django_db
def test_an_unknown_kind_of_place_is_refused_and_nothing_is_loaded():
    before = counts()
    with pytest.raises(ValidationError):
        load(locations=[{**PLACES[0], "jenis": "kapal"}])
    assert counts() == before


@pytest.mark.django_db
def test_numbers_begin_at_one_for_each_series_and_year():
    assert [number_take(series="izin:IP", year=2026) for _ in range(3)] == [1, 2, 3]
    assert number_take(series="izin:IPP", year=2026) == 1
    assert number_take(series="izin:IP", year=2027) == 1
    assert number_take(series="izin:IP", year=2026) == 4
    assert set(NumberCounter.objects.values_list("series", "year", "last")) == {
        ("izin:IP", 2026, 4),
        ("izin:IPP", 2026, 1),
        ("izin:IP", 2027, 1),
    }


@pytest.mark.django_db(transaction=True)
def test_taking_a_number_needs_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        number_take(series="izin:IP", year=2026)
    assert not NumberCounter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rollback_gives_the_number_back():
    with transaction.atomic():
        assert number_take(series="izin:IP", year=2026) == 1
    with transaction.atomic():
        assert number_take(series="izin:IP", year=2026) == 2
        transaction.set_rollback(True)
    with transaction.atomic():
        assert number_take(series="izin:IP", year=2026) == 2


@pytest.mark.django_db(transaction=True)
def test_threads_take_numbers_without_gap_or_repetition_though_some_give_theirs_back():
    taken = []

    def take(thread):
        for nr in range(6):
            try:
                with transaction.atomic():
                    number = number_take(series="izin:IP", year=2026)
                    if (thread + nr) % 3 == 0:
                        raise RuntimeError
            except RuntimeError:
                continue
            taken.append(number)

    assert run_together([lambda thread=thread: take(thread) for thread in range(6)]) == [None] * 6
    assert sorted(taken) == list(range(1, 25))
    assert NumberCounter.objects.get().last == 24


@pytest.mark.django_db
def test_a_counter_exists_once():
    NumberCounter.objects.create(series="izin:IP", year=2026)
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberCounter.objects.create(series="izin:IP", year=2026)


@pytest.mark.django_db
def test_only_published_types_are_offered():
    published, draft = PermitTypeFactory(), PermitTypeFactory(published=False)
    withdrawn = PermitTypeFactory()
    withdrawn.unpublish()
    SectorFactory(code="kosong", name="Kosong")
    assert list(permit_type_list()) == [published]
    assert [(sector.code, sector.published_types) for sector in sector_list()] == [("penelitian", [published])]
    assert sector_get("penelitian").published_types == [published]
    assert permit_type_get(published.slug) == published
    for hidden in (draft, withdrawn):
        with pytest.raises(PermitType.DoesNotExist):
            permit_type_get(hidden.slug)
        with pytest.raises(PermitType.DoesNotExist):
            permit_type_get_published("penelitian", hidden.slug)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 20])
def test_reading_the_catalogue_costs_the_same_however_long_it_is(django_assert_num_queries, rows):
    types = PermitTypeFactory.create_batch(rows)
    with django_assert_num_queries(1):
        assert len([permit_type.sector.name for permit_type in permit_type_list()]) == rows
    with django_assert_num_queries(2):
        assert [len(sector.published_types) for sector in sector_list()] == [rows]
    with django_assert_num_queries(4):
        found = permit_type_get_published("penelitian", types[0].slug)
        assert len(found.fields.all()) == len(plain_rows("fields"))
        assert len(found.requirements.all()) == 3
        assert len(found.stages.all()) == 6


@pytest.mark.django_db
def test_places_that_are_closed_are_not_offered_and_twins_are_told_apart():
    one = ResearchLocationFactory(name="Koto Laweh", district="Lembang Jaya")
    other = ResearchLocationFactory(name="Koto Laweh", district="Tigo Lurah")
    ResearchLocationFactory(name="Ditutup", active=False)
    assert list(location_list()) == [one, other]
    assert [str(place) for place in location_list()] == ["Koto Laweh, Kec. Lembang Jaya", "Koto Laweh, Kec. Tigo Lurah"]


@pytest.mark.django_db
def test_a_type_tells_its_flow():
    permit_type = PermitTypeFactory()
    assert [(stage.key, stage.role, stage.signs) for stage in permit_type.flow][-2:] == [
        ("sekretaris", "secretary", False),
        ("kadis", "agency_head", True),
    ]
