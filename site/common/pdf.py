"""PDF files from our own HTML, drawn by WeasyPrint, which may open nothing but what we hand it."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FONTS_DIR = Path(__file__).resolve().parents[2] / "static" / "fonts"


class ClosedFetcher(URLFetcher):
    """Answers for `data:` and for the files of our font folder (`fonts:/NAME.ttf`); anything else is refused.

    The library's own fetcher would read any file of the server and call any address. `refused` tells afterwards
    whether something was asked for that is not allowed: inside of pictures the library goes on without it.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self.refused = False

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the response for one address, or raise and remember it."""
        try:
            return self._fetch(url, headers)
        except Exception:
            self.refused = True
            raise

    def _fetch(self, url: str, headers: dict[str, str] | None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme != "fonts":
            return super().fetch(url, headers)
        path = (FONTS_DIR / unquote(parts.path).lstrip("/")).resolve()
        if parts.netloc or path.parent != FONTS_DIR or path.suffix != ".ttf":
            raise ValueError("outside of the font folder")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/ttf"})


def page_pdf(html: str, *, base_url: str) -> bytes:
    """Return a page as a tagged PDF that screen readers can read (PDF/UA-1); its links lead to `base_url`.

    Raises ValueError when the page asks for a file it may not have.
    """
    fetcher = ClosedFetcher()
    try:
        pdf = HTML(string=html, url_fetcher=fetcher, base_url=base_url).write_pdf(
            font_config=FontConfiguration(), pdf_variant="pdf/ua-1"
        )
    except FatalURLFetchingError as error:  # a BaseException: it would pass every "except Exception" above us
        raise ValueError("the page asks for a file from outside") from error
    if fetcher.refused:
        raise ValueError("the page asks for a file from outside")
    return bytes(pdf)
