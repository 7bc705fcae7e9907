"""What a memo says, and the receipt.json that is attached to it: made from the case, its policy and the office around it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeAlias

from gongshu_desktop import __version__
from gongshu_desktop.policy import receipt
from gongshu_desktop.policy.assessment import Assessment, CaseInputs
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.memo import composing
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.memo.correcting import Replaced
from gongshu_desktop.review.memo.decided import Hint
from gongshu_desktop.review.memo.layout import LAYOUT
from gongshu_desktop.services.font_choices import BUNDLED, FontSet, OfficeFont, recorded
from gongshu_desktop.services.ports import AdoptedReading
from gongshu_desktop.services.records import Office, Person

RECEIPT_FORMAT = "gongshu-receipt/1"
Composed: TypeAlias = tuple[MemoContent, bytes, Assessment]
"""What the memo says, the receipt.json to attach (canonical bytes), and the assessment under both."""


class MemoDrawing(Protocol):
    """Draws a memo's pages (``document`` implements it); the same content and fonts always give the same bytes."""

    def __call__(self, content: MemoContent, *, draft: bool, receipt: bytes, fonts: FontSet = BUNDLED) -> bytes: ...


def composed(  # noqa: PLR0913 - all that a memo says
    case: Case,
    policy: Policy,
    office: Office | None,
    readings: Sequence[AdoptedReading],
    people: Sequence[Person],
    drawn: datetime,
    *,
    replaced: Replaced | None = None,
    hints: tuple[Hint, ...] = (),
    fonts: Sequence[OfficeFont] = (),
) -> Composed:
    """What the memo of a case says, the receipt.json to attach to it, and the assessment under both."""
    inputs = case_inputs(case, policy)
    assessment = policy.assess(inputs)
    content = composing.compose(
        case, policy, assessment, office, readings, people, drawn, replaced=replaced, hints=hints
    )
    return content, attachment(content, assessment, inputs, fonts), assessment


def draft_without_office(case: Case, policy: Policy, drawn: datetime, drawing: MemoDrawing) -> bytes:
    """The draft of a case that is in no office's store: from a case file alone."""
    content, attached, _assessment = composed(case, policy, None, (), (), drawn)
    return drawing(content, draft=True, receipt=attached)


def attachment(
    content: MemoContent, assessment: Assessment, inputs: CaseInputs, fonts: Sequence[OfficeFont] = ()
) -> bytes:
    """``receipt.json``: the receipt 核算凭据 and the memo's own content, as canonical bytes.

    The office's own fonts that were in use stand there, too: without them the pages cannot be drawn again.
    """
    document: dict[str, object] = {
        "format": RECEIPT_FORMAT,
        "program": __version__,
        "layout": LAYOUT,
        "receipt": receipt.receipt_document(assessment, inputs),
        "memo": content.to_json(),
    }
    if fonts:
        document["fonts"] = recorded(fonts)
    return receipt.canonical_bytes(document)
