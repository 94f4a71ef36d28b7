"""A permit type from a file somebody gives (site/docs/permit-type-json.md). The file is a stranger's."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError as SchemaError
from wagtail.log_actions import log

from ..exchange import permit_type_fill, without_notes
from ..letters import rich_text_clean
from ..models import PermitType
from ..publishing import LETTER_PARTS, repeated_problems
from .duplicating import names_make_free

SCHEMA = Path(__file__).resolve().parents[1] / "data" / "permit_type.schema.json"
LOG_IMPORT = "izin_catalog.import"
MAX_PROBLEMS = 20
LONGEST_VALUE = 60


@transaction.atomic
def permit_type_import(*, data: bytes, actor: AbstractBaseUser) -> PermitType:
    """Save what the file says as a draft, under names that are free here, and return it.

    Raises ValidationError with everything that is wrong, each problem with its place in the file; then nothing is
    saved. Example files are not carried, and of rich text only what letters may hold is kept.
    """
    values = _read(data)
    if problems := [_problem(error) for error in _errors(values)]:
        raise ValidationError(problems)
    names = PermitType(**{name: values[name] for name in ("code", "slug", "number_code")})
    names_make_free(names)
    clean = {name: rich_text_clean(values[name]) for name in LETTER_PARTS if name in values}
    free = {"code": names.code, "slug": names.slug, "number_code": names.number_code}
    permit_type = permit_type_fill(PermitType(live=False), {**values, **clean, **free})
    if problems := repeated_problems(permit_type):
        raise ValidationError(problems)
    permit_type.save()
    revision = permit_type.save_revision(user=actor)
    log(instance=permit_type, action=LOG_IMPORT, user=actor, revision=revision, data={"code": values["code"]})
    return permit_type


def _read(data: bytes) -> Any:
    """Return the JSON without its notes. Parsing takes time in proportion to the file, whatever it holds."""
    try:
        text = data.decode("utf-8-sig")
        values = without_notes(json.loads(text, object_pairs_hook=_once, parse_constant=_refuse))
        # PostgreSQL keeps neither halves of characters nor the character 0.
        text = json.dumps(values, ensure_ascii=False)
        text.encode()
    except UnicodeError as error:
        raise ValidationError(_("Berkas ini bukan teks UTF-8.")) from error
    except RecursionError as error:
        raise ValidationError(_("Berkas ini tersusun terlalu dalam.")) from error
    except ValueError as error:  # json.JSONDecodeError is one, and so is a number of thousands of digits
        raise ValidationError(_("Berkas ini bukan JSON yang benar.")) from error
    if "\\u0000" in text:
        raise ValidationError(_("Berkas ini memuat karakter yang tidak dapat disimpan."))
    return values


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    pairs = list(pairs)
    values = dict(pairs)
    if len(values) != len(pairs):
        # Two readers could take two different values from it.
        raise ValidationError(_("Ada nama yang tertulis dua kali dalam satu bagian berkas ini."))
    return values


def _refuse(text: str) -> Any:
    raise ValueError(text)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _errors(values: Any) -> list[SchemaError]:
    """Return the first errors; nothing is read further behind a list that is too long, or behind very many errors."""
    errors = []
    for error in _validator().iter_errors(values):
        errors.append(error)
        # The schema names maxItems before items, so the rows themselves are not looked at yet.
        if error.validator == "maxItems" or len(errors) == MAX_PROBLEMS:
            break
    return errors


def _problem(error: SchemaError) -> str:
    """Say where in the file and what, in words; the library's own sentences are English and quote whole values."""
    place = ", ".join(
        _("nomor %(number)s") % {"number": part + 1} if isinstance(part, int) else str(part)
        for part in error.absolute_path
    )
    return f"{place or _('Berkas')}: {_words(error)}"


def _words(error: SchemaError) -> str:
    limit = error.validator_value
    if error.validator == "required":
        return _("“%(name)s” tidak ada.") % {"name": error.message.split("'")[1]}
    if error.validator == "additionalProperties":
        extra = sorted(set(error.instance) - set(error.schema["properties"]))
        return _("tidak mengenal %(names)s.") % {"names": ", ".join(f"“{_short(name)}”" for name in extra[:5])}
    if error.validator in {"enum", "const"}:
        choices = limit if isinstance(limit, list) else [limit]
        return _("harus salah satu dari %(choices)s.") % {"choices": ", ".join(f"“{choice}”" for choice in choices)}
    sentences = {
        "type": _("jenis nilainya salah, seharusnya %(limit)s."),
        "minLength": _("tidak boleh kosong."),
        "maxLength": _("paling panjang %(limit)s huruf."),
        "minimum": _("paling kecil %(limit)s."),
        "maximum": _("paling besar %(limit)s."),
        "maxItems": _("paling banyak %(limit)s baris."),
        "pattern": _("“%(value)s” tidak sesuai bentuk yang diminta."),
    }
    words = sentences.get(str(error.validator), _("tidak sesuai bentuk yang diminta."))
    return words % {"limit": _json_type(limit), "value": _short(str(error.instance))}


def _json_type(limit: Any) -> Any:
    names = {
        "string": _("teks"),
        "integer": _("angka bulat"),
        "boolean": _("true atau false"),
        "array": _("daftar"),
        "object": _("kumpulan nama dan nilai"),
        "null": _("null"),
    }
    kinds = limit if isinstance(limit, list) else [limit]
    return _(" atau ").join(str(names.get(kind, kind)) for kind in kinds)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
