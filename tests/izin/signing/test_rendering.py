"""Letters: archival, the same everywhere, closed to the outside."""

import hashlib
import io
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from izin.signing.errors import RenderingError
from izin.signing.rendering import letter_render, qr_data_uri
from tests.izin.signing.letters import VERIFY_URL, letter_context

pytestmark = pytest.mark.usefixtures("sample_templates")
FOLIO_MM = (215, 330)


@pytest.fixture
def render(tmp_path: Path, settings: Any) -> Any:
    """Render a letter of this HTML."""

    def draw(html: str, **context: Any) -> bytes:
        (tmp_path / "probe.html").write_text(html)
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
        return letter_render(template_name="probe.html", context=context)

    return draw


def _text(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def test_letter_says_it_is_pdf_a_3a_and_carries_its_output_profile(letter: bytes) -> None:
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata.pdfa_status, metadata["xmp:CreateDate"]) == ("3A", "2026-11-24")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "id"
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})


def test_all_fonts_are_embedded_and_are_ours(letter: bytes) -> None:
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        descendants = [
            font.DescendantFonts[0] for page in pdf.pages for _, font in page.resources.get("/Font", {}).items()
        ]
        names = {str(font.FontDescriptor.FontName).split("+")[1] for font in descendants}
        assert names == {"Izin-Serif", "Izin-Serif-Bold", "Izin-Sans", "Izin-Sans-Bold"}
        assert all("/FontFile2" in font.FontDescriptor for font in descendants)


def test_short_letter_is_one_folio_page(letter: bytes) -> None:
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        assert len(pdf.pages) == 1
        size = [round(float(side) / 72 * 25.4) for side in pdf.pages[0].MediaBox[2:]]
    assert tuple(size) == FOLIO_MM


def test_letter_shows_head_number_signer_address_and_legal_foot(letter: bytes) -> None:
    text = _text(letter)
    for expected in (
        "PEMERINTAH KABUPATEN SOLOK",
        "SURAT KETERANGAN PENELITIAN",
        "Nomor: 500.16.7/123/SKP/DPMPTSPNaker/XI/2026",
        "Arosuka, 24 November 2026",
        "NIP 19700101 199503 1 001",
        VERIFY_URL,
        "UU ITE Nomor 11 Tahun 2008 Pasal 5 Ayat 1",
        "Halaman 1 dari 1",
    ):
        assert expected in text


def test_test_letter_is_marked_and_never_claims_a_bsre_certificate() -> None:
    base = "pdf/letter_base.html"
    marked = _text(letter_render(template_name=base, context=letter_context()))
    real = _text(letter_render(template_name=base, context=letter_context(is_test=False)))
    assert "tidak sah sebagai dokumen resmi" in marked
    assert "BSrE" not in marked
    assert "diterbitkan BSrE" in real
    assert "sah sebagai dokumen resmi" not in real


def test_long_letter_has_foot_and_mark_on_every_page() -> None:
    context = letter_context()
    context["permit"]["lines"] = [(f"Butir {number}", "isi") for number in range(150)]
    pages = _text(letter_render(template_name="pdf/letter_base.html", context=context)).split("\f")[:-1]
    assert len(pages) > 2
    assert all("UU ITE Nomor 11" in page for page in pages)
    assert all(f"Halaman {number} dari {len(pages)}" in page for number, page in enumerate(pages, 1))


def test_texts_of_applicants_are_not_markup() -> None:
    context = letter_context()
    context["permit"]["lines"] = [("Nama", '<img src="file:///etc/passwd">')]
    assert '<img src="file:///etc/passwd">' in _text(
        letter_render(template_name="pdf/letter_base.html", context=context)
    )


def test_same_input_gives_same_bytes_in_another_process_at_another_time(letter: bytes, tmp_path: Path) -> None:
    program = tmp_path / "draw.py"
    program.write_text(
        "import sys, hashlib\n"
        "import django; from django.conf import settings\n"
        "settings.configure(USE_TZ=True, USE_I18N=True, LANGUAGE_CODE='id', TEMPLATES=[{'BACKEND': "
        "'django.template.backends.django.DjangoTemplates', 'DIRS': sys.argv[1:]}])\n"
        "django.setup()\n"
        "from izin.signing.rendering import letter_render\n"
        "from tests.izin.signing.letters import letter_context\n"
        "pdf = letter_render(template_name='letter_sample.html', context=letter_context())\n"
        "print(hashlib.sha256(pdf).hexdigest())\n"
    )
    root = Path(__file__).parents[3]
    folders = [str(root / "templates"), str(Path(__file__).with_name("templates"))]
    elsewhere = {
        **os.environ,
        "PYTHONPATH": f"{root}:{root / 'site'}",
        "PYTHONHASHSEED": "4242",
        "TZ": "America/Lima",
        "LC_ALL": "C",
    }
    done = subprocess.run(
        [sys.executable, program, *folders], env=elsewhere, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(letter).hexdigest()


def test_different_input_gives_different_identifier(letter: bytes) -> None:
    other = letter_render(template_name="letter_sample.html", context=letter_context(verify_url="https://x.go.id/v/2/"))
    with pikepdf.open(io.BytesIO(letter)) as one, pikepdf.open(io.BytesIO(other)) as two:
        assert bytes(one.trailer.ID[0]) != bytes(two.trailer.ID[0])


def test_threads_render_the_same_bytes(letter: bytes) -> None:
    drawn: list[bytes] = []

    def draw() -> None:
        drawn.append(letter_render(template_name="letter_sample.html", context=letter_context()))

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == [letter] * 4


@pytest.mark.parametrize(
    "html",
    [
        '<img src="file:///etc/hostname">',
        '<img src="/etc/hostname">',
        '<img src="../../manage.py">',
        '<img src="fonts:/../../manage.py">',
        '<img src="fonts:/%2e%2e/%2e%2e/manage.py">',
        '<img src="fonts:/%2e%2e%2f%2e%2e%2fmanage.py">',
        '<img src="fonts:/../fonts2/x.ttf">',
        '<img src="fonts://host/Caladea-Regular.ttf">',
        '<img src="fonts:/LICENSES.md">',
        '<img src="http://127.0.0.1:1/x.png">',
        '<img src="https://169.254.169.254/latest/meta-data/">',
        '<img src="ftp://127.0.0.1/x.png">',
        '<link rel="stylesheet" href="file:///etc/hostname">',
        '<link rel="stylesheet" href="http://127.0.0.1:1/x.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<a rel="attachment" href="file:///etc/hostname">x</a>',
        '<style>@import url("http://169.254.169.254/x.css");</style>',
        '<style>@import "file:///etc/hostname";</style>',
        '<style>@font-face { font-family: x; src: url("file:///etc/hostname"); } p { font-family: x; }</style><p>x</p>',
        '<style>p { background: url("file:///etc/hostname"); }</style><p>x</p>',
        '<style>li { list-style-image: url("file:///etc/hostname"); }</style><ul><li>x</li></ul>',
        '<object data="file:///etc/hostname"></object>',
        '<embed src="file:///etc/hostname">',
        '<svg width="9" height="9"><image href="file:///etc/hostname" width="9" height="9"/></svg>',
        "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
        "<image href='file:///etc/hostname' width='9' height='9'/></svg>\">",
    ],
)
def test_template_can_not_reach_outside_the_font_folder(render: Any, html: str) -> None:
    with pytest.raises(RenderingError) as refused:
        render(f"<html><body>{html}</body></html>")
    assert "etc" not in str(refused.value)


def test_data_addresses_and_our_fonts_are_allowed(render: Any) -> None:
    pdf = render(
        "<style>@font-face { font-family: Ours; src: url('fonts:/Caladea-Regular.ttf'); } p { font-family: Ours; }"
        "</style>"
        "<p>Isi</p><img src='{{ qr }}' alt='x'>",
        qr=qr_data_uri("https://contoh.go.id/"),
    )
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = [font for _, font in opened.pages[0].resources["/Font"].items()]
        assert [str(font.BaseFont).split("+")[1] for font in fonts] == ["Ours"]


def test_qr_code_is_a_picture_of_the_address_with_quiet_zone() -> None:
    uri = qr_data_uri(VERIFY_URL)
    assert uri.startswith("data:image/svg+xml")
    assert uri == qr_data_uri(VERIFY_URL)
    assert uri != qr_data_uri(VERIFY_URL + "x")
