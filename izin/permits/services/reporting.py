"""Reports of results: handed in by the holder of a research permit, judged by an officer (F10)."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.content_store import content_save
from common.errors import DomainError, NotAllowed
from common.uploads import check_pdf
from izin.accounts.models import User
from izin.applications.inspection import look_at
from izin.applications.services.documents import MAX_WARNING
from izin.audit.services import audit_record
from izin.messaging.services import person_notify

from ..enums import PermitState, ReportState
from ..models import FollowUpSettings, Permit, ResultReport
from ..policies import may_judge_reports

MEGABYTE = 1024 * 1024
NOTE_LONGEST = 1000


def report_submit(*, permit_id: int, actor: User, file: UploadedFile) -> ResultReport:
    """Hand in a report as a PDF; one that waits already is replaced and stays as history.

    Raises Permit.DoesNotExist for somebody else's permit or one that owes no report, NotAllowed when a report was
    accepted already or the permit was revoked, DomainError (field "file") when the file is refused.
    """
    _open_permit(permit_id, actor)
    try:
        # Reading a file takes time and processes of its own: no row is locked meanwhile.
        checked = check_pdf(file, max_bytes=FollowUpSettings.load().report_max_mb * MEGABYTE)
        look = look_at(checked.data, checked.content_type, "")
    except DomainError as error:
        raise DomainError(error.message, field="file") from error
    sha256 = content_save("private", checked.data)
    with transaction.atomic():
        permit = _open_permit(permit_id, actor)
        permit.reports.filter(state=ReportState.SUBMITTED).update(state=ReportState.REPLACED)
        report = ResultReport.objects.create(
            permit=permit,
            sha256=sha256,
            size=len(checked.data),
            pages=look.pages,
            original_name=checked.name,
            warning=" ".join(look.warnings)[:MAX_WARNING],
        )
        audit_record(
            actor=actor, action="report.submitted", subject=permit, data={"report": report.pk, "sha256": sha256}
        )
        return report


def _open_permit(permit_id: int, actor: User) -> Permit:
    with transaction.atomic():
        permit = Permit.objects.select_for_update(of=("self",)).get(
            pk=permit_id, application__applicant=actor, permit_type__needs_result_report=True
        )
        if permit.state == PermitState.REVOKED:
            raise NotAllowed(_("Izin ini sudah dicabut sehingga laporan tidak diperlukan."))
        if permit.reports.filter(state=ReportState.ACCEPTED).exists():
            raise NotAllowed(_("Laporan izin ini sudah diterima. Tidak ada lagi yang perlu diserahkan."))
        return permit


def report_accept(*, report_id: int, actor: User) -> ResultReport:
    """Accept a report and tell its holder.

    Raises ResultReport.DoesNotExist, NotAllowed for an officer who may not judge, or when it was judged or replaced.
    """
    with transaction.atomic():
        report = _lock_waiting(report_id, actor)
        _judge(report, actor, ReportState.ACCEPTED)
        _tell(report, "result_report_accepted")
        return report


def report_return(*, report_id: int, actor: User, note: str) -> ResultReport:
    """Ask for a report again and tell its holder why. Raises as `report_accept`, and DomainError (field "note") when no
    reason is given or it is too long."""
    note = note.strip()
    if not note:
        raise DomainError(_("Tulis apa yang harus diperbaiki pada laporan ini."), field="note")
    if len(note) > NOTE_LONGEST:
        raise DomainError(_("Paling panjang %(most)s huruf.") % {"most": NOTE_LONGEST}, field="note")
    with transaction.atomic():
        report = _lock_waiting(report_id, actor)
        _judge(report, actor, ReportState.RETURNED, note)
        _tell(report, "result_report_returned", catatan=note)
        return report


def report_viewed(*, report: ResultReport, actor: User) -> None:
    """Log that somebody opened a report (A7: who looked at whose papers)."""
    with transaction.atomic():
        audit_record(actor=actor, action="report.viewed", subject=report.permit, data={"report": report.pk})


def _lock_waiting(report_id: int, actor: User) -> ResultReport:
    if not may_judge_reports(actor):
        raise NotAllowed(_("Laporan hasil tidak diperiksa oleh peran Anda."))
    ResultReport.objects.select_for_update().only("pk").get(pk=report_id)
    report = ResultReport.objects.select_related("permit__application__applicant", "permit__permit_type").get(
        pk=report_id
    )
    if report.state != ReportState.SUBMITTED:
        raise NotAllowed(_("Laporan ini sudah diperiksa petugas lain atau diganti pemohon."))
    return report


def _judge(report: ResultReport, actor: User, state: ReportState, note: str = "") -> None:
    report.state, report.note = state, note
    report.judged_by, report.judged_at = actor, timezone.now()
    report.save(update_fields=["state", "note", "judged_by", "judged_at"])
    audit_record(actor=actor, action=f"report.{state}", subject=report.permit, data={"report": report.pk})


def _tell(report: ResultReport, text: str, **tokens: str) -> None:
    permit, person = report.permit, report.permit.application.applicant
    person_notify(
        event_key=f"report-{report.pk}-{report.state}",
        recipient=person,
        text=text,
        tokens={
            "nama": person.get_full_name(),
            "judul": permit.subject,
            "nomor_izin": permit.number,
            "tautan": settings.BASE_URL + reverse("portal:report_detail", args=[permit.pk]),
            **tokens,
        },
    )
