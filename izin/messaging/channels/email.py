"""E-mail by SMTP."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from common.content_store import content_read
from common.crypto import blind_index
from izin.messaging.errors import DeliveryRefused
from izin.messaging.models import OutboxMessage


def configured() -> bool:
    """Tell whether there is a mail server."""
    return bool(settings.EMAIL_HOST)


def send(message: OutboxMessage) -> None:
    """Hand the message to the mail server, within `settings.EMAIL_TIMEOUT` a step.

    Its Message-ID is the same at every attempt: if the server took the message but its answer was lost, mail
    programs recognise the second copy.

    Raises:
        DeliveryRefused: the server will never take this message.
        OSError, smtplib.SMTPException: it did not work now.
    """
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    email = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.address],
        headers={
            "Message-ID": f"<outbox.{blind_index(f'message-id:{message.pk}')[:32]}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if message.attachment_sha256:
        data = content_read("permits", message.attachment_sha256)
        email.attach(message.attachment_name, data, "application/pdf")
    try:
        email.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        code = _worst_code(error)
        if code >= 500:
            raise DeliveryRefused(f"SMTP {code}") from error
        raise


def _worst_code(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> int:
    if isinstance(error, smtplib.SMTPDataError):
        return int(error.smtp_code)
    return max((int(code) for code, _text in error.recipients.values()), default=0)
