"""The page of a 审批表: always one page. Type grows smaller first; then long texts are cut short and point to the memo."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.page.sheet import FORM
from gongshu_desktop.document.page.styles import ALERT, PALE
from gongshu_desktop.document.page.tables import Cell, Command, table
from gongshu_desktop.document.papers.furniture import LIST_TITLE, NO_NUMBER, NO_OFFICE, receipt_words
from gongshu_desktop.document.papers.layout import Layout
from gongshu_desktop.document.papers.listing import proportions
from gongshu_desktop.document.papers.opinion_box import OpinionBox, Say
from gongshu_desktop.document.typesetting.paragraph import Alignment, Paragraph, Span, Style
from gongshu_desktop.policy.money import grouped, words
from gongshu_desktop.review.memo import wording as memo_wording
from gongshu_desktop.review.memo.composing import chinese_date
from gongshu_desktop.review.memo.content import Detail
from gongshu_desktop.review.papers.approval import ApprovalForm, ApprovalRow

_HEADS = ("序号", "扶持事项", "条款", "结论", "申报额（元）", "测算额（元）", "审定额（元）")
_WIDTHS = (7, 25, 11, 11, 15.3, 15.3, 15.4)
_PAIRS = (20, 30, 20, 30)
_SAY = (20, 80)
_LOWEST_BOX, _HIGHEST_BOX = 62.0, 104.0
_CUT = "……（全文见审核意见书）"


@dataclass(frozen=True, slots=True)
class _Fit:
    """How much is put on the page: size of type, most characters of a text, most rows of measures."""

    size: float
    characters: int | None = None
    rows: int | None = None

    @property
    def cell(self) -> Style:
        return Style(size=self.size, leading=self.size * 1.36, alignment=Alignment.LEFT)

    @property
    def centred(self) -> Style:
        return Style(size=self.size, leading=self.size * 1.36, alignment=Alignment.CENTRED)

    @property
    def right(self) -> Style:
        return Style(size=self.size, leading=self.size * 1.36, alignment=Alignment.RIGHT)

    @property
    def label(self) -> Style:
        return Style(typeface=Typeface.HEI, size=self.size, leading=self.size * 1.36, alignment=Alignment.CENTRED)

    def short(self, text: str) -> str:
        """The text, cut where it would be too long."""
        if self.characters is None or len(text) <= self.characters:
            return text
        return text[: max(1, self.characters)] + _CUT


_FITS = (
    *(_Fit(size) for size in (10.5, 10, 9.5, 9, 8.5, 8)),
    *(_Fit(size, characters) for characters in (300, 150, 80, 40) for size in (8.5, 7.5)),
    *(_Fit(7, characters, rows) for characters, rows in ((40, 30), (20, 20), (12, 12), (8, 5))),
)


def _build(form: ApprovalForm, draft: bool) -> list[Flowable]:
    for fit in _FITS:
        parts = list(_parts(form, fit, draft))
        says = [_say(form, index, fit) for index in range(len(form.opinions))]
        room = FORM.height - sum(_height(part) for part in parts)
        column = FORM.width * _SAY[1] / sum(_SAY) - 8
        need = [max(_LOWEST_BOX, say.height(column)) for say in says]
        # Each row of the table adds its padding, the last flowable a hair.
        spare = room - sum(need) - 7.0 * len(need) - 2
        if spare >= 0 or fit is _FITS[-1]:
            break
    share = max(0.0, spare) / len(need)
    heights = [max(low, min(_HIGHEST_BOX, low + share)) for low in need]
    return [*parts, _opinions(says, heights, column, fit)]


def _height(part: Flowable) -> float:
    _width, height = part.wrap(FORM.width, FORM.height)
    return height + part.getSpaceBefore() + part.getSpaceAfter()


def _title(form: ApprovalForm) -> str:
    return f"{form.year}年度众创空间扶持资金审批表"


def _parts(form: ApprovalForm, fit: _Fit, draft: bool) -> Iterator[Flowable]:
    yield Paragraph(_title(form), LIST_TITLE)
    if draft:
        yield Paragraph([Span("（草稿，未经签发）", Typeface.KAI, colour=ALERT)], fit.centred)
    under = f"{fit.short(form.office) or NO_OFFICE}　　编号：{fit.short(form.number) or NO_NUMBER}　　日期：{chinese_date(form.drawn_on)}"
    yield Paragraph(under, Style(size=10, leading=16, alignment=Alignment.CENTRED, before=2, after=5))
    yield _basics(form.basics, fit)
    yield _measures(form, fit)
    reasons = [f"{row.id} {row.title}：{fit.short(row.reason)}" for row in form.rows if row.reason]
    if reasons:
        shown = reasons[: fit.rows]
        more = [f"其余{len(reasons) - len(shown)}项见审核意见书。"] if len(shown) < len(reasons) else []
        rows: list[list[Cell]] = [[Paragraph("说明", fit.label), Paragraph("\n".join([*shown, *more]), fit.cell)]]
        yield table(rows, proportions(FORM, _SAY), head=0, extra=[("BACKGROUND", (0, 0), (0, -1), PALE)])
    basis: list[list[Cell]] = [[Paragraph("审核依据", fit.label), Paragraph(fit.short(form.basis), fit.cell)]]
    basis.append([Paragraph("核算凭据", fit.label), Paragraph(receipt_words(form.receipt), fit.cell)])
    yield table(basis, proportions(FORM, _SAY), head=0, extra=[("BACKGROUND", (0, 0), (0, -1), PALE)])


def _basics(details: Sequence[Detail], fit: _Fit) -> Flowable:
    rows: list[list[Cell]] = []
    extra: list[Command] = [("BACKGROUND", (0, 0), (0, -1), PALE)]
    waiting: list[Detail] = []
    room = FORM.width * _PAIRS[3] / sum(_PAIRS) - 8
    for detail in details:
        if Paragraph(detail.text, fit.cell).natural_width > room:
            extra.append(("SPAN", (1, len(rows)), (3, len(rows))))
            rows.append([*_pair(detail, fit), "", ""])
            continue
        waiting.append(detail)
        if len(waiting) == 2:
            extra.append(("BACKGROUND", (2, len(rows)), (2, len(rows)), PALE))
            rows.append([*_pair(waiting[0], fit), *_pair(waiting[1], fit)])
            waiting = []
    if waiting:
        extra.append(("SPAN", (1, len(rows)), (3, len(rows))))
        rows.append([*_pair(waiting[0], fit), "", ""])
    return table(rows, proportions(FORM, _PAIRS), head=0, extra=extra)


def _pair(detail: Detail, fit: _Fit) -> list[Cell]:
    return [Paragraph(detail.label, fit.label), Paragraph(fit.short(detail.text), fit.cell)]


def _measures(form: ApprovalForm, fit: _Fit) -> Flowable:
    rows: list[list[Cell]] = [[Paragraph(text, fit.label) for text in _HEADS]]
    rows += [_row(number, row, fit) for number, row in enumerate(form.rows[: fit.rows], 1)]
    extra: list[Command] = []
    left = len(form.rows) - (len(rows) - 1)
    if left:
        extra.append(("SPAN", (0, len(rows)), (-1, len(rows))))
        rows.append([Paragraph(f"其余{left}项见审核意见书，金额已计入合计。", fit.centred), *[""] * 6])
    place = len(rows)
    extra += [("SPAN", (0, place), (3, place)), ("SPAN", (0, place + 1), (3, place + 1))]
    extra += [("SPAN", (4, place + 1), (6, place + 1)), ("BACKGROUND", (0, place), (3, place + 1), PALE)]
    rows += _totals(form, fit)
    return table(rows, proportions(FORM, _WIDTHS), extra=extra)


def _row(number: int, row: ApprovalRow, fit: _Fit) -> list[Cell]:
    cells: list[Cell] = [
        Paragraph(str(number), fit.centred),
        Paragraph(f"{row.id} {fit.short(row.title)}", fit.cell),
        Paragraph(row.clause, fit.centred),
        Paragraph(row.outcome, fit.centred),
        Paragraph(memo_wording.yuan(row.claimed), fit.right),
    ]
    if not row.subsidy:
        return [*cells, Paragraph("—", fit.centred), Paragraph(memo_wording.NO_AMOUNT, fit.centred)]
    return [
        *cells,
        Paragraph(memo_wording.yuan(row.computed, memo_wording.OPEN), fit.right),
        Paragraph([Span(memo_wording.yuan(row.approved, memo_wording.OPEN), Typeface.BOLD)], fit.right),
    ]


def _totals(form: ApprovalForm, fit: _Fit) -> list[list[Cell]]:
    subsidies = [row for row in form.rows if row.subsidy]
    claimed = sum(row.claimed or 0 for row in subsidies)
    computed = [row.computed for row in subsidies]
    worked_out = memo_wording.OPEN if None in computed else grouped(sum(amount or 0 for amount in computed))
    total = memo_wording.OPEN if form.total is None else grouped(form.total)
    spoken = "待核事项补齐后确定" if form.total is None else f"人民币{words(form.total)}"
    return [
        [
            *(Paragraph("资金扶持事项合计", fit.label), "", "", ""),
            Paragraph(grouped(claimed), fit.right),
            Paragraph(worked_out, fit.right),
            Paragraph([Span(total, Typeface.BOLD)], fit.right),
        ],
        [
            *(Paragraph("审定总额（大写）", fit.label), "", "", ""),
            *(Paragraph([Span(spoken, Typeface.BOLD)], fit.centred), "", ""),
        ],
    ]


# --- opinions --------------------------------------------------------------------------------------------------------


def _say(form: ApprovalForm, index: int, fit: _Fit) -> Say:
    opinion = form.opinions[index]
    recorded = ""
    if opinion.date:
        day = chinese_date(date.fromisoformat(opinion.date))
        recorded = f"系统记录：{opinion.name}　{day}"
    return Say(
        role=memo_wording.ROLES[opinion.role],
        opinion=Paragraph(fit.short(opinion.opinion), fit.cell),
        recorded=recorded,
    )


def _opinions(says: Sequence[Say], heights: Sequence[float], column: float, fit: _Fit) -> Flowable:
    rows: list[list[Cell]] = [
        [Paragraph(f"{say.role}\n意见", fit.label), OpinionBox(say, column, height)]
        for say, height in zip(says, heights, strict=True)
    ]
    return table(rows, proportions(FORM, _SAY), head=0, extra=[("BACKGROUND", (0, 0), (0, -1), PALE)])


LAYOUT = Layout(
    sheet=FORM, title=lambda form: f"{form.number}{_title(form)}", foot=lambda form: form.number, build=_build
)
