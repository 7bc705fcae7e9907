"""Case numbers: why one of a year's row is not there. Nothing here is wrong by itself; an auditor asks for each gap."""

import re
from collections.abc import Iterator

from gongshu_desktop.services.audit.audited_cases import Audited, number_of
from gongshu_desktop.services.journal.acts import act_words
from gongshu_desktop.services.journal.replay import Replayed
from gongshu_desktop.wording import _

_NUMBER = re.compile(r"(.*〔[0-9]{4}〕)([0-9]{1,6})号", re.DOTALL)


def number_notes(found: Audited) -> Iterator[str]:
    """Each number between the first and the last of its row that no stored case has."""
    there = [item.line.number for item in found.stored]
    gone = {number_of(held): held for held in found.gone.values()}
    rows: dict[str, set[int]] = {}
    for name in (*there, *gone):
        parts = _NUMBER.fullmatch(name)
        if parts is not None:
            rows.setdefault(parts[1], set()).add(int(parts[2]))
    taken, earlier = frozenset(there), _earlier(found)
    for row, known in rows.items():
        unused: list[int] = []
        for number in range(1, max(known) + 2):
            name = f"{row}{number}号"
            said = "" if name in taken else _gap(name, gone.get(name), earlier.get(name, ""))
            if name not in taken and not said and number <= max(known):
                unused.append(number)
                continue
            if unused:
                yield _unused(row, unused[0], unused[-1])
                unused.clear()
            if said:
                yield said


def _unused(row: str, first: int, last: int) -> str:
    if first == last:
        return _("空号{row}{first}号：操作日志中没有用过。").format(row=row, first=first)
    words = _("空号{row}{first}号至{last}号：操作日志中没有用过。")
    return words.format(row=row, first=first, last=last)


def _gap(number: str, held: Replayed | None, renumbered: str) -> str:
    """Why nobody has a number that somebody had; "" for one that nobody ever had."""
    if held is not None and held.last is not None and not held.present:
        words = _("空号{number}：{act}于{time}（操作日志第{entry}条）。")
        at = held.last.at.astimezone()
        return words.format(
            number=number, act=act_words(held.last.action), time=f"{at:%Y-%m-%d %H:%M}", entry=held.last.sequence
        )
    if held is not None:
        return _("空号{number}：案卷不在数据中。").format(number=number)
    return _("空号{number}：该案已改编为{other}。").format(number=number, other=renumbered) if renumbered else ""


def _earlier(found: Audited) -> dict[str, str]:
    """The number that a case has now, by each other one that the journal gave it."""
    return {
        number: item.line.number
        for item in found.stored
        for entry in item.entries
        for change in entry.changes
        if change.subject == "number"
        for number in (change.old, change.new)
        if number and number != item.line.number
    }
