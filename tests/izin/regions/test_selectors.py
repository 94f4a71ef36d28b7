"""Reading regions: cascades, grouped selects, addresses."""

import pytest

from izin.regions.models import Region
from izin.regions.selectors import (
    address_line,
    place_label,
    region_cascade,
    region_children,
    region_get,
    region_path,
    village_choices,
    village_path,
)
from tests.factories.regions import solok_regions

pytestmark = pytest.mark.django_db

NO_CODES = ["", "13.02.10.9999", "99", "13.02.10.20", "13\x00", "13' OR 1=1", "%", "x" * 10_000, "١٣"]


@pytest.fixture(autouse=True)
def regions():
    return solok_regions()


def names(regions):
    return [region.name for region in regions]


def test_what_lies_in_a_region_comes_by_name():
    assert names(region_children(None)) == ["Sumatera Barat"]
    assert names(region_children("13.02")) == ["Gunung Talang", "Kubung"]
    assert names(region_children("13.02.10")) == ["Gantuang Ciri", "Koto Baru"]
    assert names(region_children("13.02.10.2001")) == []


@pytest.mark.parametrize("code", NO_CODES)
def test_a_hostile_or_unknown_code_is_simply_not_there(code):
    assert list(region_children(code)) == []
    for read in (region_get, region_path, place_label, lambda code: address_line(code, "Jl. Raya")):
        with pytest.raises(Region.DoesNotExist):
            read(code)


def test_a_region_is_found_with_what_it_lies_in(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert region_get("13.02.10").name == "Kubung"
    with django_assert_num_queries(1):
        assert names(region_path("13.02.10.2001")) == ["Sumatera Barat", "Kabupaten Solok", "Kubung", "Koto Baru"]
    assert names(region_path("13")) == ["Sumatera Barat"]


def test_the_office_s_nagari_are_grouped_by_district(django_assert_num_queries):
    # Another regency's villages must not get among them.
    Region.objects.create(code="13.72", name="Kota Solok", level=2, parent_id="13")
    Region.objects.create(code="13.72.01", name="Lubuk Sikarah", level=3, parent_id="13.72")
    Region.objects.create(code="13.72.01.1001", name="Tanah Garam", level=4, parent_id="13.72.01")
    with django_assert_num_queries(1):
        choices = village_choices()
    assert choices == [
        ("Gunung Talang", [("13.02.07.2002", "Nagari Talang")]),
        ("Kubung", [("13.02.10.2005", "Nagari Gantuang Ciri"), ("13.02.10.2001", "Nagari Koto Baru")]),
    ]
    assert village_choices("13.72") == [("Lubuk Sikarah", [("13.72.01.1001", "Kelurahan Tanah Garam")])]
    assert village_choices("99.99") == []


def test_the_office_s_regency_is_a_setting(settings):
    settings.OFFICE_REGENCY = "13.72"
    assert village_choices() == []


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("13.02.10.2001", "Nagari Koto Baru, Kecamatan Kubung"),
        ("13.02.10", "Kecamatan Kubung"),
        ("13.02", "Kabupaten Solok"),
        ("13", "Provinsi Sumatera Barat"),
    ],
)
def test_a_place_is_said_as_people_say_it(code, label):
    assert place_label(code) == label


@pytest.mark.parametrize(
    ("street", "start"),
    [("Jorong Simpang, RT 1", "Jorong Simpang, RT 1, "), (" Jl. A ", "Jl. A, "), ("", ""), (" ", "")],
)
def test_an_address_goes_from_the_street_up_to_the_province(street, start):
    rest = "Nagari Koto Baru, Kecamatan Kubung, Kabupaten Solok, Provinsi Sumatera Barat"
    assert address_line("13.02.10.2001", street) == start + rest


CHOSEN = ["13", "13.02", "13.02.10", "13.02.10.2001"]


def test_a_cascade_offers_what_lies_in_what_is_chosen():
    levels = region_cascade(CHOSEN)
    assert [level.chosen for level in levels] == CHOSEN
    assert [names(level.regions) for level in levels] == [
        ["Sumatera Barat"],
        ["Kabupaten Solok"],
        ["Gunung Talang", "Kubung"],
        ["Gantuang Ciri", "Koto Baru"],
    ]


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("code", NO_CODES)
def test_what_is_no_code_empties_the_cascade_from_there(place, code):
    levels = region_cascade([*CHOSEN[:place], code, *CHOSEN[place + 1 :]])
    assert [level.chosen for level in levels] == [*CHOSEN[:place], *[""] * (4 - place)]
    assert all(not level.regions for level in levels[place + 1 :])


def test_a_cascade_follows_the_district_that_was_changed_and_takes_too_few_codes():
    assert [level.chosen for level in region_cascade(["13", "13.02", "13.02.07", "13.02.10.2001"])][2:] == [
        "13.02.07",
        "",
    ]
    assert [level.chosen for level in region_cascade([])] == [""] * 4


def test_a_cascade_is_four_queries_at_most(django_assert_num_queries):
    with django_assert_num_queries(4):
        region_cascade(CHOSEN)


@pytest.mark.parametrize("code", [*NO_CODES, "13", "13.02", "13.02.10"])
def test_only_a_village_has_the_path_of_a_village(code):
    with pytest.raises(Region.DoesNotExist):
        village_path(code)
    assert [region.code for region in village_path(CHOSEN[-1])] == CHOSEN
