"""Going on from an issued permit: who may, when, what is carried over, and what becomes of the old one (F11)."""

from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common.content_store import content_read, content_save
from common.errors import DomainError, NotAllowed
from izin.applications.models import Application, Document
from izin.applications.services.drafting import draft_create
from izin.audit.models import AuditEntry
from izin.catalog.enums import Purpose
from izin.catalog.models import PermitType
from izin.permits.enums import PermitState, RenewalKind
from izin.permits.models import Permit, Renewal
from izin.permits.policies import renewal_refusal, renewal_window
from izin.permits.renewals import permits_to_go_on_from, renewal_open_of
from izin.permits.services import issuing
from izin.permits.services.renewing import document_reuse, renewal_begin
from izin.permits.services.sending import TooManyPermits, application_send, limit_refusal
from izin.transparency.models import LogLeaf
from izin.workflow.enums import Status
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ANSWERS, ApplicationFactory
from tests.factories.catalog import PermitTypeFactory, renewable_rows
from tests.factories.files import pdf_bytes
from tests.factories.permits import HeadFactory, PermitFactory, held, issue
from tests.threads import run_together

RENEWAL, CHANGE = RenewalKind.RENEWAL, RenewalKind.CHANGE
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T03:00:00Z"):
        yield


@pytest.fixture
def kind(db):
    return PermitTypeFactory(**renewable_rows())


def ending(kind, days, applicant=None, **values):
    until = TODAY + timedelta(days=days)
    begun = min(TODAY, until) - timedelta(days=100)
    return held(kind, applicant or ApplicantFactory(), valid_from=begun, valid_until=until, **values)


def begin(permit, kind=RENEWAL, actor=None):
    return renewal_begin(permit_id=permit.pk, actor=actor or permit.application.applicant, kind=kind)


@given(
    left=st.integers(-500, 500),
    days=st.integers(1, 365),
    grace=st.integers(0, 365),
    state=st.sampled_from(list(PermitState)),
    renewable=st.booleans(),
    live=st.booleans(),
)
def test_a_permit_is_renewed_around_its_end_and_changed_while_it_is_in_force(left, days, grace, state, renewable, live):
    rules = PermitType(renewable=renewable, renewal_days=days, renewal_grace_days=grace, live=live)
    permit = Permit(state=state, valid_until=TODAY + timedelta(days=left), permit_type=rules)
    open_at_all = state == PermitState.ACTIVE and live
    assert (renewal_refusal(permit, CHANGE, TODAY) == "") == (open_at_all and left >= 0)
    assert (renewal_refusal(permit, RENEWAL, TODAY) == "") == (open_at_all and renewable and -grace <= left <= days)
    first, last = renewal_window(permit)
    assert (first, last) == (permit.valid_until - timedelta(days=days), permit.valid_until + timedelta(days=grace))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (31, "Perpanjangan dapat diajukan mulai 25 November 2026."),
        (-61, "Batas perpanjangan (23 November 2026) sudah lewat. Ajukan permohonan baru."),
    ],
)
def test_who_comes_too_early_or_too_late_is_told_the_day(kind, days, told):
    permit = ending(kind, days)
    before = list(Application.objects.values()), AuditEntry.objects.count()
    with pytest.raises(NotAllowed) as refused:
        begin(permit)
    assert str(refused.value) == told
    assert (list(Application.objects.values()), AuditEntry.objects.count()) == before
    assert not Renewal.objects.exists()


def test_a_renewal_is_filled_in_from_the_permit(kind):
    permit = ending(kind, 30, document_sha256=content_save("permits", pdf_bytes(text="surat lama")))
    application = begin(permit)
    assert (application.status, application.purpose) == (Status.DRAFT, Purpose.RENEWAL)
    assert application.answers == {
        **{key: answer for key, answer in ANSWERS.items() if key != "waktu"},
        "no_izin_lama": permit.number,
    }
    old = permit.application
    assert [str(place) for place in application.locations.all()] == [str(place) for place in old.locations.all()]
    letter = application.documents.get(requirement_key="izin_lama")
    assert content_read("private", letter.sha256) == pdf_bytes(text="surat lama")
    assert (letter.size, letter.original_name) == (len(pdf_bytes(text="surat lama")), f"{permit.slug}.pdf")
    assert set(application.documents.values_list("requirement_key", flat=True)) == {"ktp", "izin_lama"}
    assert renewal_open_of(permit).application == application
    entry = AuditEntry.objects.order_by("sequence").last()
    assert (entry.action, entry.data) == ("permit.renewal_begun", {"permit": permit.pk, "kind": "renewal"})


def test_a_change_keeps_the_period(kind):
    application = begin(ending(kind, 200), CHANGE)
    assert application.answers["waktu"] == ANSWERS["waktu"]
    assert application.renewal.kind == CHANGE


def test_a_type_that_is_not_renewed_can_be_changed_as_a_new_application(db):
    application = begin(ending(PermitTypeFactory(), 200), CHANGE)
    assert application.purpose == Purpose.NEW
    assert application.answers == ANSWERS


def test_a_letter_that_is_gone_or_too_large_is_left_to_the_applicant(kind):
    assert not begin(ending(kind, 3)).documents.filter(requirement_key="izin_lama").exists()
    kind.requirements.filter(key="izin_lama").update(max_kb=1)
    large = content_save("permits", pdf_bytes(text="x" * 2000))
    kind.refresh_from_db()
    kind.save_revision().publish()
    assert not begin(ending(kind, 3, document_sha256=large)).documents.filter(requirement_key="izin_lama").exists()


def test_answers_the_rules_of_today_do_not_take_are_left_out(kind):
    application = begin(ending(kind, 10, answers={**ANSWERS, "jenis_izin": "Entah", "email_kampus": "bukan"}))
    assert application.answers.keys() == {"no_izin_lama", *ANSWERS} - {"waktu", "jenis_izin", "email_kampus"}


def test_somebody_elses_permit_does_not_exist(kind):
    permit = ending(kind, 10)
    with pytest.raises(Permit.DoesNotExist):
        begin(permit, actor=ApplicantFactory())
    assert not Renewal.objects.exists()


def test_pressing_twice_begins_once_and_the_other_kind_must_wait(kind):
    permit = ending(kind, 10)
    first = begin(permit)
    assert begin(permit) == first
    with pytest.raises(NotAllowed, match="sudah Anda mulai"):
        begin(permit, CHANGE)
    assert Renewal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_begin_one(kind):
    permit = ending(kind, 10)
    made = run_together([partial(begin, permit)] * 4)
    assert len({application.pk for application in made}) == 1
    assert Application.objects.exclude(pk=permit.application_id).count() == 1


def test_the_database_keeps_a_second_open_renewal_out(kind):
    permit = ending(kind, 10)
    begin(permit)
    other = ApplicationFactory(applicant=permit.application.applicant)
    with pytest.raises(IntegrityError), transaction.atomic():
        Renewal.objects.create(application=other, permit=permit, kind=RENEWAL)


def test_after_a_draft_was_thrown_away_or_an_application_ended_one_may_begin_again(kind):
    permit = ending(kind, 10)
    begin(permit).delete()
    second = begin(permit)
    # Ended without a permit, as a refusal or a withdrawal leaves it.
    Application.objects.filter(pk=second.pk).update(
        status=Status.ISSUED, receipt_code="X", submitted_at=timezone.now(), registration_number="9/X",
        registered_at=timezone.now(),
    )  # fmt: skip
    third = begin(permit)
    assert third != second
    assert renewal_open_of(permit).application == third


def test_a_closed_type_takes_no_renewal(kind):
    permit = ending(kind, 10)
    kind.unpublish()
    with pytest.raises(DomainError, match="ditutup"):
        begin(permit)


def renewal_ready(kind, permit):
    """Return the renewal of a permit as it waits for the head of office."""
    application = ApplicationFactory(applicant=permit.application.applicant, permit_type=kind, at="kadis")
    Renewal.objects.create(application=application, permit=permit, kind=RENEWAL)
    return application


def test_the_new_permit_replaces_the_old_one_in_the_same_transaction(kind):
    permit = ending(kind, 10)
    new = issue(renewal_ready(kind, permit), HeadFactory())
    permit.refresh_from_db()
    assert (permit.state, permit.replaced_by) == (PermitState.REPLACED, new)
    assert permit.status_on(TODAY) == "replaced"
    assert new.application.renewal.ended_at == new.issued_at
    leaves = [leaf.content for leaf in LogLeaf.objects.order_by("index")]
    assert [f'"event":"{event}"' in leaf for event, leaf in zip(["published", "replaced"], leaves, strict=True)] == [
        True, True,
    ]  # fmt: skip
    assert permit.number in leaves[1]
    assert new.number in leaves[1]
    assert list(AuditEntry.objects.order_by("-sequence").values_list("action", flat=True)[:2]) == [
        "permit.replaced",
        "permit.published",
    ]


def test_a_publication_that_fails_replaces_nothing(kind, monkeypatch):
    permit = ending(kind, 10)

    def fail(_permit):
        raise RuntimeError("power is gone")

    monkeypatch.setattr(issuing, "_tell", fail)
    with pytest.raises(RuntimeError):
        issue(renewal_ready(kind, permit), HeadFactory())
    permit.refresh_from_db()
    assert (permit.state, permit.replaced_by) == (PermitState.ACTIVE, None)
    assert Permit.objects.count() == 1


def test_what_was_revoked_meanwhile_stays_revoked(kind):
    permit = ending(kind, 10)
    application = renewal_ready(kind, permit)
    Permit.objects.filter(pk=permit.pk).update(state=PermitState.REVOKED)
    issue(application, HeadFactory())
    permit.refresh_from_db()
    assert (permit.state, permit.replaced_by) == (PermitState.REVOKED, None)


def test_only_a_replaced_permit_names_its_successor(kind):
    permit = ending(kind, 10)
    with pytest.raises(IntegrityError), transaction.atomic():
        Permit.objects.filter(pk=permit.pk).update(replaced_by=PermitFactory())


def test_a_file_that_stays_the_same_is_given_again(kind):
    permit = ending(kind, 10)
    application, actor = begin(permit), permit.application.applicant
    given = document_reuse(application_id=application.pk, actor=actor, requirement_key="proposal")
    old = permit.application.documents.get(requirement_key="proposal")
    assert (given.application, given.sha256, given.verdict, given.current) == (application, old.sha256, "", True)
    for key in ("proposal", "rekom", "entah"):
        with pytest.raises(Document.DoesNotExist):
            document_reuse(application_id=application.pk, actor=actor, requirement_key=key)
    assert application.documents.count() == 2
    with pytest.raises(Application.DoesNotExist):
        document_reuse(application_id=application.pk, actor=ApplicantFactory(), requirement_key="proposal")
    alone = ApplicationFactory(applicant=actor, permit_type=kind, documents=False)
    with pytest.raises(Document.DoesNotExist):
        document_reuse(application_id=alone.pk, actor=actor, requirement_key="proposal")


def test_the_form_of_a_type_offers_the_permits_one_could_go_on_from(kind, django_assert_num_queries):
    person = ApplicantFactory()
    far, near, over, renewed = (ending(kind, days, person) for days in (300, 10, -90, 12))
    begin(renewed)
    ending(kind, 10)
    with django_assert_num_queries(1):
        assert permits_to_go_on_from(person, kind, TODAY) == [near, far]
    assert over.state == PermitState.ACTIVE


def limited(most, **rows):
    return PermitTypeFactory(**renewable_rows(), max_per_person=most, **rows)


def complete(kind, person):
    return ApplicationFactory(applicant=person, permit_type=kind, purpose=Purpose.NEW)


def test_nobody_holds_more_permits_of_practice_than_the_law_allows(db):
    kind, person = limited(3), ApplicantFactory()
    ending(kind, 300, person)
    ending(kind, -1, person)
    ending(kind, 300)
    ApplicationFactory(applicant=person, permit_type=kind, at="kabid")
    third, fourth = complete(kind, person), complete(kind, person)
    assert limit_refusal(third) == ""
    application_send(application_id=third.pk, actor=person)
    with pytest.raises(TooManyPermits) as refused:
        application_send(application_id=fourth.pk, actor=person)
    assert "paling banyak memiliki 3 izin" in str(refused.value)
    assert "1 izin yang berlaku dan 2 permohonan" in str(refused.value)
    fourth.refresh_from_db()
    assert fourth.status == Status.DRAFT


def test_a_renewal_is_no_further_permit(db):
    kind, person = limited(1), ApplicantFactory()
    permit = ending(kind, 10, person)
    assert limit_refusal(complete(kind, person)) != ""
    assert limit_refusal(begin(permit)) == ""
    assert (
        limit_refusal(draft_create(applicant=person, permit_type=PermitTypeFactory(), answers={}, locations=[])) == ""
    )


@pytest.mark.django_db(transaction=True)
def test_two_sent_at_the_same_moment_see_each_other(db):
    kind, person = limited(1), ApplicantFactory()
    drafts = [complete(kind, person) for _n in range(3)]
    sent = run_together([partial(application_send, application_id=d.pk, actor=person) for d in drafts])
    assert [type(result) for result in sent].count(TooManyPermits) == 2
    assert Application.objects.filter(status=Status.SUBMITTED).count() == 1
