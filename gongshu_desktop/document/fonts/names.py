"""What a font calls itself: for people, in Chinese where it has such a name; and for the PDF, in plain letters."""

import re
import struct
import unicodedata
from collections.abc import Iterator

from gongshu_desktop.services.font_choices import LONGEST_NAME
from gongshu_desktop.wording import _

_FAMILY, _FULL, _POSTSCRIPT = 1, 4, 6
_CHINESE, _ENGLISH = 0x804, 0x409
_MOST = 4096


def shown_name(table: bytes) -> str:
    """The name for people: Chinese before English, the full name before the family's."""
    found = {(language, kind): text for language, kind, text in _names(table)}
    for language in (_CHINESE, _ENGLISH, 0):
        for kind in (_FULL, _FAMILY):
            name = _readable(found.get((language, kind), ""))
            if name:
                return name
    return next((name for text in found.values() if (name := _readable(text))), _("未命名字体"))


def plain_name(table: bytes) -> str:
    """The PostScript name, of letters, figures and hyphens only; "UserFont" where there is none to be had."""
    known = list(_names(table))
    names = [text for wanted in (_POSTSCRIPT, _FULL) for _language, kind, text in known if kind == wanted]
    plain = (re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:40] for text in names)
    return next((text for text in plain if re.search("[A-Za-z]", text)), "UserFont")


def _names(table: bytes) -> Iterator[tuple[int, int, str]]:
    """(language, kind, text) of every name that can be read; what the table does not hold is passed over."""
    if len(table) < 6:
        return
    _format, count, strings = struct.unpack_from(">HHH", table)
    for number in range(min(count, _MOST, (len(table) - 6) // 12)):
        platform, encoding, language, kind, length, offset = struct.unpack_from(">6H", table, 6 + 12 * number)
        raw = table[strings + offset : strings + offset + length]
        if platform == 3 and encoding == 3:
            yield language, kind, raw.replace(b"\x00", b"").decode("gbk", "ignore")
        elif platform in (0, 3):
            yield language if platform == 3 else 0, kind, raw.decode("utf-16-be", "ignore")
        elif platform == 1 and encoding == 0:
            yield 0, kind, raw.decode("mac_roman", "ignore")


def _readable(text: str) -> str:
    shown = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return " ".join(shown.split())[:LONGEST_NAME]
