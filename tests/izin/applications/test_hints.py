"""What may make a file hard to read is told, and never refuses it (F7)."""

import io
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from izin.applications.inspection import Look, apart, hints, look_at, looking
from tests.factories.files import image_bytes, pdf_bytes
from tests.izin.applications.test_inspection import HOSTILE, MEASURE

JPEG, PDF = "image/jpeg", "application/pdf"


def page(dpi, *, text=True, paper="white"):
    image = Image.new("RGB", (int(8.27 * dpi), int(11.69 * dpi)), paper)
    if text:
        pen = ImageDraw.Draw(image)
        for row in range(12):
            pen.text((dpi, dpi * (1 + row * 0.4)), "Surat rekomendasi penelitian", fill="black", font_size=dpi // 8)
    return image


def pdf(*pages, dpi):
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pages[1:])
    return out.getvalue()


def test_an_ordinary_scan_and_an_ordinary_photograph_get_no_hint():
    assert look_at(pdf(page(150), page(150), dpi=150), PDF, "") == Look(2)
    out = io.BytesIO()
    page(100).save(out, "JPEG")
    assert look_at(out.getvalue(), JPEG, "") == Look(1)


@pytest.mark.parametrize(
    ("pages", "dpi", "words"),
    [
        ([page(100), page(100, text=False)], 100, ("Halaman 2 tampak kosong.",)),
        ([page(100, text=False, paper="black"), page(100)], 100, ("Halaman 1 tampak hitam seluruhnya.",)),
        (
            [page(60), page(60)],
            60,
            ("Resolusi pindaian halaman 1, 2 rendah; pindai ulang dengan 200 dpi bila tidak terbaca.",),
        ),
    ],
    ids=["blank", "black", "coarse"],
)
def test_pages_that_will_not_be_read_are_named(pages, dpi, words):
    assert look_at(pdf(*pages, dpi=dpi), PDF, "") == Look(len(pages), words)


def test_a_text_from_a_word_processor_is_never_coarse():
    # No picture on it at all, and an empty page is only empty.
    assert look_at(pdf_bytes(pages=3), PDF, "") == Look(3, ("Halaman 1, 2, 3 tampak kosong.",))


@pytest.mark.parametrize(
    ("picture", "check", "words"),
    [
        (image_bytes("JPEG", width=900, height=700, color=(255, 255, 255)), "", "Gambar tampak kosong."),
        (image_bytes("JPEG", width=900, height=700, color=(0, 0, 0)), "", "Gambar tampak hitam seluruhnya."),
    ],
)
def test_a_picture_of_nothing_is_told(picture, check, words):
    assert look_at(picture, JPEG, check).warnings == (words,)


@pytest.mark.parametrize(
    ("side", "check", "told"), [(400, "", 1), (400, "photo_background", 0), (200, "photo_background", 1)]
)
def test_a_small_picture_is_told_and_a_passport_photograph_may_be_smaller(side, check, told):
    out = io.BytesIO()
    Image.effect_noise((side, side // 2), 90).save(out, "JPEG")
    assert len(look_at(out.getvalue(), JPEG, check).warnings) == told


@settings(max_examples=25, deadline=None)
@given(data=st.binary(max_size=400))
def test_what_can_not_be_looked_at_gets_no_hint(data):
    assert look_at(data, JPEG, "") == Look()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 rusak", b"\x00" * 1000])
def test_a_pdf_that_can_not_be_opened_gets_no_hint(data):
    assert look_at(data, PDF, "") == Look()


@pytest.mark.parametrize("name", [name for name, (_make, kind) in HOSTILE.items() if kind == PDF])
def test_hostile_files_take_two_seconds_and_little_memory(name, tmp_path):
    file = tmp_path / "berkas"
    file.write_bytes(HOSTILE[name][0]())
    with file.open("rb") as source:
        done = subprocess.run(
            [sys.executable, "-I", "-c", MEASURE, looking.__file__],
            stdin=source,
            capture_output=True,
            check=True,
            timeout=60,
        )
    _status, _answer, seconds, memory = json.loads(done.stdout)
    assert seconds < looking.CPU_SECONDS + 0.5
    assert memory < 245 * 1024 * 1024


@pytest.mark.parametrize("program", ["print('bukan JSON')", "raise SystemExit(3)", "print('[1]')", "print('{}')", ""])
def test_a_process_that_answers_nonsense_gives_no_hint(monkeypatch, tmp_path, program):
    (tmp_path / "looking.py").write_text(program)
    monkeypatch.setattr(hints, "_PROGRAM", tmp_path / "looking.py")
    assert look_at(pdf_bytes(), PDF, "") == Look()


def test_a_process_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(apart, "WALL_SECONDS", 0.01)
    assert look_at(pdf(page(100), dpi=100), PDF, "") == Look()
