"""Who has put values into a case: the examiner's work, which two others then check and decide. On this PC, and on any other.

A case that was handed over brings along who worked on it there. Somebody may be registered on two PCs under two ids: then the
name decides, for whoever examined must not check. Two namesakes who are both registered here are two people.
"""

from collections.abc import Iterable, Sequence

from gongshu_desktop.review.conflicts import same_name
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.whereabouts import HandOverAct, counted
from gongshu_desktop.services.ports import Entry, UnitOfWork
from gongshu_desktop.services.records import Person

EXAMINING = frozenset({Act.CREATE, Act.IMPORT, Act.EDIT})
"""Acts by which values get into a case."""
PERSON, EXAMINED = "handover/person", "handover/examined"
"""In the journal, with the person's id in brackets and the name as value: who worked on the case elsewhere; who examined it."""


def examiners(entries: Iterable[Entry]) -> frozenset[str]:
    """The ids of all who have put values into the case of these entries."""
    found: set[str] = set()
    for entry in counted(entries):
        if entry.action in EXAMINING:
            found.add(entry.person)
        elif entry.action == HandOverAct.TAKE_OVER:
            found |= dict(_named(entry, EXAMINED)).keys()
    return frozenset(found)


def people_elsewhere(entries: Iterable[Entry]) -> dict[str, str]:
    """Who worked on the case on other PCs: the names by id."""
    taken_over = (entry for entry in counted(entries) if entry.action == HandOverAct.TAKE_OVER)
    return {id: name for entry in taken_over for id, name in _named(entry, PERSON)}


def same_person(uow: UnitOfWork, person: Person, entries: Sequence[Entry]) -> frozenset[str]:
    """Every id under which that person has worked on the case, the own among them."""
    elsewhere = people_elsewhere(entries)
    if not elsewhere:
        return frozenset((person.id,))
    here = {known.id for known in uow.office.people()}
    name = same_name(person.name)
    namesakes = (id for id, other in elsewhere.items() if id not in here and same_name(other) == name)
    return frozenset((person.id, *namesakes))


def _named(entry: Entry, subject: str) -> Iterable[tuple[str, str]]:
    for change in entry.changes:
        if change.subject.startswith(f"{subject}[") and change.subject.endswith("]"):
            yield change.subject[len(subject) + 1 : -1], change.new or ""
