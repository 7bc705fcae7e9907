"""What a package's case says of its steps, and who took them, beside the journals in the package: both must say the same.

The digests show only that nothing was damaged on the way. Whoever makes a package anew makes its digests anew; so its parts are
held against each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from gongshu_desktop.policy.model import Award, Policy
from gongshu_desktop.review.case import Case, Passage
from gongshu_desktop.review.conflicts import same_name
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.passage import RULES
from gongshu_desktop.review.stage import Role, Stage, role_words
from gongshu_desktop.services.desk.examining import EXAMINING
from gongshu_desktop.services.handover.arrival import HandOverRefused
from gongshu_desktop.services.handover.package import Package
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.whereabouts import HandOverAct
from gongshu_desktop.services.ports import Change, Entry
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.summary import approved_amount
from gongshu_desktop.wording import _

_APART = timedelta(minutes=10)
"""At most so far apart are a step and its entry: the memo is drawn between the two."""
_DECIDED = "/=approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A step in a journal; ``stretch`` tells in which one, by its digest."""

    entry: Entry
    stretch: str
    role: Role | None
    origin: Stage
    destination: Stage

    @property
    def told(self) -> tuple[object, ...]:
        """What the passage must say that it is the entry of, but for the time."""
        return self.entry.person, self.role, self.origin, self.destination, self.entry.told("opinion")


def _told(passage: Passage) -> tuple[object, ...]:
    return passage.person, passage.role, passage.origin, passage.destination, passage.opinion


def expect_same_steps(package: Package, policy: Policy) -> None:
    """Each step of the case must be one entry, in order: who, what, which opinion, when; what was approved, as it was approved.

    The journals may hold more steps only where a package was taken over and that was undone.

    Raises:
        HandOverRefused: otherwise.
    """
    rest, last = dict[tuple[object, ...], list[_Step]](), dict[str, int]()
    for taken in _steps(package):
        rest.setdefault(taken.told, []).append(taken)
    approved: Entry | None = None
    for passage in package.case.passages:
        alike = rest.get(_told(passage), [])
        step = next((item for item in alike if abs(passage.at - item.entry.at) <= _APART), None)
        if step is None or step.entry.sequence < last.get(step.stretch, 0):
            raise _contradicts()
        alike.remove(step)
        last[step.stretch] = step.entry.sequence
        if passage.destination is Stage.SIGNING:
            approved = step.entry
    undone = any(entry.action == HandOverAct.UNDO for entry, _history in package.entries())
    if any(rest.values()) and not undone:
        raise _contradicts()
    if package.case.stage in {Stage.SIGNING, Stage.ISSUED}:
        _expect_approved(package.case, policy, approved)


def _contradicts() -> HandOverRefused:
    return HandOverRefused(_("移交包中的办理经过与所附的操作日志不一致，没有接收。请移交单位查明后重新移交。"))


def _steps(package: Package) -> Iterator[_Step]:
    for entry, history in package.entries():
        if entry.action == Act.ISSUE:
            yield _Step(entry=entry, stretch=history.sha256, role=None, origin=Stage.SIGNING, destination=Stage.ISSUED)
        stage = entry.change("stage")
        for rule in RULES:
            moved = Change(subject="stage", old=rule.origin.value, new=rule.destination.value)
            if (entry.action, stage) == (rule.move.value, moved):
                yield _Step(
                    entry=entry,
                    stretch=history.sha256,
                    role=rule.role,
                    origin=rule.origin,
                    destination=rule.destination,
                )


def _expect_approved(case: Case, policy: Policy, entry: Entry | None) -> None:
    changes = () if entry is None else entry.changes
    told = {item.subject: item.new for item in changes if item.subject.endswith(_DECIDED)}
    assessment = policy.assess(case_inputs(case, policy), derive=False)
    for claim in case.claims:
        if policy.measure(claim.measure).award is not Award.SUBSIDY:
            continue
        amount = approved_amount(case, claim.measure, assessment)
        if told.pop(f"{claim.measure}{_DECIDED}", "") != (None if amount is None else str(amount)):
            words = _("移交包中{measure}的审定额与批准时记入操作日志的不一致，没有接收。请移交单位查明后重新移交。")
            raise HandOverRefused(words.format(measure=claim.measure))
    if told:
        raise _contradicts()


# --- who ----------------------------------------------------------------------------------------------------------------


def expect_people_apart(package: Package, known: Sequence[Person]) -> None:
    """Everybody is who he is here, has a name in the journal, and acted in one role only. ``known``: who is registered here.

    Two namesakes are two people only where both are registered here.

    Raises:
        HandOverRefused: otherwise.
    """
    registered = {person.id: person.name for person in known}
    for id, name in _named(package):
        if not name:
            raise HandOverRefused(_("移交包的操作日志中有人没有写明姓名，没有接收。请移交单位查明后重新移交。"))
        if id in registered and same_name(registered[id]) != same_name(name):
            words = _(
                "移交包把本机登记的{here}写作{there}，没有接收。改过姓名的，请先在两台电脑上登记为同一姓名；否则请移交单位查明。"
            )
            raise HandOverRefused(words.format(here=registered[id], there=name))
    seen: dict[tuple[str, ...], dict[tuple[str, bool], str]] = {}
    for id, name, role in sorted(_acted(package)):
        here = id in registered
        for key in (("id", id), ("name", same_name(name))):
            others = seen.setdefault(key, {})
            for another, there in others:
                if role != another and (key[0] == "id" or not (here and there)):
                    raise _in_two_roles(others[another, there], another, role)
            others.setdefault((role, here), name)


def _in_two_roles(name: str, role: str, other: str) -> HandOverRefused:
    words = _("移交包中{name}既是{role}又是{other}，没有接收。请移交单位查明后由不同的人办理。")
    return HandOverRefused(words.format(name=name, role=role_words(Role(role)), other=role_words(Role(other))))


def _named(package: Package) -> Iterator[tuple[str, str]]:
    yield from ((passage.person, passage.name) for passage in package.case.passages)
    for entry, history in package.entries():
        if entry.person:
            yield entry.person, history.people.get(entry.person, "")


def _acted(package: Package) -> set[tuple[str, str, str]]:
    """Who did what, by id and name: the steps of the case, and in its journals whoever put values in."""
    steps = {(item.person, item.name, item.role.value) for item in package.case.passages if item.role is not None}
    return steps | {
        (entry.person, history.people.get(entry.person, ""), Role.EXAMINER.value)
        for entry, history in package.entries()
        if entry.action in EXAMINING and entry.person
    }
