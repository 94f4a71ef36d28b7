"""System checks that keep a production installation from starting unsafely."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

# Setting -> (id, how to make one). Development and test settings bring their own values.
REQUIRED = {
    "SECRET_KEY": ("izin.E001", "A long random text: python -c 'import secrets; print(secrets.token_urlsafe(50))'"),
    "PERSONAL_DATA_KEYS": (
        "izin.E002",
        "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'",
    ),
    "BLIND_INDEX_KEY": ("izin.E003", "A long random text, different from SECRET_KEY; it can not be changed later"),
    "ALLOWED_HOSTS": ("izin.E004", "The domain names the site answers to, comma-separated"),
}


def _value(name: str) -> Any:
    try:
        return getattr(settings, name)
    except ImproperlyConfigured:  # Django's own answer to an empty SECRET_KEY.
        return ""


@register("izin")
def check_required_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Name every secret that is missing (izin.E001 to izin.E004)."""
    return [
        Error(f"{name} is not set in the environment.", hint=hint, id=check_id)
        for name, (check_id, hint) in REQUIRED.items()
        if not _value(name)
    ]


@register("izin")
def check_no_development_defaults(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse what only a development machine may lack: own database, HTTPS, certificate, second factor."""
    if not getattr(settings, "REFUSE_DEVELOPMENT_DEFAULTS", False):
        return []
    found: list[CheckMessage] = []
    if settings.DATABASES["default"].get("MISSING"):
        found.append(Error("DATABASE_URL is not set in the environment.", id="izin.E005"))
    if not settings.BASE_URL.startswith("https://"):
        found.append(
            Error("BASE_URL must be the public https:// address; it is printed in every QR code.", id="izin.E006")
        )
    if not settings.SIGNING_PKCS12 or not settings.SIGNING_TRUST_ANCHORS:
        found.append(
            Error(
                "SIGNING_PKCS12 and SIGNING_TRUST_ANCHORS are not set: the development CA would sign permits.",
                id="izin.E007",
            )
        )
    if not settings.SECOND_FACTOR_OBLIGATORY:
        found.append(
            Error("SECOND_FACTOR_OBLIGATORY is off: officers could log in with a password alone.", id="izin.E008")
        )
    return found
