"""The periods a report speaks of: a month, a quarter, a half-year, a year, or any days; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.formats import MONTHS, date_long

ROMAN = ("I", "II", "III", "IV")
# Up to so many days are shown day by day, up to so many week by week, more of them month by month.
DAILY_UP_TO, WEEKLY_UP_TO = 31, 92


class PeriodKind(models.TextChoices):
    """How long a period is; the months of all but the last are fixed."""

    MONTH = "bulan", gettext_lazy("Bulan")
    QUARTER = "triwulan", gettext_lazy("Triwulan")
    SEMESTER = "semester", gettext_lazy("Semester")
    YEAR = "tahun", gettext_lazy("Tahun")
    FREE = "rentang", gettext_lazy("Rentang tanggal")


MONTHS_OF = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.SEMESTER: 6, PeriodKind.YEAR: 12}


@dataclass(frozen=True)
class Period:
    """Days in the office's time zone, both included."""

    kind: PeriodKind
    first: date
    last: date

    @property
    def start(self) -> datetime:
        """The moment it begins."""
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def end(self) -> datetime:
        """The moment after its last."""
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def grain(self) -> str:
        """How it is divided in a chart: `day`, `week` or `month`."""
        if self.days <= DAILY_UP_TO:
            return "day"
        return "week" if self.days <= WEEKLY_UP_TO else "month"

    @property
    def label(self) -> str:
        """Its name: `Triwulan IV 2026`."""
        part = (self.first.month - 1) // MONTHS_OF.get(self.kind, 1)
        names = {
            PeriodKind.MONTH: f"{MONTHS[self.first.month - 1]} {self.first.year}",
            PeriodKind.QUARTER: _("Triwulan %(part)s %(year)s") % {"part": ROMAN[part % 4], "year": self.first.year},
            PeriodKind.SEMESTER: _("Semester %(part)s %(year)s") % {"part": ROMAN[part % 2], "year": self.first.year},
            PeriodKind.YEAR: _("Tahun %(year)s") % {"year": self.first.year},
        }
        free = _("%(first)s sampai %(last)s") % {"first": date_long(self.first), "last": date_long(self.last)}
        return names.get(self.kind, free)

    def parts(self) -> Iterator[date]:
        """Yield the first day of each part of its `grain`; the first part may have begun before the period."""
        day = self.first
        if self.grain == "week":
            day -= timedelta(days=day.weekday())
        elif self.grain == "month":
            day = day.replace(day=1)
        while day <= self.last:
            yield day
            day = _months_later(day, 1) if self.grain == "month" else day + timedelta(days=_STEP[self.grain])

    def moved(self, by: int) -> "Period":
        """Return the period of the same kind so many before or after."""
        if self.kind == PeriodKind.FREE:
            days = timedelta(days=self.days * by)
            return Period(self.kind, self.first + days, self.last + days)
        return period_at(self.kind, _months_later(self.first, MONTHS_OF[self.kind] * by))


_STEP = {"day": 1, "week": 7}


def period_at(kind: PeriodKind, day: date) -> Period:
    """Return the month, quarter, half-year or year in which a day lies. Raises KeyError for PeriodKind.FREE."""
    months = MONTHS_OF[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(kind, first, _months_later(first, months) - timedelta(days=1))


def _months_later(first: date, months: int) -> date:
    """Return the first of the month so many months later."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
