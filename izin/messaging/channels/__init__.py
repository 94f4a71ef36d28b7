"""The ways a message leaves the house. Each is a module with the two functions of `Gateway`."""

from typing import Protocol

from izin.messaging.channels import email, whatsapp
from izin.messaging.enums import Channel
from izin.messaging.models import OutboxMessage


class Gateway(Protocol):
    """One way out."""

    def configured(self) -> bool:
        """Tell whether there is a server; without one messages wait, visible in the outbox (decision D2)."""

    def send(self, message: OutboxMessage) -> None:
        """Hand the message over.

        Raises:
            DeliveryRefused: this message will never be taken.
            Exception: it did not work now.
        """


GATEWAYS: dict[Channel, Gateway] = {Channel.EMAIL: email, Channel.WHATSAPP: whatsapp}


def channels_open() -> list[Channel]:
    """Return the channels that have a server."""
    return [channel for channel, gateway in GATEWAYS.items() if gateway.configured()]
