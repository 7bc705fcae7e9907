"""The pages of a 拨付汇总表: one line a memo, then the same total by measure, and who made, checked and approved the table."""

from collections.abc import Iterator
from dataclasses import replace

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.page.sheet import LANDSCAPE
from gongshu_desktop.document.page.styles import (
    CAPTION,
    CELL,
    CELL_CENTRED,
    CELL_RIGHT,
    FINE_CENTRED,
    FINE_LABEL,
    FINE_RIGHT,
)
from gongshu_desktop.document.page.tables import Cell
from gongshu_desktop.document.papers.furniture import NO_OFFICE, hand_line, left_out, list_head
from gongshu_desktop.document.papers.layout import Layout
from gongshu_desktop.document.papers.listing import TOTAL, TOTAL_FIGURE, TOTAL_WORDS, Listing, proportions
from gongshu_desktop.document.typesetting.paragraph import Paragraph, Span
from gongshu_desktop.policy.money import grouped, words
from gongshu_desktop.review.memo.composing import chinese_date
from gongshu_desktop.review.papers.grants import Grant
from gongshu_desktop.review.papers.payment import PaymentSummary

_HEADS = (
    "序号",
    "审核意见书文号",
    "收款单位",
    "统一社会信用代码",
    "众创空间",
    "开户银行及账号\n（财务填写）",
    "拨付金额（元）",
)
_WIDTHS = (30, 100, 168, 100, 104, 146, 92)
_LATER_HEADS = (
    *_HEADS[:5],
    "审定额（元）",
    "前次已列（元）",
    "本次拨付（元）",
    "应追回（元）",
    _HEADS[5],
)
_LATER_WIDTHS = (29, 92, 114, 108, 75, 70, 70, 70, 64, 106)
_MEASURES = ("序号", "扶持事项", "份数", "金额（元）")
_MEASURE_WIDTHS = (8, 56, 12, 24)
_BOLD = replace(FINE_RIGHT, typeface=Typeface.BOLD)
_NOTED = replace(CELL, before=3)


def _build(summary: PaymentSummary, draft: bool) -> Iterator[Flowable]:
    under = (
        f"第{summary.batch}批　　编制单位：{summary.office or NO_OFFICE}　　"
        f"编制日期：{chinese_date(summary.drawn_on)}　　单位：元"
    )
    yield from list_head(_title(summary), under, draft=draft)
    yield _later_payments(summary) if summary.batch > 1 else _payments(summary)
    yield from left_out("本表", without=summary.without, handed_over=summary.handed_over, correcting=summary.correcting)
    yield from _listed_before(summary)
    yield CondPageBreak(130)
    yield Paragraph("按扶持事项汇总（本次拨付减应追回）" if summary.back else "按扶持事项汇总", CAPTION)
    yield _measures(summary)
    yield KeepTogether([Spacer(0, 8), Paragraph(f"依据：{summary.basis}。", CELL), _signatures()])


def _signatures() -> Paragraph:
    return hand_line(("制表", "复核", "批准", "日期"), LANDSCAPE)


def _title(summary: PaymentSummary) -> str:
    return f"{summary.year}年度众创空间扶持资金拨付汇总表"


def _foot(summary: PaymentSummary) -> str:
    return f"{_title(summary)}（第{summary.batch}批）"


def _total(rows: Listing, columns: int, total: int) -> None:
    middle = max(2, columns // 2)
    rows.total(
        [
            ("合计", 0, 1 if columns == 4 else middle, TOTAL),
            (f"{'负' * (total < 0)}人民币{words(abs(total))}", 1 if columns == 4 else middle, columns - 1, TOTAL_WORDS),
            (_signed(total), columns - 1, columns, TOTAL_FIGURE),
        ]
    )


def _payments(summary: PaymentSummary) -> Flowable:
    rows = Listing(proportions(LANDSCAPE, _WIDTHS), _HEADS)
    for number, item in enumerate(summary.rows, 1):
        rows.add(_row(number, item))
    _total(rows, len(_HEADS), summary.total)
    return rows.made()


def _signed(amount: int) -> str:
    return f"{'−' * (amount < 0)}{grouped(abs(amount))}"


def _later_payments(summary: PaymentSummary) -> Flowable:
    """The rows of a batch that is not the first: what was listed before, and what is left to pay or claim back."""
    rows = Listing(proportions(LANDSCAPE, _LATER_WIDTHS), _LATER_HEADS, FINE_LABEL)
    for number, item in enumerate(summary.rows, 1):
        figures = (item.total, item.before, item.now, item.back)
        shown = [
            Paragraph([Span(grouped(figure) if figure else "—", Typeface.BOLD if place > 1 else None)], FINE_RIGHT)
            for place, figure in enumerate(figures)
        ]
        rows.add([*(_row(number, item)[:5]), *shown, ""])
    rows.total(
        [
            ("本次拨付合计", 0, 2, TOTAL),
            (f"人民币{words(summary.total)}", 2, 7, TOTAL_WORDS),
            (grouped(summary.total), 7, 8, _BOLD),
            (grouped(summary.back) if summary.back else "—", 8, 9, _BOLD),
            ("", 9, 10, FINE_CENTRED),
        ]
    )
    return rows.made()


def _listed_before(summary: PaymentSummary) -> Iterator[Flowable]:
    """What was listed before and does not stand here, and what nobody can tell."""
    if summary.settled:
        yield Paragraph(f"注：另有{summary.settled}份审核意见书已在以前各批列足，本次无增减，不再列出。", _NOTED)
    if summary.back:
        yield Paragraph(
            "注：应追回为以前各批已列、更正后超出审定额的部分；未拨付的从前批中扣除，已拨付的予以追回。", _NOTED
        )
    if summary.untold:
        told = f"本程序的早期版本另编制过拨付汇总表{summary.untold}次，未记所列意见书，前次已列不含这些，请核对后拨付。"
        yield Paragraph(f"注：{told}", _NOTED)


def _row(number: int, item: Grant) -> list[Cell]:
    return [
        Paragraph(str(number), CELL_CENTRED),
        Paragraph(f"{item.number}\n", CELL_CENTRED) if not item.issued else _numbered(item),
        Paragraph(item.applicant, CELL_CENTRED),
        Paragraph(item.uscc or "—", FINE_CENTRED),
        Paragraph(item.makerspace or "—", CELL_CENTRED),
        "",
        Paragraph([Span(grouped(item.total), Typeface.BOLD)], CELL_RIGHT),
    ]


def _numbered(item: Grant) -> Paragraph:
    return Paragraph(f"{item.number}{item.mark}\n{item.issued}签发", FINE_CENTRED)


def _measures(summary: PaymentSummary) -> Flowable:
    rows = Listing(proportions(LANDSCAPE, _MEASURE_WIDTHS), _MEASURES)
    for number, item in enumerate(summary.measures, 1):
        rows.add(
            [
                Paragraph(str(number), CELL_CENTRED),
                Paragraph(f"{item.measure} {item.title}", CELL),
                Paragraph(str(item.count), CELL_CENTRED),
                Paragraph(_signed(item.amount), CELL_RIGHT),
            ]
        )
    _total(rows, len(_MEASURES), summary.total - summary.back)
    return rows.made()


LAYOUT = Layout(sheet=LANDSCAPE, title=_title, foot=_foot, build=_build)
