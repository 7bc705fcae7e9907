"""Where a case is being worked on: here, or, once handed over 移交, on another PC. The journal alone says so.

Asked for with the work list, so nothing heavy is loaded for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.services.ports import Entry, UnitOfWork

TO = "handover/to"
"""In the journal: to whom a case was handed over."""
DIGEST = "handover/digest"
"""In the journal: the digest of the package."""


class HandOverAct(StrEnum):
    """What somebody did with a hand-over package 移交包. The values stand in stored journals: they never change."""

    HAND_OVER = "hand-over"
    TAKE_BACK = "take-back"
    TAKE_OVER = "take-over"
    UNDO = "undo-take-over"


def hand_over_act_words(action: str) -> str:
    """The act as people call it; "" for one that is none of these."""
    words = {
        HandOverAct.HAND_OVER: _("移交案卷"),
        HandOverAct.TAKE_BACK: _("收回移交"),
        HandOverAct.TAKE_OVER: _("接收移交"),
        HandOverAct.UNDO: _("撤销接收"),
    }
    return next((text for act, text in words.items() if act == action), "")


@dataclass(slots=True)
class Whereabouts:
    """Follows the acts on one case; ``elsewhere``: to whom it was handed over and not come back from, "" when it is here."""

    elsewhere: str = ""
    before: list[str] = field(default_factory=list)

    def follow(self, action: str, to: str) -> None:
        """The next act, oldest first. Whoever undoes a taking over stands where he stood before it."""
        if action == HandOverAct.HAND_OVER:
            self.elsewhere = to or "—"
        elif action == HandOverAct.TAKE_BACK:
            self.elsewhere = ""
        elif action == HandOverAct.TAKE_OVER:
            self.before.append(self.elsewhere)
            self.elsewhere = ""
        elif action == HandOverAct.UNDO and self.before:
            self.elsewhere = self.before.pop()


def elsewhere_by(entries: "Iterable[Entry]") -> str:
    """To whom the case of these entries was handed over; "" when it is worked on here."""
    found = Whereabouts()
    for entry in entries:
        found.follow(entry.action, next((change.new or "" for change in entry.changes if change.subject == TO), ""))
    return found.elsewhere


def handed_to(uow: "UnitOfWork", case_id: str) -> str:
    """To whom a case was handed over; "" when it is worked on here."""
    return elsewhere_by(uow.journal.of_case(case_id, tuple(HandOverAct)))


def elsewhere_words(to: str) -> str:
    """Why nothing can be done with the case here, and what to do."""
    return _("本案已移交给{to}，应在那里办理。确需在本机继续办理的，请先收回移交。").format(to=to)
