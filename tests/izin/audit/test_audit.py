"""The append-only, hash-chained log (W4, A7)."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from izin.audit.chain import GENESIS, entry_hash
from izin.audit.models import AuditEntry
from izin.audit.selectors import chain_first_break, history_of
from izin.audit.services import audit_record
from tests.factories.accounts import UserFactory
from tests.threads import run_together

VALUES: dict[str, Any] = {
    "previous_hash": GENESIS,
    "sequence": 1,
    "at": datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC),
    "actor_id": 7,
    "action": "application.approve",
    "subject_type": "izin_applications.application",
    "subject_id": "42",
    "data": {"stage": "kabid", "document": 9},
}


def record(count=1, **values):
    user = UserFactory()
    return [
        audit_record(actor=user, action="test.done", subject=user, data={"nr": nr}, **values) for nr in range(count)
    ]


def tamper(statement, parameters=()):
    """Change the log as somebody who rules the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE izin_audit_auditentry DISABLE TRIGGER izin_audit_append_only")
        cursor.execute(statement, parameters)
        changed = cursor.rowcount
        cursor.execute("ALTER TABLE izin_audit_auditentry ENABLE TRIGGER izin_audit_append_only")
    assert changed >= 1


def test_the_hash_is_the_digest_of_the_canonical_json():
    expected = (
        '{"action":"application.approve","actor":7,"at":"2026-11-24T03:00:00.123456+00:00",'
        '"data":{"document":9,"stage":"kabid"},"previous":"' + GENESIS + '","sequence":1,'
        '"subject":["izin_applications.application","42"]}'
    )
    assert entry_hash(**VALUES) == hashlib.sha256(expected.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"previous_hash": "1" * 64},
        {"sequence": 2},
        {"at": VALUES["at"] + timedelta(microseconds=1)},
        {"actor_id": None},
        {"action": "application.return"},
        {"subject_type": "izin_accounts.user"},
        {"subject_id": "43"},
        {"data": {"stage": "kabid", "document": 10}},
    ],
)
def test_the_hash_covers_every_part_of_an_entry(change):
    assert entry_hash(**{**VALUES, **change}) != entry_hash(**VALUES)


def test_the_hash_does_not_depend_on_time_zone_or_order_of_keys():
    elsewhere = {"at": VALUES["at"].astimezone(timezone(timedelta(hours=7))), "data": {"document": 9, "stage": "kabid"}}
    assert entry_hash(**{**VALUES, **elsewhere}) == entry_hash(**VALUES)


@pytest.mark.django_db
def test_an_empty_log_is_whole():
    assert chain_first_break() is None


@pytest.mark.django_db
def test_entries_name_the_hash_before_them():
    first, second, third = record(3)
    assert (first.sequence, first.previous_hash) == (1, GENESIS)
    assert (second.sequence, second.previous_hash) == (2, first.hash)
    assert (third.sequence, third.previous_hash) == (3, second.hash)
    assert chain_first_break() is None


@pytest.mark.django_db
def test_the_system_itself_may_act():
    user = UserFactory()
    entry = audit_record(actor=None, action="permit.reminded", subject=user)
    assert (entry.actor, entry.data, entry.subject_type, entry.subject_id) == (
        None,
        {},
        "izin_accounts.user",
        str(user.pk),
    )
    assert chain_first_break() is None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcé", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(data=st.dictionaries(st.text("abcé", max_size=3) | st.integers(0, 20), JSON, max_size=4))
@pytest.mark.django_db
def test_whatever_is_recorded_is_read_back_with_the_same_hash(data):
    with transaction.atomic():
        audit_record(actor=None, action="test.done", subject=AuditEntry(pk=0), data=data)
        assert chain_first_break() is None
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "found_at"),
    [
        ("UPDATE izin_audit_auditentry SET data = '{\"nr\": 9}' WHERE sequence = 3", 3),
        ("UPDATE izin_audit_auditentry SET action = 'other' WHERE sequence = 1", 1),
        ("UPDATE izin_audit_auditentry SET at = at - interval '1 microsecond' WHERE sequence = 2", 2),
        ("UPDATE izin_audit_auditentry SET actor_id = NULL WHERE sequence = 5", 5),
        ("UPDATE izin_audit_auditentry SET subject_id = '0' WHERE sequence = 4", 4),
        ("UPDATE izin_audit_auditentry SET subject_type = 'x.y' WHERE sequence = 4", 4),
        ("UPDATE izin_audit_auditentry SET hash = repeat('0', 64) WHERE sequence = 2", 2),
        ("UPDATE izin_audit_auditentry SET previous_hash = repeat('1', 64) WHERE sequence = 1", 1),
        ("UPDATE izin_audit_auditentry SET sequence = 6 WHERE sequence = 5", 5),
        ("DELETE FROM izin_audit_auditentry WHERE sequence = 3", 3),
        ("DELETE FROM izin_audit_auditentry WHERE sequence = 1", 1),
    ],
)
def test_tampering_is_found_where_it_begins(statement, found_at):
    record(5)
    tamper(statement)
    assert chain_first_break() == found_at


@pytest.mark.django_db
def test_an_entry_put_in_between_is_found():
    entries = record(3)
    tamper("UPDATE izin_audit_auditentry SET sequence = sequence + 10 WHERE sequence > 1")
    tamper("UPDATE izin_audit_auditentry SET sequence = sequence - 9 WHERE sequence > 1")
    values = {**VALUES, "sequence": 2, "actor_id": None, "previous_hash": entries[0].hash}
    AuditEntry.objects.create(**values, hash=entry_hash(**values))
    assert chain_first_break() == 3


@pytest.mark.django_db
def test_an_entry_whose_hash_was_made_anew_breaks_the_chain_after_it():
    entries = record(4)
    changed = {
        "previous_hash": entries[0].hash,
        "sequence": 2,
        "at": entries[1].at,
        "actor_id": entries[1].actor_id,
        "action": entries[1].action,
        "subject_type": entries[1].subject_type,
        "subject_id": entries[1].subject_id,
        "data": {"nr": 100},
    }
    tamper(
        "UPDATE izin_audit_auditentry SET data = %s, hash = %s WHERE sequence = 2",
        [json.dumps(changed["data"]), entry_hash(**changed)],
    )
    assert chain_first_break() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda: AuditEntry.objects.filter(sequence=1).update(action="other"),
        lambda: AuditEntry.objects.filter(sequence=1).delete(),
        lambda: AuditEntry.objects.get(sequence=1).save(),
        lambda: AuditEntry.objects.get(sequence=1).delete(),
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(change):
    record()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert AuditEntry.objects.get().action == "test.done"
    assert chain_first_break() is None


@pytest.mark.django_db(transaction=True)
def test_recording_needs_a_transaction():
    user = UserFactory()
    with pytest.raises(transaction.TransactionManagementError):
        audit_record(actor=user, action="test.done", subject=user)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_no_trace():
    user = UserFactory()
    with transaction.atomic():
        audit_record(actor=user, action="test.done", subject=user)
        transaction.set_rollback(True)
    with transaction.atomic():
        entry = audit_record(actor=user, action="test.done", subject=user)
    assert entry.sequence == 1
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_threads_append_to_one_unbroken_chain():
    user = UserFactory()

    def append():
        for _nr in range(10):
            with transaction.atomic():
                audit_record(actor=user, action="test.done", subject=user)

    assert run_together([append] * 4) == [None] * 4
    assert list(AuditEntry.objects.values_list("sequence", flat=True)) == list(range(1, 41))
    assert chain_first_break() is None


@pytest.mark.django_db
def test_history_tells_the_acts_on_one_object_with_their_actors(django_assert_num_queries):
    user, other = UserFactory(), UserFactory()
    for subject in (user, other, user):
        audit_record(actor=other, action="test.done", subject=subject)
    with django_assert_num_queries(1):
        assert [(entry.sequence, entry.actor.full_name) for entry in history_of(user)] == [
            (1, other.full_name),
            (3, other.full_name),
        ]


@pytest.mark.django_db
def test_the_command_says_whether_the_chain_is_whole(capsys):
    record(2)
    call_command("verify_audit")
    assert capsys.readouterr().out == "The audit chain is whole (2 entries).\n"
    tamper("UPDATE izin_audit_auditentry SET action = 'other' WHERE sequence = 2")
    with pytest.raises(CommandError, match="broken at entry 2"):
        call_command("verify_audit")
