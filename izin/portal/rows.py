"""How an application is told to its applicant: a word, a tone, a sentence, and the next step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.formats import date_long
from izin.accounts.models import User
from izin.applications.clock import due_promised
from izin.applications.models import Application, Document
from izin.applications.policies import may_change, may_replace
from izin.applications.selectors import MissingLine, requirement_lines
from izin.catalog.answers.words import file_words
from izin.catalog.enums import FileKind
from izin.catalog.examples import example_files
from izin.catalog.models import PermitType, Requirement, Sector
from izin.workflow.enums import Status

TONES = {
    Status.DRAFT: "neutral",
    Status.SUBMITTED: "info",
    Status.RETURNED: "warning",
    Status.AWAITING_SIGNATURE: "info",
    Status.ISSUED: "success",
    Status.REJECTED: "danger",
    Status.WITHDRAWN: "neutral",
}
# A status without a row here is shown as its bare word.
NEUTRAL = "neutral"
SENTENCES: dict[str, Any] = {
    Status.DRAFT: _("Belum dikirim. Lengkapi, lalu kirim ke petugas."),
    Status.SUBMITTED: _("Sedang diperiksa petugas. Anda tidak perlu melakukan apa pun."),
    Status.RETURNED: _("Ada yang perlu diperbaiki. Baca catatan petugas, perbaiki, lalu kirim kembali."),
    Status.AWAITING_SIGNATURE: _("Menunggu tanda tangan elektronik Kepala Dinas."),
    Status.ISSUED: _("Izin sudah terbit."),
    Status.REJECTED: _("Permohonan ditolak. Baca alasannya dan cara mengajukan keberatan."),
    Status.WITHDRAWN: _("Permohonan dibatalkan. Anda dapat mengajukan permohonan baru kapan saja."),
}


@dataclass(frozen=True)
class ApplicationRow:
    """An application with the words that lists and headings show."""

    application: Application
    tone: str
    sentence: str | Promise
    url: str
    action: str | Promise


def application_row(application: Application) -> ApplicationRow:
    """Return the words for an application; no query."""
    status = Status(application.status)
    view, action = {
        Status.DRAFT: ("portal:application_review", _("Lanjutkan")),
        Status.RETURNED: ("portal:application_correct", _("Perbaiki")),
    }.get(status, ("portal:application_process", _("Selengkapnya")))
    url = reverse(view, args=[application.pk])
    return ApplicationRow(application, TONES.get(status, NEUTRAL), SENTENCES.get(status, ""), url, action)


def due_rows(application: Application) -> list[tuple[str | Promise, str]]:
    """Return the row that says by when the office decides, none while there is no such day; no query (P9, W5)."""
    due = due_promised(application)
    return [(_("Paling lambat selesai"), due)] if due else []


@dataclass(frozen=True)
class DocumentRow:
    """A requirement as its card shows it: the file given for it, what was said of it, and whether it takes another."""

    requirement: Requirement
    document: Document | None
    rules: list[str]
    example: Any
    error: str
    replaceable: bool
    # The file of the permit this application continues, where it may be given once more.
    reusable: Document | None = None

    @property
    def is_picture(self) -> bool:
        """Whether there is a picture, which can be shown in place and turned."""
        return self.document is not None and self.document.content_type == "image/jpeg"

    @property
    def takes_picture(self) -> bool:
        """Whether a telephone's camera can give what is asked for."""
        return self.requirement.file_kind == FileKind.JPEG


def document_rows(
    application: Application, errors: Mapping[str, str], reusable: Mapping[str, Document] | None = None
) -> list[DocumentRow]:
    """Return the cards of all requirements, in order; `errors` are those of an upload, by requirement key, `reusable`
    the files of an earlier permit that may be given once more."""
    lines = requirement_lines(application)
    examples = example_files(line.requirement for line in lines)
    changeable = may_change(application.applicant, application)
    return [
        DocumentRow(
            requirement=line.requirement,
            document=line.document,
            rules=file_words(line.requirement),
            example=examples.get(line.requirement.key),
            error=errors.get(line.requirement.key, ""),
            replaceable=changeable and may_replace(application, line.document),
            reusable=(reusable or {}).get(line.requirement.key) if changeable else None,
        )
        for line in lines
    ]


@dataclass(frozen=True)
class Task:
    """One thing that is left to do, with the address where it is done."""

    label: str
    url: str


def missing_tasks(application: Application, missing: Iterable[MissingLine], *, cards: str) -> list[Task]:
    """Return what keeps an application from being sent as links: to the field, or to the card of the document.

    Arguments: `cards`, the name of the view whose page shows the cards.
    """
    form, page = (reverse(f"portal:{view}", args=[application.pk]) for view in ("application_edit", cards))
    return [
        Task(
            line.label,
            f"{form}#div_id_{line.field_key}" if line.field_key else f"{page}#syarat-{line.requirement_key}",
        )
        for line in missing
    ]


@dataclass(frozen=True)
class FlowStep:
    """One step on the way to a sent application. `state` is done, current or waiting."""

    label: str | Promise
    state: str
    url: str


def flow_steps(current: str, application: Application | None, missing: Iterable[MissingLine]) -> list[FlowStep]:
    """Return the four steps of an application that is not sent yet; `current` is jenis, data, dokumen or periksa."""
    open_steps = {"data" if line.field_key else "dokumen" for line in missing}
    steps = {
        "jenis": (_("Pilih jenis izin"), "" if application else reverse("portal:application_choose")),
        "data": (_("Isi data"), _step_url("application_edit", application)),
        "dokumen": (_("Unggah dokumen"), _step_url("document_list", application)),
        "periksa": (_("Periksa dan kirim"), _step_url("application_review", application)),
    }
    known = {"jenis"} | ({"data", "dokumen"} - open_steps if application else set())
    return [
        FlowStep(label, "current" if key == current else "done" if key in known else "waiting", url)
        for key, (label, url) in steps.items()
    ]


def _step_url(view: str, application: Application | None) -> str:
    return reverse(f"portal:{view}", args=[application.pk]) if application else ""


def person_rows(user: User) -> list[tuple[str | Promise, str]]:
    """Return what an applicant sees of himself; the NIK is masked."""
    profile = user.profile
    return [
        (_("Nama"), user.get_full_name()),
        (_("NIK"), user.masked_nik),
        (_("Tempat, tanggal lahir"), f"{profile.birth_place}, {date_long(profile.birth_date)}"),
        (_("Alamat"), profile.address_line),
    ]


def photo_of(application: Application) -> Document | None:
    """Return the photograph of the applicant that was given for the letter, if any (F6)."""
    lines = requirement_lines(application)
    return next((line.document for line in lines if line.requirement.on_letter and line.document), None)


@dataclass(frozen=True)
class SectorRow:
    """A sector with its types, in the groups of the menu; `groups` has one without a name when no grouping helps."""

    sector: Sector
    groups: list[tuple[str, list[PermitType]]]
    count: int


def sector_rows(sectors: Iterable[Sector], search: str) -> list[SectorRow]:
    """Return what the page of all types shows: those whose name has every word of the search; no query.

    Arguments: `sectors` with their `published_types`, as `sector_list` gives them.
    """
    words = search.lower().split()
    found = []
    for sector in sectors:
        offered = sector.published_types  # type: ignore[attr-defined]
        types = [kind for kind in offered if all(word in kind.name.lower() for word in words)]
        if types:
            found.append(SectorRow(sector, _menu_groups(types), len(types)))
    return found


def _menu_groups(types: list[PermitType]) -> list[tuple[str, list[PermitType]]]:
    groups = [(name, list(group)) for name, group in groupby(sorted(types, key=_menu_name), key=_menu_name)]
    # A heading that says what its only link says again is noise.
    return [(name if len(group) > 1 and len(groups) > 1 else "", group) for name, group in groups]


def _menu_name(permit_type: PermitType) -> str:
    return permit_type.menu_name
