"""Tests: a throw-away PostgreSQL server, cheap password hashes, plain static files, files in a throw-away folder."""

import os
import tempfile
from pathlib import Path

# Set before the settings are read, and inherited by every process a test starts.
if "TEST_DATA_DIR" not in os.environ:
    os.environ["TEST_DATA_DIR"] = tempfile.mkdtemp(prefix="izin-test-")
    os.environ["DATA_DIR"] = os.environ["TEST_DATA_DIR"]

# Each of several workers (pytest -n) has a server and files of its own, within the folder of the run.
worker = os.environ.get("PYTEST_XDIST_WORKER")
if worker and Path(os.environ["TEST_DATA_DIR"]).name != worker:
    os.environ["TEST_DATA_DIR"] = os.environ["DATA_DIR"] = str(Path(os.environ["TEST_DATA_DIR"]) / worker)

from .base import *  # noqa: E402 - the folders must be known first

TEST_DATA_DIR = Path(os.environ["TEST_DATA_DIR"])
SECRET_KEY = "test-only-" + "x" * 50
PERSONAL_DATA_KEYS = ["dGVzdC1rZXktcHJvdGVjdHMtbm90aGluZy1hdC1hbGw="]
BLIND_INDEX_KEY = "test-only"
SECOND_FACTOR_OBLIGATORY = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = "http://localhost:8000"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Tests count the queries of pages and change what they show behind their backs.
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    # The same memory as the default: a test that clears one clears both.
    "figures": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
Q_CLUSTER = {**Q_CLUSTER, "sync": False}
