"""The gallery of components: complete, and not for everybody."""

from typing import Any

import pytest
from django.template import Library
from django.test import Client

from common.gallery import EXAMPLES, PATTERNS
from common.templatetags import ui
from tests.factories.accounts import OfficerFactory, UserFactory
from tests.html import page_of

PATH = "/komponen/"


def test_every_component_has_an_example_and_says_how_it_is_used() -> None:
    assert isinstance(ui.register, Library)
    known = {**ui.register.tags, **ui.register.filters}
    assert set(EXAMPLES) == set(known)
    for name, function in known.items():
        assert f"{name} " in (function.__doc__ or "") or f"|{name} " in (function.__doc__ or ""), name


@pytest.mark.django_db
def test_superuser_sees_every_component(client: Client) -> None:
    client.force_login(UserFactory.create(is_superuser=True))
    page = page_of(client.get(PATH))
    assert [section.h2.get_text() for section in page.select("main .shown")] == [*EXAMPLES, *PATTERNS]  # type: ignore[union-attr]
    assert all(example.get_text(strip=True) or example.select("svg") for example in page.select(".shown-example"))
    names = [str(part["id"]) for part in page.select("main > section [id], main h2[id]")]
    assert len(page.select("h1")) == 1
    assert set(EXAMPLES) <= set(names)


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [False, True])
def test_others_see_it_only_on_a_development_machine(client: Client, settings: Any, *, debug: bool) -> None:
    settings.DEBUG = debug
    expected = 200 if debug else 404
    assert client.get(PATH).status_code == expected
    client.force_login(OfficerFactory.create())
    assert client.get(PATH).status_code == expected
