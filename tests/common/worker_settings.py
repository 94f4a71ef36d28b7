"""Settings of the processes that `test_worker.py` starts: only the queue, so that they start in a second."""

from config.settings.test import *

INSTALLED_APPS = ["common", "django_q", "django.contrib.contenttypes"]
MIDDLEWARE = []
TEMPLATES = []
ROOT_URLCONF = __name__
urlpatterns: list[object] = []
