"""How an application is told to its applicant: a word, a tone, a sentence, and the next step."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.formats import date_long
from izin.accounts.models import User
from izin.applications.models import Application
from izin.catalog.models import PermitType, Sector
from izin.workflow.enums import Status

TONES = {
    Status.DRAFT: "neutral",
    Status.SUBMITTED: "info",
    Status.RETURNED: "warning",
    Status.AWAITING_SIGNATURE: "info",
    Status.ISSUED: "success",
}
SENTENCES: dict[str, Any] = {
    Status.DRAFT: _("Belum dikirim. Lengkapi, lalu kirim ke petugas."),
    Status.SUBMITTED: _("Sedang diperiksa petugas. Anda tidak perlu melakukan apa pun."),
    Status.RETURNED: _("Ada yang perlu diperbaiki. Baca catatan petugas, perbaiki, lalu kirim kembali."),
    Status.AWAITING_SIGNATURE: _("Menunggu tanda tangan elektronik Kepala Dinas."),
    Status.ISSUED: _("Izin sudah terbit."),
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
        Status.DRAFT: ("portal:document_list", _("Lanjutkan")),
        Status.RETURNED: ("portal:document_list", _("Perbaiki")),
    }.get(status, ("portal:application_process", _("Selengkapnya")))
    return ApplicationRow(application, TONES[status], SENTENCES[status], reverse(view, args=[application.pk]), action)


def person_rows(user: User) -> list[tuple[str | Promise, str]]:
    """Return what an applicant sees of himself; the NIK is masked."""
    profile = user.profile
    return [
        (_("Nama"), user.get_full_name()),
        (_("NIK"), user.masked_nik),
        (_("Tempat, tanggal lahir"), f"{profile.birth_place}, {date_long(profile.birth_date)}"),
        (_("Alamat"), profile.address_line),
    ]


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
