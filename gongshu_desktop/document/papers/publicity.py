"""The pages of a 公示名单: who, for what, how much, on landscape pages, with the total in words and the closing below."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from reportlab.platypus import Flowable, KeepTogether, Spacer

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.page.sheet import LANDSCAPE
from gongshu_desktop.document.page.styles import ALERT, BODY, CELL_CENTRED, CELL_RIGHT, FINE_CENTRED
from gongshu_desktop.document.page.tables import Cell
from gongshu_desktop.document.papers.furniture import CLOSING, NO_OFFICE, left_out, list_head, sum_words
from gongshu_desktop.document.papers.layout import Layout
from gongshu_desktop.document.papers.listing import TOTAL, TOTAL_FIGURE, TOTAL_WORDS, Listing, proportions
from gongshu_desktop.document.typesetting.paragraph import Paragraph, Span
from gongshu_desktop.policy.money import grouped, words
from gongshu_desktop.review.memo.composing import chinese_date
from gongshu_desktop.review.papers.grants import Grant
from gongshu_desktop.review.papers.publicity import PublicityList

_HEADS = ("序号", "申报单位", "统一社会信用代码", "众创空间", "所在街道", "扶持事项", "金额（元）", "合计（元）")
_WIDTHS = (30, 167, 100, 103, 64, 125, 73, 78)
_CONTACT_OPEN = "（由本单位填写后方可公示）"
_TEXT = replace(BODY, size=13, leading=21, indent=26)
_CLOSING = replace(CLOSING, size=13, leading=21, left=LANDSCAPE.width * 0.6)


def _build(notice: PublicityList, draft: bool) -> Iterator[Flowable]:
    yield from list_head(_title(notice), "", draft=draft)
    yield Paragraph(_opening(notice), _TEXT)
    yield Spacer(0, 6)
    yield from _table(notice)
    yield from left_out("本名单", without=notice.without, handed_over=notice.handed_over, correcting=notice.correcting)
    yield Spacer(0, 6)
    yield KeepTogether([*_period(notice), *_closing(notice)])


def _title(notice: PublicityList) -> str:
    return f"关于{notice.year}年度众创空间扶持资金拟扶持名单的公示"


def _opening(notice: PublicityList) -> str:
    total = f"对{len(notice.rows)}份申报予以扶持，扶持资金合计{sum_words(notice.total)}"
    return f"依据{notice.basis}，经审核，拟{total}。现将名单公示如下："


def _table(notice: PublicityList) -> Iterator[Flowable]:
    rows = Listing(proportions(LANDSCAPE, _WIDTHS), _HEADS)
    for number, item in enumerate(notice.rows, 1):
        rows.add(_row(rows, number, item))
    figures = grouped(notice.total)
    rows.total(
        [("合计", 0, 4, TOTAL), (f"人民币{words(notice.total)}", 4, 7, TOTAL_WORDS), (figures, 7, 8, TOTAL_FIGURE)]
    )
    yield rows.made()


def _row(rows: Listing, number: int, item: Grant) -> list[Cell]:
    titles, amounts = [part.title for part in item.items], [grouped(part.amount) for part in item.items]
    left, right = rows.paired(titles, amounts, 5, CELL_CENTRED)
    return [
        Paragraph(str(number), CELL_CENTRED),
        Paragraph(item.applicant, CELL_CENTRED),
        Paragraph(item.uscc or "—", FINE_CENTRED),
        Paragraph(item.makerspace or "—", CELL_CENTRED),
        Paragraph(item.subdistrict or "—", CELL_CENTRED),
        Paragraph(left, CELL_CENTRED),
        Paragraph(right, CELL_RIGHT),
        Paragraph([Span(grouped(item.total), Typeface.BOLD)], CELL_RIGHT),
    ]


def _period(notice: PublicityList) -> Iterator[Flowable]:
    if notice.begin and notice.end:
        begin, end = (chinese_date(date.fromisoformat(day)) for day in (notice.begin, notice.end))
        period = Span(f"公示期自{begin}起至{end}止。")
    else:
        period = Span("公示期自　　　　年　　月　　日起至　　　　年　　月　　日止。", colour=ALERT)
    asked = Span("公示期内对上述名单有异议的，请以书面形式实名向本单位反映，并附相关证明材料。")
    yield Paragraph([period, asked], _TEXT)
    contact = Span(notice.contact) if notice.contact else Span(_CONTACT_OPEN, colour=ALERT)
    yield Paragraph([Span("联系方式："), contact], _TEXT)


def _closing(notice: PublicityList) -> Iterator[Flowable]:
    yield Spacer(0, 24)
    yield Paragraph(notice.office or NO_OFFICE, _CLOSING)
    yield Paragraph(chinese_date(notice.drawn_on), _CLOSING)


LAYOUT = Layout(sheet=LANDSCAPE, title=_title, foot=lambda notice: f"{notice.year}年度公示名单", build=_build)
