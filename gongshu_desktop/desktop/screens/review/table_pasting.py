"""Blocks of cells between a grid and a spreadsheet: tab-separated text, as Excel, WPS and LibreOffice put it on the clipboard."""

import csv
import io
import uuid
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt

from gongshu_desktop.desktop.screens.review.table_model import TableModel
from gongshu_desktop.policy.model import Fact
from gongshu_desktop.review.editing.edits import AddClaimedRow, Edit, PasteCells, SetCell, Side, parse_value

Lines = Sequence[tuple[str, ...]]


def lines_of(text: str) -> list[tuple[str, ...]]:
    """The lines of cells in a clipboard's text, without empty ones."""
    try:
        lines = [tuple(line) for line in csv.reader(io.StringIO(text), delimiter="\t")]
    except csv.Error:
        lines = [tuple(line.split("\t")) for line in text.splitlines()]
    return [line for line in lines if any(cell.strip() for cell in line)]


def without_headings(lines: Lines, columns: Sequence[Fact]) -> Lines:
    """The lines, without a first one that only repeats the columns' names."""
    names = [column.name for column in columns]
    first = [cell.strip() for cell in lines[0]] if lines else []
    return lines[1:] if first and first == names[: len(first)] else lines


def as_text(cells: TableModel, rows: range, columns: range) -> str:
    """A block of cells as a spreadsheet takes it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for row in rows:
        indexes = [cells.index(row, column) for column in columns]
        writer.writerow([index.data(Qt.ItemDataRole.DisplayRole) or "" for index in indexes])
    return text.getvalue()


def edits(cells: TableModel, key: str | None, column: Fact, lines: Lines) -> list[Edit]:
    """The edits that put texts into cells from one cell on. The verified side takes a block as one edit.

    Raises:
        ValueError: in words, when a text of the claimed side cannot be read.
    """
    if cells.side is Side.CLAIMED:
        return list(_claimed(cells, key, column, lines))
    new_keys = tuple(uuid.uuid4().hex for _line in lines)
    return [PasteCells(cells.measure, cells.fact.name, key, column.name, tuple(lines), new_keys)]


def _claimed(cells: TableModel, key: str | None, column: Fact, lines: Lines) -> Iterator[Edit]:
    measure, fact = cells.measure, cells.fact
    columns = fact.columns[fact.columns.index(column) :]
    parsed = [{item.name: parse_value(item, text) for item, text in zip(columns, line, strict=False)} for line in lines]
    start = next((n for n in range(cells.rowCount()) if cells.key_at(n) == key), cells.rowCount())
    for number, values in enumerate(parsed, start=start):
        row_key = cells.key_at(number)
        if row_key is None:
            yield AddClaimedRow(measure, fact.name, uuid.uuid4().hex, values)
            continue
        for name, value in values.items():
            yield SetCell(measure, fact.name, row_key, name, Side.CLAIMED, value)
