"""Finding cases in the work list: by their number, and which could be meant by another."""

from collections.abc import Iterable

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.conflicts import perhaps_same_space
from gongshu_desktop.services.records import CaseSummary


def numbered(known: Iterable[CaseSummary], number: str) -> CaseSummary | None:
    """The case of that number, if any; no number is nobody's."""
    return next((item for item in known if number and item.number == number), None)


def namesakes(known: Iterable[CaseSummary], case: Case) -> tuple[CaseSummary, ...]:
    """The other cases of the year by its applicant or of its makerspace: perhaps the same claim, handed in twice."""
    space, uscc = case.makerspace.name, case.applicant.uscc
    return tuple(
        item
        for item in known
        if item.id != case.id and item.year == case.year and perhaps_same_space(space, uscc, item.makerspace, item.uscc)
    )
