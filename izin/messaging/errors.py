"""What can go wrong with a message. The text of each names the fault; it holds no address and no words of servers."""


class DeliveryRefused(Exception):
    """The server refused the message for good: `SMTP 550`, `WhatsApp target invalid`."""


class DeliveryFailed(Exception):
    """It did not work now: `WhatsApp quota`."""
