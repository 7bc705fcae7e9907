"""PDFs that ask too much: little on disk, gigabytes or hours once somebody reads them."""

import re
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache

_MB = 1024 * 1024
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
_SIG = b"/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"


def pdf(objects: Mapping[int, bytes]) -> bytes:
    """A plain file of these objects; 1 is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, size))
    return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


@cache
def packed(megabytes: int, before: bytes = b"") -> bytes:
    """So many megabytes of nothing. One of them is packed, so that its bytes can stand there again and again."""
    packing = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    begin = packing.compress(before) + packing.flush(zlib.Z_FULL_FLUSH)
    nothing = packing.compress(bytes(_MB)) + packing.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + begin + nothing * megabytes + packing.flush() + _sum_check(before, megabytes * _MB)


def _sum_check(before: bytes, nothing: int) -> bytes:
    """Adler-32 of these bytes and so many zeros after them."""
    high, low = divmod(zlib.adler32(before), 1 << 16)
    return struct.pack(">HH", (high + low * nothing) % 65521, low)


@cache
def packed_twice() -> bytes:
    """700 MB of nothing in two kilobytes."""
    return zlib.compress(packed(700), 9)


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def one_page(more: Mapping[int, bytes], page: bytes = b"") -> bytes:
    """A page with something on it."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>>" % page,
            **more,
        }
    )


def doubling_pages() -> bytes:
    """Forty levels of pages, each twice in the one above."""
    nodes = {
        2 + level: b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count %d>>" % (3 + level, 3 + level, 2 ** (40 - level))
        for level in range(40)
    }
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", **nodes, 42: _PAGE})


def deep_pages() -> bytes:
    """One page, 20 000 levels down."""
    nodes = {2 + level: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (3 + level) for level in range(20_000)}
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", **nodes, 20_002: _PAGE})


def doubling_fields() -> bytes:
    """Forty levels of fields, each twice in the one above."""
    nodes = {4 + level: b"<</FT/Sig/T(a)/Kids[%d 0 R %d 0 R]>>" % (5 + level, 5 + level) for level in range(40)}
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: _PAGE,
            **nodes,
            44: b"<</FT/Sig/T(b)/V<<%s/ByteRange[0 1 2 3]/Contents<00>>>>>" % _SIG,
        }
    )


def picture(width: int, height: int, data: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A scan of that size whose content is something else."""
    image = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray/Filter%s"
    content = stream(b"", b"q 500 0 0 500 0 0 cm /I Do Q")
    used = b"/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R"
    return one_page({4: stream(image % (width, height, filters), data), 5: content}, used)


def receipt(data: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A file with an attachment of the receipt's name."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(receipt.json) 4 0 R]>>>>>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: _PAGE,
            4: b"<</Type/Filespec/F(receipt.json)/UF(receipt.json)/EF<</F 5 0 R>>>>",
            5: stream(b"/Type/EmbeddedFile/Filter%s" % filters, data),
        }
    )


def packed_table(megabytes: int) -> bytes:
    """A table of contents that unpacks to hundreds of megabytes."""
    body = pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"})
    body = body[: body.rindex(b"xref\n0")]
    table = stream(b"/Type/XRef/Size 4/W[1 4 2]/Root 1 0 R/Filter/FlateDecode", packed(megabytes))
    return body + b"3 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(body))


def packed_objects(megabytes: int) -> bytes:
    """An object stream that unpacks to hundreds of megabytes."""
    inside = b"1 0 2 40  " + b"<</Type/Catalog/Pages 2 0 R>>".ljust(40) + b"<</Type/Pages/Kids[]/Count 0>>"
    body = b"%PDF-1.7\n"
    place = len(body)
    entries = b"/Type/ObjStm/N 2/First 10/Filter/FlateDecode"
    body += b"4 0 obj\n%s\nendobj\n" % stream(entries, packed(megabytes, inside))
    rows = [(0, 0, 0), (2, 4, 0), (2, 4, 1), (0, 0, 0), (1, place, 0), (1, len(body), 0)]
    table = zlib.compress(b"".join(struct.pack(">BIH", *row) for row in rows))
    entries = b"/Type/XRef/Size 6/W[1 4 2]/Root 1 0 R/Filter/FlateDecode"
    return body + b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(entries, table), len(body))


def many_revisions() -> bytes:
    """Saved a hundred thousand times."""
    out = bytearray(pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"}))
    found = re.search(rb"startxref\n(\d+)", out)
    assert found is not None
    before = int(found[1])
    for _save in range(100_000):
        here = len(out)
        trailer = b"xref\n0 0\ntrailer\n<</Size 3/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        out += trailer % (before, here)
        before = here
    return bytes(out)


def signature(value: bytes) -> bytes:
    """Our form, its first field signed with anything."""
    fields = {4: b"<</FT/Sig/T(Sig1_Preparer)/V 5 0 R>>", 5: b"<<%s%s>>" % (_SIG, value)}
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: _PAGE,
            **fields,
        }
    )


def catalogue(entry: bytes) -> bytes:
    """A catalogue with something in it."""
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R/X %s>>" % entry, 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 3: _PAGE})


HOSTILE: dict[str, Callable[[], bytes]] = {
    "pages that double": doubling_pages,
    "pages 20 000 levels down": deep_pages,
    "200 000 times the same page": lambda: one_page({}).replace(b"[3 0 R]", b"[" + b"3 0 R " * 200_000 + b"]"),
    "fields that double": doubling_fields,
    "a scan of 60 000 pixels each way": lambda: picture(60_000, 60_000, packed(700)),
    "a scan that unpacks to more than it says": lambda: picture(1_000, 1_000, packed(700)),
    "a scan packed twice": lambda: picture(1_000, 1_000, packed_twice(), b"[/FlateDecode/FlateDecode]"),
    "a page that unpacks without end": lambda: one_page(
        {4: stream(b"/Filter/FlateDecode", packed(700))}, b"/Contents 4 0 R"
    ),
    "100 attached files of 60 MB each": lambda: one_page(
        {number: stream(b"/Filter/FlateDecode", packed(60)) for number in range(4, 104)}
    ),
    "a receipt that unpacks without end": lambda: receipt(packed(700)),
    "a receipt packed twice": lambda: receipt(packed_twice(), b"[/FlateDecode/FlateDecode]"),
    "a table of contents that unpacks without end": lambda: packed_table(700),
    "an object stream that unpacks without end": lambda: packed_objects(700),
    "a table of contents for a billion objects": lambda: one_page({}).replace(b"/Size 4", b"/Size 999999999"),
    "a billion rows": lambda: one_page({}).replace(b"xref\n0 4", b"xref\n0 999999999"),
    "saved 100 000 times": many_revisions,
    "arrays 100 000 deep": lambda: catalogue(b"[" * 100_000 + b"]" * 100_000),
    "dictionaries 100 000 deep": lambda: catalogue(b"<</A " * 100_000 + b"1" + b">>" * 100_000),
    "20 million numbers": lambda: catalogue(b"[" + b"1 " * 20_000_000 + b"]"),
    "a container nested 500 000 deep": lambda: signature(b"/ByteRange[0 1 2 3]/Contents<" + b"3080" * 500_000 + b">"),
    "a range of 20 figures": lambda: signature(b"/ByteRange[0 1 2 99999999999999999999]/Contents<00>"),
    "60 MB without an end": lambda: one_page({}) + b"x" * (60 * _MB),
    "60 MB before the end": lambda: one_page({}) + b"x" * (60 * _MB) + b"\nstartxref\n9\n%%EOF\n",
    "nothing but beginnings": lambda: b"%PDF-1.7\n" + b"1 0 obj " * 8_000_000,
    "nothing but ends": lambda: b"%PDF-1.7\n" + b"startxref\n9\n%%EOF\n" * 3_000_000,
    "nothing but tables": lambda: b"%PDF-1.7\n" + b"/XRef stream\n" * 4_000_000 + b"%%EOF",
    "nothing but sizes": lambda: b"%PDF-1.7\n" + b"/Size 1 trailer" * 4_000_000 + b"%%EOF",
}
