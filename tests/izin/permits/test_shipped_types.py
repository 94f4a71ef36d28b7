"""Every permit type of the shipped catalogue, from its form to its signed letter, on the real services (C3).

The letters are kept in the test's folder, so that they can be looked at: `--basetemp=FOLDER`.
"""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from common.content_store import content_read
from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.applications.enums import Verdict
from izin.applications.models import Application
from izin.applications.selectors import case_get, requirement_lines
from izin.applications.services.bpjs import bpjs_check_record
from izin.applications.services.deciding import application_approve
from izin.applications.services.documents import document_upload, documents_review
from izin.applications.services.submitting import application_submit
from izin.catalog.answers.forms import PURPOSE
from izin.catalog.answers.kinds import answer_sample
from izin.catalog.enums import FieldKind, FieldMeaning, FileKind, Purpose
from izin.catalog.models import FormField, PermitType, Requirement
from izin.permits.models import Permit
from izin.permits.services.issuing import permit_issue
from izin.signing.devca import DEV_PASSPHRASE
from izin.signing.enums import Integrity
from izin.signing.services import document_check
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import form_data
from tests.factories.catalog import TYPE_CODES, shipped_type
from tests.factories.files import jpeg_bytes, pdf_bytes, qr_pdf_bytes, upload
from tests.factories.regions import solok_regions

RED = (190, 30, 40)
# One of each family; the other health types differ in words only.
RENEWED = ["penelitian", "sip-perawat", "sip-dokter", "sip-tukanggigi", "stpt", "ops-sd"]
# What fits the patterns of the shipped fields.
TYPED = {FieldKind.TEXT: "10 30.21/KES-2026", FieldKind.LOCATIONS: ["RSUD Arosuka, Kec. Gunung Talang"]}


def answer_for(field: FormField) -> Any:
    """Return an answer that a careful applicant would give."""
    if field.pattern == r"\d{8}":
        return "10303021"
    asks_for_words = field.kind == FieldKind.TEXT and not field.pattern
    sample = answer_sample(field) if asks_for_words else TYPED.get(FieldKind(field.kind), answer_sample(field))
    return {**sample, "village": VILLAGE} if isinstance(sample, dict) and "village" in sample else sample


VILLAGE = "13.02.07.2002"


def fill(client, permit_type: PermitType, purpose: Purpose, *, str_for_life: bool) -> Application:
    """Fill in the form of a type as a browser does, and return the application."""
    answers = {field.key: answer_for(field) for field in permit_type.fields.all()}
    if "str_seumur_hidup" in answers:
        answers["str_seumur_hidup"] = str_for_life
    data = form_data(answers)
    if permit_type.renewable:
        data[PURPOSE] = purpose.value
    response = client.post(reverse("portal:application_create", args=[permit_type.slug]), data)
    assert response.status_code == 302, response.context["form"].errors
    return Application.objects.get()


def file_for(requirement: Requirement) -> bytes:
    """Return a file that passes every check of a requirement."""
    if requirement.file_kind == FileKind.JPEG:
        return jpeg_bytes(width=300, height=400, color=RED)
    return qr_pdf_bytes() if requirement.content_check == "qr" else pdf_bytes(text=requirement.key)


def work(application_id: int) -> Permit:
    """Let the officers of all stages do their part."""
    while True:
        case = case_get(application_id)
        officer = OfficerFactory.create(role=Role(case.waiting_role))
        if case.status == "awaiting_signature":
            return permit_issue(application_id=case.pk, actor=officer, turn=case.turn, passphrase=DEV_PASSPHRASE)
        given = [line.document for line in requirement_lines(case) if line.document]
        reviews = {document.pk: (Verdict.ACCEPTED, "") for document in given}
        documents_review(application_id=case.pk, actor=officer, turn=case.turn, reviews=reviews)
        if case.waiting_role == Role.BPJS_VERIFIER:
            bpjs_record(case, officer)
        application_approve(application_id=case.pk, actor=officer, turn=case.turn)


def bpjs_record(case: Application, officer: User) -> None:
    bpjs_check_record(
        application_id=case.pk,
        actor=officer,
        turn=case.turn,
        subject="Kepesertaan pemohon",
        number="13021234567",
        is_active=True,
        checked_on=timezone.localdate(),
    )


CASES = [(code, Purpose.NEW) for code in TYPE_CODES] + [(code, Purpose.RENEWAL) for code in RENEWED]


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "purpose"), CASES)
def test_a_type_is_applied_for_checked_and_issued(client, tmp_path, code, purpose):
    solok_regions()
    permit_type = shipped_type(code)
    applicant = ApplicantFactory()
    client.force_login(applicant)
    application = fill(client, permit_type, purpose, str_for_life=purpose == Purpose.NEW)
    for line in requirement_lines(application):
        requirement = line.requirement
        assert (line.document is not None) == requirement.from_account
        if line.document is None:
            file = upload(file_for(requirement), f"{requirement.key}.{requirement.file_kind}")
            document_upload(application_id=application.pk, actor=applicant, requirement_key=requirement.key, file=file)
    application_submit(application_id=application.pk, actor=applicant)
    permit = work(application.pk)

    signed = content_read("permits", permit.document_sha256)
    (tmp_path / f"{code}-{purpose}.pdf").write_bytes(signed)
    assert document_check(signed).integrity == Integrity.OK
    stages = list(permit_type.stages.values_list("key", flat=True))
    assert list(permit.application.steps.values_list("stage_key", flat=True)) == [stages[0], *stages]
    pattern = r"[\d.]+/001/" + re.escape(permit_type.number_code) + r"/DPMPTSPNAKER/[IVX]+/\d{4}"
    assert re.fullmatch(pattern, permit.number)
    assert re.fullmatch(r"1/[A-Z]{3}/SISFO/[IVX]+/\d{4}", permit.application.registration_number)
    assert permit.place
    meanings = {field.meaning for field in permit_type.fields.all()}
    assert (permit.holder_name == applicant.get_full_name()) == (FieldMeaning.HOLDER not in meanings)
    public = str([permit.holder_name, permit.subject, permit.place, permit.public_data])
    for personal in (applicant.nik, applicant.phone, applicant.email, applicant.profile.street, "Jalan Contoh"):
        assert personal not in public


def test_the_shipped_catalogue_is_that_of_the_office():
    assert len(TYPE_CODES) == 30
