"""How far a case has come by the journal: no column of the database makes a contradiction a correction, or an open case issued."""

from collections.abc import Iterator, Sequence

from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.histories import known, stored, stored_texts, taken_over
from gongshu_desktop.services.journal.whereabouts import counted
from gongshu_desktop.services.ports import Entry, UnitOfWork


def is_settled(uow: UnitOfWork, case: str) -> bool:
    """Whether it was issued, here or before it came here, and no correction has begun since."""
    return _settled(uow.journal.of_case(case))


def stage_told(entries: Sequence[Entry]) -> Stage | None:
    """The stage of the case of these entries; None where only the PC that it came from knows it, and that it is not issued."""
    if _settled(entries):
        return Stage.ISSUED
    last = taken_over(entries)
    since = counted(entries) if last is None else [item for item in entries if item.sequence > last.sequence]
    moved = [change.new for item in since for change in item.changes if change.subject == "stage" and change.new]
    if not moved:
        return Stage.REGISTERED if last is None else None
    return Stage(moved[-1])


def _settled(entries: Sequence[Entry]) -> bool:
    """Issues and corrections take turns, so they are counted: clocks of several PCs need not agree."""
    acts = [entry.action for entry in _resting(entries)]
    return acts.count(Act.ISSUE) > acts.count(Act.CORRECT)


def _resting(entries: Sequence[Entry]) -> Iterator[Entry]:
    """What was done to the case as it stands, on whatever PC, each once."""
    last = taken_over(entries)
    if last is None:
        yield from counted(entries)
        return
    texts = stored_texts(entries)
    before = (stored(sha256, texts).entries for sha256 in known(last) if sha256 in texts)
    since = [entry for entry in entries if entry.sequence > last.sequence]
    found = {entry.digest: entry for stretch in (*before, since) for entry in counted(stretch)}
    yield from found.values()
