"""What the memo says of the decision itself: the program's hints that were passed over, and by whom for which reason."""

from collections.abc import Iterator
from datetime import date

from reportlab.platypus import Flowable

from gongshu_desktop.document.page.styles import FINE_CENTRED, FINE_LABEL, FINE_LEFT, PROSE
from gongshu_desktop.document.page.tables import Cell, fractions, table
from gongshu_desktop.document.typesetting.paragraph import Paragraph
from gongshu_desktop.review.memo import wording
from gongshu_desktop.review.memo.composing import chinese_date
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.memo.decided import answer_in
from gongshu_desktop.review.stage import Role


def hints(content: MemoContent) -> Iterator[Flowable]:
    """Each hint that was open at the approval, and what the approver says of them."""
    yield Paragraph(f"批准时，审核程序尚有下列{len(content.hints)}条提示未处理：", PROSE)
    rows: list[list[Cell]] = [[Paragraph(text, FINE_LABEL) for text in ("序号", "事项", "提示")]]
    for number, hint in enumerate(content.hints, 1):
        rows.append(
            [
                Paragraph(str(number), FINE_CENTRED),
                Paragraph(hint.measure or "本案", FINE_CENTRED),
                Paragraph(wording.full_width(hint.text), FINE_LEFT),
            ]
        )
    yield table(rows, fractions(7, 9, 84))
    yield Paragraph(_answer(content), PROSE)


def _answer(content: MemoContent) -> str:
    said = next(opinion for opinion in content.opinions if opinion.role is Role.APPROVER)
    day = chinese_date(date.fromisoformat(said.date)) if said.date else ""
    answer = answer_in(said.opinion)
    if not answer:
        return "处理情况：批准人未作说明。"
    return f"处理情况：批准人{said.name}{day}说明：{answer}"
