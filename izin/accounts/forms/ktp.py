"""The field for a scan of the identity card: what was accepted once need not be chosen again."""

from dataclasses import asdict, dataclass
from typing import Any, cast

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.content_store import content_exists
from common.errors import DomainError
from izin.accounts import services
from izin.accounts.services.scans import KTP_MAX_BYTES, STORE

from .fields import or_invalid

KTP_TOKEN_SALT = "izin.accounts.registration.ktp"  # noqa: S105 - a name, not a secret
# Half of what an unused scan is kept for, so that none disappears under a form that still may use it.
KTP_TOKEN_SECONDS = 24 * 3600


@dataclass(frozen=True)
class KeptKtp:
    """A scan that passed the checks and waits in the private store for the rest of the form."""

    sha256: str
    name: str

    def token(self, nonce: str) -> str:
        """Return what the form carries: signed, for one session and one day."""
        return signing.dumps({**asdict(self), "nonce": nonce}, salt=KTP_TOKEN_SALT)

    @classmethod
    def from_token(cls, token: str, nonce: str) -> "KeptKtp | None":
        """Return the scan of a token of this session, or None."""
        try:
            data = signing.loads(token, salt=KTP_TOKEN_SALT, max_age=KTP_TOKEN_SECONDS)
        except signing.BadSignature:
            return None
        kept = cls(sha256=data["sha256"], name=data["name"])
        return kept if data["nonce"] == nonce and content_exists(STORE, kept.sha256) else None


class KtpForm(forms.Form):
    """Asks for a scan. An accepted one survives errors elsewhere.

    Args:
        nonce: a random text of this session; a kept scan belongs to it.
    """

    ktp = forms.FileField(
        label=_("Scan KTP"),
        help_text=_("Gambar JPG, paling besar 512 KB. Seluruh tulisan harus terbaca."),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,image/jpeg", "data-ktp": str(KTP_MAX_BYTES)}),
        error_messages={"required": _("Pilih scan KTP Anda.")},
    )
    ktp_token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, nonce: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nonce = nonce
        if self.is_bound:
            # The token stays the one it was: showing a form again must not make its day longer.
            token = str(self.data.get("ktp_token", ""))
            self._keep(KeptKtp.from_token(token, nonce), token)

    def _keep(self, kept: KeptKtp | None, token: str) -> None:
        """Remember an accepted scan: the form carries its token and says so; a new choice replaces it."""
        answers = cast(QueryDict, self.data).copy()
        answers["ktp_token"] = token if kept else ""
        self.data = answers
        if kept is None:
            return
        self.fields["ktp"].initial = kept
        self["ktp"].help_text = format_html(
            "<strong>{}</strong> {}",
            _now("KTP sudah terunggah: %(name)s.") % {"name": kept.name},
            _now("Pilih berkas lain hanya jika Anda ingin menggantinya."),
        )

    def _take(self, chosen: UploadedFile) -> KeptKtp:
        """Check and keep a scan. Raises DomainError."""
        sha256, checked = services.scan_keep(chosen)
        kept = KeptKtp(sha256=sha256, name=checked.name)
        self._keep(kept, kept.token(self.nonce))
        return kept

    def clean_ktp(self) -> KeptKtp | None:
        """Check a new scan and keep it, or take the one kept before."""
        chosen: UploadedFile | KeptKtp | None = self.cleaned_data["ktp"]
        return chosen if chosen is None or isinstance(chosen, KeptKtp) else or_invalid(self._take, chosen)

    def keep_unjudged(self) -> None:
        """Keep a scan that came with a form which is not judged yet; only what is wrong with it is said at once."""
        chosen = self.files.get("ktp")
        if chosen is None:
            return
        try:
            self._take(chosen)
        except DomainError as error:
            self.add_error("ktp", error.message)
