"""The pages of a 口径登记表: each open phrase, the ways to read it, the one adopted, by whom and on what authority."""

from collections.abc import Iterator
from dataclasses import replace

from reportlab.platypus import Flowable, Spacer

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.page.sheet import LANDSCAPE
from gongshu_desktop.document.page.styles import ALERT, FINE_CENTRED, FINE_LEFT, GREY, NOTE
from gongshu_desktop.document.page.tables import Cell
from gongshu_desktop.document.papers.furniture import NO_OFFICE, hand_line, list_head
from gongshu_desktop.document.papers.layout import Layout
from gongshu_desktop.document.papers.listing import Listing, proportions
from gongshu_desktop.document.typesetting.paragraph import Alignment, Paragraph, Span
from gongshu_desktop.review.memo.composing import chinese_date
from gongshu_desktop.review.papers.paper import checked_day
from gongshu_desktop.review.papers.readings import ReadingRegister, ReadingRow

_HEADS = ("序号", "扶持事项", "条款用语", "问题", "可选口径", "采用口径", "采用人及日期", "依据")
_WIDTHS = (4.5, 11.5, 14, 19.5, 20, 12, 11.5, 13)
_LEFT = replace(FINE_LEFT, size=9.5, leading=13.5, alignment=Alignment.LEFT)
_CENTRED = replace(FINE_CENTRED, size=9.5, leading=13.5)


def _build(register: ReadingRegister, draft: bool) -> Iterator[Flowable]:
    under = (
        f"登记单位：{register.office or NO_OFFICE}　　截至日期：{chinese_date(register.drawn_on)}　　"
        f"口径{len(register.rows)}项，已采用{register.adopted}项"
    )
    yield from list_head(f"《{register.policy}》口径登记表", under, draft=draft)
    rows = Listing(proportions(LANDSCAPE, _WIDTHS), _HEADS)
    for number, row in enumerate(register.rows, 1):
        rows.add(_row(number, row))
    yield rows.made()
    yield Paragraph(
        f"注：条款用语均引自{register.number}。标“建议”的为政策文件建议的口径；未采用的口径，批准前须先采用。"
        "先后采用过不同口径的，以最近一次为准，此前的列于其下。",
        NOTE,
    )
    yield Spacer(0, 2)
    yield hand_line(("登记人", "复核", "批准", "日期"), LANDSCAPE)


def _row(number: int, row: ReadingRow) -> list[Cell]:
    options = "\n".join(
        f"{place}. {item.words}{'（建议）' if item.suggested else ''}" for place, item in enumerate(row.options, 1)
    )
    return [
        Paragraph(str(number), _CENTRED),
        Paragraph(f"{row.measure}\n{row.title}", _CENTRED),
        Paragraph([Span(f"“{row.phrase}”", Typeface.KAI)], _LEFT),
        Paragraph(row.question, _LEFT),
        Paragraph(options, _LEFT),
        Paragraph(list(_adopted(row)), _LEFT),
        Paragraph(list(_by(row)), _CENTRED),
        Paragraph(list(_authority(row)), _LEFT if row.adoptions else _CENTRED),
    ]


def _adopted(row: ReadingRow) -> Iterator[Span]:
    if not row.adoptions:
        yield Span("尚未采用", colour=ALERT)
        return
    latest, *earlier = row.adoptions
    yield Span(latest.option, Typeface.BOLD)
    for item in earlier:
        yield Span(f"\n（原）{item.option}", colour=GREY)


def _by(row: ReadingRow) -> Iterator[Span]:
    if not row.adoptions:
        yield Span("—")
    for place, item in enumerate(row.adoptions):
        day = chinese_date(checked_day(item.day, "adoptions"))
        yield Span(f"{'' if not place else chr(10)}{item.name}\n{day}", colour=GREY if place else None)


def _authority(row: ReadingRow) -> Iterator[Span]:
    if not row.adoptions:
        yield Span("—")
    for place, item in enumerate(row.adoptions):
        yield Span(f"{'' if not place else chr(10)}{item.authority}", colour=GREY if place else None)


LAYOUT = Layout(
    sheet=LANDSCAPE,
    title=lambda register: f"《{register.policy}》口径登记表",
    foot=lambda register: f"{register.number}　口径登记表",
    build=_build,
)
