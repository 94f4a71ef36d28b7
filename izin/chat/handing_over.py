"""Giving a conversation to a colleague, or to whoever holds a role, with a note of what is to be done."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.models import User
from izin.audit.services import audit_record
from izin.messaging.services import person_notify

from .models import Handover, Thread
from .policies import ANSWERING, may_answer

NOTE_LONGEST = 500


def thread_hand_over(*, actor: User, thread_id: int, to_officer: User | None, to_role: str, note: str) -> Handover:
    """Give a thread to one colleague or one role; the colleague is told. The applicant goes on waiting.

    Raises Thread.DoesNotExist, NotAllowed for officers who only look on, DomainError (field "to" or "note") when
    nobody or both are named, the one named may not answer, or the note says nothing or too much.
    """
    if not may_answer(actor):
        raise NotAllowed(_("Peran Anda hanya dapat membaca percakapan."))
    note = note.strip()
    _check(actor, to_officer, to_role, note)
    with transaction.atomic():
        thread = Thread.objects.select_for_update().get(pk=thread_id)
        handover = Handover.objects.create(
            thread=thread, by=actor, to_officer=to_officer, to_role=to_role, note=note, at=timezone.now()
        )
        thread.assigned_to, thread.assigned_role = to_officer, to_role
        thread.save(update_fields=["assigned_to", "assigned_role"])
        data = {
            "handover": handover.pk,
            "to": to_officer.pk if to_officer else None,
            "roles": [to_role] if to_role else [],
        }
        audit_record(actor=actor, action="chat.handed_over", subject=thread, data=data)
        if to_officer is not None:
            _tell(to_officer, actor, handover)
        return handover


def _check(actor: User, to_officer: User | None, to_role: str, note: str) -> None:
    if (to_officer is None) == (to_role == ""):
        raise DomainError(_("Pilih satu rekan atau satu peran."), field="to")
    if to_role and to_role not in ANSWERING:
        raise DomainError(_("Peran ini tidak menjawab pesan pemohon."), field="to")
    if to_officer is not None and (to_officer.pk == actor.pk or not may_answer(to_officer)):
        raise DomainError(_("Pilih rekan lain yang menjawab pesan pemohon."), field="to")
    if not note:
        raise DomainError(_("Tulis apa yang perlu dilakukan rekan Anda."), field="note")
    if len(note) > NOTE_LONGEST:
        raise DomainError(_("Catatan paling panjang 500 huruf."), field="note")


def _tell(colleague: User, actor: User, handover: Handover) -> None:
    person_notify(
        event_key=f"chat-handover-{handover.pk}",
        recipient=colleague,
        text="chat_handed_over",
        tokens={
            "nama": colleague.get_full_name(),
            "rekan": actor.get_full_name(),
            "tautan": settings.BASE_URL + reverse("backoffice:chat_thread", args=[handover.thread_id]),
        },
    )
