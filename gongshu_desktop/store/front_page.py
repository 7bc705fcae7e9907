"""What the window shows first, read with sqlite3 alone: the work list and the office's people.

SQLAlchemy takes a quarter of a second to load. A start must not wait for it: nothing is changed here, and a list of 100 000
cases is one light query either way.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from gongshu_desktop.review.stage import SIGNING_ORDER, Role, Stage
from gongshu_desktop.services.records import CaseSummary, Person
from gongshu_desktop.store.backup import in_words
from gongshu_desktop.store.connection import reader
from gongshu_desktop.store.gate import Gate

if TYPE_CHECKING:
    from gongshu_desktop.services.journal.whereabouts import Whereabouts

T = TypeVar("T")
Lines = Sequence[Sequence[Any]]


class Ask(Protocol):
    """Asks one question, with values for its places."""

    def __call__(self, query: str, values: Sequence[Any] = ()) -> Lines: ...


SUMMARIES = (  # 0 stands also for a case that names no amount: then no claim has one
    "SELECT id, number, policy, year, makerspace, applicant, uscc, subdistrict, stage, returned,"
    " CASE claimed WHEN 0 THEN (SELECT max(c.claimed) FROM claims c WHERE c.case_id = cases.id) ELSE claimed END,"
    " computed, subtotal, approved, pending, changed, initials, examiner, checker, approver, CASE stage WHEN 'signing' THEN"
    # Only of the few that are being signed: who has signed, when the last did, and under which names they acted.
    " (SELECT (first_signer IS NOT NULL) + (second_signer IS NOT NULL) + (third_signer IS NOT NULL) FROM memos"
    " WHERE case_id = cases.id AND state IN ('drawn', 'signing') ORDER BY memos.rowid DESC LIMIT 1) END,"
    " CASE stage WHEN 'signing' THEN"
    " (SELECT at FROM journal WHERE case_id = cases.id AND action = 'sign' ORDER BY sequence DESC LIMIT 1) END,"
    " CASE stage WHEN 'signing' THEN"
    " (SELECT group_concat(role || ':' || name, char(10)) FROM passages WHERE case_id = cases.id) END"
    " FROM cases ORDER BY cases.rowid"
)
PEOPLE = "SELECT id, name, post, certificate, active FROM people ORDER BY position, id"
ROLES = "SELECT person_id, role FROM person_roles ORDER BY person_id, position"
HANDED = (
    "SELECT j.sequence, j.case_id, j.action, c.new FROM journal j"
    " LEFT JOIN journal_changes c ON c.sequence = j.sequence AND c.subject = ?"
    " WHERE j.sequence > ? AND j.action IN (?, ?, ?, ?) AND j.case_id IS NOT NULL ORDER BY j.sequence"
)
LAST = "SELECT coalesce(max(sequence), 0) FROM journal"
_STAGES = {stage.value: stage for stage in Stage}


class FrontPage:
    """Implements ``services.front_page.FrontPage`` for one file. Each question is a reading transaction of its own, in any thread."""

    def __init__(self, path: Path, gate: Gate) -> None:
        self._path, self._gate = path, gate
        self._followed = 0
        self._whereabouts: dict[str, Whereabouts] = {}
        self._following = Lock()

    def summaries(self) -> Sequence[CaseSummary]:
        """The work list, in the order in which the cases came in."""
        return self._asked(lambda ask: [summary(line) for line in ask(SUMMARIES)])

    def people(self) -> Sequence[Person]:
        """All people, also those no longer active, in the order in which they were entered."""
        return self._asked(lambda ask: persons(ask(PEOPLE), ask(ROLES)))

    def handed_over(self) -> Mapping[str, str]:
        """To whom each case was handed over that is being worked on elsewhere now. What was read of the journal before is not
        read again: it never changes."""
        from gongshu_desktop.services.journal.whereabouts import Whereabouts  # noqa: PLC0415 - asked for once the list is in sight

        with self._following:
            last, lines = self._asked(self._hand_overs)
            for _sequence, case, action, to in lines:
                self._whereabouts.setdefault(case, Whereabouts()).follow(action, to or "")
            self._followed = last
            return {case: found.elsewhere for case, found in self._whereabouts.items() if found.elsewhere}

    def _hand_overs(self, ask: Ask) -> tuple[int, Lines]:
        from gongshu_desktop.services.journal.whereabouts import TO, HandOverAct  # noqa: PLC0415

        ((last,),) = ask(LAST)
        return last, ask(HANDED, (TO, self._followed, *HandOverAct)) if last > self._followed else ()

    def _asked(self, question: Callable[[Ask], T]) -> T:
        with self._gate.passing(), in_words(self._path), closing(reader(self._path)) as connection:
            connection.execute("BEGIN")
            return question(lambda query, values=(): connection.execute(query, values).fetchall())


def persons(people: Lines, roles: Lines) -> Sequence[Person]:
    """People from the answers to ``PEOPLE`` and ``ROLES``."""
    held: defaultdict[str, list[Role]] = defaultdict(list)
    for person, role in roles:
        held[person].append(Role(role))
    return [
        Person(id=id, name=name, roles=tuple(held[id]), post=post, certificate=certificate, active=bool(active))
        for id, name, post, certificate, active in people
    ]


def summary(line: Sequence[Any]) -> CaseSummary:
    """A line of the work list from an answer to ``SUMMARIES``."""
    people = {role: person for role, person in zip(Role, line[17:20], strict=True) if person is not None}
    changed, signer, name = datetime.fromisoformat(line[15]), "", ""
    if line[8] == Stage.SIGNING.value:
        signer, name = _next_to_sign(people, line[20] or 0, line[22] or "")
        changed = changed if line[21] is None else max(changed, datetime.fromisoformat(line[21]))
    return CaseSummary(
        id=line[0],
        number=line[1],
        policy=line[2],
        year=line[3],
        makerspace=line[4],
        applicant=line[5],
        uscc=line[6],
        subdistrict=line[7],
        stage=_STAGES[line[8]],
        returned=bool(line[9]),
        claimed=line[10],
        computed=line[11],
        subtotal=line[12],
        approved=line[13],
        pending=line[14],
        changed=changed,
        initials=line[16],
        people=people,
        signer=signer,
        signer_name=name,
    )


def _next_to_sign(people: Mapping[Role, str], signed: int, acted: str) -> tuple[str, str]:
    """The id and the name of whose signature comes after so many; ``acted`` are the steps, each as role:name."""
    if signed >= len(SIGNING_ORDER):
        return "", ""
    role = SIGNING_ORDER[signed]
    named = [name for by, _colon, name in (step.partition(":") for step in acted.split("\n")) if by == role.value]
    return (people[role], named[-1] if named else "") if role in people else ("", "")
