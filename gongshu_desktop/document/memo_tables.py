"""Tables of a document: ruled, with a head that is repeated on each page, and rows that may break between pages.

A table never stops a document: a row that is taller than a page is split, whatever stands in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import black
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Table

from gongshu_desktop.document.fonts import font
from gongshu_desktop.document.memo_styles import CAPTION, FAINT, HEIGHT, PALE, RULE, WIDTH
from gongshu_desktop.document.typesetting import Paragraph

Command = tuple[Any, ...]
Cell = Flowable | str
_PADDING = 4.0
_JUDGED = 200
"""Rows that column widths are judged by."""
_SMALL = 130.0
_SLIVER = 80.0
"""Less room than this at the foot of a page is not worth a piece of a tall row."""
_SHORT, _WIDEST, _WISHED, _HEAD_CHARACTER = 46.0, 120.0, 240.0, 9.0


@dataclass(frozen=True, slots=True)
class Column:
    """How wide a column is between: ``least`` holds its widest word, ``natural`` needs no line break; in points."""

    least: float
    natural: float


class RuledTable(Table):
    """A table that breaks between rows, and inside a row only where the row is taller than a page.

    ReportLab would otherwise fill each remaining sliver of a page with a piece of the next row.
    """

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - ReportLab's names
        """ReportLab's question for the part that fits and the rest."""
        self.splitInRow = 0
        parts: list[Flowable] = super().split(availWidth, availHeight)
        self.splitInRow = 1
        if parts or availHeight > HEIGHT - 1:
            return parts or super().split(availWidth, availHeight)
        heights: list[float] = self._rowHeights  # type: ignore[attr-defined]
        head = sum(heights[: self.repeatRows])
        tall = head + heights[self.repeatRows] > HEIGHT
        return super().split(availWidth, availHeight) if tall and availHeight > head + _SLIVER else []


def table(
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    *,
    head: int = 1,
    repeated: bool = True,
    extra: Sequence[Command] = (),
) -> RuledTable:
    """A ruled table whose first ``head`` rows are its head, ``repeated`` on each page."""
    font("MemoLatin")
    last = -1
    commands: list[Command] = [
        # Empty cells would otherwise call for Helvetica, which is not embedded.
        ("FONT", (0, 0), (last, last), "MemoLatin", 9),
        ("GRID", (0, 0), (last, last), 0.5, RULE),
        ("BOX", (0, 0), (last, last), 0.9, black),
        ("VALIGN", (0, 0), (last, last), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (last, last), _PADDING),
        ("RIGHTPADDING", (0, 0), (last, last), _PADDING),
        ("TOPPADDING", (0, 0), (last, last), 3),
        ("BOTTOMPADDING", (0, 0), (last, last), 3.5),
    ]
    if head:
        commands.append(("BACKGROUND", (0, 0), (last, head - 1), PALE))
    return RuledTable(
        [list(row) for row in rows],
        colWidths=list(widths),
        repeatRows=head if repeated else 0,
        splitInRow=1,
        style=commands + list(extra),
        hAlign="LEFT",
        spaceBefore=0,
        spaceAfter=0,
    )


def share(columns: Sequence[Column], width: float = WIDTH) -> list[float]:
    """Widths for the columns that add up to ``width``: each gets its least, the rest goes where lines would break."""
    padding = 2 * _PADDING + 1
    least = [column.least + padding for column in columns]
    natural = [max(column.natural, column.least) + padding for column in columns]
    if sum(natural) <= width:
        spare = width - sum(natural)
        return [wanted + spare * wanted / sum(natural) for wanted in natural]
    if sum(least) >= width:
        return [width * wanted / sum(least) for wanted in least]
    spare, wanting = width - sum(least), sum(natural) - sum(least)
    return [low + spare * (high - low) / wanting for low, high in zip(least, natural, strict=True)]


def fitted(rows: Sequence[Sequence[Paragraph]], solid: Sequence[bool], width: float = WIDTH) -> list[float]:
    """Widths from what stands in the columns. ``solid``: figures, which no line break may enter."""
    columns = []
    for index, whole in enumerate(solid):
        head, body = rows[0][index], [row[index] for row in rows[1:_JUDGED]]
        natural = max((paragraph.widest_line for paragraph in body), default=0.0)
        least = natural if whole or natural <= _SHORT else max(paragraph.widest_word for paragraph in body)
        columns.append(
            Column(
                least=max(min(least, _WIDEST), min(head.natural_width, 2 * _HEAD_CHARACTER)),
                natural=min(max(natural, head.natural_width), _WISHED),
            )
        )
    return share(columns, width)


def captioned(caption: str, body: Flowable) -> Iterator[Flowable]:
    """A caption and its table: a small one on the same page as a whole, of others at least a few lines."""
    yield CondPageBreak(72)
    _width, height = body.wrap(WIDTH, HEIGHT)
    if height < _SMALL:
        yield KeepTogether([Paragraph(caption, CAPTION), body])
        return
    yield Paragraph(caption, CAPTION)
    yield body


def quoted(paragraph: Paragraph) -> Table:
    """A quotation: set in from the left, with a rule beside it."""
    font("MemoLatin")
    return RuledTable(
        [[paragraph]],
        colWidths=[WIDTH],
        splitInRow=1,
        style=[
            ("FONT", (0, 0), (-1, -1), "MemoLatin", 9),
            ("BACKGROUND", (0, 0), (-1, -1), FAINT),
            ("LINEBEFORE", (0, 0), (0, -1), 2.5, RULE),
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ],
        hAlign="LEFT",
        spaceBefore=3,
        spaceAfter=3,
    )


def fractions(*parts: float) -> list[float]:
    """The block's width in the given proportions."""
    return [WIDTH * part / sum(parts) for part in parts]
