"""Reading threads and messages. Views reach a message only through the doors here."""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from izin.accounts.models import User
from izin.applications.models import Application

from .models import CannedAnswer, Handover, Message, Thread
from .policies import ANSWERING

SHOWN = 20
# More than anybody writes between two looks; what is left over comes with the next.
NEWER_AT_ONCE = 50


def thread_of(applicant: User) -> Thread:
    """Return a person's own thread, an unsaved empty one before the first message."""
    return Thread.objects.filter(applicant=applicant).first() or Thread(applicant=applicant)


def thread_get(pk: int) -> Thread:
    """Return a thread with its applicant, for officers. Raises Thread.DoesNotExist."""
    return Thread.objects.select_related("applicant").get(pk=pk)


def thread_list(
    *, waiting: bool = False, officer: User | None = None, given_to: User | None = None, name: str = ""
) -> QuerySet[Thread]:
    """Return threads for officers, unanswered first and longest waiting first.

    `waiting` leaves the unanswered, `officer` those this officer handled last, `given_to` those handed over to this
    officer or one of his roles, `name` those whose applicant's name has these letters, or who has an application of
    this registration number.
    """
    threads = Thread.objects.select_related("applicant", "officer", "assigned_to")
    threads = threads.order_by("waiting_since", "-last_at", "-pk")
    if waiting:
        threads = threads.filter(waiting_since__isnull=False)
    if officer is not None:
        threads = threads.filter(officer=officer)
    if given_to is not None:
        threads = threads.filter(Q(assigned_to=given_to) | Q(assigned_role__in=sorted(given_to.roles)))
    if name := name.replace("\0", ""):
        by_number = Application.objects.filter(registration_number__iexact=name).values("applicant")
        threads = threads.filter(Q(applicant__full_name__icontains=name) | Q(applicant__in=by_number))
    return threads


def canned_answers() -> QuerySet[CannedAnswer]:
    """Return the ready answers officers may choose from, in the office's order."""
    return CannedAnswer.objects.filter(active=True)


def canned_answer_text(pk: str) -> str:
    """Return the words of a ready answer, nothing for one there is not; no query without a number."""
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 10):
        return ""
    return canned_answers().filter(pk=pk).values_list("text", flat=True).first() or ""


def handovers_of(thread: Thread) -> QuerySet[Handover]:
    """Return to whom a thread was given and why, newest first."""
    return Handover.objects.filter(thread=thread).select_related("by", "to_officer")


def colleagues_of(officer: User) -> list[User]:
    """Return the others who answer applicants, by name; one query."""
    groups = [role.label for role in ANSWERING]
    found = User.objects.filter(is_active=True, officer__isnull=False, groups__name__in=groups)
    return list(found.exclude(pk=officer.pk).distinct().order_by("full_name", "pk"))


def _messages(thread: Thread) -> QuerySet[Message]:
    # An unsaved thread has no messages, and Django refuses to ask for them.
    found = Message.objects.filter(thread_id=thread.pk) if thread.pk else Message.objects.none()
    return found.select_related("author__officer", "application__permit_type")


def message_page(thread: Thread, *, before: int | None = None) -> tuple[list[Message], bool]:
    """Return the last 20 messages (before one), oldest first, and whether there are older ones; one query."""
    messages = _messages(thread).order_by("-pk")
    if before is not None:
        messages = messages.filter(pk__lt=before)
    found = list(messages[: SHOWN + 1])
    return found[:SHOWN][::-1], len(found) > SHOWN


def messages_after(thread: Thread, after: int) -> list[Message]:
    """Return what was written after a message, oldest first; one query."""
    return list(_messages(thread).filter(pk__gt=after).order_by("pk")[:NEWER_AT_ONCE])


def attachment_get_for(applicant: User, pk: int) -> Message:
    """Return a message with a file in a person's own thread. Raises Message.DoesNotExist for everybody else's."""
    return Message.objects.exclude(sha256="").get(pk=pk, thread__applicant=applicant)


def attachment_get(pk: int) -> Message:
    """Return a message with a file, for officers. Raises Message.DoesNotExist."""
    return Message.objects.exclude(sha256="").get(pk=pk)


def unread_count(applicant: User) -> int:
    """Return how many messages of the office the applicant has not seen; one query."""
    answers = Message.objects.filter(thread__applicant=applicant, from_office=True)
    return answers.filter(pk__gt=F("thread__applicant_seen")).count()


def waiting_count() -> int:
    """Return how many applicants wait for an answer; one query."""
    return Thread.objects.filter(waiting_since__isnull=False).count()


def author_shown(message: Message) -> str:
    """Return who wrote a message, as its applicant reads it: an officer's post, never his name; no query."""
    if not message.from_office:
        return _("Anda")
    post = getattr(message.author, "officer", None)
    return post.position if post else _("Petugas")
