"""What the services of this package share: checked writing of users and first passwords."""

import logging
import secrets
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from common.errors import DomainError
from izin.accounts.errors import NikTaken
from izin.accounts.models import User
from izin.accounts.validators import degree_trim, email_normalise, nik_normalise, nik_parse, phone_normalise, text_tidy

logger = logging.getLogger(__name__)

# Without 0 o 1 l i, which are mistaken for each other when copied by hand; 12 of 31 signs are 59 bits.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
PASSWORD_LENGTH = 12


def password_generate() -> str:
    """Return a random first password that can be read aloud and typed on a phone."""
    return "".join(secrets.choice(_SIGNS) for _sign in range(PASSWORD_LENGTH))


def task_hand_over(task: str, *arguments: str) -> None:
    """Hand work to the queue that nothing in the database speaks of, so that nobody would do it later.

    Raises:
        DomainError: the queue takes nothing just now.
    """
    try:
        async_task(task, *arguments)
    except Exception as error:  # whatever kind of queue it is
        logger.exception("The queue did not take %s", task)
        raise DomainError(
            _("Permintaan Anda belum dapat diproses karena gangguan di tempat kami. Coba lagi beberapa menit lagi.")
        ) from error


def clean_or_refuse(instance: models.Model, *, exclude: set[str]) -> None:
    """Check the rules of the model's fields and constraints.

    Raises:
        DomainError: the first broken rule, with its field.
    """
    try:
        instance.full_clean(exclude=exclude)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise DomainError(messages[0], field=None if field == NON_FIELD_ERRORS else field) from error


def user_write(*, nik: str, phone: str, email: str, full_name: str, password: str, **fields: Any) -> User:
    """Normalise, check and insert a user inside the caller's transaction.

    Raises:
        NikTaken: the NIK has an account. It is found out last, so it takes as long as writing does.
        DomainError: a rule is broken, with its field.
    """
    nik_parse(nik_normalise(nik))
    user = User(
        nik=nik_normalise(nik),
        full_name=text_tidy(full_name),
        title_front=degree_trim(fields.pop("title_front", "")),
        title_back=degree_trim(fields.pop("title_back", "")),
        email=email_normalise(email),
        phone=phone_normalise(phone) if phone else "",
        **fields,
    )
    clean_or_refuse(user, exclude={"nik_index", "password"})
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        # Everything else was checked above; the unique index decides between two at the same moment.
        raise NikTaken(_("NIK ini sudah terdaftar."), field="nik") from error
    return user
