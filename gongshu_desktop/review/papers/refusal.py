"""不予支持告知书: which claims get nothing, and why, clause by clause. What can be done against it is the office's to word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from gongshu_desktop.policy.verdicts import Outcome, Result
from gongshu_desktop.review.memo import wording as memo_wording
from gongshu_desktop.review.memo.content import CriterionContent, MeasureContent, MemoContent
from gongshu_desktop.review.memo.unmet_words import condition_words, unmet_words
from gongshu_desktop.review.papers.paper import Paper, checked_amount
from gongshu_desktop.review.plain_values import UnexpectedValue
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmetCondition:
    """A condition that is not met: how the case misses it, and the reviewer's reason.

    ``margin`` says what was found and what is short. Notices of earlier versions have the formula in ``found``, and only
    the distance in ``margin``: they are drawn as they were.
    """

    name: str
    found: str
    margin: str
    note: str
    by_rule: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedMeasure:
    """One claim that gets nothing; ``claimed`` in fen. ``reason`` says why where no condition is unmet."""

    id: str
    title: str
    clause: str
    heading: str
    quote: str
    subsidy: bool
    claimed: int | None
    conditions: tuple[UnmetCondition, ...]
    reason: str
    opinion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalNotice(Paper):
    """The notice. ``others`` counts the claims of the case that are not refused; ``remedies`` is the office's wording."""

    FORMAT = "gongshu-refusal/1"

    number: str
    case: str
    year: int
    applicant: str
    uscc: str
    makerspace: str
    basis: str
    measures: tuple[RefusedMeasure, ...]
    others: int
    remedies: str
    contact: str
    receipt: str

    def check(self) -> None:
        """Refuse a notice of nothing, a measure without a reason, an impossible amount."""
        Paper.check(self)
        if not self.measures:
            raise UnexpectedValue("measures", _("至少一项不予支持的事项"))
        for index, item in enumerate(self.measures):
            checked_amount(item.claimed, f"measures[{index}].claimed")
            if not item.conditions and not item.reason:
                raise UnexpectedValue(f"measures[{index}].reason", _("不予支持的理由"))


def refused(memo: MemoContent) -> tuple[RefusedMeasure, ...]:
    """The claims that get nothing: conditions unmet, or nothing granted in the end."""
    return tuple(_refused(item) for item in memo.measures if _nothing(item))


def _nothing(item: MeasureContent) -> bool:
    return item.outcome is Outcome.INELIGIBLE or (item.subsidy and item.approved == 0)


def _refused(item: MeasureContent) -> RefusedMeasure:
    conditions = tuple(_conditions(item.criteria)) if item.outcome is Outcome.INELIGIBLE else ()
    return RefusedMeasure(
        id=item.id,
        title=item.title,
        clause=item.clause,
        heading=item.heading,
        quote=item.quote,
        subsidy=item.subsidy,
        claimed=item.claimed,
        conditions=conditions,
        reason="" if conditions else memo_wording.reason_elsewhere(item) or "按条款规则测算，扶持金额为0元。",
        opinion=item.opinion,
    )


def _conditions(criteria: Sequence[CriterionContent]) -> Iterator[UnmetCondition]:
    for item in criteria:
        if item.result is Result.UNMET:
            yield UnmetCondition(
                name=condition_words(item.name),
                found="",
                margin=unmet_words(item),
                note=item.note,
                by_rule=bool(item.rule),
            )


def compose(
    memo: MemoContent, drawn: datetime, *, number: str = "", remedies: str = "", contact: str = ""
) -> RefusalNotice:
    """The notice of what this memo refuses."""
    basics = {detail.label: detail.text for detail in memo.basics}
    measures = refused(memo)
    return RefusalNotice(
        office=memo.office,
        drawn=drawn.isoformat(timespec="seconds"),
        number=number,
        case=memo.number,
        year=memo.year,
        applicant=memo.applicant,
        uscc=basics.get("统一社会信用代码", ""),
        makerspace=basics.get("众创空间", ""),
        basis=f"《{memo.basis.title}》（{memo.basis.number}）",
        measures=measures,
        others=len(memo.measures) - len(measures),
        remedies=remedies.strip(),
        contact=contact.strip(),
        receipt=memo.receipt,
    )
