"""What the memo says of the decision itself: what it corrects, and which of the program's hints it passed over, and why."""

from collections.abc import Iterator
from datetime import date

from reportlab.platypus import Flowable, Spacer

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.page.styles import (
    CELL,
    CELL_RIGHT,
    FINE_CENTRED,
    FINE_LABEL,
    FINE_LEFT,
    LABEL,
    NOTE,
    PROSE,
)
from gongshu_desktop.document.page.tables import Cell, fractions, table
from gongshu_desktop.document.typesetting.paragraph import Paragraph, Span
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.memo import wording
from gongshu_desktop.review.memo.composing import chinese_date
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.memo.decided import CorrectedMeasure, Correction, answer_in
from gongshu_desktop.review.stage import Role

_GAP = 4.0


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
    yield Spacer(0, _GAP)
    yield table(rows, fractions(7, 9, 84))
    yield Spacer(0, _GAP)
    yield Paragraph(_answer(content), PROSE)


def _answer(content: MemoContent) -> str:
    said = next(opinion for opinion in content.opinions if opinion.role is Role.APPROVER)
    day = chinese_date(date.fromisoformat(said.date)) if said.date else ""
    answer = answer_in(said.opinion)
    if not answer:
        return "处理情况：批准人未作说明。"
    return f"处理情况：批准人{said.name}{day}说明：{answer}"


def correction(told: Correction) -> Iterator[Flowable]:
    """Which memo is replaced, who ordered it, when and why; what was awarded and is now, measure by measure and in all."""
    drawn, ordered = (chinese_date(date.fromisoformat(day)) for day in (told.drawn, told.on))
    reason = told.reason.rstrip("。")
    yield Paragraph(
        f"本意见书更正并替代{drawn}的审核意见书（{told.number}）。{ordered}，批准人{told.by}提出更正，理由：{reason}。",
        PROSE,
    )
    heads = ("扶持事项", "原审定额（元）", "现审定额（元）", "增减（元）")
    rows: list[list[Cell]] = [[Paragraph(text, LABEL) for text in heads]]
    rows += [_amounts(Paragraph(f"{item.id} {item.title}", CELL), item.before, item.after) for item in told.measures]
    rows.append(_amounts(Paragraph("合计", LABEL), told.before, told.after, Typeface.BOLD))
    last = len(rows) - 1
    yield Spacer(0, _GAP)
    yield table(rows, fractions(43, 19, 19, 19), extra=[("NOSPLIT", (0, max(1, last - 1)), (-1, last))])
    yield from (Paragraph(_reason(item), NOTE) for item in told.measures if item.reason)
    yield Paragraph(f"被替代文件SHA-256　{told.sha256}", NOTE)


def _amounts(name: Paragraph, before: int | None, after: int | None, face: Typeface | None = None) -> list[Cell]:
    more = (after or 0) - (before or 0)
    change = f"{'+' if more > 0 else '−'}{grouped(abs(more))}" if more else "不变"
    shown = (wording.yuan(before), wording.yuan(after), change)
    return [name, *(Paragraph([Span(text, face)], CELL_RIGHT) for text in shown)]


def _reason(item: CorrectedMeasure) -> str:
    return f"{item.id} {item.title}原审定理由（不再适用）：{item.reason}"
