"""What can be undone and made again in an open case, and which edits count as one step."""

from datetime import datetime

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.editing import edits
from gongshu_desktop.review.editing.edits import Edit, SetBasics

MOST_UNDO = 500
TYPING_SECONDS = 3.0
"""Edits of one field within this time of each other are one step to undo."""
Aim = tuple[object, ...]


class EditHistory:
    """The case as it was before each step (``back``), and as it was before each was undone (``forward``); the latest last."""

    def __init__(self) -> None:
        self.back: list[Case] = []
        self.forward: list[Case] = []
        self._last: tuple[Aim, datetime] | None = None

    def note(self, before: Case, aim: Aim, now: datetime) -> None:
        """An edit was made: a step of its own, or more of the same typing. What was undone cannot be made again."""
        typing = self._last is not None and self._last[0] == aim and bool(self.back) and self._soon(self._last[1], now)
        if not typing:
            self.back[:] = [*self.back[1 - MOST_UNDO :], before]
        self.forward.clear()
        self._last = (aim, now)

    def pause(self) -> None:
        """The next edit begins a step of its own."""
        self._last = None

    @staticmethod
    def _soon(before: datetime, now: datetime) -> bool:
        return 0 <= (now - before).total_seconds() <= TYPING_SECONDS


def aim(edit: Edit, before: Case, after: Case) -> Aim:
    """What an edit aims at, to be taken back in one step with others of the kind; of particulars each field by itself."""
    if not isinstance(edit, SetBasics):
        return edits.target(edit)
    return (SetBasics, *(change.subject for change in edits.changes(before, after)))
