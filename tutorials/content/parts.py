"""How the first tutorials are written down."""

from typing import Any, NamedTuple

from ..enums import Audience, Topic


class Step(NamedTuple):
    """A step: `text` is HTML as the editor makes it, `picture` the name of a file of `tutorials/data/pictures`."""

    heading: str
    text: str
    picture: str = ""
    # What the picture shows, for those who can not see it.
    shows: str = ""


def tutorial(
    title: str, slug: str, topic: Topic, summary: str, *steps: Step, audience: Audience = Audience.APPLICANT
) -> dict[str, Any]:
    """Return the values of a tutorial, its steps as they are written here."""
    return {
        "title": title,
        "slug": slug,
        "summary": summary,
        "search_description": summary,
        "audience": audience,
        "topic": topic,
        "steps": list(steps),
    }
