"""How values are written for people: dates, sizes and masked numbers, the same on pages, in letters and messages."""

from datetime import date, datetime

from django.utils import timezone

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
KIB = 1024
NIK_LENGTH = 16
NIK_SHOWN = 4


def _local(value: date) -> date:
    """Return an aware moment in the office's time zone, anything else unchanged."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def date_long(value: date | None) -> str:
    """Return `23 Juni 2022`; an aware moment is taken in the office's time zone; nothing gives an empty string."""
    if not value:
        return ""
    value = _local(value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def datetime_long(value: date | None) -> str:
    """Return `23 Juni 2022 14.05 WIB`, or only the date when the value has no time."""
    if not isinstance(value, datetime):
        return date_long(value)
    value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{date_long(value)} {value:%H.%M} WIB"


def nik_masked(nik: str | None) -> str:
    """Return `1302********0003`; whatever is not a whole NIK is hidden completely."""
    if not nik:
        return ""
    nik = str(nik)
    if len(nik) != NIK_LENGTH:
        return "*" * len(nik)
    return f"{nik[:NIK_SHOWN]}{'*' * (NIK_LENGTH - 2 * NIK_SHOWN)}{nik[-NIK_SHOWN:]}"


def file_size(size: int | None) -> str:
    """Return `512 KB` or `1,4 MB` (1 KB = 1024 bytes; never rounded down to less than 1 KB)."""
    if size is None:
        return ""
    if size < KIB * KIB:
        return f"{max(1, -(-int(size) // KIB)) if size else 0} KB"
    return f"{size / (KIB * KIB):.1f}".replace(".0", "").replace(".", ",") + " MB"
