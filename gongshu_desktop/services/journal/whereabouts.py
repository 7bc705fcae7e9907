"""Where a case is being worked on: here, or, once handed over 移交, on another PC. The journal alone says so.

Asked for with the work list, so nothing heavy is loaded for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, TypeVar

from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.services.ports import Entry, UnitOfWork

Item = TypeVar("Item")
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


HAND_OVER_ACTS = frozenset(act.value for act in HandOverAct)
"""They move a case from PC to PC, and change nothing of it."""


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
class Counted(Generic[Item]):
    """Follows what was done to one case: a taking over that was undone counts for nothing, nor does its undoing."""

    acts: list[tuple[str, Item]] = field(default_factory=list)
    _taken: list[int] = field(default_factory=list)
    """Where the takings over stand among them."""

    def follow(self, action: str, item: Item) -> None:
        """The next act, oldest first."""
        if action != HandOverAct.UNDO:
            if action == HandOverAct.TAKE_OVER:
                self._taken.append(len(self.acts))
            self.acts.append((action, item))
        elif self._taken:
            del self.acts[self._taken.pop()]


def counted(entries: "Iterable[Entry]") -> "list[Entry]":
    """What counts of the entries of a case."""
    found = Counted["Entry"]()
    for entry in entries:
        found.follow(entry.action, entry)
    return [entry for _action, entry in found.acts]


@dataclass(slots=True)
class Whereabouts:
    """Follows the acts with hand-over packages on one case; whoever undoes a taking over stands where he stood before it."""

    known: Counted[str] = field(default_factory=Counted[str])

    def follow(self, action: str, to: str) -> None:
        """The next act, oldest first; others than ``HandOverAct`` move no case."""
        if action in HAND_OVER_ACTS:
            self.known.follow(action, to)

    @property
    def elsewhere(self) -> str:
        """To whom it was handed over and not come back from, "" when it is here."""
        action, to = self.known.acts[-1] if self.known.acts else ("", "")
        return (to or "—") if action == HandOverAct.HAND_OVER else ""


def elsewhere_by(entries: "Iterable[Entry]") -> str:
    """To whom the case of these entries was handed over; "" when it is worked on here."""
    found = Whereabouts()
    for entry in entries:
        found.follow(entry.action, entry.told(TO))
    return found.elsewhere


def handed_to(uow: "UnitOfWork", case_id: str) -> str:
    """To whom a case was handed over; "" when it is worked on here."""
    return elsewhere_by(uow.journal.of_case(case_id, tuple(HandOverAct)))


def all_handed_over(uow: "UnitOfWork") -> dict[str, str]:
    """To whom each case was handed over that is being worked on elsewhere now, by the case's id."""
    acts = [entry for act in HandOverAct for entry in uow.journal.of_act(act)]
    found: dict[str, list[Entry]] = {}
    for entry in sorted(acts, key=attrgetter("sequence")):
        if entry.case is not None:
            found.setdefault(entry.case, []).append(entry)
    return {case: to for case, entries in found.items() if (to := elsewhere_by(entries))}


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """To whom a case was handed over, and when: what is on record here ends there."""

    to: str
    at: datetime


def handed_over(uow: "UnitOfWork", case_id: str) -> HandedOver | None:
    """When and to whom a case was handed over; None when it is worked on here."""
    entries = uow.journal.of_case(case_id, tuple(HandOverAct))
    to = elsewhere_by(entries)
    left = [entry.at for entry in entries if entry.action == HandOverAct.HAND_OVER]
    return HandedOver(to=to, at=left[-1]) if to else None


def handed_over_words(gone: HandedOver) -> str:
    """That the record here ends with the hand-over, and where to ask."""
    words = _("本案已于{day}移交给“{to}”，本机存档止于移交时；其后是否签发、更正，以接收方的存档为准。")
    return words.format(day=f"{gone.at.astimezone():%Y-%m-%d}", to=gone.to)


def elsewhere_words(to: str) -> str:
    """Why nothing can be done with the case here, and what to do."""
    return _("本案已移交给“{to}”，应在那里办理。确需在本机继续办理的，请先收回移交。").format(to=to)
