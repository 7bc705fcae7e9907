"""A checked face written anew as a plain TrueType file, as ReportLab takes it: the fields that it insists on are written here.

What is no more than a version or a format number is not taken over from the file, but set to what was checked. Before a face
is taken into use, some of it is drawn: whatever ReportLab then stumbles over is told at the choice, not at the first memo.
"""

import io
import struct
from collections.abc import Iterable, Mapping

from reportlab.pdfbase import pdfdoc, ttfonts

from gongshu_desktop.document.fonts.font_file import FontFace
from gongshu_desktop.services.font_choices import FontRefused
from gongshu_desktop.wording import _

_KEPT = ("head", "hhea", "maxp", "OS/2", "hmtx", "loca", "glyf", "cvt ", "fpgm", "prep")
_FIRST = struct.pack(">L", 0x00010000)
"""Version 1.0, as ``head``, ``hhea`` and ``maxp`` of a TrueType face say it."""


def made_face(face: FontFace, label: str, name: str) -> ttfonts.TTFont:
    """The face for ReportLab, under a name of ours. Raises FontRefused when it cannot be read."""
    try:
        return ttfonts.TTFont(name, io.BytesIO(plain_face(face, label)), asciiReadable=False)
    except Exception as error:  # whatever a reader of fonts stumbles over, the font is to blame
        raise _undrawable() from error


def expect_drawable(face: FontFace, codes: Iterable[int]) -> None:
    """Draw these characters once, for nobody. Raises FontRefused when that fails."""
    made = made_face(face, "Trial", "Trial")
    text = "".join(chr(code) for code in codes if code in face.characters)
    try:
        document = pdfdoc.PDFDocument()
        made.splitString(text, document)
        made.stringWidth(text, 10)
        made.addObjects(document)
    except Exception as error:
        raise _undrawable() from error


def _undrawable() -> FontRefused:
    return FontRefused(_("用这个字体试绘时出错，文件可能已损坏，不能用于文书。请重新复制，或另选字体。"))


def plain_face(face: FontFace, label: str) -> bytes:
    """A TrueType file of that face alone, with names and character map made anew."""
    tables = {tag: face.tables[tag] for tag in _KEPT if tag in face.tables}
    tables.update(_fixed_fields(face))
    tables["cmap"], tables["name"] = _character_map(face.characters), _name_table(label)
    tables["post"] = struct.pack(">LlhhL4L", 0x00030000, 0, -100, 50, 0, 0, 0, 0, 0)
    maker = ttfonts.TTFontMaker()
    for tag, data in tables.items():
        maker.add(tag, data)
    made: bytes = maker.makeStream()
    return made


def _fixed_fields(face: FontFace) -> dict[str, bytes]:
    """The tables whose versions and formats can only be one thing."""
    head, hhea, maxp = (face.tables[tag] for tag in ("head", "hhea", "maxp"))
    formats = struct.pack(">HH", face.wide_places, 0)
    return {
        "head": _FIRST + head[4:50] + formats + head[54:],
        "hhea": _FIRST + hhea[4:32] + bytes(2) + hhea[34:],
        "maxp": _FIRST + maxp[4:],
    }


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
