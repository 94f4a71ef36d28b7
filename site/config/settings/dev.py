"""`make run`: everything on one machine, with keys that protect nothing and marked letters."""

from config.env import env

from .base import *

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = "development-only-" + "x" * 40
PERSONAL_DATA_KEYS = ["ZGV2ZWxvcG1lbnQta2V5LXByb3RlY3RzLW5vdGhpbmc="]
BLIND_INDEX_KEY = "development-only"
SECOND_FACTOR_OBLIGATORY = env.bool("SECOND_FACTOR_OBLIGATORY", default=False)
SERVE_MEDIA = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *ALLOWED_HOSTS]
# Without the time that compressing every file twice costs.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "common.static_storage.QuickStaticFilesStorage"},
}
