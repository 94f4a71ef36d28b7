"""The catalogue: `PermitTypeFactory()` is a published copy of the office's research permit."""

import json
from pathlib import Path
from typing import Any

import factory
from factory.django import DjangoModelFactory

import izin.catalog
from izin.catalog.enums import LocationKind
from izin.catalog.exchange import permit_type_fill, without_notes
from izin.catalog.models import FormField, PermitType, Requirement, ResearchLocation, Sector, Stage

TYPES = Path(izin.catalog.__file__).with_name("data") / "permit_types"
TYPE_CODES = sorted(path.stem for path in TYPES.glob("*.json"))


def type_data(code: str) -> dict[str, Any]:
    """Return a permit type of the shipped catalogue as `catalogue_load` takes it."""
    return json.loads((TYPES / f"{code}.json").read_text(encoding="utf-8"))


def research_data() -> dict[str, Any]:
    """Return the office's own research permit as `catalogue_load` takes it."""
    return type_data("penelitian")


def plain_rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of the research permit that every applicant is asked for."""
    rows = research_data()[name]
    return [row for row in rows if row.get("required", True) and row.get("applies_to") != "renewal"]


def shipped_type(code: str) -> PermitType:
    """Return a published permit type of the shipped catalogue."""
    data = type_data(code)
    SectorFactory(code=data["sector"], name=data["sector"].capitalize())
    permit_type = permit_type_fill(PermitType(live=False), data)
    permit_type.save()
    permit_type.save_revision().publish()
    permit_type.refresh_from_db()
    return permit_type


class SectorFactory(DjangoModelFactory):
    """The sector of research, whose letter has a template."""

    class Meta:
        model = Sector
        django_get_or_create = ("code",)

    code = "penelitian"
    name = "Penelitian"


class PermitTypeFactory(DjangoModelFactory):
    """A type with the fields, requirements and stages of the research permit, not renewable.

    `fields`, `requirements` and `stages` take other rows, as dictionaries. `published=False` leaves a draft.
    """

    class Meta:
        model = PermitType

    sector = factory.SubFactory(SectorFactory)
    code = factory.Sequence(lambda n: f"penelitian-{n}")
    slug = factory.SelfAttribute("code")
    name = factory.Sequence(lambda n: f"Izin Penelitian {n}")
    letter_title = "SURAT KETERANGAN PENELITIAN"
    legal_basis = "Peraturan Menteri Dalam Negeri Nomor 3 Tahun 2018\nUndang-Undang Nomor 11 Tahun 2019"
    service_days = 5
    fee_label = "Gratis"
    validity_note = "Sesuai waktu penelitian"
    validity_years_max = 1
    registration_pattern = "{urut}/PEN/SISFO/{bulan_romawi}/{tahun}"
    number_pattern = "{klasifikasi}/{urut:03d}/{kode}/DPMPTSPNAKER/{bulan_romawi}/{tahun}"
    number_classification = "070"
    number_code = factory.Sequence(lambda n: f"IP{n}")

    letter_layout = "research"
    letter_opening = factory.LazyFunction(lambda: research_data()["letter_opening"])
    letter_conditions = factory.LazyFunction(lambda: research_data()["letter_conditions"])
    letter_copies = factory.LazyFunction(lambda: research_data()["letter_copies"])

    fields = factory.LazyFunction(lambda: plain_rows("fields"))
    requirements = factory.LazyFunction(lambda: plain_rows("requirements"))
    stages = factory.LazyFunction(lambda: research_data()["stages"])
    published = True

    @classmethod
    def _create(cls, model_class: type[PermitType], *args: Any, **kwargs: Any) -> PermitType:
        rows = {name: kwargs.pop(name) for name in ("fields", "requirements", "stages")}
        published = kwargs.pop("published")
        permit_type = PermitType(**kwargs, live=False)
        for name, model in (("fields", FormField), ("requirements", Requirement), ("stages", Stage)):
            children = [model(**without_notes(row), sort_order=order) for order, row in enumerate(rows[name])]
            getattr(permit_type, name).set(children)
        permit_type.save()
        revision = permit_type.save_revision()
        if published:
            revision.publish()
            permit_type.refresh_from_db()
        return permit_type


class ResearchLocationFactory(DjangoModelFactory):
    """A place of the office's list."""

    class Meta:
        model = ResearchLocation

    kind = LocationKind.OFFICE
    name = factory.Sequence(lambda n: f"Dinas Contoh {n}")
    source = "tests"


def renewable_rows() -> dict[str, Any]:
    """Return the rows of a research permit that can be renewed: with the number and the letter of the old one, and a
    proposal that may be used again."""
    number = next(row for row in research_data()["fields"] if row.get("meaning") == "previous_number")
    letter = {"key": "izin_lama", "name": "Izin lama", "applies_to": "renewal", "from_permit": True}
    requirements = [{**row, "reusable": row["key"] == "proposal"} for row in plain_rows("requirements")]
    return {
        "fields": [number, *plain_rows("fields")],
        "requirements": [*requirements, letter],
        "renewable": True,
        "renewal_days": 30,
        "renewal_grace_days": 60,
    }
