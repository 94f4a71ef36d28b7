"""Fixed vocabularies of accounts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What an officer may do (A6). The label is also the name of the Django group, so it is never translated."""

    FRONT_DESK = "front_desk", "Petugas Verifikasi (BO)"
    BPJS_VERIFIER = "bpjs_verifier", "Verifikator BPJS"
    VERIFICATION_SECTION_HEAD = "verification_section_head", "Kasi Pendataan dan Verifikasi"
    LICENSING_SECTION_HEAD = "licensing_section_head", "Kasi Perizinan dan Non Perizinan"
    DIVISION_HEAD = "division_head", "Kabid"
    SECRETARY = "secretary", "Sekretaris"
    AGENCY_HEAD = "agency_head", "Kepala Dinas"
    CONTENT_EDITOR = "content_editor", "Pengelola Konten"
    SUPERVISOR = "supervisor", "Pengawas"
    ADMIN = "admin", "Admin"


class MandateCapacity(TextChoices):
    """As what an officer acts. The label of an acting one is printed before the post, so it is never translated."""

    DEFINITIVE = "definitive", "Definitif"
    ACTING_PLT = "acting_plt", "Plt."
    ACTING_PLH = "acting_plh", "Plh."


class Sex(TextChoices):
    """As on the identity card (KTP)."""

    MALE = "male", _("Laki-laki")
    FEMALE = "female", _("Perempuan")


ROLE_BY_GROUP = {role.label: role for role in Role}

# Roles somebody else may act in for a time: those that work on cases. Rights over people and texts are given, not lent.
DELEGABLE_ROLES = (
    Role.FRONT_DESK,
    Role.BPJS_VERIFIER,
    Role.VERIFICATION_SECTION_HEAD,
    Role.LICENSING_SECTION_HEAD,
    Role.DIVISION_HEAD,
    Role.SECRETARY,
    Role.AGENCY_HEAD,
)

# Roles that work in the Wagtail admin.
CMS_ROLES = frozenset({Role.CONTENT_EDITOR, Role.ADMIN})


class PasswordReason(TextChoices):
    """Why a password was generated."""

    REGISTERED = "registered", _("Pendaftaran akun")
    OFFICER_CREATED = "officer_created", _("Akun petugas dibuat")
    REISSUED = "reissued", _("Kata sandi dikirim ulang")
    ASKED_AGAIN = "asked_again", _("Kata sandi pertama diminta lagi")


class Channel(TextChoices):
    """By which way something reaches a person."""

    EMAIL = "email", _("E-mail")
    WHATSAPP = "whatsapp", _("WhatsApp")


class ChangeState(TextChoices):
    """What became of a change of a profile."""

    PENDING = "pending", _("Menunggu petugas")
    APPROVED = "approved", _("Disetujui")
    REFUSED = "refused", _("Ditolak")
    WITHDRAWN = "withdrawn", _("Dibatalkan")
