"""The office's hours, superiors and settings as rows: what is shipped, and what the office may enter."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from izin.accounts.enums import Role
from izin.workflow.clock import working_time
from izin.workflow.models import Holiday, Superior, WorkingHours, WorkSettings
from izin.workflow.selectors import calendar_stamp, office_calendar, roles_above, work_settings
from izin.workflow.services import superiors_load, working_hours_load

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Jakarta")


def week_of(day: date) -> timedelta:
    start = datetime.combine(day, time(0), ZONE)
    return working_time(office_calendar(), start, start + timedelta(days=7))


def hours(**changes) -> WorkingHours:
    values = {"name": "Uji", "weekday": 0, "opens": time(8), "closes": time(12), **changes}
    return WorkingHours(**values)


def test_what_is_shipped_is_37_and_a_half_hours_a_week_and_32_and_a_half_in_ramadan():
    assert working_hours_load() == Counter(new=20)
    assert working_hours_load() == Counter(unchanged=20)
    assert week_of(date(2026, 11, 16)) == timedelta(hours=37.5)
    assert week_of(date(2026, 3, 2)) == timedelta(hours=32.5)
    Holiday.objects.create(date=date(2026, 11, 17), name="Libur daerah", kind="local")
    assert week_of(date(2026, 11, 16)) == timedelta(hours=30)


def test_an_office_that_told_no_hours_works_from_monday_to_friday():
    assert week_of(date(2026, 11, 16)) == timedelta(hours=5 * 8.5)


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes": time(7)},
        {"break_from": time(9)},
        {"break_from": time(11), "break_until": time(13)},
        {"valid_from": date(2026, 1, 1)},
        {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)},
    ],
)
def test_hours_that_can_not_be_are_refused(wrong):
    with pytest.raises(ValidationError):
        hours(**wrong).full_clean()


def test_a_weekday_has_one_kind_of_hours_at_a_time():
    hours().save()
    with pytest.raises(ValidationError, match="sudah ada"):
        hours().full_clean()
    hours(active=False).full_clean()
    spring = {"valid_from": date(2026, 3, 1), "valid_until": date(2026, 3, 31)}
    hours(**spring).save()
    with pytest.raises(ValidationError, match="sebagian dari waktu itu"):
        hours(valid_from=date(2026, 3, 31), valid_until=date(2026, 4, 30)).full_clean()
    hours(**spring, weekday=1).full_clean()


def test_the_stamp_changes_with_whatever_deadlines_are_worked_out_from():
    seen = {calendar_stamp(office_calendar(), 75), calendar_stamp(office_calendar(), 80)}
    hours().save()
    seen.add(calendar_stamp(office_calendar(), 75))
    Holiday.objects.create(date=date(2026, 11, 17), name="Libur daerah", kind="local")
    seen.add(calendar_stamp(office_calendar(), 75))
    assert len(seen) == 4
    assert calendar_stamp(office_calendar(), 75) in seen


def test_who_is_above_whom_ends_even_in_a_circle():
    assert roles_above(Role.FRONT_DESK) == []
    superiors_load()
    assert superiors_load() == Counter(unchanged=7)
    assert roles_above(Role.FRONT_DESK) == [
        Role.VERIFICATION_SECTION_HEAD,
        Role.DIVISION_HEAD,
        Role.SECRETARY,
        Role.AGENCY_HEAD,
        Role.SUPERVISOR,
    ]
    assert roles_above("") == []
    Superior.objects.create(role=Role.SUPERVISOR, superior=Role.DIVISION_HEAD)
    assert roles_above(Role.DIVISION_HEAD)[-1] == Role.DIVISION_HEAD


def test_settings_nobody_changed_are_those_of_the_service_and_reading_them_writes_nothing():
    found = work_settings()
    assert (found.claim_minutes, found.warn_percent) == (15, 75)
    assert "21 hari kerja" in found.objection
    assert not WorkSettings.objects.exists()
    WorkSettings.objects.create(claim_minutes=30)
    assert work_settings().claim_minutes == 30
