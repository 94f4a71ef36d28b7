"""Writing messages. Whoever writes into a thread locks it first, so ids in a thread grow as its messages appear."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.content_store import content_save
from common.errors import DomainError, NotAllowed
from common.uploads import CheckedFile, check_jpeg, check_pdf
from izin.accounts.models import User
from izin.applications.models import Application
from izin.audit.services import audit_record
from izin.messaging.enums import Channel
from izin.messaging.services import message_enqueue, person_notify

from .models import Message, Thread, Via
from .policies import may_answer

TEXT_LONGEST = 2000
ATTACHMENT_MAX_BYTES = 1024 * 1024
# Of one applicant. Officers answer many people, so they have no limit.
MESSAGES_AT_MOST = 20
MESSAGES_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class _Draft:
    """What is to be written, checked; bytes are on the disk already."""

    text: str
    token: UUID
    sha256: str = ""
    content_type: str = ""
    original_name: str = ""


def message_send(
    *,
    actor: User,
    text: str,
    token: UUID,
    file: UploadedFile | None = None,
    application_id: int | None = None,
    via: Via = Via.PORTAL,
) -> Message:
    """Write a message of an applicant to the office, about one of his applications if he names one.

    The same form sent twice (`token`) writes one message. The office is told once while the applicant waits.
    Raises Application.DoesNotExist for somebody else's application, NotAllowed after 20 messages in ten minutes,
    DomainError (field "text" or "file") when there is nothing to say, too much of it, or the file is refused.
    """
    if application_id is not None and not Application.objects.filter(pk=application_id, applicant=actor).exists():
        raise Application.DoesNotExist
    Thread.objects.bulk_create([Thread(applicant=actor)], ignore_conflicts=True)
    thread_id = Thread.objects.only("pk").get(applicant=actor).pk
    # Before the file is read, which costs; and again below, where it is exact.
    _refuse_flood(thread_id, token)
    draft = _draft(text, token, file)
    with transaction.atomic():
        thread = Thread.objects.select_for_update().get(pk=thread_id)
        if sent := _sent_before(thread, actor, draft):
            return sent
        _refuse_flood(thread_id, token)
        message = _write(thread, actor, draft, from_office=False, application_id=application_id, via=via)
        waited_before = thread.waiting_since is not None
        thread.waiting_since = thread.waiting_since or message.created_at
        thread.last_at = message.created_at
        thread.save(update_fields=["waiting_since", "last_at"])
        audit_record(actor=actor, action="chat.sent", subject=thread, data=_facts(message))
        if not waited_before:
            _tell_office(thread, message)
        return message


def message_answer(
    *, actor: User, thread_id: int, text: str, token: UUID, seen: int, file: UploadedFile | None = None
) -> Message:
    """Write an officer's answer; the applicant waits no longer, unless he wrote something after message `seen`.

    The applicant is told once until he looks; who wrote by WhatsApp gets each answer there. The same form sent twice
    (`token`) writes one message.
    Raises Thread.DoesNotExist, NotAllowed for officers who only look on, DomainError (field "text" or "file").
    """
    _refuse_onlookers(actor)
    if not Thread.objects.filter(pk=thread_id).exists():
        raise Thread.DoesNotExist
    draft = _draft(text, token, file)
    with transaction.atomic():
        thread = Thread.objects.select_for_update().get(pk=thread_id)
        if sent := _sent_before(thread, actor, draft):
            return sent
        told_before = thread.messages.filter(from_office=True, pk__gt=thread.applicant_seen).exists()
        message = _write(thread, actor, draft, from_office=True)
        unseen = _first_unseen(thread, seen)
        thread.waiting_since = unseen.created_at if unseen else None
        thread.last_at = message.created_at
        thread.officer = actor
        _release(thread)
        thread.save(update_fields=["waiting_since", "last_at", "officer", "assigned_to", "assigned_role"])
        audit_record(actor=actor, action="chat.answered", subject=thread, data=_facts(message))
        if _writes_by_whatsapp(thread):
            _reply_by_whatsapp(thread, message)
        elif not told_before:
            _tell_applicant(thread, message)
        return message


def thread_finish(*, actor: User, thread_id: int, seen: int) -> None:
    """Mark a thread as done without an answer ("terima kasih" needs none); a new message opens it again.

    Raises Thread.DoesNotExist, NotAllowed for officers who only look on and when the applicant wrote something
    after message `seen`. Repeating it changes nothing.
    """
    _refuse_onlookers(actor)
    with transaction.atomic():
        thread = Thread.objects.select_for_update().get(pk=thread_id)
        if _first_unseen(thread, seen):
            raise NotAllowed(_("Ada pesan baru dari pemohon. Baca dahulu sebelum menandai selesai."))
        if thread.waiting_since is None:
            return
        thread.waiting_since = None
        thread.officer = actor
        _release(thread)
        thread.save(update_fields=["waiting_since", "officer", "assigned_to", "assigned_role"])
        audit_record(actor=actor, action="chat.finished", subject=thread, data={"seen": seen})


def applicant_saw(thread: Thread, up_to: int) -> None:
    """Remember that the applicant has seen the messages up to this one; never goes back."""
    if up_to > thread.applicant_seen:
        Thread.objects.filter(pk=thread.pk, applicant_seen__lt=up_to).update(applicant_seen=up_to)


def office_saw(thread: Thread, up_to: int) -> None:
    """Remember that somebody at the office has seen the messages up to this one; never goes back."""
    if up_to > thread.office_seen:
        Thread.objects.filter(pk=thread.pk, office_seen__lt=up_to).update(office_seen=up_to)


def attachment_viewed(*, message: Message, actor: User) -> None:
    """Log that somebody opened an attached file (A7: who looked at whose papers)."""
    with transaction.atomic():
        audit_record(actor=actor, action="chat.attachment_viewed", subject=message)


def _refuse_onlookers(actor: User) -> None:
    if not may_answer(actor):
        raise NotAllowed(_("Peran Anda hanya dapat membaca percakapan."))


def _refuse_flood(thread_id: int, token: UUID) -> None:
    messages = Message.objects.filter(thread_id=thread_id, from_office=False)
    newest = messages.order_by("-pk").values_list("created_at", "token")[:MESSAGES_AT_MOST]
    sent = list(newest)
    if len(sent) < MESSAGES_AT_MOST or any(token == other for _at, other in sent):
        return
    if sent[-1][0] > timezone.now() - MESSAGES_WITHIN:
        raise NotAllowed(
            _("Anda sudah mengirim banyak pesan. Tunggu beberapa menit, lalu kirim kembali; tulisan Anda tetap ada.")
        )


def _draft(text: str, token: UUID, file: UploadedFile | None) -> _Draft:
    """Check what is to be written and store the file. Reading it takes a while: no row is locked meanwhile."""
    text = "\n".join(text.splitlines()).strip()  # browsers send each line end as two characters
    if not text and file is None:
        raise DomainError(_("Tulis pesan atau lampirkan berkas."), field="text")
    if len(text) > TEXT_LONGEST:
        raise DomainError(
            _("Pesan paling panjang 2.000 huruf, sekarang %(length)s.") % {"length": len(text)}, field="text"
        )
    if file is None:
        return _Draft(text, token)
    checked = _check(file)
    # Durable before the database speaks of it; bytes without a row are harmless.
    return _Draft(text, token, content_save("private", checked.data), checked.content_type, checked.name)


def _check(file: UploadedFile) -> CheckedFile:
    """Return the file if it is a sound PDF or JPEG, judged by its content."""
    file.seek(0)
    start = file.read(5)
    try:
        if start == b"%PDF-":
            return check_pdf(file, max_bytes=ATTACHMENT_MAX_BYTES)
        if start.startswith(b"\xff\xd8"):
            return check_jpeg(file, max_bytes=ATTACHMENT_MAX_BYTES)
    except DomainError as error:
        raise DomainError(error.message, field="file") from error
    raise DomainError(_("Lampiran harus PDF atau JPG. Simpan atau pindai kembali, lalu pilih lagi."), field="file")


def _sent_before(thread: Thread, actor: User, draft: _Draft) -> Message | None:
    """Return the message this very form has written already.

    Raises DomainError when the form came back with other words in it: they would be lost.
    """
    sent = thread.messages.filter(author=actor, token=draft.token).first()
    if sent and (sent.text or "", sent.sha256) != (draft.text, draft.sha256):
        raise DomainError(_("Pesan dari formulir ini sudah terkirim. Untuk mengirim pesan baru, tekan Kirim lagi."))
    return sent


def _write(
    thread: Thread,
    actor: User,
    draft: _Draft,
    *,
    from_office: bool,
    application_id: int | None = None,
    via: Via = Via.PORTAL,
) -> Message:
    return Message.objects.create(
        thread=thread,
        author=actor,
        from_office=from_office,
        application_id=application_id,
        text=draft.text or None,
        sha256=draft.sha256,
        content_type=draft.content_type,
        original_name=draft.original_name,
        token=draft.token,
        via=via,
        created_at=timezone.now(),
    )


def _first_unseen(thread: Thread, seen: int) -> Message | None:
    """Return the applicant's first message that stood not yet on the officer's page."""
    return thread.messages.filter(from_office=False, pk__gt=seen).order_by("pk").first()


def _release(thread: Thread) -> None:
    """Whoever a thread was handed to has nothing to do with it any more once nobody waits."""
    if thread.waiting_since is None:
        thread.assigned_to, thread.assigned_role = None, ""


def _writes_by_whatsapp(thread: Thread) -> bool:
    last = thread.messages.filter(from_office=False).order_by("-pk").values_list("via", flat=True).first()
    return last == Via.WHATSAPP and bool(thread.applicant.phone)


def _facts(message: Message) -> dict[str, int | str | None]:
    return {"message": message.pk, "application": message.application_id, "sha256": message.sha256}


def _tell_applicant(thread: Thread, message: Message) -> None:
    applicant = thread.applicant
    person_notify(
        event_key=f"chat-{thread.pk}-answer-{message.pk}",
        recipient=applicant,
        text="chat_answered",
        tokens={"nama": applicant.get_full_name(), "tautan": settings.BASE_URL + reverse("portal:chat")},
    )


def _reply_by_whatsapp(thread: Thread, message: Message) -> None:
    """Send the answer itself to the telephone the question came from; a file is fetched behind the login."""
    applicant = thread.applicant
    remark = _("Petugas melampirkan berkas. Buka halaman pesan untuk melihatnya.") if message.sha256 else ""
    message_enqueue(
        event_key=f"chat-{thread.pk}-reply-{message.pk}",
        channel=Channel.WHATSAPP,
        recipient=applicant,
        address=applicant.phone,
        text="chat_reply",
        tokens={
            "jawaban": "\n\n".join(part for part in (message.text, remark) if part),
            "tautan": settings.BASE_URL + reverse("portal:chat"),
        },
    )


def _tell_office(thread: Thread, message: Message) -> None:
    """Tell the officers' WhatsApp that somebody wrote; what he wrote stays behind the login."""
    if settings.OFFICE_CHAT_WHATSAPP:
        message_enqueue(
            event_key=f"chat-{thread.pk}-question-{message.pk}",
            channel=Channel.WHATSAPP,
            address=settings.OFFICE_CHAT_WHATSAPP,
            text="chat_received",
            tokens={
                "nama": _("petugas layanan"),
                "pemohon": thread.applicant.get_full_name(),
                "tautan": settings.BASE_URL + reverse("backoffice:chat_thread", args=[thread.pk]),
            },
        )
