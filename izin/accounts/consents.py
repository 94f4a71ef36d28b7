"""What people agree to when they give us their data (A7)."""

# Changes with every change of `templates/izin/portal/account/privacy_notice.html`; whoever agreed to another version
# is asked again at the next login.
CONSENT_VERSION = "2026-11"
