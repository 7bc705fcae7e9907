"""Lists from the memos' own files: what is read back from the drawn PDFs adds up to what the lists print."""

from pathlib import Path

import pytest

from gongshu_desktop.document.memo.drawing import draw_memo
from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.document.papers.drawing import draw_paper
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.papers.grants import grant
from gongshu_desktop.services.memos.composing import attachment
from gongshu_desktop.services.memos.standing import content_of
from gongshu_desktop.services.ports import MemoRecord, MemoState, UnreadableDocument
from tests.document.memo_samples import DRAWN, example, memo, policy
from tests.document.papers.paper_samples import payment_summary, publicity_list
from tests.document.papers.test_paper_pages import text_of


def issued(name: str) -> MemoRecord:
    """A memo with its receipt attached, as it is stored (nobody has signed it here)."""
    case = example(name)
    inputs = case_inputs(case, policy())
    assessment, content = policy().assess(inputs), memo(case)
    pdf = draw_memo(content, draft=False, receipt=attachment(content, assessment, inputs))
    return MemoRecord(
        id=name,
        case=name,
        number=content.number,
        state=MemoState.ISSUED,
        pdf=pdf,
        base_digest="",
        receipt=content.receipt,
        drawn=DRAWN,
    )


def test_lists_from_the_memos_files_print_the_sum_of_the_memos(tmp_path: Path) -> None:
    records = [issued(name) for name in ("01-annual-at-every-threshold", "14-everything-at-once")]
    contents = [content_of(record, memo_receipt) for record in records]
    total = sum(content.total or 0 for content in contents)
    assert total > 0
    grants = tuple(grant(content, "2016-12-20") for content in contents)
    for paper in (publicity_list(grants), payment_summary(grants)):
        assert grouped(total) in text_of(paper, tmp_path)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"x" * 5000])
def test_a_damaged_file_is_refused(pdf: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        memo_receipt(pdf)


def test_a_pdf_without_a_receipt_is_refused() -> None:
    with pytest.raises(UnreadableDocument):
        memo_receipt(draw_paper(payment_summary(()), draft=True))
