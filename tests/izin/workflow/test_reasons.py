"""The reasons officers choose from."""

import json
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from izin.accounts.enums import Role
from izin.workflow.models import DecisionReason
from izin.workflow.selectors import reason_list
from izin.workflow.services import reasons_load
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.html import page_of

RETURN, REJECT = DecisionReason.Kind.RETURN_DOCUMENT, DecisionReason.Kind.REJECT
OUTCOMES = ("new", "unchanged", "kept", "overwritten")
ROWS = [
    {"key": "buram", "kind": "return_document", "text": "Dokumen buram."},
    {"key": "terpotong", "kind": "return_document", "text": "Dokumen terpotong."},
    {"key": "syarat", "kind": "reject", "text": "Syarat tidak dipenuhi."},
]


@pytest.fixture
def write(tmp_path):
    """Write a file of reasons and return where it is."""

    def write(reasons):
        path = tmp_path / "reasons.json"
        path.write_text(json.dumps({"reasons": reasons}), encoding="utf-8")
        return path

    return write


def counts(*numbers):
    return Counter(dict(zip(OUTCOMES, numbers, strict=True)))


def rows():
    return list(DecisionReason.objects.values_list("kind", "text", "order", "active"))


def texts(kind):
    return [reason.text for reason in reason_list(kind)]


@pytest.mark.django_db
def test_reasons_come_with_the_service_and_are_loaded_once():
    assert reasons_load() == counts(20, 0, 0, 0)
    assert (len(texts(RETURN)), len(texts(REJECT))) == (14, 6)
    before = rows()
    assert reasons_load() == counts(0, 20, 0, 0)
    assert rows() == before


@pytest.mark.django_db
def test_reasons_are_offered_in_order_while_they_are_active():
    for text, order, kind in (("C", 1, RETURN), ("B", 2, RETURN), ("A", 2, RETURN), ("X", 1, REJECT)):
        DecisionReason.objects.create(kind=kind, text=text, order=order)
    DecisionReason.objects.create(kind=RETURN, text="Lama", active=False)
    assert texts(RETURN) == ["C", "A", "B"]
    assert texts(REJECT) == ["X"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [{"text": "Berkas buram."}, {"active": False}, {"order": 9}, {"kind": "reject"}],
    ids=lambda change: next(iter(change)),
)
def test_what_the_office_changed_is_kept_unless_forced(write, change):
    path = write(ROWS)
    reasons_load(path=path)
    shipped = rows()
    DecisionReason.objects.filter(key="buram").update(**change)
    changed = rows()
    assert reasons_load(path=path) == counts(0, 2, 1, 0)
    assert rows() == changed
    assert reasons_load(path=path, force=True) == counts(0, 2, 0, 1)
    assert rows() == shipped


@pytest.mark.django_db
def test_a_reason_the_office_wrote_itself_is_not_written_twice(write):
    DecisionReason.objects.create(kind=RETURN, text="Dokumen buram.", order=7)
    assert reasons_load(path=write(ROWS)) == counts(2, 0, 1, 0)
    assert DecisionReason.objects.get(text="Dokumen buram.").order == 7


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"kind": "entah"}, {"text": " "}, {"text": "x" * 301}, {"key": "x" * 41}])
def test_an_unsound_reason_loads_nothing(write, change):
    with pytest.raises(ValidationError):
        reasons_load(path=write([*ROWS, {"key": "baru", "kind": "reject", "text": "Baru.", **change}]))
    assert rows() == []


@pytest.mark.django_db
def test_a_file_that_is_something_else_loads_nothing(write, tmp_path):
    with pytest.raises(KeyError):
        reasons_load(path=write([*ROWS, {"kind": "reject", "text": "Tanpa kunci."}]))
    other = tmp_path / "other.json"
    other.write_text("alasan")
    with pytest.raises(ValueError, match="Expecting"):
        reasons_load(path=other)
    assert rows() == []


@pytest.mark.django_db
def test_the_same_reason_stands_once_for_each_decision():
    DecisionReason.objects.create(kind=RETURN, text="Tidak sesuai.", key="a")
    DecisionReason.objects.create(kind=REJECT, text="Tidak sesuai.", key="b")
    for change in ({"text": "Tidak sesuai."}, {"kind": "entah"}, {"key": "a"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DecisionReason.objects.create(**{"kind": RETURN, "text": "Lain.", **change})
    again = DecisionReason(kind=RETURN, text=" Tidak   sesuai. ")
    with pytest.raises(ValidationError, match="Alasan ini sudah ada"):
        again.full_clean()


@pytest.mark.django_db
def test_an_officer_is_offered_the_reasons_once_for_all_documents(client):
    odd = 'Halaman "3" & <b>4</b> buram'
    DecisionReason.objects.create(kind=RETURN, text=odd, order=1)
    DecisionReason.objects.create(kind=RETURN, text="Terpotong", order=2)
    DecisionReason.objects.create(kind=RETURN, text="Lama", active=False)
    DecisionReason.objects.create(kind=REJECT, text="Ditolak")
    application = ApplicationFactory(at="terima")
    client.force_login(OfficerFactory())
    page = page_of(client.get(reverse("backoffice:case_detail", args=[application.pk])))
    (offered,) = page.select("datalist")
    assert [option["value"] for option in offered.select("option")] == [odd, "Terpotong"]
    inputs = page.select("input[name^=note_]")
    assert [field["list"] for field in inputs] == [offered["id"]] * application.documents.count()


@pytest.mark.django_db
def test_the_reasons_are_read_once_and_only_for_whose_turn_it_is(client):
    reasons_load()
    application = ApplicationFactory(at="terima")
    address = reverse("backoffice:case_detail", args=[application.pk])

    def reads():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked = [query["sql"] for query in queries if "izin_workflow_decisionreason" in query["sql"]]
        return sorted(kind for kind in DecisionReason.Kind.values for sql in asked if f"'{kind}'" in sql)

    client.force_login(OfficerFactory())
    assert reads() == sorted(DecisionReason.Kind.values)
    client.force_login(OfficerFactory(role=Role.SUPERVISOR))
    assert reads() == []


@pytest.mark.django_db
def test_any_other_reason_may_be_typed(client):
    reasons_load()
    application = ApplicationFactory(at="terima")
    sent = {"turn": application.turn}
    for document in application.documents.all():
        key = document.requirement_key
        sent |= {f"document_{key}": document.pk, f"verdict_{key}": "refused", f"note_{key}": f"Cap salah: {key}."}
    client.force_login(OfficerFactory())
    client.post(reverse("backoffice:case_review", args=[application.pk]), sent)
    for document in application.documents.all():
        assert document.verdict_note == f"Cap salah: {document.requirement_key}."
