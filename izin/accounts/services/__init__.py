"""Writing accounts. Every function is one transaction and says what it promises and what it refuses."""

from .consents import consent_give
from .contacts import contact_change
from .delegations import delegation_end, delegation_grant
from .managing import (
    account_sessions_end,
    lockout_lift,
    officer_deactivate,
    officer_reactivate,
    officer_roles_change,
    officer_update,
    profile_viewed,
)
from .officers import officer_create
from .password_resets import password_reset, reset_code_check, reset_code_request
from .passwords import first_password_request, password_change, password_reissue
from .profile_changes import (
    profile_change_approve,
    profile_change_refuse,
    profile_change_request,
    profile_change_scan_viewed,
    profile_change_withdraw,
)
from .registration import applicant_register, registration_repeat
from .roles import roles_load
from .scans import scan_copy, scan_keep, scans_clean
from .second_factor import (
    recovery_codes_renew,
    second_factor_begin,
    second_factor_confirm,
    second_factor_reset,
    second_factor_verify,
)
from .sessions import sessions_end
from .throttling import registration_allowed, registration_post_allowed
from .viewing import view_begin, view_end, view_file_opened, view_grant_of

__all__ = [
    "account_sessions_end",
    "applicant_register",
    "consent_give",
    "contact_change",
    "delegation_end",
    "delegation_grant",
    "first_password_request",
    "lockout_lift",
    "officer_create",
    "officer_deactivate",
    "officer_reactivate",
    "officer_roles_change",
    "officer_update",
    "password_change",
    "password_reissue",
    "password_reset",
    "profile_change_approve",
    "profile_change_refuse",
    "profile_change_request",
    "profile_change_scan_viewed",
    "profile_change_withdraw",
    "profile_viewed",
    "recovery_codes_renew",
    "registration_allowed",
    "registration_post_allowed",
    "registration_repeat",
    "reset_code_check",
    "reset_code_request",
    "roles_load",
    "scan_copy",
    "scan_keep",
    "scans_clean",
    "second_factor_begin",
    "second_factor_confirm",
    "second_factor_reset",
    "second_factor_verify",
    "sessions_end",
    "view_begin",
    "view_end",
    "view_file_opened",
    "view_grant_of",
]
