"""What can go wrong with a message."""


class DeliveryRefused(Exception):
    """The server refused the message for good (SMTP 5xx for recipient or content). Holds the code, no text."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code
