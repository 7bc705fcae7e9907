"""What people are called by the journal: the rows of the people lie open to whoever has the disk, the journal tells who was renamed.

A person may be renamed in the office at any time; a signature keeps the name that its signer had then.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.ports import UnitOfWork
from gongshu_desktop.wording import _

_PERSON = re.compile(r"person\[([^\]]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """``rows``: the names that are stored, by the person's id; ``told``: those of the journal with the entry that set each."""

    rows: Mapping[str, str]
    told: Mapping[str, tuple[tuple[int, str], ...]]

    def at(self, person: str, sequence: int) -> str:
        """The name as of an entry; where the row says otherwise than the journal, the row's, for that is what is in question."""
        told, row = self.told.get(person, ()), self.rows.get(person, "")
        if not told or told[-1][1] != row:
            return row or person
        then = [name for entry, name in told if entry <= sequence]
        return then[-1] if then else row

    def knows(self, person: str, name: str) -> bool:
        """Whether a person has or had that name."""
        told = {known for _entry, known in self.told.get(person, ())}
        return name in (told or {self.rows.get(person, "")})

    @property
    def known(self) -> dict[str, frozenset[str]]:
        """Every name that the journal gives a person of this office, by id."""
        return {person: frozenset(name for _entry, name in told) for person, told in self.told.items()}

    @property
    def problem(self) -> str:
        """The first person who is stored under another name than the journal has, in words; "" for none."""
        for person, told in self.told.items():
            row = self.rows.get(person)
            if row is not None and row != told[-1][1]:
                words = _("操作日志中名为{told}的人员，数据中记为{row}，数据可能被改动过，不能采用。请用备份查明。")
                return words.format(told=told[-1][1], row=row)
        return ""


def names(uow: UnitOfWork) -> Names:
    """As of one transaction."""
    found: dict[str, tuple[tuple[int, str], ...]] = {}
    for entry in uow.journal.of_act(Act.PERSON):
        for change in entry.changes:
            person = _PERSON.fullmatch(change.subject)
            if person is not None and change.new:
                before = (
                    ((0, change.old.rpartition(":")[0]),) if change.old else ()
                )  # came with a trust file, then renamed
                name = change.new.rpartition(":")[0]
                found[person[1]] = (*found.get(person[1], before), (entry.sequence, name))
    return Names(rows={person.id: person.name for person in uow.office.people()}, told=found)
