"""The whole journal read through, for whoever looks into it: with each entry the stretches from other PCs that it brought in,
and the cases that a number belongs to, though only the journal knows it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongshu_desktop.services.journal.histories import History, held, stored, stored_texts
from gongshu_desktop.services.journal.whereabouts import HandOverAct
from gongshu_desktop.services.ports import Entry, UnitOfWork

_NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntry:
    """An entry of this PC's journal, and the stretches of journals that came in with it, oldest first.

    ``own``: the SHA-256 of those that had gone out from this PC and came back: their entries stand in this journal.
    """

    entry: Entry
    histories: tuple[History, ...] = ()
    own: frozenset[str] = frozenset()


def read_through(entries: Iterable[Entry]) -> Iterator[ReadEntry]:
    """Every entry of the journal, from the first one on: a stretch may name one that came earlier."""
    texts: dict[str, str] = {}
    seen: set[str] = set()
    for entry in entries:
        seen.add(entry.digest)
        if entry.action != HandOverAct.TAKE_OVER:
            yield ReadEntry(entry=entry)
            continue
        texts |= stored_texts([entry])
        came = [stored(sha256, texts) for change in entry.changes if (sha256 := held(change.subject))]
        came.sort(key=lambda history: (history.entries[0].at, history.entries[0].sequence))
        own = frozenset(history.sha256 for history in came if all(item.digest in seen for item in history.entries))
        yield ReadEntry(entry=entry, histories=tuple(came), own=own)


def cases_of(uow: UnitOfWork, wanted: str) -> frozenset[str]:
    """The ids of the cases that somebody means who gives a number or an id; empty when there is none.

    A number of the record comes first. Else it is one that the journal knows: of a case that was deleted or undone, that had
    another number before, or that had it on another PC.
    """
    here = frozenset(summary.id for summary in uow.cases.summaries() if wanted in {summary.number, summary.id})
    if here:
        return here
    return frozenset(
        entry.case
        for read in read_through(uow.journal.entries())
        for entry in (read.entry, *(entry for history in read.histories for entry in history.entries))
        if entry.case is not None and (entry.case == wanted or _bears(entry, wanted))
    )


def _bears(entry: Entry, number: str) -> bool:
    return any(change.subject == _NUMBER and number in {change.old, change.new} for change in entry.changes)
