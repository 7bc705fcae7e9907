"""Chinese paragraphs: where lines may break, how they fill the measure, how they are put on the page.

What it keeps: no closing mark begins a line and no opening one ends it (避头尾); numbers are never split, nor parted
from their unit; —— and …… stay whole; two marks in a row take one and a half widths; a closing mark at the line's end
may take half a width; lines are justified by letting out the gaps between characters, and stay ragged where that would
show; at least two lines of a paragraph stand on either page. ReportLab's own paragraph keeps none of this.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import accumulate

from reportlab.lib.colors import Color, black
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus.flowables import Flowable

from gongshu_desktop.document.fonts import NARROW_MARKS_FACE, Typeface, clean, font, glyph, narrow_mark

_OPENING = "（〔【《〈「『“‘〖｛［("
_CLOSING = "，。、；：？！）〕】》〉」』”’〗｝］％‰℃°·～々,.;:?!)]}%"
_SQUEEZED = frozenset("（〔【《〈「『“‘〖｛［，。、；：）〕】》〉」』”’〗｝］(,;:)")
_TRIMMED_AT_START = frozenset("（〔【《〈「『“‘〖｛［(")
_TRIMMED_AT_END = _SQUEEZED - _TRIMMED_AT_START
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
    rf"[{re.escape(_OPENING)}]*(?:{_WORD}|—+|…+|[^\s{re.escape(_OPENING)}])[{re.escape(_CLOSING)}]*\s*"
    rf"|[{re.escape(_OPENING)}]+\s*|\s+"
)
"""The stretches that no line break may enter, with the spaces behind them."""
LOOSEST = 0.095
"""The widest gap, in em, that justification may open between two characters; wider ones copy out of a PDF as spaces."""
LOOSEST_AT_MARKS = 0.5
"""What it may open, besides, beside a mark or a space; a line that needs more stays ragged."""


class Alignment(Enum):
    """How the lines of a paragraph stand in their measure."""

    JUSTIFIED = "justified"
    LEFT = "left"
    CENTRED = "centred"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The look of a paragraph; lengths in points.

    ``indent`` is the first line's, ``left`` and ``right`` every line's, ``before`` and ``after`` the space around it.
    """

    typeface: Typeface = Typeface.FANGSONG
    size: float = 12
    leading: float = 18
    indent: float = 0
    left: float = 0
    right: float = 0
    alignment: Alignment = Alignment.JUSTIFIED
    colour: Color = black
    before: float = 0
    after: float = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph's text with a look of its own."""

    text: str
    typeface: Typeface | None = None
    underlined: bool = False
    colour: Color | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    typeface: Typeface
    underlined: bool
    colour: Color


@dataclass(frozen=True, slots=True)
class _Rule:
    left: float
    right: float
    height: float
    colour: Color


@dataclass(frozen=True, slots=True)
class Line:
    """One line: characters ``start`` to ``end`` of the paragraph, natural width, and room in points."""

    start: int
    end: int
    width: float
    room: float
    last: bool
    offset: float


class _Text:
    """The characters of a paragraph, measured once: face, width, and the squeezed advance of each."""

    __slots__ = ("_partners", "advances", "characters", "clusters", "faces", "looks", "size", "sums", "widths")

    def __init__(self, spans: Iterable[Span], style: Style) -> None:
        self.size = style.size
        pieces = [(clean(span.text), _look(span, style)) for span in spans]
        self.characters = "".join(text for text, _look_of in pieces)
        self.looks = [look for text, look in pieces for _character in text]
        self._partners = dict(_brackets(self.characters))
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
        return text[index] in _TRIMMED_AT_END or following in _TRIMMED_AT_START

    def _glyph(self, index: int, character: str) -> tuple[str, float]:
        typeface = self.looks[index].typeface
        if character in ",;:()!?" and self._marked(index, typeface):
            return NARROW_MARKS_FACE, 1.0
        if character == "\n":
            return "", 0.0
        return glyph(typeface, character) or glyph(typeface, "〓") or ("MemoLastResort", 1.0)

    def wide(self, index: int) -> bool:
        """Whether a mark is drawn in a full square, half of it blank."""
        return self.widths[index] > 0.99 * self.size


def _look(span: Span, style: Style) -> _Look:
    return _Look(span.typeface or style.typeface, span.underlined, span.colour or style.colour)


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


class Paragraph(Flowable):
    """A paragraph of Chinese text. Give it plain text, or spans for parts that look different."""

    def __init__(self, content: str | Sequence[Span], style: Style) -> None:
        super().__init__()
        spans = (Span(content),) if isinstance(content, str) else content
        self._style = style
        self._text = _Text(spans, style)
        self._broken: dict[float, list[Line]] = {}
        self._shown: tuple[Line, ...] | None = None
        self.spaceBefore, self.spaceAfter = style.before, style.after

    def lines(self, width: float) -> list[Line]:
        """The lines at that measure."""
        if self._shown is not None:
            return list(self._shown)
        if width not in self._broken:
            self._broken[width] = _Breaker(self._text, self._style, width).lines()
        return self._broken[width]

    def texts(self, width: float) -> list[str]:
        """The text of each line at that measure, without the spaces at its end."""
        return [self._text.characters[line.start : line.end] for line in self.lines(width)]

    @property
    def natural_width(self) -> float:
        """The width of the text on one line."""
        return self._text.sums[-1]

    @property
    def widest_line(self) -> float:
        """The width of the widest stretch between line feeds."""
        sums = self._text.sums
        return max(sums[part[-1][1]] - sums[part[0][0]] if part else 0.0 for part in self._text.clusters)

    @property
    def widest_word(self) -> float:
        """The width of the widest stretch that no line break may enter."""
        sums = self._text.sums
        return max((sums[end] - sums[start] for part in self._text.clusters for start, end in part), default=0.0)

    def height_at(self, width: float) -> float:
        """The height at that measure."""
        return len(self.lines(width)) * self._style.leading

    def pieces(self, width: float, lines: int) -> list["Paragraph"]:
        """The paragraph at that measure, cut into pieces of so many lines."""
        whole = self.lines(width)
        return [self._part(whole[start : start + lines], before=0, after=0) for start in range(0, len(whole), lines)]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """ReportLab's question: how large at most ``width``."""
        self.width = width
        self.height = self.height_at(width)
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The part that fits ``height`` and the rest, at least two lines each; nothing where that cannot be."""
        lines = self.lines(width)
        fitting = int((height + 0.001) / self._style.leading)
        if fitting >= len(lines):
            return [self]
        if len(lines) - fitting < 2:
            fitting -= 1
        if fitting < 2:
            return []
        return [self._part(lines[:fitting], after=0), self._part(lines[fitting:], before=0)]

    def _part(self, lines: Sequence[Line], *, before: float | None = None, after: float | None = None) -> "Paragraph":
        part = Paragraph.__new__(Paragraph)
        Flowable.__init__(part)
        part._style, part._text = self._style, self._text
        part._broken, part._shown = {}, tuple(lines)
        part.spaceBefore = self.spaceBefore if before is None else before
        part.spaceAfter = self.spaceAfter if after is None else after
        return part

    def draw(self) -> None:
        """ReportLab's order: put it on the page."""
        style = self._style
        lines = self.lines(self.width)
        text = self.canv.beginText()
        rules: list[_Rule] = []
        baseline = self.height - style.leading / 2 - 0.38 * style.size
        for line in lines:
            rules += _LinePainter(self._text, style, line).paint(text, baseline)
            baseline -= style.leading
        self.canv.drawText(text)
        for rule in rules:
            self.canv.setStrokeColor(rule.colour)
            self.canv.setLineWidth(style.size / 20)
            self.canv.line(rule.left, rule.height, rule.right, rule.height)


class _Breaker:
    """Breaks one text into lines of one measure."""

    def __init__(self, text: _Text, style: Style, width: float) -> None:
        self.text, self.style = text, style
        self.measure = width - style.left - style.right
        self.made: list[Line] = []

    def lines(self) -> list[Line]:
        """All lines; an empty text has one empty line."""
        for clusters in self.text.clusters:
            self._stretch(clusters)
        return self.made

    def _stretch(self, clusters: Sequence[tuple[int, int]]) -> None:
        """The lines between two line feeds."""
        indent = self.style.indent
        if not clusters:
            self.made.append(Line(0, 0, 0.0, self.measure, True, indent))
            return
        clusters = self._splittable(clusters)
        sums, characters = self.text.sums, self.text.characters
        ends = [self._visible_end(start, end) for start, end in clusters]
        reach = [sums[end] for end in ends]
        first = 0
        while first < len(clusters):
            start = clusters[first][0]
            room = self.measure - indent
            trim = 0.0
            if characters[start] in _TRIMMED_AT_START and first and self.text.wide(start):
                trim = self.style.size / 2
            limit = sums[start] + trim + room + 0.001
            after = max(bisect_right(reach, limit), first + 1)
            if after < len(clusters) and self._spared(ends[after]) and reach[after] - self.style.size / 2 <= limit:
                after += 1
            end = ends[after - 1]
            width = sums[end] - sums[start] - trim
            self.made.append(Line(start, end, width, room, after == len(clusters), indent - trim))
            first, indent = after, 0.0

    def _visible_end(self, start: int, end: int) -> int:
        """Where the spaces at the end of a cluster begin."""
        characters = self.text.characters
        while end > start and characters[end - 1] == " ":
            end -= 1
        return end

    def _spared(self, end: int) -> bool:
        """Whether the last mark of a cluster can give away half of its width."""
        return (
            self.text.characters[end - 1] in _TRIMMED_AT_END
            and self.text.wide(end - 1)
            and self.text.advances[end - 1] == self.text.widths[end - 1]
        )

    def _splittable(self, clusters: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Clusters wider than the whole measure (a digest, a web address) may break anywhere inside."""
        sums = self.text.sums
        measure = self.measure - max(self.style.indent, 0.0)
        fitting: list[tuple[int, int]] = []
        for start, end in clusters:
            if sums[self._visible_end(start, end)] - sums[start] - self.style.size / 2 <= measure:
                fitting.append((start, end))
            else:
                fitting.extend(self._pieces(start, end))
        return fitting

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        characters = self.text.characters
        pieces: list[tuple[int, int]] = []
        for index in range(start, end):
            sticks = characters[index] in _CLOSING + " " or (index > start and characters[index - 1] in _OPENING)
            # A stretch of nothing but marks sticks together only as far as there is room for it.
            if pieces and sticks and self.text.sums[index + 1] - self.text.sums[pieces[-1][0]] <= self.measure:
                pieces[-1] = (pieces[-1][0], index + 1)
            else:
                pieces.append((index, index + 1))
        return pieces


class _LinePainter:
    """Puts one line into a text object, run by run."""

    def __init__(self, text: _Text, style: Style, line: Line) -> None:
        self.text, self.style, self.line = text, style, line

    def paint(self, target: PDFTextObject, baseline: float) -> list[_Rule]:
        """Write the line at that baseline; gives back the underlines that are still to be drawn."""
        text, line = self.text, self.line
        if line.start == line.end:
            return []
        position = self.style.left + line.offset + self._shift()
        steps = text.advances[line.start : line.end]
        gap, at_marks = self._gaps()
        if gap:
            for index in range(line.start, line.end):
                if self._loose(index):
                    steps[index - line.start] += gap + (at_marks if self._beside_mark(index) else 0.0)
        rules, start = [], line.start
        while start < line.end:
            stop = self._run(start, steps)
            width = sum(steps[start - line.start : stop - line.start])
            self._write(target, start, stop, position, baseline, steps[start - line.start])
            look = text.looks[start]
            if look.underlined:
                height = baseline - 0.14 * self.style.size
                rules.append(_Rule(position, position + width, height, look.colour))
            start, position = stop, position + width
        return rules

    def _shift(self) -> float:
        """How far the line is moved to the right."""
        spare = self.line.room - self.line.width
        if self.style.alignment is Alignment.CENTRED:
            return spare / 2
        return spare if self.style.alignment is Alignment.RIGHT else 0.0

    def _gaps(self) -> tuple[float, float]:
        """What is let out between characters, and what beside marks and spaces in addition."""
        line, size = self.line, self.style.size
        spare = line.room - line.width
        if self.style.alignment is not Alignment.JUSTIFIED or (line.last and spare >= 0):
            return 0.0, 0.0
        if spare < 0:
            # The mark at the end gives away its blank half.
            spare += size / 2
        loose = [index for index in range(line.start, line.end) if self._loose(index)]
        if not loose or spare <= 0:
            return 0.0, 0.0
        gap = min(spare / len(loose), LOOSEST * size)
        rest, marks = spare - gap * len(loose), sum(self._beside_mark(index) for index in loose)
        if rest <= 0.001 or not marks or rest / marks > LOOSEST_AT_MARKS * size:
            return gap, 0.0
        return gap, rest / marks

    def _beside_mark(self, index: int) -> bool:
        """Whether the gap behind a character is one beside a mark or a space, where letting out shows least."""
        here, following = self.text.characters[index], self.text.characters[index + 1]
        return here == " " or here in _TRIMMED_AT_END or following in _TRIMMED_AT_START

    def _loose(self, index: int) -> bool:
        """Whether the gap behind a character may be let out."""
        if index + 1 >= self.line.end:
            return False
        here, following = self.text.characters[index], self.text.characters[index + 1]
        if here == following and here in "—…":
            return False
        return not (_tight(here) and _tight(following))

    def _run(self, start: int, steps: Sequence[float]) -> int:
        """Where the run that begins at ``start`` ends: one face, one look, one spacing throughout."""
        text, offset, end = self.text, self.line.start, self.line.end
        face, look = text.faces[start], text.looks[start]
        spacing = steps[start - offset] - text.widths[start]
        stop = start + 1
        while (
            stop < end
            and text.faces[stop] == face
            and text.looks[stop] is look
            and abs(steps[stop - 1 - offset] - text.widths[stop - 1] - spacing) < 1e-6
        ):
            stop += 1
        return stop

    def _write(
        self, target: PDFTextObject, start: int, stop: int, position: float, baseline: float, step: float
    ) -> None:
        text = self.text
        face, look = text.faces[start], text.looks[start]
        font(face)
        target.setTextOrigin(position, baseline)
        target.setFont(face, self.style.size)
        target.setFillColor(look.colour)
        target.setCharSpace(step - text.widths[start] if stop - start > 1 else 0.0)
        target.textOut(text.characters[start:stop])


@lru_cache(maxsize=20_000)
def _tight(character: str) -> bool:
    return "!" <= character < "\u0180" and character != "·"
