"""年度台账: every case of a year, how far it has come, its three amounts, and who has acted on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gongshu_desktop.review.papers.paper import Paper, checked_amount, checked_sum
from gongshu_desktop.review.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One case. Amounts in fen: ``computed`` None while open, ``granted`` None until a memo is issued.

    ``issued`` is the day of the memo that stands (ISO), ``memo`` its number; ``people`` the three who acted, "" if none.
    ``correcting``: an issued memo is being corrected, and stands meanwhile.
    """

    number: str
    applicant: str
    uscc: str
    makerspace: str
    subdistrict: str
    stage: Stage
    returned: bool
    correcting: bool
    claimed: int
    computed: int | None
    granted: int | None
    issued: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLedger(Paper):
    """The ledger. ``computed`` adds up what is determined, ``granted`` what issued memos grant; in fen."""

    FORMAT = "gongshu-ledger/1"

    year: int
    rows: tuple[LedgerRow, ...]
    claimed: int
    computed: int
    granted: int

    def check(self) -> None:
        """Refuse sums that do not add up."""
        Paper.check(self)
        for index, row in enumerate(self.rows):
            for amount in (row.claimed, row.computed, row.granted):
                checked_amount(amount, f"rows[{index}]")
        checked_sum(self.claimed, [row.claimed for row in self.rows], "claimed")
        checked_sum(self.computed, [row.computed or 0 for row in self.rows], "computed")
        checked_sum(self.granted, [row.granted or 0 for row in self.rows], "granted")


def compose(rows: Sequence[LedgerRow], year: int, office: str, drawn: datetime) -> YearLedger:
    """The ledger of a year's cases, in the given order."""
    return YearLedger(
        office=office,
        drawn=drawn.isoformat(timespec="seconds"),
        year=year,
        rows=tuple(rows),
        claimed=sum(row.claimed for row in rows),
        computed=sum(row.computed or 0 for row in rows),
        granted=sum(row.granted or 0 for row in rows),
    )
