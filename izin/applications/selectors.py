"""Reading applications. Views reach an application only through the doors here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from izin.accounts.models import User
from izin.catalog.answers.conditions import fields_that_apply, requirements_that_apply
from izin.catalog.answers.kinds import answer_text
from izin.catalog.enums import FieldKind
from izin.catalog.models import FormField, PermitType, Requirement
from izin.workflow.enums import WITH_OFFICE, Action, Status

from .enums import NoteAudience, Verdict
from .models import AnswerCorrection, Application, BpjsCheck, Document, Note, Rejection, Step
from .snapshots import UnfinishedAnswers


def _current_documents() -> Prefetch:
    return Prefetch("documents", queryset=Document.objects.filter(current=True), to_attr="current_documents")


def _with_everything(applications: QuerySet[Application]) -> QuerySet[Application]:
    return applications.select_related(
        "applicant__profile", "permit_type", "revision", "assisted__visit__officer"
    ).prefetch_related("locations", _current_documents())


def application_list_for(applicant: User) -> QuerySet[Application]:
    """Return a person's own applications, newest first."""
    return (
        Application.objects.filter(applicant=applicant)
        .select_related("permit_type", "permit")
        .order_by("-created_at", "-pk")
    )


def application_get_for(applicant: User, pk: int) -> Application:
    """Return a person's own application. Raises Application.DoesNotExist for everybody else's."""
    return _with_everything(Application.objects.filter(applicant=applicant)).get(pk=pk)


def newer_rules(application: Application) -> PermitType | None:
    """Return the published rules a draft may change to; None when it has them, was sent, or the type is withdrawn."""
    live = application.permit_type.live_revision if application.is_outdated else None
    return PermitType.at_revision(live) if live else None


def case_get(pk: int) -> Application:
    """Return an application that has been sent, for officers. Raises Application.DoesNotExist for drafts."""
    return _with_everything(Application.objects.exclude(status=Status.DRAFT)).get(pk=pk)


def case_list() -> QuerySet[Application]:
    """Return every application that has been sent, longest waiting first."""
    return (
        Application.objects.exclude(status=Status.DRAFT)
        .select_related("applicant", "permit_type", "revision")
        .order_by("stage_since", "pk")
    )


def document_get(application: Application, pk: int) -> Document:
    """Return a document of an application, current or replaced. Raises Document.DoesNotExist."""
    return application.documents.get(pk=pk)


def note_list(application: Application, audiences: Collection[NoteAudience]) -> QuerySet[Note]:
    """Return the notes these readers may see, newest first, with their authors."""
    return application.notes.filter(audience__in=audiences).select_related("author")


@dataclass(frozen=True)
class RequirementLine:
    """One requirement beside the document given for it, if any."""

    requirement: Requirement
    document: Document | None


def requirement_lines(application: Application) -> list[RequirementLine]:
    """Return the requirements of the pinned type that concern this application, each with its current document."""
    current = application.documents.filter(current=True)
    given = {d.requirement_key: d for d in getattr(application, "current_documents", current)}
    needed = requirements_that_apply(application.rules, application.purpose)
    return [RequirementLine(requirement, given.get(requirement.key)) for requirement in needed]


def fields_of(application: Application) -> list[FormField]:
    """Return the fields of the pinned type that concern this application, in order."""
    return fields_that_apply(application.rules, application.purpose, application.answers)


@dataclass(frozen=True)
class MissingLine:
    """One thing that keeps an application from being sent: an answer, or a document."""

    label: str
    field_key: str = ""
    requirement_key: str = ""


def missing_lines(application: Application) -> list[MissingLine]:
    """Return what still keeps the application from being sent, in the order of its pages; empty when nothing does."""
    unfinished = UnfinishedAnswers.objects.filter(application=application).first()
    typed = unfinished.typed if unfinished else {}
    missing = []
    for field in fields_of(application):
        if field.key in typed:
            missing.append(MissingLine(f"{field.label} (belum benar)", field_key=field.key))
        elif field.required and not _answered(application, field):
            missing.append(MissingLine(field.label, field_key=field.key))
    for line in requirement_lines(application):
        name, key = line.requirement.name, line.requirement.key
        if line.requirement.required and line.document is None:
            missing.append(MissingLine(name, requirement_key=key))
        elif line.document is not None and line.document.verdict == Verdict.REFUSED:
            missing.append(MissingLine(f"{name} (belum diganti)", requirement_key=key))
    return missing


def missing_for_sending(application: Application) -> list[str]:
    """Say what still keeps the application from being sent; empty when nothing does (F8)."""
    return [line.label for line in missing_lines(application)]


def _answered(application: Application, field: FormField) -> bool:
    if field.kind == FieldKind.LOCATIONS:
        return bool(application.locations.all())
    # "Tidak" and 0 are answers.
    return application.answers.get(field.key) not in (None, "")


def answer_rows(application: Application) -> list[tuple[FormField, Any]]:
    """Return each field that concerns the application with its answer as stored; locations as a list of names."""
    places = [location.name for location in application.locations.all()]
    return [
        (field, places if field.kind == FieldKind.LOCATIONS else application.answers.get(field.key, ""))
        for field in fields_of(application)
    ]


def answer_rows_told(application: Application) -> list[tuple[FormField, str | list[str]]]:
    """Return each field that concerns the application with its answer as it is written for people."""
    return [(field, answer_text(field, answer)) for field, answer in answer_rows(application)]


def answer_lines(application: Application) -> list[tuple[str, str | list[str]]]:
    """Return what was asked for in words: why somebody applies, where that is a question, and each answer."""
    purpose = [(_("Jenis permohonan"), application.get_purpose_display())] if application.rules.renewable else []
    return [*purpose, *((field.label, text) for field, text in answer_rows_told(application))]


@dataclass(frozen=True)
class StageLine:
    """One stage for the Proses tab. `state` is done, current, returned, rejected, withdrawn or waiting."""

    label: str
    state: str
    at: datetime | None
    actor: User | None


def stage_lines(application: Application) -> list[StageLine]:
    """Return the stages in order with what has become of each (guide, page 11); one query.

    A stage that was passed before the application went back to an earlier one must be passed again.
    """
    passed, ended = _stages_passed(application)
    lines = []
    for stage in application.rules.stages.all():
        step = passed.get(stage.key)
        if stage.key == application.stage_key:
            state = "current" if application.status in WITH_OFFICE else "returned"
            lines.append(StageLine(stage.label, state, application.stage_since, None))
        elif ended is not None and stage.key == ended.stage_key:
            state = "rejected" if ended.action == Action.REJECT else "withdrawn"
            lines.append(StageLine(stage.label, state, ended.at, ended.actor))
        elif step is not None:
            lines.append(StageLine(stage.label, "done", step.at, step.actor))
        else:
            lines.append(StageLine(stage.label, "waiting", None, None))
    return lines


_PASSED = (Action.APPROVE, Action.ISSUE)
_ENDED = (Action.REJECT, Action.WITHDRAW)


def _stages_passed(application: Application) -> tuple[dict[str, Step], Step | None]:
    """Return the approval that counts for each stage, and the move that ended it without a permit, if any."""
    order = [stage.key for stage in application.rules.stages.all()]
    passed: dict[str, Step] = {}
    ended = None
    for step in application.steps.filter(action__in=[*_PASSED, *_ENDED, Action.SEND_BACK]).select_related("actor"):
        if step.action in _PASSED:
            passed[step.stage_key] = step
        elif step.action in _ENDED:
            ended = step
        else:
            for key in order[order.index(step.to_stage_key) :]:
                passed.pop(key, None)
    return passed, ended


def step_list(application: Application) -> QuerySet[Step]:
    """Return every move of an application, oldest first, with who made it and for whom."""
    return application.steps.select_related("actor", "on_behalf_of")


def rejection_of(application: Application) -> Rejection | None:
    """Return why an application was refused, None when it was not; one query."""
    return Rejection.objects.filter(application=application).select_related("actor").first()


def bpjs_check_list(application: Application) -> QuerySet[BpjsCheck]:
    """Return the questions to BPJS Ketenagakerjaan with their answers, newest first; for officers."""
    return application.bpjs_checks.select_related("requested_by", "recorded_by").order_by("-pk")


def correction_list(application: Application) -> QuerySet[AnswerCorrection]:
    """Return what officers put right, oldest first; for officers and the applicant."""
    return application.answer_corrections.select_related("actor")
