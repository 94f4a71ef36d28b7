"""Static files as production stores and hands them out: hashed, and compressed beforehand."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from config.settings.parts import files

# A response that is closed ends the request, and Django then looks after connections that earlier tests opened.
pytestmark = pytest.mark.django_db

CSS = "css/tokens.css"


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> WhiteNoiseMiddleware:
    """Return the middleware over one of our style sheets, collected with the settings of production."""
    source = tmp_path / "source" / CSS
    source.parent.mkdir(parents=True)
    source.write_bytes((Path(files.ROOT) / "static" / CSS).read_bytes())
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = files.STORAGES
    settings.WHITENOISE_AUTOREFRESH = False
    call_command("collectstatic", interactive=False, verbosity=0)
    return WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_style_sheet_is_handed_out_compressed(collected: WhiteNoiseMiddleware, encoding: str) -> None:
    url = staticfiles_storage.url(CSS)
    response = collected(RequestFactory().get(url, HTTP_ACCEPT_ENCODING=f"deflate, {encoding}"))
    sent = b"".join(response)
    response.close()
    assert response["Content-Encoding"] == encoding
    assert "Accept-Encoding" in response["Vary"]
    assert len(sent) < (Path(files.ROOT) / "static" / CSS).stat().st_size


def test_who_takes_no_compression_gets_none(collected: WhiteNoiseMiddleware) -> None:
    response = collected(RequestFactory().get(staticfiles_storage.url(CSS)))
    response.close()
    assert not response.has_header("Content-Encoding")


def test_a_hashed_name_may_be_kept_for_ever(collected: WhiteNoiseMiddleware) -> None:
    url = staticfiles_storage.url(CSS)
    assert url != f"/static/{CSS}"
    response = collected(RequestFactory().get(url))
    response.close()
    assert "immutable" in response["Cache-Control"]
