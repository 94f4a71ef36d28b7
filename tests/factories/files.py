"""Real small files: pictures and PDFs, sound ones and bad ones."""

import io
from functools import cache
from typing import Any

import pikepdf
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


@cache
def jpeg_bytes(*, width: int = 48, height: int = 32, color: tuple[int, int, int] = (200, 120, 40)) -> bytes:
    """Return a plain picture as JPEG."""
    return image_bytes("JPEG", width=width, height=height, color=color)


def image_bytes(
    kind: str, *, width: int = 48, height: int = 32, color: tuple[int, int, int] = (200, 120, 40), **options: Any
) -> bytes:
    """Return a plain picture in one of Pillow's formats."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), color).save(out, kind, **options)
    return out.getvalue()


@cache
def pdf_bytes(*, pages: int = 1, text: str = "Proposal penelitian") -> bytes:
    """Return a PDF with a text in its title; another text gives other bytes."""
    pdf = pdf_new(pages=pages)
    pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary(Title=text))
    return pdf_saved(pdf)


def pdf_new(*, pages: int = 1) -> pikepdf.Pdf:
    """Return an open PDF of empty pages, to be changed before it is saved."""
    pdf = pikepdf.Pdf.new()
    for _page in range(pages):
        pdf.add_blank_page(page_size=(200, 200))
    return pdf


def pdf_saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    """Return the bytes of an open PDF."""
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def upload(data: bytes, name: str = "berkas.pdf", content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    """Return the bytes as a browser sends them."""
    return SimpleUploadedFile(name, data, content_type)


@cache
def qr_pdf_bytes(text: str = "https://contoh.id/str/1") -> bytes:
    """Return a scanned page with a QR code on it, as PDF."""
    code = io.BytesIO()
    segno.make_qr(text).save(code, kind="png", scale=6, border=4)
    page = Image.new("RGB", (1240, 1754), "white")
    page.paste(Image.open(code).convert("RGB"), (160, 200))
    out = io.BytesIO()
    page.save(out, "PDF", resolution=150)
    return out.getvalue()
