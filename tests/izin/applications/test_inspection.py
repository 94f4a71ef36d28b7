"""Codes in scans and the backdrop of photographs; what hostile files can take from the machine."""

import io
import json
import random
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from common.errors import DomainError
from izin.applications.inspection import Finding, apart, checks, inspect, reading
from izin.applications.inspection.photographs import backdrop_fits
from tests.factories.files import image_bytes, jpeg_bytes, pdf_bytes, pdf_new, pdf_saved

JPEG, PDF = "image/jpeg", "application/pdf"
TEXT = "https://satusehat.kemkes.go.id/sdmk/verifikasi/str/QB00000123456789"


def code(millimetres=20, dpi=200, text=TEXT):
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=10, border=4)
    side = int(millimetres / 25.4 * dpi)
    return Image.open(out).convert("L").resize((side, side), Image.Resampling.LANCZOS)


def scan(dpi=200, *, millimetres=20, with_code=True, angle=0.0, skew=0.0, contrast=1.0, noise=0.0, blur=0.0):
    """A page of A4 with lines of text and a code in its lower half, as a scanner or a phone sees it."""
    width, height = int(8.27 * dpi), int(11.69 * dpi)
    page = Image.new("L", (width, height), "white")
    pen, chance = ImageDraw.Draw(page), random.Random(7)
    for row in range(40):
        words = f"Surat Tanda Registrasi {chance.randrange(10**12)} Konsil Kesehatan Indonesia"
        pen.text((width * 0.1, height * (0.05 + row * 0.011)), words, fill="black", font_size=dpi // 10)
    if with_code:
        page.paste(code(millimetres, dpi), (width // 2, int(height * 0.65)))
    page = page.convert("RGB").rotate(angle, expand=True, fillcolor="lightgray", resample=Image.Resampling.BICUBIC)
    if skew:
        right, low = page.size
        corners = (0, 0, -right * skew, low, right * (1 + skew), low * (1 + skew), right, -low * skew)
        page = page.transform(page.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor="gray")
    page = page.point(lambda value: int(128 + (value - 128) * contrast))
    if blur:
        page = page.filter(ImageFilter.GaussianBlur(blur))
    if noise:
        page = ImageChops.add(page, Image.effect_noise(page.size, noise).convert("RGB"), 1, -128)
    return page


def saved(*pages, kind=JPEG, dpi=200, quality=70):
    out = io.BytesIO()
    if kind == PDF:
        pages[0].save(out, "PDF", resolution=dpi, quality=quality, save_all=True, append_images=pages[1:])
    else:
        pages[0].save(out, "JPEG", quality=quality)
    return out.getvalue()


@pytest.mark.parametrize("kind", [JPEG, PDF])
def test_the_text_of_a_code_is_found_by_the_process(kind):
    assert inspect(saved(scan(), kind=kind), kind, "qr") == Finding(qr_text=TEXT)


@pytest.mark.parametrize("kind", [JPEG, PDF])
@pytest.mark.parametrize(
    ("dpi", "changes"),
    [
        (150, {"millimetres": 15}),
        (200, {"millimetres": 15, "contrast": 0.35}),
        (200, {"angle": 17}),
        (200, {"angle": 90}),
        (200, {"angle": 184}),
        (200, {"skew": 0.05}),
        (200, {"noise": 35}),
        (200, {"contrast": 0.18}),
        (300, {"angle": 7, "skew": 0.04, "contrast": 0.5, "noise": 20, "blur": 1.0}),
    ],
    ids=str,
)
def test_codes_of_ordinary_bad_scans_are_read(kind, dpi, changes):
    assert reading.code_read(saved(scan(dpi, **changes), kind=kind, dpi=dpi, quality=40), kind) == TEXT


def test_a_picture_of_the_code_alone_is_read():
    small = code(dpi=100)
    assert small.width < 100
    assert reading.code_read(saved(small), JPEG) == TEXT


def test_codes_are_looked_for_on_the_first_five_pages_and_no_further(monkeypatch):
    empty, page = scan(100, with_code=False), scan(150)
    monkeypatch.setattr(reading, "MAX_PAGES", 2)
    assert reading.code_read(saved(empty, page, kind=PDF, dpi=100), PDF) == TEXT
    assert reading.code_read(saved(empty, empty, page, kind=PDF, dpi=100), PDF) == ""


def test_the_first_page_with_a_code_ends_the_search(monkeypatch):
    seen = []
    pages = reading._pages
    monkeypatch.setattr(reading, "_pages", lambda data: (seen.append(page) or page for page in pages(data)))
    assert reading.code_read(saved(scan(), scan(), kind=PDF), PDF) == TEXT
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (saved(scan(with_code=False)), JPEG),
        (saved(scan(with_code=False), kind=PDF), PDF),
        (jpeg_bytes(width=1, height=1), JPEG),
        (pdf_bytes(), PDF),
        (b"", PDF),
        (b"%PDF-1.7\n" + bytes(range(256)) * 50, PDF),
        (b"\xff\xd8\xff\xe0 bukan gambar", JPEG),
        (saved(scan())[:3000], JPEG),
        (image_bytes("PNG"), JPEG),
    ],
    ids=["no code", "no code on a page", "one pixel", "empty page", "empty", "noise", "broken", "cut", "png"],
)
def test_where_no_code_is_readable_people_are_told_what_to_do(data, kind):
    with pytest.raises(DomainError) as caught:
        inspect(data, kind, "qr")
    for advice in ("200 dpi", "seluruh kode QR terlihat", "datanglah ke kantor"):
        assert advice in caught.value.message


def test_what_a_stranger_wrote_in_a_code_comes_out_as_one_line():
    written = "\u202eSTR\n12\x00\t<script>" + "x" * 1500
    found = inspect(saved(code(60, 300, text=written)), JPEG, "qr").qr_text
    assert found.startswith("STR12<script>x")
    assert len(found) == reading.MAX_TEXT


def test_a_code_of_blanks_is_no_code():
    assert reading.code_read(saved(code(text="  \n ")), JPEG) == ""
    assert reading.code_read(saved(code(text="  a ")), JPEG) == "a"


# What the process may take.


def _page(**changes):
    pdf = pdf_new()
    for key, value in changes.items():
        pdf.pages[0][f"/{key}"] = pikepdf.Array(value)
    return pdf


def _picture(side, *, space, depth):
    """A PDF of some hundred kilobytes whose only picture unpacks to hundreds of megabytes."""
    pdf, packer = _page(), zlib.compressobj(1)
    row = bytes(side * depth)
    picture = pdf.make_stream(b"".join(packer.compress(row) for _row in range(side)) + packer.flush())
    picture.update(
        {
            "/Type": pikepdf.Name.XObject,
            "/Subtype": pikepdf.Name.Image,
            "/Width": side,
            "/Height": side,
            "/ColorSpace": pikepdf.Name(space),
            "/BitsPerComponent": 8,
            "/Filter": pikepdf.Name.FlateDecode,
        }
    )
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
    pdf.pages[0].Contents = pdf.make_stream(b"200 0 0 200 0 0 cm /P Do")
    return pdf_saved(pdf)


def _drawing(line, times, **changes):
    """A page on which one thing is drawn again and again."""
    pdf = _page(**changes)
    pdf.pages[0].Contents = pdf.make_stream(line * times)
    return pdf_saved(pdf, compress_streams=True, recompress_flate=True)


def _laughs():
    """Forms that draw forms that draw forms, sixteen times each."""
    pdf = _page()
    inner = pdf.make_stream(b"0 0 m 200 200 l S")
    for _level in range(12):
        inner.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form})
        inner.BBox = pikepdf.Array([0, 0, 200, 200])
        outer = pdf.make_stream(b"/F Do\n" * 16)
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
        inner = outer
    pdf.pages[0].Resources = inner.Resources
    pdf.pages[0].Contents = pdf.make_stream(b"/F Do\n" * 16)
    return pdf_saved(pdf)


def _progressive():
    """A picture of 36 million points that must be held whole to be decoded, in one megabyte."""
    return image_bytes("JPEG", width=6000, height=6000, progressive=True, subsampling=0)


def _giant_jpeg():
    """A small picture that says it has 65 500 by 65 500 points."""
    data = bytearray(jpeg_bytes())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = (65_500).to_bytes(2, "big") * 2
    return bytes(data)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "page of a square kilometre": (lambda: pdf_saved(_page(MediaBox=[0, 0, 3e6, 3e6])), PDF),
    "page like a thread": (lambda: pdf_saved(_page(MediaBox=[0, 0, 1e8, 0.001])), PDF),
    "page without area": (lambda: pdf_saved(_page(MediaBox=[5, 5, 5, 5])), PDF),
    "grey picture": (lambda: _picture(15_000, space="/DeviceGray", depth=1), PDF),
    "colour picture": (lambda: _picture(10_000, space="/DeviceRGB", depth=3), PDF),
    "five million strokes": (lambda: _drawing(b"0 0 m 200 200 l 0 200 m 200 0 l S\n", 5_000_000), PDF),
    "large areas, often": (lambda: _drawing(b"0 0 800 800 re f\n", 50_000, MediaBox=[0, 0, 800, 800]), PDF),
    "forms in forms": (_laughs, PDF),
    "progressive": (_progressive, JPEG),
    "giant": (_giant_jpeg, JPEG),
}
# Runs the process and says how it ended, the processor time it took, and its memory at the highest.
MEASURE = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-I", *sys.argv[1:]], stdin=sys.stdin, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
scale = 1 if sys.platform == "darwin" else 1024
print(json.dumps([done.returncode, done.stdout.decode(), used.ru_utime + used.ru_stime, used.ru_maxrss * scale]))
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_take_two_seconds_and_two_hundred_megabytes_at_most(name, tmp_path):
    make, kind = HOSTILE[name]
    file = tmp_path / "berkas"
    file.write_bytes(make())
    with file.open("rb") as source:
        done = subprocess.run(
            [sys.executable, "-I", "-c", MEASURE, reading.__file__, kind],
            stdin=source,
            capture_output=True,
            check=True,
            timeout=60,
        )
    status, answer, seconds, memory = json.loads(done.stdout)
    assert answer in ("", '""')
    assert status or answer
    assert seconds < reading.CPU_SECONDS + 0.5
    assert memory < 245 * 1024 * 1024  # 45 of it are Python and its libraries


def test_a_process_that_takes_too_long_is_stopped_and_reads_nothing(monkeypatch):
    monkeypatch.setattr(apart, "WALL_SECONDS", 0.01)
    with pytest.raises(DomainError, match="tidak terbaca"):
        inspect(saved(scan()), JPEG, "qr")


@pytest.mark.parametrize("program", ["print('bukan JSON')", "raise SystemExit(3)", "import os; os.abort()", ""])
def test_a_process_that_answers_nonsense_reads_nothing(monkeypatch, tmp_path, program):
    (tmp_path / "reading.py").write_text(program)
    monkeypatch.setattr(checks, "_PROGRAM", tmp_path / "reading.py")
    with pytest.raises(DomainError, match="tidak terbaca"):
        inspect(saved(scan()), JPEG, "qr")


def test_the_process_holds_no_secrets_and_nothing_of_ours(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://rahasia")
    program = tmp_path / "reading.py"
    program.write_text(
        "import json, os, sys\n"
        f"sys.path.append({str(Path(reading.__file__).parent)!r})\n"
        "import importlib.util as u; spec = u.spec_from_file_location('reading', sys.path[-1] + '/reading.py')\n"
        "spec.loader.exec_module(u.module_from_spec(spec))\n"
        "loaded = sorted({name.split('.')[0] for name in sys.modules} & {'django', 'izin', 'common'})\n"
        "print(json.dumps(' '.join(loaded + sorted(os.environ))))"
    )
    monkeypatch.setattr(checks, "_PROGRAM", program)
    assert set(inspect(b"", PDF, "qr").qr_text.split()) <= {"LANG", "TZ", "LC_CTYPE", "__CF_USER_TEXT_ENCODING"}


# Photographs.


def photograph(backdrop, *, noise=0.0, size=(300, 400)):
    """A head and shoulders before a plain backdrop."""
    picture = Image.new("RGB", size, backdrop)
    pen, (width, height) = ImageDraw.Draw(picture), size
    pen.ellipse((width * 0.3, height * 0.12, width * 0.7, height * 0.6), fill=(198, 145, 110))
    pen.ellipse((width * 0.28, height * 0.08, width * 0.72, height * 0.3), fill=(25, 20, 20))
    pen.ellipse((width * 0.02, height * 0.62, width * 0.98, height * 1.5), fill="white")
    if noise:
        picture = ImageChops.add(picture, Image.effect_noise(size, noise).convert("RGB"), 1, -128)
    return saved(picture)


RED = [(219, 20, 30), (200, 0, 0), (170, 15, 25), (255, 40, 40), (139, 10, 20)]
BLUE = [(0, 100, 200), (30, 60, 220), (20, 40, 120), (65, 105, 225), (0, 130, 230)]
OTHER = [
    (255, 255, 255),
    (128, 128, 128),
    (10, 10, 10),
    (198, 145, 110),  # skin
    (224, 172, 105),
    (120, 75, 40),  # wood
    (30, 140, 60),
    (240, 220, 40),
    (250, 200, 210),
    (190, 215, 235),  # a wall that is nearly white
]


@pytest.mark.parametrize("backdrop", RED + BLUE)
@pytest.mark.parametrize("noise", [0, 25])
def test_red_and_blue_are_accepted_without_a_word(backdrop, noise):
    assert inspect(photograph(backdrop, noise=noise), JPEG, "photo_background") == Finding()


@pytest.mark.parametrize("backdrop", OTHER)
def test_other_backdrops_get_a_warning_and_no_refusal(backdrop):
    found = inspect(photograph(backdrop), JPEG, "photo_background")
    assert found.qr_text == ""
    assert found.warning.startswith("Latar foto tampaknya bukan merah atau biru.")


def test_clothes_do_not_make_up_for_the_backdrop():
    picture = Image.new("RGB", (300, 400), "white")
    ImageDraw.Draw(picture).rectangle((0, 200, 300, 400), fill=RED[0])
    assert not backdrop_fits(saved(picture))
    assert not backdrop_fits(saved(Image.effect_noise((300, 400), 120).convert("RGB")))


def test_half_red_and_half_blue_is_neither():
    picture = Image.new("RGB", (300, 400), RED[0])
    picture.paste(BLUE[0], (150, 0, 300, 400))
    assert not backdrop_fits(saved(picture))


@pytest.mark.parametrize("data", [b"", b"bukan gambar", pdf_bytes(), _giant_jpeg()])
def test_a_photograph_that_can_not_be_opened_is_not_refused_here(data):
    assert inspect(data, JPEG, "photo_background").warning


@settings(max_examples=60, deadline=None)
@given(
    backdrop=st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255)),
    size=st.tuples(st.integers(1, 90), st.integers(1, 90)),
)
def test_any_photograph_gets_an_answer_and_a_green_or_grey_one_never_passes(backdrop, size):
    red, green, blue = backdrop
    fits = backdrop_fits(saved(Image.new("RGB", size, backdrop), quality=95))
    if green >= max(red, blue) or max(backdrop) - min(backdrop) < 0.3 * max(backdrop):
        assert not fits


def test_a_requirement_without_a_check_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(checks, "_read_apart", None)
    monkeypatch.setattr(checks, "backdrop_fits", None)
    assert inspect(b"", JPEG, "") == Finding()
