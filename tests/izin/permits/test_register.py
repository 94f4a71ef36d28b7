"""Searching the register (P6)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from izin.permits.enums import PermitState, PublicStatus
from izin.permits.models import Permit
from izin.permits.search import search_normalise
from izin.permits.selectors import (
    RegisterQuery,
    permit_find_by_document,
    permit_get_by_code,
    permit_get_by_slug,
    permit_get_for,
    permit_list_for,
    register_search,
)
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import PermitTypeFactory
from tests.factories.permits import PermitFactory

TODAY = date(2026, 11, 24)


@pytest.fixture
def permit_type(db):
    return PermitTypeFactory(slug="izin-penelitian", code="penelitian")


@pytest.fixture
def permits(permit_type):
    """Three permits, oldest first."""
    told = [
        ("Irman Syaputra, S.Kom", "Pelayanan Terpadu di Arosuka", "Kecamatan Gunung Talang"),
        ("Siti Ma'rifah", "Budidaya Bawang Merah", "Nagari Koto Laweh"),
        ("José Pérez", "Air Terjun dan Wisata", "Kecamatan Kubung; RSUD Arosuka"),
    ]
    return [
        PermitFactory(issuance__application__permit_type=permit_type, holder_name=name, subject=subject, place=place)
        for name, subject, place in told
    ]


def found(text="", **filters):
    result, by_likeness = register_search(RegisterQuery(text, **filters))
    return list(result), by_likeness


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [2, 1, 0]),
        ("irman", [0]),
        ("SYAPUTRA irman", [0]),
        ("syap irm", [0]),
        ("talang irman", [0]),
        ("arosuka", [2, 0]),
        ("  arosuka   kubung ", [2]),
        ("siti ma'rifah", [1]),
        ("marifah", [1]),
        ("Ma\u2019rifah", [1]),
        ("ma`rifah", [1]),
        ("jose perez", [2]),
        ("Pérez", [2]),
        ("bawang-merah!", [1]),
        ("dpmptspnaker", [2, 1, 0]),
        ("!!! ???", [2, 1, 0]),
        ("%", [2, 1, 0]),
    ],
)
def test_every_word_must_occur_anywhere_in_any_order(permits, text, places):
    assert found(text) == ([permits[place] for place in places], False)


def test_a_fragment_of_the_number_is_enough(permits):
    number = permits[1].number
    fragment = "/".join(number.split("/")[1:3])
    assert permits[1] in found(fragment)[0]
    assert found(number) == ([permits[1]], False)


@pytest.mark.parametrize(
    ("text", "place"),
    [("irmam syaputra", 0), ("syaputera", 0), ("marifa sitti", 1), ("bwang merah", 1), ("sayputra", 0)],
)
def test_a_misspelt_name_is_found_by_likeness(permits, text, place):
    result, by_likeness = found(text)
    assert by_likeness
    assert permits[place] in result


@pytest.mark.parametrize(
    "text",
    ["zzzzqqqq", "xylophone kuartal", "' OR 1=1 --", "\\x00 zzzz", "q" * 100, "\U0001f600 zzzz", "irman zzzzqqqq xx"],
)
def test_what_fits_nothing_finds_nothing_or_something_alike_but_never_fails(permits, text):
    result, by_likeness = found(text)
    assert by_likeness
    assert set(result) <= set(permits)
    if "irman" not in text:
        assert result == []


def test_filters_narrow_and_an_unknown_one_finds_nothing_or_does_not_restrict(permits):
    other = PermitFactory(holder_name="Irman Lain")
    assert found("irman") == ([other, permits[0]], False)
    assert found("irman", permit_type="izin-penelitian") == ([permits[0]], False)
    assert found("", permit_type="tidak-ada") == ([], False)
    assert found("", status="garbage")[0] == [other, *reversed(permits)]


@pytest.mark.django_db
def test_each_status_finds_exactly_the_permits_that_show_it(permit_type):
    application = {"issuance__application__permit_type": permit_type}
    steps = [-400, -31, -1, 0, 1, 29, 30, 31, 400]
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Asia/Jakarta")), tick=False):
        for state in PermitState:
            for first in steps:
                for last in steps:
                    if last >= first:
                        days = {
                            "valid_from": TODAY + timedelta(days=first),
                            "valid_until": TODAY + timedelta(days=last),
                        }
                        if first in (-400, 0, 1) or last in (-1, 0, 30):
                            PermitFactory(state=state, **days, **application)
        all_permits = list(Permit.objects.all())
        seen = 0
        for status in PublicStatus:
            expected = {permit.pk for permit in all_permits if permit.status_on(TODAY) == status}
            assert {permit.pk for permit in found("", status=status)[0]} == expected
            assert expected
            seen += len(expected)
        assert seen == len(all_permits)


@pytest.mark.django_db
def test_the_day_of_the_register_is_the_office_s_day(permit_type):
    permit = PermitFactory(
        issuance__application__permit_type=permit_type, valid_from=TODAY, valid_until=date(2027, 6, 1)
    )
    with time_machine.travel("2026-11-23T16:59:59Z", tick=False):
        assert found(status=PublicStatus.NOT_YET)[0] == [permit]
    with time_machine.travel("2026-11-23T17:00:00Z", tick=False):
        assert found(status=PublicStatus.VALID)[0] == [permit]


def test_searching_costs_the_same_however_much_there_is(permits, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert [permit.permit_type.name for permit in found("arosuka")[0]]
    PermitFactory.create_batch(
        20, issuance__application__permit_type=permits[0].permit_type, subject="Wisata Arosuka", holder_name="Budi"
    )
    with django_assert_num_queries(2):
        assert len([permit.permit_type.name for permit in found("arosuka")[0]]) == 22
    with django_assert_num_queries(2):
        assert [permit.permit_type.name for permit in found("syapurta irman")[0]]
    with django_assert_num_queries(1):
        assert len([permit.permit_type.name for permit in found("")[0]]) == 23


def test_the_most_similar_comes_first(permits):
    result, by_likeness = found("sayputra irman")
    assert by_likeness
    assert result[0] == permits[0]


def test_a_permit_is_found_by_its_address_code_and_file(permits):
    permit = permits[0]
    assert permit_get_by_slug(permit.slug) == permit
    assert permit_get_by_code(f" {permit.code.lower()} ") == permit
    assert permit_find_by_document(permit.document_sha256) == permit
    assert permit_find_by_document("0" * 64) is None
    for unknown in ("TIDAKADA", "", "\0", "x" * 500):
        with pytest.raises(Permit.DoesNotExist):
            permit_get_by_code(unknown)
    with pytest.raises(Permit.DoesNotExist):
        permit_get_by_slug("tidak-ada")


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 20])
def test_a_person_s_permits_cost_one_query(django_assert_num_queries, rows):
    person, permit_type = ApplicantFactory(), PermitTypeFactory()
    made = [
        PermitFactory(
            issuance__application=ApplicationFactory(
                at="issued", applicant=person, permit_type=permit_type, documents=False
            )
        )
        for _ in range(rows)
    ]
    foreign = PermitFactory()
    with django_assert_num_queries(1):
        told = [(permit.permit_type.name, permit.application.registration_number) for permit in permit_list_for(person)]
    assert len(told) == rows
    assert permit_get_for(person, made[0].pk) == made[0]
    with pytest.raises(Permit.DoesNotExist):
        permit_get_for(person, foreign.pk)


@given(st.text())
def test_normalised_text_is_plain_words(text):
    plain = search_normalise(text)
    assert plain == " ".join(plain.split())
    assert set(plain) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert search_normalise(plain) == plain
