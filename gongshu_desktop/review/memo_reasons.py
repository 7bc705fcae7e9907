"""Why the three amounts of a measure differ, in an official's words: what was claimed, what can be supported, because of
which facts and which words of the clause, and then the computation. Everything is taken from the content's figures."""

import re
from collections.abc import Iterator, Sequence

from gongshu_desktop.policy.assessment import Outcome, Result
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.memo_content import (
    CriterionContent,
    FactContent,
    MeasureContent,
    RowContent,
    StepContent,
    TableContent,
)
from gongshu_desktop.review.memo_derivation import Group, grouped_steps, phrase_parts

_BRIEF = 40
"""Characters of a note that is told again in the reason; a longer one stands with its fact alone."""
_NAMED = 3
"""Rows that are named; of more, the number is said."""
_LONGEST = 120
"""Characters of a computation that is told again; a longer one stands in the derivation alone."""
_NOTHING = re.compile(r"[−+] 0(?:\.00)?元")
_OPERATORS = "−×÷+"


def reason(measure: MeasureContent) -> str:
    """Why the three amounts differ, or what is missing; "" when there is nothing to explain."""
    return "".join(_reasons(measure))


def _reasons(measure: MeasureContent) -> Iterator[str]:
    if measure.outcome is Outcome.UNDETERMINED:
        if measure.missing:
            yield f"尚缺：{'；'.join(measure.missing)}。"
    elif measure.outcome is Outcome.INELIGIBLE:
        unmet = "、".join(_unmet(item) for item in measure.criteria if item.result is Result.UNMET)
        yield f"不符合条件{unmet}，{'不予支持' if measure.subsidy else '不予推荐'}。"
    elif measure.subsidy:
        yield from _differences(measure)


def _unmet(item: CriterionContent) -> str:
    because = "，".join(filter(None, (item.margin, _brief(item.note))))
    return f"“{item.name}”（{because}）" if because else f"“{item.name}”"


def _differences(measure: MeasureContent) -> Iterator[str]:
    claimed, computed, approved = measure.claimed, measure.computed, measure.approved
    if claimed is None:
        yield "申报时未填金额。"
    elif computed is not None and claimed != computed:
        yield f"申报{grouped(claimed)}元，可支持{grouped(computed)}元，{_apart(computed, claimed, '申报额')}。"
        causes = "；".join((*_causes(measure), *_clauses(measure)))
        yield f"{causes}。" if causes else ""
        yield _computation(measure)
    if approved is not None and computed is not None and approved != computed:
        stated = measure.approved_reason.rstrip("。") or "未写明"
        yield f"审定额{_apart(approved, computed, '测算额')}，理由：{stated}。"


def _apart(amount: int, other: int, name: str) -> str:
    return f"{'低于' if amount < other else '高于'}{name}{grouped(abs(other - amount))}元"


# --- facts and rows --------------------------------------------------------------------------------------------------


def _causes(measure: MeasureContent) -> Iterator[str]:
    """The facts that made the computed amount another one: verified otherwise, rows changed or left out, limits."""
    rules = "\n".join(step.rule for step in measure.steps)
    for fact in measure.facts:
        yield from _fact(fact, used=fact.name in rules)
    for table in measure.tables:
        yield from _changes(table)
    for step in measure.steps:
        _counted, found, rest = step.working.partition("；不计入")
        if found and not _told(rest, measure.tables):
            yield f"{step.label}不计入{_in_words(rest)}"
        if step.note.startswith("超过上限"):
            phrase, _reading = phrase_parts(step)
            yield f"{step.label}{step.note}{f'（“{phrase}”）' if phrase else ''}"


def _told(left_out: str, tables: Sequence[TableContent]) -> bool:
    """Whether the rows left out are the very ones whose verified values, with a note, have just been told."""
    for table in tables:
        changed = [row.cells[0].verified for row in table.rows if _is_changed(row)]
        if changed and len(changed) <= _NAMED and _brief(table.note):
            return left_out.startswith(f"{len(changed)}行") and all(name in left_out for name in changed)
    return False


def _fact(fact: FactContent, *, used: bool) -> Iterator[str]:
    note = _brief(fact.note)
    told = f"（{note}）" if note else ""
    if fact.differs:
        yield f"{fact.name}申报{fact.claimed}，核定{fact.verified}{told}"
    elif used and fact.claimed == "未填报" and fact.verified not in ("待核", "否", "0.00元"):
        yield f"{fact.name}申报时未填，核定{fact.verified}{told}"


def _brief(note: str) -> str:
    note = note.strip().rstrip("。；，")
    return note if len(note) <= _BRIEF and "\n" not in note else ""


def _changes(table: TableContent) -> Iterator[str]:
    struck = [row for row in table.rows if row.struck]
    changed = [row for row in table.rows if _is_changed(row)]
    added = [row for row in table.rows if row.by_reviewer and not row.struck]
    if struck:
        yield f"“{table.name}”剔除{_names(struck)}"
    if changed and len(changed) <= _NAMED:
        yield "；".join(_changed(row, table.columns) for row in changed)
    elif changed:
        yield f"“{table.name}”{len(changed)}行核定值与申报值不一致"
    if added:
        yield f"“{table.name}”增补{_names(added)}"
    note = _brief(table.note)
    if note and (struck or changed or added):
        yield note


def _is_changed(row: RowContent) -> bool:
    return not row.struck and any(cell.claimed for cell in row.cells)


def _names(rows: Sequence[RowContent]) -> str:
    return f"{len(rows)}行" + (f"（{'、'.join(row.cells[0].verified for row in rows)}）" if len(rows) <= _NAMED else "")


def _changed(row: RowContent, columns: Sequence[str]) -> str:
    parts = (
        f"{column}申报{cell.claimed}，核定{cell.verified}"
        for column, cell in zip(columns, row.cells, strict=True)
        if cell.claimed
    )
    return f"{row.cells[0].verified}的{'；'.join(parts)}"


def _in_words(selection: str) -> str:
    """“1行：甲公司（注册地「余杭区」 = 「拱墅区」 不成立）” as people say it."""
    said = re.sub(r"「([^」]*)」 = 「([^」]*)」 不成立", r"为“\1”，不是“\2”", selection)
    said = re.sub(r"非 ([^（）]*)（是） 不成立", r"\1", said)
    said = re.sub(r"([^（）、；]*)（否）", r"非\1", said)
    return said.replace(" 不成立", "不成立")


# --- clause and computation ------------------------------------------------------------------------------------------


def _clauses(measure: MeasureContent) -> Iterator[str]:
    """The words of the clause that bear on the amount, with the readings applied."""
    said: dict[str, None] = {}
    for group in grouped_steps(measure.steps):
        phrase, reading = phrase_parts(group.top)
        if phrase and _bears(group):
            said[f"“{phrase}”{reading}"] = None
    if said:
        yield f"适用条款{'、'.join(said)}"


def _bears(group: Group) -> bool:
    """Whether something is worked out in the step, and comes to another amount by it."""
    steps = [group.top, *group.below]
    if any(step.pending or step.value in ("是", "否") or step.value.endswith("行") for step in (group.below or steps)):
        return False
    if group.top.note.startswith("未触上限") or _NOTHING.search(group.top.working):
        return False
    return any(_worked(step) or "较小" in step.working for step in steps)


def _worked(step: StepContent) -> bool:
    return not step.pending and any(sign in step.working for sign in _OPERATORS)


def _computation(measure: MeasureContent) -> str:
    """The last step in which something is really worked out; "" where many rows share in it."""
    for group in reversed(grouped_steps(measure.steps)):
        steps = [step for step in (group.top, *group.below) if _worked(step) and not _NOTHING.search(step.working)]
        if len(steps) > 1 and group.top not in steps:
            return ""
        if steps:
            step = steps[0]
            if len(step.working) > _LONGEST:
                return ""
            return f"计算：{_plainly(step.working, step)}={step.value}。"
    return ""


def _plainly(formula: str, step: StepContent) -> str:
    """A formula without the floor at nought and the limit that it does not reach."""
    floored = re.fullmatch(r"较大\(0元, (.*)\)", formula)
    formula = floored[1] if floored else formula
    limited = re.fullmatch(r"较小\((.*), [^,()]*\)", formula) if step.note.startswith("未触上限") else None
    formula = limited[1] if limited else formula
    return re.sub(r" ([−+×÷=]) ", r"\1", formula)
