"""How much a PDF from outside may ask of this PC: each is looked at with little work before a library is let loose on it.

A file of some kilobytes can unpack to gigabytes, claim a billion objects, or count its pages twice at each of forty levels.
Everything that opens somebody else's PDF asks here first. ``qpdf``'s own limits hold for the whole program from the moment this
module is loaded, so they also bind what is not asked for here.
"""

import re
import zlib
from collections.abc import Callable
from copy import copy
from io import BytesIO
from itertools import islice

import pikepdf

from gongshu_desktop.document.jpeg_scans import BEGIN, refuse_laborious
from gongshu_desktop.services.ports import UnreadableDocument
from gongshu_desktop.wording import _

MOST_OBJECTS = 1_000_000
MOST_PIXELS = 89_478_485
"""A4 at 900 dpi. Beyond it Pillow, too, takes a picture for a bomb."""
LARGEST_STREAM = 64 * 1024 * 1024
"""What anything that is no picture may unpack to: fonts, pages, attached files."""
MOST_UNPACKED = 256 * 1024 * 1024
"""What everything together that is no picture may unpack to."""
_MOST_PICTURED = 8 * MOST_UNPACKED
"""What all pictures that are packed more than once may unpack to: some eighty pages scanned in colour."""
_LARGEST_PICTURE = 3 * MOST_PIXELS
_LARGEST_TABLE = 20 * MOST_OBJECTS
"""A table of contents: no more than 20 bytes for each object."""
_MENDED = 8 * 1024 * 1024
"""Up to this size a damaged file is worth the seconds that qpdf needs to mend it."""
_LARGEST_STRUCTURE = 8 * 1024 * 1024
_SIZE = re.compile(rb"/Size[ \t\r\n\f]*(\d{1,18})")
_OF_A_TABLE = re.compile(rb"/XRef\b|trailer")
_TABLE = re.compile(rb"/XRef\b")
_STREAM = re.compile(rb"stream\r?\n")
_JPEG = ("/DCTDecode", "/DCT")
_GENERAL = (
    *("/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"),
    *("/Fl", "/LZW", "/A85", "/AHx", "/RL"),
)
"""Packings of anything; what else there is, is a picture's own."""
_NEAR = 600
_PIECE = 1 << 16
_MOST_TABLES, _MOST_SIZES = 1_000, 50_000
"""A real document has a table for each time that it was saved."""

pikepdf.settings.set_qpdf_limits(
    parser_max_nesting=200,
    max_stream_filters=4,
    flate_max_memory=_LARGEST_PICTURE,
    run_length_max_memory=_LARGEST_PICTURE,
    png_max_memory=_LARGEST_PICTURE,
    tiff_max_memory=_LARGEST_PICTURE,
    dct_max_memory=2 * _LARGEST_PICTURE,
)


def refuse_boundless(pdf: bytes) -> None:
    """What can be told from the bytes alone, whatever reads them afterwards.

    Raises:
        UnreadableDocument: when it claims more objects, or a larger table of contents, than any document has.
    """
    if _structure(pdf) > _LARGEST_STRUCTURE:
        raise UnreadableDocument(boundless())
    tables = list(islice(_TABLE.finditer(pdf), _MOST_TABLES + 1))
    sizes = list(islice(_SIZE.finditer(pdf), _MOST_SIZES + 1))
    if len(tables) > _MOST_TABLES or len(sizes) > _MOST_SIZES:
        raise UnreadableDocument(boundless())
    claims = (int(size[1]) for size in sizes if _OF_A_TABLE.search(pdf, max(0, size.start() - 200), size.end() + 200))
    objects = max(claims, default=0)
    if objects > MOST_OBJECTS:  # readers make room for as many as a file claims to have, whether it has them or not
        raise UnreadableDocument(_("PDF 文件称有 {count} 个对象，超出合理范围，没有读取。").format(count=objects))
    left = _LARGEST_TABLE
    for table in tables:
        begin = _STREAM.search(pdf, table.end(), table.end() + _NEAR)
        if begin is not None:
            left -= _unpacked(pdf, begin.end(), left)
        if left <= 0:
            raise UnreadableDocument(boundless())


def _structure(pdf: bytes) -> int:
    """How many bytes stand outside of streams: a reader makes an object of every few of them."""
    if len(pdf) <= _LARGEST_STRUCTURE:
        return 0
    outside, at = 0, 0
    for _stream in range(MOST_OBJECTS):
        start = pdf.find(b"stream", at)
        if start < 0 or outside > _LARGEST_STRUCTURE:
            break
        outside += start - at
        end = pdf.find(b"endstream", start)
        at = len(pdf) if end < 0 else end + len(b"endstream")
    return outside + len(pdf) - at


def _unpacked(pdf: bytes, start: int, most: int) -> int:
    """How many bytes what is packed there comes to; counted no further than ``most``."""
    unpacking, seen = zlib.decompressobj(), 0
    at = start
    waiting = b""
    try:
        while seen < most and not unpacking.eof:
            if not waiting:
                waiting = pdf[at : at + _PIECE]
                at += len(waiting)
            if not waiting:
                break
            seen += len(unpacking.decompress(waiting, 1 << 20))
            waiting = unpacking.unconsumed_tail
    except zlib.error:
        return seen
    return seen


def boundless() -> str:
    """What is said of a file that unpacks to more than any document."""
    return _("PDF 文件解压后大得异常，可能是有意制作的“压缩炸弹”，没有打开。请向提供者索取正常的文件。")


def opened_within(pdf: bytes) -> pikepdf.Pdf:
    """Opened by pikepdf; a large file that is damaged is not mended first. Raises pikepdf.PdfError."""
    return pikepdf.open(BytesIO(pdf), attempt_recovery=len(pdf) <= _MENDED)


def go_on() -> None:
    """Nobody stops it."""


def refuse_unshowable(pdf: bytes, step: Callable[[], None] = go_on) -> None:
    """Before a PDF is shown: nothing in it may keep the window waiting, or take its memory. Call it in a worker.

    ``step`` is called before anything is unpacked; what it raises ends the work.

    Raises:
        UnreadableDocument: says what is wrong with it.
    """
    refuse_boundless(pdf)
    damaged = _("PDF 文件已损坏或加了密码，无法显示。请重新扫描，或另存为不加密的 PDF。")
    try:
        with opened_within(pdf) as document:
            if len(document.pages) < 1:  # counting walks the whole tree: a loop or a bottomless one raises
                raise UnreadableDocument(damaged)
            left = {True: _MOST_PICTURED, False: MOST_UNPACKED}
            for item in document.objects:
                if isinstance(item, pikepdf.Stream):
                    picture = item.get("/Subtype") == "/Image"
                    left[picture] -= _picture(item, step) if picture else unpacked_size(item, step)
                    if left[picture] < 0:
                        raise UnreadableDocument(boundless())
    except (pikepdf.DataDecodingError, MemoryError) as error:
        raise UnreadableDocument(boundless()) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise UnreadableDocument(damaged) from error


def _picture(item: pikepdf.Stream, step: Callable[[], None]) -> int:
    """How much a picture unpacks to, if that is not told by its size alone. Raises UnreadableDocument."""
    width, height = item.get("/Width", 0), item.get("/Height", 0)
    if int(width) * int(height) > MOST_PIXELS:
        raise UnreadableDocument(
            _("PDF 中有一幅 {width}×{height} 像素的图，过大，没有打开。").format(width=width, height=height)
        )
    refuse_laborious_jpeg(item)
    names, inner = _filters(item)
    if inner == 0 or len(names) < 2:
        return 0
    step()
    return len(_unpacked_as_far(item, names[:inner]))


def refuse_laborious_jpeg(item: pikepdf.Stream) -> None:
    """Raises UnreadableDocument for a picture that is a JPEG, also within another packing, with too many scans."""
    names, inner = _filters(item)
    if inner < len(names) and names[inner] in _JPEG:
        jpeg = _unpacked_as_far(item, names[:inner])
        refuse_laborious(jpeg[max(0, jpeg.find(BEGIN)) :])  # readers pass over what stands before


def _filters(item: pikepdf.Stream) -> tuple[list[str], int]:
    """How a picture is packed, and where in that its own format stands: qpdf does not unpack what lies before one of these."""
    filters = item.get("/Filter")
    names = [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    return names, next((place for place, name in enumerate(names) if name not in _GENERAL), len(names))


def _unpacked_as_far(item: pikepdf.Stream, names: list[str]) -> bytes:
    if not names:
        return item.read_raw_bytes()
    outer = copy(item)
    outer.Filter = pikepdf.Array([pikepdf.Name(name) for name in names])
    settings = item.get("/DecodeParms")
    if isinstance(settings, pikepdf.Array):
        outer.DecodeParms = pikepdf.Array([settings[place] for place in range(min(len(names), len(settings)))])
    return outer.read_bytes(decode_level=pikepdf.StreamDecodeLevel.generalized)


def unpacked_size(item: pikepdf.Stream, step: Callable[[], None] = go_on) -> int:
    """How much anything else unpacks to, at least; 0 for what is too small to matter. Raises UnreadableDocument."""
    filters = item.get("/Filter")
    names = [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    raw = item.read_raw_bytes()
    if len(raw) * 1100 < LARGEST_STREAM and len(names) < 2:
        return 0  # what is packed once comes to a thousand times its size at most
    step()
    # What is packed as nearly everything is, zlib counts: qpdf would unpack up to four times the limit, in ten times the time.
    plain = names == ["/FlateDecode"]
    unpacked = _unpacked(raw, 0, LARGEST_STREAM + 1) if plain else _unpacked_by_qpdf(item, several=len(names) > 1)
    if unpacked > LARGEST_STREAM:
        raise UnreadableDocument(boundless())
    return unpacked


def _unpacked_by_qpdf(item: pikepdf.Stream, *, several: bool) -> int:
    try:
        return len(item.read_bytes(decode_level=pikepdf.StreamDecodeLevel.generalized))
    except pikepdf.DataDecodingError:
        if several:
            raise
        # broken, or packed in a way that qpdf does not know: there is nothing to be afraid of but the time that it took
        return 0
