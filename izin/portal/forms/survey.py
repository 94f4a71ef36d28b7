"""The three parts of the survey."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from izin.surveys.enums import Satisfaction
from izin.surveys.selectors import question_list


class PollForm(forms.Form):
    """One question about the whole service."""

    poll = forms.TypedChoiceField(
        label=_("Apakah Anda puas dengan pelayanan kami?"),
        choices=Satisfaction.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )


class TestimonialForm(forms.Form):
    """A few words of one's own."""

    testimonial = forms.CharField(
        label=_("Pendapat Anda tentang layanan kami"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Satu dua kalimat sudah cukup. Jangan menulis NIK, alamat, atau nomor telepon."),
    )


class QuestionnaireForm(forms.Form):
    """The nine elements of PermenPANRB 14/2017."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for element in question_list():
            self.fields[element.key] = forms.TypedChoiceField(
                label=element.question, choices=element.answers, coerce=int, widget=forms.RadioSelect
            )
