"""Applications: `ApplicationFactory()` is a complete draft, `ApplicationFactory(at="kabid")` stands at that stage.

`at` also takes "returned:<stage>", "issued", "rejected" and "withdrawn". An application that has been sent has its
documents; those past the first stage are accepted and registered. `ready_to_sign()` stands before the head of office.
"""

from collections.abc import Mapping
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from common.content_store import content_save
from izin.applications.enums import NoteAudience, Verdict
from izin.applications.models import Application, ApplicationLocation, Document, Note
from izin.catalog.models import PermitType
from izin.workflow.engine import Position, role_in_charge
from izin.workflow.enums import FINAL, Status
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.catalog import PermitTypeFactory
from tests.factories.files import jpeg_bytes, pdf_bytes

ANSWERS = {
    "jenis_izin": "Penelitian",
    "rekom_dari": "Dekan Fakultas Ekonomi Universitas Mahaputra Muhammad Yamin",
    "no_rekom": "166/FE-UMMY/VI-2021",
    "tgl_rekom": "2026-11-02",
    "judul": "Pengaruh Pelayanan Terpadu terhadap Kepuasan Masyarakat",
    "waktu": {"start": "2026-12-01", "end": "2027-05-31"},
    "email_kampus": "fakultas@kampus.contoh.id",
}


def form_data(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored answers as a browser sends them: `waktu__start` for a part, "ya" or "tidak" for yes and no."""
    data: dict[str, Any] = {}
    for key, answer in answers.items():
        if isinstance(answer, Mapping):
            data.update({f"{key}__{part}": value for part, value in answer.items() if part != "area"})
        else:
            data[key] = {True: "ya", False: "tidak"}[answer] if isinstance(answer, bool) else answer
    return data


SENT_FIELDS = ("receipt_code", "submitted_at", "stage_since")


class DocumentFactory(DjangoModelFactory):
    """A current document with a real file in the private store; belongs to an application."""

    class Meta:
        model = Document

    requirement_key = "proposal"
    content_type = "application/pdf"
    original_name = "proposal.pdf"

    @classmethod
    def _create(cls, model_class: type[Document], *args: Any, **kwargs: Any) -> Document:
        data = jpeg_bytes() if kwargs["content_type"] == "image/jpeg" else pdf_bytes(text=kwargs["requirement_key"])
        kwargs = {"sha256": content_save("private", data), "size": len(data), **kwargs}
        return super()._create(model_class, *args, **kwargs)


class ApplicationFactory(DjangoModelFactory):
    """See the module."""

    class Meta:
        model = Application

    applicant = factory.SubFactory(ApplicantFactory)
    permit_type = factory.SubFactory(PermitTypeFactory)
    answers = factory.LazyFunction(lambda: dict(ANSWERS))
    at = "draft"
    locations = ("Kecamatan Kubung", "RSUD Arosuka, Kec. Gunung Talang")
    documents = True
    verdict = factory.LazyAttribute(lambda made: Verdict.ACCEPTED if made.at not in ("draft", "terima") else "")
    number = factory.Sequence(lambda n: n + 1000)

    @classmethod
    def _create(cls, model_class: type[Application], *args: Any, **kwargs: Any) -> Application:
        at, locations, documents, verdict, number = (
            kwargs.pop(name) for name in ("at", "locations", "documents", "verdict", "number")
        )
        kwargs.setdefault("revision", kwargs["permit_type"].live_revision)
        kwargs = {**_place(kwargs["permit_type"], at, number), **kwargs}
        application = super()._create(model_class, *args, **kwargs)
        for name in locations:
            ApplicationLocation.objects.create(application=application, name=name)
        if documents:
            _documents_give(application, verdict)
        return application


def _place(permit_type: PermitType, at: str, number: int) -> dict[str, Any]:
    """Return the values of the columns that tell where an application stands."""
    if at == "draft":
        return {}
    flow, now = permit_type.flow, timezone.now()
    kind, _colon, stage_key = at.rpartition(":")
    if at in FINAL:
        position = Position(Status(at))
    elif kind == "returned":
        position = Position(Status.RETURNED, stage_key)
    else:
        signs = next(stage.signs for stage in flow if stage.key == at)
        position = Position(Status.AWAITING_SIGNATURE if signs else Status.SUBMITTED, at)
    registered = position.stage_key != flow[0].key
    return {
        "status": position.status,
        "stage_key": position.stage_key,
        "waiting_role": role_in_charge(flow, position) or "",
        "receipt_code": f"TERIMA{number}",
        "submitted_at": now,
        "stage_since": now,
        "round": 1,
        "registration_number": f"{number}/UJI/SISFO/XI/2026" if registered else None,
        "registered_at": now if registered else None,
    }


def _documents_give(application: Application, verdict: str) -> None:
    for requirement in application.rules.requirements.all():
        jpeg = requirement.file_kind == "jpeg"
        DocumentFactory(
            application=application,
            requirement_key=requirement.key,
            content_type="image/jpeg" if jpeg else "application/pdf",
            original_name=f"{requirement.key}.{'jpg' if jpeg else 'pdf'}",
            verdict=verdict,
        )


def ready_to_sign(**kwargs: Any) -> Application:
    """Return an application that waits for the head of office, with everything accepted."""
    return ApplicationFactory.create(at="kadis", **kwargs)


class NoteFactory(DjangoModelFactory):
    """A note of an officer; belongs to an application."""

    class Meta:
        model = Note

    author = factory.SubFactory(OfficerFactory)
    audience = NoteAudience.APPLICANT
    stage_key = "terima"
    text = "Proposal belum lengkap."
