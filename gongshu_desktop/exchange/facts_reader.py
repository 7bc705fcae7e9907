"""Facts in a case file: bare values, two sides, tables whose rows are paired up across the sides."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from gongshu_desktop.exchange.json_source import Json, Members, Problems, element, member, said
from gongshu_desktop.exchange.reading import elements, members_of, scalar, text, texts
from gongshu_desktop.policy.model import Fact, Kind
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.review.case import FactEntry, TableEntry, TableRow
from gongshu_desktop.review.editing.table_edits import MOST_ROWS
from gongshu_desktop.wording import _

SIDES = ("claimed", "verified", "note", "evidence")

Cells = Mapping[str, Scalar | None]
MaybeCells = Cells | None


def read_fact(value: Json, path: str, problems: Problems, fact: Fact) -> FactEntry:
    """A scalar fact. Its evidence holds titles; the caller turns them into keys."""
    if not isinstance(value, Members):
        both = scalar(value, path, problems, fact)
        return FactEntry(claimed=both, verified=both)
    sides = _sides(value, path, problems)
    claimed, verified = (
        scalar(sides[side], member(path, side), problems, fact) if side in sides else None for side in SIDES[:2]
    )
    note, evidence = _remarks(sides, path, problems)
    return FactEntry(claimed=claimed, verified=verified, note=note, evidence=evidence)


def _sides(value: Members, path: str, problems: Problems) -> Members:
    sides = members_of(value, path, problems, (), SIDES)
    if not value:
        problems.add(path, _("应有claimed或verified"))
    return sides


def _remarks(sides: Members, path: str, problems: Problems) -> tuple[str, tuple[str, ...]]:
    note = text(sides["note"], member(path, "note"), problems, lines=True) if "note" in sides else ""
    evidence = texts(sides["evidence"], member(path, "evidence"), problems) if "evidence" in sides else ()
    return note, evidence


def read_table(value: Json, path: str, problems: Problems, fact: Fact) -> TableEntry:
    """A table fact: a bare list stands for both sides; an object has one or both."""
    if not isinstance(value, Members):
        rows = _rows(value, path, problems, fact, gaps=False)
        whole = [TableRow(key=_key(index), claimed=row or {}, verified=row or {}) for index, row in enumerate(rows)]
        return TableEntry(rows=tuple(whole), verified=True)
    sides = _sides(value, path, problems)
    both = "claimed" in sides and "verified" in sides
    claimed, verified = (
        _rows(sides[side], member(path, side), problems, fact, gaps=both) if side in sides else [] for side in SIDES[:2]
    )
    note, evidence = _remarks(sides, path, problems)
    paired = _pair(claimed, verified, path, problems, fact) if "verified" in sides else _claimed_only(claimed)
    return TableEntry(rows=tuple(paired), verified="verified" in sides, note=note, evidence=evidence)


def _key(index: int) -> str:
    return f"r{index + 1}"


def _claimed_only(claimed: Sequence[MaybeCells]) -> list[TableRow]:
    return [TableRow(key=_key(index), claimed=row or {}) for index, row in enumerate(claimed)]


def _rows(value: Json, path: str, problems: Problems, fact: Fact, *, gaps: bool) -> list[MaybeCells]:
    """The rows of one side; with ``gaps``, null keeps the place of a row that the other side alone has."""
    if isinstance(value, list) and len(value) > MOST_ROWS:
        problems.add(path, _("表格应不超过{most}行，现有{count}行").format(most=MOST_ROWS, count=len(value)))
        return []
    columns = {column.name: column for column in fact.columns}
    return [
        None if item is None and gaps else _row(item, at, problems, columns)
        for at, item in elements(value, path, problems)
    ]


def _row(value: Json, path: str, problems: Problems, columns: Mapping[str, Fact]) -> Cells:
    cells = members_of(value, path, problems, (), columns)
    taken = {
        name: scalar(cell, member(path, name), problems, columns[name])
        for name, cell in cells.items()
        if name in columns
    }
    return {name: cell for name, cell in taken.items() if cell is not None}


def _pair(
    claimed: list[MaybeCells], verified: list[MaybeCells], path: str, problems: Problems, fact: Fact
) -> list[TableRow]:
    """The two sides as rows. The order of the verified rows is kept: it is what the assessment sees."""
    if len(claimed) != len(verified):
        if None in claimed or None in verified:
            problems.add(path, _("以null对齐时，claimed与verified的行数应相同"))
            return []
        claimed, verified = _aligned(claimed, verified, fact)
    rows = []
    for index, (old, new) in enumerate(zip(claimed, verified, strict=True)):
        if old is None and new is None:
            problems.add(element(path, index), _("同一行的claimed与verified不能都为{found}").format(found=said(None)))
            continue
        rows.append(
            TableRow(
                key=_key(index), claimed=old or {}, verified=new or {}, by_reviewer=old is None, struck=new is None
            )
        )
    return rows


def _aligned(
    claimed: Sequence[MaybeCells], verified: Sequence[MaybeCells], fact: Fact
) -> tuple[list[MaybeCells], list[MaybeCells]]:
    """Sides of different length, paired by what names a row (texts and codes), in order; None where one has no partner."""
    names = [column.name for column in fact.columns if column.kind in {Kind.TEXT, Kind.CREDIT_CODE}]
    places: dict[tuple[Scalar | None, ...], list[int]] = defaultdict(list)
    for index, row in enumerate(claimed):
        places[tuple((row or {}).get(name) for name in names)].append(index)
    old: list[MaybeCells] = []
    new: list[MaybeCells] = []
    cursor = 0
    for row in verified:
        there = places.get(tuple((row or {}).get(name) for name in names), [])
        found = bisect_left(there, cursor)
        if found < len(there):
            skipped = claimed[cursor : there[found]]
            old += [*skipped, claimed[there[found]]]
            new += [*[None] * len(skipped), row]
            cursor = there[found] + 1
        else:
            old.append(None)
            new.append(row)
    rest = claimed[cursor:]
    return [*old, *rest], [*new, *[None] * len(rest)]
