"""Changing the places of research while officers examine an application (F3)."""

from functools import partial

import pytest

from common.errors import DomainError, NotAllowed
from izin.accounts.enums import Role
from izin.applications.enums import NoteAudience
from izin.applications.models import AnswerSnapshot, Application, Note
from izin.applications.services.autosaving import StaleAnswers, answers_version
from izin.applications.services.deciding import application_approve
from izin.applications.services.locating import locations_change
from izin.audit.models import AuditEntry
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import PermitTypeFactory, plain_rows
from tests.threads import run_together

pytestmark = pytest.mark.django_db

OLD = ["Kecamatan Kubung", "RSUD Arosuka, Kec. Gunung Talang"]
NEW = ["Kecamatan Kubung", "Kantor Camat Lembang Jaya"]


def places(application):
    return list(application.locations.values_list("name", flat=True))


def change(application, names=NEW, actor=None, version=None):
    return locations_change(
        application_id=application.pk,
        actor=actor or application.applicant,
        version=answers_version(application) if version is None else version,
        locations=names,
    )


def test_officers_are_told_and_the_old_places_are_kept():
    application = ApplicationFactory(at="kabid")
    change(application)
    application.refresh_from_db()
    assert places(application) == NEW
    note = Note.objects.get()
    assert (note.author, note.audience, note.stage_key) == (application.applicant, NoteAudience.APPLICANT, "kabid")
    assert note.text == (
        "Pemohon mengubah lokasi penelitian.\n"
        "Lokasi yang ditambahkan: Kantor Camat Lembang Jaya.\n"
        "Lokasi yang dihapus: RSUD Arosuka, Kec. Gunung Talang."
    )
    assert AnswerSnapshot.objects.get(application=application, round=1).places == OLD
    entry = AuditEntry.objects.order_by("sequence").last()
    assert (entry.action, entry.data) == (
        "application.locations_changed",
        {"before": OLD, "after": NEW, "round": 2},
    )


def test_a_decision_on_the_old_places_is_refused():
    application = ApplicationFactory(at="kabid")
    officer, seen = OfficerFactory(role=Role.DIVISION_HEAD), application.turn
    change(application)
    with pytest.raises(NotAllowed, match="dikirim ulang"):
        application_approve(application_id=application.pk, actor=officer, turn=seen)
    application.refresh_from_db()
    assert (application.status, application.stage_key) == ("submitted", "kabid")
    application_approve(application_id=application.pk, actor=officer, turn=application.turn)


@pytest.mark.parametrize("at", ["draft", "returned:kabid", "kadis", "issued"])
def test_it_is_for_what_officers_examine_only(at):
    application = ApplicationFactory(at=at)
    with pytest.raises(NotAllowed):
        change(application)
    assert (places(application), Note.objects.count()) == (OLD, 0)


def test_a_type_without_places_has_none_to_change():
    fields = [row for row in plain_rows("fields") if row["kind"] != "locations"]
    application = ApplicationFactory(at="terima", permit_type=PermitTypeFactory(fields=fields), locations=())
    with pytest.raises(NotAllowed):
        change(application)
    assert places(application) == []


def test_the_same_nothing_stale_and_foreign_change_nothing():
    application = ApplicationFactory(at="terima")
    change(application, OLD)
    with pytest.raises(DomainError) as refused:
        change(application, [])
    assert refused.value.field == "locations"
    with pytest.raises(StaleAnswers):
        change(application, version="old")
    with pytest.raises(Application.DoesNotExist):
        change(application, actor=ApplicantFactory())
    application.refresh_from_db()
    assert (places(application), application.round, Note.objects.count()) == (OLD, 1, 0)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_same_moment_overwrite_each_other_not():
    application = ApplicationFactory(at="terima")
    version = answers_version(application)
    results = run_together([partial(change, application, [name], version=version) for name in ("A", "B")])
    assert [isinstance(result, StaleAnswers) for result in results].count(True) == 1
    assert Note.objects.count() == 1
