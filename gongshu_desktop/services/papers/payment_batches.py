"""The batches of a year's 拨付汇总表 by the journal: what each listed, so that nobody is paid twice.

What was listed of a case stands in the case's own journal, too, and goes along when it is handed over to another PC.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from operator import attrgetter

from gongshu_desktop.policy.money import LARGEST_IN_WORDS
from gongshu_desktop.policy.receipt import canonical_bytes
from gongshu_desktop.review.papers.grants import GrantItem
from gongshu_desktop.review.papers.paper import Paper
from gongshu_desktop.review.papers.payment import PaymentSummary
from gongshu_desktop.review.plain_values import UnexpectedValue, from_plain
from gongshu_desktop.services.journal import histories
from gongshu_desktop.services.journal.acts import OfficeAct
from gongshu_desktop.services.journal.whereabouts import HandOverAct
from gongshu_desktop.services.paper_kinds import PaperKind, PaperRefused
from gongshu_desktop.services.ports import Change, Entry, UnitOfWork
from gongshu_desktop.wording import _

_CONTENT, _ITEMS = "paper/content", "paper/items"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Items:
    items: tuple[GrantItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batches:
    """The batches that were made, oldest first; ``untold`` counts tables of which nothing but the total is on record."""

    made: tuple[PaymentSummary, ...]
    untold: int

    @property
    def listed(self) -> int:
        """What they list in all, less what they claim back."""
        return sum(item.total - item.back for item in self.made)


def batches_of(uow: UnitOfWork, year: int, basis: str, policy: str) -> Batches:
    """The batches of a year under one policy: its id, and as the tables name it.

    Raises:
        PaperRefused: when one cannot be read; without it somebody could be paid twice.
    """
    made, untold = list[PaymentSummary](), 0
    for entry in _entries(uow, year):
        content = entry.told(_CONTENT)
        if content:
            found = _read(content, entry)
            made += [found] if found.basis == basis else []
        elif not entry.told("paper/reprint"):
            untold += entry.told("paper/policy") in {"", policy}
    return Batches(made=tuple(made), untold=untold)


def listed_elsewhere(uow: UnitOfWork) -> dict[str, tuple[GrantItem, ...]]:
    """What was listed last of each case that came from another PC, there or here, by its number."""
    numbers = {summary.id: summary.number for summary in uow.cases.summaries()}
    found: dict[str, tuple[GrantItem, ...]] = {}
    for case in {entry.case for entry in uow.journal.of_act(HandOverAct.TAKE_OVER) if entry.case in numbers}:
        own = uow.journal.of_case(case or "")
        every = [*(entry for entry, _history in histories.elsewhere(own)), *own]
        listed = [entry for entry in every if entry.action == OfficeAct.PAYABLE]
        if listed:
            found[numbers[case or ""]] = _items(max(listed, key=attrgetter("at")))
    return found


def _items(entry: Entry) -> tuple[GrantItem, ...]:
    try:
        return listed_items(entry)
    except ValueError as error:
        words = _("操作日志第{number}条所记的拨付汇总表读不出内容：{reason}")
        raise PaperRefused(words.format(number=entry.sequence, reason=error)) from error


def listed_items(entry: Entry) -> tuple[GrantItem, ...]:
    """What an entry says was listed of its case. Raises ValueError: an entry that came in with a package may say anything."""
    try:
        found = from_plain(_Items, {"format": "", "items": json.loads(entry.told(_ITEMS))}, format="")
    except RecursionError as error:
        raise ValueError(str(error)) from error
    if any(abs(item.amount) > LARGEST_IN_WORDS for item in found.items):
        raise UnexpectedValue("amount", _("整数"))
    return found.items


def _entries(uow: UnitOfWork, year: int) -> Iterator[Entry]:
    for entry in uow.journal.of_act(OfficeAct.LIST):
        if (entry.told("paper/kind"), entry.told("paper/year")) == (PaperKind.PAYMENT.value, str(year)):
            yield entry


def _read(content: str, entry: Entry) -> PaymentSummary:
    try:
        return PaymentSummary.from_json(json.loads(content))
    except (ValueError, RecursionError) as error:
        words = _("操作日志第{number}条所记的拨付汇总表读不出内容：{reason}")
        raise PaperRefused(words.format(number=entry.sequence, reason=error)) from error


def next_or_last(batch: PaymentSummary, before: Batches) -> PaymentSummary:
    """The next batch; the last one again, as it was, where nothing is to be paid or claimed back since.

    Raises:
        PaperRefused: when nothing is, because of what is being corrected.
    """
    if batch.rows or not (before.made or batch.correcting):
        return batch
    if batch.correcting:
        words = _("没有可列入拨付汇总表的金额：{numbers}正在更正，重新签发后再编制。")
        raise PaperRefused(words.format(numbers="、".join(batch.correcting)))
    return before.made[-1]


def on_record(uow: UnitOfWork, content: Paper, by: str) -> Mapping[str, str]:
    """What the journal says of a table beside what it says of every list: its batch, and all that it lists.

    Each case that a new batch lists gets an entry of its own.

    Raises:
        PaperRefused: when somebody has made a batch meanwhile.
    """
    if not isinstance(content, PaymentSummary):
        return {}
    made = [_read(entry.told(_CONTENT), entry) for entry in _entries(uow, content.year) if entry.told(_CONTENT)]
    same = [item for item in made if (item.basis, item.batch) == (content.basis, content.batch)]
    if not same:
        _tell_cases(uow, content, by)
        back = {"paper/back": str(content.back)} if content.back else {}
        return {"paper/batch": str(content.batch), **back, _CONTENT: canonical_bytes(content.to_json()).decode()}
    if same[0] != content:
        raise PaperRefused(_("第{batch}批拨付汇总表刚刚已编制，请重新制作。").format(batch=content.batch))
    return {"paper/batch": str(content.batch), "paper/reprint": "true"}


def _tell_cases(uow: UnitOfWork, content: PaymentSummary, by: str) -> None:
    ids = {summary.number: summary.id for summary in uow.cases.summaries()}
    for row in content.rows:
        changes = (
            Change(subject="paper/batch", new=str(content.batch)),
            Change(subject="paper/listed", old=str(row.before) if row.listed else None, new=str(row.total)),
            Change(subject=_ITEMS, new=canonical_bytes([asdict(item) for item in row.items]).decode()),
            Change(subject="paper/digest", new=content.digest),
        )
        uow.journal.write(person=by, action=OfficeAct.PAYABLE, case=ids[row.number], changes=changes)
