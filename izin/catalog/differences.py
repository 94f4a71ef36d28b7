"""What changed between two versions of a permit type, for the person whose draft began with the older one; pure.

Only what an applicant meets is told: what to fill in, what to upload, who checks it, and what comes of it. How the
office numbers its letters, or words them, is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .answers.words import field_words, renewal_words, requirement_words
from .models import PermitType


@dataclass(frozen=True)
class Difference:
    """One thing that changed, in words. `before` is empty for what is new, `after` for what is gone."""

    subject: str
    before: list[str]
    after: list[str]


def revision_difference(old: PermitType, new: PermitType) -> list[Difference]:
    """Return what an applicant must know of the change; empty when only the office is concerned."""
    return [
        *_facts(old, new),
        *_rows(_("Isian “%(name)s”"), _fields(old), _fields(new)),
        *_rows(_("Dokumen “%(name)s”"), _requirements(old), _requirements(new)),
    ]


def _facts(old: PermitType, new: PermitType) -> list[Difference]:
    before, after = _told(old), _told(new)
    return [
        Difference(subject, before[subject], after[subject]) for subject in after if before[subject] != after[subject]
    ]


def _told(permit_type: PermitType) -> dict[str, list[str]]:
    """Return what is told of a type as a whole, by what it is about."""
    years = _("Paling lama %(years)s tahun sejak tanggal penetapan.") % {"years": permit_type.validity_years_max}
    return {
        _("Nama izin"): [permit_type.name],
        _("Waktu layanan"): [_("%(days)s hari kerja") % {"days": permit_type.service_days}],
        _("Biaya"): [permit_type.fee_label],
        _("Masa berlaku"): [permit_type.validity_note, years],
        _("Perpanjangan"): [renewal_words(permit_type)],
        _("Tahap pemeriksaan"): [stage.label for stage in permit_type.stages.all()],
        _("Dasar hukum"): [line.strip() for line in permit_type.legal_basis.splitlines() if line.strip()],
    }


# A row by its key: its name, and what is told of it.
_Rows = Mapping[str, tuple[str, list[str]]]


def _fields(permit_type: PermitType) -> _Rows:
    fields = list(permit_type.fields.all())
    labels = {field.key: field.label for field in fields}
    return {field.key: (field.label, field_words(field, labels)) for field in fields}


def _requirements(permit_type: PermitType) -> _Rows:
    return {
        requirement.key: (
            requirement.name,
            [_("Wajib diunggah.") if requirement.required else _("Bila ada."), *requirement_words(requirement)],
        )
        for requirement in permit_type.requirements.all()
    }


def _rows(subject: str, old: _Rows, new: _Rows) -> list[Difference]:
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        if old.get(key) == new.get(key):
            continue
        (old_name, before), (new_name, after) = old.get(key, ("", [])), new.get(key, ("", []))
        if old_name and new_name and old_name != new_name:
            before, after = (
                [_("Nama: %(name)s.") % {"name": name}, *words]
                for name, words in ((old_name, before), (new_name, after))
            )
        found.append(Difference(subject % {"name": new_name or old_name}, before, after))
    return found
