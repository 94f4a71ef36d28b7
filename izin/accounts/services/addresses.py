"""The words of an address, taken from the code of its village."""

from django.utils.translation import gettext as _

from common.errors import DomainError
from izin.regions.models import Region
from izin.regions.selectors import village_path


def address_words(village_code: str) -> dict[str, str]:
    """Return the fields `region_id`, `village`, `district`, `regency` and `province` of a profile.

    The village's word says what it is ("Nagari Koto Baru"): only its code tells.

    Raises:
        DomainError: field "village"; there is no village of this code.
    """
    try:
        province, regency, district, village = village_path(village_code)
    except Region.DoesNotExist as error:
        raise DomainError(_("Pilih nagari/desa/kelurahan dari daftar."), field="village") from error
    return {
        "region_id": village.code,
        "village": village.label,
        "district": district.name,
        "regency": regency.name,
        "province": province.name,
    }
