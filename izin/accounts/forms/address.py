"""An address: four selects, each offering what lies in the one above, and a line typed by hand."""

from typing import Any, cast

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from izin.regions.codes import code_path
from izin.regions.selectors import region_cascade

from .fields import text_field

REGION_FIELDS = ("province", "regency", "district", "village")


class RegionField(forms.ChoiceField):
    """One of the selects. What lies below a gap is not asked for yet: only the first gap is told."""

    asked = True

    def clean(self, value: Any) -> Any:
        """Return the code that was chosen; nothing as long as it is not asked for."""
        return super().clean(value) if self.asked else ""


def _select(label: Any, *, level: int, last: bool = False) -> RegionField:
    # The script asks for the selects again whenever one of them changes what the next ones offer.
    ask = {} if last else {"hx-get": reverse_lazy("region_fields")}
    return RegionField(
        label=label,
        widget=forms.Select(attrs={"autocomplete": f"address-level{level}", **ask}),
        error_messages={"invalid_choice": _("Pilih dari daftar.")},
    )


class AddressForm(forms.Form):
    """The address as on the identity card. `cleaned_data["village"]` is the code that says all four."""

    province = _select(_("Provinsi"), level=1)
    regency = _select(_("Kabupaten/Kota"), level=2)
    district = _select(_("Kecamatan"), level=3)
    village = _select(_("Nagari/Desa/Kelurahan"), level=4, last=True)
    street = text_field(
        _("Jalan/Jorong, RT/RW"),
        max_length=200,
        help_text=_("Misalnya Jorong Simpang, RT 01/RW 02."),
        autocomplete="street-address",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.data if self.is_bound else self.initial
        levels = region_cascade([str(given.get(name, "")) for name in REGION_FIELDS])
        above: Any = ""
        for name, level in zip(REGION_FIELDS, levels, strict=True):
            field = cast(RegionField, self.fields[name])
            field.asked = bool(level.regions) or not above
            prompt = _now("Pilih %(what)s") if field.asked else _now("Pilih %(what)s dahulu")
            field.choices = [
                ("", prompt % {"what": str(field.label if field.asked else above).lower()}),
                *((region.code, region.name) for region in level.regions),
            ]
            above = field.label


def address_initial(village_code: str | None) -> dict[str, str]:
    """Return what the four selects show for a village; nothing for an account from before they were asked."""
    return dict(zip(REGION_FIELDS, code_path(village_code), strict=True)) if village_code else {}
