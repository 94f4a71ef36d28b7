"""The survey gate: what an applicant answers before the first download of a permit (S1)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from izin.permits.models import Permit

from .enums import Satisfaction


class Survey(models.Model):
    """The three parts for one permit; each is answered once.

    Questionnaire answers are kept by element key (U1 to U9), never by place: offices print the elements in
    different orders (facts of PermenPANRB 14/2017).
    """

    permit = models.OneToOneField(Permit, on_delete=models.PROTECT, related_name="survey")
    poll = models.PositiveSmallIntegerField(_("poling"), choices=Satisfaction, null=True)
    poll_at = models.DateTimeField(_("poling diisi"), null=True)
    testimonial = models.TextField(_("testimoni"), blank=True, max_length=1000)
    testimonial_at = models.DateTimeField(_("testimoni diisi"), null=True)
    questionnaire = models.JSONField(_("kuesioner"), null=True)
    questionnaire_at = models.DateTimeField(_("kuesioner diisi"), null=True)

    class Meta:
        verbose_name = _("survei")
        verbose_name_plural = _("survei")
        constraints = [
            models.CheckConstraint(
                condition=Q(poll__isnull=True) | Q(poll__in=Satisfaction.values), name="survey_poll_known"
            ),
            models.CheckConstraint(
                condition=Q(poll__isnull=True, poll_at__isnull=True) | Q(poll__isnull=False, poll_at__isnull=False),
                name="survey_poll_has_time",
            ),
            models.CheckConstraint(
                condition=Q(questionnaire__isnull=True, questionnaire_at__isnull=True)
                | Q(questionnaire__isnull=False, questionnaire_at__isnull=False),
                name="survey_questionnaire_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"survei {self.permit_id}"

    @property
    def is_complete(self) -> bool:
        """Whether all three parts are answered, so that the permit may be downloaded."""
        return None not in (self.poll_at, self.testimonial_at, self.questionnaire_at)
