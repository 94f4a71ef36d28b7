"""The words of the Wagtail admin: the catalogues in site/locale, and the screens of editors."""

import re
from http import HTTPStatus
from pathlib import Path
from typing import Any

import polib
import pytest
from bs4 import BeautifulSoup
from bs4.element import Comment, PreformattedString
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Site

from cms_pages.models import HomePage, StandardPage
from cms_pages.services import content_load
from izin.accounts.enums import Role
from izin.accounts.services import roles_load
from izin.backoffice.permissions import catalogue_editors_allow
from izin.catalog.models import LetterSettings, PermitType
from izin.workflow.models import Holiday
from tests.factories.accounts import OfficerFactory, UserFactory
from tests.factories.catalog import PermitTypeFactory

CATALOGUES = Path(settings.LOCALE_PATHS[0]) / "id" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")

# Said by libraries whose own catalogues are not loaded: taggit, and the filters of Django's admin in lists of tables.
ADDED = {
    ("", msgid, "")
    for msgid in (
        "Please provide a comma-separated list of tags.",
        *("Any date", "Today", "Past 7 days", "This month", "This year", "No date", "Has date"),
        *("Unknown", "Empty", "Not empty"),
    )
}
# Wagtail's search of pages gives no name, and would say "1-4 of 4 None".
NAMELESS = "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"
# One word for one thing. "Izin" are permits: what a group may do is "hak akses". A person is addressed as "Anda".
AVOIDED = re.compile(r"\b(\w*publikasi\w*|konsep|potongan|cuplikan|kadaluarsa|penanda|[Ii]zin|anda|surel|galat)\b")


def entries(path: Path) -> list[polib.POEntry]:
    """Return the entries of a catalogue that are in use."""
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    """Return what makes an entry unique."""
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def ours(domain: str) -> list[polib.POEntry]:
    """Return the entries of our own catalogue."""
    return entries(CATALOGUES / f"{domain}.po")


def parts(text: str, pattern: str) -> list[str]:
    """Return the parts of a text that a translation must keep, in any order."""
    return sorted(set(re.findall(pattern, text)))


# --- The catalogues -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("domain", DOMAINS)
def test_compiled_catalogue_fits_its_source(domain: str) -> None:
    compiled = polib.pofile(str(CATALOGUES / f"{domain}.po")).to_binary()
    assert (CATALOGUES / f"{domain}.mo").read_bytes() == compiled, "run `make messages`"


@pytest.mark.parametrize("domain", DOMAINS)
def test_catalogue_holds_every_word_of_wagtail_and_no_other(domain: str) -> None:
    wanted = ADDED.copy() if domain == "django" else set()
    for app in apps.get_app_configs():
        english = Path(app.path) / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        if app.name.startswith("wagtail") and english.is_file():
            wanted |= {key(entry) for entry in entries(english)}
    found = {key(entry) for entry in ours(domain)}
    assert len(wanted) > 50
    assert (wanted - found, found - wanted) == (set(), set())


@pytest.mark.parametrize("domain", DOMAINS)
def test_translation_keeps_what_the_program_fills_in(domain: str) -> None:
    wrong = []
    for entry in ours(domain):
        # Indonesian has one form for every number; Wagtail's "1 page" would lose its number.
        english, words = entry.msgid_plural or entry.msgid, entry.msgstr or entry.msgstr_plural.get(0, "")
        same = all(
            parts(english, pattern) == parts(words, pattern)
            for pattern in (r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}", r"<[^>]+>", r"^\s+|\s+$")
        )
        if not words.strip() or entry.fuzzy or not (same or english == NAMELESS):
            wrong.append((english, words))
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_one_word_stands_for_one_thing(domain: str) -> None:
    words = [entry.msgstr or entry.msgstr_plural[0] for entry in ours(domain)]
    assert [text for text in words if AVOIDED.search(text)] == []


@pytest.mark.django_db
def test_scripts_of_the_admin_get_our_words(client: Client) -> None:
    client.force_login(UserFactory.create(superuser=True))
    response = client.get(reverse("wagtailadmin_javascript_catalog"))
    assert response.status_code == HTTPStatus.OK
    assert "Tulis komentar" in response.content.decode()


# --- The screens ----------------------------------------------------------------------------------------------------

# Words that no Indonesian text has. "Status", "format" and the like are both.
ENGLISH = re.compile(
    r"\b(the|an|to|of|and|is|are|this|that|these|for|with|you|your|no|not|there|have|has|been|pages?|publish\w*"
    r"|unpublish\w*|save\w*|edit|edited|editing|deleted?|add|added|search|history|drafts?|live|view|choose|change[sd]?"
    r"|images?|documents?|snippets?|settings?|more|select|by|from|type|users?|groups?|name|title|show|hide|toggle|all"
    r"|usage|comments?|reports?|lock(ed)?|unlock(ed)?|log|updated?|created?|copy|move|cancel|close|back|next|previous"
    r"|filters?|sort|date|time|upload|browse|heading|list|undo|redo|children|child|yes|collections?|workflows?|tasks?"
    r"|preview|privacy|schedules?|actions?|review|submit|approve|reject|sites?|account|help)\b",
    re.IGNORECASE,
)
ALLOWED = {
    # Written in Wagtail's code, where no catalogue reaches. Most are only read aloud.
    *("Actions", "Search", "Page", "Site name", "Root page", "Can publish"),
    # Translated while Wagtail is imported: on a server into Indonesian, here by the migrations, which speak English.
    *("All", "Type", "Updated", "Urutkan menurut “Updated” dari kecil ke besar."),
    # Rows that Wagtail's own migrations write.
    *("Welcome to your new Wagtail site!", "Ajukan ke Moderators approval", "Editors"),
}
SPOKEN = ("aria-label", "title", "placeholder", "alt")


def english_in(html: str) -> list[str]:
    """Return the texts of a page, seen or read aloud, that have an English word."""
    page = BeautifulSoup(html, "html.parser")
    # Time zones are named by their places.
    for part in [*page.find_all(["script", "style"]), *page.select("select[name$=current_time_zone]")]:
        part.decompose()
    texts = [str(text) for text in page.find_all(string=True) if not isinstance(text, Comment | PreformattedString)]
    texts += [str(tag[name]) for tag in page.find_all(True) for name in SPOKEN if tag.has_attr(name)]
    texts += [str(tag.get("value", "")) for tag in page.select("input[type=submit], input[type=button]")]
    plain = {" ".join(text.split()) for text in texts}
    return sorted(text for text in plain - ALLOWED if ENGLISH.search(text))


def test_reading_a_page_finds_its_english_words() -> None:
    assert english_in("<p>Simpan draf</p><script>publish()</script><p>Status</p><p>Search</p>") == []
    assert english_in(
        "<template><b>Save</b> <i title='Edit this'>Ubah</i></template><input type=submit value=Close>"
    ) == [
        "Close",
        "Edit this",
        "Save",
    ]


def screens_of_editors() -> dict[str, str]:
    """Return the addresses of what a content editor opens, with something in every list."""
    home, page = HomePage.objects.get(), StandardPage.objects.live().first()
    assert page
    draft = StandardPage(title="Naskah", live=False)
    home.add_child(instance=draft)
    for title in ("Naskah satu", "Naskah dua"):
        draft.title = title
        draft.save_revision(log_action=True)
    older, newer = draft.revisions.order_by("pk")
    picture = get_image_model().objects.create(title="Arosuka", file=get_test_image_file())
    paper = get_document_model().objects.create(title="Maklumat", file="maklumat.pdf", file_size=1)
    permit_type = PermitTypeFactory.create()
    snippet = PermitType.snippet_viewset

    def of_page(name: str, *args: Any) -> str:
        return reverse(f"wagtailadmin_pages:{name}", args=args)

    of_snippet = {
        name: reverse(snippet.get_url_name(name), args=[permit_type.pk])
        for name in ("edit", "history", "usage", "unpublish", "delete")
    }
    return {
        "home": reverse("wagtailadmin_home"),
        "explorer": reverse("wagtailadmin_explore", args=[home.pk]),
        "search pages": f"{of_page('search')}?q=naskah",
        **{name: of_page(name, page.pk) for name in ("edit", "history", "usage", "copy", "move", "delete")},
        "edit draft": of_page("edit", draft.pk),
        "add": of_page("add", "cms_pages", "standardpage", home.pk),
        "unpublish": of_page("unpublish", page.pk),
        "privacy": of_page("set_privacy", page.pk),
        "compare": of_page("revisions_compare", draft.pk, older.pk, newer.pk),
        "revert": of_page("revisions_revert", draft.pk, older.pk),
        "choose page": reverse("wagtailadmin_choose_page"),
        "external link": reverse("wagtailadmin_choose_page_external_link"),
        "e-mail link": reverse("wagtailadmin_choose_page_email_link"),
        "images": reverse("wagtailimages:index"),
        "add images": reverse("wagtailimages:add_multiple"),
        "edit image": reverse("wagtailimages:edit", args=[picture.pk]),
        "delete image": reverse("wagtailimages:delete", args=[picture.pk]),
        "choose image": reverse("wagtailimages_chooser:choose"),
        "documents": reverse("wagtaildocs:index"),
        "add documents": reverse("wagtaildocs:add_multiple"),
        "edit document": reverse("wagtaildocs:edit", args=[paper.pk]),
        "choose document": reverse("wagtaildocs_chooser:choose"),
        "permit types": reverse(snippet.get_url_name("list")),
        "add permit type": reverse(snippet.get_url_name("add")),
        **{f"{name} permit type": url for name, url in of_snippet.items()},
        "account": reverse("wagtailadmin_account"),
        "site history": reverse("wagtailadmin_reports:site_history"),
        "workflow report": reverse("wagtailadmin_reports:workflow"),
        "aging pages": reverse("wagtailadmin_reports:aging_pages"),
    }


def screens_of_administrators() -> dict[str, str]:
    """Return the addresses of what only an administrator opens."""
    holiday = Holiday.objects.create(date="2026-12-25", name="Hari Raya Natal", kind=Holiday.Kind.NATIONAL)
    collection = Collection.get_first_root_node().add_child(name="Foto kegiatan")
    return {
        "root": reverse("wagtailadmin_explore_root"),
        "letter settings": reverse(
            "wagtailsettings:edit", args=["izin_catalog", "lettersettings", LetterSettings.load().pk]
        ),
        "holidays": reverse("izin_workflow_holiday_modeladmin_index"),
        "edit holiday": reverse("izin_workflow_holiday_modeladmin_edit", args=[holiday.pk]),
        "delete holiday": reverse("izin_workflow_holiday_modeladmin_delete", args=[holiday.pk]),
        "redirects": reverse("wagtailredirects:index"),
        "add redirect": reverse("wagtailredirects:add"),
        "import redirects": reverse("wagtailredirects:start_import"),
        "collections": reverse("wagtailadmin_collections:index"),
        "edit collection": reverse("wagtailadmin_collections:edit", args=[collection.pk]),
        "groups": reverse("wagtailusers_groups:index"),
        "sites": reverse("wagtailsites:index"),
        "edit site": reverse("wagtailsites:edit", args=[Site.objects.get().pk]),
        "workflows": reverse("wagtailadmin_workflows:index"),
        "add workflow": reverse("wagtailadmin_workflows:add"),
        "tasks": reverse("wagtailadmin_workflows:task_index"),
        "locked pages": reverse("wagtailadmin_reports:locked_pages"),
        "page types": reverse("wagtailadmin_reports:page_types_usage"),
    }


def english_on(client: Client, screens: dict[str, str]) -> dict[str, list[str]]:
    """Open the screens and return the English texts of those that have any; dialogs come as JSON."""
    found = {}
    for name, url in screens.items():
        response = client.get(url)
        assert response.status_code == HTTPStatus.OK, name
        html = response.json()["html"] if "json" in response["Content-Type"] else response.content.decode()
        if english := english_in(html):
            found[name] = english
    return found


@pytest.fixture
def offices(db: None) -> None:
    """The first pages, and what the roles may do."""
    roles_load()
    content_load()
    catalogue_editors_allow()


# Wagtail leaves the file open that a picture is made smaller in.
@pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("offices")
def test_content_editor_reads_no_english(client: Client) -> None:
    client.force_login(OfficerFactory.create(role=Role.CONTENT_EDITOR))
    assert english_on(client, screens_of_editors()) == {}


# Wagtail leaves the file open that a picture is made smaller in.
@pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("offices")
def test_administrator_reads_no_english(client: Client) -> None:
    client.force_login(UserFactory.create(superuser=True))
    assert english_on(client, screens_of_administrators()) == {}
