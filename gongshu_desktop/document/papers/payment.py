"""The pages of a 拨付汇总表: one line a memo, then the same total by measure, and who made, checked and approved the table."""

from collections.abc import Iterator

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.page.sheet import LANDSCAPE
from gongshu_desktop.document.page.styles import CAPTION, CELL, CELL_CENTRED, CELL_RIGHT, FINE_CENTRED
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
_MEASURES = ("序号", "扶持事项", "份数", "金额（元）")
_MEASURE_WIDTHS = (8, 56, 12, 24)


def _build(summary: PaymentSummary, draft: bool) -> Iterator[Flowable]:
    under = f"编制单位：{summary.office or NO_OFFICE}　　编制日期：{chinese_date(summary.drawn_on)}　　单位：元"
    yield from list_head(_title(summary), under, draft=draft)
    yield _payments(summary)
    yield from left_out("本表", without=summary.without, handed_over=summary.handed_over)
    yield CondPageBreak(130)
    yield Paragraph("按扶持事项汇总", CAPTION)
    yield _measures(summary)
    yield KeepTogether([Spacer(0, 8), Paragraph(f"依据：{summary.basis}。", CELL), _signatures()])


def _signatures() -> Paragraph:
    return hand_line(("制表", "复核", "批准", "日期"), LANDSCAPE)


def _title(summary: PaymentSummary) -> str:
    return f"{summary.year}年度众创空间扶持资金拨付汇总表"


def _total(rows: Listing, columns: int, total: int) -> None:
    middle = max(2, columns // 2)
    rows.total(
        [
            ("合计", 0, 1 if columns == 4 else middle, TOTAL),
            (f"人民币{words(total)}", 1 if columns == 4 else middle, columns - 1, TOTAL_WORDS),
            (grouped(total), columns - 1, columns, TOTAL_FIGURE),
        ]
    )


def _payments(summary: PaymentSummary) -> Flowable:
    rows = Listing(proportions(LANDSCAPE, _WIDTHS), _HEADS)
    for number, item in enumerate(summary.rows, 1):
        rows.add(_row(number, item))
    _total(rows, len(_HEADS), summary.total)
    return rows.made()


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
    return Paragraph(f"{item.number}\n{item.issued}签发", FINE_CENTRED)


def _measures(summary: PaymentSummary) -> Flowable:
    rows = Listing(proportions(LANDSCAPE, _MEASURE_WIDTHS), _MEASURES)
    for number, item in enumerate(summary.measures, 1):
        rows.add(
            [
                Paragraph(str(number), CELL_CENTRED),
                Paragraph(f"{item.measure} {item.title}", CELL),
                Paragraph(str(item.count), CELL_CENTRED),
                Paragraph(grouped(item.amount), CELL_RIGHT),
            ]
        )
    _total(rows, len(_MEASURES), summary.total)
    return rows.made()


LAYOUT = Layout(sheet=LANDSCAPE, title=_title, foot=_title, build=_build)
