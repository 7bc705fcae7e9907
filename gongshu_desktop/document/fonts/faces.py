"""Which font prints which character.

The bundle in ``resources/fonts`` covers GB 2312, 通用规范汉字表 and GBK between its faces. ReportLab has no fallback
and drops a missing glyph silently, so the face is chosen here for each character, and a character that no face has is
refused before a page is drawn. Faces are read from disk when a first character needs them (40 to 80 ms each).

An office may put faces of its own before the bundled ones (``own_faces``): ``Faces`` is which face prints what, and holds for
the drawing that was begun with it, in its own thread.
"""

import threading
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics, ttfonts

from gongshu_desktop.host import places
from gongshu_desktop.review.memo.layout import is_first
from gongshu_desktop.wording import _

DRAWING = threading.RLock()
"""Held while a document is drawn: ReportLab's fonts serve one document at a time."""


class Typeface(StrEnum):
    """The roles that a face can play in a document."""

    FANGSONG = "仿宋"
    KAI = "楷体"
    HEI = "黑体"
    BOLD = "加重"
    """Emphasis inside 仿宋: 黑体 with bold figures of the body's own kind."""
    SONG = "宋体"
    SONG_BOLD = "小标宋"


_FILES = {
    "MemoFangSong": "MemoFangSong.ttf",
    "MemoKai": "MemoKai.ttf",
    "MemoHei": "MemoHei.ttf",
    "MemoSongBold": "MemoSongBold.ttf",
    "MemoSong": "MemoSong.ttf",
    "MemoLatin": "MemoLatin.ttf",
    "MemoLatinBold": "MemoLatinBold.ttf",
    "MemoMarks": "MemoMarks.ttf",
    "MemoLastResort": "DroidSansFallbackFull.ttf",
}
_CHAINS = {
    Typeface.FANGSONG: ("MemoFangSong", "MemoLatin", "MemoKai", "MemoHei", "MemoLastResort"),
    Typeface.KAI: ("MemoKai", "MemoFangSong", "MemoLatin", "MemoHei", "MemoLastResort"),
    Typeface.HEI: ("MemoHei", "MemoSongBold", "MemoKai", "MemoFangSong", "MemoLastResort"),
    Typeface.BOLD: ("MemoHei", "MemoLatinBold", "MemoSongBold", "MemoKai", "MemoFangSong", "MemoLastResort"),
    Typeface.SONG: ("MemoSong", "MemoFangSong", "MemoKai", "MemoHei", "MemoLastResort"),
    Typeface.SONG_BOLD: ("MemoSongBold", "MemoHei", "MemoKai", "MemoFangSong", "MemoLastResort"),
}
_LATIN = {
    Typeface.FANGSONG: "MemoLatin",
    Typeface.KAI: "MemoLatin",
    Typeface.BOLD: "MemoLatinBold",
}
_MATHEMATICS = frozenset("−≤≥≠≈")
_FULL_WIDTH = frozenset("“”‘’·—…")
"""Marks that the bundled 楷体, and many a Latin-minded font, draw too narrow for Chinese text."""
_NARROW_MARKS = frozenset(",;:()!?")
NARROW_MARKS_FACE = "MemoMarks"


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A character that no face has, and where it stands."""

    character: str
    place: str
    context: str

    @property
    def code(self) -> str:
        """Its code as people look it up: U+2A6A5."""
        return f"U+{ord(self.character):04X}"


class UnprintableCharacter(Exception):
    """A document holds characters that no font of the program can print; it is not drawn. Lists each with its place."""

    def __init__(self, found: tuple[Unprintable, ...]) -> None:
        self.found = found
        lines = (
            _("“{character}”({code}),位于“{place}”:{context}").format(
                character=item.character, code=item.code, place=item.place, context=item.context
            )
            for item in found
        )
        heading = _("以下字符没有可用的字体,文书未生成。请核对录入,或改用规范字、拼音后重试:")
        super().__init__("\n".join((heading, *lines)))


@cache
def font(name: str) -> ttfonts.TTFont:
    """The face of that name: a bundled one is read and registered with ReportLab at its first use."""
    if name not in _FILES:
        own = pdfmetrics.getFont(name)
        assert isinstance(own, ttfonts.TTFont)
        return own
    made = ttfonts.TTFont(name, str(places.resources() / "fonts" / _FILES[name]), asciiReadable=False)
    pdfmetrics.registerFont(made)
    return made


class Faces:
    """Which face prints which character: the bundled ones, behind the office's own where it has any (by typeface)."""

    def __init__(self, own: Mapping[Typeface, str]) -> None:
        self._own = dict(own)
        others = tuple(dict.fromkeys(self._own.values()))
        # An own face of another role comes last: it may have a rare character that no bundled one has.
        self._chains = {
            typeface: tuple(dict.fromkeys((*self._first(typeface), *chain, *others)))
            for typeface, chain in _CHAINS.items()
        }
        self.glyph = lru_cache(maxsize=200_000)(self._glyph)
        """(name of the face, width in em) that prints a character in a role; None when no face has it."""

    def _first(self, typeface: Typeface) -> tuple[str, ...]:
        return (self._own[typeface],) if typeface in self._own else ()

    def _glyph(self, typeface: Typeface, character: str) -> tuple[str, float] | None:
        code = ord(character)
        for name in self._candidates(typeface, character):
            face = font(name).face
            if code in face.charToGlyph:
                width: float = face.getCharWidth(code) / 1000  # type: ignore[no-untyped-call]
                if width < 0.99 and character in _FULL_WIDTH and name in self._own.values():
                    continue
                return name, width
        return None

    def _candidates(self, typeface: Typeface, character: str) -> tuple[str, ...]:
        chain = self._chains[typeface]
        latin = _LATIN.get(typeface)
        if latin and (character in _MATHEMATICS or (ord(character) < 0x180 and character != "·")):
            return (latin, *chain)
        if typeface is Typeface.KAI and character in _FULL_WIDTH:
            return (*self._first(Typeface.KAI), *self._first(Typeface.FANGSONG), "MemoFangSong", *chain)
        return chain


_BUNDLED = Faces({})
_FACES: ContextVar[Faces] = ContextVar("faces", default=_BUNDLED)


@contextmanager
def printed_with(faces: Faces) -> Iterator[None]:
    """Measure and draw with these faces, in this thread, for as long as this lasts."""
    token = _FACES.set(faces)
    try:
        yield
    finally:
        _FACES.reset(token)


def glyph(typeface: Typeface, character: str) -> tuple[str, float] | None:
    """(name of the face, width in em) that prints a character in that role; None when no face has it."""
    return _FACES.get().glyph(typeface, character)


def bundled_glyph(typeface: Typeface, character: str) -> tuple[str, float] | None:
    """The same of the bundled faces alone, whatever the office has chosen."""
    return _BUNDLED.glyph(typeface, character)


def narrow_mark(typeface: Typeface, character: str, before: str, after: str) -> bool:
    """Whether a half-width mark stands in Chinese text, and is to be printed with the shape of the full-width one."""
    return (
        character in _NARROW_MARKS
        and (typeface in (Typeface.FANGSONG, Typeface.KAI) or not is_first())
        and (_chinese(before) or _chinese(after))
    )


def _chinese(character: str) -> bool:
    return character > "\u2e7f" or character in "“”‘’—…·×"


def clean(text: str) -> str:
    """The text as it can stand on paper: lines end in \\n, tabs are spaces.

    Control, direction and variation characters are left out: they show nothing, and can make a text show another one.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = text.replace("\t", " ").replace("\xa0", " ")
    return "".join(character for character in text if character == "\n" or not _invisible(character))


@lru_cache(maxsize=20_000)
def _invisible(character: str) -> bool:
    code = ord(character)
    selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return selector or unicodedata.category(character) in ("Cc", "Cf", "Cs")


def unprintable(texts: Iterable[tuple[str, str]]) -> tuple[Unprintable, ...]:
    """The characters among (place, text) that no face has, each once a place."""
    found: dict[tuple[str, str], Unprintable] = {}
    for place, text in texts:
        cleaned = clean(text)
        for position, character in enumerate(cleaned):
            if character == "\n" or glyph(Typeface.FANGSONG, character) is not None:
                continue
            context = f"{cleaned[max(0, position - 10) : position]}〓{cleaned[position + 1 : position + 11]}"
            found.setdefault((place, character), Unprintable(character, place, context.replace("\n", " ")))
    return tuple(found.values())


def _to_unicode(name: str, subset: list[int]) -> str:
    """A ToUnicode map in UTF-16, at most 100 entries a block: ReportLab's own is wrong above U+FFFF."""
    entries = [
        f"<{index:02X}> <{chr(code).encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        for index, code in enumerate(subset)
    ]
    blocks = []
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    head = (
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    )
    tail = ("endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end")
    return "\n".join((*head, *blocks, *tail))


ttfonts.makeToUnicodeCMap = _to_unicode  # type: ignore[assignment]
