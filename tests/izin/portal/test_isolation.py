"""No applicant reaches anything of another's: every address of the portal, any ids, asked by the wrong person (A7).

The addresses come from the resolver, so a new one is asked too. Ids of the two people never meet: whatever belongs to
the owner has a number from FOREIGN on, in every table, and all that the intruder has stands below.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter, SlugConverter
from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from common.content_store import content_save
from izin.accounts.models import ProfileChange, User
from izin.accounts.services.profile_changes import identity_now, profile_change_request
from izin.applications.models import Application, Document
from izin.chat.models import Message
from izin.permits.models import Permit
from izin.portal import urls
from izin.surveys.models import Survey
from tests.factories.accounts import PASSWORD, ApplicantFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import PermitTypeFactory
from tests.factories.chat import MessageFactory, ThreadFactory
from tests.factories.files import pdf_bytes, upload
from tests.factories.permits import PermitFactory

FOREIGN = 500_000
SECRET = "Rahasia-Pemilik-7781"  # stands in everything of the owner, and may stand in nothing anybody else is shown
KEYS = ("proposal", "ktp", "surat_rekomendasi", "tidak-ada")
WORDS = ("", "Judul", "TERIMA", "Izin", "7781", "070/")
OWNED = {
    User: "pk",
    Application: "applicant",
    Document: "application__applicant",
    Permit: "application__applicant",
    Survey: "permit__application__applicant",
    Message: "thread__applicant",
    ProfileChange: "user",
}


@dataclass(frozen=True)
class World:
    """The owner, the intruder's session, and the ids each of them has."""

    owner: User
    cookies: Any
    slug: str
    own_ids: list[int]
    foreign_ids: list[int]
    rows: dict[str, list[Any]]


def belongings(person: User, kind: Any, word: str) -> None:
    """Give a person one of everything that can be opened."""
    answers = {"judul": f"Judul {word}"}
    file = {"sha256": content_save("private", pdf_bytes(text=word)), "content_type": "application/pdf"}
    for at in ("draft", "terima", "returned:terima"):
        made = ApplicationFactory.create(applicant=person, permit_type=kind, at=at, answers=answers)
        Document.objects.filter(application=made).update(original_name=f"{word}.pdf")
    permit = PermitFactory.create(
        issuance__application__applicant=person,
        issuance__application__permit_type=kind,
        subject=word,
        document_sha256=content_save("permits", pdf_bytes(text=f"surat {word}")),
    )
    now = timezone.now()
    Survey.objects.create(
        permit=permit, poll=4, poll_at=now, testimonial=word, testimonial_at=now, questionnaire={}, questionnaire_at=now
    )
    thread = ThreadFactory.create(applicant=person, last_at=now)
    MessageFactory.create(thread=thread, text=word, original_name=f"{word}.pdf", **file)
    profile_change_request(user=person, **{**identity_now(person), "full_name": f"{word} Baru"}, note="Salah ketik.")


def numbers_begin_at(first: int) -> None:
    """Let every table of ours number its next rows from here."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if not model.__module__.startswith("izin.") or model._meta.pk is None:
                continue
            cursor.execute(
                "SELECT setval(s, %s) FROM pg_get_serial_sequence(%s, %s) AS s WHERE s IS NOT NULL",
                [first, model._meta.db_table, model._meta.pk.column],
            )


def all_ids(low: int, high: int) -> list[int]:
    """Return the numbers of all rows of ours between these two, whatever they are."""
    found: set[int] = set()
    for model in apps.get_models():
        if model.__module__.startswith("izin.") and model._meta.pk is not None:
            pks = model._base_manager.values_list("pk", flat=True)
            found |= {pk for pk in pks if isinstance(pk, int) and low <= pk < high}
    return sorted(found)


def rows_of(owner: User) -> dict[str, list[Any]]:
    return {
        model.__name__: list(model._base_manager.filter(**{path: owner.pk}).order_by("pk").values_list())
        for model, path in OWNED.items()
    }


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        kind = PermitTypeFactory.create()
        numbers_begin_at(FOREIGN // 2)
        intruder = ApplicantFactory.create()
        belongings(intruder, kind, "Milik sendiri")
        numbers_begin_at(FOREIGN)
        owner = ApplicantFactory.create(full_name=SECRET)
        belongings(owner, kind, SECRET)
        client = Client()
        client.force_login(intruder)
        yield World(
            owner=owner,
            cookies=client.cookies,
            slug=kind.slug,
            own_ids=all_ids(FOREIGN // 2, FOREIGN),
            foreign_ids=all_ids(FOREIGN, 2 * FOREIGN),
            rows=rows_of(owner),
        )
        transaction.set_rollback(True)


def arguments_of(pattern: URLPattern) -> dict[str, Any]:
    """Return the arguments of an address by name, each with its converter."""
    return dict(pattern.pattern.converters)


PATTERNS = [pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]
WITH_IDS = [p for p in PATTERNS if any(isinstance(c, IntConverter) for c in arguments_of(p).values())]
WITHOUT_IDS = [p for p in PATTERNS if p not in WITH_IDS]


def value_for(data: st.DataObject, converter: Any, world: World) -> Any:
    """Draw an argument; a kind of argument that is not known here fails, so that it is thought of."""
    if isinstance(converter, IntConverter):
        ours = st.sampled_from([*world.foreign_ids, *world.own_ids])
        return data.draw(ours | st.integers(min_value=0, max_value=2**63))
    assert isinstance(converter, SlugConverter), converter
    return data.draw(st.sampled_from([*KEYS, world.slug]))


def posted(world: World, foreign: int) -> dict[str, Any]:
    """Return a form that would be right on any of the pages."""
    return {
        "file": upload(pdf_bytes(text="menyusup")), "benar": "on", "password": PASSWORD, "form": "json",
        "poll": "1", "testimonial": "menyusup", **{f"U{n}": "1" for n in range(1, 10)},
        "text": "menyusup", "token": str(uuid4()), "application": str(foreign), "seen": "1",
    }  # fmt: skip


def ask(world: World, method: str, path: str, data: dict[str, Any]) -> tuple[int, str]:
    """Ask as the intruder, undo what came of it, and return the status and everything that was shown."""
    client = Client()
    client.cookies = world.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method)(path, data)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert rows_of(world.owner) == world.rows
        transaction.set_rollback(True)
    return response.status_code, body.decode("latin-1")


calm = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.django_db
@calm
@given(data=st.data())
def test_whatever_has_a_foreign_number_in_it_does_not_exist(world: World, data: st.DataObject):
    pattern = data.draw(st.sampled_from(WITH_IDS), label="pattern")
    arguments = {name: value_for(data, converter, world) for name, converter in arguments_of(pattern).items()}
    numbers = [value for value in arguments.values() if isinstance(value, int)]
    assume(any(number not in world.own_ids for number in numbers))
    method = data.draw(st.sampled_from(["get", "post"]), label="method")
    sent = posted(world, data.draw(st.sampled_from(world.foreign_ids))) if method == "post" else {}
    status, body = ask(world, method, reverse(f"portal:{pattern.name}", kwargs=arguments), sent)
    # Who asks in a way that no address is asked in learns nothing either.
    assert status == 404 or (status == 405 and not body)
    assert SECRET not in body


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", WITH_IDS, ids=lambda pattern: pattern.name)
def test_each_address_denies_each_number_of_the_owner(world: World, pattern: URLPattern):
    # Every number of his as the first argument, and as the second beside an application of the intruder's own.
    names = [name for name, converter in arguments_of(pattern).items() if isinstance(converter, IntConverter)]
    keys = {name: "proposal" for name in arguments_of(pattern) if name not in names}
    for foreign in world.foreign_ids[:6]:  # every table of his has some of them
        for name in names:
            others = {other: world.own_ids[0] for other in names if other != name}
            path = reverse(f"portal:{pattern.name}", kwargs={**keys, **others, name: foreign})
            status, body = ask(world, "get", path, {})
            assert status == 404, path
            assert SECRET not in body


@pytest.mark.django_db
@calm
@given(data=st.data())
def test_no_list_shows_anything_of_others(world: World, data: st.DataObject):
    pattern = data.draw(st.sampled_from(WITHOUT_IDS), label="pattern")
    arguments = {name: value_for(data, converter, world) for name, converter in arguments_of(pattern).items()}
    path = reverse(f"portal:{pattern.name}", kwargs=arguments)
    asked = {"cari": data.draw(st.sampled_from(WORDS)), "page": data.draw(st.integers(0, 3)), "tampil": "50"}
    before = {"sebelum": data.draw(st.sampled_from(world.foreign_ids)), "sesudah": 0}
    _status, body = ask(world, "get", path, {**asked, **before})
    assert SECRET not in body


@pytest.mark.django_db
def test_every_page_without_numbers_is_kept_from_others_when_something_is_sent(world: World):
    for pattern in WITHOUT_IDS:
        arguments = dict.fromkeys(arguments_of(pattern), world.slug)
        path = reverse(f"portal:{pattern.name}", kwargs=arguments)
        for foreign in world.foreign_ids[::4]:
            _status, body = ask(world, "post", path, posted(world, foreign))
            assert SECRET not in body
