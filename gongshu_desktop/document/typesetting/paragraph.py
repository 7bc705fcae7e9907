"""Chinese paragraphs: where lines may break, how they fill the measure, how they are put on the page.

What it keeps: no closing mark begins a line and no opening one ends it (避头尾); numbers are never split, nor parted
from their unit; —— and …… stay whole; two marks in a row take one and a half widths; a closing mark at the line's end
may take half a width; lines are justified by letting out the gaps between characters, and stay ragged where that would
show; at least two lines of a paragraph stand on either page. ReportLab's own paragraph keeps none of this.
"""

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from gongshu_desktop.document.typesetting.line_breaking import Line, LineBreaker
from gongshu_desktop.document.typesetting.line_painting import LinePainter, Underline
from gongshu_desktop.document.typesetting.measured_text import MeasuredText
from gongshu_desktop.document.typesetting.style import Alignment, Span, Style

__all__ = ["Alignment", "Line", "Paragraph", "Span", "Style"]


class Paragraph(Flowable):
    """A paragraph of Chinese text. Give it plain text, or spans for parts that look different."""

    def __init__(self, content: str | Sequence[Span], style: Style) -> None:
        super().__init__()
        spans = (Span(content),) if isinstance(content, str) else content
        self._style = style
        self._text = MeasuredText(spans, style)
        self._broken: dict[float, list[Line]] = {}
        self._shown: tuple[Line, ...] | None = None
        self.spaceBefore, self.spaceAfter = style.before, style.after

    def lines(self, width: float) -> list[Line]:
        """The lines at that measure."""
        if self._shown is not None:
            return list(self._shown)
        if width not in self._broken:
            self._broken[width] = LineBreaker(self._text, self._style, width).lines()
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
        rules: list[Underline] = []
        baseline = self.height - style.leading / 2 - 0.38 * style.size
        for line in lines:
            rules += LinePainter(self._text, style, line).paint(text, baseline)
            baseline -= style.leading
        self.canv.drawText(text)
        for rule in rules:
            self.canv.setStrokeColor(rule.colour)
            self.canv.setLineWidth(style.size / 20)
            self.canv.line(rule.left, rule.height, rule.right, rule.height)
