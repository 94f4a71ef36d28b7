"""Who opened a person's data, and what closing an account brings to an end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from izin.accounts.models import ProfileChange, User
from izin.applications.models import Application, Document
from izin.audit.models import AuditEntry
from izin.chat.models import Message
from izin.permits.models import Permit
from izin.workflow.enums import WITH_OFFICE, Status

# The names of all acts of looking end so; a new one is told to its owner without being listed here.
LOOKED = ("viewed", "unmasked")
# Neither draft nor decided: the office owes an answer, or the applicant a correction.
RUNNING = sorted({*WITH_OFFICE, Status.RETURNED})


def openings_of(user: User) -> QuerySet[AuditEntry]:
    """Return every time somebody else opened this person's files or data, newest first.

    The ids are asked for first: a join would read the whole log, this reads an index. A query for each kind, and one.
    """
    subjects = {
        Application: Application.objects.filter(applicant=user),
        Permit: Permit.objects.filter(application__applicant=user),
        Message: Message.objects.filter(thread__applicant=user).exclude(sha256=""),
        ProfileChange: ProfileChange.objects.filter(user=user),
    }
    about = Q(subject_type=User._meta.label_lower, subject_id=str(user.pk))
    for model, rows in subjects.items():
        ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
        about |= Q(subject_type=model._meta.label_lower, subject_id__in=ids)
    looked = Q()
    for ending in LOOKED:
        looked |= Q(action__endswith=ending)
    found = AuditEntry.objects.filter(about, looked).exclude(actor=user).exclude(actor=None)
    return found.select_related("actor__officer").order_by("-sequence")


@dataclass(frozen=True)
class Opening:
    """One look of somebody at a person's data: when, in which post, at what."""

    at: datetime
    who: str
    what: str


def opening_rows(entries: Iterable[AuditEntry]) -> list[Opening]:
    """Return entries of `openings_of` in words; two queries."""
    entries = list(entries)
    documents = Document.objects.in_bulk([entry.data["document"] for entry in entries if "document" in entry.data])
    wanted = [entry.subject_id for entry in entries if entry.subject_type == Application._meta.label_lower]
    applications = Application.objects.select_related("permit_type").in_bulk([int(pk) for pk in wanted])
    return [
        Opening(
            at=entry.at,
            who=_post(entry.actor),
            what=_what(entry, documents.get(entry.data.get("document", 0)), applications),
        )
        for entry in entries
    ]


def _post(actor: User | None) -> str:
    """Return the officer's post, never his name: as in the chat."""
    post = getattr(actor, "officer", None)
    return post.position if post else _("Petugas")


def _what(entry: AuditEntry, document: Document | None, applications: dict[int, Application]) -> str:
    kind = entry.subject_type
    if kind == Message._meta.label_lower:
        return _("Lampiran pesan")
    if kind == Permit._meta.label_lower:
        return _("Laporan hasil penelitian")
    if kind == ProfileChange._meta.label_lower:
        return _("Scan KTP pada permintaan perubahan data diri")
    application = applications.get(int(entry.subject_id)) if kind == Application._meta.label_lower else None
    if application is None:
        return _("Data diri")
    told = f"{application.permit_type.name} ({application})"
    return f"{document.original_name}: {told}" if document else told


def applications_running(user: User) -> list[Application]:
    """Return what is withdrawn when the account is closed, oldest first; one query."""
    found = Application.objects.filter(applicant=user, status__in=RUNNING)
    return list(found.select_related("permit_type").order_by("created_at", "pk"))


def last_valid_until(user: User) -> date | None:
    """Return the day on which the last of a person's permits ends; None without any."""
    permits = Permit.objects.filter(application__applicant=user)
    last: date | None = permits.aggregate(last=Max("valid_until"))["last"]
    return last


def account_holdings(user: User) -> dict[str, int]:
    """Return how many permits and drafts belong to an account; two queries."""
    return {
        "permits": Permit.objects.filter(application__applicant=user).count(),
        "drafts": Application.objects.filter(applicant=user, status=Status.DRAFT).count(),
    }
