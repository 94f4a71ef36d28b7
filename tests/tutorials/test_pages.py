"""The tutorials: readable, in order, at a fixed price."""

import io
import json
import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.blocks import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from cms_pages.services import content_load
from tests.factories.pages import HomePageFactory, TutorialIndexPageFactory, TutorialPageFactory
from tests.html import page_of, text_of
from tutorials import content
from tutorials.blocks import VideoBlock
from tutorials.enums import Audience, Topic
from tutorials.models import TutorialIndexPage, TutorialPage
from tutorials.services import PICTURES

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
    assert [page.slug for page in tutorials] == [tutorial["slug"] for tutorial in content.TUTORIALS]
    assert tutorials.count() == 13
    for page in tutorials:
        response = client.get(f"/tutorial/{page.slug}/")
        assert response.status_code == HTTPStatus.OK
        html = response.content.decode()
        assert html.count("<h1") == 1
        shown = re.findall(r'<li id="langkah-\d+"[^>]*>\s*<h2>(.*?)</h2>', html)
        assert shown == [step.value["heading"] for step in page.steps]


def test_index_lists_tutorials_in_the_editors_order_by_audience(client: Client, index: TutorialIndexPage) -> None:
    TutorialPageFactory(parent=index, slug="memeriksa", audience=Audience.PUBLIC)
    TutorialPageFactory(parent=index, slug="mendaftar")
    TutorialPageFactory(parent=index, slug="ajukan")
    html = client.get("/tutorial/").content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", main) == ["Untuk pemohon", "Untuk masyarakat"]
    assert re.findall(r'class="tile-link" href="/tutorial/(.*?)/"', main) == ["mendaftar", "ajukan", "memeriksa"]


def test_index_hides_drafts_and_says_when_it_is_empty(client: Client, index: TutorialIndexPage) -> None:
    TutorialPageFactory(parent=index, title="Mendaftar akun", live=False)
    html = client.get("/tutorial/").content.decode()
    assert "Belum ada tutorial" in html
    assert "Mendaftar akun" not in html


def test_tutorial_leads_to_those_around_it_for_the_same_reader(client: Client, index: TutorialIndexPage) -> None:
    TutorialPageFactory(parent=index, slug="satu")
    TutorialPageFactory(parent=index, slug="lain", audience=Audience.OFFICER)
    TutorialPageFactory(parent=index, slug="dua")
    around = {
        slug: {str(link["rel"][0]): str(link["href"]) for link in page_of(response).select("main a[rel]")}
        for slug in ("satu", "lain", "dua")
        for response in [client.get(f"/tutorial/{slug}/")]
    }
    assert around == {"satu": {"next": "/tutorial/dua/"}, "lain": {}, "dua": {"prev": "/tutorial/satu/"}}


def test_picture_of_a_step_has_its_alternative_text(client: Client, index: TutorialIndexPage) -> None:
    tutorial_with_pictures(index, 1)
    (picture,) = page_of(client.get("/tutorial/bergambar/")).select(".step-picture img")
    assert (picture["alt"], picture["loading"]) == ("Tombol 0", "lazy")


def tutorial_with_pictures(index: TutorialIndexPage, count: int) -> None:
    """Save a tutorial with a picture in each step."""
    steps = []
    for number in range(count):
        image = get_image_model().objects.create(title=f"g{number}", file=get_test_image_file(f"g{number}.png"))
        picture = {"image": image.pk, "alt_text": f"Tombol {number}", "decorative": False}
        value = {"heading": f"Langkah {number}", "text": "<p>Klik.</p>", "image": picture}
        steps.append({"type": "step", "value": value})
    TutorialPageFactory(parent=index, slug="bergambar", steps=json.dumps(steps))


@pytest.mark.parametrize(("path", "queries"), [("/tutorial/", 9), ("/tutorial/bergambar/", 12)])
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


# --- Finding --------------------------------------------------------------------------------------------------------


def found(client: Client, **query: str) -> list[str]:
    """Return the addresses of the tutorials that are listed."""
    page = page_of(client.get("/tutorial/", query))
    return [str(link["href"]).split("/")[-2] for link in page.select("a.tile-link")]


def test_tutorials_are_found_by_reader_topic_and_words(client: Client, index: TutorialIndexPage) -> None:
    steps = [("step", {"heading": "Pindai", "text": "<p>Gunakan mesin pemindai.</p>", "image": None})]
    TutorialPageFactory(parent=index, slug="akun", title="Mendaftar akun", topic=Topic.ACCOUNT)
    TutorialPageFactory(parent=index, slug="dokumen", title="Mengunggah", topic=Topic.DOCUMENTS, steps=steps)
    TutorialPageFactory(parent=index, slug="asli", topic=Topic.PERMIT, audience=Audience.PUBLIC)
    assert found(client) == ["akun", "dokumen", "asli"]
    assert found(client, topik="documents") == ["dokumen"]
    assert found(client, pembaca="public") == ["asli"]
    assert found(client, pembaca="public", topik="account") == []
    assert found(client, q="pendaftaran") == ["akun"]  # the stem is the same
    assert found(client, q="mesin pemindai") == ["dokumen"]
    assert found(client, q="mesin mendaftar") == ["akun", "dokumen"]  # none has both
    assert found(client, q="kapal") == []
    assert found(client, topik="tidak-ada", pembaca="x") == ["akun", "dokumen", "asli"]


def test_form_offers_only_what_some_tutorial_has_and_keeps_what_was_chosen(
    client: Client, index: TutorialIndexPage
) -> None:
    TutorialPageFactory(parent=index, topic=Topic.ACCOUNT)
    page = page_of(client.get("/tutorial/", {"topik": "account", "q": "ringkasan"}))
    assert [option["value"] for option in page.select("[name=topik] option")] == ["", "account"]
    assert [option["value"] for option in page.select("[name=pembaca] option")] == ["", "applicant"]
    assert page.select_one("[name=topik] option[selected]")["value"] == "account"  # type: ignore[index]
    assert page.select_one("[name=q]")["value"] == "ringkasan"  # type: ignore[index]


def test_search_without_an_answer_says_how_to_go_on(client: Client, index: TutorialIndexPage) -> None:
    TutorialPageFactory(parent=index)
    assert "Tidak ada tutorial yang cocok" in text_of(client.get("/tutorial/", {"q": "kapal"}))


@pytest.mark.parametrize("restricted", [False, True])
def test_drafts_and_private_tutorials_are_not_found(
    client: Client, index: TutorialIndexPage, *, restricted: bool
) -> None:
    page = TutorialPageFactory(parent=index, title="Rahasia", live=restricted)
    if restricted:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert found(client, q="rahasia") == found(client) == []


def test_nothing_is_found_by_what_is_empty(client: Client, index: TutorialIndexPage) -> None:
    TutorialPageFactory(parent=index)
    TutorialPageFactory(parent=index, slug="video", steps=step_with_video(address="https://a.id/", title="Kapal"))
    assert found(client, q="none") == []
    assert found(client, q="kapal") == ["video"]


# --- Videos ---------------------------------------------------------------------------------------------------------


def step_with_video(**video: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the steps of a tutorial with a video."""
    return [("step", {"heading": "Tonton", "text": "<p>Video.</p>", "image": None, "video": video})]


def test_video_is_a_link_that_names_its_site_and_runs_nothing_here(client: Client, index: TutorialIndexPage) -> None:
    video = step_with_video(address="https://www.youtube.com/watch?v=abc", title="Cara mendaftar", length="3 menit")
    TutorialPageFactory(parent=index, slug="video", steps=video)
    response = client.get("/tutorial/video/")
    page = page_of(response)
    (link,) = page.select(".step-video a")
    assert link["href"] == "https://www.youtube.com/watch?v=abc"
    assert " ".join(link.get_text().split()) == "Tonton video: Cara mendaftar (3 menit, dibuka di youtube.com)"
    assert not page.select("iframe, main script, video")


@pytest.mark.parametrize(
    ("video", "wrong"),
    [
        ({"address": "https://youtu.be/abc", "title": ""}, "title"),
        ({"address": "http://youtu.be/abc", "title": "Cara"}, "address"),
        ({"address": "javascript:alert(1)", "title": "Cara"}, "address"),
    ],
)
def test_video_needs_a_secure_address_and_a_title(video: dict[str, str], wrong: str) -> None:
    block = VideoBlock()
    with pytest.raises(StructBlockValidationError) as refusal:
        block.clean(block.to_python({"length": "", "poster": None, **video}))
    assert set(refusal.value.block_errors) == {wrong}


# --- PDF ------------------------------------------------------------------------------------------------------------


def pdf_text(content: bytes) -> str:
    """Return the words of a PDF, with single blanks between them."""
    with pdfium.PdfDocument(content) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_pdf_holds_steps_pictures_and_where_it_is_from(client: Client, index: TutorialIndexPage) -> None:
    tutorial_with_pictures(index, 2)
    page = page_of(client.get("/tutorial/bergambar/"))
    (link,) = page.select('a[href$="/pdf/"]')
    response = client.get(str(link["href"]))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="bergambar.pdf"'
    assert response.headers["X-Robots-Tag"] == "noindex"
    text = pdf_text(response.content)
    for words in ("1. Langkah 0", "2. Langkah 1", "/tutorial/bergambar/", "Halaman 2 dari 2"):
        assert words in text
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert sum(len(page.get_images()) for page in pdf.pages) == 2
        assert "Tombol 1" in str([item.get("/Alt") for item in pdf.objects if isinstance(item, pikepdf.Dictionary)])


def test_pdf_is_drawn_once_for_each_text(
    client: Client, index: TutorialIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw(html: str, *, base_url: str) -> bytes:
        drawn.append(html)
        return b"%PDF"

    monkeypatch.setattr("tutorials.printing.page_pdf", draw)
    page = TutorialPageFactory.create(parent=index, slug="satu")
    for query in ("", "?a=1", "?a=2"):
        assert client.get(f"/tutorial/satu/pdf/{query}").content == b"%PDF"
    assert len(drawn) == 1
    page.summary = "Lain."
    page.save_revision().publish()
    client.get("/tutorial/satu/pdf/")
    assert len(drawn) == 2


def test_words_of_editors_are_no_style_and_no_markup_in_the_pdf(client: Client, index: TutorialIndexPage) -> None:
    TutorialPageFactory(parent=index, slug="aneh", title='"} </style><img src="file:///etc/passwd">')
    assert '</style><img src="file:///etc/passwd">' in pdf_text(client.get("/tutorial/aneh/pdf/").content)


def test_pdf_of_a_draft_is_not_there(client: Client, index: TutorialIndexPage) -> None:
    TutorialPageFactory(parent=index, slug="draf", live=False)
    assert client.get("/tutorial/draf/pdf/").status_code == HTTPStatus.NOT_FOUND


# --- What is shipped ------------------------------------------------------------------------------------------------


def test_every_shipped_picture_is_used_described_and_small() -> None:
    steps = [step for tutorial in content.TUTORIALS for step in tutorial["steps"] if step.picture]
    files = {path.stem: path.stat().st_size for path in PICTURES.glob("*.webp")}
    assert {step.picture for step in steps} == set(files)
    assert all(len(step.shows) > 15 for step in steps)
    assert max(files.values()) < 60_000
    assert sum(files.values()) < 1_500_000


def test_pictures_are_added_once_and_not_again_after_an_editor_removed_them() -> None:
    content_load()
    pictures = get_image_model().objects.count()
    assert pictures == len(list(PICTURES.glob("*.webp")))
    get_image_model().objects.first().delete()
    content_load()
    assert get_image_model().objects.count() == pictures - 1
