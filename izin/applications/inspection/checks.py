"""The parent's side: which check a requirement asks for, and what its answer means to people."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image

from common.errors import DomainError

from .apart import run_apart
from .photographs import backdrop_fits

# Started by its path and never imported here: the libraries that open strangers' files stay out of the web process.
_PROGRAM = Path(__file__).with_name("reading.py")


@dataclass(frozen=True)
class Finding:
    """What a check found: the text of the QR code, as printable characters, or a warning fit to show to people."""

    qr_text: str = ""
    warning: str = ""


def inspect(data: bytes, content_type: str, check: str) -> Finding:
    """Return what the check of a requirement ("", "qr", "photo_background") finds in a file that `uploads` accepted.

    A file is read for a code in a process of its own, within limits of memory and time: call this outside of
    transactions.
    Raises DomainError when no QR code can be read. A photograph is never refused, there is only a warning.
    """
    if check == "qr":
        return Finding(qr_text=_qr_text(data, content_type))
    if check == "photo_background" and not _backdrop_fits(data):
        return Finding(
            warning=_("Latar foto tampaknya bukan merah atau biru. Periksa kembali; petugas dapat meminta foto lain.")
        )
    return Finding()


def _backdrop_fits(data: bytes) -> bool:
    try:
        return backdrop_fits(data)
    except (OSError, Image.DecompressionBombError):
        return False


def _qr_text(data: bytes, content_type: str) -> str:
    text = _read_apart(data, content_type)
    if not text:
        raise DomainError(
            _(
                "Kode QR pada berkas ini tidak terbaca. Pindai ulang minimal 200 dpi dan pastikan seluruh kode QR "
                "terlihat. Bila STR Anda memang tidak memiliki kode QR, datanglah ke kantor; petugas akan membantu."
            )
        )
    return text


def _read_apart(data: bytes, content_type: str) -> str:
    """Return the text of the code, empty when the process found none, broke a limit or crashed."""
    return str(run_apart(_PROGRAM, data, content_type) or "")
