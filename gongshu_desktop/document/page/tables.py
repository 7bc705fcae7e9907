"""Tables of a document: ruled, with a head that is repeated on each page, and rows that may break between pages.

A table never stops a document: a row that would take more than half a page is cut into pieces of a few lines, without a
rule between them, so that a page can end anywhere in it. (ReportLab can break inside a row too, but fills each sliver of
a page that remains with an empty piece.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, KeepTogether, Table

from gongshu_desktop.document.fonts.faces import font
from gongshu_desktop.document.page.styles import FAINT, HEIGHT, PALE, RULE, WIDTH
from gongshu_desktop.document.typesetting.paragraph import Paragraph

Command = tuple[Any, ...]
Cell = Flowable | str
_PADDING = 3.2
_ABOVE, _BELOW = 2.0, 2.6
_TALLEST = HEIGHT / 2
"""A row that is taller than this is cut."""
_CLOSED: list[Any] = [("LINEABOVE", (0, 0), (-1, 0), 0.9, black), ("LINEBELOW", (0, -1), (-1, -1), 0.9, black)]
_PIECE = 4
"""Lines in a piece of a cut row."""
_SMALL = 90.0
"""A table that is not taller than this stays on one page."""
_JUDGED = 200
"""Rows that column widths are judged by."""
_SHORT, _WIDEST, _WISHED, _HEAD_CHARACTER = 46.0, 120.0, 240.0, 9.0


@dataclass(frozen=True, slots=True)
class Column:
    """How wide a column is between: ``least`` holds its widest word, ``natural`` needs no line break; in points."""

    least: float
    natural: float


def table(
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    *,
    head: int = 1,
    repeated: bool = True,
    extra: Sequence[Command] = (),
) -> Table:
    """A ruled table whose first ``head`` rows are its head, ``repeated`` on each page.

    ``extra`` are ReportLab's commands by the rows as given here, however many pieces a row is cut into.
    """
    laid = _Laid(widths)
    for index, row in enumerate(rows):
        laid.add(row, _spans(extra, index, len(widths)))
    last = (-1, -1)
    commands: list[Command] = [
        ("LINEBEFORE", (1, 0), last, 0.5, RULE),
        *(("LINEABOVE", (0, start), (-1, start), 0.5, RULE) for start in laid.starts[1:]),
        ("LINEBEFORE", (0, 0), (0, -1), 0.9, black),
        ("LINEAFTER", (-1, 0), last, 0.9, black),
        *_CLOSED,
    ]
    if head:
        commands.append(("BACKGROUND", (0, 0), (-1, head - 1), PALE))
    commands += [moved for command in extra for moved in laid.moved(command)]
    return laid.made(commands, repeat=head if repeated else 0, kind=_Ruled)


def quoted(paragraph: Paragraph) -> Table:
    """A quotation: on a pale ground, with a rule beside it."""
    laid = _Laid([WIDTH])
    laid.add([paragraph], {})
    made = laid.made(
        [
            ("BACKGROUND", (0, 0), (-1, -1), FAINT),
            ("LINEBEFORE", (0, 0), (0, -1), 2.5, RULE),
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
        ],
        repeat=0,
    )
    made.spaceBefore = made.spaceAfter = 3
    return made


def beside(left_part: Sequence[Cell], right_part: Sequence[Cell], *, left: float, width: float = WIDTH) -> Table:
    """Two groups side by side without rules, the left one ``left`` points wide, both together ``width``."""
    font("MemoLatin")
    commands: list[Any] = [
        ("FONT", (0, 0), (-1, -1), "MemoLatin", 9),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]
    return Table([[list(left_part), list(right_part)]], [left, width - left], style=commands, hAlign="LEFT")


def kept(body: Table) -> Flowable:
    """A table that, where it is small, stays on one page."""
    _width, height = body.wrap(WIDTH, HEIGHT)
    return KeepTogether([body]) if height < _SMALL else body


# --- rows ------------------------------------------------------------------------------------------------------------


def _spans(extra: Sequence[Command], row: int, columns: int) -> dict[int, int]:
    """First and last column of each cell of that row that spans several."""
    return {
        command[1][0]: command[2][0] % columns for command in extra if command[0] == "SPAN" and command[1][1] == row
    }


class _Ruled(Table):
    """A table each of whose parts is closed above and below; ReportLab's own way forgets it at the second page."""

    def onSplit(self, T: Table, byRow: int = 1) -> None:  # noqa: N802, N803 - ReportLab's names
        """ReportLab's call for each part of a table that was split."""
        T.setStyle(_CLOSED)


@dataclass(slots=True)
class _Laid:
    """Rows as they go to ReportLab, tall ones cut into pieces."""

    widths: Sequence[float]
    rows: list[list[Cell]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """For each row as given, the place of its first piece."""
    cut: set[int] = field(default_factory=set)
    """The rows as given that were cut."""

    def add(self, row: Sequence[Cell], spans: dict[int, int]) -> None:
        """Lay a row, whole or in pieces."""
        index = len(self.starts)
        self.starts.append(len(self.rows))
        cells = [self._paragraph(cell, column, spans) for column, cell in enumerate(row)]
        if all(cell is None or cell[0].height_at(cell[1]) <= _TALLEST for cell in cells):
            self.rows.append(list(row))
            return
        self.cut.add(index)
        pieces = [cell[0].pieces(cell[1], _PIECE) if cell else [] for cell in cells]
        for place in range(max(map(len, pieces))):
            self.rows.append([column[place] if place < len(column) else "" for column in pieces])

    def _paragraph(self, cell: Cell, column: int, spans: dict[int, int]) -> tuple[Paragraph, float] | None:
        if not isinstance(cell, Paragraph):
            return None
        width = sum(self.widths[column : spans.get(column, column) + 1])
        return cell, width - _PADDING - _PADDING

    def _range(self, row: int) -> range:
        """The pieces of a row as given; -1 is the last one."""
        row %= len(self.starts)
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.rows)
        return range(self.starts[row], end)

    def moved(self, command: Command) -> Iterator[Command]:
        """A command by the rows as given, as it applies to their pieces."""
        name, (left, first), (right, last), *rest = command
        pieces = range(self._range(first).start, self._range(last).stop)
        if name == "SPAN":
            yield from ((name, (left, piece), (right, piece)) for piece in pieces)
        elif name != "NOSPLIT":
            yield (name, (left, pieces.start), (right, pieces.stop - 1), *rest)
        elif not any(first <= row <= last % len(self.starts) for row in self.cut):
            yield (name, (left, pieces.start), (right, pieces.stop - 1))

    def made(self, commands: Sequence[Command], *, repeat: int, kind: type[Table] = Table) -> Table:
        """The table itself."""
        font("MemoLatin")
        basic: list[Command] = [
            # Empty cells would otherwise call for Helvetica, which is not embedded.
            ("FONT", (0, 0), (-1, -1), "MemoLatin", 9),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), _ABOVE),
            ("BOTTOMPADDING", (0, 0), (-1, -1), _BELOW),
        ]
        for row in sorted(self.cut):
            pieces = self._range(row)
            first, last = pieces.start, pieces.stop - 1
            basic += [
                ("VALIGN", (0, first), (-1, last), "TOP"),
                ("TOPPADDING", (0, first + 1), (-1, last), 0),
                ("BOTTOMPADDING", (0, first), (-1, last - 1), 0),
            ]
        return kind(self.rows, list(self.widths), repeatRows=repeat, style=[*basic, *commands], hAlign="LEFT")


# --- widths ----------------------------------------------------------------------------------------------------------


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
    broad = [_column(rows, index, whole, lines=1) for index, whole in enumerate(solid)]
    if sum(column.natural + 2 * _PADDING + 1 for column in broad) <= width:
        return share(broad, width)
    # Lines will break: a head on two lines leaves more room to the text below the others.
    return share([_column(rows, index, whole, lines=2) for index, whole in enumerate(solid)], width)


def _column(rows: Sequence[Sequence[Paragraph]], index: int, whole: bool, *, lines: int) -> Column:
    head, body = rows[0][index], [row[index] for row in rows[1:_JUDGED]]
    natural = max((paragraph.widest_line for paragraph in body), default=0.0)
    least = natural if whole or natural <= _SHORT else max(paragraph.widest_word for paragraph in body)
    halved = max(4 * _HEAD_CHARACTER, -(-head.natural_width // (2 * _HEAD_CHARACTER)) * _HEAD_CHARACTER)
    title = min(head.natural_width, halved)
    return Column(
        least=max(min(least, _WIDEST), title),
        natural=min(max(natural, title if lines > 1 else head.natural_width), _WISHED),
    )


def fractions(*parts: float) -> list[float]:
    """The block's width in the given proportions."""
    return [WIDTH * part / sum(parts) for part in parts]
