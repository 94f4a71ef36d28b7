"""The example files of requirements."""

from collections.abc import Iterable
from typing import Any

from wagtail.documents import get_document_model

from .models import Requirement


def example_files(requirements: Iterable[Requirement]) -> dict[str, Any]:
    """Return the example file of each requirement that has one, by the requirement's key, in one query.

    A version of a type may name a file that was deleted since: such a requirement has none.
    """
    wanted = {requirement.key: requirement.example_id for requirement in requirements if requirement.example_id}
    files = get_document_model().objects.in_bulk(set(wanted.values()))
    return {key: files[pk] for key, pk in wanted.items() if pk in files}
