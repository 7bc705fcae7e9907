"""拨付汇总表: what is to be paid to whom on which memo, and what each measure comes to; the same total both ways.

Each table is one batch 批次 of its year. It knows what the batches before it listed: of a memo that was listed already only the
difference is paid, and what was listed too much is claimed back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from types import MappingProxyType

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.money import LARGEST_IN_WORDS
from gongshu_desktop.review.papers.grants import Grant, GrantItem, MeasureTotal, by_measure, check_grants
from gongshu_desktop.review.papers.paper import Paper, checked_sum
from gongshu_desktop.review.plain_values import UnexpectedValue
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow(Grant):
    """One memo, and what the batches before listed for the case, by measure."""

    listed: tuple[GrantItem, ...] = ()

    @property
    def before(self) -> int:
        """What was listed before, in all."""
        return sum(item.amount for item in self.listed)

    @property
    def now(self) -> int:
        """What this batch pays."""
        return max(0, self.total - self.before)

    @property
    def back(self) -> int:
        """What was listed too much and is to be claimed back."""
        return max(0, self.before - self.total)

    @property
    def changes(self) -> tuple[GrantItem, ...]:
        """What this batch changes, by measure; less than nothing where less is awarded than was listed."""
        known = {item.measure: item for item in (*self.listed, *self.items)}
        before = {item.measure: item.amount for item in self.listed}
        after = {item.measure: item.amount for item in self.items}
        changed = {measure: after.get(measure, 0) - before.get(measure, 0) for measure in known}
        return tuple(replace(known[measure], amount=amount) for measure, amount in changed.items() if amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSummary(Paper):
    """The summary; ``total`` and ``back`` (to be claimed back) in fen. ``without`` counts issued memos that grant nothing and are
    not listed, ``settled`` those that earlier batches listed in full, ``handed_over`` cases that are another PC's to list.

    ``correcting`` names memos that are being corrected; ``untold`` counts tables of earlier versions of the program, which kept
    no record of what they listed.
    """

    FORMAT = "gongshu-payment/2"

    year: int
    basis: str
    batch: int
    rows: tuple[PaymentRow, ...]
    measures: tuple[MeasureTotal, ...]
    total: int
    back: int
    without: int
    settled: int = 0
    handed_over: int = 0
    correcting: tuple[str, ...] = ()
    untold: int = 0

    def check(self) -> None:
        """Refuse sums that do not add up."""
        Paper.check(self)
        check_grants(self.rows, sum(row.total for row in self.rows), "rows")
        checked_sum(self.total, [row.now for row in self.rows], "total")
        checked_sum(self.back, [row.back for row in self.rows], "back")
        if self.batch < 1 or any(abs(item.amount) > LARGEST_IN_WORDS for item in self.measures):
            raise UnexpectedValue("batch", _("正整数"))
        if sum(item.amount for item in self.measures) != self.total - self.back:
            raise UnexpectedValue("measures", _("各项金额之和"))


def compose(  # noqa: PLR0913 - each is a particular of the table
    grants: Sequence[Grant],
    policy: Policy,
    year: int,
    office: str,
    drawn: datetime,
    *,
    handed_over: int = 0,
    earlier: Sequence[PaymentSummary] = (),
    elsewhere: Mapping[str, tuple[GrantItem, ...]] = MappingProxyType({}),
    correcting: Sequence[str] = (),
    untold: int = 0,
) -> PaymentSummary:
    """The next batch of a year's grants, in the given order; ``earlier`` are the batches before, oldest first.

    ``elsewhere``: what was listed last of cases that came from another PC, by their numbers.
    """
    known = {row.number: row.items for summary in earlier for row in summary.rows} | dict(elsewhere)
    every = [_row(item, known.get(item.number, ())) for item in grants]
    rows = tuple(row for row in every if row.changes)
    return PaymentSummary(
        office=office,
        drawn=drawn.isoformat(timespec="seconds"),
        year=year,
        basis=basis_of(policy),
        batch=len(earlier) + 1,
        rows=rows,
        measures=by_measure(replace(row, items=row.changes) for row in rows),
        total=sum(row.now for row in rows),
        back=sum(row.back for row in rows),
        without=sum(not (row.total or row.listed) for row in every),
        settled=sum(bool(row.listed) and not row.changes for row in every),
        handed_over=handed_over,
        correcting=tuple(correcting),
        untold=untold,
    )


def basis_of(policy: Policy) -> str:
    """How the table names the policy that it rests on."""
    return f"《{policy.title}》（{policy.number}）"


def _row(grant: Grant, listed: tuple[GrantItem, ...]) -> PaymentRow:
    return PaymentRow(**{field.name: getattr(grant, field.name) for field in fields(grant)}, listed=listed)
