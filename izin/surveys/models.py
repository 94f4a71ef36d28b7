"""The survey gate: what an applicant answers before the first download of a permit (S1), and what is asked (C2)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from izin.permits.models import Permit

from .enums import Satisfaction
from .questions import Element


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
        indexes = [models.Index(fields=["questionnaire_at"], name="survey_questionnaire_at")]
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


class SurveyQuestion(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """One element of the questionnaire, in the editors' words. Without a published row the shipped words are asked.

    The regulation fixes the nine elements and that answers go from 1 (worst) to 4 (best); what is worded is ours.
    """

    key = models.CharField(_("unsur"), max_length=2, unique=True)
    name = models.CharField(_("nama unsur"), max_length=100)
    question = models.CharField(_("pertanyaan"), max_length=300)
    answer_1 = models.CharField(_("jawaban bernilai 1 (terendah)"), max_length=60)
    answer_2 = models.CharField(_("jawaban bernilai 2"), max_length=60)
    answer_3 = models.CharField(_("jawaban bernilai 3"), max_length=60)
    answer_4 = models.CharField(_("jawaban bernilai 4 (tertinggi)"), max_length=60)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("pertanyaan survei")
        verbose_name_plural = _("pertanyaan survei")
        ordering = ["order", "key"]
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=r"^U[1-9]$"), name="survey_question_key_known"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"

    @property
    def element(self) -> Element:
        """The question as it is asked."""
        labels = (self.answer_1, self.answer_2, self.answer_3, self.answer_4)
        return Element(key=self.key, name=self.name, question=self.question, answers=tuple(enumerate(labels, start=1)))

    def clean(self) -> None:
        """Refuse two answers nobody could tell apart."""
        super().clean()
        seen = set()
        for value, label in self.element.answers:
            if label.strip().casefold() in seen:
                raise ValidationError({f"answer_{value}": _("Jawaban ini sama dengan jawaban lain.")})
            seen.add(label.strip().casefold())

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the question with its answers."""
        lines = [self.question, "", *(f"( ) {label}" for _value, label in self.element.answers)]
        return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
