"""The site search: everything the public may read on this site, by its words (P11).

It reads the index that Wagtail keeps of pages, documents and permit types whenever one is saved. What may be seen is
asked of the rows themselves and never of the index, which holds drafts as well.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import (
    CombinedSearchVector,
    SearchHeadline,
    SearchQuery,
    SearchRank,
    TrigramWordSimilarity,
)
from django.core.paginator import Page as Portion
from django.core.paginator import Paginator
from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Page, Site
from wagtail.search.models import IndexEntry

from izin.catalog.models import PermitType

from .enums import Kind

Document = get_document_model()
CONFIG = settings.WAGTAILSEARCH_BACKENDS["default"]["SEARCH_CONFIG"]
# PostgreSQL brings a stemmer for Indonesian but no list of its stop words. Question words are among these because
# people ask as they speak: "bagaimana cara mengurus izin untuk ...".
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "ada adalah agar akan apa apakah atau bagaimana bagi bisa cara dalam dan dapat dari dengan di dimana gimana "
        "harus ini itu jika kalau kami kapan ke kepada kita mana mau mengurus oleh pada para saja saya sebagai secara "
        "serta siapa sudah tentang untuk yaitu yang",
    )
)
# In nearly every title: they would make all titles look alike.
COMMON_WORDS = frozenset({"izin", "surat", "syarat", "praktik", "permohonan"})
MAX_WORDS = 12
LIKE = 0.4
SUGGESTIONS = 5
IN_GROUP, PAGE_SIZE = 5, 20

# By the name of the model; every other page is a page.
KINDS = {
    "permittype": Kind.PERMIT_TYPE,
    "tutorialpage": Kind.TUTORIAL,
    "publicationpage": Kind.PUBLICATION,
    Document._meta.model_name: Kind.DOCUMENT,
}
KIND = Case(
    *(When(content_type__model=name, then=Value(kind.value)) for name, kind in KINDS.items()),
    default=Value(Kind.PAGE.value),
)

# Around the words that were found, until the text is escaped: of the private use area, so that no text holds them.
START, STOP = "\ue000", "\ue001"
FOUND = re.compile(f"{START}([^{START}{STOP}]*){STOP}")
LEFT_OVER = str.maketrans("", "", START + STOP)


@dataclass(frozen=True)
class Hit:
    """Something that was found: where it is, and its title and a piece of its text as safe HTML."""

    url: str
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True)
class Group:
    """The first hits of a kind, and how many there are."""

    kind: Kind
    count: int
    hits: list[Hit]


def search_words(text: str) -> list[str]:
    """Return the words of a search that say what is looked for; all of them when each is a stop word. Pure."""
    words = text.replace("/", " ").split()[:MAX_WORDS]
    return [word for word in words if word.casefold().strip("?!.,;:") not in STOP_WORDS] or words


def marked(text: str) -> SafeString:
    """Return a text as safe HTML, with what stands between START and STOP as `<mark>`. Pure."""
    html = FOUND.sub(r"<mark>\1</mark>", str(escape(text))).translate(LEFT_OVER)
    return mark_safe(html)  # noqa: S308 - escaped just before


class SiteSearch:
    """One search of the site a request came for.

    Arguments: `text` as it was typed (no NUL), `request` (its site is searched). Nothing is read before it is asked
    for, and then always with the same number of queries: one for everything found, one for the texts of what is
    shown, one for each sort of address.
    """

    def __init__(self, text: str, request: HttpRequest) -> None:
        self.request = request
        self.words = search_words(text)
        self._query = SearchQuery(" ".join(self.words), config=CONFIG)

    @cached_property
    def _found(self) -> list[tuple[int, Kind]]:
        """Every entry that has all the words, best first."""
        vector = CombinedSearchVector(F("title"), "||", F("body"), CONFIG)
        entries = self._visible().alias(vector=vector).filter(vector=self._query)
        ranked = entries.order_by(SearchRank(F("vector"), self._query).desc(), "title_text", "pk")
        return [(pk, Kind(kind)) for pk, kind in ranked.values_list("pk", "kind")]

    @property
    def count(self) -> int:
        """How much was found."""
        return len(self._found)

    def groups(self) -> list[Group]:
        """Return the best hits of each kind."""
        counts = Counter(kind for _pk, kind in self._found)
        best = {kind: [pk for pk, of in self._found if of == kind][:IN_GROUP] for kind in Kind if counts[kind]}
        hits = self._hits([pk for pks in best.values() for pk in pks])
        return [Group(kind, counts[kind], [hits[pk] for pk in pks if pk in hits]) for kind, pks in best.items()]

    def portion(self, kind: Kind, number: str | None) -> Portion:
        """Return a page of the hits of one kind; a number that is none is the first page."""
        page: Portion[Any] = Paginator([pk for pk, of in self._found if of == kind], PAGE_SIZE).get_page(number)
        page.object_list = list(self._hits(list(page.object_list)).values())
        return page

    def suggestions(self) -> list[Hit]:
        """Return what is called similarly, the most similar first: somebody may have mistyped."""
        words = [word for word in self.words if word.casefold() not in COMMON_WORDS] or self.words
        entries = self._visible().annotate(likeness=TrigramWordSimilarity(" ".join(words), "title_text"))
        alike = entries.filter(likeness__gte=LIKE).order_by("-likeness", "title_text", "pk")
        return list(self._hits(list(alike.values_list("pk", flat=True)[:SUGGESTIONS])).values())

    def _visible(self) -> QuerySet[Any]:
        """Return the entries of what everybody may read, each with its `kind`."""
        site = Site.find_for_request(self.request)
        pages = Page.objects.live().public().filter(content_type=OuterRef("content_type"))
        pages = pages.descendant_of(site.root_page, inclusive=True) if site else pages.none()
        path = ExpressionWrapper(OuterRef("collection__path"), CharField())
        private = CollectionViewRestriction.objects.alias(path=path)
        documents = Document.objects.exclude(Exists(private.filter(path__startswith=F("collection__path"))))
        content_types = ContentType.objects.get_for_models(PermitType, Document)
        return IndexEntry.objects.annotate(kind=KIND).filter(
            Q(_row_exists(pages))
            | Q(_row_exists(PermitType.objects.filter(live=True)), content_type=content_types[PermitType])
            | Q(_row_exists(documents), content_type=content_types[Document])
        )

    def _hits(self, pks: Sequence[int]) -> dict[int, Hit]:
        """Return the hits of these entries in their order; without what was removed a moment ago."""
        marks: dict[str, Any] = {"config": CONFIG, "start_sel": START, "stop_sel": STOP}
        pieces: dict[str, Any] = {"max_fragments": 2, "max_words": 24, "min_words": 12, "fragment_delimiter": " … "}
        entries = IndexEntry.objects.annotate(
            kind=KIND,
            marked_title=SearchHeadline("title_text", self._query, highlight_all=True, **marks),
            marked_body=SearchHeadline("body_text", self._query, **pieces, **marks),
        ).in_bulk(pks)
        urls = self._urls(entries.values())
        found = ((pk, entries[pk], urls.get((entries[pk].kind, entries[pk].object_id))) for pk in pks if pk in entries)
        return {pk: Hit(url, marked(entry.marked_title), marked(entry.marked_body)) for pk, entry, url in found if url}

    def _urls(self, entries: Iterable[Any]) -> dict[tuple[str, str], str]:
        """Return the address of each entry by its kind and the key of its row."""
        keys: dict[str, list[str]] = {kind: [] for kind in Kind}
        for entry in entries:
            keys[entry.kind].append(entry.object_id)
        types = PermitType.objects.select_related("sector").in_bulk(keys.pop(Kind.PERMIT_TYPE))
        documents = Document.objects.in_bulk(keys.pop(Kind.DOCUMENT))
        pages = Page.objects.in_bulk([key for of_kind in keys.values() for key in of_kind])
        return {
            **{(Kind.PERMIT_TYPE, str(pk)): f"/syarat/{row.sector.code}/{row.slug}/" for pk, row in types.items()},
            **{(Kind.DOCUMENT, str(pk)): document.url for pk, document in documents.items()},
            **{
                (kind, str(pk)): page.get_url(self.request) or ""
                for kind in keys
                for pk, page in pages.items()
                if str(pk) in keys[kind]
            },
        }


def _row_exists(rows: QuerySet[Any]) -> Exists:
    """Return whether the row that an entry is about is among these."""
    return Exists(rows.alias(key=Cast("pk", CharField())).filter(key=OuterRef("object_id")))
