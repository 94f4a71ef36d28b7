"""Model fields of Wagtail pages."""

from typing import Any

from wagtail.blocks import BaseBlock
from wagtail.fields import StreamField as WagtailStreamField


class StreamField(WagtailStreamField):
    """A StreamField whose blocks stay out of the migrations: a change of blocks changes no table."""

    def __init__(self, block_types: list[tuple[str, BaseBlock]] | BaseBlock | None = None, **kwargs: Any) -> None:
        super().__init__(block_types or [], **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Return what a migration needs: everything but the blocks."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
