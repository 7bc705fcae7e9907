"""年度台账: every case of a year, how far it has come, its three amounts, and who has acted on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gongshu_desktop.review.papers.paper import Paper, checked_amount, checked_sum
from gongshu_desktop.review.plain_values import later
from gongshu_desktop.review.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One case. Amounts in fen: ``claimed`` None when none is named, ``computed`` while open, ``granted`` until a memo is issued.

    ``issued`` is the day of the memo that stands (ISO), ``memo`` its number; ``people`` the three who acted, "" if none.
    ``correcting``: an issued memo is being corrected, and stands meanwhile.
    ``handed_to``: who has the case now, "" for a case that is worked on here; the row is as it was when it left.
    """

    number: str
    applicant: str
    uscc: str
    makerspace: str
    subdistrict: str
    stage: Stage
    returned: bool
    correcting: bool
    claimed: int | None
    computed: int | None
    granted: int | None
    issued: str
    people: tuple[str, ...]
    handed_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLedger(Paper):
    """The ledger. ``computed`` adds up what is determined, ``granted`` what issued memos grant; in fen. ``batches`` of payment
    tables have been made, which list ``listed``, less what they claim back.

    Cases that were handed over are listed, but whoever has them adds them up: else two ledgers would count one case.
    """

    FORMAT = "gongshu-ledger/1"

    year: int
    rows: tuple[LedgerRow, ...]
    claimed: int
    computed: int
    granted: int
    batches: int = later(0)
    listed: int = later(0)

    @property
    def counted(self) -> tuple[LedgerRow, ...]:
        """The rows that the sums are of."""
        return _counted(self.rows)

    def check(self) -> None:
        """Refuse sums that do not add up."""
        Paper.check(self)
        for index, row in enumerate(self.rows):
            for amount in (row.claimed, row.computed, row.granted):
                checked_amount(amount, f"rows[{index}]")
        checked_sum(self.claimed, [row.claimed or 0 for row in self.counted], "claimed")
        checked_sum(self.computed, [row.computed or 0 for row in self.counted], "computed")
        checked_sum(self.granted, [row.granted or 0 for row in self.counted], "granted")


def compose(
    rows: Sequence[LedgerRow], year: int, office: str, drawn: datetime, *, batches: int = 0, listed: int = 0
) -> YearLedger:
    """The ledger of a year's cases, in the given order."""
    counted = _counted(rows)
    return YearLedger(
        office=office,
        drawn=drawn.isoformat(timespec="seconds"),
        year=year,
        rows=tuple(rows),
        claimed=sum(row.claimed or 0 for row in counted),
        computed=sum(row.computed or 0 for row in counted),
        granted=sum(row.granted or 0 for row in counted),
        batches=batches,
        listed=listed,
    )


def _counted(rows: Sequence[LedgerRow]) -> tuple[LedgerRow, ...]:
    return tuple(row for row in rows if not row.handed_to)
