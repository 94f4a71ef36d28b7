"""Which addresses editors may link to."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# A path of this site, or a secure address elsewhere. "//host" and "/\\host" look like paths but lead away, and a
# `javascript:` address would run in our pages.
ADDRESS_PATTERN = r"^(/|/[^/\\\s]\S*|https://[^/\\\s]\S*)\Z"
ADDRESS = RegexValidator(ADDRESS_PATTERN, _("Tulis alamat yang diawali / (halaman situs ini) atau https://."))
