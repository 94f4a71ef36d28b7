"""Adding the first tutorials."""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.models import Page

from cms_pages.models import HomePage
from cms_pages.services import page_add_once, page_is_missing

from . import content
from .content.parts import Step
from .models import TutorialIndexPage, TutorialPage

PICTURES = Path(__file__).resolve().parent / "data" / "pictures"


def tutorials_load(*, home: HomePage) -> list[Page]:
    """Add the list of tutorials and those of its first tutorials that were never there, and return what was added."""
    index = TutorialIndexPage(**content.INDEX)
    added: list[Page] = [index] if page_add_once(parent=home, page=index) else []
    standing = TutorialIndexPage.objects.child_of(home).first()
    if standing is None:
        return added
    for tutorial in content.TUTORIALS:
        # A fresh read each time: the tree counts its children on the instance it is given.
        parent = TutorialIndexPage.objects.get(pk=standing.pk)
        page = TutorialPage(**{**tutorial, "steps": []})
        # Only then are its pictures made: otherwise each run would bring back those an editor removed.
        if page_is_missing(parent=parent, page=page):
            steps = [("step", _step(step)) for step in tutorial["steps"]]
            page = TutorialPage(**{**tutorial, "steps": steps})
            page_add_once(parent=parent, page=page)
            added.append(page)
    return added


def _step(step: Step) -> dict[str, Any]:
    """Return a step as its block takes it."""
    image = None
    if step.picture:
        image = picture_ensure(step.picture, step.shows)
        image.contextual_alt_text, image.decorative = step.shows, False
    return {"heading": step.heading, "text": step.text, "image": image}


def picture_ensure(name: str, title: str) -> Any:
    """Return the picture of this name among those that are shipped, added to the editors' pictures unless it is there.

    Raises FileNotFoundError when there is none.
    """
    content = (PICTURES / f"{name}.webp").read_bytes()
    model = get_image_model()
    standing = model.objects.filter(file_hash=hashlib.sha1(content, usedforsecurity=False).hexdigest()).first()
    if standing:
        return standing
    image = model.objects.create(title=title, file=ImageFile(BytesIO(content), name=f"tutorial-{name}.webp"))
    image.get_file_hash()  # kept, so that the same picture is found the next time
    return image
