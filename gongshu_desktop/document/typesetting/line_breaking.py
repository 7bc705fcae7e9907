"""Fills lines with a paragraph's clusters.

A closing mark at the end of a line may give away its blank half, and an opening one at the start always does.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from gongshu_desktop.document.typesetting.measured_text import (
    CLOSING,
    OPENING,
    TRIMMED_AT_END,
    TRIMMED_AT_START,
    MeasuredText,
)
from gongshu_desktop.document.typesetting.style import Style


@dataclass(frozen=True, slots=True)
class Line:
    """One line: characters ``start`` to ``end`` of the paragraph, natural width, and room in points."""

    start: int
    end: int
    width: float
    room: float
    last: bool
    offset: float


class LineBreaker:
    """Breaks one text into lines of one measure."""

    def __init__(self, text: MeasuredText, style: Style, width: float) -> None:
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
            if characters[start] in TRIMMED_AT_START and first and self.text.wide(start):
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
            self.text.characters[end - 1] in TRIMMED_AT_END
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
            sticks = characters[index] in CLOSING + " " or (index > start and characters[index - 1] in OPENING)
            # A stretch of nothing but marks sticks together only as far as there is room for it.
            if pieces and sticks and self.text.sums[index + 1] - self.text.sums[pieces[-1][0]] <= self.measure:
                pieces[-1] = (pieces[-1][0], index + 1)
            else:
                pieces.append((index, index + 1))
        return pieces
