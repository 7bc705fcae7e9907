"""Edits inside a table fact: rows that the applicant claimed, rows that the reviewer added or struck, pasted cells."""

from collections.abc import Mapping
from dataclasses import replace

from gongshu_desktop.policy.model import Fact
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.review.case import TableEntry, TableRow
from gongshu_desktop.review.editing.edit_types import (
    AddClaimedRow,
    AddRow,
    EditRefused,
    PasteCells,
    RemoveRow,
    SetCell,
    Side,
    StrikeRow,
)
from gongshu_desktop.review.values import parse_value, problem
from gongshu_desktop.wording import _

MOST_ROWS = 10_000

Cells = Mapping[str, Scalar | None]


def column_of(fact: Fact, name: str) -> Fact:
    """The column of a table fact; EditRefused when there is none of that name."""
    for column in fact.columns:
        if column.name == name:
            return column
    raise EditRefused(_("表格“{table}”没有“{column}”这一列。").format(table=fact.name, column=name))


def suitable(fact: Fact, value: Scalar | None) -> Scalar | None:
    """The value, if it suits the fact or column (None for an empty text: nothing was entered); EditRefused if not."""
    if value == "":
        return None
    wrong = None if value is None else problem(fact, value)
    if wrong is not None:
        raise EditRefused(_("“{fact}”应为{expected}。").format(fact=fact.name, expected=wrong))
    return value


def edit_table(
    entry: TableEntry, fact: Fact, edit: SetCell | AddRow | AddClaimedRow | RemoveRow | StrikeRow
) -> TableEntry:
    """The table after an edit of one row or cell."""
    match edit:
        case SetCell():
            return _set_cell(entry, fact, edit)
        case AddRow() | AddClaimedRow():
            return _add(entry, fact, edit)
        case RemoveRow():
            return _remove(entry, fact, edit)
        case StrikeRow():
            return _strike(entry, fact, edit)


def _place(entry: TableEntry, fact: Fact, key: str) -> int:
    for index, row in enumerate(entry.rows):
        if row.key == key:
            return index
    raise EditRefused(_("表格“{table}”中已没有这一行。").format(table=fact.name))


def _with_row(entry: TableEntry, index: int, row: TableRow) -> TableEntry:
    return replace(entry, rows=(*entry.rows[:index], row, *entry.rows[index + 1 :]))


def _set_cell(entry: TableEntry, fact: Fact, edit: SetCell) -> TableEntry:
    index = _place(entry, fact, edit.row_key)
    row = entry.rows[index]
    value = suitable(column_of(fact, edit.column), edit.value)
    if edit.side is Side.VERIFIED:
        changed = replace(row, verified={**row.verified, edit.column: value})
        return replace(_with_row(entry, index, changed), verified=True)
    if row.by_reviewer:
        raise EditRefused(_("第{row}行是审核人员增加的，没有申报值。").format(row=index + 1))
    return _with_row(entry, index, replace(row, claimed={**row.claimed, edit.column: value}))


def _add(entry: TableEntry, fact: Fact, edit: AddRow | AddClaimedRow) -> TableEntry:
    if any(row.key == edit.key for row in entry.rows):
        raise EditRefused(_("表格“{table}”中已有这一行。").format(table=fact.name))
    _room(entry, fact, 1)
    values: Cells = {name: suitable(column_of(fact, name), value) for name, value in edit.values.items()}
    by_reviewer = isinstance(edit, AddRow)
    row = TableRow(
        key=edit.key,
        claimed={} if by_reviewer else values,
        verified=values if by_reviewer else {},
        by_reviewer=by_reviewer,
    )
    index = len(entry.rows) if edit.index is None else max(0, edit.index)
    rows = (*entry.rows[:index], row, *entry.rows[index:])
    return replace(entry, rows=rows, verified=entry.verified or by_reviewer)


def _room(entry: TableEntry, fact: Fact, more: int) -> None:
    if len(entry.rows) + more > MOST_ROWS:
        raise EditRefused(_("表格“{table}”最多{most}行。").format(table=fact.name, most=MOST_ROWS))


def _remove(entry: TableEntry, fact: Fact, edit: RemoveRow) -> TableEntry:
    index = _place(entry, fact, edit.row_key)
    if not entry.rows[index].by_reviewer and entry.verified:
        raise EditRefused(_("第{row}行是申报的，只能剔除，不能删除。").format(row=index + 1))
    return replace(entry, rows=(*entry.rows[:index], *entry.rows[index + 1 :]))


def _strike(entry: TableEntry, fact: Fact, edit: StrikeRow) -> TableEntry:
    index = _place(entry, fact, edit.row_key)
    row = entry.rows[index]
    if row.by_reviewer:
        raise EditRefused(_("第{row}行是审核人员增加的，请直接删除。").format(row=index + 1))
    changed = _with_row(entry, index, replace(row, struck=edit.struck))
    return replace(changed, verified=entry.verified or edit.struck)


def accept_table(entry: TableEntry, *, fill: bool) -> TableEntry:
    """The table with verified cells as claimed; with ``fill`` only where nothing was verified yet."""
    rows = []
    for row in entry.rows:
        if row.by_reviewer or row.struck:
            rows.append(row)
            continue
        kept = {name: value for name, value in row.verified.items() if value is not None} if fill else {}
        rows.append(replace(row, verified={**row.claimed, **kept}))
    return replace(entry, rows=tuple(rows), verified=True)


def paste(entry: TableEntry, fact: Fact, edit: PasteCells) -> TableEntry:
    """The table with a block of cells from a spreadsheet on its verified side; all of it, or EditRefused."""
    start = next(index for index, column in enumerate(fact.columns) if column is column_of(fact, edit.column))
    columns = fact.columns[start:]
    widest = max((len(line) for line in edit.cells), default=0)
    if widest > len(columns):
        raise EditRefused(
            _("粘贴的内容有{width}列，从“{column}”起只有{room}列。").format(
                width=widest, column=edit.column, room=len(columns)
            )
        )
    parsed = [_line(columns, line, number) for number, line in enumerate(edit.cells, start=1)]
    first = len(entry.rows) if edit.row_key is None else _place(entry, fact, edit.row_key)
    live = [index for index in range(first, len(entry.rows)) if not entry.rows[index].struck]
    rows = list(entry.rows)
    for index, values in zip(live, parsed, strict=False):
        rows[index] = replace(rows[index], verified={**rows[index].verified, **values})
    added = parsed[len(live) :]
    taken = {row.key for row in entry.rows}
    if len(edit.new_keys) < len(added) or not taken.isdisjoint(edit.new_keys[: len(added)]):
        raise EditRefused(_("粘贴的内容有{lines}行，表格放不下。").format(lines=len(parsed)))
    _room(entry, fact, len(added))
    rows += [
        TableRow(key=key, verified=values, by_reviewer=True) for key, values in zip(edit.new_keys, added, strict=False)
    ]
    return replace(entry, rows=tuple(rows), verified=True)


def _line(columns: tuple[Fact, ...], line: tuple[str, ...], number: int) -> Cells:
    values: dict[str, Scalar | None] = {}
    for column, text in zip(columns, line, strict=False):
        try:
            values[column.name] = parse_value(column, text)
        except ValueError as error:
            raise EditRefused(
                _("粘贴内容第{line}行“{column}”：{problem}").format(line=number, column=column.name, problem=error)
            ) from error
    return values
