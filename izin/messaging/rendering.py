"""Texts of messages, from `templates/emails/<name>.txt`: the first line is the subject, the rest the body."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates


def message_render(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return subject and body as plain text; `office`, `office_contact_phone` and `base_url` are always known."""
    engine = engines["django"]
    if not isinstance(engine, DjangoTemplates):
        raise TypeError("Messages are written with Django templates.")
    common = {
        "office": settings.OFFICE,
        "office_contact_phone": settings.OFFICE_CONTACT_PHONE,
        "base_url": settings.BASE_URL,
    }
    # Plain text: escaping for HTML would spoil names such as "Siti Ma'rifah".
    text = engine.engine.get_template(f"emails/{template}.txt").render(Context({**common, **context}, autoescape=False))
    subject, _newline, body = text.strip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"
