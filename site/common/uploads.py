"""Uploaded files, judged by their content and never by their name, within bounded time and memory."""

import io
import warnings
from dataclasses import dataclass
from typing import Any

import filetype
import pikepdf
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageFile, ImageOps

from .errors import DomainError
from .formats import file_size

MAX_PIXELS = 40_000_000
MAX_PDF_PAGES = 200
MAX_PDF_OBJECTS = 50_000
# qpdf unpacks the tables and the packed objects of a file to read it at all; without limits a file of 1 MB takes
# 1 GB and twelve seconds. These hold for the whole process and are set before any thread uses qpdf.
PDF_MEMORY = 32 * 1024 * 1024
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=PDF_MEMORY,
    run_length_max_memory=PDF_MEMORY,
    png_max_memory=PDF_MEMORY,
    tiff_max_memory=PDF_MEMORY,
)
# What runs, fetches or carries other files has no place in a scanned document (ISO 32000-1 sections 7.11, 12.6).
SCRIPT_PDF_KEYS = frozenset(
    [
        "/JavaScript",
        "/JS",
        "/Launch",
        "/RichMedia",
        "/XFA",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/GoToR",
        "/Movie",
        "/Sound",
        "/Rendition",
    ]
)
ATTACHMENT_PDF_KEYS = frozenset(["/EmbeddedFiles", "/EmbeddedFile"])
# What people most often send instead; the name of a file tells nothing.
KIND_NAMES = {
    "image/jpeg": gettext_lazy("gambar JPG"),
    "image/png": gettext_lazy("gambar PNG"),
    "image/webp": gettext_lazy("gambar WebP"),
    "image/heic": gettext_lazy("foto HEIC"),
    "image/heif": gettext_lazy("foto HEIC"),
    "application/pdf": gettext_lazy("PDF"),
    "application/zip": gettext_lazy("berkas Word, Excel, atau ZIP"),
    "application/msword": gettext_lazy("berkas Word"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": gettext_lazy("berkas Word"),
    "text/html": gettext_lazy("halaman web"),
}


@dataclass(frozen=True)
class CheckedFile:
    """A file that passed: the bytes to keep, their kind, and a name that is safe to show."""

    data: bytes
    content_type: str
    name: str


def safe_name(name: str, *, limit: int = 100) -> str:
    """Return the last part of a file name without control characters, at most `limit` characters long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(character for character in last if character.isprintable()).strip(" .")
    if len(printable) <= limit:
        return printable or _("berkas")
    stem, dot, ending = printable.rpartition(".")
    return f"{stem[: limit - len(ending) - 1]}.{ending}" if dot and len(ending) <= 5 else printable[:limit]


def _read(file: UploadedFile, max_bytes: int) -> bytes:
    if not file.size:
        raise DomainError(_("Berkas kosong. Pilih berkas yang berisi."))
    if file.size > max_bytes:
        raise DomainError(
            _("Ukuran berkas %(size)s, paling besar %(limit)s. Perkecil dahulu, lalu unggah kembali.")
            % {"size": file_size(file.size), "limit": file_size(max_bytes)}
        )
    file.seek(0)
    return file.read()


def _kind(data: bytes) -> str:
    """Return the kind of a file by its content, empty when it is none we know."""
    if data.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "text/html"
    guess = filetype.guess(data)
    return guess.mime if guess else ""


def _kind_required(data: bytes, wanted: str) -> None:
    """Raise DomainError unless the content is of the wanted kind; it says what it is instead."""
    found = _kind(data)
    if found == wanted == "application/pdf" and not data.startswith(b"%PDF-"):
        found = ""  # a PDF that begins with something else may be two things at once
    if found == wanted:
        return
    name = {"image/jpeg": "JPG", "application/pdf": "PDF"}[wanted]
    if found in KIND_NAMES:
        text = _("Berkas ini %(found)s, bukan %(wanted)s. Simpan atau pindai kembali sebagai %(wanted)s.")
    else:
        text = _("Berkas ini bukan %(wanted)s. Simpan atau pindai kembali sebagai %(wanted)s.")
    raise DomainError(text % {"found": KIND_NAMES.get(found, ""), "wanted": name})


def check_jpeg(file: UploadedFile, *, max_bytes: int) -> CheckedFile:
    """Return the picture upright and without its metadata (camera, place, comments).

    Raises DomainError when the file is empty, larger than `max_bytes`, not really a JPEG, damaged, or has more
    than 40 million pixels. Pixels are counted before any is decoded.
    """
    data = _read(file, max_bytes)
    _kind_required(data, "image/jpeg")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged metadata, which is dropped; and sizes, which are judged here
            ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for the whole process
            with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise DomainError(_("Gambar terlalu besar. Kecilkan ukurannya, lalu unggah kembali."))
                upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.info.clear()  # Pillow would write the comment of the picture again
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=88)
    except Image.DecompressionBombError as error:
        raise DomainError(_("Gambar terlalu besar. Kecilkan ukurannya, lalu unggah kembali.")) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise DomainError(_("Gambar rusak atau terpotong. Pindai atau foto kembali.")) from error
    return CheckedFile(out.getvalue(), "image/jpeg", safe_name(file.name or ""))


def check_pdf(file: UploadedFile, *, max_bytes: int) -> CheckedFile:
    """Return the PDF unchanged.

    Raises DomainError when the file is empty, larger than `max_bytes`, not really a PDF, damaged, encrypted, has
    more than 200 pages, holds active content, or is a bomb. Page contents and pictures are never unpacked.
    """
    data = _read(file, max_bytes)
    _kind_required(data, "application/pdf")
    try:
        with pikepdf.Pdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            _judge_pdf(pdf)
    except pikepdf.PasswordError as error:
        raise DomainError(_("PDF terkunci kata sandi. Simpan kembali tanpa kata sandi.")) from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
        raise DomainError(_("PDF rusak atau terpotong. Simpan kembali, lalu unggah.")) from error
    return CheckedFile(data, "application/pdf", safe_name(file.name or ""))


def _judge_pdf(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise DomainError(_("PDF terkunci. Simpan kembali tanpa pengaman."))
    pages = len(pdf.pages)
    if pages == 0:
        raise DomainError(_("PDF tidak memiliki halaman."))
    if pages > MAX_PDF_PAGES or len(pdf.objects) > MAX_PDF_OBJECTS:
        raise DomainError(_("PDF terlalu panjang, paling banyak %(pages)s halaman.") % {"pages": MAX_PDF_PAGES})
    for item in pdf.objects:
        names = _names_in(item)
        if names & SCRIPT_PDF_KEYS:
            raise DomainError(_("PDF berisi skrip atau isian aktif. Cetak ulang ke PDF biasa, lalu unggah."))
        if names & ATTACHMENT_PDF_KEYS:
            raise DomainError(_("PDF berisi lampiran. Simpan kembali tanpa lampiran, lalu unggah."))


def _names_in(root: Any) -> set[str]:
    """Return the keys and names of an indirect object and of the direct ones inside it."""
    found: set[str] = set()
    waiting = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            values = list(item)
        elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            values = [value for _key, value in item.items()]
            found.update(item.keys(), (str(value) for value in values if isinstance(value, pikepdf.Name)))
        else:
            continue
        # Indirect values are looked at on their own: following them here would never end on a circle.
        waiting += [v for v in values if isinstance(v, (pikepdf.Dictionary, pikepdf.Array)) and not v.is_indirect]
    return found
