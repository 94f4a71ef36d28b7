"""Values as people read them."""

from datetime import UTC, date, datetime

import pytest

from common import formats


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2022, 6, 23), "23 Juni 2022"),
        # 20.30 UTC is already the next day in Solok.
        (datetime(2022, 6, 23, 20, 30, tzinfo=UTC), "24 Juni 2022"),
        (None, ""),
    ],
)
def test_date_is_written_in_indonesian_and_office_time(value: date | None, text: str) -> None:
    assert formats.date_long(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2022, 6, 23, 7, 5, tzinfo=UTC), "23 Juni 2022 14.05 WIB"),
        (date(2022, 6, 23), "23 Juni 2022"),
        (None, ""),
    ],
)
def test_moment_has_time_and_zone(value: date | None, text: str) -> None:
    assert formats.datetime_long(value) == text


@pytest.mark.parametrize(
    ("nik", "text"),
    [
        ("1302104502910003", "1302********0003"),
        ("13021045029100", "*" * 14),
        ("", ""),
        (None, ""),
    ],
)
def test_nik_never_shows_more_than_eight_digits(nik: str | None, text: str) -> None:
    assert formats.nik_masked(nik) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 KB"),
        (1, "1 KB"),
        (1025, "2 KB"),
        (512 * 1024, "512 KB"),
        (1024 * 1024, "1 MB"),
        (1_468_006, "1,4 MB"),
        (10 * 1024 * 1024, "10 MB"),
        (None, ""),
    ],
)
def test_size_is_in_kb_or_mb(size: int | None, text: str) -> None:
    assert formats.file_size(size) == text
