"""What services of accounts refuse that a page must answer in its own way."""

from common.errors import DomainError


class NikTaken(DomainError):
    """The NIK has an account already. Pages without a login must not show this: it would tell who has one."""
