"""The pages of a 不予支持告知书: the letter, and for each claim its clause and why it gets nothing."""

from collections.abc import Iterator

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.page.sheet import PORTRAIT
from gongshu_desktop.document.page.styles import ALERT, BODY, CELL, CELL_CENTRED, HEADING, LABEL, PLAIN, QUOTE
from gongshu_desktop.document.page.tables import Cell, fractions, quoted, table
from gongshu_desktop.document.papers.furniture import clause_words, closing, letterhead
from gongshu_desktop.document.papers.layout import Layout
from gongshu_desktop.document.typesetting.paragraph import Paragraph, Span
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.papers.refusal import RefusalNotice, RefusedMeasure, UnmetCondition

_REMEDIES_OPEN = "（救济途径由本单位填写后方可签发）"


def _build(notice: RefusalNotice, draft: bool) -> Iterator[Flowable]:
    yield from letterhead(notice, notice.number, ("扶持资金申报不予支持告知书",), draft=draft)
    yield Paragraph(f"{notice.applicant}：", PLAIN)
    yield Paragraph(_opening(notice), BODY)
    for number, measure in enumerate(notice.measures, 1):
        yield from _measure(number, measure)
    yield Spacer(0, 6)
    remedies = Span(notice.remedies) if notice.remedies else Span(_REMEDIES_OPEN, colour=ALERT)
    for line in _lines(remedies):
        yield Paragraph([line], BODY)
    contact = [Paragraph(f"联系方式：{notice.contact}", BODY)] if notice.contact else []
    yield KeepTogether([*contact, Paragraph("特此告知。", BODY), *closing(notice)])


def _lines(text: Span) -> Iterator[Span]:
    for line in text.text.split("\n"):
        yield Span(line, text.typeface, text.underlined, text.colour)


def _opening(notice: RefusalNotice) -> str:
    space = f"（众创空间：{notice.makerspace}）" if notice.makerspace else ""
    total = len(notice.measures) + notice.others
    which = f"申报的{total}项事项中，有{len(notice.measures)}项" if notice.others else f"申报的{total}项事项"
    others = "其余事项的审核结果另见审核意见书。" if notice.others else ""
    number = f"审核意见书文号{notice.case}。" if notice.case else ""
    return (
        f"你单位提交的{notice.year}年度扶持资金申报材料{space}，本单位已依据{notice.basis}审核完毕。"
        f"{which}不予支持，现将事项、条款及理由告知如下。{others}{number}"
    )


def _measure(number: int, measure: RefusedMeasure) -> Iterator[Flowable]:
    claimed = f"（申报{grouped(measure.claimed)}元）" if measure.claimed is not None else ""
    yield CondPageBreak(120)
    yield Paragraph(f"{_numeral(number)}、{measure.title}{claimed}", HEADING)
    clause = Span(f"{clause_words(measure.clause, measure.heading)}（事项{measure.id}）：", Typeface.HEI)
    yield quoted(Paragraph([clause, Span(f"“{measure.quote}”")], QUOTE))
    yield Spacer(0, 4)
    if measure.conditions:
        yield _conditions(measure)
    else:
        yield Paragraph(f"理由：{measure.reason}", BODY)
    if measure.opinion:
        yield Paragraph(f"审核意见：{measure.opinion}", BODY)


def _conditions(measure: RefusedMeasure) -> Flowable:
    rows: list[list[Cell]] = [[Paragraph(text, LABEL) for text in ("不符合的条件", "核定情况", "理由")]]
    for item in measure.conditions:
        rows.append(
            [
                Paragraph([Span(item.name, Typeface.BOLD)], CELL),
                Paragraph(_found(item), CELL_CENTRED),
                Paragraph(item.note or _reason(item), CELL),
            ]
        )
    return table(rows, fractions(34, 30, 36))


def _found(item: UnmetCondition) -> str:
    if not item.found:
        return item.margin or "由审核人判断"
    return f"{item.found} 不成立{'，' if item.margin else ''}{item.margin}"


def _reason(item: UnmetCondition) -> str:
    return "核定情况不符合条款规定的条件。" if item.by_rule else "经审核判断，不符合该条件。"


def _numeral(number: int) -> str:
    """一 to 九十九."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{digits[tens]}十"
    return lead + (digits[ones] if ones or not tens else "")


LAYOUT = Layout(
    sheet=PORTRAIT,
    title=lambda notice: f"{notice.applicant}扶持资金申报事项不予支持告知书",
    foot=lambda notice: notice.number or notice.case,
    build=_build,
)
