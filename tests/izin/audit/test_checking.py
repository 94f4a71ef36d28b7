"""Checks of the whole chain, and of its end."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from izin.audit.checking import chain_check_remember, chain_check_scheduled
from izin.audit.models import AuditEntry, ChainCheck
from izin.audit.selectors import chain_check_last
from izin.audit.services import audit_record
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def record(count):
    user = UserFactory()
    return [audit_record(actor=user, action="test.done", subject=user, data={"nr": nr}) for nr in range(count)]


def tamper(statement):
    """Change the log as somebody who rules the database could."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE izin_audit_auditentry DISABLE TRIGGER izin_audit_append_only")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE izin_audit_auditentry ENABLE TRIGGER izin_audit_append_only")


def settled():
    """Let deferred checks run, so that the table may be altered."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_whole_chain_is_remembered():
    last = record(3)[-1]
    check = chain_check_remember()
    assert (check.entries, check.last_hash, check.broken_at) == (3, last.hash, None)


@pytest.mark.parametrize("removed", [1, 2])
def test_a_removed_end_is_found_though_the_rest_is_a_chain(removed):
    record(3)
    chain_check_remember()
    settled()
    tamper(f"DELETE FROM izin_audit_auditentry WHERE sequence > {3 - removed}")
    assert chain_check_remember().broken_at == 3 - removed + 1
    # And it stays found.
    assert chain_check_remember().broken_at == 3 - removed + 1


def test_an_end_that_was_written_anew_is_found():
    record(3)
    chain_check_remember()
    settled()
    tamper("DELETE FROM izin_audit_auditentry WHERE sequence = 3")
    record(2)
    assert chain_check_remember().broken_at == 3


def test_the_end_alone_is_checked_in_one_query(django_assert_num_queries):
    record(5)
    with django_assert_num_queries(1):
        result = chain_check_last(3)
    assert (result.entries, result.last_hash, result.broken_at) == (3, AuditEntry.objects.last().hash, None)


@pytest.mark.parametrize(("count", "broken_at"), [(10, 2), (4, 2), (3, None), (2, None)])
def test_the_end_is_followed_from_the_entry_before_it(count, broken_at):
    record(5)
    settled()
    tamper("""UPDATE izin_audit_auditentry SET data = '{"nr": 99}' WHERE sequence = 2""")
    assert chain_check_last(count).broken_at == broken_at


def test_an_empty_log_is_whole():
    assert chain_check_last().broken_at is None
    assert chain_check_remember().entries == 0


def test_the_schedule_checks_once_a_day():
    record(1)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert [chain_check_scheduled(), chain_check_scheduled()] == [True, False]
        clock.shift(timedelta(hours=21))
        assert chain_check_scheduled()
    assert ChainCheck.objects.count() == 2
