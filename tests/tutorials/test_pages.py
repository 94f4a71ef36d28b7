"""The tutorials: readable, in order, at a fixed price."""

import json
import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms_pages.services import content_load
from tests.factories.pages import HomePageFactory, TutorialIndexPageFactory, TutorialPageFactory
from tutorials.enums import Audience
from tutorials.models import TutorialIndexPage, TutorialPage

pytestmark = [
    pytest.mark.django_db,
    # Wagtail does not close the temporary file in which it makes a picture of another size.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]


@pytest.fixture(autouse=True)
def index() -> Iterator[Any]:
    """Start with an empty list of tutorials, and with nothing of another test in the cache."""
    cache.clear()
    HomePageFactory()
    yield TutorialIndexPageFactory()
    cache.clear()


def test_first_tutorials_show_all_their_steps(client: Client) -> None:
    content_load()
    tutorials = TutorialPage.objects.order_by("path")
    assert [page.slug for page in tutorials] == [
        "mendaftar-akun",
        "mengajukan-izin-penelitian",
        "mengunggah-dokumen",
        "memperbaiki-permohonan",
        "mengunduh-izin",
    ]
    for page in tutorials:
        response = client.get(f"/tutorial/{page.slug}/")
        assert response.status_code == HTTPStatus.OK
        html = response.content.decode()
        assert html.count("<h1") == 1
        shown = re.findall(r'<li id="langkah-\d+">\s*<h2>(.*?)</h2>', html)
        assert shown == [step.value["heading"] for step in page.steps]


def test_index_lists_tutorials_in_the_editors_order_by_audience(client: Client, index: TutorialIndexPage) -> None:
    TutorialPageFactory(parent=index, slug="memeriksa", audience=Audience.PUBLIC)
    TutorialPageFactory(parent=index, slug="mendaftar")
    TutorialPageFactory(parent=index, slug="ajukan")
    html = client.get("/tutorial/").content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert re.findall(r"<h2>(.*?)</h2>", main) == ["Untuk pemohon", "Untuk masyarakat"]
    assert re.findall(r'class="tile-link" href="/tutorial/(.*?)/"', main) == ["mendaftar", "ajukan", "memeriksa"]


def test_index_hides_drafts_and_says_when_it_is_empty(client: Client, index: TutorialIndexPage) -> None:
    TutorialPageFactory(parent=index, title="Mendaftar akun", live=False)
    html = client.get("/tutorial/").content.decode()
    assert "Belum ada tutorial" in html
    assert "Mendaftar akun" not in html


def test_tutorial_leads_to_the_next_for_the_same_reader(client: Client, index: TutorialIndexPage) -> None:
    TutorialPageFactory(parent=index, slug="satu")
    TutorialPageFactory(parent=index, slug="lain", audience=Audience.OFFICER)
    TutorialPageFactory(parent=index, slug="dua", title="Langkah dua")
    html = client.get("/tutorial/satu/").content.decode()
    assert re.search(r'href="/tutorial/dua/">Berikutnya: Langkah dua', html)
    assert "Berikutnya:" not in client.get("/tutorial/dua/").content.decode()


def test_picture_of_a_step_has_its_alternative_text(client: Client, index: TutorialIndexPage) -> None:
    tutorial_with_pictures(index, 1)
    html = client.get("/tutorial/bergambar/").content.decode()
    assert re.search(r'<img[^>]+alt="Tombol 0"[^>]+loading="lazy"', html)


def tutorial_with_pictures(index: TutorialIndexPage, count: int) -> None:
    """Save a tutorial with a picture in each step."""
    steps = []
    for number in range(count):
        image = get_image_model().objects.create(title=f"g{number}", file=get_test_image_file(f"g{number}.png"))
        picture = {"image": image.pk, "alt_text": f"Tombol {number}", "decorative": False}
        value = {"heading": f"Langkah {number}", "text": "<p>Klik.</p>", "image": picture}
        steps.append({"type": "step", "value": value})
    TutorialPageFactory(parent=index, slug="bergambar", steps=json.dumps(steps))


@pytest.mark.parametrize(("path", "queries"), [("/tutorial/", 8), ("/tutorial/bergambar/", 12)])
def test_pages_cost_the_same_however_much_they_show(
    client: Client,
    index: TutorialIndexPage,
    django_assert_num_queries: Callable[..., Any],
    path: str,
    queries: int,
) -> None:
    TutorialPageFactory.create_batch(3, parent=index)
    tutorial_with_pictures(index, 6)
    client.get(path)  # the first reader pays for the sizes of the pictures
    with django_assert_num_queries(queries):
        client.get(path)
