"""What a package's case says of its steps, and who took them, beside the journals in the package: both must say the same.

The digests show only that nothing was damaged on the way. Whoever makes a package anew makes its digests anew; so its parts are
held against each other.
"""

from collections.abc import Iterator, Sequence

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.conflicts import same_name
from gongshu_desktop.review.stage import Role, Stage, role_words
from gongshu_desktop.services.desk.examining import EXAMINING
from gongshu_desktop.services.handover.arrival import HandOverRefused
from gongshu_desktop.services.handover.package import Package
from gongshu_desktop.services.journal.steps import approved_otherwise, compared
from gongshu_desktop.services.journal.whereabouts import HandOverAct
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _


def expect_same_steps(package: Package, policy: Policy) -> None:
    """Each step of the case must be one entry, in order: who, what, which opinion, when; what was approved, as it was approved.

    The journals may hold more steps only where a package was taken over and that was undone.

    Raises:
        HandOverRefused: otherwise.
    """
    entries = [(entry, history.sha256) for entry, history in package.entries()]
    found = compared(package.case.passages, entries)
    undone = any(entry.action == HandOverAct.UNDO for entry, _stretch in entries)
    if found.unrecorded is not None or (found.rest and not undone):
        raise _contradicts()
    if package.case.stage not in {Stage.SIGNING, Stage.ISSUED}:
        return
    otherwise = approved_otherwise(package.case, policy, found.approved)
    if otherwise is not None:
        if all(claim.measure != otherwise.measure for claim in package.case.claims):
            raise _contradicts()
        words = _("移交包中{measure}的审定额与批准时记入操作日志的不一致，没有接收。请移交单位查明后重新移交。")
        raise HandOverRefused(words.format(measure=otherwise.measure))


def _contradicts() -> HandOverRefused:
    return HandOverRefused(_("移交包中的办理经过与所附的操作日志不一致，没有接收。请移交单位查明后重新移交。"))


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
