"""What a case says of its steps beside the journals that recorded them: who, as what, with which opinion, when; and what was
approved. A case that arrives in a package is held to it, and the case that is stored here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from gongshu_desktop.policy.model import Award, Policy
from gongshu_desktop.review.case import Case, Passage
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.passage import RULES
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.ports import Change, Entry
from gongshu_desktop.services.summary import approved_amount

_APART = timedelta(minutes=10)
"""At most so far apart are a step and its entry: the memo is drawn between the two."""
DECIDED = "/=approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenStep:
    """A step in a journal; ``stretch`` tells in which one, by its digest ("" for the journal here)."""

    entry: Entry
    stretch: str
    role: Role | None
    origin: Stage
    destination: Stage

    @property
    def told(self) -> tuple[object, ...]:
        """What the passage must say that it is the entry of, but for the time."""
        return self.entry.person, self.role, self.origin, self.destination, self.entry.told("opinion")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsCompared:
    """The first step of a case that no entry is of, None when each is one; the entries left over, in which the case has no part;
    the entry of the last approval."""

    unrecorded: Passage | None
    rest: tuple[TakenStep, ...]
    approved: Entry | None


def compared(passages: Sequence[Passage], entries: Iterable[tuple[Entry, str]]) -> StepsCompared:
    """Each step of the case must be one entry, in order. ``entries`` with the stretch that each stands in, oldest first."""
    rest, last = dict[tuple[object, ...], list[TakenStep]](), dict[str, int]()
    for taken in _steps(entries):
        rest.setdefault(taken.told, []).append(taken)
    approved: Entry | None = None
    missing: Passage | None = None
    for passage in passages:
        alike = rest.get(_told(passage), [])
        step = min(alike, key=partial(_apart, passage), default=None)
        if step is None or _apart(passage, step) > _APART or step.entry.sequence < last.get(step.stretch, 0):
            missing = passage
            break
        alike.remove(step)
        last[step.stretch] = step.entry.sequence
        if passage.destination is Stage.SIGNING:
            approved = step.entry
    left = tuple(step for steps in rest.values() for step in steps)
    return StepsCompared(unrecorded=missing, rest=left, approved=approved)


def _apart(passage: Passage, step: TakenStep) -> timedelta:
    return abs(passage.at - step.entry.at)


def _told(passage: Passage) -> tuple[object, ...]:
    return passage.person, passage.role, passage.origin, passage.destination, passage.opinion


def _steps(entries: Iterable[tuple[Entry, str]]) -> Iterator[TakenStep]:
    for entry, stretch in entries:
        if entry.action == Act.ISSUE:
            yield TakenStep(entry=entry, stretch=stretch, role=None, origin=Stage.SIGNING, destination=Stage.ISSUED)
        stage = entry.change("stage")
        for rule in RULES:
            moved = Change(subject="stage", old=rule.origin.value, new=rule.destination.value)
            if (entry.action, stage) == (rule.move.value, moved):
                yield TakenStep(
                    entry=entry, stretch=stretch, role=rule.role, origin=rule.origin, destination=rule.destination
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedOtherwise:
    """An amount (in fen, as text) that is not what was approved; ``measure`` is claimed no more where ``here`` is None."""

    measure: str
    told: str | None
    here: str | None


def approved_otherwise(case: Case, policy: Policy, approval: Entry | None) -> ApprovedOtherwise | None:
    """The first measure whose amount is another than the one that stands in the entry of the approval; None when all are the same."""
    changes = () if approval is None else approval.changes
    told = {item.subject.removesuffix(DECIDED): item.new for item in changes if item.subject.endswith(DECIDED)}
    assessment = policy.assess(case_inputs(case, policy), derive=False)
    for claim in case.claims:
        if policy.measure(claim.measure).award is not Award.SUBSIDY:
            continue
        amount = approved_amount(case, claim.measure, assessment)
        here, recorded = None if amount is None else str(amount), told.pop(claim.measure, "")
        if recorded != here:
            return ApprovedOtherwise(measure=claim.measure, told=recorded, here=here)
    for measure, recorded in told.items():
        return ApprovedOtherwise(measure=measure, told=recorded, here=None)
    return None
