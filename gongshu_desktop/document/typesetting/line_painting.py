"""Puts a line on the page, run by run, letting out the gaps of a justified one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportlab.lib.colors import Color
from reportlab.pdfgen.textobject import PDFTextObject

from gongshu_desktop.document.fonts.faces import font
from gongshu_desktop.document.typesetting.line_breaking import Line
from gongshu_desktop.document.typesetting.measured_text import TRIMMED_AT_END, TRIMMED_AT_START, MeasuredText
from gongshu_desktop.document.typesetting.style import Alignment, Style

LOOSEST = 0.095
"""The widest gap, in em, that justification may open between two characters; wider ones copy out of a PDF as spaces."""
LOOSEST_AT_MARKS = 0.5
"""What it may open, besides, beside a mark or a space; a line that needs more stays ragged."""


@dataclass(frozen=True, slots=True)
class Underline:
    left: float
    right: float
    height: float
    colour: Color


class LinePainter:
    """Puts one line into a text object, run by run."""

    def __init__(self, text: MeasuredText, style: Style, line: Line) -> None:
        self.text, self.style, self.line = text, style, line

    def paint(self, target: PDFTextObject, baseline: float) -> list[Underline]:
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
                rules.append(Underline(position, position + width, height, look.colour))
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
        return here == " " or here in TRIMMED_AT_END or following in TRIMMED_AT_START

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
