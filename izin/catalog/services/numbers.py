"""Numbers without gaps (T5)."""

from django.db import connection, transaction

from ..models import NumberCounter


def number_take(*, series: str, year: int) -> int:
    """Return the next number of a series and year, starting at 1, in the caller's transaction.

    The counter's row stays locked until the caller commits: numbers have no gap and come never twice, and a
    rollback gives the number back. Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("number_take needs the transaction that uses the number")
    # A new year's first two takers may both find no row; the database lets one of them insert it.
    NumberCounter.objects.bulk_create([NumberCounter(series=series, year=year)], ignore_conflicts=True)
    counter = NumberCounter.objects.select_for_update().get(series=series, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
