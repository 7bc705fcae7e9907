"""The pages of a 年度台账: every case of the year on one line, landscape, with the three totals."""

from collections.abc import Iterator
from dataclasses import replace

from reportlab.platypus import Flowable, Spacer

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.page.sheet import LANDSCAPE
from gongshu_desktop.document.page.styles import CELL, FINE_CENTRED, FINE_LABEL, FINE_RIGHT, GREY, NOTE
from gongshu_desktop.document.page.tables import Cell
from gongshu_desktop.document.papers.furniture import NO_OFFICE, list_head, sum_words
from gongshu_desktop.document.papers.layout import Layout
from gongshu_desktop.document.papers.listing import Listing, proportions
from gongshu_desktop.document.typesetting.paragraph import Paragraph, Span
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.memo.composing import chinese_date
from gongshu_desktop.review.papers.ledger import LedgerRow, YearLedger
from gongshu_desktop.review.stage import Stage

_HEADS = (
    "序号",
    "案卷编号",
    "申报单位及信用代码",
    "众创空间",
    "所在街道",
    "申报额（元）",
    "测算额（元）",
    "审定额（元）",
    "办理阶段",
    "办理人员",
)
_WIDTHS = (27, 92, 146, 92, 54, 70, 70, 70, 55, 64)
_STAGES = {
    Stage.REGISTERED: "登记",
    Stage.EXAMINATION: "审核",
    Stage.CHECK: "复核",
    Stage.DECISION: "批准",
    Stage.SIGNING: "签署",
    Stage.ISSUED: "已签发",
}
_BOLD = replace(FINE_RIGHT, typeface=Typeface.BOLD)


def _build(ledger: YearLedger, draft: bool) -> Iterator[Flowable]:
    gone = len(ledger.rows) - len(ledger.counted)
    under = (
        f"编制单位：{ledger.office or NO_OFFICE}　　截至日期：{chinese_date(ledger.drawn_on)}　　"
        f"案卷{len(ledger.rows)}件，{f'已移交{gone}件，' if gone else ''}"
        f"已签发{sum(row.granted is not None for row in ledger.counted)}件"
    )
    yield from list_head(_title(ledger), under, draft=draft)
    yield _table(ledger)
    yield Spacer(0, 4)
    yield Paragraph(f"已签发审核意见书审定额合计{sum_words(ledger.granted)}。{_listed(ledger)}", CELL)
    yield Paragraph(
        "注：测算额待核的以“待核”表示，不计入合计；审定额仅列已签发的审核意见书，更正期间原意见书继续有效；办理人员依次为经办、复核、批准。"
        + ("已移交的案卷为移交时的情况，由接收方计入，不计入合计和件数。" if gone else ""),
        NOTE,
    )


def _listed(ledger: YearLedger) -> str:
    """What the payment tables have listed up to now."""
    if not ledger.batches:
        return ""
    return f"已编制拨付汇总表{ledger.batches}批，减去应追回后列入{grouped(ledger.listed)}元。"


def _title(ledger: YearLedger) -> str:
    return f"{ledger.year}年度众创空间扶持资金申报审核台账"


def _table(ledger: YearLedger) -> Flowable:
    rows = Listing(proportions(LANDSCAPE, _WIDTHS), _HEADS, FINE_LABEL)
    for number, row in enumerate(ledger.rows, 1):
        rows.add(_row(number, row))
    rows.total(
        [
            ("合计", 0, 5, FINE_LABEL),
            (grouped(ledger.claimed), 5, 6, _BOLD),
            (grouped(ledger.computed), 6, 7, _BOLD),
            (grouped(ledger.granted), 7, 8, _BOLD),
        ]
    )
    return rows.made()


def _row(number: int, row: LedgerRow) -> list[Cell]:
    computed = "待核" if row.computed is None else grouped(row.computed)
    claimed = "—" if row.claimed is None else grouped(row.claimed)
    granted = "—" if row.granted is None else grouped(row.granted)
    applicant = [Span(row.applicant), Span(f"\n{row.uscc}" if row.uscc else "", colour=GREY)]
    return [
        Paragraph(str(number), FINE_CENTRED),
        Paragraph(row.number or "—", FINE_CENTRED),
        Paragraph(applicant, FINE_CENTRED),
        Paragraph(row.makerspace or "—", FINE_CENTRED),
        Paragraph(row.subdistrict or "—", FINE_CENTRED),
        Paragraph(claimed, FINE_RIGHT if row.claimed is not None else FINE_CENTRED),
        Paragraph(computed, FINE_RIGHT if row.computed is not None else FINE_CENTRED),
        Paragraph([Span(granted, Typeface.BOLD)], FINE_RIGHT if row.granted is not None else FINE_CENTRED),
        Paragraph(_stage(row), FINE_CENTRED),
        Paragraph(_people(row), FINE_CENTRED),
    ]


def _people(row: LedgerRow) -> str:
    """Who acted: the examiner on one line, the others below."""
    first, *others = [name for name in row.people if name] or ["—"]
    return f"{first}\n{'／'.join(others)}" if others else first


def _stage(row: LedgerRow) -> str:
    words = _STAGES[row.stage]
    if row.handed_to:
        return f"已移交\n（{words}）"
    if row.correcting:
        return f"{words}\n（更正中）"
    if row.returned:
        return f"{words}\n（退回）"
    return f"{words}\n{row.issued}" if row.issued else words


LAYOUT = Layout(sheet=LANDSCAPE, title=_title, foot=lambda ledger: f"{ledger.year}年度台账", build=_build)
