"""The demo: officers of every role, two applicants, and applications in every state, made by the real services."""

import io
import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from common.content_store import content_save
from izin.accounts.consents import CONSENT_VERSION
from izin.accounts.enums import Role
from izin.accounts.models import MandateCapacity, User
from izin.accounts.selectors import user_by_nik
from izin.accounts.services import applicant_register, officer_create, password_change
from izin.accounts.services.mandates import mandate_grant
from izin.applications.enums import Verdict
from izin.applications.models import Application
from izin.applications.selectors import case_get, requirement_lines
from izin.applications.services.bpjs import bpjs_check_record
from izin.applications.services.deciding import application_approve, application_return
from izin.applications.services.documents import document_upload, documents_review
from izin.applications.services.drafting import draft_create
from izin.applications.services.submitting import application_submit
from izin.catalog.enums import ContentCheck, FileKind
from izin.catalog.models import Requirement
from izin.catalog.selectors import permit_type_get
from izin.permits.services.issuing import permit_issue
from izin.regions.selectors import place_label
from izin.signing.devca import DEV_PASSPHRASE
from izin.workflow.enums import Status

DATA = Path(__file__).resolve().parent / "data" / "demo.json"


def demo_load() -> tuple[list[tuple[str, str]], str]:
    """Make the demo unless it is there; return (role, NIK) of each account, and the password of all of them."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    password = data["password"]
    applicants = data["applicants"]
    if user_by_nik(applicants[0]["nik"]) is None:
        officers = {Role(row["role"]): _officer(row, password) for row in data["officers"]}
        people = [_applicant(row, password) for row in applicants]
        for row in data["applications"]:
            _application(row, people[row["by"]], officers)
    accounts = [(Role(row["role"]).label, row["nik"]) for row in data["officers"]]
    return [*accounts, *(("Pemohon", row["nik"]) for row in applicants)], password


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@contoh.id"


def _officer(row: Mapping[str, Any], password: str) -> User:
    values = {key: value for key, value in row.items() if key not in {"role", "mandate_decree"}}
    role = Role(row["role"])
    user = officer_create(actor=None, email=_address(row["full_name"]), roles=[role], password=password, **values)
    if role == Role.ADMIN:
        user.is_superuser = True
        user.save(update_fields=["is_superuser"])
    if "mandate_decree" in row:
        mandate_grant(
            actor=None,
            officer=user.officer,
            capacity=MandateCapacity.DEFINITIVE,
            decree=row["mandate_decree"],
            valid_from=timezone.localdate().replace(month=1, day=1),
        )
    return user


def _applicant(row: Mapping[str, Any], password: str) -> User:
    values = {**row, "birth_date": date.fromisoformat(row["birth_date"])}
    user = applicant_register(
        **values,
        phone=f"628120000{row['nik'][-4:]}",
        email=_address(row["full_name"]),
        ktp_sha256=content_save("private", _picture("CONTOH KTP", row["full_name"], kind="JPEG")),
        consent_version=CONSENT_VERSION,
    )
    return password_change(user=user, new_password=password)


def _picture(*lines: str, kind: str) -> bytes:
    """Return a page with a few words on it, as JPEG or PDF."""
    return _saved(_page(*lines), kind)


def _page(*lines: str) -> Image.Image:
    image = Image.new("RGB", (900, 600), "white")
    text = ImageDraw.Draw(image)
    text.rectangle((20, 20, 880, 580), outline="gray", width=3)
    for number, line in enumerate(lines):
        text.text((60, 80 + 70 * number), line[:60], fill="black", font=ImageFont.load_default(34))
    return image


def _saved(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _portrait() -> bytes:
    """Return what could be a photograph: somebody before a red wall."""
    image = Image.new("RGB", (360, 480), (178, 34, 34))
    figure = ImageDraw.Draw(image)
    figure.ellipse((40, 300, 320, 640), fill=(245, 245, 245))
    figure.ellipse((115, 110, 245, 290), fill=(214, 166, 128))
    return _saved(image, "JPEG")


def _with_code(*lines: str) -> bytes:
    """Return a page with a QR code on it, as PDF."""
    page, code = _page(*lines), io.BytesIO()
    segno.make_qr("https://contoh.id/str").save(code, kind="png", scale=6, border=4)
    page.paste(Image.open(code).convert("RGB"), (640, 320))
    return _saved(page, "PDF")


def _file(requirement: Requirement, holder: str) -> SimpleUploadedFile:
    if requirement.file_kind == FileKind.JPEG:
        return SimpleUploadedFile(f"{requirement.key}.jpg", _portrait(), "image/jpeg")
    draw = _with_code if requirement.content_check == ContentCheck.QR else partial(_picture, kind="PDF")
    return SimpleUploadedFile(f"{requirement.key}.pdf", draw(requirement.name, holder), "application/pdf")


def _answer(value: Any) -> Any:
    """Return an answer of the file as it is kept: `@-7` is a week ago, a village gets its name."""
    if isinstance(value, str) and value.startswith("@"):
        return (timezone.localdate() + timedelta(days=int(value[1:]))).isoformat()
    if isinstance(value, Mapping):
        value = {key: _answer(part) for key, part in value.items()}
        return {**value, "area": place_label(value["village"])} if "village" in value else value
    return value


def _application(row: Mapping[str, Any], applicant: User, officers: Mapping[Role, User]) -> None:
    application = draft_create(
        applicant=applicant,
        permit_type=permit_type_get(row["type"]),
        answers={key: _answer(value) for key, value in row["answers"].items()},
        locations=row.get("places", []),
    )
    for line in requirement_lines(application):
        if line.document is None and line.requirement.required:
            document_upload(
                application_id=application.pk,
                actor=applicant,
                requirement_key=line.requirement.key,
                file=_file(line.requirement, applicant.get_full_name()),
            )
    if row["until"] != Status.DRAFT:
        application_submit(application_id=application.pk, actor=applicant)
        _work(application.pk, row["until"], officers)


def _work(application_id: int, until: str, officers: Mapping[Role, User]) -> None:
    """Let the officers do their part until the application stands where the demo wants it."""
    while True:
        case = case_get(application_id)
        if until in {case.status, case.stage_key}:
            return
        officer = officers[Role(case.waiting_role)]
        if until == Status.RETURNED:
            _review(case, officer, refused="proposal")
            note = "Proposal belum ditandatangani pembimbing. Unggah proposal yang sudah disahkan."
            application_return(application_id=case.pk, actor=officer, turn=case.turn, note=note)
        elif case.status == Status.AWAITING_SIGNATURE:
            permit_issue(application_id=case.pk, actor=officer, turn=case.turn, passphrase=DEV_PASSPHRASE)
        else:
            _review(case, officer)
            if case.waiting_role == Role.BPJS_VERIFIER:
                _bpjs(case, officer)
            application_approve(application_id=case.pk, actor=officer, turn=case.turn)


def _bpjs(case: Application, officer: User) -> None:
    bpjs_check_record(
        application_id=case.pk,
        actor=officer,
        turn=case.turn,
        subject="Kepesertaan atas nama pemohon",
        number="13021234567",
        is_active=True,
        checked_on=timezone.localdate(),
    )


def _review(case: Application, officer: User, *, refused: str = "") -> None:
    reviews = {
        line.document.pk: (
            (Verdict.REFUSED, "Halaman pengesahan belum ditandatangani pembimbing.")
            if line.requirement.key == refused
            else (Verdict.ACCEPTED, "")
        )
        for line in requirement_lines(case)
        if line.document
    }
    documents_review(application_id=case.pk, actor=officer, turn=case.turn, reviews=reviews)
