"""The pages of a 一次性告知（补正）通知书: the letter, what is missing in a table, and the receipt stub to be cut off."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from reportlab.platypus import Flowable, KeepTogether, Spacer

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.memo.pages import height_of
from gongshu_desktop.document.page.sheet import PORTRAIT
from gongshu_desktop.document.page.styles import BODY, CELL_CENTRED, FAINT, FINE_LEFT, GREY, LABEL, PALE, PLAIN
from gongshu_desktop.document.page.tables import Cell, Command, fractions, table
from gongshu_desktop.document.papers.furniture import NO_NUMBER, NO_OFFICE, clause_words, closing, letterhead
from gongshu_desktop.document.papers.layout import Layout
from gongshu_desktop.document.typesetting.paragraph import Alignment, Paragraph, Span, Style
from gongshu_desktop.review.memo.composing import chinese_date
from gongshu_desktop.review.papers.shortfall import Shortfall, by_measure
from gongshu_desktop.review.papers.supplement import SupplementNotice

_STUB_TITLE = Style(typeface=Typeface.SONG_BOLD, size=16, leading=26, alignment=Alignment.CENTRED)
_STUB_NUMBER = Style(size=12, leading=20, alignment=Alignment.CENTRED)
_CUT = Style(size=9, leading=14, colour=GREY, alignment=Alignment.CENTRED)
_CELL_LEFT = replace(CELL_CENTRED, alignment=Alignment.LEFT)


def _build(notice: SupplementNotice, draft: bool) -> Iterator[Flowable]:
    yield from letterhead(notice, notice.number, ("补正材料一次性告知通知书",), draft=draft)
    yield Paragraph(f"{notice.applicant}：", PLAIN)
    yield Paragraph(_opening(notice), BODY)
    yield Spacer(0, 6)
    yield _items(notice)
    yield Spacer(0, 6)
    yield from _ending(notice)


def _ending(notice: SupplementNotice) -> Iterator[Flowable]:
    """Deadline, contact, name and date, and the stub: on one page, so that the line to cut along has its letter above it."""
    asked = [Paragraph(_deadline(notice), BODY)]
    if notice.contact:
        asked.append(Paragraph(f"联系方式：{notice.contact}", BODY))
    close = [*closing(notice), *_stub(notice)]
    if height_of([*asked, *close]) <= PORTRAIT.height:
        yield KeepTogether([*asked, *close])
        return
    yield from asked
    yield KeepTogether(close)


def _deadline(notice: SupplementNotice) -> list[Span]:
    return [
        Span("请于"),
        Span(chinese_date(date.fromisoformat(notice.deadline)), Typeface.BOLD),
        Span(
            "前（含当日）将上述内容一次性补正齐全，送交本单位。逾期未补正或者补正后仍不齐全的，本单位将依据现有材料审核。"
        ),
    ]


def _opening(notice: SupplementNotice) -> str:
    on = f"于{chinese_date(date.fromisoformat(notice.received))}" if notice.received else ""
    space = f"（众创空间：{notice.makerspace}）" if notice.makerspace else ""
    number = f"，案卷编号{notice.case}" if notice.case else ""
    count = len(notice.items) + len(notice.more)
    return (
        f"你单位{on}提交的{notice.year}年度扶持资金申报材料{space}收悉{number}。"
        f"依据{notice.basis}，经审查，尚有{count}项内容需要补正，现一次性告知如下："
    )


def _items(notice: SupplementNotice) -> Flowable:
    """Measure by measure: its clause on a row of its own, below it what is missing."""
    rows: list[list[Cell]] = [[Paragraph(text, LABEL) for text in ("序号", "需补正的内容", "应提交的材料")]]
    extra: list[Command] = []
    numbers = itertools.count(1)
    for group in by_measure(notice.items).values():
        extra += _heading(len(rows))
        rows.append([Paragraph(_clause(group[0]), FINE_LEFT), "", ""])
        rows += [_row(next(numbers), item.text, _documents(item)) for item in group]
    if notice.more:
        extra += _heading(len(rows))
        rows.append([Paragraph([Span("其他", Typeface.HEI)], FINE_LEFT), "", ""])
        rows += [_row(next(numbers), text, "见左") for text in notice.more]
    return table(rows, fractions(8, 52, 40), extra=extra)


def _heading(place: int) -> list[Command]:
    """A row across the table that stays with the row below it."""
    return [
        ("SPAN", (0, place), (-1, place)),
        ("BACKGROUND", (0, place), (-1, place), FAINT),
        ("NOSPLIT", (0, place), (-1, place + 1)),
    ]


def _row(number: int, text: str, documents: str) -> list[Cell]:
    return [Paragraph(str(number), CELL_CENTRED), Paragraph(text, _CELL_LEFT), Paragraph(documents, _CELL_LEFT)]


def _clause(item: Shortfall) -> list[Span]:
    return [
        Span(f"{item.measure} {item.title}　{clause_words(item.clause, item.heading)}\n", Typeface.HEI),
        Span(f"“{item.quote}”", Typeface.KAI),
    ]


def _documents(item: Shortfall) -> str:
    return "\n".join(f"{number}. {name}" for number, name in enumerate(item.documents, 1)) or "补填申报表相应栏目"


def _stub(notice: SupplementNotice) -> Iterator[Flowable]:
    """送达回执: comes back signed."""
    yield Paragraph("…………………………（沿此线裁开，以下由申报单位签收后交回）…………………………", _CUT)
    yield Spacer(0, 6)
    yield Paragraph("送达回执", _STUB_TITLE)
    yield Paragraph(notice.number or NO_NUMBER, _STUB_NUMBER)
    yield Spacer(0, 4)
    deadline = chinese_date(date.fromisoformat(notice.deadline))
    pairs = (
        ("送达文书", f"补正材料一次性告知通知书（共{len(notice.items) + len(notice.more)}项，补正期限{deadline}）"),
        ("送达单位", notice.office or NO_OFFICE),
        ("受送达单位", f"{notice.applicant}（{notice.uscc}）" if notice.uscc else notice.applicant),
        ("送达方式", "□当面送达　　□邮寄送达　　□其他："),
        ("签收人", "签名：　　　　　　　　　　　　　联系电话："),
        ("签收日期", "　　　　　年　　　　月　　　　日"),
    )
    rows: list[list[Cell]] = [[Paragraph(label, LABEL), Paragraph(text, _CELL_LEFT)] for label, text in pairs]
    yield table(rows, fractions(20, 80), head=0, extra=[("BACKGROUND", (0, 0), (0, -1), PALE)])


LAYOUT = Layout(
    sheet=PORTRAIT,
    title=lambda notice: f"{notice.applicant}补正材料一次性告知通知书",
    foot=lambda notice: notice.number or notice.case,
    build=_build,
)
