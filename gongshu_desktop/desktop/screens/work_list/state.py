"""What the work list shows, decided without Qt: which cases, in which order, and their sums.

Built for 100 000 cases: the text that a search looks through is put together once per case.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from operator import attrgetter
from typing import Any

from gongshu_desktop.desktop import words
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.records import CaseSummary, Person


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
    """Which cases by where they stand: all, mine, sent back, handed over, or those of a stage that are to be worked on here."""

    ALL = "all"
    MINE = "mine"
    RETURNED = "returned"
    HANDED_OVER = "handed-over"
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
    if person is None or summary.handed_to:
        return False
    if summary.stage is Stage.SIGNING:
        return person.id == summary.signer
    role = _WAITING.get(summary.stage)
    if role is None or role not in person.roles:
        return False
    holder = summary.people.get(role)
    others = (id for acted, id in summary.people.items() if acted is not role)
    return holder in (None, person.id) and person.id not in others


_BITS = {pick: 1 << number for number, pick in enumerate(Pick)}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A case, the text that a search looks through, and the picks that it belongs to as bits."""

    case: CaseSummary
    text: str
    picks: int


_picks = attrgetter("picks")


class Catalogue:
    """All cases of the office, ready to be searched. Made anew when they change; slow to make, quick to ask."""

    def __init__(self, summaries: Sequence[CaseSummary], person: Person | None) -> None:
        self._all = [_Entry(item, _haystack(item), _picks_of(item, person)) for item in summaries]
        self._orders: dict[Column, list[_Entry]] = {}
        self.years = tuple(sorted({item.year for item in summaries}, reverse=True))
        self.subdistricts = tuple(sorted({item.subdistrict for item in summaries if item.subdistrict}))

    def listing(self, wanted: Filter) -> Listing:
        """The cases that the filter asks for, in its order, with counts for the picks and sums."""
        around = self._matching(wanted)
        bit = _BITS[wanted.pick]
        rows = [entry.case for entry in around if entry.picks & bit]
        return Listing(
            rows=tuple(rows),
            total=len(self._all),
            claimed=sum(filter(None, map(attrgetter("claimed"), rows))),
            computed=sum(map(attrgetter("subtotal"), rows)),
            approved=sum(filter(None, map(attrgetter("approved"), rows))),
            undetermined=list(map(attrgetter("computed"), rows)).count(None),
            counts=_count(around),
            years=self.years,
            subdistricts=self.subdistricts,
        )

    def _in_order(self, order: Column, *, descending: bool) -> Sequence[_Entry]:
        if order not in self._orders:
            key = _sort_key(order)
            self._orders[order] = sorted(self._all, key=lambda entry: key(entry.case))
        return self._orders[order][::-1] if descending else self._orders[order]

    def _matching(self, wanted: Filter) -> Sequence[_Entry]:
        found = self._in_order(wanted.order, descending=wanted.descending)
        for term in wanted.text.casefold().split():
            found = [entry for entry in found if term in entry.text]
        if wanted.year is not None:
            found = [entry for entry in found if entry.case.year == wanted.year]
        if wanted.subdistrict is not None:
            found = [entry for entry in found if entry.case.subdistrict == wanted.subdistrict]
        return found


def marked(summaries: Sequence[CaseSummary], handed: Mapping[str, str]) -> Sequence[CaseSummary]:
    """The cases with to whom each was handed over."""
    if not handed:
        return summaries
    return [replace(item, handed_to=handed[item.id]) if item.id in handed else item for item in summaries]


def _picks_of(item: CaseSummary, person: Person | None) -> int:
    if item.handed_to:
        return _BITS[Pick.ALL] | _BITS[Pick.HANDED_OVER]
    bits = _BITS[Pick.ALL] | _BITS[Pick(item.stage.value)]
    if waits_for(item, person):
        bits |= _BITS[Pick.MINE]
    if item.returned:
        bits |= _BITS[Pick.RETURNED]
    return bits


def _count(around: Sequence[_Entry]) -> dict[Pick, int]:
    kinds = Counter(map(_picks, around))
    return {pick: sum(count for bits, count in kinds.items() if bits & bit) for pick, bit in _BITS.items()}


def _haystack(item: CaseSummary) -> str:
    state = words.stage(item.stage) + (words.returned() if item.returned else "")
    if item.handed_to:
        state += f"\n{words.handed_over()} {item.handed_to}"
    parts = (item.number, item.makerspace, item.applicant, item.uscc, item.initials, item.subdistrict, state)
    return "\n".join(parts).casefold()


def _sort_key(order: Column) -> Callable[[CaseSummary], Any]:
    stages = {stage: index for index, stage in enumerate(Stage)}
    keys: dict[Column, Callable[[CaseSummary], Any]] = {
        Column.NUMBER: lambda item: (item.year, len(item.number), item.number),
        Column.NAME: lambda item: (item.initials, item.makerspace),
        Column.SUBDISTRICT: lambda item: item.subdistrict,
        Column.STAGE: lambda item: (stages[item.stage], item.returned),
        Column.CLAIMED: lambda item: -1 if item.claimed is None else item.claimed,
        Column.COMPUTED: lambda item: -1 if item.computed is None else item.computed,
        Column.APPROVED: lambda item: -1 if item.approved is None else item.approved,
        Column.PENDING: lambda item: item.pending,
        Column.CHANGED: lambda item: item.changed,
    }
    return keys[order]
