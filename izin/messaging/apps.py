"""Messages to people: the outbox and its channels."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "izin.messaging"
    label = "izin_messaging"
    verbose_name = "Pesan"

    def ready(self) -> None:
        """Listen to the floors below."""
        from izin.messaging import officer_receivers, profile_receivers
        from izin.messaging.receivers import connect

        connect()
        officer_receivers.connect()
        profile_receivers.connect()
