"""What the work list shows, decided without Qt: which cases, in which order, and their sums.

Built for 100 000 cases: the text that a search looks through is put together once per case.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from gongshu_desktop.desktop import words
from gongshu_desktop.review.case import Role, Stage
from gongshu_desktop.services.ports import CaseSummary, Person


class Column(IntEnum):
    """The columns of the work list."""

    NUMBER = 0
    NAME = 1
    SUBDISTRICT = 2
    STAGE = 3
    CLAIMED = 4
    COMPUTED = 5
    APPROVED = 6
    PENDING = 7
    CHANGED = 8


class Pick(StrEnum):
    """Which cases by where they stand: all, mine, sent back, or those of a stage."""

    ALL = "all"
    MINE = "mine"
    RETURNED = "returned"
    REGISTERED = Stage.REGISTERED.value
    EXAMINATION = Stage.EXAMINATION.value
    CHECK = Stage.CHECK.value
    DECISION = Stage.DECISION.value
    SIGNING = Stage.SIGNING.value
    ISSUED = Stage.ISSUED.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the person has asked to see. None: any."""

    text: str = ""
    pick: Pick = Pick.ALL
    year: int | None = None
    subdistrict: str | None = None
    order: Column = Column.CHANGED
    descending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What is listed, and what stands around it. Amounts in fen; the sums are over what is listed."""

    rows: tuple[CaseSummary, ...] = ()
    total: int = 0
    claimed: int = 0
    computed: int = 0
    approved: int = 0
    undetermined: int = 0
    counts: dict[Pick, int] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    subdistricts: tuple[str, ...] = ()


_WAITING = {
    Stage.REGISTERED: Role.EXAMINER,
    Stage.EXAMINATION: Role.EXAMINER,
    Stage.CHECK: Role.CHECKER,
    Stage.DECISION: Role.APPROVER,
}


def waits_for(summary: CaseSummary, person: Person | None) -> bool:
    """Whether the next step of the case is this person's: his role is next, and he has not acted in another role."""
    if person is None:
        return False
    if summary.stage is Stage.SIGNING:
        return person.id in summary.people.values()
    role = _WAITING.get(summary.stage)
    if role is None or role not in person.roles:
        return False
    holder = summary.people.get(role)
    others = (id for acted, id in summary.people.items() if acted is not role)
    return holder in (None, person.id) and person.id not in others


class Catalogue:
    """All cases of the office, ready to be searched. Made anew when they change; slow to make, quick to ask."""

    def __init__(self, summaries: Sequence[CaseSummary], person: Person | None) -> None:
        self._all = [(item, _haystack(item)) for item in summaries]
        self._ordered: tuple[Column, bool] | None = None
        self._mine = frozenset(item.id for item in summaries if waits_for(item, person))
        self.years = tuple(sorted({item.year for item in summaries}, reverse=True))
        self.subdistricts = tuple(sorted({item.subdistrict for item in summaries if item.subdistrict}))

    def listing(self, wanted: Filter) -> Listing:
        """The cases that the filter asks for, in its order, with counts for the picks and sums."""
        around = self._matching(wanted)
        rows = [item for item in around if self._picked(item, wanted.pick)]
        return Listing(
            rows=tuple(rows),
            total=len(self._all),
            claimed=sum(item.claimed for item in rows),
            computed=sum(item.subtotal for item in rows),
            approved=sum(item.approved or 0 for item in rows),
            undetermined=sum(1 for item in rows if item.computed is None),
            counts=self._count(around),
            years=self.years,
            subdistricts=self.subdistricts,
        )

    def _in_order(self, order: Column, *, descending: bool) -> list[tuple[CaseSummary, str]]:
        if self._ordered != (order, descending):
            key = _sort_key(order)
            self._all.sort(key=lambda pair: key(pair[0]), reverse=descending)
            self._ordered = (order, descending)
        return self._all

    def _matching(self, wanted: Filter) -> list[CaseSummary]:
        pairs = self._in_order(wanted.order, descending=wanted.descending)
        terms = wanted.text.casefold().split()
        for term in terms[:-1]:
            pairs = [pair for pair in pairs if term in pair[1]]
        found = [item for item, hay in pairs if terms[-1] in hay] if terms else [item for item, _hay in pairs]
        if wanted.year is not None:
            found = [item for item in found if item.year == wanted.year]
        if wanted.subdistrict is not None:
            found = [item for item in found if item.subdistrict == wanted.subdistrict]
        return found

    def _picked(self, item: CaseSummary, pick: Pick) -> bool:
        if pick is Pick.ALL:
            return True
        if pick is Pick.MINE:
            return item.id in self._mine
        if pick is Pick.RETURNED:
            return item.returned
        return item.stage.value == pick.value

    def _count(self, around: Sequence[CaseSummary]) -> dict[Pick, int]:
        counts = {Pick(stage.value): count for stage, count in Counter(item.stage for item in around).items()}
        counts[Pick.ALL] = len(around)
        counts[Pick.MINE] = sum(1 for item in around if item.id in self._mine)
        counts[Pick.RETURNED] = sum(1 for item in around if item.returned)
        return counts


def _haystack(item: CaseSummary) -> str:
    state = words.stage(item.stage) + (words.returned() if item.returned else "")
    parts = (item.number, item.makerspace, item.applicant, item.uscc, item.initials, item.subdistrict, state)
    return "\n".join(parts).casefold()


def _sort_key(order: Column) -> Callable[[CaseSummary], Any]:
    stages = {stage: index for index, stage in enumerate(Stage)}
    keys: dict[Column, Callable[[CaseSummary], Any]] = {
        Column.NUMBER: lambda item: (item.year, len(item.number), item.number),
        Column.NAME: lambda item: (item.initials, item.makerspace),
        Column.SUBDISTRICT: lambda item: item.subdistrict,
        Column.STAGE: lambda item: (stages[item.stage], item.returned),
        Column.CLAIMED: lambda item: item.claimed,
        Column.COMPUTED: lambda item: -1 if item.computed is None else item.computed,
        Column.APPROVED: lambda item: -1 if item.approved is None else item.approved,
        Column.PENDING: lambda item: item.pending,
        Column.CHANGED: lambda item: item.changed,
    }
    return keys[order]
