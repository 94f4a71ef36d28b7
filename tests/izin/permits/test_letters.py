"""The facts of one permit: whom, where and for how long, and what of them anybody may read."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine

from common.content_store import content_read
from common.errors import DomainError
from izin.applications.selectors import answer_rows
from izin.catalog.enums import FieldMeaning
from izin.catalog.letters import letter_context
from izin.permits.letters import (
    copy_email,
    holder_name,
    letter_facts,
    letter_preview,
    meant,
    meant_text,
    public_words,
    validity_of,
    verify_url,
)
from izin.permits.models import Issuance
from tests.factories.accounts import ApplicantFactory, UserFactory
from tests.factories.applications import ANSWERS, ApplicationFactory, DocumentFactory
from tests.factories.catalog import PermitTypeFactory, shipped_type
from tests.factories.permits import HeadFactory, IssuanceFactory, issue

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
STREET, PHONE, EMAIL = "Jorong Rahasia RT 9", "6281299998888", "rahasia@contoh.id"
AREA = {"street": STREET, "village": "13.02.10.2001", "area": "Nagari Koto Baru, Kecamatan Kubung"}
PERSONAL = [
    {"key": "pj", "label": "Penanggung jawab", "kind": "person"},
    {"key": "telepon", "label": "Telepon", "kind": "phone"},
    {"key": "surel", "label": "Email", "kind": "email", "meaning": "copy_email"},
    {"key": "tempat", "label": "Tempat", "kind": "practice_place", "is_public": True, "meaning": "place"},
    {"key": "rumah", "label": "Rumah", "kind": "address", "is_public": True},
    {"key": "acara", "label": "Acara", "kind": "text", "is_public": True, "meaning": "subject"},
    {"key": "orang", "label": "Jumlah", "kind": "number", "is_public": True},
    {"key": "musik", "label": "Musik", "kind": "boolean", "is_public": True},
    {"key": "kosong", "label": "Kosong", "kind": "text", "is_public": True, "required": False},
    {"key": "rahasia", "label": "Rahasia", "kind": "text"},
]
PERSONAL_ANSWERS = {
    "pj": {"name": "Yulia Contoh", "phone": PHONE},
    "telepon": PHONE,
    "surel": EMAIL,
    "tempat": {"name": "Lapangan Talang", **AREA},
    "rumah": AREA,
    "acara": "Festival",
    "orang": 1500,
    "musik": False,
    "kosong": "",
    "rahasia": "tidak untuk umum",
}
EXPIRY = {"key": "akhir", "label": "STR berlaku sampai", "kind": "date", "meaning": "expiry", "required": False}
PERIOD = {"key": "waktu", "label": "Waktu", "kind": "date_range", "meaning": "period", "required": False}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def case(fields, answers, **values):
    """Return a draft of a type with these fields; `years` is how long its permits last at most."""
    years, renewable = values.pop("years", 1), values.pop("renewable", False)
    wordless = dict.fromkeys(("letter_opening", "letter_conditions", "letter_copies"), "")
    permit_type = PermitTypeFactory(fields=fields, validity_years_max=years, renewable=renewable, **wordless)
    return ApplicationFactory(
        permit_type=permit_type, answers=answers, **{"locations": (), "documents": False, **values}
    )


def all_public(application):
    """Make every field of the pinned type public, as no type can be published: the second lock must hold too."""
    for row in application.revision.content["fields"]:
        row["is_public"] = True
    application.revision.save(update_fields=["content"])
    return type(application).objects.get(pk=application.pk)


def validity(fields, answers, **values):
    return validity_of(Issuance(application=case(fields, answers, **values), issued_on=TODAY))


# --- Meanings ------------------------------------------------------------------------------------------------------


def test_the_holder_is_the_applicant_unless_the_type_names_another():
    person = ApplicantFactory(full_name="Irman Syaputra", title_back="S.Kom")
    school = [{"key": "sekolah", "label": "Sekolah", "kind": "text", "meaning": "holder", "required": False}]
    for answers, name in (({"sekolah": "SD Al-Hidayah"}, "SD Al-Hidayah"), ({"sekolah": ""}, None), ({}, None)):
        application = case(school, answers, applicant=person)
        assert holder_name(application) == (name or person.get_full_name())
    assert holder_name(case([], {"sekolah": "x"}, applicant=person)) == person.get_full_name()


def test_what_does_not_apply_has_no_meaning():
    fields = [
        {"key": "ada", "label": "Ada", "kind": "boolean"},
        {**EXPIRY, "show_if_field": "ada", "show_if_value": "ya"},
        {"key": "surel", "label": "Email", "kind": "email", "meaning": "copy_email", "applies_to": "renewal"},
    ]
    answers = {"ada": False, "akhir": "2027-01-01", "surel": EMAIL}
    new = case(fields, answers, renewable=True)
    assert meant(new, FieldMeaning.EXPIRY) is None
    assert copy_email(new) == ""
    renewal = case(fields, {**answers, "ada": True}, purpose="renewal", renewable=True)
    assert meant(renewal, FieldMeaning.EXPIRY)[1] == "2027-01-01"
    assert copy_email(renewal) == EMAIL


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("practice_place", {"name": "Klinik", **AREA}, "Klinik, Nagari Koto Baru, Kecamatan Kubung"),
        ("address", AREA, "Nagari Koto Baru, Kecamatan Kubung"),
    ],
)
def test_the_place_is_told_without_its_street(kind, answer, words):
    application = case([{"key": "t", "label": "T", "kind": kind, "meaning": "place"}], {"t": answer})
    assert meant_text(application, FieldMeaning.PLACE) == words


def test_several_places_are_told_on_one_line():
    application = ApplicationFactory(documents=False)
    assert meant_text(application, FieldMeaning.PLACE) == "Kecamatan Kubung; RSUD Arosuka, Kec. Gunung Talang"
    assert meant_text(application, FieldMeaning.SUBJECT) == ANSWERS["judul"]
    assert meant_text(ApplicationFactory(documents=False, locations=()), FieldMeaning.PLACE) == ""


# --- Validity ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "years", "expected"),
    [
        ({}, 5, (TODAY, date(2031, 11, 24))),
        ({"akhir": ""}, 5, (TODAY, date(2031, 11, 24))),
        ({"akhir": "2028-02-29"}, 5, (TODAY, date(2028, 2, 29))),
        ({"akhir": "2026-11-24"}, 5, (TODAY, TODAY)),
        ({"akhir": "2099-01-01"}, 5, (TODAY, date(2031, 11, 24))),
        ({"waktu": {"start": "2026-12-01", "end": "2027-05-31"}}, 1, (date(2026, 12, 1), date(2027, 5, 31))),
        ({"waktu": {"start": "2026-01-01", "end": "2026-12-31"}}, 1, (TODAY, date(2026, 12, 31))),
        ({"waktu": {"start": "2026-12-01", "end": "2029-12-01"}}, 1, (date(2026, 12, 1), date(2027, 11, 24))),
        # Both: whatever ends first.
        (
            {"waktu": {"start": "2026-12-01", "end": "2027-05-31"}, "akhir": "2027-03-01"},
            1,
            (date(2026, 12, 1), date(2027, 3, 1)),
        ),
        (
            {"waktu": {"start": "2026-12-01", "end": "2027-03-01"}, "akhir": "2027-05-31"},
            1,
            (date(2026, 12, 1), date(2027, 3, 1)),
        ),
    ],
)
def test_how_long_a_permit_is_valid(answers, years, expected):
    assert validity([EXPIRY, PERIOD], answers, years=years) == expected


@pytest.mark.parametrize(
    "answers",
    [
        {"akhir": "2026-11-23"},
        {"waktu": {"start": "2026-01-01", "end": "2026-11-23"}},
        {"waktu": {"start": "2028-01-01", "end": "2028-02-01"}},
        {"waktu": {"start": "2027-06-01", "end": "2027-07-01"}, "akhir": "2027-05-31"},
    ],
)
def test_no_permit_is_issued_that_was_never_valid(answers):
    with pytest.raises(DomainError, match="Kembalikan kepada pemohon"):
        validity([EXPIRY, PERIOD], answers)


def test_a_date_without_meaning_does_not_end_a_permit():
    plain = [{**EXPIRY, "meaning": ""}, {**PERIOD, "meaning": ""}]
    answers = {"akhir": "2027-01-01", "waktu": {"start": "2026-12-01", "end": "2026-12-02"}}
    assert validity(plain, answers) == (TODAY, date(2027, 11, 24))


# --- The register --------------------------------------------------------------------------------------------------


def test_what_anybody_may_read_holds_no_street_no_phone_and_no_address_of_mail():
    application = all_public(case(PERSONAL, PERSONAL_ANSWERS))
    said = {field.key: public_words(field, answer) for field, answer in answer_rows(application)}
    assert said == {
        "pj": "",
        "telepon": "",
        "surel": "",
        "tempat": "Lapangan Talang, Nagari Koto Baru, Kecamatan Kubung",
        "rumah": "Nagari Koto Baru, Kecamatan Kubung",
        "acara": "Festival",
        "orang": "1.500",
        "musik": "Tidak",
        "kosong": "",
        "rahasia": "tidak untuk umum",
    }
    assert copy_email(application) == EMAIL


def test_a_permit_in_the_register_tells_nothing_personal():
    application = all_public(case([*PERSONAL[:-1]], PERSONAL_ANSWERS, at="kadis", documents=True))
    permit = issue(application, HeadFactory())
    assert permit.public_data == [
        ["Tempat", "Lapangan Talang, Nagari Koto Baru, Kecamatan Kubung"],
        ["Rumah", "Nagari Koto Baru, Kecamatan Kubung"],
        ["Acara", "Festival"],
        ["Jumlah", "1.500"],
        ["Musik", "Tidak"],
    ]
    permit.refresh_from_db()
    everything = " ".join(str(getattr(permit, column.attname)) for column in permit._meta.concrete_fields).lower()
    for personal in (STREET, PHONE, EMAIL, "Yulia", "tidak untuk umum", application.applicant.nik):
        assert personal.lower() not in everything


# --- Facts ---------------------------------------------------------------------------------------------------------


def test_the_facts_of_a_letter_come_from_the_database():
    person = ApplicantFactory(full_name="Irman Syaputra", title_back="S.Kom", profile__occupation="Perawat")
    issuance = IssuanceFactory(application=ApplicationFactory(at="kadis", applicant=person, number=7))
    # Registered at 23.30 WIB: the day in Solok counts.
    issuance.application.registered_at = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    issuance.application.save()
    facts = letter_facts(issuance, is_test=False)
    assert (facts.number, facts.code, facts.is_test) == (issuance.number, issuance.code, False)
    assert (facts.registration_number, facts.registered_on) == ("7/UJI/SISFO/XI/2026", date(2026, 11, 20))
    assert (facts.valid_from, facts.valid_until) == (date(2026, 12, 1), date(2027, 5, 31))
    assert (facts.purpose, facts.answers) == ("new", ANSWERS)
    assert list(facts.locations) == ["Kecamatan Kubung", "RSUD Arosuka, Kec. Gunung Talang"]
    assert facts.holder.name == person.get_full_name()
    assert (facts.holder.occupation, facts.holder.birth) == ("Perawat", "Solok, 5 Maret 1991")
    assert facts.holder.address == person.profile.address_line
    assert (facts.signer.name, facts.signer.nip) == ("Ahmad Contoh, S.STP, M.Si", "198503052010011001")
    assert facts.verify_url == verify_url(issuance.code)
    assert facts.photo is None
    with time_machine.travel(date(2030, 1, 1), tick=False):
        assert letter_facts(Issuance.objects.get(pk=issuance.pk), is_test=False) == letter_facts(
            issuance, is_test=False
        )


def test_a_case_that_was_never_registered_has_no_day_of_it():
    issuance = Issuance(
        application=ApplicationFactory(),
        number="n",
        code="K",
        issued_on=TODAY,
        signer=HeadFactory(),
        signer_position="",
    )
    facts = letter_facts(issuance, is_test=True)
    assert (facts.registration_number, facts.registered_on) == ("", None)


def test_the_photograph_of_the_current_document_is_on_the_letter():
    permit_type = shipped_type("sip-perawat")
    application = ApplicationFactory(permit_type=permit_type, answers={}, locations=(), at="kadis")
    facts = letter_facts(IssuanceFactory(application=application), is_test=True)
    current = application.documents.get(requirement_key="foto", current=True)
    assert facts.photo == content_read("private", current.sha256)
    assert letter_context(application.rules, facts)["letter"]["photo"].startswith("data:image/jpeg;base64,")


@pytest.mark.parametrize("given", [False, True])
def test_a_photograph_that_was_not_given_or_not_asked_for_is_not_on_the_letter(given):
    photo = {
        "key": "foto",
        "name": "Foto",
        "file_kind": "jpeg",
        "max_kb": 500,
        "on_letter": True,
        "required": False,
        "applies_to": "renewal" if given else "both",
    }
    permit_type = PermitTypeFactory(requirements=[photo], renewable=True)
    application = ApplicationFactory(permit_type=permit_type, at="kadis", documents=False)
    if given:  # for a renewal, before the applicant made it a new one
        DocumentFactory(application=application, requirement_key="foto", content_type="image/jpeg")
    assert letter_facts(IssuanceFactory(application=application), is_test=True).photo is None


def test_a_preview_needs_a_post_and_writes_nothing(monkeypatch):
    application = ApplicationFactory(at="kadis", documents=False)
    with pytest.raises(DomainError, match="Jabatan Anda belum dicatat"):
        letter_preview(application, signer=UserFactory())
    drawn = SimpleNamespace(facts=None)
    monkeypatch.setattr(
        "izin.permits.letters.letter_draw", lambda rules, facts: setattr(drawn, "facts", facts) or b"%PDF"
    )
    assert letter_preview(application, signer=HeadFactory()) == b"%PDF"
    assert (drawn.facts.is_test, drawn.facts.code) == (True, "PRATINJAU")
    assert "nomor diberikan" in drawn.facts.number
    assert not Issuance.objects.exists()
