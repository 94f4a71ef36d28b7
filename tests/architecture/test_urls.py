"""Every address of the site, asked by everybody: who may open it, who is refused, and that a refusal changes nothing.

An address without a row in TABLE fails `test_every_address_has_its_row`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from common.content_store import content_save
from izin.accounts.enums import Role
from izin.accounts.models import RoleDelegation
from izin.accounts.services.profile_changes import identity_now, profile_change_request
from izin.accounts.services.roles import roles_load
from izin.applications.enums import Verdict
from izin.applications.list_models import SavedFilter
from izin.applications.models import Application, Document, Note, Step
from izin.applications.services.autosaving import answers_version
from izin.audit.models import AuditEntry
from izin.chat.models import Message, Thread
from izin.messaging.models import OutboxMessage
from izin.permits.enums import RenewalKind
from izin.permits.models import Issuance, Permit, PermitReminder, Renewal, ResultReport
from izin.permits.services.renewing import renewal_begin
from izin.permits.services.reporting import report_submit
from izin.signing.devca import DEV_PASSPHRASE
from izin.surveys.models import Survey
from izin.workflow.services import reasons_load
from tests.factories.accounts import PASSWORD, ApplicantFactory, DelegationFactory, OfficerFactory
from tests.factories.applications import ANSWERS, ApplicationFactory, form_data, ready_to_sign
from tests.factories.catalog import PermitTypeFactory, SectorFactory, renewable_rows
from tests.factories.chat import MessageFactory, ThreadFactory
from tests.factories.files import pdf_bytes, upload
from tests.factories.pages import (
    DocumentIndexPageFactory,
    HomePageFactory,
    PublicationIndexPageFactory,
    RequirementsPageFactory,
    TutorialIndexPageFactory,
)
from tests.factories.permits import HeadFactory, PermitFactory, held

ANONYMOUS, OWNER, OTHER = "anonymous", "owner", "other applicant"
EVERYBODY = (ANONYMOUS, OWNER, OTHER, *Role)
CASE_ROLES = tuple(role for role in Role if role != Role.CONTENT_EDITOR)
DESK, HEAD = Role.FRONT_DESK, Role.AGENCY_HEAD

# Outcomes that are more than a status: sent to the login, sent elsewhere with something done, sent elsewhere
# with nothing done.
LOGIN, DONE, AWAY = "login", "done", "away"
Expected = Mapping[str, int | str]

KEPT = (
    *(Application, Document, Step, Note, Issuance, Permit, Survey, Thread, Message, OutboxMessage, AuditEntry),
    *(RoleDelegation, SavedFilter, Renewal, ResultReport, PermitReminder),
)


def everybody(outcome: int | str, **visitors: int | str) -> Expected:
    """The same for all; `visitors` has the outcome of those without a login."""
    return {**dict.fromkeys(EVERYBODY, outcome), ANONYMOUS: visitors.get("anonymous", outcome)}


def applicants(owner: int | str, other: int | str = 404) -> Expected:
    """A page of applicants; somebody else's does not exist."""
    return {ANONYMOUS: LOGIN, OWNER: owner, OTHER: other, **dict.fromkeys(Role, 403)}


def officers(outcome: int | str, **roles: int | str) -> Expected:
    """A page about cases: none of an applicant's or of an editor's business."""
    found: dict[str, int | str] = {ANONYMOUS: LOGIN, **dict.fromkeys(CASE_ROLES, outcome), **roles}
    return found | dict.fromkeys((OWNER, OTHER, Role.CONTENT_EDITOR), 403)


def staff(outcome: int | str) -> Expected:
    """A page of everybody who works at the office, editors too."""
    return {ANONYMOUS: LOGIN, OWNER: 403, OTHER: 403, **dict.fromkeys(Role, outcome)}


NOT_ALLOWED = everybody(405)


@dataclass(frozen=True)
class Row:
    """An address with what everybody gets from it. `of` names its objects in the world."""

    name: str
    get: Expected
    post: Expected = field(default_factory=lambda: NOT_ALLOWED)
    of: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.name} {self.of}".strip()


FORM = {**form_data(ANSWERS), "lokasi": ["Kecamatan Kubung"]}
POLL = {"poll": "4"}
SURVEY = {f"U{number}": "4" for number in range(1, 10)}
CLOSE = {"password": "bukan ini", "understood": "on"}
TERIMA, KADIS = {"turn": "terima/1"}, {"turn": "kadis/1"}
SIGN = {**KADIS, "passphrase": DEV_PASSPHRASE}
SEND_BACK = {"back-turn": "kabid/1", "back-to": "terima", "back-reason": "Periksa lagi."}
REJECT = {
    "reject-turn": "terima/1",
    "reject-reason": "Permohonan tidak memenuhi persyaratan yang ditetapkan.",
    "reject-legal_ground": "Pasal 5",
    "reject-objection": "Tulis surat keberatan.",
    "reject-sure": "on",
}
ASK = {"ask-turn": "terima/1", "ask-subject": "Irman"}
BPJS = {
    "bpjs-turn": "terima/1",
    "bpjs-subject": "Irman",
    "bpjs-is_active": "ya",
    "bpjs-number": "12345678901",
    "bpjs-checked_on": "2026-11-24",
}
RETURN = {"return-turn": "terima/1", "return-note": "Perbaiki proposal."}
NOTE = {"note-turn": "terima/1", "note-note": "Cek ke kampus."}
NEW_OFFICER = {
    "nik": "1302071205800001",
    "full_name": "Petugas Baru",
    "position": "Staf",
    "email": "petugas.baru@contoh.id",
    "roles": ["front_desk"],
}
CHAT = {"text": "Kapan?", "token": "6f1c0f0e-3c1b-4d43-9f0b-3c2d1e0f9a8b", "seen": "999", "selesai-seen": str(2**62)}
HANDOVER = {"serah-to": "peran-secretary", "serah-note": "Mohon dijawab."}
ONLY_DESK = officers(AWAY, front_desk=DONE)
ONLY_VERIFIERS = officers(403, front_desk=200, admin=200)
CONSENT = {"consent_kind": "oral", "identity_checked": "on"}
AT_DESK = officers(403, front_desk=200)
NO_CLIENT = officers(403, front_desk=AWAY)
ONLY_ADMIN = officers(403, admin=200)
REPORT_JUDGES = officers(403, front_desk=DONE, verification_section_head=DONE, admin=DONE)
ONLY_HEAD = officers(403, agency_head=200)
ONLY_AUDITORS = officers(403, supervisor=200, admin=200)

TABLE = [
    # public
    Row("robots", everybody(200)),
    Row("sitemap", everybody(200)),
    Row("component_gallery", everybody(404)),  # without DEBUG only for superusers
    Row("health_live", everybody(200)),
    Row("health_ready", everybody(200)),
    Row("site_search", everybody(200)),
    Row("register_list", everybody(200)),
    Row("register_detail", everybody(200), of="permit slug"),
    Row("permit_verify", everybody(200), of="permit code"),
    Row("document_verify", everybody(200), everybody(400)),
    Row("whatsapp_incoming", NOT_ALLOWED, everybody(404), of="wrong token"),
    Row("tracking", everybody(200), everybody(422)),
    Row("publication_rss", everybody(200)),
    Row("publication_atom", everybody(200)),
    # Wagtail's pages read a POST as a GET.
    Row("/", everybody(200), everybody(200)),
    Row("/syarat/", everybody(200), everybody(200)),
    Row("/syarat/penelitian/", everybody(200), everybody(200)),
    Row("/syarat/penelitian/izin-penelitian/", everybody(200), everybody(200)),
    Row("/tutorial/", everybody(200), everybody(200)),
    Row("/publikasi/", everybody(200), everybody(200)),
    Row("/dokumen/", everybody(200), everybody(200)),
    Row("/tidak-ada/", everybody(404), everybody(404)),
    # accounts
    Row("register", everybody(AWAY, anonymous=200), everybody(AWAY, anonymous=200)),
    Row("register_done", everybody(AWAY)),
    Row("register_hint", everybody(405), everybody(200), data={"full_name": "IRMAN"}),
    Row("region_fields", everybody(200)),
    Row("consent", applicants(AWAY, AWAY), applicants(AWAY, AWAY)),
    Row(
        "login", everybody(AWAY, anonymous=200), everybody(AWAY, anonymous=200), data={"username": "1", "password": "x"}
    ),
    Row("logout", everybody(405), everybody(AWAY)),
    Row("password_change", everybody(200, anonymous=LOGIN), everybody(200, anonymous=LOGIN)),
    Row("password_forgotten", everybody(AWAY, anonymous=200), everybody(AWAY, anonymous=422)),
    Row("password_reset_code", everybody(AWAY), everybody(AWAY)),
    Row("password_reset_new", everybody(AWAY), everybody(AWAY)),
    Row("first_password", everybody(AWAY, anonymous=200), everybody(AWAY, anonymous=422)),
    Row("account_closed", everybody(200)),
    Row("sessions", everybody(200, anonymous=LOGIN), everybody(DONE, anonymous=LOGIN)),
    Row("portal:after_login", everybody(AWAY, anonymous=LOGIN)),
    # applicants
    Row("portal:dashboard", applicants(200, 200)),
    Row("portal:application_list", applicants(200, 200)),
    Row("portal:application_choose", applicants(200, 200)),
    Row("portal:application_create", applicants(200, 200), applicants(DONE, DONE), of="type", data=FORM),
    Row("portal:application_create", applicants(404, 404), applicants(404, 404), of="unknown type", data=FORM),
    Row("portal:application_detail", applicants(200), of="draft"),
    Row("portal:application_detail", applicants(200), of="sent"),
    Row("portal:application_edit", applicants(200), applicants(DONE), of="draft", data=FORM),
    Row("portal:application_edit", applicants(AWAY), applicants(AWAY), of="sent", data=FORM),
    Row("portal:application_update", applicants(200), applicants(DONE), of="outdated draft"),
    Row("portal:application_update", applicants(AWAY), applicants(AWAY), of="draft"),
    Row("portal:application_update", applicants(AWAY), applicants(AWAY), of="sent"),
    Row("portal:application_review", applicants(200), of="draft"),
    Row("portal:application_review", applicants(AWAY), of="sent"),
    Row("portal:application_send", applicants(AWAY), applicants(DONE), of="draft", data={"benar": "on"}),
    Row("portal:application_send", applicants(AWAY), applicants(AWAY), of="sent"),
    Row("portal:application_correct", applicants(200), of="returned"),
    Row("portal:application_correct", applicants(AWAY), of="sent"),
    Row("portal:draft_delete", applicants(200), applicants(DONE), of="draft"),
    Row("portal:draft_delete", applicants(AWAY), applicants(AWAY), of="sent"),
    Row("portal:application_withdraw", applicants(200), applicants(DONE), of="sent", data={"reason": "Pindah."}),
    Row("portal:application_withdraw", applicants(AWAY), applicants(AWAY), of="draft"),
    Row("portal:application_withdraw", applicants(AWAY), applicants(AWAY), of="issued"),
    Row("portal:application_places", applicants(200), applicants(DONE), of="sent", data={"locations": ["Nagari Lain"]}),
    Row("portal:application_places", applicants(200), applicants(AWAY), of="signing", data={"locations": ["Lain"]}),
    Row("portal:application_notes", applicants(200), of="sent"),
    Row("portal:application_process", applicants(200), of="sent"),
    Row("portal:document_list", applicants(200), of="draft"),
    Row(
        "portal:document_upload",
        applicants(AWAY),
        applicants(DONE),
        of="draft proposal",
        data={"file": pdf_bytes(text="baru")},
    ),
    Row(
        "portal:document_upload",
        applicants(AWAY),
        applicants(AWAY),
        of="sent proposal",
        data={"file": pdf_bytes(text="baru")},
    ),
    Row(
        "portal:document_upload",
        applicants(AWAY),
        applicants(404),
        of="draft unknown",
        data={"file": pdf_bytes(text="baru")},
    ),
    Row("portal:document_turn", applicants(AWAY), applicants(DONE), of="draft picture"),
    Row("portal:document_turn", applicants(AWAY), applicants(AWAY), of="draft document"),
    Row("portal:document_turn", applicants(404), applicants(404), of="draft with document of sent"),
    Row("portal:document_file", applicants(200), of="draft document"),
    Row("portal:document_file", applicants(404), of="draft with document of sent"),
    Row("portal:chat", applicants(200, 200), applicants(DONE, DONE), data=CHAT),
    Row("portal:chat_file", applicants(200), of="chat message"),
    Row("portal:permit_list", applicants(200, 200)),
    Row("portal:permit_poll", applicants(200), applicants(DONE), of="permit", data=POLL),
    Row("portal:permit_testimonial", applicants(200), applicants(DONE), of="permit", data={"testimonial": "Cepat."}),
    Row("portal:permit_questionnaire", applicants(200), applicants(DONE), of="permit", data=SURVEY),
    Row("portal:permit_poll", applicants(200), applicants(AWAY), of="answered permit", data=POLL),
    Row("portal:permit_download", applicants(AWAY), of="permit"),
    Row("portal:permit_download", applicants(200), of="answered permit"),
    Row("portal:permit_renew", applicants(200), applicants(DONE), of="ending permit"),
    Row("portal:permit_renew", applicants(200), applicants(AWAY), of="permit"),
    Row("portal:permit_renew", applicants(AWAY), applicants(AWAY), of="renewed permit"),
    Row("portal:permit_change", applicants(200), applicants(DONE), of="permit"),
    Row("portal:document_reuse", applicants(AWAY), applicants(DONE), of="renewal proposal"),
    Row("portal:document_reuse", applicants(AWAY), applicants(404), of="draft proposal"),
    Row("portal:report_list", applicants(200, 200)),
    Row("portal:report_detail", applicants(200), applicants(DONE), of="ending permit", data={"file": pdf_bytes()}),
    Row("portal:report_detail", applicants(404), applicants(404), of="permit", data={"file": pdf_bytes()}),
    Row("portal:report_file", applicants(200), of="own report"),
    Row("portal:report_file", applicants(404), of="report of another"),
    Row("portal:notifications", applicants(200, 200), applicants(DONE, DONE), data={"channels": ["email"]}),
    Row("portal:profile", applicants(200, 200)),
    Row("portal:profile_contact", applicants(200, 200), applicants(422, 422)),
    Row("portal:profile_identity", applicants(200, 200), applicants(422, 422)),
    Row("portal:profile_identity_withdraw", applicants(AWAY, AWAY), applicants(AWAY, AWAY)),
    Row("portal:profile_ktp", applicants(200, 200)),
    Row("portal:data_export", applicants(200, 200), applicants(200, 200), data={"form": "json", "password": PASSWORD}),
    Row("portal:data_openings", applicants(200, 200)),
    Row("portal:account_close", applicants(200, 200), applicants(422, 422), data=CLOSE),
    # officers
    Row("backoffice:inbox", officers(200)),
    Row("backoffice:inbox_filter", NOT_ALLOWED, officers(AWAY), data={"cari": "siti"}),
    Row("backoffice:inbox_filter_save", NOT_ALLOWED, officers(DONE), data={"nama": "A", "saringan": "cari=siti"}),
    Row("backoffice:inbox_filter_delete", NOT_ALLOWED, officers(404, front_desk=DONE), of="saved filter"),
    Row("backoffice:outbox", officers(200)),
    Row("backoffice:chat_list", officers(200)),
    Row("backoffice:chat_thread", officers(200), officers(DONE, supervisor=422), of="chat", data=CHAT),
    Row("backoffice:chat_finish", NOT_ALLOWED, officers(DONE, supervisor=AWAY), of="chat", data=CHAT),
    Row("backoffice:chat_hand_over", NOT_ALLOWED, officers(DONE, supervisor=422), of="chat", data=HANDOVER),
    Row("backoffice:chat_file", officers(200), of="chat message"),
    Row("backoffice:figures", officers(200)),
    Row("backoffice:overdue", officers(200)),
    Row("backoffice:register_download", officers(200, bpjs_verifier=403), of="register xlsx"),
    Row("backoffice:register_download", officers(200, bpjs_verifier=403), of="register pdf"),
    Row("backoffice:register_download", officers(404, bpjs_verifier=403), of="unknown register"),
    Row("backoffice:satisfaction", officers(200)),
    Row("backoffice:satisfaction_download", officers(200), of="xlsx"),
    Row("backoffice:satisfaction_download", officers(404), of="unknown form"),
    Row("backoffice:audit_case", officers(200), of="sent"),
    Row("backoffice:audit_case", officers(404), of="draft"),
    Row("backoffice:audit_list", ONLY_AUDITORS),
    Row("backoffice:audit_chain", ONLY_AUDITORS, officers(403, supervisor=DONE, admin=DONE)),
    Row("backoffice:audit_download", ONLY_AUDITORS, of="xlsx"),
    Row("backoffice:audit_download", ONLY_AUDITORS, of="csv"),
    Row("backoffice:audit_download", officers(403, supervisor=404, admin=404), of="unknown form"),
    Row("backoffice:profile_change_list", ONLY_VERIFIERS),
    Row(
        "backoffice:profile_change",
        ONLY_VERIFIERS,
        officers(403, front_desk=DONE, admin=DONE),
        of="profile change",
        data={"setujui": "1"},
    ),
    Row("backoffice:profile_change_ktp", ONLY_VERIFIERS, of="profile change scan"),
    Row("backoffice:second_factor", staff(AWAY), staff(AWAY)),
    Row("backoffice:second_factor_enrol", staff(200), staff(422)),
    Row("backoffice:second_factor_manage", staff(AWAY), staff(AWAY)),
    Row("backoffice:officer_list", ONLY_ADMIN),
    Row("backoffice:officer_create", ONLY_ADMIN, officers(403, admin=DONE), data=NEW_OFFICER),
    Row("backoffice:officer_detail", ONLY_ADMIN, officers(403, admin=422), of="person of the desk"),
    Row("backoffice:officer_detail", officers(403, admin=404), officers(403, admin=404), of="someone"),
    Row(
        "backoffice:officer_roles",
        NOT_ALLOWED,
        officers(403, admin=DONE),
        of="person of the desk",
        data={"roles": ["secretary"]},
    ),
    Row("backoffice:officer_password", NOT_ALLOWED, officers(403, admin=DONE), of="person of the desk"),
    Row("backoffice:officer_act", NOT_ALLOWED, officers(403, admin=DONE), of="officer to close"),
    Row("backoffice:officer_act", NOT_ALLOWED, officers(403, admin=404), of="officer and nonsense"),
    Row("backoffice:applicant_find", ONLY_VERIFIERS, officers(403, front_desk=422, admin=422)),
    Row(
        "backoffice:applicant_detail",
        ONLY_VERIFIERS,
        officers(403, front_desk=DONE, admin=DONE),
        of="someone",
        data={"email": "baru@contoh.id", "phone": "081234567890"},
    ),
    Row(
        "backoffice:applicant_detail",
        officers(403, front_desk=404, admin=404),
        officers(403, front_desk=404, admin=404),
        of="person of the desk",
    ),
    Row("backoffice:applicant_act", NOT_ALLOWED, officers(403, front_desk=DONE, admin=DONE), of="applicant's sessions"),
    Row(
        "backoffice:view_as",
        NOT_ALLOWED,
        officers(403, front_desk=DONE, admin=DONE),
        of="someone",
        data={"reason": "Pemohon menelepon."},
    ),
    Row("backoffice:view_as", NOT_ALLOWED, officers(403, front_desk=404, admin=404), of="person of the desk"),
    Row("backoffice:view_as_end", NOT_ALLOWED, officers(AWAY)),
    Row("backoffice:desk", AT_DESK, officers(403, front_desk=422)),
    Row("backoffice:desk_register", AT_DESK, officers(403, front_desk=422)),
    Row("backoffice:desk_begin", AT_DESK, officers(403, front_desk=DONE), of="someone", data=CONSENT),
    Row("backoffice:desk_begin", officers(403, front_desk=404), officers(403, front_desk=404), of="person of the desk"),
    Row("backoffice:desk_end", NOT_ALLOWED, officers(403, front_desk=AWAY)),
    # Without a client the desk itself finds nothing here; tests/izin/backoffice/test_desk.py has the pages with one.
    Row("backoffice:desk_client", NO_CLIENT),
    Row("backoffice:desk_apply", NO_CLIENT, NO_CLIENT, of="type", data=FORM),
    Row("backoffice:desk_application", NO_CLIENT, of="draft"),
    Row("backoffice:desk_edit", NO_CLIENT, NO_CLIENT, of="draft", data=FORM),
    Row("backoffice:desk_upload", NOT_ALLOWED, NO_CLIENT, of="draft proposal"),
    Row("backoffice:desk_document", NO_CLIENT, of="draft document"),
    Row("backoffice:desk_send", NOT_ALLOWED, NO_CLIENT, of="draft"),
    Row("backoffice:desk_receipt", NO_CLIENT, of="sent"),
    Row("backoffice:delegation_list", officers(200)),
    Row(
        "backoffice:delegation_create",
        officers(200, agency_head=403, supervisor=403),
        officers(422, agency_head=403, supervisor=403),
    ),
    Row("backoffice:delegation_end", NOT_ALLOWED, officers(AWAY, division_head=DONE, admin=DONE), of="delegation"),
    Row("backoffice:batch_approve", officers(AWAY), officers(200)),
    Row("backoffice:batch_approve_one", NOT_ALLOWED, officers(200, front_desk=DONE), of="sent", data=TERIMA),
    Row("backoffice:batch_approve_one", NOT_ALLOWED, officers(404), of="draft", data=TERIMA),
    Row("backoffice:batch_sign", officers(AWAY)),
    Row("backoffice:batch_sign_one", NOT_ALLOWED, officers(200, agency_head=DONE), of="signing", data=SIGN),
    Row("backoffice:batch_sign_one", NOT_ALLOWED, officers(404), of="draft", data=SIGN),
    Row("backoffice:report_list", officers(200)),
    Row("backoffice:report_detail", officers(200), REPORT_JUDGES, of="report", data={"terima": "1"}),
    Row("backoffice:report_file", officers(200), of="report"),
    Row("backoffice:case_detail", officers(200), of="sent"),
    Row("backoffice:case_detail", officers(200), of="issued"),
    Row("backoffice:case_detail", officers(404), of="draft"),
    Row("backoffice:case_document", officers(200), of="sent document"),
    Row("backoffice:case_document", officers(404), of="draft document"),
    Row("backoffice:case_document", officers(404), of="draft with document of sent"),
    Row("backoffice:case_document", officers(404), of="sent with document of draft"),
    Row("backoffice:case_sheet", officers(200), of="sent sheet"),
    Row("backoffice:case_sheet", officers(404), of="draft sheet"),
    Row("backoffice:case_claim", NOT_ALLOWED, ONLY_DESK, of="sent"),
    Row("backoffice:case_claim", NOT_ALLOWED, officers(404), of="draft"),
    Row("backoffice:case_release", NOT_ALLOWED, officers(AWAY), of="sent"),
    Row("backoffice:case_take_over", NOT_ALLOWED, ONLY_DESK, of="sent"),
    Row("backoffice:case_present", NOT_ALLOWED, officers(200), of="sent"),
    Row("backoffice:case_send_back", NOT_ALLOWED, officers(AWAY, division_head=DONE), of="advanced", data=SEND_BACK),
    Row("backoffice:case_send_back", NOT_ALLOWED, officers(404), of="draft", data=SEND_BACK),
    Row("backoffice:case_reject", NOT_ALLOWED, ONLY_DESK, of="sent", data=REJECT),
    Row("backoffice:case_reject", NOT_ALLOWED, officers(404), of="draft", data=REJECT),
    Row("backoffice:case_bpjs_request", NOT_ALLOWED, officers(AWAY), of="sent", data=ASK),
    Row("backoffice:case_bpjs_record", NOT_ALLOWED, officers(AWAY), of="sent", data=BPJS),
    Row("backoffice:case_correct", officers(AWAY, front_desk=200), officers(AWAY, front_desk=422), of="sent"),
    Row("backoffice:case_correct", officers(404), officers(404), of="draft"),
    Row("backoffice:case_review", NOT_ALLOWED, ONLY_DESK, of="sent", data=TERIMA),
    Row("backoffice:case_review", NOT_ALLOWED, officers(404), of="draft", data=TERIMA),
    Row("backoffice:case_approve", NOT_ALLOWED, ONLY_DESK, of="sent", data=TERIMA),
    Row("backoffice:case_approve", NOT_ALLOWED, officers(404), of="draft", data=TERIMA),
    Row("backoffice:case_approve", NOT_ALLOWED, officers(AWAY), of="signing", data=KADIS),
    Row("backoffice:case_return", NOT_ALLOWED, ONLY_DESK, of="sent", data=RETURN),
    Row("backoffice:case_return", NOT_ALLOWED, officers(404), of="draft", data=RETURN),
    Row("backoffice:case_return", NOT_ALLOWED, officers(AWAY), of="issued", data=RETURN),
    Row("backoffice:case_note", NOT_ALLOWED, ONLY_DESK, of="sent", data=NOTE),
    Row("backoffice:case_note", NOT_ALLOWED, officers(404), of="draft", data=NOTE),
    Row("backoffice:case_preview", officers(200), of="signing"),
    Row("backoffice:case_preview", officers(200), of="sent"),
    Row("backoffice:case_preview", officers(403), of="issued"),
    Row("backoffice:case_preview", officers(404), of="draft"),
    Row("backoffice:case_sign", ONLY_HEAD, officers(403, agency_head=DONE), of="signing", data=SIGN),
    Row("backoffice:case_sign", officers(403), officers(403), of="sent", data=SIGN),
    Row("backoffice:case_sign", officers(404), officers(404), of="draft", data=SIGN),
    Row("backoffice:case_sign", officers(403), officers(AWAY), of="issued", data=SIGN),
]


@dataclass(frozen=True)
class World:
    """People with their session cookies, and the objects the table speaks of."""

    cookies: Mapping[str, Any]
    objects: Mapping[str, tuple[Any, ...]]
    data: Mapping[str, Any]
    rows: Mapping[str, list[Any]]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Make it once for all rows: whatever a request does to it is undone."""
    with django_db_blocker.unblock(), time_machine.travel("2026-11-24T03:00:00Z"), transaction.atomic():
        yield world_make()
        transaction.set_rollback(True)


def world_make():
    roles_load()
    reasons_load()
    owner = ApplicantFactory()
    people = {OWNER: owner, OTHER: ApplicantFactory(), HEAD: HeadFactory()}
    people |= {role: OfficerFactory(role=role) for role in Role if role != HEAD}
    kind = PermitTypeFactory(sector=SectorFactory(code="penelitian"), slug="izin-penelitian", code="penelitian")
    draft, sent, signing = (
        ApplicationFactory(applicant=owner, permit_type=kind),
        ApplicationFactory(applicant=owner, permit_type=kind, at="terima", verdict=Verdict.ACCEPTED),
        ready_to_sign(applicant=owner, permit_type=kind),
    )
    returned = ApplicationFactory(applicant=owner, permit_type=kind, at="returned:terima")
    outdated = ApplicationFactory(applicant=owner)
    outdated.permit_type.save_revision().publish()
    outdated.refresh_from_db()
    of_owner = {
        "issuance__application__applicant": owner,
        "issuance__application__permit_type": kind,
        "issuance__series": "izin:lama",
    }
    permit = PermitFactory(**of_owner)
    answered = PermitFactory(**of_owner, document_sha256=content_save("permits", pdf_bytes()))
    lasting = PermitTypeFactory(**renewable_rows(), needs_result_report=True)
    ending, renewed = (held(lasting, owner, valid_until=date(2026, 12, 15)) for _n in range(2))
    renewal = renewal_begin(permit_id=renewed.pk, actor=owner, kind=RenewalKind.RENEWAL)
    report, foreign = (
        report_submit(permit_id=found.pk, actor=found.application.applicant, file=upload(pdf_bytes(), "a.pdf"))
        for found in (renewed, held(lasting, ApplicantFactory()))
    )
    now = timezone.now()
    Survey.objects.create(
        permit=answered,
        poll=4,
        poll_at=now,
        testimonial="Baik",
        testimonial_at=now,
        questionnaire={},
        questionnaire_at=now,
    )
    chat = ThreadFactory(applicant=owner, waiting_since=now, last_at=now)
    attached = {"sha256": content_save("private", pdf_bytes()), "content_type": "application/pdf"}
    message = MessageFactory(thread=chat, original_name="bukti.pdf", **attached)
    # Looking is remembered; here everybody has looked.
    Thread.objects.update(applicant_seen=message.pk, office_seen=message.pk)
    someone = ApplicantFactory()
    change = profile_change_request(
        user=someone, **{**identity_now(someone), "full_name": "Nama Baru"}, note="Salah ketik."
    )
    delegation = DelegationFactory(
        holder=people[Role.DIVISION_HEAD], valid_from=date(2026, 12, 1), valid_until=date(2026, 12, 5)
    )
    home = HomePageFactory()
    RequirementsPageFactory(parent=home)
    TutorialIndexPageFactory(parent=home)
    PublicationIndexPageFactory(parent=home)
    DocumentIndexPageFactory(parent=home)
    paper, sent_paper = (case.documents.get(requirement_key="proposal") for case in (draft, sent))
    objects = {
        "": (),
        "type": (kind.slug,),
        "unknown type": ("tidak-ada",),
        "draft": (draft.pk,),
        "outdated draft": (outdated.pk,),
        "sent": (sent.pk,),
        "signing": (signing.pk,),
        "issued": (permit.application_id,),
        "permit": (permit.pk,),
        "permit slug": (permit.slug,),
        "permit code": (permit.code,),
        "answered permit": (answered.pk,),
        "ending permit": (ending.pk,),
        "renewed permit": (renewed.pk,),
        "renewal proposal": (renewal.pk, "proposal"),
        "report": (report.pk,),
        "own report": (renewed.pk, report.pk),
        "report of another": (renewed.pk, foreign.pk),
        "returned": (returned.pk,),
        "draft picture": (draft.pk, draft.documents.get(requirement_key="ktp").pk),
        "draft document": (draft.pk, paper.pk),
        "sent document": (sent.pk, sent_paper.pk),
        "sent sheet": (sent.pk, sent_paper.pk, 1),
        "draft sheet": (draft.pk, paper.pk, 1),
        "advanced": (ApplicationFactory(at="kabid", permit_type=kind, documents=False).pk,),
        "draft with document of sent": (draft.pk, sent_paper.pk),
        "sent with document of draft": (sent.pk, paper.pk),
        "draft proposal": (draft.pk, "proposal"),
        "draft unknown": (draft.pk, "tidak-ada"),
        "sent proposal": (sent.pk, "proposal"),
        "chat": (chat.pk,),
        "xlsx": ("xlsx",),
        "csv": ("csv",),
        "unknown form": ("docx",),
        "wrong token": ("bukan-token",),
        "register xlsx": ("izin", "xlsx"),
        "register pdf": ("permohonan", "pdf"),
        "unknown register": ("semua", "xlsx"),
        "profile change": (change.pk,),
        "profile change scan": (change.pk, "lama"),
        "chat message": (message.pk,),
        "delegation": (delegation.pk,),
        "someone": (someone.pk,),
        "applicant's sessions": (someone.pk, "akhiri-sesi"),
        "person of the desk": (people[DESK].pk,),
        "officer to close": (people[Role.SECRETARY].pk, "nonaktifkan"),
        "officer and nonsense": (people[Role.SECRETARY].pk, "entah"),
        "saved filter": (SavedFilter.objects.create(officer=people[DESK], name="Siti", query="cari=siti").pk,),
    }
    review = {f"document_{document.requirement_key}": document.pk for document in sent.documents.all()}
    review |= {"verdict_proposal": "refused", "note_proposal": "Belum disahkan."}
    cookies = {}
    for who, user in people.items():
        client = Client()
        client.force_login(user)
        cookies[who] = client.cookies
    update = {"revision": outdated.permit_type.live_revision_id}
    data = {
        "backoffice:case_review": review,
        "portal:application_update": update,
        "portal:application_edit": {"versi": answers_version(draft)},
        "portal:application_places": {"versi": answers_version(sent)},
    }
    return World(cookies, objects, data, snapshot())


def ask(world: World, row: Row, method: str, who: str) -> int | str:
    """Ask as this person, undo what came of it, and return the outcome."""
    client = Client()
    if who in world.cookies:
        client.cookies = world.cookies[who].copy()
    path = row.name if row.name.startswith("/") else reverse(row.name, args=world.objects[row.of])
    data = {**row.data, **world.data.get(row.name, {})} if method == "post" else {}
    if "file" in data:
        data["file"] = upload(data["file"], "berkas.pdf", "application/pdf")
    with transaction.atomic():
        response = getattr(client, method)(path, data)
        if response.streaming:
            assert b"".join(response.streaming_content)
        changed = {name for name, rows in snapshot().items() if rows != world.rows[name]}
        transaction.set_rollback(True)
    if response.status_code == 200:
        changed -= {AuditEntry.__name__}  # that somebody looked is written down
    if response.status_code == 302:
        if response["Location"] == f"/akun/masuk/?next={quote(path)}":
            return LOGIN if not changed else f"{LOGIN} and {changed}"
        return DONE if changed else AWAY
    if changed and response.status_code == 200 and response["Content-Type"] == "application/json":
        return DONE  # said to a script
    return f"{response.status_code} and {changed}" if changed else response.status_code


def snapshot() -> dict[str, list[Any]]:
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in KEPT}


@pytest.mark.django_db
@pytest.mark.parametrize("row", TABLE, ids=str)
def test_everybody_gets_what_is_theirs_and_a_refusal_changes_nothing(world: World, row: Row):
    assert {who: ask(world, row, "get", who) for who in EVERYBODY} == row.get
    assert {who: ask(world, row, "post", who) for who in EVERYBODY} == row.post


@pytest.mark.django_db
def test_the_admin_of_the_pages_is_for_editors_and_administrators(world: World):
    found = {who: ask(world, Row("/cms/", {}), "get", who) for who in EVERYBODY}
    assert found == {**dict.fromkeys(EVERYBODY, LOGIN), Role.CONTENT_EDITOR: 200, Role.ADMIN: 200}


@pytest.mark.django_db
@pytest.mark.parametrize("who", [OWNER, DESK, Role.SUPERVISOR])
def test_who_may_not_open_the_admin_ends_on_their_own_page(world: World, who: str):
    client = Client()
    client.cookies = world.cookies[who].copy()
    response = client.get("/cms/", follow=True)
    assert response.redirect_chain == [
        ("/akun/masuk/?next=/cms/", 302),
        ("/portal/mulai/", 302),
        ("/portal/" if who == OWNER else "/petugas/", 302),
    ]
    assert response.status_code == 200


def _own_names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """Yield the names of all addresses but Wagtail's, as `reverse` takes them."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        elif not getattr(pattern.urlconf_name, "__name__", "").startswith("wagtail."):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _own_names(pattern, inside)


def test_every_address_has_its_row():
    assert set(_own_names(get_resolver())) == {row.name for row in TABLE if not row.name.startswith("/")}
