"""一次性告知（补正）通知书: everything that is missing, told once, each with its clause, the document wanted, and the day.

Working days and holidays are the office's matter: the notice names a date. With it goes a receipt stub 送达回执.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.papers.paper import Paper, checked_day
from gongshu_desktop.review.papers.shortfall import Shortfall
from gongshu_desktop.review.plain_values import UnexpectedValue
from gongshu_desktop.wording import _

DAYS = 5
"""How many days are offered for handing in, counted from the day after the notice (five, as 行政许可法 §32 has it)."""


def offered_deadline(day: date, days: int = DAYS) -> date:
    """The deadline that is offered for a notice of that day, in calendar days; the office may set another."""
    return day + timedelta(days=days)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementNotice(Paper):
    """The notice. ``number`` is its own, ``case`` the case's; ``more`` are further points in the reviewer's own words."""

    FORMAT = "gongshu-supplement/1"

    number: str
    case: str
    year: int
    applicant: str
    uscc: str
    makerspace: str
    received: str
    basis: str
    items: tuple[Shortfall, ...]
    more: tuple[str, ...]
    deadline: str
    contact: str

    def check(self) -> None:
        """Refuse a notice of nothing, and a deadline before its own day."""
        Paper.check(self)
        if not self.items and not self.more:
            raise UnexpectedValue("items", _("至少一项需补正的内容"))
        if checked_day(self.deadline, "deadline") < self.drawn_on:
            raise UnexpectedValue("deadline", _("不早于通知日期的日期"))
        if self.received:
            checked_day(self.received, "received")


def compose(  # noqa: PLR0913 - each is a particular of the notice
    case: Case,
    policy: Policy,
    items: Sequence[Shortfall],
    office: str,
    drawn: datetime,
    *,
    number: str = "",
    deadline: date | None = None,
    more: Sequence[str] = (),
    contact: str = "",
) -> SupplementNotice:
    """The notice of these shortfalls; without ``deadline``, the one that is offered."""
    return SupplementNotice(
        office=office,
        drawn=drawn.isoformat(timespec="seconds"),
        number=number,
        case=case.number,
        year=case.year,
        applicant=case.applicant.name,
        uscc=case.applicant.uscc,
        makerspace=case.makerspace.name,
        received=case.received.isoformat() if case.received else "",
        basis=f"《{policy.title}》（{policy.number}）",
        items=tuple(items),
        more=tuple(words for text in more if (words := text.strip())),
        deadline=(deadline or offered_deadline(drawn.date())).isoformat(),
        contact=contact.strip(),
    )
