"""Ways to change a signed file. Each takes and returns bytes; what each is for is said where it is used."""

import io
import re
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

BYTE_RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]( *)")
Change = Callable[[IncrementalPdfFileWriter], None]


def updated(data: bytes, change: Change) -> bytes:
    """Append an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    change(writer)
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    reference, _ = writer.find_page_for_modification(0)
    page = reference.get_object()
    writer.update_container(page)
    return page


def nothing(writer: IncrementalPdfFileWriter) -> None:
    """An update without content."""


def change_title(writer: IncrementalPdfFileWriter) -> None:
    writer.set_info(writer.add_object(generic.DictionaryObject({pdf_name("/Title"): pdf_string("Lain")})))


def add_annotation(writer: IncrementalPdfFileWriter) -> None:
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 50, 300, 90))),
            pdf_name("/Contents"): pdf_string("Nama lain"),
            pdf_name("/DA"): pdf_string("/Helv 12 Tf"),
        }
    )
    page = _page(writer)
    page[pdf_name("/Annots")] = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(note)])


def replace_content(writer: IncrementalPdfFileWriter) -> None:
    stream = generic.StreamObject(stream_data=b"0 0 200 200 re f")
    _page(writer)[pdf_name("/Contents")] = writer.add_object(stream)


def rotate(writer: IncrementalPdfFileWriter) -> None:
    _page(writer)[pdf_name("/Rotate")] = generic.NumberObject(90)


def crop(writer: IncrementalPdfFileWriter) -> None:
    _page(writer)[pdf_name("/CropBox")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 200)))


def add_open_action(writer: IncrementalPdfFileWriter) -> None:
    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")}
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(action)


def add_blank_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/Parent"): writer.root.raw_get("/Pages"),
            pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 600, 900))),
        }
    )
    pages["/Kids"].append(writer.add_object(page))
    pages[pdf_name("/Count")] = generic.NumberObject(int(pages["/Count"]) + 1)
    writer.update_container(pages["/Kids"])
    writer.update_container(pages)


def give_field_an_appearance(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    picture = generic.StreamObject(
        {pdf_name("/Subtype"): pdf_name("/Form"), pdf_name("/BBox"): generic.ArrayObject()}, stream_data=b"f"
    )
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(picture)})
    writer.update_container(field)


def fill_form(writer: IncrementalPdfFileWriter) -> None:
    field = next(one for one in writer.root["/AcroForm"]["/Fields"] if one.get_object()["/T"] == "catatan").get_object()
    field[pdf_name("/V")] = pdf_string("diubah")
    writer.update_container(field)


def with_form_field(letter: bytes) -> bytes:
    """Return the letter with a text field to fill in."""
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="catatan",
                Rect=[50, 50, 200, 70],
                P=pdf.pages[0].obj,
            )
        )
        pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([field]))
        pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array([field])))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def saved_anew(data: bytes) -> bytes:
    """Return the file as another program writes it, old revisions dropped."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def encrypted(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def revisions(data: bytes) -> list[int]:
    """Return where each revision of a file ends."""
    return [found.end() for found in re.finditer(rb"%%EOF\r?\n?", data)]


def signed_ranges(data: bytes) -> tuple[int, int, int]:
    """Return (a, b, c) of the first signature's /ByteRange [0 a b c]."""
    found = BYTE_RANGE.search(data)
    assert found is not None
    return int(found[1]), int(found[2]), int(found[3])


def with_byte_range(data: bytes, values: str) -> bytes:
    """Write other numbers into the first /ByteRange, in the same room."""
    found = BYTE_RANGE.search(data)
    assert found is not None
    new = f"/ByteRange [{values}]".encode()
    return data[: found.start()] + new.ljust(len(found[0])) + data[found.start() + max(len(found[0]), len(new)) :]


def with_contents(data: bytes, hexadecimal: bytes) -> bytes:
    """Put another value into the first signature's gap, padded with zeros."""
    first, second, _ = signed_ranges(data)
    return data[: first + 1] + hexadecimal.ljust(second - first - 2, b"0") + data[second - 1 :]


def contents(data: bytes) -> bytes:
    """Return the hexadecimal value in the first signature's gap."""
    first, second, _ = signed_ranges(data)
    return data[first + 1 : second - 1]


def flipped(data: bytes, position: int, mask: int = 1) -> bytes:
    return data[:position] + bytes([data[position] ^ mask]) + data[position + 1 :]


def flipped_in(data: bytes, marker: bytes, offset: int = 0) -> bytes:
    """Flip a bit right after the first occurrence of a marker."""
    return flipped(data, data.index(marker) + len(marker) + offset)


def with_hybrid_table(data: bytes) -> bytes:
    """Append an update with two cross-reference tables, one for old readers and one for new (ISO 32000-1, 7.5.8.4)."""
    previous = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    root = re.findall(rb"/Root (\d+ \d+ R)", data)[-1]
    number = 9000
    stream_at = len(data)
    stream = (
        b"%d 0 obj\n<</Type /XRef /Size %d /W [1 4 1] /Index [%d 1] /Root %s /Length 6>>\nstream\n"
        % (number, number + 2, number + 1, root)
        + b"\x01"
        + (stream_at).to_bytes(4, "big")
        + b"\x00\nendstream\nendobj\n"
    )
    table_at = stream_at + len(stream)
    trailer = b"trailer\n<</Size %d /Root %s /Prev %d /XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n"
    table = (b"xref\n%d 1\n%010d 00000 n \n" + trailer) % (
        number,
        stream_at,
        number + 2,
        root,
        previous,
        stream_at,
        table_at,
    )
    return data + stream + table
