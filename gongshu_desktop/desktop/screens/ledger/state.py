"""Which years and policies there are cases of, and the chosen one's ledger with the way from its rows to the cases. No Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongshu_desktop.desktop.policies import every_policy
from gongshu_desktop.desktop.program import OfficeProgram
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.papers.ledger import YearLedger
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.records import CaseSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOf:
    """A year, the policies of its cases in order, and whether any of its cases is issued."""

    year: int
    policies: tuple[str, ...]
    issued: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What there is to list: the years with cases, the newest first; every policy by its id."""

    years: tuple[YearOf, ...]
    policies: Mapping[str, Policy]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLedger:
    """A ledger, and the ids of its cases by their numbers."""

    ledger: YearLedger
    cases: Mapping[str, str]


def read_offered(program: OfficeProgram) -> Offered:
    """What there is to list now. For a worker: what is first asked for is loaded, and loading takes its time."""
    return Offered(years=years_of(program.desk.summaries()), policies=every_policy(program.policies))


def years_of(summaries: Iterable[CaseSummary]) -> tuple[YearOf, ...]:
    """The years that there are cases of, the newest first."""
    found: dict[int, list[CaseSummary]] = {}
    for summary in summaries:
        found.setdefault(summary.year, []).append(summary)
    return tuple(
        YearOf(
            year=year,
            policies=tuple(sorted({item.policy for item in found[year]})),
            issued=any(item.stage is Stage.ISSUED for item in found[year]),
        )
        for year in sorted(found, reverse=True)
    )


def begin_with(years: Sequence[YearOf]) -> int | None:
    """The year to begin with: the newest that has something to list, else the newest."""
    return next((item.year for item in years if item.issued), years[0].year if years else None)
