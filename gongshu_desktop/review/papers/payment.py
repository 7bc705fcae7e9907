"""拨付汇总表: what is to be paid to whom on which memo, and what each measure comes to; the same total both ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.papers.grants import Grant, MeasureTotal, by_measure, check_grants, payable
from gongshu_desktop.review.papers.paper import Paper, checked_sum


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSummary(Paper):
    """The summary; ``total`` in fen. ``without`` counts issued memos that grant nothing and are not listed, ``handed_over``
    cases that are another PC's to list.
    """

    FORMAT = "gongshu-payment/1"

    year: int
    basis: str
    rows: tuple[Grant, ...]
    measures: tuple[MeasureTotal, ...]
    total: int
    without: int
    handed_over: int = 0

    def check(self) -> None:
        """Refuse sums that do not add up."""
        Paper.check(self)
        check_grants(self.rows, self.total, "rows")
        checked_sum(self.total, [item.amount for item in self.measures], "measures")


def compose(
    grants: Sequence[Grant], policy: Policy, year: int, office: str, drawn: datetime, *, handed_over: int = 0
) -> PaymentSummary:
    """The summary of a year's grants, in the given order."""
    rows = payable(grants)
    return PaymentSummary(
        office=office,
        drawn=drawn.isoformat(timespec="seconds"),
        year=year,
        basis=f"《{policy.title}》（{policy.number}）",
        rows=rows,
        measures=by_measure(rows),
        total=sum(item.total for item in rows),
        without=len(grants) - len(rows),
        handed_over=handed_over,
    )
