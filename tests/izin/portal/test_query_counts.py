"""Pages cost the same number of queries whether a person has 5 applications or 500 (F1).

The pages come from the resolver: every one without arguments is a list, or may become one.
"""

from itertools import cycle
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from izin.applications.models import Application, ApplicationLocation, Document
from izin.audit.models import AuditEntry
from izin.chat.models import Message
from izin.messaging.models import OutboxMessage
from izin.permits.models import Issuance, Permit
from izin.portal import urls
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ANSWERS, _place
from tests.factories.catalog import PermitTypeFactory
from tests.factories.chat import MessageFactory, ThreadFactory
from tests.factories.permits import HeadFactory

pytestmark = pytest.mark.django_db

FEW, MANY = 5, 500
STATES = ("draft", "terima", "returned:terima", "kadis", "issued")
# They lead elsewhere, or hand out a file.
NO_PAGES = {"after_login", "profile_identity_withdraw", "profile_ktp"}
PAGES = [p.name for p in urls.urlpatterns if not p.pattern.converters and p.name not in NO_PAGES]
ASKED = {"application_list": ["", "?tampil=50&urut=jenis", "?cari=judul"], "permit_list": ["", "?tampil=50"]}


@pytest.fixture
def person(client):
    applicant = ApplicantFactory()
    client.force_login(applicant)
    return applicant


def applications_give(person: Any, kinds: list[Any], first: int, count: int) -> list[Application]:
    """Write so many applications in every state, without a query for each."""
    made = []
    for number, at, kind in zip(range(first, first + count), cycle(STATES), cycle(kinds), strict=False):
        place = _place(kind, at, number)
        made.append(
            Application(applicant=person, permit_type=kind, revision=kind.live_revision, answers=dict(ANSWERS), **place)
        )
    Application.objects.bulk_create(made)
    ApplicationLocation.objects.bulk_create(ApplicationLocation(application=a, name="Kubung") for a in made)
    Document.objects.bulk_create(
        Document(application=a, requirement_key="proposal", sha256="0" * 64, size=9, content_type="application/pdf")
        for a in made
    )
    return made


def permits_give(issued: list[Application], head: Any) -> None:
    """Write a permit for each of these."""
    today, now = timezone.localdate(), timezone.now()
    issuances = Issuance.objects.bulk_create(
        Issuance(
            application=a, series="uji", year=2026, sequence=a.pk, number=f"070/{a.pk}", code=f"UJI{a.pk}",
            issued_on=today, signer=head, signer_position="Kepala Dinas",
        )
        for a in issued
    )  # fmt: skip
    Permit.objects.bulk_create(
        Permit(
            application=i.application, issuance=i, permit_type=i.application.permit_type, number=i.number, code=i.code,
            slug=f"uji-{i.pk}", title="SURAT", holder_name="Uji", valid_from=today, valid_until=today, issued_at=now,
            document_sha256=f"{i.pk:064}", signer_name="Kepala", signer_position="Kepala Dinas", is_test=True,
            search_text="uji",
        )
        for i in issuances
    )  # fmt: skip


def told_and_opened(person: Any, officer: Any, made: list[Application]) -> None:
    """Write a message, a line of the chat and a look at a file for each of these."""
    OutboxMessage.objects.bulk_create(
        OutboxMessage(event_key=f"uji-{a.pk}", recipient=person, address=person.email, subject="Uji", body="Uji")
        for a in made
    )
    thread = person.chat_thread
    Message.objects.bulk_create(
        MessageFactory.build(thread=thread, author=person, application=a, text="Uji") for a in made
    )
    last = AuditEntry.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    paper = dict(Document.objects.filter(application__in=made).values_list("application_id", "pk"))
    AuditEntry.objects.bulk_create(
        AuditEntry(
            sequence=last + n, at=timezone.now(), actor=officer, action="document.viewed",
            subject_type=Application._meta.label_lower, subject_id=str(a.pk), data={"document": paper[a.pk]},
            previous_hash="0" * 64, hash=f"{last + n:064}",
        )
        for n, a in enumerate(made, start=1)
    )  # fmt: skip


def queries_of(client: Any) -> dict[str, int]:
    """Return how many queries each page takes, once it has been opened before."""
    counted = {}
    for name in map(str, PAGES):
        for asked in ASKED.get(name, [""]):
            path = reverse(f"portal:{name}") + asked
            assert client.get(path).status_code == 200
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counted[path] = len(queries)
    return counted


def test_no_page_takes_more_queries_for_more_applications(client, person):
    kinds = [PermitTypeFactory() for _kind in range(3)]
    officer, head = OfficerFactory(), HeadFactory()
    ThreadFactory(applicant=person, last_at=timezone.now())
    few = applications_give(person, kinds, 10_000, FEW)
    permits_give([a for a in few if a.status == "issued"], head)
    told_and_opened(person, officer, few)
    before = queries_of(client)
    many = applications_give(person, kinds, 20_000, MANY - FEW)
    permits_give([a for a in many if a.status == "issued"], head)
    told_and_opened(person, officer, many)
    assert Application.objects.filter(applicant=person).count() == MANY
    assert queries_of(client) == before
    assert max(before.values()) <= 16
