"""公示名单: whom the office means to support, with what and how much, laid open for objections before the money is paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.papers.grants import Grant, check_grants, payable
from gongshu_desktop.review.papers.paper import Paper, checked_day
from gongshu_desktop.review.plain_values import UnexpectedValue, later
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityList(Paper):
    """The list. ``begin`` and ``end`` are the first and last day of the notice, "" while they are not set.

    ``without`` counts issued memos that grant nothing and are not listed, ``handed_over`` cases that are another PC's to list,
    ``correcting`` names memos that are being corrected; ``contact`` says where objections go.
    """

    FORMAT = "gongshu-publicity/1"

    year: int
    basis: str
    begin: str
    end: str
    contact: str
    rows: tuple[Grant, ...]
    total: int
    without: int
    handed_over: int = 0
    correcting: tuple[str, ...] = later(())

    def check(self) -> None:
        """Refuse sums that do not add up and a period that ends before it begins."""
        Paper.check(self)
        check_grants(self.rows, self.total, "rows")
        days = [checked_day(text, place) for text, place in ((self.begin, "begin"), (self.end, "end")) if text]
        if len(days) == 1 or days != sorted(days):
            raise UnexpectedValue("end", _("不早于起始日的日期"))


def compose(  # noqa: PLR0913 - each is a particular of the notice
    grants: Sequence[Grant],
    policy: Policy,
    year: int,
    office: str,
    drawn: datetime,
    *,
    begin: date | None = None,
    end: date | None = None,
    contact: str = "",
    handed_over: int = 0,
    correcting: Sequence[str] = (),
) -> PublicityList:
    """The list of a year's grants, in the given order."""
    rows = payable(grants)
    return PublicityList(
        office=office,
        drawn=drawn.isoformat(timespec="seconds"),
        year=year,
        basis=f"《{policy.title}》（{policy.number}）",
        begin=begin.isoformat() if begin else "",
        end=end.isoformat() if end else "",
        contact=contact.strip(),
        rows=rows,
        total=sum(item.total for item in rows),
        without=len(grants) - len(rows),
        handed_over=handed_over,
        correcting=tuple(correcting),
    )
