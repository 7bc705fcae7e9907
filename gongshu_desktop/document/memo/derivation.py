"""The derivation of a measure on paper, and the box with the three amounts, the reason and the opinion."""

from collections.abc import Iterator

from reportlab.platypus import Table

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.page.styles import (
    ALERT,
    CELL_CENTRED,
    CELL_LEFT,
    FINE_LABEL,
    FINE_LEFT,
    FINE_RIGHT,
    GREY,
    LABEL,
    PALE,
    WIDTH,
)
from gongshu_desktop.document.page.tables import Cell, Command, fractions, table
from gongshu_desktop.document.typesetting.paragraph import Paragraph, Span
from gongshu_desktop.policy.verdicts import Origin, Outcome, Result
from gongshu_desktop.review.memo import wording
from gongshu_desktop.review.memo.content import MeasureContent, StepContent
from gongshu_desktop.review.memo.derivation import phrase_parts, resting, shown_steps

_LEFT = 0.175 * WIDTH
_MARGIN = 9.0
"""What a cell takes beside its text."""
_BRIEF = 300
"""Characters of a reason that is kept on one page with its amounts."""


def derivation(measure: MeasureContent) -> Iterator[Table]:
    """The steps as a table; a single step stands with the amounts instead."""
    steps = _steps(measure)
    if len(steps) < 2:
        return
    rows = [[Paragraph(text, FINE_LABEL) for text in ("步骤", "计算（灰色为规则和条款用语）", "结果")]]
    values = [_value(step) for step in steps]
    right = min(max(value.natural_width for value in values) + _MARGIN, WIDTH / 4)
    widths = [_LEFT, WIDTH - _LEFT - right, right]
    for step, value in zip(steps, values, strict=True):
        label = Paragraph("　" * step.depth + step.label, FINE_LEFT)
        rows.append([label, _calculated(step, widths[1] - _MARGIN), value])
    yield table(rows, widths)


def _steps(measure: MeasureContent) -> tuple[StepContent, ...]:
    """The steps; of a refused measure only those that its conditions rest on: what it would have come to is no result."""
    steps = shown_steps(measure)
    if measure.outcome is not Outcome.INELIGIBLE:
        return steps
    kept = resting(measure, *(item.rule for item in measure.criteria))
    labels = {step.label for group in kept.groups for step in (group.top, *group.below)}
    return tuple(step for step in steps if step.label.partition("，即")[0] in labels)


def _value(step: StepContent) -> Paragraph:
    look = Typeface.BOLD if step.depth == 0 else None
    return Paragraph([Span(step.value or "—", look, colour=ALERT if step.pending else None)], FINE_RIGHT)


def _calculated(step: StepContent, room: float) -> Paragraph:
    """The working below the rule, or behind it where that takes fewer lines."""
    rule, working = _rule(step), _working(step)
    if not (rule and working):
        return Paragraph([*rule, *working] or "—", FINE_LEFT)
    behind, below = (Paragraph([*rule, Span(between), *working], FINE_LEFT) for between in ("　", "\n"))
    return behind if behind.height_at(room) < below.height_at(room) else below


def _rule(step: StepContent) -> list[Span]:
    phrase, reading = phrase_parts(step)
    spans = [Span(step.rule, colour=GREY)] if step.rule else []
    if phrase:
        spans.append(Span(f"{'　' if spans else ''}“{phrase}”", Typeface.KAI, colour=GREY))
    return [*spans, Span(reading, Typeface.KAI)] if reading else spans


def _working(step: StepContent) -> list[Span]:
    spans = [Span(step.working)] if step.working and step.working != step.value else []
    note = step.note.removeprefix("未触上限，")
    return [*spans, Span(f"（{note}）", colour=GREY)] if note else spans


# --- amounts ---------------------------------------------------------------------------------------------------------


def amounts(measure: MeasureContent) -> Table:
    """One line with the amounts; why they differ and what the reviewer says right below."""
    pairs = _subsidy(measure) if measure.subsidy else _referral(measure)
    decided = len(pairs) - 1
    rows: list[list[Cell]] = [[]]
    extra: list[Command] = [("NOSPLIT", (0, 0), (-1, 0))]
    for index, (head, amount) in enumerate(pairs):
        look = Typeface.BOLD if index == decided else None
        rows[0] += [Paragraph(head, LABEL), Paragraph([Span(amount, look)], CELL_CENTRED)]
        extra.append(("BACKGROUND", (2 * index, 0), (2 * index, 0), PALE))
    columns = len(rows[0])
    for label, text in _sentences(measure):
        extra.append(("SPAN", (0, len(rows)), (-1, len(rows))))
        rows.append([Paragraph([Span(f"{label}：", Typeface.HEI), Span(text)], CELL_LEFT), *[""] * (columns - 1)])
        if len(text) < _BRIEF:
            extra.append(("NOSPLIT", (0, 0), (-1, len(rows) - 1)))
    widths = [(14, 19.3), (14, 19.3), (14, 19.4)] if measure.subsidy else [(14, 28), (14, 18), (8, 18)]
    return table(rows, fractions(*(part for pair in widths for part in pair)), head=0, repeated=False, extra=extra)


def _sentences(measure: MeasureContent) -> Iterator[tuple[str, str]]:
    steps = _steps(measure)
    reason = wording.reason(measure)
    if measure.outcome is Outcome.UNDETERMINED:
        yield "计算", f"尚有{_open(measure)}待核，暂不计算{'出结果' if len(steps) > 1 else ''}"
    elif len(steps) == 1 and "计算：" not in reason:
        yield "计算", _single(steps[0])
    if reason:
        yield "理由", reason
    if measure.opinion:
        yield "审核意见", measure.opinion


def _open(measure: MeasureContent) -> str:
    """What is still open: a condition that somebody must judge, or facts."""
    judged = any(item.result is Result.PENDING and item.origin is Origin.REVIEWER for item in measure.criteria)
    return "条件" if judged else "事实"


def _single(step: StepContent) -> str:
    """A derivation of one step, in a line."""
    parts = dict.fromkeys(part for part in (step.rule, step.working, step.value) if part)
    phrase, reading = phrase_parts(step)
    note = step.note.removeprefix("未触上限，")
    told = "".join((f"（{note}）" if note else "", f"　“{phrase}”{reading}" if phrase else ""))
    return f"{' = '.join(parts)}{told}"


def _subsidy(measure: MeasureContent) -> list[tuple[str, str]]:
    claimed = "未填报" if measure.claimed is None else _yuan(measure, measure.claimed)
    return [
        ("申报额", claimed),
        ("测算额", _yuan(measure, measure.computed)),
        ("审定额", _yuan(measure, measure.approved)),
    ]


def _yuan(measure: MeasureContent, amount: int | None) -> str:
    return wording.amount_shown(measure, amount) + ("" if amount is None else "元")


def _referral(measure: MeasureContent) -> list[tuple[str, str]]:
    limit = "未设上限" if measure.ceiling is None else f"{wording.yuan(measure.ceiling)}元"
    return [("金额", "推荐事项，不核定金额"), ("推荐上限", limit), ("结论", wording.outcome(measure))]
