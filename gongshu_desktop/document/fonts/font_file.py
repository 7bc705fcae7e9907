"""Reading a font file that somebody brings: every offset is checked before it is followed, whatever the file says.

An sfnt (.ttf) or a collection (.ttc). What comes out is a face's tables, its Unicode characters, and its names. The outlines
must be TrueType's (``glyf``): ReportLab embeds no others.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from gongshu_desktop.services.font_choices import FontRefused
from gongshu_desktop.wording import _

_COLLECTION, _POSTSCRIPT = b"ttcf", b"OTTO"
_TRUETYPE = (b"\x00\x01\x00\x00", b"true")
_PACKED = (b"wOFF", b"wOF2")
_MOST_FACES, _MOST_TABLES = 32, 128
_DEEPEST = 8
"""How deep a composite glyph may be made of composite ones."""
_NEEDED = ("head", "hhea", "maxp", "hmtx", "cmap", "loca", "glyf", "OS/2")
_WORDS, _SCALED, _MORE, _SCALED_TWICE, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80


def face_offsets(content: bytes) -> tuple[int, ...]:
    """Where the faces of a file begin: one, or those of a collection. Raises FontRefused."""
    tag = content[:4]
    if tag == _COLLECTION:
        (count,) = _unpacked(">L", content, 8)
        if not 1 <= count <= _MOST_FACES:
            raise _damaged()
        return tuple(_unpacked(f">{count}L", content, 12))
    if tag in _PACKED:
        raise FontRefused(_("这是网页字体（WOFF）。请选用 TrueType 字体文件（.ttf 或 .ttc）。"))
    if tag not in (*_TRUETYPE, _POSTSCRIPT):
        raise FontRefused(_("这不是字体文件。请选用 TrueType 字体文件（.ttf 或 .ttc）。"))
    return (0,)


@dataclass(frozen=True)
class FontFace:
    """One face of a file. Everything it is asked for raises FontRefused where the file does not keep its word."""

    tables: Mapping[str, bytes]

    @classmethod
    def read(cls, content: bytes, number: int) -> "FontFace":
        """That face of the file. Raises FontRefused when it cannot be used in documents."""
        offsets = face_offsets(content)
        if number >= len(offsets):
            raise FontRefused(_("字体文件里没有第 {number} 个字体。").format(number=number + 1))
        face = cls(_tables(content, offsets[number]))
        if "CFF " in face.tables or "CFF2" in face.tables:
            raise FontRefused(_("这个字体是 PostScript 轮廓（CFF，多为 .otf），不能用于文书。请选用 TrueType 版本。"))
        if "fvar" in face.tables:
            raise FontRefused(_("这是可变字体，字重不固定，不能用于文书。请选用单一字重的版本。"))
        if any(tag not in face.tables for tag in _NEEDED):
            raise _damaged()
        face._check()
        return face

    def _check(self) -> None:
        magic = _unpacked(">L", self.tables["head"], 12)[0]
        plain = len(self.tables["head"]) >= 54 and len(self.tables["hhea"]) >= 36 and len(self.tables["maxp"]) >= 32
        if magic != 0x5F0F3CF5 or not plain or not 16 <= self.units <= 16384:
            raise _damaged()
        if not 1 <= self._metrics <= self.glyphs or len(self.tables["OS/2"]) < (96 if self._version > 1 else 78):
            raise _damaged()
        if len(self.tables["hmtx"]) < 4 * self._metrics + 2 * (self.glyphs - self._metrics):
            raise _damaged()
        known: dict[int, int] = {}
        for glyph in range(self.glyphs):
            self._height(glyph, known)

    @property
    def units(self) -> int:
        """Units per em."""
        return int(_unpacked(">H", self.tables["head"], 18)[0])

    @property
    def glyphs(self) -> int:
        """How many glyphs there are."""
        return int(_unpacked(">H", self.tables["maxp"], 4)[0])

    @property
    def permissions(self) -> int:
        """fsType: what the maker of the font allows to be done with it."""
        return int(_unpacked(">H", self.tables["OS/2"], 8)[0])

    @property
    def _metrics(self) -> int:
        return int(_unpacked(">H", self.tables["hhea"], 34)[0])

    @property
    def _version(self) -> int:
        return int(_unpacked(">H", self.tables["OS/2"], 0)[0])

    @property
    def wide_places(self) -> bool:
        """Whether ``loca`` says where glyphs begin in four bytes each, not in two."""
        return bool(_unpacked(">h", self.tables["head"], 50)[0] != 0)

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where each glyph begins in ``glyf``, and where the last one ends."""
        count = self.glyphs + 1
        wide = self.wide_places
        found = _unpacked(f">{count}{'L' if wide else 'H'}", self.tables["loca"], 0)
        places = found if wide else tuple(2 * place for place in found)
        rising = all(start <= end for start, end in pairwise(places))
        if not rising or places[-1] > len(self.tables["glyf"]):
            raise _damaged()
        return places

    @cached_property
    def advances(self) -> tuple[int, ...]:
        """How wide each glyph stands, in units."""
        pairs = _unpacked(f">{2 * self._metrics}H", self.tables["hmtx"], 0)
        return (*pairs[::2], *[pairs[-2]] * (self.glyphs - self._metrics))

    def blank(self, glyph: int) -> bool:
        """Whether a glyph shows nothing."""
        return self.places[glyph] == self.places[glyph + 1]

    def _height(self, glyph: int, known: dict[int, int], deeper: int = _DEEPEST) -> int:
        """How deep a glyph is made of others; each is looked at once, and none may be part of itself."""
        if glyph not in known:
            parts = list(self._parts(glyph)) if deeper else [glyph]
            if not deeper or any(part >= self.glyphs for part in parts):
                raise _damaged()
            known[glyph] = 1 + max((self._height(part, known, deeper - 1) for part in parts), default=0)
            if known[glyph] > _DEEPEST:
                raise _damaged()
        return known[glyph]

    def _parts(self, glyph: int) -> Iterator[int]:
        """The glyphs that a composite one is made of."""
        data = self.tables["glyf"][self.places[glyph] : self.places[glyph + 1]]
        if not data:
            return
        if len(data) < 10:
            raise _damaged()
        simple = data[0] < 0x80  # the number of contours is not negative
        position, flags = 10, 0 if simple else _MORE
        while flags & _MORE:
            flags, part = _unpacked(">HH", data, position)
            yield part
            position += 8 if flags & _WORDS else 6
            position += 2 if flags & _SCALED else 4 if flags & _SCALED_TWICE else 8 if flags & _MATRIX else 0
        if position > len(data):
            raise _damaged()

    @cached_property
    def characters(self) -> Mapping[int, int]:
        """The glyph of each Unicode character that shows something (a space may be blank), and is no wider than two ems."""
        found: dict[int, int] = {}
        for code, glyph in self._mapped():
            white = code in (0x20, 0xA0, 0x3000) or 0x2000 <= code <= 0x200A
            shown = 0 < glyph < self.glyphs and (white or not self.blank(glyph))
            if shown and 0 < self.advances[glyph] <= 2 * self.units:
                found[code] = glyph
        return found

    def _mapped(self) -> Iterator[tuple[int, int]]:
        table = self.tables["cmap"]
        known = {}
        for number in range(_unpacked(">H", table, 2)[0]):
            platform, encoding, offset = _unpacked(">HHL", table, 4 + 8 * number)
            known[platform, encoding] = offset
        for kind in ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0)):
            if kind in known:
                (form,) = _unpacked(">H", table, known[kind])
                if form == 12:
                    return _in_groups(table, known[kind])
                if form == 4:
                    return _in_segments(table, known[kind])
        raise FontRefused(_("字体没有 Unicode 字符表，不能用于文书。"))


def _tables(content: bytes, start: int) -> dict[str, bytes]:
    if content[start : start + 4] not in (*_TRUETYPE, _POSTSCRIPT):
        raise _damaged()
    (count,) = _unpacked(">H", content, start + 4)
    if count > _MOST_TABLES:
        raise _damaged()
    found, whole = {}, 0
    for number in range(count):
        place = start + 12 + 16 * number
        offset, length = _unpacked(">LL", content, place + 8)
        whole += length
        if offset + length > len(content) or whole > len(content):  # tables that overlap could hold more than the file
            raise _damaged()
        found[content[place : place + 4].decode("latin-1")] = content[offset : offset + length]
    return found


def _in_groups(table: bytes, start: int) -> Iterator[tuple[int, int]]:
    """A character map of format 12."""
    (count,) = _unpacked(">L", table, start + 12)
    if count > 0x11000:
        raise _damaged()
    last = -1
    for number in range(count):
        first, end, glyph = _unpacked(">LLL", table, start + 16 + 12 * number)
        if not last < first <= end <= 0x10FFFF:
            raise _damaged()
        last = end
        # No font has more than 65,535 glyphs: what a group promises beyond them is nothing.
        yield from zip(range(first, end + 1), range(glyph, 0x10000), strict=False)


def _in_segments(table: bytes, start: int) -> Iterator[tuple[int, int]]:
    """A character map of format 4."""
    count = _unpacked(">H", table, start + 6)[0] // 2
    row = start + 14
    ends = _unpacked(f">{count}H", table, row)
    firsts = _unpacked(f">{count}H", table, row + 2 * count + 2)
    deltas = _unpacked(f">{count}H", table, row + 4 * count + 2)
    shifts = _unpacked(f">{count}H", table, row + 6 * count + 2)
    last = -1
    for number, (first, end, delta, shift) in enumerate(zip(firsts, ends, deltas, shifts, strict=True)):
        if first > end:
            continue
        if first <= last:
            raise _damaged()
        last = end
        place = row + 6 * count + 2 + 2 * number + shift
        for code in range(first, min(end, 0xFFFE) + 1):
            if not shift:
                yield code, (code + delta) & 0xFFFF
            elif place + 2 * (code - first) + 2 <= len(table):
                (glyph,) = _unpacked(">H", table, place + 2 * (code - first))
                yield code, (glyph + delta) & 0xFFFF if glyph else 0


def _unpacked(form: str, data: bytes, place: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(form, data, place)
    except struct.error as error:
        raise _damaged() from error


def _damaged() -> FontRefused:
    return FontRefused(_("字体文件已损坏或不完整，请重新复制后再选。"))
