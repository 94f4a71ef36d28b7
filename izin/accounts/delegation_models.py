"""Who acts in whose role for a time (A6): Plh. while its holder is away, Plt. while the post is vacant."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from izin.accounts.enums import DELEGABLE_ROLES, MandateCapacity, Role

ACTING = (MandateCapacity.ACTING_PLH, MandateCapacity.ACTING_PLT)


class RoleDelegation(models.Model):
    """The days on which somebody acts in a role of somebody else, and the letter that says so.

    While it is in force its holder does not act in that role: one post, one person in charge. It may be ended before
    its last day; then it has not been in force since.
    """

    role = models.CharField(_("peran"), max_length=40, choices=[(role.value, role.label) for role in DELEGABLE_ROLES])
    capacity = models.CharField(
        _("sebagai"), max_length=10, choices=[(capacity.value, capacity.label) for capacity in ACTING]
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="delegations_given",
        null=True,
        blank=True,
        verbose_name=_("pejabat yang digantikan"),
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="delegations_taken",
        verbose_name=_("pengganti"),
    )
    post = models.CharField(_("jabatan yang digantikan"), max_length=150)
    letter_number = models.CharField(_("nomor surat perintah"), max_length=100)
    letter_date = models.DateField(_("tanggal surat perintah"))
    valid_from = models.DateField(_("berlaku sejak"))
    valid_until = models.DateField(_("berlaku sampai"))
    # The right to sign that came with it; only for the head of office.
    mandate = models.OneToOneField(
        "izin_accounts.SignatureMandate",
        on_delete=models.SET_NULL,
        related_name="delegation",
        null=True,
        editable=False,
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("dicatat oleh")
    )
    created_at = models.DateTimeField(_("dicatat pada"), auto_now_add=True)
    ended_at = models.DateTimeField(_("diakhiri pada"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("diakhiri oleh"),
    )

    class Meta:
        verbose_name = _("pelimpahan tugas")
        verbose_name_plural = _("pelimpahan tugas")
        ordering = ["-valid_from", "-pk"]
        indexes = [
            models.Index(fields=["substitute", "valid_until"], name="izin_delegation_substitute"),
            models.Index(fields=["holder", "valid_until"], name="izin_delegation_holder"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=DELEGABLE_ROLES), name="izin_delegation_role_known"),
            models.CheckConstraint(condition=~Q(letter_number=""), name="izin_delegation_letter_given"),
            models.CheckConstraint(condition=~Q(post=""), name="izin_delegation_post_given"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="izin_delegation_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=True) | ~Q(holder=F("substitute")),
                name="izin_delegation_to_somebody_else",
                violation_error_message=_("Pengganti harus orang lain."),
            ),
            models.CheckConstraint(
                condition=Q(capacity=MandateCapacity.ACTING_PLH, holder__isnull=False)
                | Q(capacity=MandateCapacity.ACTING_PLT, holder__isnull=True),
                name="izin_delegation_holder_by_capacity",
                violation_error_message=_("Plh. menggantikan pejabat yang berhalangan; Plt. mengisi jabatan kosong."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="izin_delegation_ended_by_somebody",
            ),
            ExclusionConstraint(
                name="izin_delegation_one_at_a_time",
                expressions=[
                    ("role", RangeOperators.EQUAL),
                    # A vacant post has no holder, and NULL never equals NULL.
                    (Coalesce(F("holder"), 0), RangeOperators.EQUAL),
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
                condition=Q(ended_at__isnull=True),
                violation_error_message=_("Sudah ada pengganti untuk peran ini pada sebagian dari waktu itu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute}: {self.position_line}"

    def clean(self) -> None:
        """Check the order of the dates before the database does: it can not make a range of a period that ends first.

        Raises:
            ValidationError: with the field.
        """
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("Tanggal berakhir harus pada atau sesudah tanggal mulai.")})

    @property
    def position_line(self) -> str:
        """Return the post as it is told and printed: `Plh. Kepala Dinas ..`."""
        return f"{MandateCapacity(self.capacity).label} {self.post}"

    @property
    def role_label(self) -> str:
        """Return the name of the role."""
        return Role(self.role).label
