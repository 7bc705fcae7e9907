"""The sections of the review memo 审核意见书, as flowables: what stands where, and how it looks."""

from collections.abc import Iterator, MutableMapping, Sequence
from datetime import date

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from gongshu_desktop.document.fonts import Typeface
from gongshu_desktop.document.memo_fields import Place
from gongshu_desktop.document.memo_measure import measure_review
from gongshu_desktop.document.memo_opinions import brief, opinions
from gongshu_desktop.document.memo_styles import (
    ALERT,
    BODY,
    CELL,
    CELL_CENTRED,
    CELL_RIGHT,
    FINE,
    FINE_CENTRED,
    FINE_LABEL,
    FINE_LEFT,
    HEADING,
    LABEL,
    NOTE,
    NUMBER,
    PALE,
    TITLE,
    WIDTH,
)
from gongshu_desktop.document.memo_tables import Cell, Command, fractions, table
from gongshu_desktop.document.red_head import RedRule, red_head
from gongshu_desktop.document.typesetting import Paragraph, Span
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review import memo_wording as wording
from gongshu_desktop.review.memo import chinese_date
from gongshu_desktop.review.memo_content import Detail, MeasureContent, MemoContent

_ROOM = 0.285 * WIDTH - 10
"""How wide a detail may be to stand beside another one."""


def sections(content: MemoContent, *, places: MutableMapping[str, Place] | None) -> list[Flowable]:
    """Everything between the margins, in reading order; where the signatures go is noted in ``places``, None: a draft."""
    parts = (
        ("申报基本情况", _basics(content)),
        ("审核依据", _basis(content)),
        ("审核结果", _results(content)),
        ("逐项审核情况", _reviews(content)),
        ("采用口径", _readings(content)),
        ("佐证材料", _evidence(content)),
        ("审核结论", _conclusion(content)),
        ("审核意见及签署", opinions(content, places)),
    )
    flowables: list[Flowable] = [*_head(content, draft=places is None)]
    for numeral, (heading, body) in zip("一二三四五六七八", parts, strict=True):
        flowables += _section(f"{numeral}、{heading}", list(body), short=numeral == "八" and brief(content))
    return flowables


def _section(heading: str, body: list[Flowable], *, short: bool) -> list[Flowable]:
    """A heading with what follows; a short section stays on one page."""
    if short:
        return [KeepTogether([Paragraph(heading, HEADING), *body])]
    return [CondPageBreak(140), Paragraph(heading, HEADING), *body]


def _head(content: MemoContent, *, draft: bool) -> Iterator[Flowable]:
    yield red_head(content.office or "（单位名称）")
    yield Paragraph(content.number or "（文号待编）", NUMBER)
    yield RedRule()
    yield Spacer(0, 16)
    for line in _title_lines(wording.title(content)):
        yield Paragraph(line, TITLE)
    if draft:
        yield Paragraph([Span("（草稿，未经签发）", Typeface.KAI, colour=ALERT)], NUMBER)
    if content.replaces:
        yield Paragraph([Span(f"（本意见书更正并替代{content.replaces}）", Typeface.KAI)], NUMBER)
    yield Spacer(0, 6)


def _title_lines(parts: Sequence[str]) -> list[str]:
    """The title in as few lines as hold it, broken by sense, the later ones not longer than need be."""
    room = int(WIDTH / TITLE.size)
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + len(part) > room:
            lines.append("")
        lines[-1] += part
    return lines


# --- basics, basis, results ------------------------------------------------------------------------------------------


def _basics(content: MemoContent) -> Iterator[Flowable]:
    rows: list[list[Cell]] = []
    extra: list[Command] = [("BACKGROUND", (0, 0), (0, -1), PALE)]
    for group in _grouped(content.basics):
        if len(group) == 1:
            extra.append(("SPAN", (1, len(rows)), (3, len(rows))))
            rows.append([*_pair(group), "", ""])
        else:
            extra.append(("BACKGROUND", (2, len(rows)), (2, len(rows)), PALE))
            rows.append(_pair(group))
    yield table(rows, fractions(21.5, 28.5, 21.5, 28.5), head=0, extra=extra)


def _grouped(details: Sequence[Detail]) -> Iterator[list[Detail]]:
    """Two short details to a row, a long one or a last one alone; the order is kept."""
    waiting: list[Detail] = []
    for detail in details:
        if Paragraph(detail.text, CELL).natural_width > _ROOM:
            if waiting:
                yield waiting
            yield [detail]
            waiting = []
            continue
        waiting.append(detail)
        if len(waiting) == 2:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _pair(details: Sequence[Detail]) -> list[Cell]:
    return [cell for item in details for cell in (Paragraph(item.label, LABEL), Paragraph(item.text, CELL))]


def _basis(content: MemoContent) -> Iterator[Flowable]:
    basis = content.basis
    issued, effective = (chinese_date(date.fromisoformat(day)) for day in (basis.issued, basis.effective))
    yield Paragraph(
        f"《{basis.title}》（{basis.number}，{basis.issuer}{issued}印发，自{effective}起施行）。"
        "本意见书所引条款均为该文件公布的原文。金额按条款规则、依据核定的事实逐步计算，计算过程及采用的口径列于下文。",
        BODY,
    )
    yield Spacer(0, 5)
    yield table(
        [
            [Paragraph("政策正文摘要", FINE_LABEL), Paragraph(basis.text_digest, FINE_LEFT)],
            [Paragraph("政策文件摘要", FINE_LABEL), Paragraph(basis.digest, FINE_LEFT)],
            [Paragraph("核算凭据摘要", FINE_LABEL), Paragraph(content.receipt or "—", FINE_LEFT)],
            [
                Paragraph("计算程序版本", FINE_LABEL),
                Paragraph(f"{content.engine}；凭据全文作为附件 receipt.json 随本文件保存", FINE_LEFT),
            ],
        ],
        fractions(19, 81),
        head=0,
        extra=[("BACKGROUND", (0, 0), (0, -1), PALE)],
    )


def _results(content: MemoContent) -> Iterator[Flowable]:
    head = ("序号", "扶持事项", "条款", "结论", "申报额（元）", "测算额（元）", "审定额（元）")
    rows: list[list[Cell]] = [[Paragraph(text, LABEL) for text in head]]
    rows += [_result_row(index, measure) for index, measure in enumerate(content.measures, 1)]
    subsidies = [measure for measure in content.measures if measure.subsidy]
    spans: list[Command] = []
    if subsidies:
        rows += _totals(content, subsidies)
        last = len(rows) - 1
        spans = [("SPAN", (0, last - 1), (3, last - 1)), ("SPAN", (0, last), (3, last)), ("SPAN", (4, last), (6, last))]
        spans.append(("NOSPLIT", (0, max(1, last - 2)), (-1, last)))
    yield table(rows, fractions(7, 21.4, 11, 12, 16.2, 16.2, 16.2), extra=spans)
    if any(measure.discretionary for measure in subsidies):
        yield Paragraph("注：标“裁量”的事项条款未规定计算标准，金额由审核人裁量确定。", NOTE)


def _result_row(index: int, measure: MeasureContent) -> list[Cell]:
    good = wording.outcome(measure) in ("符合", "予以推荐")
    result = Span(wording.outcome(measure), None if good else Typeface.BOLD)
    title = wording.name(measure) + ("（裁量）" if measure.discretionary else "")
    cells: list[Cell] = [
        Paragraph(str(index), CELL_CENTRED),
        Paragraph(title, CELL),
        Paragraph(measure.clause, CELL_CENTRED),
        Paragraph([result], CELL_CENTRED),
        Paragraph(wording.yuan(measure.claimed), CELL_RIGHT),
    ]
    if not measure.subsidy:
        shown = Paragraph(wording.NO_AMOUNT, FINE_CENTRED)
        return [*cells, Paragraph("—", CELL_RIGHT), shown]
    return [
        *cells,
        Paragraph(wording.yuan(measure.computed, wording.OPEN), CELL_RIGHT),
        Paragraph([Span(wording.yuan(measure.approved, wording.OPEN), Typeface.BOLD)], CELL_RIGHT),
    ]


def _totals(content: MemoContent, subsidies: Sequence[MeasureContent]) -> list[list[Cell]]:
    computed = [measure.computed for measure in subsidies]
    claimed = [measure.claimed for measure in subsidies if measure.claimed is not None]
    worked_out = wording.OPEN if None in computed else grouped(sum(amount or 0 for amount in computed))
    total = wording.OPEN if content.total is None else grouped(content.total)
    words = "待核事项补齐后确定" if content.total is None else wording.in_words(content.total)
    return [
        [
            *(Paragraph("资金扶持事项合计", LABEL), "", "", ""),
            Paragraph(grouped(sum(claimed)) if claimed else "—", CELL_RIGHT),
            Paragraph(worked_out, CELL_RIGHT),
            Paragraph([Span(total, Typeface.BOLD)], CELL_RIGHT),
        ],
        [
            *(Paragraph("审定总额（大写）", LABEL), "", "", ""),
            *(Paragraph([Span(words, Typeface.BOLD)], CELL_CENTRED), "", ""),
        ],
    ]


# --- reviews, readings, evidence -------------------------------------------------------------------------------------


def _reviews(content: MemoContent) -> Iterator[Flowable]:
    for index, measure in enumerate(content.measures, 1):
        yield from measure_review(index, measure)


def _readings(content: MemoContent) -> Iterator[Flowable]:
    if not content.readings:
        yield Paragraph("本案所涉条款无需选用口径。", BODY)
        return
    yield Paragraph("条款用语可作两种以上理解的，按下列口径执行：", BODY)
    rows: list[list[Cell]] = [
        [Paragraph(text, LABEL) for text in ("扶持事项", "条款用语及问题", "采用口径", "采纳情况")]
    ]
    for reading in content.readings:
        rows.append(
            [
                Paragraph(reading.measure, FINE_LEFT),
                Paragraph(f"“{reading.phrase}”：{reading.question}", FINE_LEFT),
                Paragraph([Span(reading.option, Typeface.BOLD)], FINE_LEFT),
                Paragraph([Span(wording.adoption(reading), colour=None if reading.adopted else ALERT)], FINE_LEFT),
            ]
        )
    yield table(rows, fractions(17, 34, 24, 25))


def _evidence(content: MemoContent) -> Iterator[Flowable]:
    if not content.evidence:
        yield Paragraph("本案未附电子佐证材料，纸质材料随案卷保存。", BODY)
        return
    head = ("编号", "材料名称", "页数", "SHA-256 摘要（前16位）", "用于证明")
    rows: list[list[Cell]] = [[Paragraph(text, LABEL) for text in head]]
    for index, item in enumerate(content.evidence, 1):
        rows.append(
            [
                Paragraph(f"材料{index}", FINE_CENTRED),
                Paragraph(item.title, FINE),
                Paragraph("—" if item.pages is None else str(item.pages), FINE_CENTRED),
                Paragraph(item.sha256[:16] or "纸质，未存电子件", FINE_CENTRED),
                Paragraph("；".join(item.uses) or "—", FINE_LEFT),
            ]
        )
    yield table(rows, fractions(11, 30, 8, 23, 28))


# --- conclusion and opinions -----------------------------------------------------------------------------------------


def _conclusion(content: MemoContent) -> Iterator[Flowable]:
    for paragraph in wording.conclusion(content):
        yield Paragraph(_emphasised(paragraph, content), BODY)


def _emphasised(text: str, content: MemoContent) -> list[Span]:
    """The approved total, in figures and in words, stands out."""
    if content.total is None:
        return [Span(text)]
    marked = f"审定总额{grouped(content.total)}元（大写：{wording.in_words(content.total)}）"
    before, found, after = text.partition(marked)
    return [Span(before), Span(found, Typeface.BOLD), Span(after)] if found else [Span(text)]
