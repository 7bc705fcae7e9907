"""Which years and policies there are cases of, and the chosen one's ledger with the way from its rows to the cases. No Qt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongshu_desktop.review.papers.ledger import YearLedger
from gongshu_desktop.services.ports import CaseSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOf:
    """A year and the policies of its cases, in order."""

    year: int
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLedger:
    """A ledger, and the ids of its cases by their numbers."""

    ledger: YearLedger
    cases: Mapping[str, str]


def years_of(summaries: Iterable[CaseSummary]) -> tuple[YearOf, ...]:
    """The years that there are cases of, the newest first."""
    found: dict[int, set[str]] = {}
    for summary in summaries:
        found.setdefault(summary.year, set()).add(summary.policy)
    return tuple(YearOf(year=year, policies=tuple(sorted(found[year]))) for year in sorted(found, reverse=True))
