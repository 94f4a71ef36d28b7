"""Static files, public media, and the private content-addressed stores."""

from config.env import DATA_DIR, ROOT

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]

MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
SERVE_MEDIA = False

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # KTP scans and documents of applications: only through an access-checked view.
    "private": {
        "BACKEND": "common.content_store.DurableFileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private"},
    },
    # Signed permits, under the SHA-256 of their bytes; written once, never changed.
    "permits": {
        "BACKEND": "common.content_store.DurableFileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "permits"},
    },
}

# A form with all the documents of an application stays far below; what is larger is not a form of ours.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# The largest permit type of the catalogue has some 800 values in its form in the admin.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# The largest honest form, a document of 1 MB and its fields, is never written to the disk before it is judged.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024 + 128 * 1024
