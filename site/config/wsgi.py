"""WSGI entry point. Refuses to serve with unsafe settings: a server runs no system checks by itself."""

import os
import sys

from django.core.checks import ERROR, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()

problems = [message for message in run_checks(tags=["izin"]) if message.level >= ERROR]
if problems:
    for problem in problems:
        print(problem, file=sys.stderr)  # noqa: T201
    raise ImproperlyConfigured("; ".join(f"{p.id}: {p.msg}" for p in problems))
