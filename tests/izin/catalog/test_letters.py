"""What a letter says: an editor's words with tokens, and the facts of one permit (T1)."""

import io
import re
import subprocess
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
import time_machine
from django.conf import settings as site_settings
from django.core.files.images import ImageFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.images import get_image_model

from izin.catalog.exchange import permit_type_fill
from izin.catalog.letters import (
    ALLOWED_TAGS,
    FOOTER,
    LETTER_TOKENS,
    letter_context,
    letter_draw,
    letter_sample,
    letterhead,
    rich_text_clean,
    rich_text_fill,
    tokens_of,
)
from izin.catalog.models import LetterSettings, PermitType
from tests.factories.catalog import TYPE_CODES, SectorFactory, shipped_type, type_data
from tests.factories.files import image_bytes, jpeg_bytes
from tests.izin.catalog.answers.types import field, made

HARMLESS = re.compile(rf"</?(?:{'|'.join(ALLOWED_TAGS)})/?>")
EVIL = "{pemegang}<script>alert(1)</script>&\"'"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(date(2026, 11, 24), tick=False):
        yield


def unsaved(code):
    """Return a shipped type without writing it."""
    data = type_data(code)
    SectorFactory(code=data["sector"], name=data["sector"])
    return permit_type_fill(PermitType(), data)


def written(permit_type, **facts):
    """Return the words of the letter of a made-up permit with these facts."""
    return letter_context(permit_type, replace(letter_sample(permit_type), **facts))


def plain(fields=(), **values):
    """Return an unsaved type with a sound number."""
    return made(
        fields,
        **{
            "name": "Izin Uji",
            "letter_title": "SURAT UJI",
            "number_pattern": "{klasifikasi}/{urut:03d}/{kode}/{tahun}",
            "registration_pattern": "{urut}/{tahun}",
            "number_classification": "070",
            "number_code": "UJI",
            **values,
        },
    )


# --- Rich text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<p style="x" onclick="y()">a</p>', "<p>a</p>"),
        ("<ol><li><b>a</b> <i>b</i><br></li></ol>", "<ol><li><b>a</b> <i>b</i><br/></li></ol>"),
        ('<p>a<script>alert("x")</script></p>', "<p>aalert(&quot;x&quot;)</p>"),
        ('<img src="file:///etc/passwd"><iframe src=x></iframe><style>@import "x"</style>', "@import &quot;x&quot;"),
        ('<a href="javascript:x">a</a><h1>b</h1><table><tr><td>c</td></tr></table>', "abc"),
        ("a<!-- <b> -->b<![CDATA[><img src=x>]]>c<!DOCTYPE html>d<?php x ?>e", "abcde"),
        ("a < b & c &lt;script&gt;", "a &lt; b &amp; c &lt;script&gt;"),
        ("<p>terbuka <b>dua", "<p>terbuka <b>dua</b></p>"),
        ("", ""),
    ],
)
def test_rich_text_is_cleaned_down_to_a_few_tags(html, clean):
    assert rich_text_clean(html) == clean


PIECES = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<b onload=x>", "<svg/onload=x>", "<![CDATA[", "]]>", "<!--", "-->", "<script>", "</script>"]
        + ["<style>", "</textarea>", "<textarea>", "<?x ", "<!x", ">", "<", "&lt;", '"', "'", "{a}", "{", "}", "teks\0"]
    ),
    max_size=12,
).map("".join)


@settings(deadline=None, max_examples=300)
@given(html=PIECES | st.text(max_size=40), value=PIECES | st.text(max_size=40))
def test_no_markup_comes_from_an_editor_or_an_applicant(html, value):
    clean = rich_text_clean(html)
    assert "<" not in HARMLESS.sub("", clean)
    filled = rich_text_fill(html, {"a": value})
    assert "<" not in HARMLESS.sub("", filled)
    assert len(HARMLESS.findall(filled)) == len(HARMLESS.findall(clean))


def test_a_value_is_never_looked_at_for_tokens():
    filled = rich_text_fill("<p>{judul}, {pemegang}</p>", {"judul": EVIL, "pemegang": "A"})
    assert filled == "<p>{pemegang}&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#x27;, A</p>"


def test_a_token_without_a_value_leaves_nothing():
    assert rich_text_fill("<p>a{tidak_ada}b { pemegang } {x.__class__} {0!r}</p>", {}) == (
        "<p>ab { pemegang } {x.__class__} {0!r}</p>"
    )


def test_the_tokens_of_a_text():
    assert tokens_of("<p>{pemegang} <b>{judul}</b> {pemegang}</p><!-- {nomor} --> { x }") == {"pemegang", "judul"}


# --- Tokens and facts ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_token_is_filled():
    names = sorted(LETTER_TOKENS)
    opening = "".join(f"<p>{name}={{{name}}}</p>" for name in names)
    letter = written(plain(letter_opening=opening, renewable=True))["letter"]
    said = dict(re.findall(r"<p>(\w+)=(.*?)</p>", letter["opening"]))
    assert said == {
        "pemegang": "Ns. CONTOH PEMOHON, S.Kep.",
        "pekerjaan": "Pekerjaan contoh",
        "alamat": "Jorong Contoh, Nagari Koto Baru, Kecamatan Kubung, Kabupaten Solok, Provinsi Sumatera Barat",
        "nama_izin": "Izin Uji",
        "judul_surat": "SURAT UJI",
        "nomor": "070/001/UJI/2026",
        "nomor_registrasi": "1/2026",
        "tanggal_registrasi": "21 November 2026",
        "tanggal_penetapan": "24 November 2026",
        "berlaku_sejak": "24 November 2026",
        "berlaku_sampai": "24 November 2027",
        "kantor": site_settings.OFFICE["short_name"],
        "kabupaten": "Kabupaten Solok",
        "keperluan": "perpanjangan",
    }
    assert set(said) == set(LETTER_TOKENS)


@pytest.mark.django_db
def test_answers_fill_the_tokens_of_their_fields():
    fields = [
        field("tanggal", "date", on_letter=False),
        field("tempat", "address"),
        field("lokasi", "locations"),
        field("ada", "boolean"),
        field("sebab", show_if_field="ada", show_if_value="ya"),
        field("lama", applies_to="renewal"),
    ]
    answers = {
        "tanggal": "2026-02-05",
        "tempat": {"street": "Jorong <A>", "village": "13.02.10.2001", "area": "Nagari B"},
        "ada": False,
        "sebab": "disembunyikan",
        "lama": "070/1",
        "tidak_ada_lagi": "rahasia",
    }
    words = "{tanggal}|{tempat}|{lokasi}|{ada}|{sebab}|{lama}|{tidak_ada_lagi}|{keperluan}"
    permit_type = plain(fields, letter_opening=words, letter_conditions=words, letter_copies=words, renewable=True)
    context = written(permit_type, answers=answers, locations=["Satu", "Dua"], purpose="new")
    letter = context["letter"]
    said = "5 Februari 2026|Jorong &lt;A&gt;, Nagari B|Satu; Dua|Tidak||||permohonan baru"
    assert (letter["opening"], letter["conditions"], letter["copies"]) == (said, said, said)
    # Text and lists, not HTML: the layout escapes them.
    assert letter["facts"] == [
        ("Isian tempat", "Jorong <A>, Nagari B"),
        ("Isian lokasi", ["Satu", "Dua"]),
        ("Isian ada", "Tidak"),
    ]


@pytest.mark.django_db
def test_the_letter_names_whom_what_and_since_when():
    context = written(plain(legal_basis="UU 1\n\n UU 2 "), registered_on=None, registration_number="", is_test=False)
    assert context["letter"]["holder"].name == "Ns. CONTOH PEMOHON, S.Kep."
    assert context["letter"]["legal_basis"] == ["UU 1", "UU 2"]
    assert context["permit"] == {"number": "070/001/UJI/2026", "title": "SURAT UJI", "code": "PRATINJAU"}
    assert context["verify_url"].endswith("/v/PRATINJAU/")
    assert context["qr"].startswith("data:image/")
    assert (context["valid_from"], context["valid_until"]) == (date(2026, 11, 24), date(2027, 11, 24))
    assert context["letter"]["photo"] == ""
    assert context["is_test"] is False


@pytest.mark.django_db
def test_the_photograph_is_part_of_the_letter():
    photo = written(plain(), photo=jpeg_bytes())["letter"]["photo"]
    assert photo.startswith("data:image/jpeg;base64,/9j/")


@pytest.mark.django_db
def test_the_same_facts_give_the_same_words_whenever():
    permit_type = plain([field("f")], letter_opening="{f} {tanggal_penetapan}")
    facts = letter_sample(permit_type)
    first = letter_context(permit_type, facts)
    with time_machine.travel(date(2031, 1, 1), tick=False):
        assert letter_context(permit_type, facts) == first


# --- Letterhead ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_without_words_of_editors_the_letterhead_is_the_installation_s():
    head = letterhead()
    assert head == {"office": {**site_settings.OFFICE, "logo": ""}, "paper": "F4", "footer_lines": FOOTER}


@pytest.mark.django_db
def test_what_editors_wrote_replaces_the_installation_s_words_one_by_one():
    own = LetterSettings.load()
    own.name, own.footer, own.paper = "DINAS <BARU>", "satu\n\n dua ", "A4"
    own.save()
    head = letterhead()
    assert (head["office"]["name"], head["paper"], head["footer_lines"]) == ("DINAS <BARU>", "A4", ["satu", "dua"])
    for name in ("government", "address", "phone", "place", "short_name"):
        assert head["office"][name] == site_settings.OFFICE[name]
    assert site_settings.OFFICE["name"] != "DINAS <BARU>"


# Wagtail leaves the file open in which it makes a rendition.
@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
@pytest.mark.django_db
def test_the_coat_of_arms_is_part_of_the_letter():
    own = LetterSettings.load()
    file = ImageFile(io.BytesIO(image_bytes("PNG", width=900, height=900)), name="lambang.png")
    own.logo = get_image_model().objects.create(title="Lambang", file=file)
    own.save()
    logo = letterhead()["office"]["logo"]
    assert logo.startswith("data:image/png;base64,")
    assert letterhead()["office"]["logo"] == logo


@pytest.mark.django_db
def test_a_test_letter_claims_no_certificate_of_the_state():
    for is_test, lines in ((False, FOOTER), (True, FOOTER[:1])):
        assert written(plain(), is_test=is_test)["footer_lines"] == lines


# --- Shipped types -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("code", TYPE_CODES)
def test_the_letter_of_a_shipped_type_says_everything(code):
    permit_type = unsaved(code)
    texts = [permit_type.letter_opening, permit_type.letter_conditions, permit_type.letter_copies]
    known = {*LETTER_TOKENS, *(made_field.key for made_field in permit_type.fields.all())}
    assert set().union(*map(tokens_of, texts)) <= known
    context = letter_context(permit_type, letter_sample(permit_type))
    letter = context["letter"]
    for text, source in zip((letter["opening"], letter["conditions"], letter["copies"]), texts, strict=True):
        assert text
        assert "{" not in text
        # Nothing of what editors wrote is lost in cleaning, and no sentence has a hole.
        assert [*re.findall(r"<\w+", text)] == [*re.findall(r"<\w+", source)]
        assert "  " not in text
        assert " ," not in text
    assert letter["facts"]
    assert all(label and text for label, text in letter["facts"])
    assert permit_type.number_code in context["permit"]["number"]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["ops-sd", "sip-perawat"])
def test_a_letter_is_drawn_with_its_words(code):
    permit_type = unsaved(code)
    facts = replace(letter_sample(permit_type), photo=jpeg_bytes())
    pdf = letter_draw(permit_type, facts)
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    words = " ".join(text.split())
    assert facts.number in words
    assert facts.holder.name in words
    assert "Nagari Koto Baru" in words
    assert permit_type.letter_title in words
    assert words.count("sertifikat uji coba") == len(pikepdf.open(io.BytesIO(pdf)).pages)
    assert letter_draw(permit_type, facts) == pdf


@pytest.mark.django_db
def test_a_letter_asks_the_database_for_its_letterhead_only():
    counts = set()
    LetterSettings.load()
    for code in ("keramaian", "sip-perawat"):
        revision = shipped_type(code).live_revision
        rules = PermitType.at_revision(revision)
        facts = letter_sample(rules)
        with CaptureQueriesContext(connection) as queries:
            letter_context(rules, facts)
        counts.add(len(queries))
    assert counts == {1}
