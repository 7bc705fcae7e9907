"""The adopted readings 口径 beside the journal, which has each adoption with who made it, when, and on what authority."""

from collections.abc import Iterator
from itertools import zip_longest

from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.clock import TOLERANCE
from gongshu_desktop.services.journal.names import Names, names
from gongshu_desktop.services.ports import AdoptedReading, Change, Entry, UnitOfWork
from gongshu_desktop.wording import _


def adoption_problem(uow: UnitOfWork, policy: str) -> str:
    """The first adoption of a policy's readings that is stored otherwise than the journal has it, in words; "" for none."""
    known = names(uow)
    for told, row in zip_longest(_told(uow, policy), uow.office.readings(policy)):
        if told is None or row is None or not _same(told[0], told[1], row, known):
            key = row.key if told is None and row is not None else told[1].subject.partition("/")[2] if told else ""
            words = _("口径{key}的采用记录与操作日志不一致，数据可能被改动过，不能采用。请用备份查明。")
            return words.format(key=key)
    return ""


def adopted_before(uow: UnitOfWork, policy: str, sequence: int) -> dict[str, AdoptedReading]:
    """What is stored as adopted for each reading as of an entry of the journal, by the reading's key."""
    count = sum(entry.sequence < sequence for entry, _change in _told(uow, policy))
    return {row.key: row for row in uow.office.readings(policy)[:count]}


def _told(uow: UnitOfWork, policy: str) -> Iterator[tuple[Entry, Change]]:
    for entry in uow.journal.of_act(Act.ADOPT):
        for change in entry.changes:
            if change.subject.startswith(f"{policy}/"):
                yield entry, change


def _same(entry: Entry, change: Change, row: AdoptedReading, known: Names) -> bool:
    said = f"{row.policy}/{row.key}", f"{row.option}({row.authority})", row.person
    at_once = abs(row.at - entry.at) <= TOLERANCE
    return said == (change.subject, change.new, entry.person) and at_once and known.knows(row.person, row.name)
