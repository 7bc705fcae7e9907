"""The cases in the file."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, Table, bindparam, delete, insert, select, update

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.store import front_page
from gongshu_desktop.store.case_mapping import Key, Line, Lines, basics, case_from, lines_of
from gongshu_desktop.store.case_rows import PARTS, CaseRow
from gongshu_desktop.store.errors import NotStored
from gongshu_desktop.store.rows import Row, columns_of
from gongshu_desktop.store.transaction import Transaction
from gongshu_desktop.store.values import fen, moment_text
from gongshu_desktop.wording import _


class Cases:
    """Keeps cases; ``save`` writes only the lines that differ from those in the file."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._read: dict[str, tuple[int, Lines]] = {}
        """What was read of a case, with its version: a save compares with that instead of reading it all again."""

    def get(self, id: str) -> Case:
        """The case; NotStored when there is none."""
        row = self._row(id)
        self._transaction.rely_on(select(CaseRow.version).where(CaseRow.id == id))
        lines = self._lines(id)
        self._read[id] = row["version"], lines
        return case_from(row, lines)

    def add(self, case: Case, summary: CaseSummary) -> None:
        """A new case; StoreRefused when its id is taken."""
        self._add(case, summary, 1)

    def put_back(self, case: Case, summary: CaseSummary) -> None:
        """The stored case gives way to an earlier state, its passages too; refused once it has a sealed memo.

        Its version goes on: whoever has read it before sees that it was written.
        """
        version = int(self._row(case.id)["version"]) + 1
        self.remove(case.id)
        self._add(case, summary, version)

    def _add(self, case: Case, summary: CaseSummary, version: int) -> None:
        values = {"id": case.id, "version": version, **basics(case), **_shown(summary)}
        session = self._transaction.writing()
        session.execute(insert(CaseRow), values)
        self._write(case.id, {part: {} for part in PARTS}, lines_of(case))

    def save(self, case: Case, summary: CaseSummary) -> None:
        """The new state of a stored case; NotStored when it is not there."""
        self._transaction.writing()
        row = self._row(case.id)
        wanted = {**basics(case), **_shown(summary)}
        changed = {name: value for name, value in wanted.items() if row[name] != value}
        version, lines = self._read.pop(case.id, (0, {}))
        stored = lines if version == row["version"] else self._lines(case.id)
        differs = self._write(case.id, stored, lines_of(case))
        if changed or differs:
            version = row["version"] + 1
            values = {**changed, "version": version}
            self._transaction.writing().execute(update(CaseRow).where(CaseRow.id == case.id).values(values))

    def remove(self, id: str) -> None:
        """Take the case out with all its parts; refused once it has an issued memo."""
        session = self._transaction.writing()
        self._row(id)
        self._read.pop(id, None)
        session.execute(delete(CaseRow).where(CaseRow.id == id))

    def summaries(self) -> Sequence[CaseSummary]:
        """The work list, in the order in which the cases came in. One light query, however many cases."""
        session = self._transaction.reading()
        lines = session.connection().exec_driver_sql(front_page.SUMMARIES)
        return [front_page.summary(line) for line in lines.cursor.fetchall()]

    def numbers(self) -> Sequence[str]:
        """The numbers of all cases, read from an index alone."""
        query = select(CaseRow.number).order_by(CaseRow.year, CaseRow.number)
        self._transaction.rely_on(query)
        return list(self._transaction.reading().scalars(query))

    def versions(self) -> Mapping[str, int]:
        """How often each case has been written."""
        return {
            line.id: line.version for line in self._transaction.reading().execute(select(CaseRow.id, CaseRow.version))
        }

    def version(self, id: str) -> int:
        """How often the case has been written; NotStored when there is none."""
        return int(self._row(id)["version"])

    def _row(self, id: str) -> RowMapping:
        query = select(*columns_of(CaseRow)).where(CaseRow.id == id)
        row = self._transaction.reading().execute(query).mappings().one_or_none()
        if row is None:
            raise NotStored(_("案卷不存在或已被删除：{id}").format(id=id))
        return row

    def _lines(self, id: str) -> Lines:
        session = self._transaction.reading()
        lines: dict[type[Row], Mapping[Key, Line]] = {}
        for part in PARTS:
            split = len(_SHAPES[part][0])
            found = session.execute(_QUERIES[part], {"case": id}).all()
            lines[part] = {tuple(line[:split]): tuple(line[split:]) for line in found}
        return lines

    def _write(self, id: str, old: Lines, new: Lines) -> bool:
        """Insert and update from above, delete from below; whether anything differed."""
        session = self._transaction.writing()
        statements = [*_written(id, old, new), *_removed(id, old, new)]
        for statement, lines in statements:
            session.connection().execute(statement, lines)
        return bool(statements)


# --- what differs ------------------------------------------------------------------------------------------------------


def _shape(part: type[Row]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of a part's key columns without the case's id, and of its other columns."""
    columns = list(part.__mapper__.columns)
    keys = tuple(column.key for column in columns if column.primary_key and column.key != "case_id")
    return keys, tuple(column.key for column in columns if not column.primary_key)


def _query(part: type[Row]) -> Any:
    keys, values = _SHAPES[part]
    wanted = [getattr(part, name) for name in (*keys, *values)]
    return select(*wanted).where(part.__mapper__.columns["case_id"] == bindparam("case"))


_SHAPES = {part: _shape(part) for part in PARTS}
_QUERIES = {part: _query(part) for part in PARTS}


def _written(id: str, old: Lines, new: Lines) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    for part in PARTS:
        table, (keys, values) = _table(part), _SHAPES[part]
        before, after = old[part], new[part]
        added = [
            {"case_id": id, **dict(zip((*keys, *values), (*key, *line), strict=True))}
            for key, line in after.items()
            if key not in before
        ]
        changed = [
            {"_case_id": id, **_named("_", keys, key), **_named("", values, line)}
            for key, line in after.items()
            if key in before and before[key] != line
        ]
        if changed:
            yield update(table).where(*_matches(table, keys)), changed
        if added:
            yield insert(table), added


def _removed(id: str, old: Lines, new: Lines) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    for part in reversed(PARTS):
        table, (keys, _values) = _table(part), _SHAPES[part]
        gone = [{"_case_id": id, **_named("_", keys, key)} for key in old[part] if key not in new[part]]
        if gone:
            yield delete(table).where(*_matches(table, keys)), gone


def _table(part: type[Row]) -> Table:
    table = part.__table__
    assert isinstance(table, Table)
    return table


def _named(prefix: str, names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    return {prefix + name: value for name, value in zip(names, values, strict=True)}


def _matches(table: Table, keys: Sequence[str]) -> list[Any]:
    return [table.c[name] == bindparam("_" + name) for name in ("case_id", *keys)]


# --- the work list -----------------------------------------------------------------------------------------------------


def _shown(summary: CaseSummary) -> dict[str, str | int | None]:
    """The columns of ``cases`` that the work list's line decides."""
    people = summary.people
    return {
        "returned": int(summary.returned),
        "claimed": fen(summary.claimed) or 0,  # which says nothing of whether one is named: the claims do
        "computed": fen(summary.computed),
        "subtotal": fen(summary.subtotal),
        "approved": fen(summary.approved),
        "pending": summary.pending,
        "changed": moment_text(summary.changed),
        "initials": summary.initials,
        "examiner": people.get(Role.EXAMINER),
        "checker": people.get(Role.CHECKER),
        "approver": people.get(Role.APPROVER),
    }
