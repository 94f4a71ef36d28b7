"""Values every template may use; they cost no query."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return `office` (name, address, phone, ...), `office_contact_phone` and `base_url`."""
    return {
        "office": settings.OFFICE,
        "office_contact_phone": settings.OFFICE_CONTACT_PHONE,
        "base_url": settings.BASE_URL,
    }
