"""Issuing a permit: number, letter, signature, file, publication (design section 5).

Each step leaves a state from which `permit_issue` simply continues after a crash: the number is taken once and
stays with the application, the letter comes out the same, a stored file without a permit is harmless, and
everything the public sees appears in one transaction.
"""

import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from common.content_store import content_save
from common.errors import NotAllowed
from common.formats import date_long
from izin.accounts.models import User
from izin.accounts.selectors import mandate_required
from izin.applications.models import Application
from izin.applications.selectors import answer_rows
from izin.applications.services.deciding import require_accepted_documents
from izin.applications.services.locking import application_lock_for_officer, application_move
from izin.applications.services.submitting import CODE_ALPHABET
from izin.applications.services.telling import step_record
from izin.audit.services import audit_record
from izin.catalog.enums import FieldMeaning
from izin.catalog.numbering import number_format
from izin.catalog.services import number_take
from izin.messaging.services import message_enqueue, person_notify
from izin.signing.backends.base import Signer, SignerIdentity
from izin.signing.services import document_assert_publishable, signer_open
from izin.transparency.services import leaf_append
from izin.workflow.enums import Action, Status

from ..letters import copy_email, holder_name, letter_pdf, meant_text, public_words, validity_of, verify_url
from ..models import Issuance, Permit
from ..search import search_normalise
from .renewing import permit_replace, replacement_record

VERIFY_CODE_LENGTH = 10


@sensitive_variables("passphrase")
def permit_issue(*, application_id: int, actor: User, turn: str, passphrase: str) -> Permit:
    """Sign and publish the permit of an application that waits for this officer's signature.

    The passphrase opens the key for this one call and is kept nowhere (decision D8). It is tried before a number
    is taken. Calling again after a crash at any point continues; calling again after success returns the permit.
    Raises NotAllowed when it is not this officer's turn or no mandate to sign is in force today, SigningError when
    the certificate does not sign or the signed letter does not pass our own verification, DomainError when a document
    has not been accepted or the letter can not be made.
    """
    try:
        return _permit_issue(application_id, actor, turn, passphrase)
    except NotAllowed:
        # Pressed twice, or again after a crash that came too late to matter: the permit is there.
        already = Permit.objects.filter(application_id=application_id, issuance__signer=actor).first()
        if already is None:
            raise
        return already


@sensitive_variables("passphrase")
def _permit_issue(application_id: int, actor: User, turn: str, passphrase: str) -> Permit:
    _require_turn(application_id, actor, turn)
    signer = signer_open(passphrase=passphrase)
    issuance = number_assign(application_id=application_id, actor=actor, turn=turn)
    letter = letter_pdf(issuance, is_test=signer.identity.is_test)
    signed = letter_sign(letter, signer=signer, issuance=issuance)
    sha256 = content_save("permits", signed)
    return permit_publish(
        issuance_id=issuance.pk,
        actor=actor,
        turn=turn,
        sha256=sha256,
        identity=signer.identity,
    )


def _lock_for_signing(application_id: int, actor: User, turn: str) -> Application:
    application = application_lock_for_officer(application_id, actor, turn)
    if application.status != Status.AWAITING_SIGNATURE:
        raise NotAllowed(_("Permohonan ini belum sampai di tahap tanda tangan."))
    mandate_required(actor)
    # What was replaced after the signer returned the application has been seen by nobody yet.
    require_accepted_documents(application)
    return application


def _require_turn(application_id: int, actor: User, turn: str) -> None:
    with transaction.atomic():
        _lock_for_signing(application_id, actor, turn)


def number_assign(*, application_id: int, actor: User, turn: str) -> Issuance:
    """Give the application its permit number and verification code, once; later calls return the same.

    Raises NotAllowed when it is not this officer's turn or mandate, DomainError when the asked period has passed.
    """
    with transaction.atomic():
        application = _lock_for_signing(application_id, actor, turn)
        position = mandate_required(actor).position_line
        issuance = Issuance.objects.filter(application=application).first()
        if issuance is None:
            issuance = _number_take(application, actor, position)
        elif (issuance.signer_id, issuance.signer_position) != (actor.pk, position):
            # Numbered under another head of office, or in another capacity, whose signing did not come through.
            issuance.signer, issuance.signer_position = actor, position
            issuance.save(update_fields=["signer", "signer_position"])
            audit_record(actor=actor, action="permit.signer_changed", subject=application)
        return issuance


def _number_take(application: Application, actor: User, position: str) -> Issuance:
    rules, today = application.rules, timezone.localdate()
    # Refuses a period that has passed while no number is taken for it yet.
    validity_of(Issuance(application=application, issued_on=today))
    series = f"izin:{rules.number_code}"
    sequence = number_take(series=series, year=today.year)
    issuance = Issuance.objects.create(
        application=application,
        series=series,
        year=today.year,
        sequence=sequence,
        number=number_format(
            rules.number_pattern,
            sequence=sequence,
            on=today,
            classification=rules.number_classification,
            code=rules.number_code,
        ),
        code="".join(secrets.choice(CODE_ALPHABET) for _index in range(VERIFY_CODE_LENGTH)),
        issued_on=today,
        signer=actor,
        signer_position=position,
    )
    audit_record(actor=actor, action="permit.numbered", subject=application, data={"number": issuance.number})
    return issuance


def letter_sign(letter: bytes, *, signer: Signer, issuance: Issuance) -> bytes:
    """Return the letter signed, after our own verifier has accepted it. Raises SigningError."""
    signed = signer.sign(letter, reason=f"Penerbitan izin {issuance.number}", location=settings.OFFICE["place"])
    document_assert_publishable(signed, letter=letter)
    return signed


def permit_publish(*, issuance_id: int, actor: User, turn: str, sha256: str, identity: SignerIdentity) -> Permit:
    """Make the stored letter public: permit, state, transparency leaf, audit and messages in one transaction.

    The permit it continues, if any, is replaced in the same transaction (F11).

    Raises NotAllowed when the application was decided or sent again since its letter was made.
    """
    with transaction.atomic():
        issuance = Issuance.objects.select_related("signer__officer").get(pk=issuance_id)
        application = _lock_for_signing(issuance.application_id, actor, turn)
        issuance.application = application
        stage_key, now = application.stage_key, timezone.now()
        changed = application_move(application, Action.ISSUE)
        application.save(update_fields=changed)
        step_record(application, action=Action.ISSUE, actor=actor, stage_key=stage_key, at=now)
        permit = _permit_create(issuance, sha256, identity)
        old = permit_replace(permit)
        leaf = leaf_append(
            {
                "event": "published",
                "number": permit.number,
                "code": permit.code,
                "sha256": sha256,
                "at": permit.issued_at.isoformat(),
            }
        )
        audit_record(
            actor=actor,
            action="permit.published",
            subject=application,
            data={"permit": permit.pk, "number": permit.number, "sha256": sha256, "leaf": leaf.index},
        )
        if old is not None:
            replacement_record(old=old, permit=permit, actor=actor)
        _tell(permit)
        return permit


def _permit_create(issuance: Issuance, sha256: str, identity: SignerIdentity) -> Permit:
    application = issuance.application
    rules, holder = application.rules, holder_name(application)
    valid_from, valid_until = validity_of(issuance)
    subject = meant_text(application, FieldMeaning.SUBJECT)
    place = meant_text(application, FieldMeaning.PLACE)
    rows = [(field, public_words(field, answer)) for field, answer in answer_rows(application) if field.is_public]
    public = [[field.label, words] for field, words in rows if words]
    return Permit.objects.create(
        application=application,
        issuance=issuance,
        permit_type=application.permit_type,
        number=issuance.number,
        code=issuance.code,
        slug=slugify(issuance.number.replace("/", "-")),
        title=rules.letter_title,
        holder_name=holder,
        subject=subject,
        place=place,
        public_data=public,
        valid_from=valid_from,
        valid_until=valid_until,
        issued_at=timezone.now(),
        document_sha256=sha256,
        signer_name=issuance.signer.get_full_name(),
        signer_position=issuance.signer_position,
        is_test=identity.is_test,
        search_text=search_normalise(" ".join([issuance.number, holder, subject, place, rules.name])),
    )


def _tell(permit: Permit) -> None:
    """Tell the applicant, and send the copy the permit type asks for (T6; guide, page 5)."""
    application = permit.application
    person = application.applicant
    warning = _("PERHATIAN: izin ini ditandatangani dengan sertifikat uji dan TIDAK SAH.")
    told = {"nomor_izin": permit.number, "peringatan_uji": warning if permit.is_test else ""}
    person_notify(
        event_key=f"permit-{permit.pk}-issued",
        recipient=person,
        text="permit_issued",
        tokens={
            **told,
            "nama": person.get_full_name(),
            "jenis_izin": permit.permit_type.name,
            "berlaku_sejak": date_long(permit.valid_from),
            "berlaku_sampai": date_long(permit.valid_until),
            "tautan": settings.BASE_URL + reverse("portal:permit_list"),
        },
    )
    copy_to = copy_email(application)
    if copy_to:
        message_enqueue(
            event_key=f"permit-{permit.pk}-copy",
            recipient=None,
            address=copy_to,
            text="permit_copy",
            tokens={
                **told,
                "judul_surat": permit.title,
                "pemegang": permit.holder_name,
                "tautan_periksa": verify_url(permit.code),
            },
            attachment_sha256=permit.document_sha256,
            attachment_name=f"{permit.slug}.pdf",
        )
