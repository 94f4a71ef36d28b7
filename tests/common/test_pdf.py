"""PDF files of our pages: what they may open."""

import io

import pikepdf
import pytest

from common.pdf import ClosedFetcher, page_pdf

BASE = "https://izin.contoh.id"


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://localhost/geheim", "//evil.example/x.png", "/media/x.png", "fonts:/../css/base.css"],
)
def test_page_that_asks_for_a_file_from_outside_is_not_drawn(address: str) -> None:
    with pytest.raises(ValueError, match="from outside"):
        page_pdf(f'<html lang="id"><title>x</title><img alt="x" src="{address}"></html>', base_url=BASE)


def test_page_of_its_own_words_and_pictures_is_drawn() -> None:
    pixel = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    html = f'<html lang="id"><title>x</title><a href="/a/">a</a><img alt="x" src="{pixel}"></html>'
    with pikepdf.open(io.BytesIO(page_pdf(html, base_url=BASE))) as pdf:
        assert [str(link.A.URI) for link in pdf.pages[0].Annots] == [f"{BASE}/a/"]
        assert len(pdf.pages[0].get_images()) == 1


def test_only_fonts_are_handed_out() -> None:
    fetcher = ClosedFetcher()
    assert fetcher.fetch("fonts:/OpenSans-Regular.ttf").read()[:4] == b"\x00\x01\x00\x00"
    assert not fetcher.refused
    for address in ("fonts:/LICENSES.md", "fonts://host/OpenSans-Regular.ttf", "fonts:/../fonts/../css/base.css"):
        with pytest.raises(ValueError, match="outside"):
            fetcher.fetch(address)
    assert fetcher.refused
