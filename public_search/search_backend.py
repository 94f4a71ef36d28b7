"""Wagtail's index in PostgreSQL, with words that a slash joins kept apart."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import F, Func, Model, TextField, Value
from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend
from modelsearch.utils import get_content_type_pk


class SlashAwareIndex(PostgresIndex):
    """The index whose entries say `KTP / KK` where a text says `KTP/KK`.

    PostgreSQL takes words joined by a slash for the path of a file, one word; nobody who looks for either of them
    would find it. Titles weigh more than what stands below them.
    """

    def add_items(self, model: type[Model], objs: Sequence[Model]) -> None:
        """Write the entries of these objects as Wagtail does, then the texts and their words again."""
        super().add_items(model, objs)
        content_type = get_content_type_pk(model)
        entries = self.entries.filter(content_type_id=content_type, object_id__in=[str(row.pk) for row in objs])
        title, body = (_slashes_apart(name) for name in ("title_text", "body_text"))
        entries.update(
            title_text=title,
            body_text=body,
            title=SearchVector(title, weight="A", config=self.backend.config),
            body=SearchVector(body, weight="D", config=self.backend.config),
        )


def _slashes_apart(name: str) -> Func:
    pattern, replacement, everywhere = Value(r"(\w)/(?=\w)"), Value(r"\1 / "), Value("g")
    return Func(F(name), pattern, replacement, everywhere, function="REGEXP_REPLACE", output_field=TextField())


class SearchBackend(PostgresSearchBackend):
    """Wagtail's backend over that index."""

    index_class: Any = SlashAwareIndex
