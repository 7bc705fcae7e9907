"""操作日志: append-only, each entry bound to the one before by a digest (``services.journal.chain``)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, insert, select

from gongshu_desktop.services.journal.chain import BEGINNING, entry_digest
from gongshu_desktop.services.ports import Change, Entry
from gongshu_desktop.services.records import Moment
from gongshu_desktop.store.errors import StoreAltered
from gongshu_desktop.store.record_rows import ChangeRow, EntryRow
from gongshu_desktop.store.transaction import Transaction
from gongshu_desktop.store.values import is_moment, moment_text
from gongshu_desktop.wording import _

_AT_ONCE = 500
"""Numbers in one query."""


class JournalLines:
    """Keeps the journal. The clock gives each entry its time."""

    def __init__(self, transaction: Transaction, clock: Callable[[], datetime]) -> None:
        self._transaction = transaction
        self._clock = clock

    def write(self, *, person: str, action: str, case: str | None, changes: Sequence[Change]) -> Entry:
        """Append an entry; it is on record when the transaction commits."""
        session = self._transaction.writing()
        last = session.execute(
            select(EntryRow.sequence, EntryRow.digest).order_by(EntryRow.sequence.desc()).limit(1)
        ).one_or_none()
        sequence, previous = (last.sequence + 1, last.digest) if last else (1, BEGINNING)
        at = moment_text(self._clock())
        kept = tuple(changes)
        digest = entry_digest(sequence, at, person, action, case, kept, previous)
        values = {
            "sequence": sequence,
            "at": at,
            "person": person,
            "action": action,
            "case_id": case,
            "previous": previous,
            "digest": digest,
        }
        connection = session.connection()
        connection.execute(insert(EntryRow), values)
        if kept:
            lines = [
                {"sequence": sequence, "position": place, "subject": item.subject, "old": item.old, "new": item.new}
                for place, item in enumerate(kept)
            ]
            connection.execute(insert(ChangeRow), lines)
        return Entry(
            sequence=sequence,
            at=datetime.fromisoformat(at),
            person=person,
            action=action,
            case=case,
            changes=kept,
            previous=previous,
            digest=digest,
        )

    def of_case(self, case: str, actions: Collection[str] | None = None) -> Sequence[Entry]:
        """The entries of one case, oldest first; with ``actions`` only those."""
        wanted = _lines().where(EntryRow.case_id == case)
        if actions is not None:
            wanted = wanted.where(EntryRow.action.in_([str(action) for action in actions]))
        return [_entry(at, lines) for at, lines in self._found(wanted)]

    def of_act(self, action: str) -> Sequence[Entry]:
        """The entries of one act in all cases, oldest first."""
        return [_entry(at, lines) for at, lines in self._found(_lines().where(EntryRow.action == str(action)))]

    def entries(self) -> Iterator[Entry]:
        """Every entry, oldest first."""
        for at, lines in self._found(_lines()):
            yield _entry(at, lines)

    def head(self) -> Entry | None:
        """The last entry."""
        last = select(EntryRow.sequence).order_by(EntryRow.sequence.desc()).limit(1).scalar_subquery()
        for at, lines in self._found(_lines().where(EntryRow.sequence == last)):
            return _entry(at, lines)
        return None

    def digest_of(self, sequence: int) -> str:
        """The digest of the entry of that number, as it is stored; "" when there is none."""
        query = select(EntryRow.digest).where(EntryRow.sequence == sequence)
        return self._transaction.reading().scalar(query) or ""

    def digests_of(self, sequences: Collection[int]) -> Mapping[int, str]:
        """The digests of the entries of those numbers, as they are stored, in few queries; those that there are."""
        found: dict[int, str] = {}
        wanted = iter(sequences)
        while some := list(islice(wanted, _AT_ONCE)):
            query = select(EntryRow.sequence, EntryRow.digest).where(EntryRow.sequence.in_(some))
            found |= {line.sequence: line.digest for line in self._transaction.reading().execute(query)}
        return found

    def moments(self) -> Iterator[Moment]:
        """When each entry was written, in the order of the entries; the changes are not read."""
        query = select(EntryRow.sequence, EntryRow.action, EntryRow.at).order_by(EntryRow.sequence)
        for line in self._transaction.reading().execute(query, execution_options={"yield_per": 1000}):
            yield Moment(sequence=line.sequence, action=line.action, at=_moment(line.at, line.sequence))

    def last_values(self, subject: str, actions: Collection[str]) -> Sequence[str]:
        """The values that a subject had in any case before one of these acts changed it."""
        query = (
            select(ChangeRow.old)
            .join(EntryRow, EntryRow.sequence == ChangeRow.sequence)
            .where(EntryRow.action.in_([str(action) for action in actions]), ChangeRow.subject == subject)
        )
        return [value for value in self._transaction.reading().scalars(query) if value is not None]

    def verify(self) -> int | None:
        """The sequence number of the first entry that does not fit the chain; None when all fit."""
        previous, expected = BEGINNING, 1
        for at, lines in self._found(_lines()):
            first = lines[0]
            digest = entry_digest(
                first.sequence, at, first.person, first.action, first.case_id, _changes(lines), first.previous
            )
            linked = (first.sequence, first.previous, first.digest) == (expected, previous, digest)
            if not linked or not is_moment(at):
                return expected if first.sequence > expected else int(first.sequence)
            previous, expected = digest, expected + 1
        return None

    def _found(self, query: Select[*tuple[Any, ...]]) -> Iterator[tuple[str, list[Any]]]:
        """Each entry's time as it was written, and its lines (one a change, at least one)."""
        ordered = query.order_by(EntryRow.sequence, ChangeRow.position)
        result = self._transaction.reading().execute(ordered, execution_options={"yield_per": 1000})
        for _sequence, lines in groupby(result, key=attrgetter("sequence")):
            kept = list(lines)
            yield kept[0].at, kept


def _lines() -> Select[*tuple[Any, ...]]:
    return select(
        EntryRow.sequence,
        EntryRow.at,
        EntryRow.person,
        EntryRow.action,
        EntryRow.case_id,
        EntryRow.previous,
        EntryRow.digest,
        ChangeRow.subject,
        ChangeRow.old,
        ChangeRow.new,
    ).outerjoin_from(EntryRow, ChangeRow, ChangeRow.sequence == EntryRow.sequence)


def _changes(lines: Sequence[Any]) -> tuple[Change, ...]:
    return tuple(Change(subject=line.subject, old=line.old, new=line.new) for line in lines if line.subject is not None)


def _entry(at: str, lines: Sequence[Any]) -> Entry:
    first = lines[0]
    return Entry(
        sequence=first.sequence,
        at=_moment(at, first.sequence),
        person=first.person,
        action=first.action,
        case=first.case_id,
        changes=_changes(lines),
        previous=first.previous,
        digest=first.digest,
    )


def _moment(at: str, sequence: int) -> datetime:
    if not is_moment(at):
        words = _("操作日志第{number}条的时间（{at}）不成其为时间，数据可能被改动过。请用备份查明。")
        raise StoreAltered(words.format(number=sequence, at=at))
    return datetime.fromisoformat(at)
