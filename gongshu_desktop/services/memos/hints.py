"""The hints that an approval passed over: written to the journal with it, and printed in the memo.

They depend on what the office's other cases say at that moment, so nobody could find them again later.
"""

import re
from collections.abc import Iterable, Iterator
from operator import attrgetter

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.memo.decided import Hint, open_hints
from gongshu_desktop.services.journal import histories
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.memos.ledger import Ledger
from gongshu_desktop.services.ports import Change, Entry, UnitOfWork
from gongshu_desktop.wording import in_chinese

_SUBJECT = re.compile(r"(?:(?P<measure>.+)/)?hint\[\d+\]")


def hints_now(uow: UnitOfWork, case: Case, ledger: Ledger) -> tuple[Hint, ...]:
    """What is open now, in Chinese: it goes into the record and onto paper."""
    with in_chinese():
        return open_hints(ledger.standing(uow, case).findings)


def as_changes(hints: Iterable[Hint]) -> Iterator[Change]:
    """How the journal takes them."""
    for number, hint in enumerate(hints, start=1):
        place = f"{hint.measure}/" if hint.measure else ""
        yield Change(subject=f"{place}hint[{number}]", new=hint.text)


def passed_over(uow: UnitOfWork, case_id: str) -> tuple[Hint, ...]:
    """The hints of the case's last approval, here or on the PC that it came from."""
    entries = uow.journal.of_case(case_id)
    before = [entry for entry, _history in histories.elsewhere(entries)]
    approved = [entry for entry in (*before, *entries) if entry.action == Act.APPROVE]
    return tuple(_hints(max(approved, key=attrgetter("at")))) if approved else ()


def _hints(entry: Entry) -> Iterator[Hint]:
    for change in entry.changes:
        found = _SUBJECT.fullmatch(change.subject)
        if found is not None and change.new:
            yield Hint(measure=found["measure"] or "", text=change.new)
