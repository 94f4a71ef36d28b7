"""A forgotten password: the code, its five tries and ten minutes, and the new password."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db import IntegrityError
from django.utils import timezone
from django_q.models import OrmQ

from common.errors import DomainError, NotAllowed
from izin.accounts import services
from izin.accounts.enums import Channel
from izin.accounts.events import reset_code_issued
from izin.accounts.models import PasswordResetCode, User
from izin.accounts.services.password_resets import reset_code_issue
from izin.audit.models import AuditEntry
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import PASSWORD, ApplicantFactory
from tests.threads import run_together

NIK = "1302100503910003"
CHOSEN = "pilihan-saya-22"


@pytest.fixture
def codes():
    """The codes that were sent, in order."""
    heard = []

    def hear(sender, *, code, **kwargs):
        heard.append(code)

    reset_code_issued.connect(hear)
    yield heard
    reset_code_issued.disconnect(hear)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def check(user: User, code: str) -> str | None:
    try:
        return services.reset_code_check(nik_index=user.nik_index, code=code)
    except DomainError as error:
        return None if error.field == "code" else pytest.fail(str(error))


@pytest.mark.django_db
def test_asking_does_the_same_whether_the_nik_has_an_account(django_assert_num_queries, django_assert_max_num_queries):
    ApplicantFactory(nik=NIK)
    services.reset_code_request(nik=NIK, channel=Channel.EMAIL)  # the first of the day tidies up too
    with django_assert_max_num_queries(12) as for_one:
        index = services.reset_code_request(nik="1302 1005 0391 0003", channel=Channel.EMAIL)
    services.reset_code_request(nik="1302100503910009", channel=Channel.EMAIL)
    with django_assert_num_queries(len(for_one)):
        services.reset_code_request(nik="1302100503910009", channel=Channel.EMAIL)
    assert index == User.objects.get().nik_index
    assert OrmQ.objects.count() == 4
    assert not OutboxMessage.objects.exists()
    assert all(NIK not in str(row.task) for row in OrmQ.objects.all())


@pytest.mark.django_db
def test_the_queue_makes_nothing_for_nobody_and_for_a_closed_account(codes):
    closed = ApplicantFactory(is_active=False)
    for index in ("0" * 64, closed.nik_index):
        reset_code_issue(index, "email")
    assert codes == []
    assert not PasswordResetCode.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_five_codes_a_day_and_the_sixth_is_not_made(time_machine):
    time_machine.move_to("2026-11-24T03:00:00Z", tick=False)
    for _time in range(7):
        services.reset_code_request(nik=NIK, channel=Channel.EMAIL)
    assert OrmQ.objects.count() == 5
    time_machine.shift(timedelta(days=1))
    services.reset_code_request(nik=NIK, channel=Channel.EMAIL)
    assert OrmQ.objects.count() == 6


@pytest.mark.django_db
@pytest.mark.parametrize("channel", list(Channel))
def test_a_code_has_six_figures_and_is_kept_as_a_keyed_hash_alone(codes, channel):
    user = ApplicantFactory(nik=NIK)
    reset_code_issue(user.nik_index, str(channel))
    (code,) = codes
    assert len(code) == 6
    assert code.isdigit()
    row = PasswordResetCode.objects.get()
    assert code not in f"{row.code_index} {row.proof_index} {row}"
    assert row.expires_at - row.created_at == timedelta(minutes=10)
    assert OutboxMessage.objects.get().channel == channel
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.data) == ("account.reset_code_sent", None, {"channel": str(channel)})


@pytest.mark.django_db
def test_without_a_number_the_code_goes_by_email(codes):
    user = ApplicantFactory(phone="")
    reset_code_issue(user.nik_index, "whatsapp")
    assert OutboxMessage.objects.get().channel == PasswordResetCode.objects.get().channel == Channel.EMAIL


@pytest.mark.django_db
def test_the_right_code_sets_a_new_password_once(codes):
    user = ApplicantFactory(nik=NIK, first_login=True)
    AccessAttempt.objects.create(username=user.nik_index, ip_address="127.0.0.1", failures_since_start=5)
    services.sessions.sign_in_record(user=user, user_agent="")
    before = user.get_session_auth_hash()
    reset_code_issue(user.nik_index, "whatsapp")
    proof = check(user, codes[0])
    OutboxMessage.objects.all().delete()
    services.password_reset(nik_index=user.nik_index, proof=proof, new_password=CHOSEN)
    user.refresh_from_db()
    assert user.check_password(CHOSEN)
    assert not user.must_change_password
    assert user.get_session_auth_hash() != before
    assert not user.sign_ins.exists()
    assert not AccessAttempt.objects.exists()
    assert not PasswordResetCode.objects.exists()
    assert {message.channel for message in OutboxMessage.objects.all()} == {Channel.EMAIL, Channel.WHATSAPP}
    last = AuditEntry.objects.order_by("sequence").last()
    assert (last.action, last.actor, last.data) == ("account.password_reset", user, {"channel": "whatsapp"})
    with pytest.raises(NotAllowed):
        services.password_reset(nik_index=user.nik_index, proof=proof, new_password=f"{CHOSEN}x")
    assert check(user, codes[0]) is None


@pytest.mark.django_db
def test_a_weak_password_is_refused_and_the_proof_stays_good(codes):
    user = ApplicantFactory(nik=NIK)
    reset_code_issue(user.nik_index, "email")
    proof = check(user, codes[0])
    for weak in ("pendek1", "1234567890123", NIK):
        with pytest.raises(DomainError) as caught:
            services.password_reset(nik_index=user.nik_index, proof=proof, new_password=weak)
        assert caught.value.field == "new_password1"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    services.password_reset(nik_index=user.nik_index, proof=proof, new_password=CHOSEN)


@pytest.mark.django_db
@pytest.mark.parametrize("proof", ["", "x", "0" * 64])
def test_without_the_proof_nothing_is_set(codes, proof):
    user = ApplicantFactory()
    for verified in (False, True):
        reset_code_issue(user.nik_index, "email")
        if verified:
            check(user, codes[-1])
        with pytest.raises(NotAllowed):
            services.password_reset(nik_index=user.nik_index, proof=proof, new_password=CHOSEN)
    with pytest.raises(NotAllowed):
        services.password_reset(nik_index="0" * 64, proof=proof, new_password=CHOSEN)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.django_db
def test_the_proof_of_one_is_of_no_use_for_another(codes):
    mine, other = ApplicantFactory(), ApplicantFactory()
    for user in (mine, other):
        reset_code_issue(user.nik_index, "email")
    proof = check(mine, codes[0])
    check(other, codes[1])
    with pytest.raises(NotAllowed):
        services.password_reset(nik_index=other.nik_index, proof=proof, new_password=CHOSEN)
    assert codes[0] == codes[1] or check(mine, codes[1]) is None


@pytest.mark.django_db
def test_after_five_wrong_tries_the_right_code_is_dead_too(codes):
    user = ApplicantFactory()
    reset_code_issue(user.nik_index, "email")
    wrong = other_than(codes[0])
    assert [check(user, wrong) for _try in range(5)] == [None] * 5
    assert check(user, codes[0]) is None
    assert PasswordResetCode.objects.get().tries == 5
    reset_code_issue(user.nik_index, "email")
    assert check(user, codes[1])


@pytest.mark.django_db
def test_the_fifth_try_still_counts(codes):
    user = ApplicantFactory()
    reset_code_issue(user.nik_index, "email")
    wrong = other_than(codes[0])
    assert [bool(check(user, typed)) for typed in (*[wrong] * 4, codes[0])] == [False] * 4 + [True]


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "good"), [(9, True), (10, False), (60, False)])
def test_a_code_is_good_for_ten_minutes(codes, time_machine, minutes, good):
    time_machine.move_to("2026-11-24T03:00:00Z", tick=False)
    user = ApplicantFactory()
    reset_code_issue(user.nik_index, "email")
    time_machine.shift(timedelta(minutes=minutes))
    assert bool(check(user, codes[0])) is good


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "good"), [(9, True), (10, False)])
def test_the_proof_is_good_for_ten_minutes_after_the_code(codes, time_machine, minutes, good):
    time_machine.move_to("2026-11-24T03:00:00Z", tick=False)
    user = ApplicantFactory()
    reset_code_issue(user.nik_index, "email")
    time_machine.shift(timedelta(minutes=9))
    proof = check(user, codes[0])
    time_machine.shift(timedelta(minutes=minutes))
    if good:
        services.password_reset(nik_index=user.nik_index, proof=proof, new_password=CHOSEN)
    else:
        with pytest.raises(NotAllowed):
            services.password_reset(nik_index=user.nik_index, proof=proof, new_password=CHOSEN)


@pytest.mark.django_db
def test_a_new_code_takes_the_place_of_the_old_one(codes):
    user = ApplicantFactory()
    reset_code_issue(user.nik_index, "email")
    proof = check(user, codes[0])
    reset_code_issue(user.nik_index, "whatsapp")
    assert PasswordResetCode.objects.count() == 1
    assert codes[0] == codes[1] or check(user, codes[0]) is None
    with pytest.raises(NotAllowed):
        services.password_reset(nik_index=user.nik_index, proof=proof, new_password=CHOSEN)
    assert check(user, codes[1])


@pytest.mark.django_db
def test_nobody_s_code_is_answered_like_a_wrong_one(codes):
    user = ApplicantFactory()
    reset_code_issue(user.nik_index, "email")
    answers = set()
    for index in (user.nik_index, "0" * 64):
        with pytest.raises(DomainError) as caught:
            services.reset_code_check(nik_index=index, code=other_than(codes[0]))
        answers.add((caught.value.message, caught.value.field))
    assert len(answers) == 1


@pytest.mark.django_db(transaction=True)
def test_many_wrong_tries_at_once_are_five(codes):
    user = ApplicantFactory()
    reset_code_issue(user.nik_index, "email")
    wrong = other_than(codes[0])
    run_together([lambda: check(user, wrong)] * 8)
    assert PasswordResetCode.objects.get().tries == 5
    assert check(user, codes[0]) is None


@pytest.mark.django_db(transaction=True)
def test_two_new_passwords_at_once_set_one(codes):
    user = ApplicantFactory()
    reset_code_issue(user.nik_index, "email")
    proof = check(user, codes[0])

    def reset(password: str):
        return services.password_reset(nik_index=user.nik_index, proof=proof, new_password=password)

    results = run_together([lambda: reset("kata-pertama-11"), lambda: reset("kata-kedua-222")])
    assert sorted(type(result).__name__ for result in results) == ["NotAllowed", "User"]


@pytest.mark.django_db(transaction=True)
def test_two_codes_at_once_leave_one_that_is_good(codes):
    user = ApplicantFactory()
    run_together([lambda: reset_code_issue(user.nik_index, "email")] * 2)
    assert PasswordResetCode.objects.count() == 1
    assert sum(bool(check(user, code)) for code in set(codes)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"tries": 6}, "izin_reset_code_tries_at_most"),
        ({"channel": "pos"}, "izin_reset_code_channel_known"),
        ({"code_index": "042137"}, "izin_reset_code_hashed"),
        ({"proof_index": "bukti"}, "izin_reset_code_proof_hashed"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "izin_reset_code_period_in_order"),
    ],
)
def test_database_holds_the_rules_itself(codes, change, constraint):
    reset_code_issue(ApplicantFactory().nik_index, "email")
    with pytest.raises(IntegrityError, match=constraint):
        PasswordResetCode.objects.update(**change)
