"""What services write beside the act itself: the step people read, the note, and the message to the applicant."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import DomainError
from izin.accounts.models import User
from izin.messaging.services import person_notify
from izin.workflow.enums import Action

from ..enums import NoteAudience
from ..models import Application, Note, Step

MAX_NOTE = 2000


def step_record(
    application: Application, *, action: Action, actor: User, stage_key: str, at: datetime, to: str = ""
) -> Step:
    """Write one move for the Proses tab, with the colleague on whose behalf the officer made it, if any."""
    return Step.objects.create(
        application=application,
        action=action,
        stage_key=stage_key,
        to_stage_key=to,
        actor=actor,
        on_behalf_of=application.acting_for,
        at=at,
    )


def on_behalf_data(application: Application) -> dict[str, int]:
    """Return what the audit log says of acting for a colleague: nothing when the officer acted in his own right."""
    return {"on_behalf_of": application.acting_for.pk} if application.acting_for else {}


def note_write(
    application: Application, actor: User, audience: NoteAudience, text: str, *, field: str = "note"
) -> Note:
    """Keep a note. Raises DomainError at `field` when it says nothing or too much."""
    return Note.objects.create(
        application=application,
        author=actor,
        audience=audience,
        stage_key=application.stage_key,
        text=text_required(text, field=field),
    )


def text_required(text: str, *, field: str, longest: int = MAX_NOTE) -> str:
    """Return a text without blanks around it. Raises DomainError at `field` when it says nothing or too much."""
    text = text.strip()
    if not text:
        raise DomainError(
            _("Tulis catatannya terlebih dahulu.") if field == "note" else _("Kolom ini harus diisi."), field=field
        )
    if len(text) > longest:
        words = _("Catatan paling panjang %(most)s huruf.") if field == "note" else _("Paling panjang %(most)s huruf.")
        raise DomainError(words % {"most": f"{longest:,}".replace(",", ".")}, field=field)
    return text


def applicant_tell(application: Application, event: str, *, page: str, key: str = "", **tokens: str) -> None:
    """Send the applicant the message `application_<event>`, once for this event of this round at this stage.

    Arguments: `page`, the view whose address the message holds; `key`, what tells apart events of one kind.
    """
    person = application.applicant
    person_notify(
        event_key=f"application-{application.pk}-{event}-{application.round}-{application.stage_key}{key}",
        recipient=person,
        text=f"application_{event}",
        tokens={
            "nama": person.get_full_name(),
            "jenis_izin": application.rules.name,
            "tautan": settings.BASE_URL + reverse(page, args=[application.pk]),
            **tokens,
        },
    )


def number_shown(application: Application) -> str:
    """Return the registration number, or the receipt code as long as there is none."""
    return str(application.registration_number or application.receipt_code)
