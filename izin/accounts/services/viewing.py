"""An officer looks at the pages of an applicant: with a reason, for a short time, logged, doing nothing."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError, NotAllowed
from izin.accounts.models import User, ViewGrant
from izin.accounts.policies import can_view_as
from izin.accounts.validators import text_tidy
from izin.accounts.viewing_models import REASON_LONGEST
from izin.audit.services import audit_record

VIEW_FOR = timedelta(minutes=15)


@transaction.atomic
def view_begin(*, actor: User, user: User, reason: str) -> ViewGrant:
    """Let the actor look at this applicant's pages for a quarter of an hour; return the grant.

    Raises:
        NotAllowed: the actor may not, or it is no applicant's account (see `policies.can_view_as`).
        DomainError: field "reason"; none is given, or it is too long.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not can_view_as(actor, locked):
        raise NotAllowed(_("Anda tidak berwenang melihat halaman akun ini."))
    words = text_tidy(reason)
    if not words or len(words) > REASON_LONGEST:
        raise DomainError(_("Tulis alasan singkat, paling panjang 300 huruf."), field="reason")
    now = timezone.now()
    grant = ViewGrant.objects.create(officer=actor, applicant=locked, reason=words, begun_at=now, until=now + VIEW_FOR)
    # The reason stays out of the log: it may name people.
    audit_record(actor=actor, action="account.as_applicant_viewed", subject=locked, data={"grant": grant.pk})
    return grant


@transaction.atomic
def view_end(*, actor: User, pk: int) -> None:
    """Stop looking; nothing happens when it has ended."""
    ViewGrant.objects.filter(pk=pk, officer=actor, ended_at=None).update(ended_at=timezone.now())


def view_grant_of(*, actor: User, pk: int) -> ViewGrant | None:
    """Return what the actor may look at now, or None: it ended, or is not his, or the applicant's account changed."""
    found = ViewGrant.objects.filter(pk=pk, officer=actor, ended_at=None, until__gt=timezone.now())
    grant = found.select_related("applicant").first()
    return grant if grant and can_view_as(actor, grant.applicant) else None


@transaction.atomic
def view_file_opened(*, grant: ViewGrant, page: str) -> None:
    """Log that a file of the applicant was opened meanwhile (A7: who looked at whose papers)."""
    data = {"grant": grant.pk, "page": page}
    audit_record(actor=grant.officer, action="account.file_viewed", subject=grant.applicant, data=data)
