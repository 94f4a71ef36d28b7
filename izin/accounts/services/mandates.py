"""Recording who may sign letters, and as what (C2)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import NotAllowed
from izin.accounts.models import MandateCapacity, Officer, SignatureMandate, User
from izin.accounts.policies import can_create_officer
from izin.accounts.services.writing import clean_or_refuse
from izin.accounts.validators import text_tidy
from izin.audit.services import audit_record


@transaction.atomic
def mandate_grant(
    *,
    actor: User | None,
    officer: Officer,
    capacity: MandateCapacity,
    decree: str,
    valid_from: date,
    valid_until: date | None = None,
    acting_for: str = "",
) -> SignatureMandate:
    """Write a mandate to sign and return it. It gives no role: whoever signs needs both.

    `actor` is None for commands run on the server.

    Raises:
        NotAllowed: the actor is not an administrator.
        DomainError: a rule is broken, or the officer has a mandate on some of these days.
    """
    if actor is not None and not can_create_officer(actor):
        raise NotAllowed(_("Hanya admin yang dapat mencatat mandat tanda tangan."))
    # Two mandates granted at the same moment see each other.
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    mandate = SignatureMandate(
        officer=officer,
        capacity=capacity,
        acting_for=text_tidy(acting_for),
        decree=text_tidy(decree),
        valid_from=valid_from,
        valid_until=valid_until,
    )
    clean_or_refuse(mandate, exclude=set())
    mandate.save()
    audit_record(
        actor=actor,
        action="mandate.granted",
        subject=mandate,
        data={
            "officer": officer.pk,
            "capacity": str(capacity),
            "decree": mandate.decree,
            "valid_from": valid_from.isoformat(),
            "valid_until": valid_until.isoformat() if valid_until else None,
        },
    )
    return mandate
