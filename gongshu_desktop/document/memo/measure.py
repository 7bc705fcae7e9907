"""The review of one measure on paper: clause, conditions, facts, derivation, the three amounts and why they differ.

Each table says by its own head what it is; a column that nothing could stand in is left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.memo.derivation import amounts, derivation
from gongshu_desktop.document.page.styles import (
    ALERT,
    FINE_CENTRED,
    FINE_LABEL,
    FINE_LEFT,
    FINE_RIGHT,
    GREY,
    NOTE,
    PALE,
    QUOTE,
    SUBHEADING,
    WIDTH,
)
from gongshu_desktop.document.page.tables import Cell, Column, Command, fitted, kept, quoted, share, table
from gongshu_desktop.document.typesetting.paragraph import Paragraph, Span
from gongshu_desktop.policy.verdicts import Origin, Outcome, Result
from gongshu_desktop.review.memo import support, wording
from gongshu_desktop.review.memo.content import CriterionContent, FactContent, MeasureContent, RowContent, TableContent
from gongshu_desktop.review.memo.derivation import criterion_step, phrase_parts

LEAST = 130.0
"""Room that a measure wants to begin on a page: heading, clause, conditions."""
_GAP = 4.0
_MARGIN = 10.0
"""What a cell takes beside its text, at least."""
_BRIEF = 70
"""Characters of a note that stands in the head of its table; a longer one stands below."""
_JUDGED = "（审核判断）"
_ASSUMED = "*"
"""Behind a value that nobody filled in."""
_NUMERALS = "零一二三四五六七八九"


def measure_review(index: int, measure: MeasureContent) -> Iterator[Flowable]:
    """Everything about the measure that stands in place ``index`` (from 1) of the memo."""
    yield CondPageBreak(LEAST)
    good = measure.outcome in (Outcome.ELIGIBLE, Outcome.REFERRED)
    result = Span(wording.outcome(measure), Typeface.HEI, colour=None if good else ALERT)
    mark = "（裁量）" if measure.discretionary else ""
    yield Paragraph([Span(f"（{numeral(index)}）{wording.name(measure)}{mark}："), result], SUBHEADING)
    heading = f"“{measure.heading}”" if measure.heading else ""
    source = Span(f"条款{measure.clause}{heading}，受益主体：{measure.payee}。", Typeface.FANGSONG, colour=GREY)
    yield quoted(Paragraph([source, Span(f"“{measure.quote}”")], QUOTE))
    parts = [*_criteria(measure), *_facts(measure)]
    parts += [part for content in measure.tables for part in _rows(content)]
    parts += [*derivation(measure), amounts(measure)]
    for part in parts:
        yield Spacer(0, _GAP)
        yield kept(part) if isinstance(part, Table) else part


def numeral(number: int) -> str:
    """1 to 99 in Chinese: 一, 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def _columns(
    columns: Sequence[tuple[str, Callable[[int], Paragraph], bool]], count: int, keep: Sequence[bool]
) -> Table:
    """A table of ``count`` rows from (head, cell of a row, solid) for each column; those not to ``keep`` are left out."""
    chosen = [column for column, wanted in zip(columns, keep, strict=True) if wanted]
    heads = [Paragraph(head, FINE_LABEL) for head, _cell, _solid in chosen]
    rows = [[cell(index) for _head, cell, _solid in chosen] for index in range(count)]
    line = _line(heads, rows[0]) if count == 1 else None
    if line is not None:
        return line
    return table([heads, *rows], fitted([heads, *rows], [solid for _head, _cell, solid in chosen]))


def _line(heads: Sequence[Paragraph], cells: Sequence[Paragraph]) -> Table | None:
    """A single row with its heads beside its cells; None where that does not fit on a line."""
    pairs = [cell for pair in zip(heads, cells, strict=True) for cell in pair]
    widths = [Column(least=cell.natural_width, natural=cell.natural_width) for cell in pairs]
    if sum(width.natural for width in widths) + _MARGIN * len(widths) > WIDTH:
        return None
    shaded: list[Command] = [("BACKGROUND", (place, 0), (place, 0), PALE) for place in range(0, len(pairs), 2)]
    return table([pairs], share(widths), head=0, extra=shaded)


# --- conditions and facts --------------------------------------------------------------------------------------------


def _criteria(measure: MeasureContent) -> Iterator[Flowable]:
    items = measure.criteria
    if not items:
        return
    mixed = len({wording.origin(item) for item in items}) > 1 or any(item.rests_on for item in items)
    plain = any(wording.origin(item) == wording.ORIGINS[Origin.RULE] for item in items)
    found = [_found(measure, item, mixed=mixed) for item in items]
    notes = [support.of_criterion(item) for item in items]
    yield _columns(
        (
            ("条件", lambda index: Paragraph(_condition(measure, items[index]), FINE_LEFT), False),
            (
                "核定情况（未注明的为规则判定）" if mixed and plain else "核定情况",
                lambda index: Paragraph(found[index] or "—", FINE_LEFT),
                False,
            ),
            (
                "结论" if mixed else wording.ORIGINS[items[0].origin],
                lambda index: Paragraph([_verdict(items[index])], FINE_CENTRED),
                True,
            ),
            ("说明及佐证", lambda index: Paragraph(notes[index] or "—", FINE_LEFT), False),
        ),
        len(items),
        (True, any(found), True, any(notes)),
    )


def _condition(measure: MeasureContent, item: CriterionContent) -> str:
    step = criterion_step(measure, item)
    rule = step.rule if step else item.rule
    return item.name if rule in ("", item.name) else f"{item.name}（{rule}）"


def _found(measure: MeasureContent, item: CriterionContent, *, mixed: bool) -> str:
    origin = wording.origin(item)
    judged = origin if mixed and origin != wording.ORIGINS[Origin.RULE] else ""
    step = criterion_step(measure, item)
    if step is not None:
        phrase, reading = phrase_parts(step)
        said = f"；{phrase}{wording.full_width(reading)}" if phrase else ""
        return f"{step.working}，{step.value}{said}{f'；{judged}' if judged else ''}"
    found = "，".join(filter(None, (item.value, item.margin)))
    return "；".join(filter(None, (found, judged)))


def _verdict(item: CriterionContent) -> Span:
    good = item.result in (Result.MET, Result.NOT_APPLICABLE)
    return Span(wording.RESULTS[item.result], None if good else Typeface.BOLD, colour=None if good else ALERT)


def _facts(measure: MeasureContent) -> Iterator[Flowable]:
    facts = measure.facts
    if not facts:
        return
    notes = [support.of_fact(item) for item in facts]
    yield _columns(
        (
            ("事实", lambda index: Paragraph(_named(facts[index]), FINE_LEFT), False),
            ("申报值", lambda index: Paragraph(facts[index].claimed, FINE_LEFT), False),
            ("核定值", lambda index: Paragraph([_verified(facts[index])], FINE_LEFT), False),
            ("说明及佐证", lambda index: Paragraph(notes[index] or "—", FINE_LEFT), False),
        ),
        len(facts),
        (True, True, True, any(notes)),
    )


def _verified(item: FactContent) -> Span:
    return Span(wording.verified(item), Typeface.BOLD if item.differs else None)


def _named(item: FactContent) -> str:
    return f"{item.name}{_JUDGED}" if item.judged else item.name


# --- table facts -----------------------------------------------------------------------------------------------------


def _rows(content: TableContent) -> Iterator[Flowable]:
    note = support.of_table(content)
    raw = _only_claimed(content)
    state = "" if content.verified else "，尚未核定，所列为申报值" if raw else "，尚未核定"
    name = f"{content.name}（{len(content.rows)}行{state}）"
    if not content.rows:
        yield Paragraph(f"{name}：未填报任何一行。{note}", NOTE)
        return
    marked = any(row.struck or row.by_reviewer for row in content.rows)
    head: list[list[Cell]] = [
        _title(name, note if len(note) <= _BRIEF else "", _assumed(content), len(content.columns) + 1 + marked),
        [Paragraph(text, FINE_LABEL) for text in ("序号", *_heads(content), *(["核定"] if marked else []))],
    ]
    shown = [_claims(row) for row in content.rows] if raw else content.rows
    body = [_row(index, row, content.figures, marked=marked) for index, row in enumerate(shown, 1)]
    labels = [cell for cell in head[1] if isinstance(cell, Paragraph)]
    widths = fitted([labels, *body], [True, *content.figures, *([True] if marked else [])])
    extra: list[Command] = [("SPAN", (0, 0), (-1, 0))]
    yield table([*head, *body], widths, head=2, extra=extra)
    if len(note) > _BRIEF:
        yield Paragraph(note, NOTE)


def _only_claimed(content: TableContent) -> bool:
    """Whether nothing in the table has been verified yet: then its claimed values are told plainly."""
    cells = [cell for row in content.rows for cell in row.cells]
    return not content.verified and all(cell.verified in (wording.OPEN, "—") for cell in cells)


def _claims(row: RowContent) -> RowContent:
    return replace(row, cells=tuple(replace(cell, verified=cell.claimed or "—", claimed="") for cell in row.cells))


def _heads(content: TableContent) -> list[str]:
    return [f"{column}{_JUDGED}" if column in content.judged else column for column in content.columns]


def _assumed(content: TableContent) -> str:
    """What the mark behind a value means, where there is one."""
    found = any(cell.assumed for row in content.rows for cell in row.cells)
    return f"{_ASSUMED}未填报，按所列值计" if found else ""


def _title(name: str, note: str, mark: str, columns: int) -> list[Cell]:
    spans = [Span(name, Typeface.HEI), *([Span(f"　{note}")] if note else [])]
    spans += [Span(f"　{mark}", colour=GREY)] if mark else []
    return [Paragraph(spans, FINE_LEFT), *[""] * (columns - 1)]


def _row(index: int, row: RowContent, figures: Sequence[bool], *, marked: bool) -> list[Paragraph]:
    cells = [Paragraph(str(index), FINE_CENTRED)]
    for cell, figure in zip(row.cells, figures, strict=True):
        if row.struck:
            spans = [Span(cell.verified, colour=GREY)]
        elif cell.claimed:
            spans = [
                Span(cell.verified + (_ASSUMED if cell.assumed else ""), Typeface.BOLD),
                Span(f"\n申报{cell.claimed}", colour=GREY),
            ]
        else:
            spans = [Span(cell.verified + (_ASSUMED if cell.assumed else ""))]
        short = len(cell.verified) <= 2 and not cell.claimed
        cells.append(Paragraph(spans, FINE_RIGHT if figure else FINE_CENTRED if short else FINE_LEFT))
    if marked:
        state = "剔除" if row.struck else "增补" if row.by_reviewer else "计入"
        cells.append(Paragraph([Span(state, Typeface.BOLD if row.struck else None)], FINE_CENTRED))
    return cells
