"""Does a signed file still show the letter that was sent to be signed?

A signature is added as a second revision of the file, and that revision could also replace what is drawn: the
verifier would accept it, for the signer signed it so. Held against the letter, nothing of it may differ but
what a signature needs.
"""

import io

import pikepdf

# What a signature adds to the catalogue (ISO 32000-2, 7.7.2; DSS and Extensions: ETSI EN 319 142-1). The library
# raises the version for elliptic curves.
_CATALOGUE_ADDITIONS = {"/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version"}
# What it may bring up to date there: the date of modification.
_DESCRIPTIVE = {"/Metadata"}


def shows_same_letter(signed: bytes, *, letter: bytes) -> bool:
    """True when every object of the letter is unchanged in the signed file, apart from the signature's own traces.

    The signature field must be invisible: no appearance, no area. About 10 ms. Raises pikepdf.PdfError when one
    of them can not be read.
    """
    with pikepdf.open(io.BytesIO(letter)) as before, pikepdf.open(io.BytesIO(signed)) as after:
        pages = {page.obj.objgen for page in before.pages}
        descriptive = {before.Root.objgen, before.trailer.get("/Info", before.Root).objgen}
        if "/Metadata" in before.Root:
            descriptive.add(before.Root.Metadata.objgen)
        unchanged = all(
            _content(one) == _content(after.get_object(one.objgen))
            for one in before.objects
            if one.objgen not in pages | descriptive | {before.Root.objgen}
        )
        return (
            unchanged
            and after.Root.objgen == before.Root.objgen
            and _without(before.Root, _DESCRIPTIVE) == _without(after.Root, _CATALOGUE_ADDITIONS | _DESCRIPTIVE)
            and all(_page_is_same(page.obj, after.get_object(page.obj.objgen)) for page in before.pages)
        )


def _content(one: pikepdf.Object) -> tuple[bytes, bytes]:
    """Return what an object holds; references inside it stay references."""
    if isinstance(one, pikepdf.Stream):
        return repr(_without(one.stream_dict, set())).encode(), one.read_raw_bytes()
    return one.unparse(resolved=True), b""


def _without(dictionary: pikepdf.Object, keys: set[str]) -> dict[str, bytes]:
    return {key: _value(value) for key, value in dictionary.items() if key not in keys}


def _value(value: object) -> bytes:
    """Return a value in PDF syntax; an indirect one as its reference, for its content is compared by itself."""
    if isinstance(value, pikepdf.Object):
        return b"%d %d R" % value.objgen if value.is_indirect else value.unparse(resolved=True)
    return repr(value).encode()


def _page_is_same(before: pikepdf.Object, after: pikepdf.Object) -> bool:
    """True when only invisible signature fields were added to the annotations of a page."""
    if _without(before, {"/Annots"}) != _without(after, {"/Annots"}):
        return False
    old = [_value(one) for one in before.get("/Annots", [])]
    new = list(after.get("/Annots", []))
    return [_value(one) for one in new[: len(old)]] == old and all(map(_is_invisible_signature, new[len(old) :]))


def _is_invisible_signature(annotation: pikepdf.Object) -> bool:
    left, bottom, right, top = (float(side) for side in annotation.get("/Rect", [0, 0, 0, 0]))
    has_area = left != right and bottom != top
    return annotation.get("/FT") == "/Sig" and not has_area
