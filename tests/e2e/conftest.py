"""The whole site on a real server, and people with browsers. Officers work at a desk, everybody else on a phone."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command

import izin.backoffice
from izin.accounts.enums import Role
from izin.accounts.models import User
from tests.e2e.visitor import PHONE, Visitor
from tests.factories.accounts import OfficerFactory

OFFICERS = Path(izin.backoffice.__file__).with_name("data") / "demo.json"


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """A site as `make run` leaves it, without the demo's applications; returns its address."""
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    cache.clear()
    for command in ("load_roles", "load_catalogue", "load_content"):
        call_command(command, verbosity=0)
    return str(live_server.url)


@pytest.fixture
def officers(site: str) -> dict[Role, User]:
    """Every role's officer."""
    rows = json.loads(OFFICERS.read_text(encoding="utf-8"))["officers"]
    for row in rows:
        row.pop("mandate_decree", None)  # the factory gives the head of office a mandate of its own
    return {Role(row["role"]): OfficerFactory.create(**{**row, "role": Role(row["role"])}) for row in rows}


@pytest.fixture
def visit(site: str, new_context: Any) -> Iterator[Callable[..., Visitor]]:
    """Let somebody come with a browser of their own: `visit()`, `visit(DESK)`, `visit(scripts=False)`."""
    visitors = []

    def come(window: dict[str, int] = PHONE, *, scripts: bool = True) -> Visitor:
        # Without smooth scrolling, which a test can not wait for.
        context = new_context(viewport=window, java_script_enabled=scripts, reduced_motion="reduce")
        visitors.append(Visitor(context, site, scripts=scripts))
        return visitors[-1]

    yield come
    assert [problem for visitor in visitors for problem in visitor.problems] == []
