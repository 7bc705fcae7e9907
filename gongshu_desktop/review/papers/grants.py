"""What an issued memo grants, as the lists over many cases need it: one line a memo, to the fen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongshu_desktop.review.memo import wording
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.papers.paper import checked_sum
from gongshu_desktop.review.plain_values import later


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantItem:
    """One measure that a memo grants money for; ``amount`` in fen."""

    measure: str
    title: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One issued memo: to whom, how much in fen, for what, on whose receipt. ``issued`` is an ISO day, ``mark`` says that it
    corrects another memo of its number.
    """

    number: str
    applicant: str
    uscc: str
    makerspace: str
    subdistrict: str
    items: tuple[GrantItem, ...]
    total: int
    receipt: str
    issued: str
    mark: str = later("")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTotal:
    """What one measure comes to over many memos; ``amount`` in fen."""

    measure: str
    title: str
    count: int
    amount: int


class OpenAmount(ValueError):
    """A memo whose total is open cannot be listed for payment."""


def grant(memo: MemoContent, issued: str) -> Grant:
    """What a memo grants; items of 0 fen are left out.

    Raises:
        OpenAmount: when an amount in it is still open.
    """
    if memo.total is None:
        raise OpenAmount(memo.number)
    basics = {detail.label: detail.text for detail in memo.basics}
    return Grant(
        number=memo.number,
        applicant=memo.applicant,
        uscc=basics.get("统一社会信用代码", ""),
        makerspace=basics.get("众创空间", ""),
        subdistrict=basics.get("所在街道", ""),
        items=tuple(
            GrantItem(measure=item.id, title=item.title, amount=item.approved)
            for item in memo.measures
            if item.subsidy and item.approved
        ),
        total=memo.total,
        receipt=memo.receipt,
        issued=issued,
        mark=wording.mark(memo),
    )


def by_measure(grants: Iterable[Grant]) -> tuple[MeasureTotal, ...]:
    """What each measure comes to, in the order of the policy's numbers."""
    found: dict[tuple[str, str], list[int]] = {}
    for item in (item for one in grants for item in one.items):
        found.setdefault((item.measure, item.title), []).append(item.amount)
    return tuple(
        MeasureTotal(measure=measure, title=title, count=len(amounts), amount=sum(amounts))
        for (measure, title), amounts in sorted(found.items(), key=lambda item: _order(item[0][0]))
    )


def _order(measure: str) -> tuple[tuple[int, int | str], ...]:
    """3.2.10 comes after 3.2.9."""
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in measure.split("."))


def payable(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """Those that give money."""
    return tuple(item for item in grants if item.total)


def check_grants(grants: Sequence[Grant], total: int, place: str) -> None:
    """Refuse sums that are not sums: items against their memo, memos against ``total``. Raises UnexpectedValue."""
    for index, item in enumerate(grants):
        checked_sum(item.total, [part.amount for part in item.items], f"{place}[{index}].total")
    checked_sum(total, [item.total for item in grants], "total")
