"""Makes a database ready for `make run`: tables, reference data, demo, static files. Safe to repeat.

One process for all of it, since each start of Django costs seconds. Progress goes to stderr; stdout carries
what `load_demo` tells, the demo accounts, for the caller to show at the end.
"""

import hashlib
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def main() -> None:
    """Run every command that brings the database and the static files up to date."""
    django.setup()
    for command, purpose in [
        ("migrate", "tables"),
        ("createcachetable", "cache"),
        ("ensure_dev_ca", "development certificate"),
        ("load_roles", "roles"),
        ("load_schedules", "schedules"),
        ("load_catalogue", "permit types"),
        ("load_content", "pages"),
        ("update_index", "search index"),
    ]:
        say(f"{purpose} ({command})")
        call_command(command, verbosity=0, stdout=sys.stderr)
    collect_static_files()
    say("demo (load_demo)")
    call_command("load_demo")


def collect_static_files() -> None:
    """Collect the static files, unless they are the same as the last time."""
    now = static_fingerprint()
    remembered = Path(settings.STATIC_ROOT).with_name("static-fingerprint")
    if remembered.is_file() and remembered.read_text() == now:
        return
    say("static files (collectstatic)")
    call_command("collectstatic", interactive=False, verbosity=0, stdout=sys.stderr)
    remembered.write_text(now)


def static_fingerprint() -> str:
    """Return a text that changes with any static file, its place or how it is stored."""
    digest = hashlib.sha256(f"{settings.STATIC_ROOT} {settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def say(step: str) -> None:
    """Show which step begins."""
    print(f"==> {step}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
