"""The log of acts, by what belongs together: a case, a person, an officer (W4, A7)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from izin.accounts.models import ProfileChange, User
from izin.applications.models import Application
from izin.audit.models import AuditEntry
from izin.audit.selectors import AuditQuery, audit_page, audit_search
from izin.audit.words import action_words, detail_words
from izin.chat.models import Message, Thread
from izin.messaging.models import ChannelChoice
from izin.permits.models import Permit
from izin.surveys.models import Survey

# Written with their names; of anything else the kind and the number are told.
NAMED = (Application, Permit, User)


def about_case(application: Application) -> Q:
    """Return the condition of acts on a case: the application, its permit and its survey."""
    return (
        _is(Application.objects.filter(pk=application.pk))
        | _is(Permit.objects.filter(application=application))
        | _is(Survey.objects.filter(permit__application=application))
    )


def about_person(person: User) -> Q:
    """Return the condition of acts by an applicant, and of anybody's acts on what is his."""
    return (
        Q(actor=person)
        | _is(User.objects.filter(pk=person.pk))
        | _is(Application.objects.filter(applicant=person))
        | _is(Permit.objects.filter(application__applicant=person))
        | _is(Survey.objects.filter(permit__application__applicant=person))
        | _is(ProfileChange.objects.filter(user=person))
        | _is(ChannelChoice.objects.filter(person=person))
        | _is(Thread.objects.filter(applicant=person))
        | _is(Message.objects.filter(thread__applicant=person))
    )


def about_officer(officer: User) -> Q:
    """Return the condition of acts by an officer, and on his account."""
    return Q(actor=officer) | _is(User.objects.filter(pk=officer.pk))


def _is(objects: QuerySet[Any]) -> Q:
    """Return the condition of being about one of these objects; the log keeps ids of all tables as text."""
    ids = objects.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")
    return Q(subject_type=objects.model._meta.label_lower, subject_id__in=ids)


def case_by_number(number: str) -> Application | None:
    """Return the application with this registration number or receipt code, None when there is none."""
    number = number.replace("\0", "").strip()
    sent = Application.objects.filter(Q(registration_number__iexact=number) | Q(receipt_code__iexact=number))
    return sent.first() if number else None


def officer_list() -> QuerySet[User]:
    """Return everybody who has a post at the office, by name."""
    return User.objects.filter(officer__isnull=False).order_by("full_name", "pk")


def person_get(pk: int) -> User:
    """Return an officer or applicant. Raises User.DoesNotExist."""
    return User.objects.get(pk=pk)


@dataclass(frozen=True)
class TrailLine:
    """One act as people read it."""

    entry: AuditEntry
    what: str
    subject: str
    details: str

    @property
    def who(self) -> str:
        """Who did it."""
        return self.entry.actor.get_full_name() if self.entry.actor else _("Sistem")


def trail_page(query: AuditQuery, *, before: int | None = None) -> tuple[list[TrailLine], int | None]:
    """Return a page of acts in words and where older ones go on; at most one query for each of NAMED besides."""
    entries, older = audit_page(query, before=before)
    return list(trail_lines(entries)), older


def trail_export(query: AuditQuery, *, limit: int) -> Iterator[TrailLine]:
    """Yield the newest acts, at most `limit`, in bounded memory."""
    found = audit_search(query)[:limit]
    block: list[AuditEntry] = []
    for entry in found.iterator(chunk_size=1000):
        block.append(entry)
        if len(block) == 1000:
            yield from trail_lines(block)
            block = []
    yield from trail_lines(block)


def trail_lines(entries: Iterable[AuditEntry]) -> Iterator[TrailLine]:
    """Yield entries in words."""
    entries = list(entries)
    names = _names(entries)
    for entry in entries:
        subject = names.get((entry.subject_type, entry.subject_id)) or _kind(entry)
        yield TrailLine(entry, action_words(entry.action), subject, detail_words(entry.data))


def _names(entries: Iterable[AuditEntry]) -> dict[tuple[str, str], str]:
    names = {}
    for model in NAMED:
        kind = model._meta.label_lower
        ids = {int(entry.subject_id) for entry in entries if entry.subject_type == kind}
        if not ids:
            continue
        for pk, found in model._default_manager.in_bulk(ids).items():
            names[kind, str(pk)] = f"{_kind_of(model)} {found}"
    return names


def _kind(entry: AuditEntry) -> str:
    try:
        return f"{_kind_of(apps.get_model(entry.subject_type))} {entry.subject_id}"
    except LookupError:
        return f"{entry.subject_type} {entry.subject_id}"


def _kind_of(model: type[Model]) -> str:
    return str(model._meta.verbose_name).capitalize() if model is not User else _("Akun")
