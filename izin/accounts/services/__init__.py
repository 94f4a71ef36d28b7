"""Writing accounts. Every function is one transaction and says what it promises and what it refuses."""

from .officers import officer_create
from .passwords import password_change, password_reissue
from .registration import applicant_register
from .roles import roles_load
from .throttling import registration_allowed, registration_post_allowed

__all__ = [
    "applicant_register",
    "officer_create",
    "password_change",
    "password_reissue",
    "registration_allowed",
    "registration_post_allowed",
    "roles_load",
]
