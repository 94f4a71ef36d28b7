"""What changed in a returned application since it was sent: old beside new (F9)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from izin.catalog.answers.conditions import fields_that_apply
from izin.catalog.answers.kinds import answer_text
from izin.catalog.enums import FieldKind
from izin.catalog.models import Requirement
from izin.workflow.enums import Action

from .enums import Verdict
from .models import Application, Document
from .selectors import answer_lines, requirement_lines
from .snapshots import AnswerSnapshot


@dataclass(frozen=True)
class AnswerChange:
    """One answer that is not what it was when the application was sent."""

    label: str
    before: list[str]
    after: list[str]


@dataclass(frozen=True)
class DocumentCorrection:
    """A document an officer refused. `current` is the refused one itself until it has been replaced."""

    requirement: Requirement
    current: Document
    refused: Document

    @property
    def is_replaced(self) -> bool:
        """Whether a newer file stands in its place."""
        return self.current.pk != self.refused.pk


@dataclass(frozen=True)
class DocumentChange:
    """A document that was given anew after the last return. `before` is None for one that was not there at all."""

    requirement: Requirement
    current: Document
    before: Document | None


@dataclass(frozen=True)
class RoundChanges:
    """What the applicant changed between the last return and sending it again."""

    answers: list[AnswerChange]
    documents: list[DocumentChange]

    @property
    def document_ids(self) -> frozenset[int]:
        """The ids of the current documents an officer has not seen before."""
        return frozenset(change.current.pk for change in self.documents)


def round_changes(application: Application) -> RoundChanges:
    """Return what changed since the last return, for the officers who have it now; nothing before the second sending.

    Three queries, one of them only where documents were not read with the application.
    """
    sent = application.steps.filter(action__in=[Action.SUBMIT, Action.RESUBMIT]).order_by("-at", "-pk")
    times = list(sent.values_list("at", flat=True)[:2])
    if len(times) < 2 or application.round < 2:
        return RoundChanges([], [])
    return RoundChanges(answer_changes(application, last_round=True), _documents_since(application, times[1]))


def _documents_since(application: Application, sent_at: datetime) -> list[DocumentChange]:
    """Return the documents given after the sending before the last one."""
    older: dict[str, Document] = {}
    for document in application.documents.filter(current=False, uploaded_at__lte=sent_at).order_by("pk"):
        older[document.requirement_key] = document
    return [
        DocumentChange(line.requirement, line.document, older.get(line.requirement.key))
        for line in requirement_lines(application)
        if line.document and line.document.uploaded_at > sent_at
    ]


def answer_changes(application: Application, *, last_round: bool = False) -> list[AnswerChange]:
    """Return the answers that were changed since the application was sent last; one query.

    With `last_round`, since the sending before the last one: what an officer has before him for the second time.
    """
    wanted = application.round - 1 if last_round else application.round
    snapshot = AnswerSnapshot.objects.filter(application=application, round=wanted).first()
    if snapshot is None:
        return []
    before, after = dict(_told_before(application, snapshot)), dict(answer_lines(application))
    return [
        AnswerChange(label, _lines(before.get(label, "")), _lines(after.get(label, "")))
        for label in dict.fromkeys([*after, *before])
        if before.get(label, "") != after.get(label, "")
    ]


def document_corrections(application: Application) -> list[DocumentCorrection]:
    """Return the documents refused in this round, each with the file that replaced it, if any; one query."""
    given = {line.requirement.key: line for line in requirement_lines(application) if line.document}
    refused = {
        document.requirement_key: document
        for document in application.documents.filter(verdict=Verdict.REFUSED, requirement_key__in=given)
    }
    return [
        DocumentCorrection(line.requirement, line.document, refused[key])
        for key, line in given.items()
        if key in refused and line.document and line.document.verdict != Verdict.ACCEPTED
    ]


def _told_before(application: Application, snapshot: AnswerSnapshot) -> list[tuple[str, str | list[str]]]:
    rules = application.rules
    purpose = [(_("Jenis permohonan"), dict(application._meta.get_field("purpose").flatchoices)[snapshot.purpose])]
    asked = fields_that_apply(rules, snapshot.purpose, snapshot.answers)
    return [
        *(purpose if rules.renewable else []),
        *(
            (f.label, answer_text(f, snapshot.places if f.kind == FieldKind.LOCATIONS else snapshot.answers.get(f.key)))
            for f in asked
        ),
    ]


def _lines(text: str | list[str]) -> list[str]:
    return text if isinstance(text, list) else [text] if text else []
