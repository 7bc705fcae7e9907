"""A font file made anew from checked tables: one TrueType face, its names and its character map."""

import struct
from collections.abc import Mapping

from reportlab.pdfbase import ttfonts

from gongshu_desktop.document.font_file import FontFace

_KEPT = ("head", "hhea", "maxp", "OS/2", "hmtx", "loca", "glyf", "cvt ", "fpgm", "prep")


def plain_face(face: FontFace, label: str) -> bytes:
    """A TrueType file of that face alone, with names and character map made anew."""
    tables = {tag: face.tables[tag] for tag in _KEPT if tag in face.tables}
    tables["cmap"], tables["name"] = _character_map(face.characters), _name_table(label)
    tables["post"] = struct.pack(">LlhhL4L", 0x00030000, 0, -100, 50, 0, 0, 0, 0, 0)
    maker = ttfonts.TTFontMaker()
    for tag, data in tables.items():
        maker.add(tag, data)
    made: bytes = maker.makeStream()
    return made


def _character_map(characters: Mapping[int, int]) -> bytes:
    """One Unicode map, format 12."""
    groups: list[list[int]] = []
    for code, glyph in sorted(characters.items()):
        if groups and code == groups[-1][1] + 1 and glyph - groups[-1][2] == code - groups[-1][0]:
            groups[-1][1] = code
        else:
            groups.append([code, code, glyph])
    body = b"".join(struct.pack(">LLL", *group) for group in groups)
    head = struct.pack(">HHHHL", 0, 1, 3, 10, 12)
    return head + struct.pack(">HHLLL", 12, 0, 16 + len(body), 0, len(groups)) + body


def _name_table(label: str) -> bytes:
    """Family, style, full and PostScript name, all after the label."""
    texts = {1: label, 2: "Regular", 4: label, 6: label}
    records, strings = b"", b""
    for kind, text in texts.items():
        raw = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, kind, len(raw), len(strings))
        strings += raw
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + strings
