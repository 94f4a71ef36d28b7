"""Everything we hold about an applicant, as plain values in words of his language (UU 27/2022: right to a copy).

Lists come piece by piece: an account may have hundreds of applications, and memory stays that of a few.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from izin.accounts.models import ProfileChange, User
from izin.accounts.selectors import sign_ins_of
from izin.applications.enums import NoteAudience
from izin.applications.models import Application, Document
from izin.applications.selectors import answer_lines
from izin.applications.snapshots import AnswerSnapshot
from izin.catalog.models import PermitType
from izin.chat.models import Message
from izin.messaging.selectors import channels_chosen, messages_of
from izin.permits.models import Permit, ResultReport
from izin.surveys.selectors import permit_list_with_surveys

from .selectors import opening_rows, openings_of

CHUNK = 25
# Rules of types are the same for many applications; so many are kept at a time.
RULES_KEPT = 10

Section = Mapping[str, Any] | Iterable[Any]


def sections(user: User) -> Iterator[tuple[str, Section]]:
    """Yield name and content of each part; a part that is a list is made while it is read."""
    yield "keterangan", {"dibuat": timezone.localtime(), "tentang": "Salinan data Anda di SISFO IZIN"}
    yield "profil", _person(user)
    yield "perubahan_data_diri", map(_change, ProfileChange.objects.filter(user=user).iterator(CHUNK))
    yield "saluran_pemberitahuan", [str(channel.label) for channel in channels_chosen(user)]
    yield "perangkat_yang_masuk", map(_device, sign_ins_of(user).iterator(CHUNK))
    yield "permohonan", applications(user)
    yield "izin_terbit", map(_permit, permit_list_with_surveys(user).iterator(CHUNK))
    yield "laporan_hasil", map(_report, _reports(user).iterator(CHUNK))
    yield "pesan_dengan_petugas", map(_chat, _messages(user).iterator(CHUNK))
    yield "pemberitahuan", map(_notice, messages_of(user).iterator(CHUNK))
    yield "yang_membuka_data", _openings(user)


def json_chunks(user: User) -> Iterator[bytes]:
    """Yield the sections as one JSON document, readable by people too."""
    yield b"{"
    for number, (name, content) in enumerate(sections(user)):
        yield f"{',' if number else ''}\n{_written(name)}: ".encode()
        if isinstance(content, Mapping):
            yield _written(content).encode()
            continue
        yield b"["
        for place, item in enumerate(content):
            yield f"{',' if place else ''}\n{_written(item)}".encode()
        yield b"]"
    yield b"\n}\n"


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, cls=_Words)


class _Words(DjangoJSONEncoder):
    """Writes moments in the office's time zone, and lazy texts as text."""

    def default(self, o: Any) -> Any:
        """Return what JSON can hold."""
        moment: Callable[[], Any] | None = getattr(o, "astimezone", None)
        return timezone.localtime(o).isoformat(timespec="seconds") if moment else super().default(o)


def _person(user: User) -> dict[str, Any]:
    profile = user.profile
    return {
        "nik": user.nik,
        "nama_lengkap": user.full_name,
        "gelar_depan": user.title_front,
        "gelar_belakang": user.title_back,
        "tempat_lahir": profile.birth_place,
        "tanggal_lahir": profile.birth_date,
        "jenis_kelamin": profile.get_sex_display(),
        "pekerjaan": profile.occupation,
        "alamat": profile.address_line,
        "nomor_whatsapp": user.phone,
        "email": user.email,
        "akun_dibuat": user.created_at,
        "masuk_terakhir": user.last_login,
        "persetujuan": {"versi": profile.consent_version, "waktu": profile.consented_at},
    }


def _change(change: ProfileChange) -> dict[str, Any]:
    return {
        "diajukan": change.created_at,
        "nama": change.name_line,
        "nik": change.nik,
        "alasan": change.note,
        "status": change.get_state_display(),
        "diputuskan": change.decided_at,
        "alasan_petugas": change.decision_note,
    }


def _device(sign_in: Any) -> dict[str, Any]:
    return {"perangkat": sign_in.device, "masuk": sign_in.created_at, "terakhir_dipakai": sign_in.last_seen_at}


def application_rows(user: User) -> Iterator[Application]:
    """Yield a person's applications, oldest first, with all that belongs to them; rules are read once a version."""
    found = (
        Application.objects.filter(applicant=user)
        .select_related("permit_type", "revision", "rejection", "renewal__permit")
        .prefetch_related("locations", "documents", "notes", "steps", "answer_snapshots")
        .order_by("created_at", "pk")
    )
    kept: dict[int, PermitType] = {}
    for application in found.iterator(CHUNK):
        if application.revision_id in kept:
            application.__dict__["rules"] = kept[application.revision_id]
        elif len(kept) >= RULES_KEPT:
            kept.clear()
        kept[application.revision_id] = application.rules
        yield application


def applications(user: User) -> Iterator[dict[str, Any]]:
    """Yield each application in words."""
    for application in application_rows(user):
        rules = application.rules
        names = {requirement.key: requirement.name for requirement in rules.requirements.all()}
        stages = {stage.key: stage.label for stage in rules.stages.all()}
        labels = {field.key: field.label for field in rules.fields.all()}
        yield {
            "jenis_izin": rules.name,
            "jenis_permohonan": application.get_purpose_display(),
            "status": application.get_status_display(),
            "kode_tanda_terima": application.receipt_code,
            "nomor_registrasi": application.registration_number,
            "dibuat": application.created_at,
            "dikirim": application.submitted_at,
            "melanjutkan_izin": _renewal(application),
            "isian": dict(answer_lines(application)),
            "lokasi": [location.name for location in application.locations.all()],
            "isian_sebelum_diubah": [_snapshot(taken, labels) for taken in application.answer_snapshots.all()],
            "dokumen": [_document(document, names) for document in application.documents.all()],
            "penolakan": _rejection(application),
            "catatan": [
                {
                    "waktu": note.created_at,
                    "dari": "Anda" if note.author_id == user.pk else "Petugas",
                    "tahap": stages.get(note.stage_key, ""),
                    "catatan": note.text,
                }
                for note in application.notes.all()
                if note.audience == NoteAudience.APPLICANT
            ],
            "perjalanan": [
                {"waktu": step.at, "tindakan": step.get_action_display(), "tahap": stages.get(step.stage_key, "")}
                for step in application.steps.all()
            ],
        }


def _renewal(application: Application) -> dict[str, Any] | None:
    renewal = getattr(application, "renewal", None)
    return {"nomor_izin": renewal.permit.number, "jenis": renewal.get_kind_display()} if renewal else None


def _rejection(application: Application) -> dict[str, Any] | None:
    found = getattr(application, "rejection", None)
    told = {"waktu": "at", "alasan": "reason", "penjelasan": "explanation", "dasar_hukum": "legal_ground"}
    return {name: getattr(found, field) for name, field in told.items()} if found else None


def _snapshot(taken: AnswerSnapshot, labels: Mapping[str, str]) -> dict[str, Any]:
    """What was sent before it was changed, the places of a research among it."""
    return {
        "pengiriman_ke": taken.round,
        "diubah": taken.taken_at,
        "isian": {labels.get(key, key): answer for key, answer in taken.answers.items()},
        "lokasi": taken.places,
    }


def document_name(document: Document) -> str:
    """Return where a document lies in the archive."""
    return f"berkas/permohonan-{document.application_id}/{document.pk}-{document.original_name}"


def _document(document: Document, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "syarat": names.get(document.requirement_key, document.requirement_key),
        "nama_berkas": document.original_name,
        "ukuran_byte": document.size,
        "diunggah": document.uploaded_at,
        "berlaku": document.current,
        "hasil_pemeriksaan": document.get_verdict_display() if document.verdict else "",
        "keterangan": document.verdict_note,
        "isi_kode_qr": document.qr_text,
        "di_arsip": document_name(document),
    }


def _permit(permit: Permit) -> dict[str, Any]:
    survey = getattr(permit, "survey", None)
    return {
        "nomor": permit.number,
        "jenis_izin": permit.permit_type.name,
        "pemegang": permit.holder_name,
        "diterbitkan": permit.issued_at,
        "berlaku_sejak": permit.valid_from,
        "berlaku_sampai": permit.valid_until,
        "penanda_tangan": permit.signer_name,
        "halaman_publik": permit.get_absolute_url(),
        "survei": {
            "poling": survey.get_poll_display() if survey.poll else "",
            "testimoni": survey.testimonial,
            "kuesioner": survey.questionnaire,
        }
        if survey
        else None,
    }


def _reports(user: User) -> Any:
    mine = ResultReport.objects.filter(permit__application__applicant=user)
    return mine.select_related("permit").order_by("submitted_at", "pk")


def report_files(user: User) -> Iterator[tuple[str, str]]:
    """Yield name in the archive and digest of each report of results, replaced and returned ones too."""
    for report in _reports(user).iterator(CHUNK):
        yield _report_name(report), report.sha256


def _report_name(report: ResultReport) -> str:
    return f"berkas/laporan-hasil/{report.pk}-{report.original_name}"


def _report(report: ResultReport) -> dict[str, Any]:
    return {
        "nomor_izin": report.permit.number,
        "nama_berkas": report.original_name,
        "ukuran_byte": report.size,
        "jumlah_halaman": report.pages,
        "diserahkan": report.submitted_at,
        "status": report.get_state_display(),
        "diperiksa": report.judged_at,
        "catatan_petugas": report.note,
        "di_arsip": _report_name(report),
    }


def _messages(user: User) -> Any:
    return Message.objects.filter(thread__applicant=user).order_by("pk")


def message_files(user: User) -> Iterator[tuple[str, str]]:
    """Yield name in the archive and digest of each file of the chat."""
    for message in _messages(user).exclude(sha256="").iterator(CHUNK):
        yield f"berkas/pesan/{message.pk}-{message.original_name}", message.sha256


def _chat(message: Message) -> dict[str, Any]:
    return {
        "waktu": message.created_at,
        "dari": "Petugas" if message.from_office else "Anda",
        "pesan": message.text or "",
        "lampiran": message.original_name,
    }


def _notice(message: Any) -> dict[str, Any]:
    return {
        "waktu": message.created_at,
        "saluran": message.get_channel_display(),
        "perihal": message.subject,
        "isi": "" if message.secret else message.body,
        "status": message.get_state_display(),
    }


def _openings(user: User) -> Iterator[dict[str, Any]]:
    batch = []
    for entry in openings_of(user).iterator(CHUNK):
        batch.append(entry)
        if len(batch) == CHUNK:
            yield from _opening_words(batch)
            batch.clear()
    yield from _opening_words(batch)


def _opening_words(batch: list[Any]) -> Iterator[dict[str, Any]]:
    for row in opening_rows(batch):
        yield {"waktu": row.at, "oleh": row.who, "yang_dibuka": row.what}
