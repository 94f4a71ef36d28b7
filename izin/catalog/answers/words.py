"""How fields, requirements and renewal are told to applicants; pure."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from common.formats import file_size

from ..enums import AppliesTo, ContentCheck, FieldKind
from ..models import FormField, PermitType, Requirement
from .conditions import NO, YES


def purpose_words(row: FormField | Requirement) -> str:
    """Say which applications a field or a requirement is for; empty when it is for all."""
    return {
        AppliesTo.NEW.value: _("Hanya untuk permohonan baru."),
        AppliesTo.RENEWAL.value: _("Hanya untuk perpanjangan."),
    }.get(row.applies_to, "")


def condition_words(field: FormField, labels: Mapping[str, str]) -> str:
    """Say when a field is asked for; `labels` are those of all fields by key. Empty when it always is."""
    words = [purpose_words(field)]
    if field.show_if_field:
        value = {YES: _("Ya"), NO: _("Tidak")}.get(field.show_if_value, field.show_if_value)
        words.append(
            _("Diisi bila “%(label)s” dijawab %(value)s.")
            % {"label": labels.get(field.show_if_field, ""), "value": value}
        )
    return " ".join(filter(None, words))


def file_words(requirement: Requirement) -> list[str]:
    """Say what a file must be like, before anybody chooses one."""
    words = [
        _("%(kind)s, paling besar %(size)s.")
        % {"kind": requirement.get_file_kind_display(), "size": file_size(requirement.max_bytes)}
    ]
    if requirement.content_check == ContentCheck.QR:
        words.append(_("Kode QR pada berkas harus terbaca."))
    if requirement.content_check == ContentCheck.PHOTO_BACKGROUND:
        words.append(_("Latar foto merah atau biru polos."))
    if requirement.on_letter:
        words.append(_("Foto ini dicetak pada surat izin."))
    return words


def requirement_words(requirement: Requirement) -> list[str]:
    """Say everything an applicant must know of a requirement, but not whether it must be given."""
    account = _("KTP dari akun Anda dipakai.") if requirement.from_account else ""
    return [*file_words(requirement), *filter(None, [account, purpose_words(requirement)])]


def field_words(field: FormField, labels: Mapping[str, str]) -> list[str]:
    """Say how a field is to be answered. A pattern is told by its hint: nobody reads an expression."""
    words = [
        _("%(kind)s, wajib diisi.") if field.required else _("%(kind)s, boleh kosong."),
        _("Pilihan: %(options)s.") if field.option_list else "",
        *_bounds(field),
    ]
    values = {"kind": field.get_kind_display(), "options": ", ".join(field.option_list)}
    words = [word % values for word in words if word]
    limit = f"{field.get_date_limit_display()}." if field.date_limit else ""
    public = _("Tampil pada daftar Izin Terbit.") if field.is_public else ""
    return [*words, *filter(None, [limit, field.pattern_hint, condition_words(field, labels), public])]


def _bounds(field: FormField) -> list[str]:
    lowest, highest = (
        (_("Paling kecil %(bound)s."), _("Paling besar %(bound)s."))
        if field.kind == FieldKind.NUMBER
        else (_("Paling sedikit %(bound)s huruf."), _("Paling banyak %(bound)s huruf."))
    )
    bounds = [(lowest, field.min_value), (highest, field.max_value)]
    return [words % {"bound": bound} for words, bound in bounds if bound is not None]


def renewal_words(permit_type: PermitType) -> str:
    """Say whether a permit of this type can be renewed, and from when on."""
    if not permit_type.renewable:
        return _("Tidak dapat diperpanjang.")
    return _("Dapat diperpanjang mulai %(days)s hari sebelum izin berakhir.") % {"days": permit_type.renewal_days}
