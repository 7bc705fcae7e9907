"""The sections of the review memo 审核意见书, as flowables: what stands where, and how it looks."""

from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from datetime import date
from itertools import count

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.memo.decided import correction, hints
from gongshu_desktop.document.memo.measure import LEAST, measure_review, numeral
from gongshu_desktop.document.memo.opinions import decision, long_decision
from gongshu_desktop.document.memo.pages import Ahead, AheadOfOne, Together, height_of
from gongshu_desktop.document.memo.registers import evidence, readings
from gongshu_desktop.document.page.fields import Place
from gongshu_desktop.document.page.red_head import RedRule, red_head
from gongshu_desktop.document.page.styles import (
    ALERT,
    CELL,
    CELL_CENTRED,
    CELL_RIGHT,
    FINE_CENTRED,
    HEADING,
    HEIGHT,
    LABEL,
    NOTE,
    NUMBER,
    PALE,
    PROSE,
    TITLE,
    WIDTH,
)
from gongshu_desktop.document.page.tables import Cell, Command, fractions, table
from gongshu_desktop.document.typesetting.paragraph import Paragraph, Span
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.memo import wording
from gongshu_desktop.review.memo.composing import chinese_date
from gongshu_desktop.review.memo.content import Detail, MeasureContent, MemoContent
from gongshu_desktop.review.memo.layout import FIRST, LAYOUT, is_first
from gongshu_desktop.services.journal.anchor import Anchor

_LEAST = 110
"""Room that a heading and what begins below it want."""
_LEAST_REVIEW = 32 + LEAST
_BASICS = fractions(12.5, 38.5, 21.5, 27.5)
_LEFT_ROOM, _RIGHT_ROOM = _BASICS[1] - 9, _BASICS[3] - 9
"""How wide a detail may be to stand in the left or the right half."""


def sections(
    content: MemoContent,
    *,
    places: MutableMapping[str, Place] | None,
    layout: str = LAYOUT,
    anchor: Anchor | None = None,
) -> list[Flowable]:
    """Everything between the margins, in reading order; where the signatures go is noted in ``places``, None: a draft.

    ``anchor``: where the journal stood when it was drawn up, for paper that outlives every file.
    """
    change = [*correction(content.correction)] if content.correction else []
    numbers = (f"{numeral(number)}、" for number in count(1))
    opening = [
        *_head(content, draft=places is None),
        *_section(f"{next(numbers)}申报基本情况", _basics(content)),
        *_section(f"{next(numbers)}审核结果", _results(content)),
        *(_section(f"{next(numbers)}更正事项", change, least=_room(change)) if change else ()),
        *_section(f"{next(numbers)}审核依据", _basis(content, anchor)),
        *_section(f"{next(numbers)}逐项审核情况", _reviews(content), least=_LEAST_REVIEW),
        *(_section(f"{next(numbers)}程序提示及处理", hints(content)) if content.hints else ()),
    ]
    applied = _section(f"{next(numbers)}采用口径", readings(content))
    proofs = _section(f"{next(numbers)}佐证材料", evidence(content))
    heading = f"{next(numbers)}审核结论及签署"
    together = decision(heading, content, places)
    end = [together] if together else long_decision(heading, content, places)
    return [
        *opening,
        *([Ahead([*applied, *proofs], together)] if together else []),
        *applied,
        *(_ahead(proofs, together) if together and layout != FIRST else proofs),
        *end,
    ]


def _ahead(section: Sequence[Flowable], end: Together) -> list[Flowable]:
    """A section that rather begins a page than leave a few lines on one."""
    return [AheadOfOne(section, end, least=_LEAST), *section[1:]]


def _section(heading: str, body: Iterable[Flowable], *, least: float = _LEAST) -> list[Flowable]:
    """A heading with what follows, and with at least so much room."""
    return [CondPageBreak(least), Paragraph(heading, HEADING), *body]


def _room(body: Sequence[Flowable]) -> float:
    """Room for a section that is not to be torn apart, where it takes no more than half a page."""
    whole = 32 + height_of(body)
    return whole if whole < HEIGHT / 2 else _LEAST


def _head(content: MemoContent, *, draft: bool) -> Iterator[Flowable]:
    yield red_head(content.office or "（单位名称）")
    yield Paragraph(content.number or "（文号待编）", NUMBER)
    yield RedRule()
    yield Spacer(0, 16)
    for line in _title_lines(wording.title(content)):
        yield Paragraph(line, TITLE)
    if draft:
        yield Paragraph([Span("（草稿，未经签发）", Typeface.KAI, colour=ALERT)], NUMBER)
    if content.replaces and content.correction is None:
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
    yield table(rows, _BASICS, head=0, extra=extra)


def _grouped(details: Sequence[Detail]) -> Iterator[list[Detail]]:
    """Two details to a row where both fit, else one; the order is kept."""
    waiting: list[Detail] = []
    for detail in details:
        width = Paragraph(detail.text, CELL).natural_width
        if waiting and width <= _RIGHT_ROOM:
            yield [*waiting, detail]
            waiting = []
            continue
        if waiting:
            yield waiting
        waiting = [detail] if width <= _LEFT_ROOM else []
        if not waiting:
            yield [detail]
    if waiting:
        yield waiting


def _pair(details: Sequence[Detail]) -> list[Cell]:
    return [cell for item in details for cell in (Paragraph(item.label, LABEL), Paragraph(item.text, CELL))]


def _basis(content: MemoContent, anchor: Anchor | None) -> Iterator[Flowable]:
    basis = content.basis
    issued, effective = (chinese_date(date.fromisoformat(day)) for day in (basis.issued, basis.effective))
    told = (
        f"《{basis.title}》（{basis.number}，{basis.issuer}{issued}印发，自{effective}起施行）。"
        "所引条款均为公布的原文，金额按条款规则、依据核定的事实逐步计算。"
    )
    digests = f"政策正文摘要　{basis.text_digest}\n政策文件摘要　{basis.digest}"
    if is_first():
        named = (
            f"计算程序{content.engine}，核算凭据及本意见书全部内容见附件receipt.json，该文件的SHA-256摘要印于各页页脚。"
        )
        yield Paragraph(told + named, PROSE)
        yield Paragraph(digests, NOTE)
        return
    # Names of programs and files, which no line may break, stand on lines of their own.
    yield Paragraph(f"{told}核算凭据及本意见书全部内容随附，其摘要印于各页页脚。", PROSE)
    notes = f"{digests}\n核算凭据文件　receipt.json（本文件附件）\n计算程序　　　{content.engine}"
    journal = "" if anchor is None else f"\n操作日志　　　第{anchor.sequence}条　{anchor.digest}"
    yield Paragraph(notes + journal, NOTE)


def _results(content: MemoContent) -> Iterator[Flowable]:
    head = ("序号", "扶持事项", "结论", "申报额（元）", "测算额（元）", "审定额（元）")
    rows: list[list[Cell]] = [[Paragraph(text, LABEL) for text in head]]
    rows += [_result_row(index, measure) for index, measure in enumerate(content.measures, 1)]
    subsidies = [measure for measure in content.measures if measure.subsidy]
    spans: list[Command] = []
    if subsidies:
        rows += _totals(content, subsidies)
        last = len(rows) - 1
        spans = [("SPAN", (0, last - 1), (2, last - 1)), ("SPAN", (0, last), (2, last)), ("SPAN", (3, last), (5, last))]
        spans.append(("NOSPLIT", (0, max(1, last - 2)), (-1, last)))
    yield table(rows, fractions(7, 32, 12, 16.3, 16.3, 16.4), extra=spans)


def _result_row(index: int, measure: MeasureContent) -> list[Cell]:
    good = wording.outcome(measure) in ("符合", "予以推荐")
    result = Span(wording.outcome(measure), None if good else Typeface.BOLD)
    title = wording.name(measure) + ("（裁量）" if measure.discretionary else "")
    cells: list[Cell] = [
        Paragraph(str(index), CELL_CENTRED),
        Paragraph(title, CELL),
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
            *(Paragraph("资金扶持事项合计", LABEL), "", ""),
            Paragraph(grouped(sum(claimed)) if claimed else "—", CELL_RIGHT),
            Paragraph(worked_out, CELL_RIGHT),
            Paragraph([Span(total, Typeface.BOLD)], CELL_RIGHT),
        ],
        [
            *(Paragraph("审定总额（大写）", LABEL), "", ""),
            *(Paragraph([Span(words, Typeface.BOLD)], CELL_CENTRED), "", ""),
        ],
    ]


# --- reviews, readings, evidence -------------------------------------------------------------------------------------


def _reviews(content: MemoContent) -> Iterator[Flowable]:
    for index, measure in enumerate(content.measures, 1):
        yield from measure_review(index, measure)
