"""A paragraph's characters, measured: which face prints each, how wide it stands, and where lines may break.

Two marks in a row take one and a half widths. Lines may break between clusters only: no closing mark begins a line and
no opening one ends it (避头尾), numbers are never split nor parted from their unit, —— and …… stay whole.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from reportlab.lib.colors import Color

from gongshu_desktop.document.fonts.faces import NARROW_MARKS_FACE, Typeface, bundled_glyph, clean, glyph, narrow_mark
from gongshu_desktop.document.typesetting.style import Span, Style
from gongshu_desktop.review.memo.layout import is_first

OPENING = "（〔【《〈「『“‘〖｛［("
CLOSING = "，。、；：？！）〕】》〉」』”’〗｝］％‰℃°·～々,.;:?!)]}%"
_SQUEEZED = frozenset("（〔【《〈「『“‘〖｛［，。、；：）〕】》〉」』”’〗｝］(,;:)")
TRIMMED_AT_START = frozenset("（〔【《〈「『“‘〖｛［(")
TRIMMED_AT_END = _SQUEEZED - TRIMMED_AT_START
_SCALE = "(?:万亿|千万|百万|十万|万|亿|千|百)"
_UNIT = (
    "(?:元|平方米|平米|㎡|m²|家|人|年度|年|个月|月|日|天|号|个|项|份|页|次|倍|户|支|场|期|类|条|名|件|款|章|分|角|岁|小时"
    "|分钟|米|公里|吨|套|台|间|幢|栋|层|室|座|路|弄|季度|批|位|级|轮|所|张|亩|行|部分)"
)
_WORD = (
    r"(?:[第约+\-−±¥￥≥≤=＝×÷]\s?)?[0-9A-Za-zÀ-ž]+(?:(?:,(?=\d)|[.:/\-_@#&=+'*%~]+)?[0-9A-Za-zÀ-ž]+)*[%‰]?"
    rf"(?:\s?(?:{_SCALE}{_UNIT}?|{_UNIT})(?:/(?:㎡|平方米|日|天|月|年))*)?"
)
_CLUSTER = re.compile(
    rf"[{re.escape(OPENING)}]*(?:{_WORD}|—+|…+|[^\s{re.escape(OPENING)}])[{re.escape(CLOSING)}]*\s*"
    rf"|[{re.escape(OPENING)}]+\s*|\s+"
)
"""The stretches that no line break may enter, with the spaces behind them."""
_DECISIVE = re.compile(
    r"人民币[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整]+|不?符合|不予支持|予以支持|不予推荐|予以推荐|未达到|未超过|未低于"
)
"""Amounts in words and conclusions: printed in the bundled faces, so that no font of an office's own changes what they say."""


@dataclass(frozen=True, slots=True)
class Look:
    typeface: Typeface
    underlined: bool
    colour: Color


class MeasuredText:
    """The characters of a paragraph, measured once: face, width, and the squeezed advance of each."""

    __slots__ = (
        "_decisive",
        "_partners",
        "advances",
        "characters",
        "clusters",
        "faces",
        "looks",
        "size",
        "sums",
        "widths",
    )

    def __init__(self, spans: Iterable[Span], style: Style) -> None:
        self.size = style.size
        pieces = [(clean(span.text), _look(span, style)) for span in spans]
        self.characters = "".join(text for text, _look_of in pieces)
        self.looks = [look for text, look in pieces for _character in text]
        self._partners = dict(_brackets(self.characters))
        self._decisive = frozenset(_decisive(self.characters))
        self.faces: list[str] = []
        self.widths: list[float] = []
        for index, character in enumerate(self.characters):
            face, width = self._glyph(index, character)
            self.faces.append(face)
            self.widths.append(width * self.size)
        self.advances = [self._advance(index, width) for index, width in enumerate(self.widths)]
        self.sums = [0.0, *accumulate(self.advances)]
        self.clusters = [
            [match.span() for match in _CLUSTER.finditer(self.characters, start, end)]
            for start, end in _stretches(self.characters)
        ]

    def _marked(self, index: int, typeface: Typeface) -> bool:
        """Whether a half-width mark is printed full-width; of two brackets that belong together, both or neither."""
        opening = self._partners.get(index)
        if opening is not None:
            return self.faces[opening] == NARROW_MARKS_FACE
        text = self.characters
        before = text[index - 1] if index else ""
        after = text[index + 1] if index + 1 < len(text) else ""
        return narrow_mark(typeface, text[index], before, after)

    def _advance(self, index: int, width: float) -> float:
        """How far the next character stands from this one."""
        if self.characters[index] == " " and index and self.faces[index - 1] == NARROW_MARKS_FACE:
            # A full-width mark brings its own space.
            return 0.0
        return width / 2 if self._squeezed(index, width) else width

    def _squeezed(self, index: int, width: float) -> bool:
        """Whether a mark gives half of its width to the mark behind it."""
        text = self.characters
        if text[index] not in _SQUEEZED or width < 0.99 * self.size or index + 1 == len(text):
            return False
        following = text[index + 1]
        if following not in _SQUEEZED:
            return False
        return text[index] in TRIMMED_AT_END or following in TRIMMED_AT_START

    def _glyph(self, index: int, character: str) -> tuple[str, float]:
        typeface = self.looks[index].typeface
        if character in ",;:()!?" and self._marked(index, typeface):
            return NARROW_MARKS_FACE, 1.0
        if character == "\n":
            return "", 0.0
        find = bundled_glyph if index in self._decisive else glyph
        return find(typeface, character) or glyph(typeface, "〓") or ("MemoLastResort", 1.0)

    def wide(self, index: int) -> bool:
        """Whether a mark is drawn in a full square, half of it blank."""
        return self.widths[index] > 0.99 * self.size


def _decisive(text: str) -> Iterator[int]:
    """The places of the characters that are printed in the bundled faces."""
    if not is_first():
        for match in _DECISIVE.finditer(text):
            yield from range(*match.span())


def _look(span: Span, style: Style) -> Look:
    return Look(span.typeface or style.typeface, span.underlined, span.colour or style.colour)


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """(place of the closing one, place of its opening one) of each pair of half-width brackets."""
    waiting: list[int] = []
    for match in re.finditer(r"[()]", text):
        if match[0] == "(":
            waiting.append(match.start())
        elif waiting:
            yield match.start(), waiting.pop()


def _stretches(text: str) -> list[tuple[int, int]]:
    """Start and end of what stands between line feeds."""
    found, start = [], 0
    for part in text.split("\n"):
        found.append((start, start + len(part)))
        start += len(part) + 1
    return found
