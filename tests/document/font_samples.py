"""Real font files, made from the bundled ones: as an office might bring them, and as nobody should."""

import io
import struct
from functools import cache

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.tables._f_v_a_r import Axis

from gongshu_desktop.document.fonts.checking import hanzi
from gongshu_desktop.document.fonts.glyph_likeness import DECISIVE
from gongshu_desktop.host import places

RARE = 0x2A6A5
"""𪚥, which no bundled face has."""


@cache
def bundled(name: str = "MemoKai") -> bytes:
    """The bytes of a bundled font."""
    return (places.resources() / "fonts" / f"{name}.ttf").read_bytes()


def opened(content: bytes) -> TTFont:
    """The font for changing."""
    return TTFont(io.BytesIO(content), recalcTimestamp=False)


def saved(font: TTFont) -> bytes:
    """Its bytes."""
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


@cache
def office_font(
    name: str = "仿宋_GB2312", *, source: str = "MemoKai", permissions: int = 8, levels: int = 2, leave_out: int = 0
) -> bytes:
    """A font under a name of its own, with the hanzi of GB 2312 (but for the first ``leave_out``) and little else."""
    font = opened(bundled(source))
    wanted = {*hanzi(levels=levels)[leave_out:], *map(ord, " ，。：“”（）〔〕〓")}
    for table in font["cmap"].tables:
        table.cmap = {code: glyph for code, glyph in table.cmap.items() if code in wanted}
    font["OS/2"].fsType = permissions
    font["name"].names = []
    font["name"].setName(name, 4, 3, 1, 0x804)
    font["name"].setName("Office Fang Song", 4, 3, 1, 0x409)
    font["name"].setName("OfficeFangSong", 6, 3, 1, 0x409)
    return saved(font)


@cache
def exchanged(first: str, second: str, *, source: str = "MemoKai") -> bytes:
    """An office font that draws each of two characters as the other."""
    font = opened(office_font(source=source))
    for characters in {id(table.cmap): table.cmap for table in font["cmap"].tables}.values():
        characters[ord(first)], characters[ord(second)] = characters[ord(second)], characters[ord(first)]
    return saved(font)


@cache
def with_rare_character(content: bytes) -> bytes:
    """The same font with a character above U+FFFF that no other has, drawn as another one is."""
    font = opened(content)
    for table in font["cmap"].tables:
        if table.format == 12:
            table.cmap[RARE] = table.cmap[ord("龙")]
    return saved(font)


def collection(*contents: bytes) -> bytes:
    """A .ttc of these."""
    whole = TTCollection()
    whole.fonts = [opened(content) for content in contents]
    target = io.BytesIO()
    whole.save(target)
    return target.getvalue()


def postscript() -> bytes:
    """A font with CFF outlines."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "one"])
    builder.setupCharacterMap({0x4E00: "one"})
    pen = T2CharStringPen(1000, None)
    pen.moveTo((0, 0))
    pen.lineTo((900, 0))
    pen.lineTo((900, 80))
    pen.closePath()
    outline = pen.getCharString()
    builder.setupCFF("Sample", {}, {".notdef": outline, "one": outline}, {})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "one": (1000, 0)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Sample", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    return saved(builder.font)


def squares() -> bytes:
    """The smallest font that is taken: every common hanzi is the same square, but for those that decide amounts."""
    builder = FontBuilder(1000, isTTF=True)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap(dict.fromkeys(set(hanzi(levels=1)) - set(map(ord, DECISIVE)), "square"))
    pen = TTGlyphPen(None)
    for number, corner in enumerate(((0, 0), (0, 900), (900, 900), (900, 0))):
        (pen.lineTo if number else pen.moveTo)(corner)
    pen.closePath()
    outline = pen.glyph()
    builder.setupGlyf({".notdef": outline, "square": outline})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 0)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable(
        {"familyName": "Squares", "styleName": "Regular", "psName": "Squares", "fullName": "Squares"}
    )
    builder.setupOS2(fsType=0)
    builder.setupPost()
    return saved(builder.font)


def variable() -> bytes:
    """A font with an axis of weight."""
    font = opened(bundled("MemoLatin"))
    axis = Axis()
    axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue = "wght", 100, 100, 900
    axis.axisNameID = 1
    font["fvar"] = newTable("fvar")
    font["fvar"].axes, font["fvar"].instances = [axis], []
    return saved(font)


def endless_map() -> bytes:
    """A character map that promises every number there is, four thousand million times over."""
    font = opened(bundled("MemoLatin"))
    groups = b"".join(struct.pack(">LLL", 0, 0xFFFFFFFF, 1) for _number in range(100))
    raw = struct.pack(">HHHHL", 0, 1, 3, 10, 12) + struct.pack(">HHLLL", 12, 0, 16 + len(groups), 0, 100) + groups
    return _replaced(saved(font), "cmap", raw)


def glyph_of_itself() -> bytes:
    """A composite glyph that is made of itself."""
    raw = struct.pack(">hhhhh", -1, 0, 0, 10, 10) + struct.pack(">HHbb", 0, 1, 0, 0)
    font = opened(bundled("MemoLatin"))
    count = font["maxp"].numGlyphs
    head = bytearray(font.getTableData("head"))
    head[50:52] = b"\x00\x01"
    content = bundled("MemoLatin")
    for tag, table in (("glyf", raw), ("loca", struct.pack(f">{count + 1}L", 0, 0, *[len(raw)] * (count - 1)))):
        content = _replaced(content, tag, table)
    return _replaced(content, "head", bytes(head))


def tables_that_overlap() -> bytes:
    """Tables that each claim the whole file."""
    changed = bytearray(bundled("MemoLatin"))
    (count,) = struct.unpack_from(">H", changed, 4)
    for number in range(count):
        struct.pack_into(">LL", changed, 12 + 16 * number + 8, 0, len(changed))
    return bytes(changed)


def _replaced(content: bytes, tag: str, raw: bytes) -> bytes:
    """The file with other bytes in a table; they are put at its end."""
    (count,) = struct.unpack_from(">H", content, 4)
    changed = bytearray(content)
    for number in range(count):
        place = 12 + 16 * number
        if content[place : place + 4] == tag.encode():
            struct.pack_into(">LL", changed, place + 8, len(changed), len(raw))
    return bytes(changed) + raw


def overwritten(content: bytes, table: str, place: int, value: bytes) -> bytes:
    """The file with some bytes of a table replaced."""
    entries = [12 + 16 * number for number in range(struct.unpack_from(">H", content, 4)[0])]
    entry = next(found for found in entries if content[found : found + 4] == table.encode())
    start = struct.unpack_from(">L", content, entry + 8)[0] + place
    return content[:start] + value + content[start + len(value) :]
