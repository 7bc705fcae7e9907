"""审批表: the whole case on one page, for those who approve it: what was claimed, what comes out, who says what.

Taken from the memo's content, so that form and memo cannot differ.
"""

from dataclasses import dataclass

from gongshu_desktop.review.memo import wording as memo_wording
from gongshu_desktop.review.memo.content import Detail, MemoContent, OpinionContent
from gongshu_desktop.review.papers.paper import Paper, checked_amount
from gongshu_desktop.review.plain_values import UnexpectedValue
from gongshu_desktop.review.stage import Role
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRow:
    """One claimed measure. Amounts in fen; None where open, or where it is no subsidy."""

    id: str
    title: str
    clause: str
    outcome: str
    subsidy: bool
    claimed: int | None
    computed: int | None
    approved: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalForm(Paper):
    """The form. ``total`` adds up the approved amounts, None while any is open.

    ``receipt`` is the SHA-256 (hex) of the memo's receipt.json, "" while there is no memo.
    """

    FORMAT = "gongshu-approval/1"

    number: str
    year: int
    basis: str
    basics: tuple[Detail, ...]
    rows: tuple[ApprovalRow, ...]
    total: int | None
    opinions: tuple[OpinionContent, ...]
    receipt: str

    def check(self) -> None:
        """Refuse amounts that do not add up, and opinions that are not one a role."""
        Paper.check(self)
        for index, row in enumerate(self.rows):
            for amount in (row.claimed, row.computed, row.approved):
                checked_amount(amount, f"rows[{index}]")
        if self.total != approved_total(self.rows):
            raise UnexpectedValue("total", _("各项金额之和"))
        checked_amount(self.total, "total")
        if [opinion.role for opinion in self.opinions] != list(Role):
            raise UnexpectedValue("opinions", _("经办人、复核人、批准人各一条"))


def approved_total(rows: tuple[ApprovalRow, ...]) -> int | None:
    """The sum of the approved amounts in fen; None while any subsidy is open."""
    approved = [row.approved for row in rows if row.subsidy]
    return None if None in approved else sum(amount for amount in approved if amount is not None)


def compose(memo: MemoContent, *, receipt: str = "") -> ApprovalForm:
    """The form of the case that the memo is about; ``receipt`` is the SHA-256 at the foot of its pages, if it is drawn."""
    return ApprovalForm(
        office=memo.office,
        drawn=memo.drawn,
        number=memo.number,
        year=memo.year,
        basis=f"《{memo.basis.title}》（{memo.basis.number}）",
        basics=memo.basics,
        rows=tuple(
            ApprovalRow(
                id=item.id,
                title=item.title,
                clause=item.clause,
                outcome=memo_wording.outcome(item),
                subsidy=item.subsidy,
                claimed=item.claimed,
                computed=item.computed,
                approved=item.approved,
                reason=memo_wording.reason_elsewhere(item),
            )
            for item in memo.measures
        ),
        total=memo.total,
        opinions=memo.opinions,
        receipt=receipt,
    )
