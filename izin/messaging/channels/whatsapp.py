"""WhatsApp by a gateway that speaks as Fonnte does (https://docs.fonnte.com/api-send-message/).

The token travels in the header `Authorization`, without "Bearer". The gateway answers 200 for failures too, and is
not consistent about capitals in the names of its answer. It knows no idempotency key: when it took a message and its
answer was lost, the person gets the message twice.
"""

import json
import logging
import time
from typing import Any, NoReturn

import httpx
from django.conf import settings

from izin.messaging.errors import DeliveryFailed, DeliveryRefused
from izin.messaging.models import OutboxMessage

logger = logging.getLogger(__name__)

TEXT_LONGEST = 4096
ANSWER_LONGEST = 64 * 1024
CONNECT_SECONDS = 5.0

# What the gateway says, and the word by which we note it; its own sentence may hold the number.
PASSING = {
    "insufficient quota": "quota",
    "disconnected device": "device disconnected",
}
FOR_GOOD = {"target invalid": "target invalid"}
TOKEN_REFUSED = "token invalid"  # noqa: S105 - what the gateway says, not a token


def configured() -> bool:
    """Tell whether there is a gateway and a token for it."""
    return bool(settings.WHATSAPP_URL and settings.WHATSAPP_TOKEN)


def send(message: OutboxMessage) -> None:
    """Hand the message to the gateway, within `settings.WHATSAPP_TIMEOUT` seconds a step and twice that in all.

    Raises:
        DeliveryRefused: the gateway will never take this message: nobody has this number.
        DeliveryFailed: it did not work now: no credit, a wrong token, an answer that makes no sense.
        httpx.HTTPError: the gateway can not be reached, or is too slow.
    """
    status, content = _post({"target": message.address, "message": message_text(message)})
    if status in (401, 403):
        _token_refused()
    if status != httpx.codes.OK:
        raise DeliveryFailed(f"WhatsApp {status}")
    answer = _read(content)
    if answer.get("status") is True:
        return
    reason = str(answer.get("reason", "")).lower()
    if TOKEN_REFUSED in reason:
        _token_refused()
    for words, noted in FOR_GOOD.items():
        if words in reason:
            raise DeliveryRefused(f"WhatsApp {noted}")
    noted = next((noted for words, noted in PASSING.items() if words in reason), "refused")
    raise DeliveryFailed(f"WhatsApp {noted}")


def message_text(message: OutboxMessage) -> str:
    """Return subject and body as one text: the subject in bold above it."""
    subject = message.subject.replace("*", "").strip()
    text = f"*{subject}*\n\n{message.body.strip()}"
    return text if len(text) <= TEXT_LONGEST else text[: TEXT_LONGEST - 1] + "…"


def _post(data: dict[str, str]) -> tuple[int, bytes]:
    """Return status and body of the answer; of a longer body, its beginning."""
    deadline = time.monotonic() + 2 * settings.WHATSAPP_TIMEOUT
    # Only what is set here counts: a .netrc of the machine would replace the token.
    with httpx.Client(
        timeout=httpx.Timeout(settings.WHATSAPP_TIMEOUT, connect=min(CONNECT_SECONDS, settings.WHATSAPP_TIMEOUT)),
        headers={"Authorization": settings.WHATSAPP_TOKEN, "Accept-Encoding": "identity"},
        trust_env=False,
    ) as client:
        content = b""
        with client.stream("POST", settings.WHATSAPP_URL, data=data) as response:
            # Raw: a small answer that unpacks to a large one stays small.
            for part in response.iter_raw():
                content += part
                if len(content) > ANSWER_LONGEST:
                    break
                if time.monotonic() > deadline:
                    raise DeliveryFailed("WhatsApp answer too slow")
            return response.status_code, content


def _read(content: bytes) -> dict[str, Any]:
    """Return the answer with its names in lower case."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DeliveryFailed("WhatsApp answer unreadable") from error
    if not isinstance(answer, dict):
        raise DeliveryFailed("WhatsApp answer unreadable")
    return {name.lower(): value for name, value in answer.items()}


def _token_refused() -> NoReturn:
    logger.error("The WhatsApp gateway refuses our token: check WHATSAPP_TOKEN")
    raise DeliveryFailed("WhatsApp token refused")
