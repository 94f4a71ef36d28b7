"""People: `ApplicantFactory()`, `ApplicantFactory(female=True)`, `OfficerFactory(role=Role.SECRETARY)`."""

import io
from datetime import date
from functools import cache
from typing import Any

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from common.content_store import content_save
from izin.accounts.enums import Role
from izin.accounts.models import ApplicantProfile, MandateCapacity, Officer, RoleDelegation, SignatureMandate, User
from izin.accounts.validators import nik_parse

PASSWORD = "kata-sandi-uji-7"


@cache
def ktp_jpeg(*, width: int = 64, height: int = 40) -> bytes:
    """Return a small picture that stands for a scan of an identity card."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (120, 160, 200)).save(out, "JPEG")
    return out.getvalue()


class UserFactory(DjangoModelFactory):
    """A user who is neither applicant nor officer.

    Traits: `superuser`; `first_login` (still has the password that was sent).
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        superuser = factory.Trait(is_superuser=True, is_staff=True)
        first_login = factory.Trait(must_change_password=True)

    nik: Any = factory.Sequence(lambda n: f"130210050391{n % 9999 + 1:04}")
    full_name: Any = factory.Sequence(lambda n: f"Pengguna Ke{n}")
    email: Any = factory.Sequence(lambda n: f"orang{n}@contoh.id")
    phone: Any = factory.Sequence(lambda n: f"62812{n:08}")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(**kwargs)


class ApplicantProfileFactory(DjangoModelFactory):
    """What an applicant told of themselves; belongs to a plain user."""

    class Meta:
        model = ApplicantProfile

    user = factory.SubFactory(UserFactory)
    birth_place = "Solok"
    birth_date = date(1991, 3, 5)
    sex = factory.LazyAttribute(lambda made: nik_parse(made.user.nik).sex)
    occupation = "Perawat"
    street = "Jorong Simpang"
    village = "Koto Baru"
    district = "Kubung"
    regency = "Kabupaten Solok"
    province = "Sumatera Barat"
    ktp_sha256 = factory.LazyFunction(lambda: content_save("private", ktp_jpeg()))
    consent_version = "2026-11"
    consented_at = factory.LazyFunction(timezone.now)


class ApplicantFactory(UserFactory):
    """A user with a profile; pass parts of the profile as `profile__birth_place="Padang"`.

    Traits: those of a user, and `female`. Birth date and sex fit the NIK.
    """

    class Params:
        female = factory.Trait(nik=factory.Sequence(lambda n: f"130210450391{n % 9999 + 1:04}"))

    profile = factory.RelatedFactory(ApplicantProfileFactory, factory_related_name="user")


class OfficerFactory(UserFactory):
    """A user with a post and a role: `OfficerFactory(role=Role.AGENCY_HEAD)`; further roles as `also=[...]`.

    The head of office has a mandate to sign, since 2020 and without end; `mandate=False` leaves it out.
    """

    role: Any = Role.FRONT_DESK
    also: tuple[Role, ...] = ()
    position: Any = factory.LazyAttribute(lambda made: Role(made.role).label)
    rank = "Penata Tk. I"
    nip = "198503052010011001"
    mandate = True

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        roles = [kwargs.pop("role"), *kwargs.pop("also")]
        post = {name: kwargs.pop(name) for name in ("position", "rank", "nip")}
        may_sign = kwargs.pop("mandate") and Role.AGENCY_HEAD in roles
        user = User.objects.create_user(**{"is_staff": True, **kwargs})
        officer = Officer.objects.create(user=user, **post)
        if may_sign:
            MandateFactory(officer=officer)
        user.groups.set([Group.objects.get_or_create(name=role.label)[0] for role in roles])
        return user


class MandateFactory(DjangoModelFactory):
    """A mandate to sign; trait `acting`: as Plh., in November 2026."""

    class Meta:
        model = SignatureMandate

    class Params:
        acting = factory.Trait(
            capacity=MandateCapacity.ACTING_PLH,
            acting_for="Kepala Dinas",
            valid_from=date(2026, 11, 1),
            valid_until=date(2026, 11, 30),
        )

    officer: Any = factory.LazyFunction(lambda: OfficerFactory.create(mandate=False).officer)
    capacity = MandateCapacity.DEFINITIVE
    decree = "821.22/014/BKPSDM-2020"
    valid_from = date(2020, 1, 1)


class DelegationFactory(DjangoModelFactory):
    """A division head's role, acted in by a section head in November 2026; `vacant`: as Plt., for nobody."""

    class Meta:
        model = RoleDelegation

    class Params:
        vacant = factory.Trait(holder=None, capacity=MandateCapacity.ACTING_PLT)

    role = Role.DIVISION_HEAD
    capacity = MandateCapacity.ACTING_PLH
    holder: Any = factory.SubFactory(OfficerFactory, role=Role.DIVISION_HEAD)
    substitute: Any = factory.SubFactory(OfficerFactory, role=Role.LICENSING_SECTION_HEAD)
    post = "Kepala Bidang Perizinan"
    letter_number = "800/12/SP/2026"
    letter_date = date(2026, 10, 30)
    valid_from = date(2026, 11, 1)
    valid_until = date(2026, 11, 30)
