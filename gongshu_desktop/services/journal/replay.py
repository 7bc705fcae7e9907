"""A case's journal played back: the value that each field must have now, and the entry that gave it.

Entries that older programs wrote do not hold everything: a first entry left out the particulars of applicant and makerspace,
the year and the policy; a document's entry its type, size and pages. Of these only what was written since is known; the rest
``Replayed.holds`` leaves open. The order of claims, rows and documents stands in no entry.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.journal.acts import Act, PaperAct
from gongshu_desktop.services.journal.subjects import MEMOS
from gongshu_desktop.services.journal.whereabouts import HandOverAct
from gongshu_desktop.services.ports import Entry

_STAGE, _POLICY = "stage", "policy"
_BEGINNING = frozenset({Act.CREATE.value, Act.IMPORT.value})
_ENDING = frozenset({Act.DELETE.value, Act.UNDO_IMPORT.value})
_WRITING = _BEGINNING | _ENDING | {Act.EDIT, Act.DECIDE, PaperAct.BIND_SCAN, HandOverAct.TAKE_OVER, HandOverAct.UNDO}
"""Acts whose changes are changes of the case, but for what ``_BESIDE`` begins."""
_BESIDE = ("handover/", MEMOS, "paper/")
_MOVES = frozenset(move.value for move in Move)
_PARTICULARS = re.compile(r"policy|year|applicant/.*|makerspace/.*", re.DOTALL)
_DOCUMENT = re.compile(r"(evidence\[.*\])/(?:media_type|size|pages)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Held:
    """A value as the journal's last entry about it gave it; None: it was taken away."""

    value: str | None
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """By the path of each field. ``present``: whether the case should be there at all; ``last`` the entry that decided it;
    ``written`` the last one with which the case was saved."""

    values: Mapping[str, Held]
    present: bool
    last: Entry | None
    written: Entry | None

    def holds(self, subject: str) -> bool:
        """Whether the journal can tell what the field should be, be it nothing."""
        if subject in self.values:
            return True
        if subject == _STAGE:
            return False
        if _PARTICULARS.fullmatch(subject):
            return self._given(_POLICY)
        document = _DOCUMENT.fullmatch(subject)
        return document is None or self._given(f"{document[1]}/size")

    def _given(self, subject: str) -> bool:
        """Whether an entry of a program that writes it all has put it there."""
        return subject in self.values and self.values[subject].value is not None


def replayed(entries: Iterable[Entry]) -> Replayed:
    """The entries of one case played back, oldest first."""
    values: dict[str, Held] = {}
    present, last, saved = False, None, None
    before: list[bool] = []
    """Whether the case was there before each taking over that was not undone."""
    for entry in entries:
        action = entry.action
        if action in _BEGINNING:
            present, last = True, entry
            values[_STAGE] = Held(Stage.REGISTERED.value, entry)
        elif action in _ENDING:
            present, last = False, entry
        elif action == HandOverAct.TAKE_OVER:
            before.append(present)
            present, last = True, entry
        elif action == HandOverAct.UNDO and before:
            present, last = before.pop(), entry
        if _write(values, entry):
            saved = entry
    return Replayed(values=values, present=present, last=last, written=saved)


def _write(values: dict[str, Held], entry: Entry) -> bool:
    """Take in what an entry says; whether the case was saved with it."""
    if entry.action in _MOVES:
        moved = entry.change(_STAGE)
        if moved is not None:
            values[_STAGE] = Held(moved.new, entry)
    elif entry.action == Act.ISSUE:
        values[_STAGE] = Held(Stage.ISSUED.value, entry)
    elif entry.action in _WRITING:
        for change in entry.changes:
            if not change.subject.startswith(_BESIDE):
                values[change.subject] = Held(change.new, entry)
    else:
        return False
    return True
