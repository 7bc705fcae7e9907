"""Whether two PDFs are the same document, whatever library compressed them.

The same program draws the same objects on every machine, but zlib may pack their bytes differently: so the objects are
compared as they are when unpacked, and nothing of the packing is.
"""

import hashlib
from typing import TYPE_CHECKING

from gongshu_desktop.services.ports import UnreadableDocument

if TYPE_CHECKING:
    import pikepdf

_PACKING = ("/Length", "/Filter", "/DecodeParms")


def alike(first: bytes, second: bytes) -> bool:
    """Whether both hold the same objects with the same unpacked content, and the same document information."""
    if first == second:
        return True
    import pikepdf  # noqa: PLC0415 - half a second, and only where the bytes differ

    from gongshu_desktop.document.bounds import opened_within, refuse_boundless  # noqa: PLC0415 - brings pikepdf

    try:
        for pdf in (first, second):
            refuse_boundless(pdf)
        with opened_within(first) as one, opened_within(second) as other:
            return _objects(one) == _objects(other) and _trailer(one) == _trailer(other)
    except (pikepdf.PdfError, UnreadableDocument, ValueError, TypeError, RuntimeError):
        return False


def _objects(pdf: "pikepdf.Pdf") -> list[object]:
    """Of what is unpacked only the digests are kept. Raises UnreadableDocument when it is more than any memo has."""
    import pikepdf  # noqa: PLC0415

    from gongshu_desktop.document.bounds import MOST_UNPACKED, boundless, unpacked_size  # noqa: PLC0415

    found: list[object] = []
    left = MOST_UNPACKED
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            if item.get("/Type") in ("/ObjStm", "/XRef"):
                continue  # packing, too: how objects were put together
            entries = {
                key: value.unparse() if isinstance(value, pikepdf.Object) else repr(value)
                for key, value in item.items()
            }
            unpacked_size(item)
            unpacked = item.read_bytes()
            left -= len(unpacked)
            if left < 0:
                raise UnreadableDocument(boundless())
            digest = hashlib.sha256(unpacked).digest()
            found.append(({key: value for key, value in entries.items() if key not in _PACKING}, digest))
        else:
            found.append(item.unparse() if isinstance(item, pikepdf.Object) else repr(item))
    return found


def _trailer(pdf: "pikepdf.Pdf") -> tuple[bytes, bytes]:
    root, info = pdf.trailer.get("/Root"), pdf.trailer.get("/Info")
    return (b"" if root is None else root.unparse(), b"" if info is None else info.unparse())
