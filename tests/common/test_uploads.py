"""Uploaded files, judged by their content (F7, N3)."""

import contextlib
import io
import random
import resource
import struct
import sys
import time
import zlib

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from common.errors import DomainError
from common.uploads import MAX_PDF_PAGES, check_jpeg, check_pdf, safe_name
from tests.factories.files import image_bytes, jpeg_bytes, pdf_bytes, pdf_new, pdf_saved, upload

MB = 1024 * 1024
HTML = b"<!doctype html><script>alert(1)</script>"


def peak_megabytes():
    """Return the most memory this process has had; macOS tells it in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (MB if sys.platform == "darwin" else 1024)


def jpeg(data, name="foto.jpg", max_bytes=MB):
    return check_jpeg(upload(data, name, "image/jpeg"), max_bytes=max_bytes)


def pdf(data, name="berkas.pdf", max_bytes=MB):
    return check_pdf(upload(data, name, "application/pdf"), max_bytes=max_bytes)


def with_exif():
    """A picture taken sideways, with camera, place and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x0110] = "Kamera Rahasia"
    exif.get_ifd(0x8825)[1] = "S"
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Rahasia</x:xmpmeta>"
    return image_bytes("JPEG", exif=exif, comment=b"Komentar Rahasia", xmp=xmp, icc_profile=b"Rahasia" * 20)


def bomb_jpeg(width=65_000, height=65_000):
    """A small picture whose header claims to be huge."""
    data = bytearray(jpeg_bytes())
    marker = data.index(b"\xff\xc0")
    data[marker + 5 : marker + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def test_a_picture_is_taken_and_becomes_a_clean_jpeg():
    checked = jpeg(jpeg_bytes(width=80, height=60))
    assert (checked.content_type, checked.name) == ("image/jpeg", "foto.jpg")
    with Image.open(io.BytesIO(checked.data)) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (80, 60), "RGB")


def test_camera_place_and_comment_are_removed_and_the_picture_stands_upright():
    given_data = with_exif()
    assert b"Rahasia" in given_data
    checked = jpeg(given_data)
    assert b"Rahasia" not in checked.data
    assert b"Exif" not in checked.data
    with Image.open(io.BytesIO(checked.data)) as image:
        assert image.size == (32, 48)
        assert not image.getexif()


def test_a_picture_in_other_colours_is_taken():
    out = io.BytesIO()
    Image.new("CMYK", (20, 20)).save(out, "JPEG")
    with Image.open(io.BytesIO(jpeg(out.getvalue()).data)) as image:
        assert image.mode == "RGB"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "kosong"),
        (image_bytes("PNG"), "bukan JPG"),
        (image_bytes("GIF"), "bukan JPG"),
        (image_bytes("WEBP"), "bukan JPG"),
        (pdf_bytes(), "bukan JPG"),
        (HTML, "bukan JPG"),
        (b"\xff\xd8\xff\xe0" + HTML, "rusak"),
        (jpeg_bytes(width=300, height=300)[:-400], "rusak"),
        (jpeg_bytes()[:200], "rusak"),
        (bomb_jpeg(), "terlalu besar"),
        (bomb_jpeg(9_000, 9_000), "terlalu besar"),
        (bomb_jpeg(8_000, 5_001), "terlalu besar"),
        (bomb_jpeg(0, 0), "rusak"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_is_no_sound_picture_is_refused_with_its_reason(data, reason):
    with pytest.raises(DomainError, match=reason):
        jpeg(data)


def test_a_bomb_costs_neither_time_nor_memory():
    before, start = peak_megabytes(), time.monotonic()
    with pytest.raises(DomainError):
        jpeg(bomb_jpeg())
    assert time.monotonic() - start < 2
    assert peak_megabytes() - before < 100


@pytest.mark.parametrize("check", [jpeg, pdf])
def test_the_limit_counts_the_bytes_and_is_told(check):
    data = jpeg_bytes() if check is jpeg else pdf_bytes()
    assert check(data, max_bytes=len(data)).data
    with pytest.raises(DomainError, match=r"Ukuran berkas \d+ KB, paling besar \d+ KB"):
        check(data, max_bytes=len(data) - 1)
    with pytest.raises(DomainError, match="Ukuran berkas 1,5 MB, paling besar 512 KB"):
        check(b"x" * (MB + MB // 2), max_bytes=512 * 1024)


def test_a_pdf_is_taken_byte_for_byte():
    data = pdf_bytes(pages=3)
    checked = pdf(data)
    assert (checked.data, checked.content_type, checked.name) == (data, "application/pdf", "berkas.pdf")


def with_javascript_on_opening():
    made = pdf_new()
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    return pdf_saved(made)


def with_hidden_javascript():
    """Deep inside of direct objects, in an object stream."""
    made = pdf_new()
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    made.pages[0].obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(Next=pikepdf.Array([pikepdf.Array([action])])))
    return pdf_saved(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def with_escaped_javascript():
    return with_javascript_on_opening().replace(b"/JavaScript", b"/Java#53cript").replace(b"/JS", b"/J#53")


def with_action(name):
    made = pdf_new()
    made.pages[0].obj.Annots = pikepdf.Array(
        [pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=pikepdf.Dictionary(S=pikepdf.Name(f"/{name}"), F="x"))]
    )
    return pdf_saved(made)


def with_attachment():
    made = pdf_new()
    made.attachments["virus.exe"] = b"MZ"
    return pdf_saved(made)


def with_xfa():
    made = pdf_new()
    made.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.Array([]), Fields=pikepdf.Array([]))
    return pdf_saved(made)


@pytest.mark.parametrize(
    "data",
    [
        with_javascript_on_opening(),
        with_hidden_javascript(),
        with_escaped_javascript(),
        with_action("Launch"),
        with_action("GoToE"),
        with_action("SubmitForm"),
        with_attachment(),
        with_xfa(),
    ],
    ids=["script", "hidden script", "escaped script", "launch", "embedded target", "submit", "attachment", "xfa"],
)
def test_a_pdf_with_scripts_or_attachments_is_refused(data):
    with pytest.raises(DomainError, match="berisi (skrip|lampiran)"):
        pdf(data)


def encrypted(user=""):
    return pdf_saved(pdf_new(), encryption=pikepdf.Encryption(owner="pemilik", user=user))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "kosong"),
        (HTML, "bukan PDF"),
        (HTML + pdf_bytes(), "bukan PDF"),
        (b"\n" + pdf_bytes(), "bukan PDF"),
        (jpeg_bytes(), "bukan PDF"),
        (b"%PDF-1.7\n" + HTML, "rusak"),
        (b"%PDF-1.7", "rusak"),
        (encrypted(), "terkunci"),
        (encrypted("rahasia"), "terkunci kata sandi"),
        (pdf_saved(pikepdf.Pdf.new()), "tidak memiliki halaman"),
        (pdf_saved(pdf_new(pages=MAX_PDF_PAGES + 1)), "paling banyak 200 halaman"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_is_no_sound_pdf_is_refused_with_its_reason(data, reason):
    with pytest.raises(DomainError, match=reason):
        pdf(data)


def test_a_pdf_of_the_most_pages_is_taken():
    assert pdf(pdf_saved(pdf_new(pages=MAX_PDF_PAGES))).content_type == "application/pdf"


def bomb_pdf(megabytes):
    """A PDF whose catalogue lies in an object stream that unpacks to this size."""
    packer = zlib.compressobj(9)
    packed = packer.compress(b"4 0 <</Type/Catalog/Pages 2 0 R>>")
    packed += b"".join(packer.compress(b" " * MB) for _ in range(megabytes)) + packer.flush()
    out, places = bytearray(b"%PDF-1.5\n"), {}
    bodies = {
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>",
        5: b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed),
    }
    for number, body in bodies.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    places[6] = len(out)
    rows = b"".join(
        b"\2" + (5).to_bytes(4, "big") + b"\0"
        if number == 4
        else (b"\1" + places[number].to_bytes(4, "big") + b"\0" if number in places else bytes(6))
        for number in range(7)
    )
    out += b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 1]/Root 4 0 R/Length %d>>stream\n%b\nendstream\nendobj\n" % (42, rows)
    return bytes(out + b"startxref\n%d\n%%%%EOF" % places[6])


def test_a_pdf_that_unpacks_to_a_gigabyte_is_refused_within_bounded_time_and_memory():
    assert pdf(bomb_pdf(1)).content_type == "application/pdf"
    data = bomb_pdf(900)
    assert len(data) < MB
    before, start = peak_megabytes(), time.monotonic()
    with pytest.raises(DomainError, match="rusak"):
        pdf(data)
    assert time.monotonic() - start < 5
    assert peak_megabytes() - before < 200


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), cuts=st.integers(1, 12), kind=st.sampled_from(["jpeg", "exif", "pdf", "packed"]))
def test_damaged_files_are_taken_or_refused_but_never_fail(seed, cuts, kind):
    chance = random.Random(seed)
    data = bytearray(
        {
            "jpeg": jpeg_bytes,
            "exif": with_exif,
            "pdf": pdf_bytes,
            "packed": with_hidden_javascript,
        }[kind]()
    )
    for _cut in range(cuts):
        place = chance.randrange(3, len(data))
        match chance.randrange(3):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                del data[place : place + chance.randrange(1, 40)]
            case _:
                data[place:place] = chance.randbytes(chance.randrange(1, 20))
        if len(data) < 8:
            break
    check = jpeg if kind in ("jpeg", "exif") else pdf
    with contextlib.suppress(DomainError):
        assert check(bytes(data)).data


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("ktp.jpg", "ktp.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\saya\\ktp.jpg", "ktp.jpg"),
        ("a\0b\nc\x1b.pdf", "abc.pdf"),
        ("surat\u202efdp.exe", "suratfdp.exe"),
        ("..", "berkas"),
        ("", "berkas"),
        ("folder/", "berkas"),
        (" . ktp.jpg . ", "ktp.jpg"),
        ("x" * 200 + ".pdf", "x" * 96 + ".pdf"),
        ("x" * 200, "x" * 100),
        ("x." + "y" * 200, "x." + "y" * 98),
        ("Surat Rekomendasi Dékan.pdf", "Surat Rekomendasi Dékan.pdf"),
    ],
)
def test_names_are_made_safe_to_show(name, safe):
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_a_safe_name_has_no_path_no_control_characters_and_a_limit(name):
    safe = safe_name(name)
    assert 1 <= len(safe) <= 100
    assert safe.isprintable()
    assert not set(safe) & set("/\\")
    assert safe not in (".", "..")


def test_a_checked_file_carries_the_safe_name():
    file = upload(jpeg_bytes())
    file._name = "../../a\\ktp\n.jpg"
    assert check_jpeg(file, max_bytes=MB).name == "ktp.jpg"
