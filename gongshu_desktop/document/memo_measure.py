"""The review of one measure on paper: clause, conditions, facts, derivation, the three amounts and why they differ."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import CondPageBreak, Flowable

from gongshu_desktop.document.fonts import Typeface
from gongshu_desktop.document.memo_styles import (
    ALERT,
    CELL,
    CELL_CENTRED,
    FINE_CENTRED,
    FINE_LABEL,
    FINE_LEFT,
    FINE_RIGHT,
    GREY,
    LABEL,
    NOTE,
    PALE,
    QUOTE,
    SMALL,
    SUBHEADING,
)
from gongshu_desktop.document.memo_tables import Cell, Command, captioned, fitted, fractions, quoted, table
from gongshu_desktop.document.typesetting import Paragraph, Span
from gongshu_desktop.policy.assessment import Result
from gongshu_desktop.review import memo_wording as wording
from gongshu_desktop.review.memo_content import (
    CriterionContent,
    FactContent,
    MeasureContent,
    RowContent,
    StepContent,
    TableContent,
)

Part = tuple[str, list[Flowable]]
"""A caption with what stands under it."""
_BRIEF = 300
"""Characters of a reason that is kept on one page with its amounts."""
_NUMERALS = "零一二三四五六七八九"


def measure_review(index: int, measure: MeasureContent) -> Iterator[Flowable]:
    """Everything about the measure that stands in place ``index`` (from 1) of the memo."""
    yield CondPageBreak(150)
    yield Paragraph(f"（{numeral(index)}）{measure.title}", SUBHEADING)
    heading = f"“{measure.heading}”" if measure.heading else ""
    yield Paragraph(
        [
            Span(f"{measure.id}　条款{measure.clause}{heading}　受益主体：{measure.payee}　结论："),
            Span(wording.outcome(measure), Typeface.BOLD),
        ],
        SMALL,
    )
    yield quoted(Paragraph(f"“{measure.quote}”", QUOTE))
    parts = [*_criteria(measure), *_facts(measure)]
    parts += [part for content in measure.tables for part in _rows(content)]
    parts += [*_derivation(measure), *_amounts(measure)]
    for number, (caption, flowables) in enumerate(parts, 1):
        yield from captioned(f"{number}. {caption}", flowables[0])
        yield from flowables[1:]


def numeral(number: int) -> str:
    """1 to 99 in Chinese: 一, 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


# --- conditions and facts --------------------------------------------------------------------------------------------


def _criteria(measure: MeasureContent) -> Iterator[Part]:
    if not measure.criteria:
        return
    explained = any(item.note or item.evidence for item in measure.criteria)
    head = ["条件", "核定情况", "余量", "结论", "判定", *(["说明与佐证"] if explained else [])]
    rows = [_labels(head), *(_criterion(item, explained=explained) for item in measure.criteria)]
    widths = fractions(21, 20, 15, 8, 13, 23) if explained else fractions(28, 27, 21, 10, 14)
    yield "条件审核", [table(rows, widths)]


def _labels(texts: Sequence[str]) -> list[Paragraph]:
    return [Paragraph(text, FINE_LABEL) for text in texts]


def _criterion(item: CriterionContent, *, explained: bool) -> list[Paragraph]:
    name = item.name if item.rule in ("", item.name) else f"{item.name}（{item.rule}）"
    good = item.result in (Result.MET, Result.NOT_APPLICABLE)
    verdict = Span(wording.RESULTS[item.result], None if good else Typeface.BOLD, colour=None if good else ALERT)
    cells = [
        Paragraph(name, FINE_LEFT),
        Paragraph(item.value or "—", FINE_LEFT),
        Paragraph(item.margin or "—", FINE_LEFT),
        Paragraph([verdict], FINE_CENTRED),
        Paragraph(wording.ORIGINS[item.origin], FINE_CENTRED),
    ]
    return [*cells, Paragraph(_note(item.note, item.evidence), FINE_LEFT)] if explained else cells


def _note(note: str, evidence: Sequence[str]) -> str:
    return "\n".join(filter(None, (note, f"佐证：{'、'.join(evidence)}" if evidence else ""))) or "—"


def _facts(measure: MeasureContent) -> Iterator[Part]:
    if not measure.facts:
        return
    explained = any(item.note or item.evidence for item in measure.facts)
    head = ["事实", "申报值", "核定值", *(["说明与佐证"] if explained else [])]
    rows = [_labels(head), *(_fact(item, explained=explained) for item in measure.facts)]
    yield "事实核定", [table(rows, fractions(23, 22, 22, 33) if explained else fractions(34, 33, 33))]


def _fact(item: FactContent, *, explained: bool) -> list[Paragraph]:
    verified = Span(item.verified, Typeface.BOLD if item.differs else None)
    cells = [Paragraph(item.name, FINE_LEFT), Paragraph(item.claimed, FINE_LEFT), Paragraph([verified], FINE_LEFT)]
    return [*cells, Paragraph(_note(item.note, item.evidence), FINE_LEFT)] if explained else cells


# --- table facts -----------------------------------------------------------------------------------------------------


def _rows(content: TableContent) -> Iterator[Part]:
    flowables: list[Flowable] = []
    if content.rows:
        marked = any(row.struck or row.by_reviewer for row in content.rows)
        head = ["序号", *content.columns, *(["核定"] if marked else [])]
        body = [_row(index, row, content.figures, marked=marked) for index, row in enumerate(content.rows, 1)]
        rows = [_labels(head), *body]
        flowables.append(table(rows, fitted(rows, [True, *content.figures, *([True] if marked else [])])))
    note = _note(content.note, content.evidence)
    if note != "—" or not content.rows:
        flowables.append(Paragraph("未填报任何一行。" if note == "—" else note, NOTE))
    state = "" if content.verified else "，尚未核定"
    yield f"{content.name}明细（{len(content.rows)}行{state}）", flowables


def _row(index: int, row: RowContent, figures: Sequence[bool], *, marked: bool) -> list[Paragraph]:
    cells = [Paragraph(str(index), FINE_CENTRED)]
    for cell, figure in zip(row.cells, figures, strict=True):
        if row.struck:
            spans = [Span(cell.verified, colour=GREY)]
        elif cell.claimed:
            spans = [Span(cell.verified, Typeface.BOLD), Span(f"\n申报{cell.claimed}", colour=GREY)]
        else:
            spans = [Span(cell.verified)]
        short = len(cell.verified) <= 2 and not cell.claimed
        cells.append(Paragraph(spans, FINE_RIGHT if figure else FINE_CENTRED if short else FINE_LEFT))
    if marked:
        state = "剔除" if row.struck else "增补" if row.by_reviewer else "计入"
        cells.append(Paragraph([Span(state, Typeface.BOLD if row.struck else None)], FINE_CENTRED))
    return cells


# --- derivation and amounts ------------------------------------------------------------------------------------------


def _derivation(measure: MeasureContent) -> Iterator[Part]:
    if not any(step.rule or step.working for step in measure.steps):
        return
    rows = [_labels(("步骤", "规则及依据", "代入数值", "结果")), *(_step(step) for step in measure.steps)]
    last = len(rows) - 1
    extra: list[Command] = [("BACKGROUND", (0, last), (-1, last), PALE)]
    extra += [("SPAN", (1, index), (2, index)) for index, step in enumerate(measure.steps, 1) if _plain(step)]
    yield "计算过程", [table(rows, fractions(17.5, 31, 33.5, 18), extra=extra)]


def _plain(step: StepContent) -> bool:
    """A line that has no rule of its own, as those of the rows of a table: its values may take the rule's place too."""
    return not step.rule and not step.phrase


def _step(step: StepContent) -> list[Paragraph]:
    label = "　" * step.depth + step.label
    rule = [Span(step.rule)] if step.rule else []
    if step.phrase:
        rule.append(Span(("\n" if rule else "") + step.phrase, Typeface.KAI, colour=GREY))
    working = [Span(step.working or ("" if step.rule else "—"))]
    if step.note:
        newline = "\n" if step.working and not _plain(step) else ""
        working.append(Span(f"{newline}（{step.note}）", colour=GREY))
    top = step.depth == 0
    value = Span(step.value or "—", Typeface.BOLD if top else None, colour=ALERT if step.pending else None)
    texts = [working, []] if _plain(step) else [rule, working]
    cells = [Paragraph(text, FINE_LEFT) for text in texts]
    return [Paragraph(label, FINE_LEFT), *cells, Paragraph([value], FINE_RIGHT)]


def _amounts(measure: MeasureContent) -> Iterator[Part]:
    heads, amounts = _subsidy(measure) if measure.subsidy else _referral(measure)
    decided = len(amounts) - 1
    rows: list[list[Cell]] = [
        [Paragraph(text, LABEL) for text in heads],
        [
            Paragraph([Span(text, Typeface.BOLD if index == decided else None)], CELL_CENTRED)
            for index, text in enumerate(amounts)
        ],
    ]
    extra: list[Command] = [("NOSPLIT", (0, 0), (-1, 1))]
    for label, text in (("理由", wording.reason(measure)), ("审核意见", measure.opinion)):
        if text:
            extra.append(("SPAN", (0, len(rows)), (-1, len(rows))))
            rows.append([Paragraph([Span(f"{label}：", Typeface.HEI), Span(text)], CELL), *[""] * decided])
            if len(text) < _BRIEF:
                extra.append(("NOSPLIT", (0, 0), (-1, len(rows) - 1)))
    yield "金额及理由", [table(rows, fractions(*([1] * len(heads))), repeated=False, extra=extra)]


def _subsidy(measure: MeasureContent) -> tuple[list[str], list[str]]:
    computed = wording.amount_shown(measure, measure.computed)
    approved = wording.amount_shown(measure, measure.approved)
    mark = "（裁量）" if measure.discretionary else ""
    return (
        ["申报额（元）", f"测算额（元）{mark}", f"审定额（元）{mark}"],
        [wording.yuan(measure.claimed, "未填报"), computed, approved],
    )


def _referral(measure: MeasureContent) -> tuple[list[str], list[str]]:
    limit = "未设上限" if measure.ceiling is None else f"{wording.yuan(measure.ceiling)}元"
    return ["金额", "推荐上限", "结论"], ["推荐事项，不核定金额", limit, wording.outcome(measure)]
