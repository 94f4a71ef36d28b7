"""The shipped catalogue: thirty permit types of the office, as facts, before any model reads them."""

import io
import json
import re
from datetime import date
from typing import Any

import pikepdf
import pypdfium2
import pytest
import re2

from izin.accounts.enums import Role
from izin.catalog.enums import (
    AppliesTo,
    ContentCheck,
    DateLimit,
    FieldKind,
    FieldMeaning,
    FileKind,
    LetterLayout,
    Paper,
)
from izin.catalog.exchange import permit_type_fill
from izin.catalog.letters import ALLOWED_TAGS, LETTER_TOKENS, TOKEN, Holder, LetterFacts, letter_draw, letter_sample
from izin.catalog.models import LetterSettings, PermitType, Sector
from izin.catalog.numbering import number_format, pattern_problems
from izin.workflow.engine import StageRule, flow_problems
from tests.factories.catalog import TYPES

TYPE_DATA: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(TYPES.glob("*.json"))
}
SECTORS = json.loads((TYPES.parent / "sectors.json").read_text(encoding="utf-8"))
PRACTICE = [code for code in TYPE_DATA if code.startswith("sip-")]
WITH_REGISTRATION = [code for code in PRACTICE if code != "sip-tukanggigi"]
SCHOOLS = [code for code in TYPE_DATA if code.startswith("ops-")]

COLUMNS = {
    "format", "sector", "code", "slug", "name", "menu_name", "letter_title", "description", "legal_basis",
    "source_note", "service_days", "fee_label", "validity_note", "validity_years_max", "renewable", "renewal_days",
    "renewal_grace_days", "max_per_person", "needs_result_report", "registration_pattern", "number_pattern",
    "number_classification", "number_code", "letter_layout", "letter_opening", "letter_conditions", "letter_copies",
    "fields", "requirements", "stages",
}  # fmt: skip
FIELD_COLUMNS = {
    "key", "label", "kind", "required", "help_text", "options", "meaning", "is_public", "on_letter", "applies_to",
    "show_if_field", "show_if_value", "pattern", "pattern_hint", "min_value", "max_value", "date_limit",
}  # fmt: skip
REQUIREMENT_COLUMNS = {
    "key", "name", "help_text", "file_kind", "max_kb", "required", "applies_to", "from_account", "from_permit",
    "reusable", "on_letter", "content_check",
}  # fmt: skip
STAGE_COLUMNS = {"key", "label", "role", "signs"}
# What a person is called, where he lives and how he is reached is never for the register.
PUBLIC_KINDS = {FieldKind.CHOICE, FieldKind.PRACTICE_PLACE, FieldKind.ADDRESS, FieldKind.LOCATIONS}
PUBLIC_MEANINGS = {FieldMeaning.SUBJECT, FieldMeaning.HOLDER}
# Spellings the dictionary does not know, and words for editors that no applicant should meet.
WRONG_WORDS = re.compile(r"praktek|e-mail|silahkan|ijin\b|perlu.(verifikasi|diperiksa)|proposed|\bseed\b", re.I)
TEXTS = ("opening", "conditions", "copies")
READ_BY_PEOPLE = {
    "name", "menu_name", "letter_title", "description", "legal_basis", "fee_label", "validity_note", "letter_opening",
    "letter_conditions", "letter_copies", "label", "help_text", "options", "pattern_hint",
}  # fmt: skip

every_type = pytest.mark.parametrize("data", TYPE_DATA.values(), ids=TYPE_DATA.keys())


def named(row: dict[str, Any]) -> set[str]:
    return {name for name in row if not name.startswith("_")}


def row_of(data: dict[str, Any], relation: str, key: str) -> dict[str, Any]:
    return next(row for row in data[relation] if row["key"] == key)


def public_texts(data: dict[str, Any]) -> list[str]:
    """Return everything applicants and holders may read."""
    rows = [data, *(row for relation in ("fields", "requirements", "stages") for row in data[relation])]
    return [value for row in rows for name, value in row.items() if isinstance(value, str) and name in READ_BY_PEOPLE]


def test_the_thirty_types_of_the_office_are_here():
    assert len(TYPE_DATA) == 30
    assert (len(PRACTICE), len(SCHOOLS)) == (24, 3)
    assert {"penelitian", "stpt", "keramaian"} < TYPE_DATA.keys()


@pytest.mark.parametrize("name", ["code", "slug", "name", "number_code", "letter_title"])
def test_no_two_types_share(name):
    values = [str(data[name]).casefold() for data in TYPE_DATA.values()]
    assert len(set(values)) == len(values)


def test_sectors_are_the_four_of_the_guide_in_order_and_all_are_used():
    codes = [sector["code"] for sector in sorted(SECTORS, key=lambda sector: sector["order"])]
    assert codes == ["penelitian", "kesehatan", "keramaian", "pendidikan"]
    assert {data["sector"] for data in TYPE_DATA.values()} == set(codes)
    assert all(sector["description"].endswith(".") for sector in SECTORS)


@every_type
def test_a_file_has_the_columns_of_the_format_and_no_others(data):
    assert named(data) == COLUMNS
    assert data["format"] == "sisfo-izin/permit-type/1"
    assert TYPE_DATA[data["code"]] is data
    for relation, columns in (
        ("fields", FIELD_COLUMNS),
        ("requirements", REQUIREMENT_COLUMNS),
        ("stages", STAGE_COLUMNS),
    ):
        assert set().union(*map(named, data[relation])) <= columns
        keys = [row["key"] for row in data[relation]]
        assert len(set(keys)) == len(keys)


@every_type
def test_words_are_those_the_catalogue_knows(data):
    for field in data["fields"]:
        assert field["kind"] in FieldKind.values
        assert field.get("meaning", "") in {"", *FieldMeaning.values}
        assert field.get("applies_to", "both") in AppliesTo.values
        assert field.get("date_limit", "") in {"", *DateLimit.values}
    for requirement in data["requirements"]:
        assert requirement["file_kind"] in FileKind.values
        assert requirement.get("applies_to", "both") in AppliesTo.values
        assert requirement.get("content_check", "") in {"", *ContentCheck.values}
    assert data["letter_layout"] in LetterLayout.values


@every_type
def test_every_row_tells_its_source_and_every_type_what_the_office_must_check(data):
    rows = [*data["fields"], *data["requirements"], *data["stages"], *data["_legal_basis"]]
    assert all(row["_source"] for row in rows)
    assert all(basis["_standing"] for basis in data["_legal_basis"])
    assert "Yang perlu diperiksa kantor:\n- " in data["source_note"]


@every_type
def test_what_is_printed_as_law_is_named_in_full_and_has_a_source(data):
    sources = {basis["text"] for basis in data["_legal_basis"]}
    lines = data["legal_basis"].splitlines()
    assert lines
    assert set(lines) <= sources
    for line in lines:
        assert re.match(r"(Undang-Undang|Peraturan \w+(?: \w+)*?) Nomor \d+ Tahun \d{4} tentang ", line), line


@every_type
def test_flow_is_sound_and_worked_by_known_roles(data):
    flow = [StageRule(row["key"], Role(row["role"]), row.get("signs", False)) for row in data["stages"]]
    assert flow_problems(flow) == []
    assert flow[0].role == Role.FRONT_DESK
    assert flow[-1].role == Role.AGENCY_HEAD
    assert (Role.BPJS_VERIFIER in {stage.role for stage in flow}) == (data["sector"] == "kesehatan")


@every_type
def test_numbers_can_be_given(data):
    assert pattern_problems(data["number_pattern"]) == []
    assert pattern_problems(data["registration_pattern"]) == []
    number = number_format(
        data["number_pattern"],
        sequence=1,
        on=date(2026, 11, 24),
        classification=data["number_classification"],
        code=data["number_code"],
    )
    assert number == f"{data['number_classification']}/001/{data['number_code']}/DPMPTSPNAKER/XI/2026"


def test_the_number_of_the_guide_is_a_nurses():
    nurse = TYPE_DATA["sip-perawat"]
    assert (nurse["number_classification"], nurse["number_code"], nurse["service_days"]) == ("449.1", "IPP", 7)
    assert nurse["registration_pattern"] == "{urut}/KES/SISFO/{bulan_romawi}/{tahun}"


@every_type
def test_a_condition_names_an_earlier_question_and_one_of_its_answers(data):
    answers: dict[str, list[str]] = {}
    for field in data["fields"]:
        if "show_if_field" in field:
            assert field["show_if_value"] in answers[field["show_if_field"]]
        if field["kind"] == FieldKind.CHOICE:
            answers[field["key"]] = field["options"].splitlines()
        elif field["kind"] == FieldKind.BOOLEAN:
            answers[field["key"]] = ["ya", "tidak"]


@every_type
def test_an_example_in_a_help_text_is_an_answer_its_question_takes(data):
    for field in data["fields"]:
        if field.get("pattern"):
            assert field["kind"] == FieldKind.TEXT
            assert field["pattern_hint"]
            example = field["help_text"].partition("Contoh: ")[2]
            assert not example or re2.fullmatch(field["pattern"], example), field["key"]
            assert not re2.fullmatch(field["pattern"], "belum ada!"), field["key"]


@every_type
def test_nothing_personal_is_public(data):
    for field in data["fields"]:
        if field.get("is_public"):
            assert field["kind"] in PUBLIC_KINDS or field.get("meaning") in PUBLIC_MEANINGS, field["key"]
    assert any(field.get("meaning") == FieldMeaning.PLACE and field.get("is_public") for field in data["fields"])


@every_type
def test_renewal_is_asked_for_only_where_a_permit_can_be_renewed(data):
    rows = [row for row in data["fields"] + data["requirements"] if row.get("applies_to") == AppliesTo.RENEWAL]
    assert bool(rows) == data["renewable"] == bool(data["renewal_days"])
    previous = [field for field in data["fields"] if field.get("meaning") == FieldMeaning.PREVIOUS_NUMBER]
    assert [field["applies_to"] for field in previous] == ["renewal"] * data["renewable"]


@every_type
def test_a_renewal_takes_the_old_letter_from_the_service_and_only_what_stays_the_same_again(data):
    for row in data["requirements"]:
        if row.get("from_permit"):
            assert (row["file_kind"], row.get("applies_to")) == (FileKind.PDF, AppliesTo.RENEWAL)
        if row.get("reusable"):
            assert row["key"] not in {"sehat", "rekom", "rekom_dinkes", "ket_atasan", "permohonan"}


def test_the_law_limits_how_many_permits_of_practice_one_person_holds():
    limits = {code: TYPE_DATA[code].get("max_per_person") for code in TYPE_DATA}
    assert limits["stpt"] == 1
    assert {limits[code] for code in WITH_REGISTRATION} == {3}
    assert {limit for code, limit in limits.items() if code not in {"stpt", *WITH_REGISTRATION}} == {None}


def test_only_research_owes_a_report_of_results():
    assert [code for code, data in TYPE_DATA.items() if data.get("needs_result_report")] == ["penelitian"]


@every_type
def test_the_account_gives_the_ktp_whatever_size_it_may_have(data):
    ktp = [row for row in data["requirements"] if row.get("from_account")]
    assert [row["file_kind"] for row in ktp] == [FileKind.JPEG]
    assert ktp[0]["max_kb"] >= 512


@every_type
def test_letter_texts_use_known_tokens_and_harmless_tags(data):
    known = LETTER_TOKENS.keys() | {field["key"] for field in data["fields"]}
    for name in TEXTS:
        text = data[f"letter_{name}"]
        assert text
        assert set(TOKEN.findall(text)) <= known
        assert set(re.findall(r"</?(\w+)", text)) <= set(ALLOWED_TAGS)
        assert not re.search(r"[{}]", TOKEN.sub("", text))


@every_type
def test_a_letter_says_nothing_of_what_not_every_applicant_is_asked(data):
    """A sentence around an answer that does not apply would have a hole."""
    used = {token for name in TEXTS for token in TOKEN.findall(data[f"letter_{name}"])}
    for field in data["fields"]:
        sometimes = (
            "show_if_field" in field or field.get("applies_to", "both") != "both" or field.get("required") is False
        )
        assert not (sometimes and field["key"] in used), field["key"]


@every_type
def test_people_read_dictionary_spelling_and_nothing_meant_for_editors(data):
    texts = [re.sub(r"https?://\S+", "", text) for text in public_texts(data)]
    assert [text for text in texts if WRONG_WORDS.search(text)] == []


@pytest.mark.parametrize("code", WITH_REGISTRATION)
def test_a_licence_to_practise_follows_the_law_of_2023(code):
    """Registration may be for life; the body's recommendation is no longer a duty; renewal needs credits."""
    data = TYPE_DATA[code]
    expiry = row_of(data, "fields", "str_berlaku_sampai")
    assert (expiry["meaning"], expiry["show_if_field"], expiry["show_if_value"]) == (
        "expiry",
        "str_seumur_hidup",
        "tidak",
    )
    assert data["validity_years_max"] == 5
    assert row_of(data, "requirements", "rekom_op")["required"] is False
    assert row_of(data, "requirements", "str")["content_check"] == ContentCheck.QR
    assert row_of(data, "requirements", "skp")["applies_to"] == AppliesTo.RENEWAL


@pytest.mark.parametrize("code", [*PRACTICE, "stpt"])
def test_a_practitioners_photograph_is_printed(code):
    photo = row_of(TYPE_DATA[code], "requirements", "foto")
    assert (photo["on_letter"], photo["file_kind"], photo["content_check"]) == (True, "jpeg", "photo_background")


# Letters, one of each layout, drawn as the service draws them.


def drawn(code: str, layout: str = "", **changes: Any) -> bytes:
    data = {**TYPE_DATA[code]}
    data["letter_layout"] = layout or data["letter_layout"]
    Sector.objects.create(code=data["sector"], name="x")
    permit_type = permit_type_fill(PermitType(), data)
    sample = letter_sample(permit_type)
    return letter_draw(permit_type, LetterFacts(**{**vars(sample), **changes}))


def pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("penelitian", ["SURAT KETERANGAN PENELITIAN", "memberikan izin kepada", "RSUD Arosuka", "Arosuka, "]),
        ("sip-perawat", ["memberikan izin praktik sebagai Perawat", "Solok, 5 Februari 1991", "Ditetapkan di Arosuka"]),
        ("stpt", ["telah terdaftar sebagai Penyehat Tradisional"]),
        ("keramaian", ["Rekomendasi ini bukan izin keramaian", "Klinik Contoh"]),
        ("ops-sd", ["MENIMBANG", "MEMUTUSKAN", "KESATU", "KELIMA", "Yulia Contoh"]),
    ],
)
def test_a_letter_says_what_its_kind_says(code, words):
    found = pages(drawn(code))
    text = " ".join("\n".join(found).split())
    assert len(found) == (2 if code == "ops-sd" else 1)
    assert [word for word in words if word.casefold() not in text.casefold()] == []
    assert "{" not in text
    assert "Tembusan disampaikan kepada" in text
    assert all("tidak sah sebagai dokumen resmi" in " ".join(page.split()) for page in found)


@pytest.mark.django_db
def test_the_general_layout_serves_a_type_that_no_sector_has_yet():
    text = " ".join(pages(drawn("sip-perawat", layout=LetterLayout.GENERAL))[0].split())
    assert "Pekerjaan contoh" in text
    assert "Masa berlaku" in text


@pytest.mark.django_db
@pytest.mark.parametrize(("paper", "millimetres"), [(Paper.F4, (215, 330)), (Paper.A4, (210, 297))])
def test_a_letter_is_on_the_paper_of_the_office(paper, millimetres):
    LetterSettings.objects.update_or_create(defaults={"paper": paper})
    with pikepdf.open(io.BytesIO(drawn("keramaian"))) as pdf:
        box = pdf.pages[0].MediaBox
    assert tuple(round(float(side) / 72 * 25.4) for side in box[2:]) == millimetres


@pytest.mark.django_db
def test_a_long_letter_signs_beside_its_last_words_and_loses_none():
    places = [f"Kantor Wali Nagari Nomor {number}, Kec. Lembah Gumanti" for number in range(1, 61)]
    long_name = "Ns. " + "Muhammad Abdurrahman " * 8 + "W" * 150
    holder = Holder(name=long_name, occupation="Peneliti", address="Jalan " + "x" * 300, birth="")
    found = pages(drawn("penelitian", locations=places, holder=holder))
    text = " ".join("\n".join(found).split())
    assert len(found) > 2
    assert [place for place in places if place not in text] == []
    assert "dipergunakan sebagaimana mestinya" in " ".join(found[-1].split())
    assert all(f"Halaman {number} dari {len(found)}" in page for number, page in enumerate(found, 1))


@pytest.mark.django_db
def test_what_a_person_typed_is_never_markup_in_a_letter():
    holder = Holder(name="<b>{nomor}</b> & Co", occupation="<script>", address="<img src=x>", birth="")
    text = "\n".join(pages(drawn("penelitian", holder=holder)))
    for typed in ("<b>{nomor}</b> & Co", "<script>", "<img src=x>"):
        assert typed in text
