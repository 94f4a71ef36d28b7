"""Changing the places of research while an application has not been decided (F3)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.models import User
from izin.audit.services import audit_record

from ..enums import NoteAudience
from ..models import Application, Note
from ..policies import may_change_places
from .autosaving import StaleAnswers, _snapshot_take, answers_version
from .drafting import _locations_write
from .locking import application_lock

NOTE_LONGEST = 2000


def locations_change(*, application_id: int, actor: User, version: str, locations: Sequence[str]) -> Application:
    """Replace the places of one's own application that officers examine; they are told by a note.

    The application counts as sent once more, so a decision taken on a page that shows the old places is refused.
    Places that are the same change nothing.
    Raises Application.DoesNotExist for somebody else's, NotAllowed for one that can not be changed so (see
    `may_change_places`), StaleAnswers when it is no longer as the page with this `version` showed it, DomainError
    (field "locations") without a place.
    """
    with transaction.atomic():
        application = application_lock(application_id)
        if application.applicant_id != actor.pk:
            raise Application.DoesNotExist
        if not may_change_places(actor, application):
            raise NotAllowed(_("Lokasi permohonan ini tidak dapat diubah lagi."))
        if answers_version(application) != version:
            raise StaleAnswers(_("Permohonan ini baru saja diubah. Periksa lokasinya, lalu simpan sekali lagi."))
        if not locations:
            raise DomainError(_("Isi sedikitnya satu lokasi."), field="locations")
        before = [location.name for location in application.locations.all()]
        if before == list(locations):
            return application
        _snapshot_take(application)
        application.locations.all().delete()
        _locations_write(application, locations)
        application.round += 1
        application.save(update_fields=["round"])
        Note.objects.create(
            application=application,
            author=actor,
            audience=NoteAudience.APPLICANT,
            stage_key=application.stage_key,
            text=_told(before, locations)[:NOTE_LONGEST],
        )
        audit_record(
            actor=actor,
            action="application.locations_changed",
            subject=application,
            data={"before": before, "after": list(locations), "round": application.round},
        )
        return application


def _told(before: Sequence[str], after: Sequence[str]) -> str:
    parts = [
        (_("Lokasi yang ditambahkan"), [name for name in after if name not in before]),
        (_("Lokasi yang dihapus"), [name for name in before if name not in after]),
    ]
    lines = [f"{label}: {'; '.join(names)}." for label, names in parts if names]
    return "\n".join([_("Pemohon mengubah lokasi penelitian."), *lines])
