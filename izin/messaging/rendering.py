"""Putting a message into words: the editors' text when there is one, else the shipped text."""

import logging
from collections.abc import Mapping

from izin.messaging.models import MessageText
from izin.messaging.texts import message_definitions, required_missing, text_render

logger = logging.getLogger(__name__)


def message_render(key: str, tokens: Mapping[str, str | int]) -> tuple[str, str]:
    """Return subject and body of a message as plain text.

    Args:
        tokens: a value for every token of the message's definition, and for no other.

    Raises:
        KeyError: there is no such message.
        ValueError: the caller's tokens are not those of the definition.
    """
    definition = message_definitions()[key]
    if tokens.keys() != definition.tokens.keys():
        raise ValueError(f"{key} takes {sorted(definition.tokens)}, not {sorted(tokens)}")
    subject, body = definition.subject, definition.body
    text = MessageText.objects.filter(key=key, live=True).first()
    if text is not None:
        # A later version of the service may need a token that the editors' text does not have yet.
        if missing := required_missing(definition, text.body):
            logger.warning("Message text %s lacks %s: the shipped text is sent", key, ", ".join(missing))
        else:
            subject, body = text.subject, text.body
    return text_render(definition, subject=subject, body=body, values=tokens)
