"""What must be right before a permit type is published, each problem in words that name its place.

Pure but for one query: the numbers of a type must differ from those of every other type. A draft may have any of these
problems; only what the database refuses keeps it from being saved.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.text import slugify
from django.utils.translation import gettext as _

from izin.workflow.engine import flow_problems

from .answers.conditions import NO, YES
from .answers.fields import ADD_LOCATION, pattern_compile
from .answers.forms import PURPOSE
from .answers.kinds import KINDS, LONG_TEXT_LENGTH, NUMBER_LIMIT, TEXT_LENGTH
from .enums import AppliesTo, ContentCheck, DateLimit, FieldKind, FieldMeaning, FileKind
from .letters import LETTER_TOKENS, TOKEN, rich_text_clean, tokens_of
from .models import FormField, PermitType, Requirement
from .numbering import TOKEN as NUMBER_TOKEN
from .numbering import number_format

RESERVED_KEYS = frozenset({PURPOSE, ADD_LOCATION, "csrfmiddlewaretoken"})
LETTER_PARTS = ("letter_opening", "letter_conditions", "letter_copies")
# A file is read into memory as a whole, by several people at once.
MAX_FILE_KB = 10 * 1024
# How large the KTP of an account may be: a requirement that takes it over must take that much.
ACCOUNT_KTP_KB = 512
REGISTRATION_TOKENS = frozenset({"urut", "bulan_romawi", "tahun"})
BOUNDS_DEFAULT = {
    FieldKind.NUMBER: (0, NUMBER_LIMIT),
    FieldKind.TEXT: (0, TEXT_LENGTH),
    FieldKind.LONG_TEXT: (0, LONG_TEXT_LENGTH),
}
NUMBERING = ("registration_pattern", "number_pattern", "number_classification", "number_code")
ASKABLE = frozenset({FieldKind.CHOICE, FieldKind.BOOLEAN})
# Any day, and a number longer than every width a pattern can ask for.
SAMPLE_DAY, SAMPLE_SEQUENCE = date(2026, 12, 31), 9_876_543_210

Problems = Iterator[str]


def publish_problems(permit_type: PermitType) -> list[str]:
    """Say in words what keeps a type from serving applicants; empty when nothing does.

    What a single column can not hold is told first and alone: the rules behind it read those columns.
    """
    if unreadable := list(_columns(permit_type)):
        return unreadable
    return [
        *flow_problems(permit_type.flow),
        *repeated_problems(permit_type),
        *_keys(permit_type),
        *_fields(permit_type),
        *_requirements(permit_type),
        *_letter(permit_type),
        *_numbers(permit_type),
    ]


def _columns(permit_type: PermitType) -> Problems:
    yield from _column_problems(permit_type, "", exclude=["sector", "latest_revision", "live_revision"])
    for where, rows in (
        (_("Isian"), permit_type.fields.all()),
        (_("Syarat"), permit_type.requirements.all()),
        (_("Tahap"), permit_type.stages.all()),
    ):
        for row in rows:
            yield from _column_problems(row, f"{where} “{row}”, ", exclude=["permit_type", "example"])


def _column_problems(row: models.Model, where: str, *, exclude: Sequence[str]) -> Problems:
    try:
        row.clean_fields(exclude=set(exclude))
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            label = getattr(row._meta.get_field(name), "verbose_name", name)
            yield from (f"{where}{label}: {message}" for message in messages)


def repeated_problems(permit_type: PermitType) -> list[str]:
    """Say in words which rows the database would refuse because there are two of them; empty when there are none."""
    problems = []
    for words, rows in (
        (_("isian"), permit_type.fields.all()),
        (_("syarat"), permit_type.requirements.all()),
        (_("tahap"), permit_type.stages.all()),
    ):
        for key in _repeated(row.key for row in rows):
            problems.append(_("Kunci %(rows)s “%(key)s” dipakai lebih dari satu kali.") % {"rows": words, "key": key})
    for meaning in _repeated(field.meaning for field in permit_type.fields.all() if field.meaning):
        label = FieldMeaning(meaning).label
        problems.append(_("Makna “%(meaning)s” diberikan kepada lebih dari satu isian.") % {"meaning": label})
    return problems


def _keys(permit_type: PermitType) -> Problems:
    used = {token for name in LETTER_PARTS for token in tokens_of(getattr(permit_type, name))}
    for field in permit_type.fields.all():
        if field.key in RESERVED_KEYS:
            yield _of(field, _("kunci “%(key)s” sudah dipakai layanan ini, pilih kunci lain.") % {"key": field.key})
        elif field.key in LETTER_TOKENS and field.key in used:
            # The letter's own token wins, and the answer would never be printed.
            yield _of(
                field,
                _("kunci “%(key)s” juga nama penanda surat yang dipakai dalam surat ini, pilih kunci lain.")
                % {"key": field.key},
            )


def _fields(permit_type: PermitType) -> Problems:
    fields = list(permit_type.fields.all())
    earlier: dict[str, FormField] = {}
    keys = {field.key for field in fields}
    for field in fields:
        yield from _purpose(permit_type, field)
        yield from _condition(field, earlier, keys)
        yield from _choices(field)
        yield from _meaning(field)
        yield from _limits(field)
        earlier.setdefault(field.key, field)
    if sum(field.kind == FieldKind.LOCATIONS for field in fields) > 1:
        yield _("Hanya satu isian yang boleh berjenis lokasi penelitian.")


def _purpose(permit_type: PermitType, row: FormField | Requirement) -> Problems:
    if row.applies_to == AppliesTo.RENEWAL and not permit_type.renewable:
        yield _of(row, _("hanya untuk perpanjangan, tetapi jenis izin ini tidak dapat diperpanjang."))


def _condition(field: FormField, earlier: dict[str, FormField], keys: set[str]) -> Problems:
    if not field.show_if_field:
        if field.show_if_value:
            yield _of(field, _("kolom “bernilai” terisi, tetapi kunci isian yang menentukannya kosong."))
        return
    other = {"key": field.show_if_field}
    asked = earlier.get(field.show_if_field)
    if field.show_if_field == field.key:
        yield _of(field, _("bergantung pada dirinya sendiri."))
    elif field.show_if_field not in keys:
        yield _of(field, _("bergantung pada isian “%(key)s” yang tidak ada.") % other)
    elif asked is None:
        yield _of(field, _("bergantung pada isian “%(key)s” yang baru ditanyakan sesudahnya.") % other)
    elif asked.kind not in ASKABLE:
        yield _of(field, _("bergantung pada isian “%(key)s” yang bukan pilihan atau ya/tidak.") % other)
    elif not field.show_if_value:
        yield _of(field, _("kolom “bernilai” belum diisi."))
    elif field.show_if_value not in (asked.option_list if asked.kind == FieldKind.CHOICE else (YES, NO)):
        yield _of(
            field,
            _("“%(value)s” bukan pilihan isian “%(key)s”.") % {**other, "value": field.show_if_value},
        )
    elif {field.applies_to, asked.applies_to} == {AppliesTo.NEW, AppliesTo.RENEWAL}:
        yield _of(field, _("tidak pernah ditanyakan: isian “%(key)s” untuk jenis permohonan yang lain.") % other)


def _choices(field: FormField) -> Problems:
    if field.kind != FieldKind.CHOICE:
        return
    if not field.option_list:
        yield _of(field, _("belum ada pilihannya."))
    for option in _repeated(field.option_list):
        yield _of(field, _("pilihan “%(option)s” tertulis lebih dari satu kali.") % {"option": option})


def _meaning(field: FormField) -> Problems:
    kind = KINDS[FieldKind(field.kind)]
    if field.meaning and field.meaning not in kind.meanings:
        words = {"meaning": FieldMeaning(field.meaning).label, "kind": FieldKind(field.kind).label}
        yield _of(field, _("makna “%(meaning)s” tidak cocok untuk jenis isian “%(kind)s”.") % words)
    if field.meaning == FieldMeaning.EXPIRY and field.date_limit == DateLimit.NOT_FUTURE:
        yield _of(field, _("tanggal berakhirnya izin tidak boleh dibatasi sampai hari ini."))
    if field.is_public and kind.public is None:
        yield _of(field, _("memuat data pribadi dan tidak dapat tampil di Izin Terbit."))


def _limits(field: FormField) -> Problems:
    if field.date_limit and field.kind != FieldKind.DATE:
        yield _of(field, _("batas tanggal hanya untuk isian tanggal."))
    yield from _pattern(field)
    bounds = BOUNDS_DEFAULT.get(FieldKind(field.kind))
    if bounds is None:
        if field.min_value is not None or field.max_value is not None:
            yield _of(field, _("batas paling kecil dan paling besar hanya untuk angka dan teks."))
        return
    lowest = bounds[0] if field.min_value is None else field.min_value
    highest = bounds[1] if field.max_value is None else field.max_value
    if field.kind != FieldKind.NUMBER and (lowest < 0 or highest < 1):
        yield _of(field, _("banyaknya huruf tidak boleh kurang dari satu."))
    elif lowest > highest:
        yield _of(
            field,
            _("batas paling kecil (%(min)s) lebih besar daripada batas paling besar (%(max)s).")
            % {"min": lowest, "max": highest},
        )


def _pattern(field: FormField) -> Problems:
    if not field.pattern:
        return
    if field.kind != FieldKind.TEXT:
        yield _of(field, _("pola hanya untuk isian teks."))
    elif not field.pattern_hint:
        yield _of(field, _("tulis juga pesan bila jawaban tidak sesuai pola."))
    try:
        pattern_compile(field.pattern)
    except ValueError:
        yield _of(field, _("pola “%(pattern)s” bukan ekspresi RE2 yang benar.") % {"pattern": field.pattern})


def _requirements(permit_type: PermitType) -> Problems:
    requirements = list(permit_type.requirements.all())
    for requirement in requirements:
        yield from _purpose(permit_type, requirement)
        yield from _file(requirement)
    if sum(requirement.from_account for requirement in requirements) > 1:
        yield _("Hanya satu syarat yang boleh memakai KTP akun pemohon.")
    if sum(requirement.on_letter for requirement in requirements) > 1:
        yield _("Hanya satu pas foto yang dapat dicetak pada surat.")


def _file(requirement: Requirement) -> Problems:
    if requirement.max_kb > MAX_FILE_KB:
        yield _of(requirement, _("ukuran paling besar %(kb)s KB.") % {"kb": MAX_FILE_KB})
    if requirement.from_account and requirement.max_kb < ACCOUNT_KTP_KB:
        yield _of(
            requirement,
            _("KTP akun berukuran sampai %(kb)s KB, jadi ukuran paling besar tidak boleh kurang dari itu.")
            % {"kb": ACCOUNT_KTP_KB},
        )
    if requirement.from_permit and (requirement.file_kind, requirement.applies_to) != (FileKind.PDF, AppliesTo.RENEWAL):
        yield _of(requirement, _("surat izin lama adalah berkas PDF yang hanya diminta saat perpanjangan."))
    pictures = {
        _("KTP akun"): requirement.from_account,
        _("pas foto pada surat"): requirement.on_letter,
        _("pemeriksaan latar foto"): requirement.content_check == ContentCheck.PHOTO_BACKGROUND,
    }
    if requirement.file_kind != FileKind.JPEG and (wanted := [words for words, asked in pictures.items() if asked]):
        yield _of(requirement, _("%(use)s memerlukan gambar JPG.") % {"use": _(" dan ").join(wanted)})


def _letter(permit_type: PermitType) -> Problems:
    known = LETTER_TOKENS.keys() | {field.key for field in permit_type.fields.all()}
    for name in LETTER_PARTS:
        part = str(permit_type._meta.get_field(name).verbose_name).capitalize()
        html = getattr(permit_type, name)
        for token in sorted(tokens_of(html) - known):
            yield _("%(part)s: penanda {%(token)s} tidak dikenal.") % {"part": part, "token": token}
        # Looked for in the markup: a token of which one half is bold would not be filled.
        left = TOKEN.sub("", rich_text_clean(html))
        if "{" in left or "}" in left:
            yield _("%(part)s: ada kurung kurawal yang tidak berpasangan atau penanda yang salah tulis.") % {
                "part": part
            }
    try:
        get_template(f"pdf/{permit_type.letter_layout}.html")
    except TemplateDoesNotExist:
        yield _("Tata letak surat “%(layout)s” belum tersedia.") % {"layout": permit_type.letter_layout}


def _numbers(permit_type: PermitType) -> Problems:
    if permit_type.renewable and not permit_type.renewal_days:
        yield _("Isi berapa hari sebelum izin berakhir perpanjangan dapat diajukan.")
    if "{kode}" not in permit_type.number_pattern:
        # Each type counts for itself: only its code keeps two types from giving the same number.
        yield _("Pola nomor izin memerlukan penanda {kode}.")
    names = {match.group(1) for match in NUMBER_TOKEN.finditer(permit_type.registration_pattern)}
    for name in sorted(names - REGISTRATION_TOKENS):
        yield _("Pola nomor registrasi tidak dapat memakai penanda {%(name)s}.") % {"name": name}
    for other in _other_types(permit_type):
        yield from _numbers_alike(permit_type, other)


def _other_types(permit_type: PermitType) -> Iterable[PermitType]:
    # A type that was published once has given numbers, whether it is offered now or not.
    others = PermitType.objects.exclude(pk=permit_type.pk).exclude(first_published_at=None)
    return others.only("name", *NUMBERING)


def _numbers_alike(one: PermitType, other: PermitType) -> Problems:
    names = {"name": other.name, "code": other.number_code}
    if one.number_code.casefold() == other.number_code.casefold():
        yield _("Kode izin sama dengan kode “%(code)s” pada %(name)s.") % names
    elif _permit_number(one) == _permit_number(other):
        yield _("Nomor izin akan sama dengan nomor pada %(name)s. Ubah kode izin atau polanya.") % names
    # Types of one pattern share one counter; of two, each counts for itself.
    if one.registration_pattern != other.registration_pattern and _registration(one) == _registration(other):
        yield _("Nomor registrasi akan sama dengan nomor pada %(name)s. Samakan polanya atau bedakan isinya.") % names


def _permit_number(permit_type: PermitType) -> str:
    number = number_format(
        permit_type.number_pattern,
        sequence=SAMPLE_SEQUENCE,
        on=SAMPLE_DAY,
        classification=permit_type.number_classification,
        code=permit_type.number_code,
    )
    # The number is an address in the register too, where neither case nor punctuation tells two apart.
    return slugify(number.replace("/", "-"))


def _registration(permit_type: PermitType) -> str:
    return number_format(permit_type.registration_pattern, sequence=SAMPLE_SEQUENCE, on=SAMPLE_DAY).casefold()


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _of(row: Any, problem: str) -> str:
    name = _("Isian") if isinstance(row, FormField) else _("Syarat")
    return f"{name} “{row}”: {problem}"
