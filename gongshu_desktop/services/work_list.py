"""Finding cases in the work list: by their number, and which could be meant by another."""

from collections.abc import Iterable

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.conflicts import same_name
from gongshu_desktop.services.records import CaseSummary


def numbered(known: Iterable[CaseSummary], number: str) -> CaseSummary | None:
    """The case of that number, if any; no number is nobody's."""
    return next((item for item in known if number and item.number == number), None)


def namesakes(known: Iterable[CaseSummary], case: Case) -> tuple[CaseSummary, ...]:
    """The other cases of its makerspace and year: perhaps the same claim, handed in twice."""
    space = same_name(case.makerspace.name)
    return tuple(
        item for item in known if item.id != case.id and item.year == case.year and same_name(item.makerspace) == space
    )
