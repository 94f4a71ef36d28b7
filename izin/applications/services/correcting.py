"""Putting small errors of an application's data right, with a trail (W7)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from izin.accounts.models import User
from izin.audit.services import audit_record
from izin.catalog.answers.forms import form_data
from izin.catalog.enums import FieldKind
from izin.catalog.models import FormField

from ..correction_form import CorrectionForm, told
from ..models import AnswerCorrection, Application
from .drafting import _locations_write
from .locking import application_lock_for_officer
from .telling import applicant_tell, number_shown, on_behalf_data


def answers_correct(
    *, application_id: int, actor: User, turn: str, changes: Mapping[str, Any], reason: str
) -> list[AnswerCorrection]:
    """Change answers the applicant got slightly wrong, tell him, and return what was changed, old beside new.

    `changes` holds the new answers by field key as they are kept, places as a list of names: what
    `CorrectionForm.changes()` returns. They are checked by the rules the application began with. What no longer
    applies then goes, and is part of the trail. Neither purpose nor person can be changed here. Letters are made of
    the answers, so they say the new.
    Raises NotAllowed when a colleague was faster or has claimed it, or it is not this officer's turn, DomainError
    (field = the key, or CorrectionForm.REASON) for an answer the rules refuse, a key they do not have, no reason, or
    no change.
    """
    with transaction.atomic():
        application = application_lock_for_officer(application_id, actor, turn)
        form = _checked(application, changes, reason)
        corrections = _differences(application, form, actor)
        if not corrections:
            raise DomainError(_("Belum ada isian yang diubah."))
        application.answers = form.answers()
        application.save(update_fields=["answers"])
        if form.places != form.locations():
            application.locations.all().delete()
            _locations_write(application, form.locations())
        AnswerCorrection.objects.bulk_create(corrections)
        audit_record(
            actor=actor,
            action="application.corrected",
            subject=application,
            data={
                "stage": application.stage_key,
                "fields": [correction.field_key for correction in corrections],
                **on_behalf_data(application),
            },
        )
        applicant_tell(
            application,
            "corrected",
            page="portal:application_detail",
            key=f"-{corrections[0].at.timestamp()}",
            nomor_permohonan=number_shown(application),
            daftar_perubahan=_lines(corrections),
            alasan=corrections[0].reason,
        )
        return corrections


def _checked(application: Application, changes: Mapping[str, Any], reason: str) -> CorrectionForm:
    fields = {field.key: field for field in application.rules.fields.all()}
    if unknown := sorted(changes.keys() - fields.keys()):
        raise DomainError(_("Isian ini tidak ada pada permohonan."), field=unknown[0])
    places = next((new for key, new in changes.items() if fields[key].kind == FieldKind.LOCATIONS), None)
    if places is None:
        places = [location.name for location in application.locations.all()]
    data = form_data(application.rules, answers={**application.answers, **changes}, places=places)
    form = CorrectionForm(application, {**data, CorrectionForm.REASON: reason})
    if not form.is_valid():
        key, errors = next(iter(form.errors.items()))
        raise DomainError(str(errors[0]), field=key)
    return form


def _differences(application: Application, form: CorrectionForm, actor: User) -> list[AnswerCorrection]:
    now, applying = timezone.now(), {field.key for field in form.applying}
    found = []
    for field in form.definitions:
        before = told(field, form.places if _is_places(field) else application.answers.get(field.key))
        after = told(field, form.cleaned_answer(field)) if field.key in applying else ""
        if before != after:
            found.append(
                AnswerCorrection(
                    application=application,
                    field_key=field.key,
                    label=field.label,
                    before=before,
                    after=after,
                    reason=form.cleaned_data[form.REASON],
                    stage_key=application.stage_key,
                    actor=actor,
                    at=now,
                )
            )
    return found


def _is_places(field: FormField) -> bool:
    return field.kind == FieldKind.LOCATIONS


def _lines(corrections: list[AnswerCorrection]) -> str:
    lines = []
    for correction in corrections:
        words = {"label": correction.label, "before": correction.before or "-", "after": correction.after or "-"}
        lines.append(_("- %(label)s: semula “%(before)s”, menjadi “%(after)s”") % words)
    return "\n".join(lines)
