"""The days on which the office is closed: loaded with the service, changed by the office."""

from collections import Counter
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from izin.workflow.models import Holiday
from izin.workflow.selectors import holiday_dates
from izin.workflow.services import holidays_load
from tests.threads import run_together

HEAD = "date,name,kind\n"
ROWS = "2027-03-10,Hari Raya Idul Fitri (perkiraan),national\n2027-03-12,Cuti Bersama Hari Raya Idul Fitri,collective\n"
OUTCOMES = ("new", "unchanged", "kept", "overwritten")
EID = date(2027, 3, 10)


@pytest.fixture
def write(tmp_path):
    """Write a file of holidays and return where it is."""

    def write(text):
        path = tmp_path / "hari_libur.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def counts(*numbers):
    return Counter(dict(zip(OUTCOMES, numbers, strict=True)))


def rows():
    return list(Holiday.objects.values_list("date", "name", "kind", "active"))


@pytest.mark.django_db
def test_three_years_come_with_the_service_and_are_loaded_once():
    assert holidays_load() == counts(79, 0, 0, 0)
    assert Holiday.objects.filter(kind=Holiday.Kind.COLLECTIVE).count() == 27
    before = rows()
    assert holidays_load() == counts(0, 79, 0, 0)
    assert holidays_load(force=True) == counts(0, 79, 0, 0)
    assert rows() == before


@pytest.mark.django_db
def test_only_days_in_force_count_and_both_ends_do():
    holidays_load()
    assert holiday_dates(date(2026, 8, 17), date(2026, 8, 25)) == {date(2026, 8, 17), date(2026, 8, 25)}
    Holiday.objects.filter(date=date(2026, 8, 25)).update(active=False)
    assert holiday_dates(date(2026, 8, 17), date(2026, 8, 25)) == {date(2026, 8, 17)}
    assert holiday_dates(date(2026, 8, 25), date(2026, 8, 17)) == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [{"date": date(2027, 3, 11)}, {"name": "Idul Fitri"}, {"kind": "local"}, {"active": False}],
    ids=lambda change: next(iter(change)),
)
def test_what_the_office_changed_is_kept_unless_forced(write, change):
    path = write(HEAD + ROWS)
    holidays_load(path=path)
    shipped = rows()
    Holiday.objects.filter(date=EID).update(**change)
    changed = rows()
    assert holidays_load(path=path) == counts(0, 1, 1, 0)
    assert rows() == changed
    assert holidays_load(path=path, force=True) == counts(0, 1, 0, 1)
    assert rows() == shipped


@pytest.mark.django_db
def test_a_day_the_office_wrote_itself_is_not_written_twice(write):
    path = write(HEAD + ROWS)
    Holiday.objects.create(date=EID, name="Idul Fitri 1448 H", kind="national")
    Holiday.objects.create(date=date(2027, 4, 9), name="Hari Jadi Kabupaten Solok", kind="local")
    assert holidays_load(path=path) == counts(1, 0, 1, 0)
    assert Holiday.objects.get(date=EID).name == "Idul Fitri 1448 H"
    assert holidays_load(path=path, force=True) == counts(0, 1, 0, 1)
    assert Holiday.objects.get(date=EID).key == "2027-03-10"
    assert Holiday.objects.filter(kind="local").count() == 1


@pytest.mark.django_db
def test_two_days_that_would_meet_on_one_date_change_nothing(write):
    path = write(HEAD + ROWS)
    holidays_load(path=path)
    Holiday.objects.filter(date=EID).update(date=date(2027, 3, 11))
    Holiday.objects.create(date=EID, name="Hari lain", kind="local")
    before = rows()
    with pytest.raises(ValidationError, match="sudah ada"):
        holidays_load(path=path, force=True)
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("17-08-2027,HUT RI,national\n", ValueError),
        ("2027-02-30,Tidak ada,national\n", ValueError),
        (",HUT RI,national\n", ValueError),
        ("2027-08-17,HUT RI,libur\n", ValidationError),
        ("2027-08-17,HUT RI\n", ValidationError),
        ("2027-08-17,,national\n", ValidationError),
        (f"2027-08-17,{'x' * 101},national\n", ValidationError),
    ],
)
def test_a_bad_file_loads_nothing(write, line, error):
    with pytest.raises(error):
        holidays_load(path=write(HEAD + ROWS + line))
    assert rows() == []


@pytest.mark.django_db
def test_a_file_with_other_columns_is_refused(write):
    with pytest.raises(KeyError):
        holidays_load(path=write("tanggal,nama,jenis\n" + ROWS))
    assert rows() == []


@pytest.mark.django_db
def test_the_database_refuses_what_can_not_be():
    Holiday.objects.create(date=EID, name="Idul Fitri", kind="national", key="2027-03-10")
    for change in ({"date": EID}, {"kind": "libur"}, {"key": "2027-03-10"}):
        values = {"date": date(2027, 3, 11), "name": "Lain", "kind": "local", **change}
        with pytest.raises(IntegrityError), transaction.atomic():
            Holiday.objects.create(**values)


def test_a_name_is_tidied_and_says_something():
    holiday = Holiday(date=EID, name="  Idul   Fitri ", kind="national")
    holiday.clean()
    assert (holiday.name, str(holiday)) == ("Idul Fitri", "2027-03-10 Idul Fitri")
    holiday.name = " \t"
    with pytest.raises(ValidationError, match="harus diisi"):
        holiday.clean()


@pytest.mark.django_db(transaction=True)
def test_loads_at_the_same_time_wait_for_each_other(write):
    path = write(HEAD + ROWS)
    results = run_together([lambda: holidays_load(path=path)] * 3)
    assert sorted(results, key=str) == sorted([counts(2, 0, 0, 0), *[counts(0, 2, 0, 0)] * 2], key=str)
