"""Scans of identity cards: their marked copies, and what becomes of those that nobody needs."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from common.content_store import content_discard, content_exists, content_read, content_save
from common.errors import DomainError
from izin.accounts import services
from izin.accounts.models import KeptScan, MarkedScan
from izin.accounts.watermark import watermark
from tests.factories.accounts import ApplicantFactory, ktp_jpeg
from tests.factories.files import image_bytes, jpeg_bytes
from tests.threads import run_together


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("L")


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("ktp.jpg", data, "image/jpeg")


def grow_old(sha256: str, *, days: float = 3) -> None:
    """Let a kept scan be as old as that, in the table and on the disk."""
    then = timezone.now() - timedelta(days=days)
    KeptScan.objects.filter(sha256=sha256).update(kept_at=then)
    os.utime(path_of(sha256), (then.timestamp(), then.timestamp()))


def path_of(sha256: str) -> Path:
    return Path(storages["private"].path(f"{sha256[:2]}/{sha256[2:4]}/{sha256}"))


@pytest.mark.parametrize("colour", [(255, 255, 255), (0, 0, 0), (120, 160, 200)])
def test_the_mark_is_on_every_part_of_a_card_of_any_colour(colour):
    plain = jpeg_bytes(width=900, height=570, color=colour)
    marked = watermark(plain, "Hanya untuk permohonan izin")
    changed = ImageChops.difference(picture(plain), picture(marked))
    assert picture(marked).size == (900, 570)
    for left in range(0, 900, 300):
        for top in range(0, 570, 190):
            assert changed.crop((left, top, left + 300, top + 190)).getextrema()[1] > 15
    # What stands below can still be read.
    assert sum(changed.histogram()[60:]) < 900 * 570 * 0.35


def test_the_same_scan_gives_the_same_copy():
    plain = jpeg_bytes(width=300, height=200)
    assert watermark(plain, "Hanya untuk izin") == watermark(plain, "Hanya untuk izin")


@settings(max_examples=25)
@given(st.integers(1, 400), st.integers(1, 400))
def test_a_picture_of_any_shape_can_be_marked(width, height):
    marked = watermark(image_bytes("JPEG", width=width, height=height), "Hanya untuk izin")
    assert picture(marked).size == (width, height)


@pytest.mark.django_db
def test_the_copy_is_made_once_and_holds_no_metadata():
    sha256 = content_save("private", ktp_jpeg(width=200, height=120))
    copy = services.scan_copy(sha256)
    assert copy != sha256
    assert services.scan_copy(sha256) == copy
    assert MarkedScan.objects.count() == 1
    assert b"Exif" not in content_read("private", copy)
    with pytest.raises(FileNotFoundError):
        services.scan_copy("0" * 64)


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\xff\xd8\xff\xe0 rusak", b"\xff\xd8\xff" + b"x" * 600_000])
def test_a_bad_scan_is_not_kept(data):
    with pytest.raises(DomainError):
        services.scan_keep(upload(data))
    assert not KeptScan.objects.exists()


@pytest.mark.django_db
def test_only_old_scans_that_nothing_refers_to_are_removed():
    young, _file = services.scan_keep(upload(jpeg_bytes(width=41)))
    old, _file = services.scan_keep(upload(jpeg_bytes(width=42)))
    used, _file = services.scan_keep(upload(jpeg_bytes(width=43)))
    document, _file = services.scan_keep(upload(jpeg_bytes(width=44)))
    ApplicantFactory(profile__ktp_sha256=used)
    # Any table counts, also those of floors that accounts know nothing of.
    MarkedScan.objects.create(sha256="0" * 64, copy_sha256=document)
    for sha256 in (old, used, document):
        grow_old(sha256)
    assert services.scans_clean() == 1
    assert [content_exists("private", sha256) for sha256 in (young, old, used, document)] == [True, False, True, True]
    assert list(KeptScan.objects.values_list("sha256", flat=True)) == [young]
    assert services.scans_clean() == 0


@pytest.mark.django_db
def test_bytes_that_were_stored_again_meanwhile_stay():
    sha256, checked = services.scan_keep(upload(jpeg_bytes(width=45)))
    grow_old(sha256)
    content_save("private", checked.data)  # somebody uploads the same picture as a document, and has not committed yet
    assert services.scans_clean() == 0
    assert content_exists("private", sha256)


@pytest.mark.django_db
def test_a_scan_that_is_kept_again_starts_anew():
    sha256, _checked = services.scan_keep(upload(jpeg_bytes(width=46)))
    grow_old(sha256)
    services.scan_keep(upload(jpeg_bytes(width=46)))
    assert services.scans_clean() == 0
    assert content_exists("private", sha256)


def test_storing_and_discarding_at_once_never_loses_what_was_stored_last():
    data = jpeg_bytes(width=47)
    sha256 = content_save("private", data)
    before = timezone.now() - timedelta(days=2)

    def discard() -> bool:
        return content_discard("private", sha256, unused_since=before)

    for _round in range(30):
        old = before.timestamp() - 3600
        os.utime(path_of(sha256), (old, old))
        results = run_together([discard, lambda: content_save("private", data), discard])
        assert not [result for result in results if isinstance(result, Exception)]
        assert content_read("private", sha256) == data


def test_discarding_what_is_not_there_says_so():
    assert not content_discard("private", "f" * 64, unused_since=timezone.now())


@pytest.mark.django_db
def test_the_command_says_what_it_did(capsys):
    sha256, _checked = services.scan_keep(upload(jpeg_bytes(width=48)))
    grow_old(sha256)
    call_command("clean_scans")
    assert "1 removed" in capsys.readouterr().out
