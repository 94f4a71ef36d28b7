"""Permits: `PermitFactory()` is a row of the register without a file; `issue(application, head)` really signs one."""

import hashlib
from datetime import date
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.applications.models import Application
from izin.catalog.models import PermitType
from izin.permits.models import Issuance, Permit
from izin.permits.search import search_normalise
from izin.permits.services.issuing import permit_issue
from izin.signing.devca import DEV_PASSPHRASE
from tests.factories.accounts import OfficerFactory
from tests.factories.applications import ApplicationFactory


class HeadFactory(OfficerFactory):
    """The head of office, who signs."""

    role = Role.AGENCY_HEAD
    full_name = "Ahmad Contoh"
    title_back = "S.STP, M.Si"
    position = "Kepala Dinas Penanaman Modal, Pelayanan Terpadu Satu Pintu dan Tenaga Kerja"


class IssuanceFactory(DjangoModelFactory):
    """A number that was taken; its application waits for the signature."""

    class Meta:
        model = Issuance

    application = factory.SubFactory(ApplicationFactory, at="kadis", documents=False)
    series = factory.LazyAttribute(lambda made: f"izin:{made.application.permit_type.number_code}")
    year = 2026
    sequence = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda made: f"070/{made.sequence:03}/IP/DPMPTSPNAKER/XI/2026")
    code = factory.Sequence(lambda n: f"KD{n:08}")
    issued_on = date(2026, 11, 24)
    signer = factory.SubFactory(HeadFactory)


class PermitFactory(DjangoModelFactory):
    """A published permit. What the register searches is made of its number, holder, subject and place."""

    class Meta:
        model = Permit

    issuance = factory.SubFactory(IssuanceFactory, application__at="issued")
    application = factory.SelfAttribute("issuance.application")
    permit_type = factory.SelfAttribute("application.permit_type")
    number = factory.SelfAttribute("issuance.number")
    code = factory.SelfAttribute("issuance.code")
    slug = factory.LazyAttribute(lambda made: made.number.replace("/", "-").lower())
    title = "SURAT KETERANGAN PENELITIAN"
    holder_name = factory.LazyAttribute(lambda made: made.application.applicant.get_full_name())
    subject = "Pengaruh Pelayanan Terpadu terhadap Kepuasan Masyarakat"
    place = "Kecamatan Kubung"
    valid_from = date(2026, 12, 1)
    valid_until = date(2027, 5, 31)
    issued_at = factory.LazyFunction(timezone.now)
    document_sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    signer_name = "Ahmad Contoh, S.STP, M.Si"
    signer_position = "Kepala Dinas"
    is_test = True
    search_text = factory.LazyAttribute(
        lambda made: search_normalise(" ".join([made.number, made.holder_name, made.subject, made.place]))
    )


def issue(application: Application, head: User, **changes: Any) -> Permit:
    """Sign and publish with the development CA, as the head of office does."""
    values = {"turn": application.turn, "passphrase": DEV_PASSPHRASE, **changes}
    return permit_issue(application_id=application.pk, actor=head, **values)


def held(permit_type: PermitType, applicant: User, **values: Any) -> Permit:
    """Return a permit of a type that a person holds; `values` as `PermitFactory`, the answers as `answers`."""
    of_application = {
        "issuance__application__applicant": applicant,
        "issuance__application__permit_type": permit_type,
        "issuance__application__documents": True,
    }
    if "answers" in values:
        of_application["issuance__application__answers"] = values.pop("answers")
    return PermitFactory.create(**of_application, **values)
