"""Files as applicants have them: a scanned identity card, a proposal from a word processor, a scanned letter."""

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from playwright.sync_api import FilePayload
from weasyprint import HTML

CARD = ["PROVINSI SUMATERA BARAT", "KABUPATEN SOLOK", "NIK : 1302105503980001", "Nama : SITI MA'RIFAH", "CONTOH"]
LETTER = ["UNIVERSITAS CONTOH", "FAKULTAS KEPERAWATAN", "Nomor: 166/FKep/XI-2026", "Hal: Rekomendasi penelitian"]


def _scan(lines: list[str], *, size: tuple[int, int], paper: str) -> Image.Image:
    """Return words on paper as a scanner sees them: with grain, and a little soft."""
    picture = Image.new("RGB", size, paper)
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        draw.text((80, 80 + 90 * number), line, fill="black", font=ImageFont.load_default(48))
    grain = Image.effect_noise(size, 24).convert("RGB")
    return Image.blend(picture, grain, 0.12).filter(ImageFilter.GaussianBlur(0.8))


@cache
def ktp() -> FilePayload:
    """Return the scan of an identity card: 1600 x 1010 pixels, a few hundred KB."""
    out = io.BytesIO()
    _scan(CARD, size=(1600, 1010), paper="#b9d7e8").save(out, "JPEG", quality=80, dpi=(300, 300))
    return {"name": "KTP Siti.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@cache
def proposal(*, approved: bool = False) -> FilePayload:
    """Return a proposal of several pages, with or without the page its supervisor has to sign."""
    approval = "<h1>Halaman pengesahan</h1><p>Disetujui pembimbing.</p>" if approved else ""
    chapters = "".join(
        f"<h1 style='break-before: page'>Bab {number}</h1><p>{'Isi penelitian. ' * 200}</p>" for number in range(1, 4)
    )
    pdf = HTML(string=f"<html lang='id'><title>Proposal</title>{approval}{chapters}</html>").write_pdf()
    name = "proposal disahkan.pdf" if approved else "proposal.pdf"
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf}


@cache
def recommendation() -> FilePayload:
    """Return a letter that went through a scanner: a PDF that holds one picture."""
    out = io.BytesIO()
    _scan(LETTER, size=(1240, 1754), paper="white").save(out, "PDF", resolution=150, quality=60)
    return {"name": "rekomendasi.pdf", "mimeType": "application/pdf", "buffer": out.getvalue()}


def disguised(file: FilePayload) -> FilePayload:
    """Return the same bytes under the name and kind of a PDF."""
    return {"name": "proposal.pdf", "mimeType": "application/pdf", "buffer": file["buffer"]}
