"""The one exception for "a rule of the service was broken"."""


class DomainError(Exception):
    """A rule was broken; the text is Indonesian and fit to show to the person who broke it.

    `field` names the form field the text belongs to, when there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field

    def __str__(self) -> str:
        return self.message


class StorageFailed(DomainError):
    """A file can be neither kept nor read just now: the disk is full, or gone. What is typed is not lost for it."""


class NotAllowed(DomainError):
    """The person may not do this now: wrong role, or the case is not at a stage where it can be done."""
