"""Users and what we know about them: applicants as on their identity card, officers as in their post."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Length, Lower, Upper
from django.db.models.lookups import Exact
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from common.crypto import blind_index
from common.fields import BlindIndexField, EncryptedTextField
from common.formats import nik_masked
from izin.accounts.delegation_models import RoleDelegation  # noqa: F401 - Django looks here
from izin.accounts.desk_models import DeskVisit  # noqa: F401 - Django looks here
from izin.accounts.enums import ROLE_BY_GROUP, MandateCapacity, Role, Sex
from izin.accounts.login_models import PasswordResetCode, RequestCount, SignIn  # noqa: F401 - Django looks here
from izin.accounts.names import address_format, name_with_titles
from izin.accounts.profile_models import KeptScan, MarkedScan, ProfileChange  # noqa: F401 - Django looks here
from izin.accounts.second_factor_models import RecoveryCode, TotpDevice  # noqa: F401 - Django looks here
from izin.accounts.validators import NIP_PATTERN, OLDEST_BIRTH_DATE, PHONE_PATTERN, nik_normalise
from izin.accounts.viewing_models import ViewGrant  # noqa: F401 - Django looks here
from izin.regions.models import Region

VILLAGE_CODE_LENGTH = len("13.02.10.2001")


class UserManager(BaseUserManager["User"]):
    """Finds and makes users by their NIK; the database knows only its blind index."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user with this NIK, as typed at login.

        Raises:
            User.DoesNotExist
        """
        return self.get(nik_index=blind_index(nik_normalise(username or "")))

    def create_user(self, *, nik: str, password: str | None = None, **fields: Any) -> "User":
        """Write a user; without a password it can not log in. Rules are checked by `services`, not here."""
        user = self.model(nik=nik_normalise(nik), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, nik_index: str, password: str | None = None, **fields: Any) -> "User":
        """Write a user who may do everything.

        `createsuperuser` passes the NIK that was typed under the name of USERNAME_FIELD.
        """
        return self.create_user(nik=nik_index, password=password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in with a NIK and a password."""

    nik = EncryptedTextField(_("NIK"))
    # Computed from `nik` on every save. It is USERNAME_FIELD, so that whatever Django, axes or Wagtail store
    # or log as "the user name" tells nobody the NIK.
    nik_index = BlindIndexField(_("NIK"), of="nik", unique=True)
    full_name = models.CharField(_("nama lengkap"), max_length=150)
    title_front = models.CharField(_("gelar depan"), max_length=50, blank=True)
    title_back = models.CharField(_("gelar belakang"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("nomor WhatsApp"), max_length=15, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    is_staff = models.BooleanField(_("staf"), default=False)
    must_change_password = models.BooleanField(_("wajib ganti kata sandi"), default=False)
    # Part of what every session must match: one more, and all of them have ended.
    session_generation = models.PositiveIntegerField(_("generasi sesi"), default=0)
    created_at = models.DateTimeField(_("dibuat pada"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "nik_index"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name", "email"]

    if TYPE_CHECKING:
        profile: "ApplicantProfile"
        officer: "Officer"
        # Of the user of a request, by OTPMiddleware: the second factor was shown in this session.
        is_verified: Callable[[], bool]

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        constraints = [
            models.CheckConstraint(condition=Q(nik_index__regex=r"^[0-9a-f]{64}$"), name="izin_user_nik_index_shape"),
            models.CheckConstraint(condition=~Q(full_name=""), name="izin_user_full_name_given"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="izin_user_email_lower"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=PHONE_PATTERN), name="izin_user_phone_normalised"
            ),
        ]
        indexes = [
            models.Index(fields=["email"], name="izin_user_email"),
            models.Index(fields=["phone"], name="izin_user_phone"),
            GinIndex(OpClass(Upper("full_name"), name="gin_trgm_ops"), name="izin_user_name_part"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """Return the name as printed on letters: `Ns. IRMAN SYAPUTRA, S.Kom`."""
        return name_with_titles(self.full_name, self.title_front, self.title_back)

    def get_short_name(self) -> str:
        """Return the name without degrees."""
        return self.full_name

    def get_session_auth_hash(self) -> str:
        """Return what a session must hold to be this user's: it ends with a new password or `sessions_end`."""
        return salted_hmac(
            "izin.accounts.session", f"{self.session_generation} {self.password}", algorithm="sha256"
        ).hexdigest()

    @property
    def first_name(self) -> str:
        """Return the name that Wagtail greets the user with; without it, Wagtail would show the blind index."""
        return self.full_name

    @property
    def masked_nik(self) -> str:
        """Return the NIK fit to be shown: `1302********0003`."""
        return nik_masked(self.nik)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Return the roles this user holds; one query, remembered as long as this object lives."""
        names = self.groups.values_list("name", flat=True)
        return frozenset(ROLE_BY_GROUP[name] for name in names if name in ROLE_BY_GROUP)

    @property
    def is_officer(self) -> bool:
        """Tell whether this user holds any role."""
        return bool(self.roles)

    @cached_property
    def is_applicant(self) -> bool:
        """Tell whether this user registered to apply for permits."""
        return ApplicantProfile.objects.filter(user=self).exists()


class ApplicantProfile(models.Model):
    """The person behind an applicant's account, as on the identity card (A1)."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="profile", verbose_name=_("pengguna"))
    birth_place = models.CharField(_("tempat lahir"), max_length=100)
    birth_date = models.DateField(_("tanggal lahir"))
    sex = models.CharField(_("jenis kelamin"), max_length=6, choices=Sex.choices)
    occupation = models.CharField(_("pekerjaan"), max_length=100)
    street = models.CharField(_("jalan/jorong, RT/RW"), max_length=200)
    village = models.CharField(_("nagari/desa/kelurahan"), max_length=100)
    district = models.CharField(_("kecamatan"), max_length=100)
    regency = models.CharField(_("kabupaten/kota"), max_length=100)
    province = models.CharField(_("provinsi"), max_length=100)
    # Where the words above come from: they stay what they were when a place is renamed. Unknown for old accounts.
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("kode wilayah")
    )
    ktp_sha256 = models.CharField(_("scan KTP"), max_length=64)
    consent_version = models.CharField(_("versi persetujuan"), max_length=20)
    consented_at = models.DateTimeField(_("disetujui pada"))

    class Meta:
        verbose_name = _("profil pemohon")
        verbose_name_plural = _("profil pemohon")
        constraints = [
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="izin_profile_sex_known"),
            models.CheckConstraint(condition=Q(ktp_sha256__regex=r"^[0-9a-f]{64}$"), name="izin_profile_ktp_shape"),
            models.CheckConstraint(
                condition=Q(birth_date__gte=OLDEST_BIRTH_DATE), name="izin_profile_birth_date_possible"
            ),
            models.CheckConstraint(condition=~Q(consent_version=""), name="izin_profile_consent_given"),
            models.CheckConstraint(
                # Only codes of villages are that long.
                condition=Q(region__isnull=True) | Q(Exact(Length("region"), VILLAGE_CODE_LENGTH)),
                name="izin_profile_region_is_village",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def address_line(self) -> str:
        """Return the address as printed on letters, on one line."""
        return address_format(
            street=self.street,
            village=self.village,
            district=self.district,
            regency=self.regency,
            province=self.province,
        )


class Officer(models.Model):
    """The post of someone who works at the office, as printed under a signature."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="officer", verbose_name=_("pengguna"))
    position = models.CharField(_("jabatan"), max_length=150)
    rank = models.CharField(_("pangkat"), max_length=100, blank=True)
    nip = models.CharField(_("NIP"), max_length=18, blank=True)

    class Meta:
        verbose_name = _("petugas")
        verbose_name_plural = _("petugas")
        constraints = [
            models.CheckConstraint(condition=~Q(position=""), name="izin_officer_position_given"),
            models.CheckConstraint(condition=Q(nip="") | Q(nip__regex=NIP_PATTERN), name="izin_officer_nip_shape"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.position})"


class SignatureMandate(models.Model):
    """The days on which an officer may sign letters, and the decree that says so (C2).

    Acting officers sign for a post that is not their own: Plt. while it is vacant, Plh. while its holder is away.
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("petugas"))
    capacity = models.CharField(_("sebagai"), max_length=10, choices=MandateCapacity.choices)
    acting_for = models.CharField(
        _("jabatan yang digantikan"),
        max_length=150,
        blank=True,
        help_text=_("Hanya untuk Plt. dan Plh., misalnya: Kepala Dinas Penanaman Modal."),
    )
    decree = models.CharField(_("nomor surat keputusan atau surat perintah"), max_length=100)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("mandat tanda tangan")
        verbose_name_plural = _("mandat tanda tangan")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__in=MandateCapacity.values), name="izin_mandate_capacity_known"
            ),
            models.CheckConstraint(condition=~Q(decree=""), name="izin_mandate_decree_given"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="izin_mandate_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(capacity=MandateCapacity.DEFINITIVE) | Q(valid_until__isnull=False),
                name="izin_mandate_acting_ends",
                violation_error_message=_("Mandat Plt. dan Plh. harus mempunyai tanggal berakhir."),
            ),
            models.CheckConstraint(
                condition=Q(capacity=MandateCapacity.DEFINITIVE, acting_for="")
                | (~Q(capacity=MandateCapacity.DEFINITIVE) & ~Q(acting_for="")),
                name="izin_mandate_acting_for_given",
                violation_error_message=_("Tulis jabatan yang digantikan untuk Plt. dan Plh., dan hanya untuk itu."),
            ),
            ExclusionConstraint(
                name="izin_mandate_one_at_a_time",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_until"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Petugas ini sudah mempunyai mandat pada sebagian dari waktu itu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer.user}: {self.position_line}"

    def clean(self) -> None:
        """Check the order of the dates before the database does: it can not make a range of a period that ends first.

        Raises:
            ValidationError: with the field.
        """
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("Tanggal berakhir harus pada atau sesudah tanggal mulai.")})

    @property
    def position_line(self) -> str:
        """Return the post as printed above a signature: `Kepala Dinas ..`, `Plt. Kepala Dinas ..`."""
        if self.capacity == MandateCapacity.DEFINITIVE:
            return self.officer.position
        return f"{MandateCapacity(self.capacity).label} {self.acting_for}"
