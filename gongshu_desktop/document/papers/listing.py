"""Long lists: a head that is repeated on each page, rows that never break, and totals that never stand alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportlab.platypus import Table

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.page.sheet import Sheet
from gongshu_desktop.document.page.styles import CELL_CENTRED, CELL_RIGHT, LABEL, PALE
from gongshu_desktop.document.page.tables import Cell, Command, table
from gongshu_desktop.document.typesetting.paragraph import Paragraph, Style

_SIDES = 8.0
"""What a cell's padding takes of its width."""
TOTAL = replace(LABEL)
TOTAL_FIGURE = replace(CELL_RIGHT, typeface=Typeface.BOLD)
TOTAL_WORDS = replace(CELL_CENTRED, typeface=Typeface.BOLD)


def proportions(sheet: Sheet, parts: Sequence[float]) -> list[float]:
    """The sheet's width between its margins in the given proportions."""
    return [sheet.width * part / sum(parts) for part in parts]


class Listing:
    """A table that grows row by row."""

    def __init__(self, widths: Sequence[float], heads: Iterable[str], style: Style = LABEL) -> None:
        self.widths = list(widths)
        self._rows: list[list[Cell]] = [[Paragraph(text, style) for text in heads]]
        self._extra: list[Command] = []
        self._totals = 0

    def add(self, cells: Sequence[Cell]) -> None:
        """One more row."""
        self._rows.append(list(cells))

    def total(self, parts: Sequence[tuple[str, int, int, Style]]) -> None:
        """A row of totals: each part's text, its first column, the column behind its last, its style."""
        place = len(self._rows)
        row: list[Cell] = [""] * len(self.widths)
        for text, first, behind, style in parts:
            row[first] = Paragraph(text, style)
            if behind - first > 1:
                self._extra.append(("SPAN", (first, place), (behind - 1, place)))
        self._extra.append(("BACKGROUND", (0, place), (-1, place), PALE))
        self._rows.append(row)
        self._totals += 1

    def paired(self, texts: Sequence[str], figures: Sequence[str], column: int, style: Style) -> tuple[str, str]:
        """Texts and figures for two cells, side by side line for line, though a text may take several lines."""
        width = self.widths[column] - _SIDES
        lines = [len(Paragraph(text, style).lines(width)) for text in texts]
        spaced = "\n".join(figure + "\n" * (count - 1) for figure, count in zip(figures, lines, strict=True))
        return "\n".join(texts), spaced

    def made(self) -> Table:
        """The table."""
        extra = list(self._extra)
        if self._totals and len(self._rows) > self._totals + 1:
            extra.append(("NOSPLIT", (0, len(self._rows) - self._totals - 1), (-1, len(self._rows) - 1)))
        return table(self._rows, self.widths, extra=extra)
