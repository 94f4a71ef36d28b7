"""Searches that an officer keeps for himself. Nobody else sees them, so the audit log has no part in it."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from izin.accounts.models import User

from ..list_models import SavedFilter

MOST_FILTERS = 12


def filter_save(*, officer: User, name: str, query: str) -> SavedFilter:
    """Keep a search under a name; one of the same name is replaced.

    Raises DomainError without a name, without anything to keep, and when the officer has MOST_FILTERS already.
    """
    name = " ".join(name.split())
    if not name:
        raise DomainError(_("Tulis nama untuk saringan ini."), field="nama")
    if not query:
        raise DomainError(_("Belum ada saringan yang dapat disimpan."), field="nama")
    with transaction.atomic():
        # Locked, so that two pages at once do not keep one too many.
        User.objects.select_for_update().only("pk").get(pk=officer.pk)
        kept = SavedFilter.objects.filter(officer=officer)
        if not kept.filter(name=name).exists() and kept.count() >= MOST_FILTERS:
            raise DomainError(
                _("Paling banyak %(n)s saringan. Hapus salah satu dahulu.") % {"n": MOST_FILTERS}, field="nama"
            )
        return SavedFilter.objects.update_or_create(officer=officer, name=name, defaults={"query": query})[0]


def filter_delete(*, officer: User, pk: int) -> None:
    """Forget an officer's own filter. Raises SavedFilter.DoesNotExist for somebody else's."""
    SavedFilter.objects.get(officer=officer, pk=pk).delete()
