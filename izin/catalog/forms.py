"""Forms of the catalogue in the Wagtail admin. Imports no model: the models name their form here."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

IMPORT_MAX_BYTES = 1024 * 1024


class PermitTypeForm(WagtailAdminModelForm):
    """Refuses what the database would refuse, so that a draft may be anything else."""

    def is_valid(self) -> bool:
        """Check the form, its child rows, and what the rows may not share.

        Equal keys are found by the rows themselves; the database's rule for meanings has a condition, which they
        do not look at.
        """
        if not super().is_valid():
            return False
        seen: dict[str, str] = {}
        for row in self.formsets["fields"].ordered_forms:
            meaning = row.cleaned_data.get("meaning")
            if meaning and meaning in seen:
                row.add_error("meaning", _("Makna ini sudah diberikan kepada isian “%s”.") % seen[meaning])
            seen.setdefault(meaning, row.cleaned_data.get("label", ""))
        return not any(row.errors for row in self.formsets["fields"].forms)


class ImportForm(forms.Form):
    """The file of a permit type."""

    file = forms.FileField(
        label=gettext_lazy("Berkas JSON"),
        help_text=gettext_lazy("Hasil “Unduh JSON” dari SISFO IZIN, paling besar 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > IMPORT_MAX_BYTES:
            raise ValidationError(_("Berkas lebih besar dari 1 MB."))
        return file
