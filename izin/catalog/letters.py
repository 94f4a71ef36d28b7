"""What a permit letter says (T1): the words of its type with tokens filled in, and the facts of one permit.

Editors write opening, conditions and copies as rich text with named tokens, as `{pemegang}` or `{judul}`; never as
template code. Text is cleaned down to a few harmless tags before the tokens are filled, and what fills them is
escaped, so neither an editor nor an applicant can bring markup or another token into a letter.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString
from django.conf import settings
from django.utils import timezone
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.whitelist import Whitelister, allow_without_attributes

from common.dates import years_later
from common.formats import date_long
from izin.signing.rendering import letter_render, qr_data_uri

from .answers.conditions import fields_that_apply, purposes_of
from .answers.kinds import answer_sample, answer_text
from .enums import FieldKind, FieldMeaning, Purpose
from .models import FormField, LetterSettings, PermitType
from .numbering import number_format

TOKEN = re.compile(r"\{(\w+)\}")
# What every letter knows, with the words that explain it to editors.
LETTER_TOKENS = {
    "pemegang": "nama pemegang izin dengan gelar",
    "pekerjaan": "pekerjaan pemohon",
    "alamat": "alamat pemohon",
    "nama_izin": "nama jenis izin",
    "judul_surat": "judul surat",
    "nomor": "nomor izin",
    "nomor_registrasi": "nomor registrasi permohonan",
    "tanggal_registrasi": "tanggal registrasi permohonan",
    "tanggal_penetapan": "tanggal surat ditetapkan",
    "berlaku_sejak": "hari pertama izin berlaku",
    "berlaku_sampai": "hari terakhir izin berlaku",
    "kantor": "nama pendek kantor",
    "kabupaten": "nama kabupaten",
    "keperluan": "“permohonan baru” atau “perpanjangan”",
}
ALLOWED_TAGS = ("p", "b", "strong", "i", "em", "ol", "ul", "li", "br")
FOOTER = [
    "UU ITE Nomor 11 Tahun 2008 Pasal 5 Ayat 1: “Informasi Elektronik dan/atau Dokumen Elektronik dan/atau hasil "
    "cetaknya merupakan alat bukti hukum yang sah.”",
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan BSrE.",
]


class _LetterWhitelister(Whitelister):
    element_rules = dict.fromkeys(("[document]", *ALLOWED_TAGS), allow_without_attributes)

    def clean_string_node(self, doc: BeautifulSoup, node: NavigableString) -> None:
        """Remove all that is written without escaping: not comments alone, as CDATA can hold tags."""
        if isinstance(node, PreformattedString):
            node.extract()


@dataclass(frozen=True)
class Holder:
    """Whom the permit is for, in words."""

    name: str
    occupation: str
    address: str
    birth: str


@dataclass(frozen=True)
class LetterSigner:
    """What stands under the letter."""

    name: str
    position: str
    rank: str
    nip: str


@dataclass(frozen=True)
class LetterFacts:
    """One permit, as its letter tells it. `photo` is a JPEG, `verify_url` what the QR code says."""

    number: str
    code: str
    registration_number: str
    registered_on: date | None
    issued_on: date
    valid_from: date
    valid_until: date
    purpose: str
    holder: Holder
    signer: LetterSigner
    answers: Mapping[str, Any]
    locations: Sequence[str]
    verify_url: str
    photo: bytes | None = None
    is_test: bool = False


def rich_text_clean(html: str) -> str:
    """Return rich text with nothing left but paragraphs, lists, bold and italic."""
    return str(_LetterWhitelister().clean(html))


def tokens_of(html: str) -> set[str]:
    """Return the names of the tokens in a rich text."""
    return set(TOKEN.findall(strip_tags(rich_text_clean(html))))


def rich_text_fill(html: str, values: Mapping[str, str]) -> SafeString:
    """Return cleaned rich text with its tokens filled; a token without a value leaves nothing.

    A value is never looked at for tokens itself: what an applicant typed stays as he typed it.
    """
    filled = TOKEN.sub(lambda match: escape(values.get(match.group(1), "")), rich_text_clean(html))
    # Cleaned above, filled with escaped values only.
    return mark_safe(filled)  # noqa: S308


def _words(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else "; ".join(text)


def _data_uri(data: bytes, content_type: str) -> str:
    return f"data:{content_type};base64,{base64.b64encode(data).decode()}"


def _answers_text(rules: PermitType, facts: LetterFacts) -> list[tuple[FormField, str | list[str]]]:
    return [
        (field, list(facts.locations) if field.kind == FieldKind.LOCATIONS else answer_text(field, answer))
        for field in fields_that_apply(rules, facts.purpose, facts.answers)
        for answer in [facts.answers.get(field.key)]
    ]


def _tokens(rules: PermitType, facts: LetterFacts, answers: Sequence[tuple[FormField, Any]]) -> dict[str, str]:
    return {
        **{field.key: _words(text) for field, text in answers},
        "pemegang": facts.holder.name,
        "pekerjaan": facts.holder.occupation,
        "alamat": facts.holder.address,
        "nama_izin": rules.name,
        "judul_surat": rules.letter_title,
        "nomor": facts.number,
        "nomor_registrasi": facts.registration_number,
        "tanggal_registrasi": date_long(facts.registered_on),
        "tanggal_penetapan": date_long(facts.issued_on),
        "berlaku_sejak": date_long(facts.valid_from),
        "berlaku_sampai": date_long(facts.valid_until),
        "kantor": settings.OFFICE["short_name"],
        "kabupaten": settings.OFFICE["regency"],
        "keperluan": str(Purpose(facts.purpose).label).lower(),
    }


def letterhead() -> dict[str, Any]:
    """Return what stands on every letter: the editors' words where they gave any, else those of the installation."""
    own = LetterSettings.load()
    office = {**settings.OFFICE}
    for name in ("government", "name", "address", "phone", "place"):
        office[name] = getattr(own, name) or office[name]
    office["logo"] = ""
    if own.logo:
        rendition = own.logo.get_rendition("max-600x600|format-png")
        with rendition.file.open("rb") as file:
            office["logo"] = _data_uri(file.read(), "image/png")
    return {
        "office": office,
        "paper": own.paper,
        "footer_lines": [line.strip() for line in own.footer.splitlines() if line.strip()] or FOOTER,
    }


def letter_context(rules: PermitType, facts: LetterFacts) -> dict[str, Any]:
    """Return everything the layout of a letter may say. The same arguments and letterhead give the same context."""
    head = letterhead()
    answers = _answers_text(rules, facts)
    tokens = _tokens(rules, facts, answers)
    if facts.is_test:
        # The rest would claim a certificate of the state's; the layout says what it is instead.
        head["footer_lines"] = head["footer_lines"][:1]
    return {
        **head,
        "permit": {"number": facts.number, "title": rules.letter_title, "code": facts.code},
        "letter": {
            "opening": rich_text_fill(rules.letter_opening, tokens),
            "conditions": rich_text_fill(rules.letter_conditions, tokens),
            "copies": rich_text_fill(rules.letter_copies, tokens),
            "legal_basis": [line.strip() for line in rules.legal_basis.splitlines() if line.strip()],
            "facts": [(field.label, text) for field, text in answers if field.on_letter and text],
            "holder": facts.holder,
            "purpose": tokens["keperluan"],
            "photo": _data_uri(facts.photo, "image/jpeg") if facts.photo else "",
        },
        "signer": facts.signer,
        "registration_number": facts.registration_number,
        "issued_on": facts.issued_on,
        "valid_from": facts.valid_from,
        "valid_until": facts.valid_until,
        "verify_url": facts.verify_url,
        "qr": qr_data_uri(facts.verify_url),
        "is_test": facts.is_test,
    }


def letter_draw(rules: PermitType, facts: LetterFacts) -> bytes:
    """Return the unsigned letter as PDF/A; the same arguments and letterhead give the same bytes.

    Raises RenderingError when the letter can not be drawn.
    """
    return letter_render(template_name=f"pdf/{rules.letter_layout}.html", context=letter_context(rules, facts))


def letter_sample(rules: PermitType) -> LetterFacts:
    """Return a made-up permit of a type, for previews."""
    today = timezone.localdate()
    purpose = purposes_of(rules)[-1]
    answers = {field.key: answer_sample(field) for field in rules.fields.all()}
    places: list[str] = next(
        (answers[field.key] for field in rules.fields.all() if field.kind == FieldKind.LOCATIONS), []
    )
    holders = [answers[field.key] for field in rules.fields.all() if field.meaning == FieldMeaning.HOLDER]
    return LetterFacts(
        number=number_format(
            rules.number_pattern,
            sequence=1,
            on=today,
            classification=rules.number_classification,
            code=rules.number_code,
        ),
        code="PRATINJAU",
        registration_number=number_format(rules.registration_pattern, sequence=1, on=today),
        registered_on=today - timedelta(days=3),
        issued_on=today,
        valid_from=today,
        valid_until=years_later(today, rules.validity_years_max),
        purpose=purpose,
        holder=Holder(
            name=next(iter(holders), "Ns. CONTOH PEMOHON, S.Kep."),
            occupation=_("Pekerjaan contoh"),
            address="Jorong Contoh, Nagari Koto Baru, Kecamatan Kubung, Kabupaten Solok, Provinsi Sumatera Barat",
            birth="Solok, 5 Februari 1991",
        ),
        signer=LetterSigner(
            name="NAMA PEJABAT, S.H.", position=_("Kepala Dinas"), rank=_("Pembina Utama Muda"), nip="1" * 18
        ),
        answers=answers,
        locations=places,
        verify_url=f"{settings.BASE_URL}/v/PRATINJAU/",
        is_test=True,
    )
