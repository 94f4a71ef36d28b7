"""Finding an application without a login (P9): by what the applicant was given, and the end of his NIK."""

import hmac
from datetime import timedelta
from functools import cache as cache_once

from django.db.models import Q

from common.crypto import decrypt, encrypt
from common.formats import NIK_LENGTH
from izin.accounts.services.throttling import Limit, allowed

from .models import Application

# One address, behind which a whole office may sit; and one code, so that nobody tries all 10,000 ends of a NIK from
# many addresses.
TRIES_OF_ADDRESS = Limit("tracking-address", 60, timedelta(hours=1))
TRIES_OF_CODE = Limit("tracking-code", 20, timedelta(hours=1))


def tracking_allowed(*, ip_address: str | None, code: str = "") -> bool:
    """Count one try of this address, or of this code; False when it was one too many this hour.

    A code is counted whether it exists or not. Neither is stored, only its blind index.
    """
    return allowed(TRIES_OF_CODE, code_normalise(code)) if code else allowed(TRIES_OF_ADDRESS, ip_address or "")


def application_track(*, code: str, nik_end: str) -> Application:
    """Return the application with this receipt code or registration number, if its applicant's NIK ends so.

    A wrong pair is answered after the same query and the same comparison, whichever half of it is wrong.
    Raises Application.DoesNotExist.
    """
    typed = [code.strip(), code_normalise(code)]
    wanted = Q(receipt_code__in=typed) | Q(registration_number__in=typed)
    pairs: list[tuple[int | None, str]] = list(Application.objects.filter(wanted).values_list("pk", "applicant__nik"))
    for pk, nik in pairs or [(None, decrypt(_nobody()))]:
        if hmac.compare_digest(nik[-len(nik_end) :].encode(), nik_end.encode()) and pk is not None:
            return Application.objects.select_related("permit_type", "revision").get(pk=pk)
    raise Application.DoesNotExist


def code_normalise(text: str) -> str:
    """Return a code as it is stored: without blanks, in capitals."""
    return "".join(text.split()).upper()


@cache_once
def _nobody() -> str:
    """Return a NIK nobody has, encrypted: to be decrypted where there is no application."""
    return encrypt("0" * NIK_LENGTH)
