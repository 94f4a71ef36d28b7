"""Wagtail: no calls to the outside, logins through our own page."""

from .izin import BASE_URL

WAGTAIL_SITE_NAME = "SISFO IZIN"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "login"
WAGTAIL_FRONTEND_LOGIN_URL = "/akun/masuk/"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "ods"]
# The stems of Indonesian words: who looks for "mengajukan" finds "pengajuan" (PostgreSQL's own configuration).
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "public_search.search_backend", "SEARCH_CONFIG": "indonesian"}}
TAGGIT_CASE_INSENSITIVE = True
# One language, one time zone: nothing to choose in the account of an editor.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("id", "Bahasa Indonesia")]
WAGTAIL_USER_TIME_ZONES = ["Asia/Jakarta"]
