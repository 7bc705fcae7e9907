"""Every case that is stored or that the journal knows: is it there, and is it in everything as the entries say?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.case_differences import differences
from gongshu_desktop.services.journal.names import names
from gongshu_desktop.services.journal.replay import Replayed, replayed
from gongshu_desktop.services.ports import Entry, PolicyLibrary, UnitOfWork
from gongshu_desktop.services.records import CaseSummary, StoreError
from gongshu_desktop.services.summary import summarise
from gongshu_desktop.wording import _

_APART = timedelta(minutes=10)
_LINE = ("returned", "claimed", "computed", "subtotal", "approved", "initials", "people")
"""What the work list's line keeps beside the case, and the case decides. Not ``pending``: that hangs on other cases, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCase:
    """A case that is stored, as far as it can be read, with its line of the work list and its entries."""

    line: CaseSummary
    case: Case | None
    entries: tuple[Entry, ...]
    held: Replayed


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """All of them; ``gone``: those that the journal knows and that are not stored, by id. ``names``: see ``Names.known``."""

    stored: tuple[StoredCase, ...]
    gone: Mapping[str, Replayed]
    names: Mapping[str, frozenset[str]]


def audited(uow: UnitOfWork) -> Audited:
    """Read all cases and what the journal says of each."""
    lines = {line.id: line for line in uow.cases.summaries()}
    journalled = dict.fromkeys(entry.case for entry in uow.journal.entries() if entry.case is not None)
    stored = []
    for line in lines.values():
        entries = tuple(uow.journal.of_case(line.id))
        stored.append(StoredCase(line=line, case=_read(uow, line.id), entries=entries, held=replayed(entries)))
    gone = {id: replayed(uow.journal.of_case(id)) for id in journalled if id not in lines}
    return Audited(stored=tuple(stored), gone=gone, names=names(uow).known)


def _read(uow: UnitOfWork, id: str) -> Case | None:
    try:
        return uow.cases.get(id)
    except (StoreError, ValueError, KeyError, TypeError, ArithmeticError):
        return None


def missing_problems(found: Audited) -> Iterator[str]:
    """Cases that no entry has taken out, and that are not there."""
    for id, held in found.gone.items():
        if held.present:
            number = number_of(held) or id
            words = _("{number}不在数据中，操作日志却没有删除、撤销它的记录：案卷可能被删除。请用备份查明。")
            yield words.format(number=number)


def number_of(held: Replayed) -> str:
    """The number that the case had last by the journal; "" for none."""
    number = held.values.get("number")
    return "" if number is None else number.value or (number.entry.change("number") or _NOTHING).old or ""


@dataclass(frozen=True, slots=True)
class _Nothing:
    old: str | None = None


_NOTHING = _Nothing()


def case_problems(uow: UnitOfWork, item: StoredCase, found: Audited, policies: PolicyLibrary) -> Iterator[str]:
    """In what one stored case is not as its journal says, each named with its number."""
    number = item.line.number or item.line.id
    if item.case is None:
        yield _("{number}：案卷读不出来，数据可能被改动或损坏。请用备份查明。").format(number=number)
        return
    policy = policies.get(item.case.policy) if item.case.policy in policies.ids() else None
    for difference in differences(item.case, item.entries, policy, found.names):
        yield _("{number}：{difference}").format(number=number, difference=difference.words)
    if policy is None:
        words = _("{number}：本程序没有本案所依据的政策文件（{policy}），金额没有核对。")
        yield words.format(number=number, policy=item.case.policy)
        return
    yield from _line_problems(item, item.case, policy, number)


def _line_problems(item: StoredCase, case: Case, policy: Policy, number: str) -> Iterator[str]:
    """The work list's line is kept beside the case with each save."""
    assessment = policy.assess(case_inputs(case, policy), derive=False)
    made = summarise(case, policy, assessment, (), item.line.changed)
    made = replace(made, people=dict(made.people))
    line = replace(item.line, people=dict(item.line.people))
    wrong = [name for name in _LINE if getattr(made, name) != getattr(line, name)]
    if wrong:
        words = _("{number}：案卷列表中的{fields}与案卷不符")
        yield words.format(number=number, fields=_("、").join(_line_words()[name] for name in wrong))
    saved = item.held.written
    if saved is not None and all(abs(at - item.line.changed) > _APART for at in (saved.at, *_signed(item, case))):
        words = _("{number}：最后保存于{time}，操作日志第{entry}条记的却是{said}")
        yield words.format(
            number=number,
            time=f"{item.line.changed.astimezone():%Y-%m-%d %H:%M}",
            entry=saved.sequence,
            said=f"{saved.at.astimezone():%Y-%m-%d %H:%M}",
        )


def _signed(item: StoredCase, case: Case) -> Iterator[datetime]:
    """A signature is the last act on a case that waits for the next one, and saves no case."""
    if case.stage is Stage.SIGNING:
        yield from (entry.at for entry in item.entries if entry.action == Act.SIGN)


def _line_words() -> dict[str, str]:
    return {
        "returned": _("退回标记"),
        "claimed": _("申报额"),
        "computed": _("核算额"),
        "subtotal": _("小计"),
        "approved": _("审定额"),
        "initials": _("拼音首字母"),
        "people": _("办理人员"),
    }
