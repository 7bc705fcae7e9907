"""Why the three amounts of a measure differ, in an official's words: what was claimed, what can be supported, because of
which facts and which words of the clause, and then the computation. Everything is taken from the content's figures."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gongshu_desktop.policy.money import grouped, yuan
from gongshu_desktop.policy.verdicts import Outcome, Result
from gongshu_desktop.review.memo.content import (
    CriterionContent,
    FactContent,
    MeasureContent,
    RowContent,
    StepContent,
    TableContent,
)
from gongshu_desktop.review.memo.derivation import Group, Resting, grouped_steps, phrase_parts, resting, shown_steps
from gongshu_desktop.review.memo.layout import is_first
from gongshu_desktop.review.memo.unmet_words import condition_words, reading

_BRIEF = 40
"""Characters of a note that is told again in the reason; a longer one stands with its fact alone."""
_NAMED = 3
"""Rows that are named; of more, the number is said."""
_LONGEST = 120
"""Characters of a computation that is told again; a longer one stands in the derivation alone."""
_LEFT_OUT = "；不计入"
_BOUND = ("超过上限", "低于")
"""How the note of a limit that cut begins; one that was not reached is no cause of anything."""
_DEDUCTED = re.compile(r"− [\d,.]*[1-9][\d,.]*元")
_WHOLE = re.compile(r"取整\(.* = ([^()]*)\)")
_NOTHING = re.compile(r"[−+] 0(?:\.00)?元")
_OPERATORS = "−×÷+"
_COMPUTED_ABOVE = "计算见上"


def reason(measure: MeasureContent) -> str:
    """Why the three amounts differ, or what is missing; "" when there is nothing to explain."""
    return "".join(_reasons(measure))


def reason_elsewhere(measure: MeasureContent) -> str:
    """The same for a page without the memo's tables: the computation stands in the memo."""
    return re.sub(f"{_COMPUTED_ABOVE}表?。", "计算见审核意见书。", reason(measure))


def _reasons(measure: MeasureContent) -> Iterator[str]:
    if measure.outcome is Outcome.UNDETERMINED:
        if measure.missing:
            yield f"尚缺：{'；'.join(measure.missing)}。"
    elif measure.outcome is Outcome.INELIGIBLE:
        unmet = "、".join(_unmet(item) for item in measure.criteria if item.result is Result.UNMET)
        refused = "" if measure.approved else "，不予支持" if measure.subsidy else "，不予推荐"
        yield f"不符合条件{unmet}{refused}。"
        yield from _decision(measure)
    elif measure.subsidy:
        yield from _differences(measure)
        yield from _decision(measure)


def _unmet(item: CriterionContent) -> str:
    first = is_first()
    name, missed = (item.name, item.margin) if first else (condition_words(item.name), reading(item) or item.margin)
    because = "，".join(filter(None, (missed, _brief(item.note))))
    return f"“{name}”（{because}）" if because else f"“{name}”"


def _differences(measure: MeasureContent) -> Iterator[str]:
    if measure.claimed is None:
        yield "申报时未填金额。"
    elif measure.computed is not None and measure.claimed != measure.computed:
        yield from _computed(measure, measure.claimed, measure.computed)


def _decision(measure: MeasureContent) -> Iterator[str]:
    """What the office decided otherwise than the clause computes."""
    if measure.approved is not None and measure.computed is not None and measure.approved != measure.computed:
        stated = measure.approved_reason.rstrip("。") or "未写明"
        # The reason's own words often say the amount: then it is not said twice.
        told = says_amount(stated, measure.computed - measure.approved)
        yield f"审定额{'另行决定' if told else _apart(measure.approved, measure.computed, '测算额')}，理由：{stated}。"


def _computed(measure: MeasureContent, claimed: int, computed: int) -> Iterator[str]:
    way = "裁量测算" if measure.discretionary else "按条款测算"
    figures = f"申报{grouped(claimed)}元，{way}{grouped(computed)}元，{_apart(computed, claimed, '申报额')}"
    rests = resting(measure, _amount_rule(measure))
    found = "；".join(_found_otherwise(measure, rests))
    applied = "；".join(_reductions(measure, rests)) if computed < claimed else ""
    if not (found or applied):
        # What the applicant reckoned with nobody knows: no cause is better than one that may be untrue.
        yield f"{figures}；{_COMPUTED_ABOVE}{'表' if len(shown_steps(measure)) > 1 else ''}。"
        return
    yield f"{figures}。"
    yield f"核定与申报不同：{found}。" if found else ""
    yield f"测算中{applied}。" if applied else ""
    yield _computation(measure, rests)


def _apart(amount: int, other: int, name: str) -> str:
    difference = f"{grouped(abs(other - amount))}元"
    if is_first():
        return f"{'低于' if amount < other else '高于'}{name}{difference}"
    return f"比{name}{'少' if amount < other else '多'}{difference}"


def says_amount(text: str, fen: int) -> bool:
    """Whether a text names an amount (of either sign): with or without separators and needless noughts, in 元 or 万元."""
    plain = text.replace(",", "").replace("，", "")
    figures = {yuan(abs(fen)), _short(yuan(abs(fen))), f"{_short(yuan(abs(fen)))}0"}
    forms = [*(f"{figure}元" for figure in figures), f"{_short(str(Decimal(abs(fen)).scaleb(-6)))}万"]
    return any(re.search(rf"(?<![\d.]){re.escape(form)}", plain) for form in forms)


def _short(figure: str) -> str:
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


def _amount_rule(measure: MeasureContent) -> str:
    """What the last step, the amount itself, is worked out from."""
    groups = grouped_steps(measure.steps)
    return groups[-1].top.rule if groups else ""


# --- facts and rows --------------------------------------------------------------------------------------------------


def _found_otherwise(measure: MeasureContent, rests: Resting) -> Iterator[str]:
    """What was verified otherwise than claimed, among that which the amount rests on."""
    for fact in measure.facts:
        if rests.names(fact.name):
            yield from _fact(fact)
    for table in measure.tables:
        if rests.names(table.name):
            yield from _changes(table, [rests.names(column) for column in table.columns])


def _fact(fact: FactContent) -> Iterator[str]:
    note = _brief(fact.note)
    told = f"（{note}）" if note else ""
    if fact.assumed:
        return
    if fact.differs:
        yield f"{fact.name}申报{fact.claimed}，核定{fact.verified}{told}"
    elif fact.claimed == "未填报" and fact.verified not in ("待核", "否", "0.00元"):
        yield f"{fact.name}申报时未填，核定{fact.verified}{told}"


def _brief(note: str) -> str:
    note = note.strip().rstrip("。；，")
    return note if len(note) <= _BRIEF and "\n" not in note else ""


def _changes(table: TableContent, counts: Sequence[bool]) -> Iterator[str]:
    """Rows struck, changed in a column that ``counts``, or added; then the note that explains it."""
    struck = [row for row in table.rows if row.struck]
    changed = [row for row in table.rows if _is_changed(row, counts)]
    added = [row for row in table.rows if row.by_reviewer and not row.struck]
    if struck:
        yield f"“{table.name}”剔除{_names(struck)}"
    if changed and len(changed) <= _NAMED:
        yield "；".join(_changed(row, table.columns, counts) for row in changed)
    elif changed:
        yield f"“{table.name}”{len(changed)}行核定值与申报值不一致"
    if added:
        yield f"“{table.name}”增补{_names(added)}"
    note = _brief(table.note)
    if note and (struck or changed or added):
        yield note


def _is_changed(row: RowContent, counts: Sequence[bool]) -> bool:
    return not row.struck and any(cell.claimed and used for cell, used in zip(row.cells, counts, strict=True))


def _names(rows: Sequence[RowContent]) -> str:
    return f"{len(rows)}行" + (f"（{'、'.join(row.cells[0].verified for row in rows)}）" if len(rows) <= _NAMED else "")


def _changed(row: RowContent, columns: Sequence[str], counts: Sequence[bool]) -> str:
    parts = (
        f"{column}申报{cell.claimed}，核定{cell.verified}"
        for column, cell, used in zip(columns, row.cells, counts, strict=True)
        if cell.claimed and used
    )
    return f"{row.cells[0].verified}的{'；'.join(parts)}"


def _in_words(selection: str) -> str:
    """“1行：甲公司（注册地「余杭区」 = 「拱墅区」 不成立）” as people say it."""
    said = re.sub(r"「([^」]*)」 = 「([^」]*)」 不成立", r"为“\1”，不是“\2”", selection)
    said = re.sub(r"非 ([^（）]*)（是） 不成立", r"\1", said)
    said = re.sub(r"([^（）、；]*)（否）", r"非\1", said)
    return said.replace(" 不成立", "不成立")


# --- clause and computation ------------------------------------------------------------------------------------------


def _reductions(measure: MeasureContent, rests: Resting) -> Iterator[str]:
    """Rows left out, limits that cut, amounts deducted or rounded away, with the words of the clause; nothing that had no
    effect."""
    left_out = [step.working.partition(_LEFT_OUT)[2] for step in measure.steps if _LEFT_OUT in step.working]
    for group in rests.groups:
        words = _words(group)
        rest = group.top.working.partition(_LEFT_OUT)[2]
        if rest:
            # Those whose verified values were just told are not told again.
            said = "" if _told(rest, measure.tables) else f"{group.top.label}不计入{_in_words(rest)}"
            if said:
                yield said + (f"（{words}）" if words else "")
            elif words:
                yield f"依据条款{words}不计入{rest.partition('：')[0]}"
            continue
        counted = [group.top, *(step for step in group.below if not _among(step, left_out))]
        limited = [step for step in counted if step.note.startswith(_BOUND)]
        if limited:
            yield _limited(limited) + (f"（{words}）" if words else "")
        elif words and (taken := next(filter(None, map(_taken_off, counted)), "")):
            yield f"{taken}，依据条款{words}"


def _words(group: Group) -> str:
    phrase, reading = phrase_parts(group.top)
    return f"“{phrase}”{reading}" if phrase else ""


def _limited(steps: Sequence[StepContent]) -> str:
    if len(steps) > _NAMED:
        return f"{len(steps)}行超过上限，按上限计"
    return "、".join(f"{step.label}{step.note}" for step in steps)


def _among(step: StepContent, left_out: Sequence[str]) -> bool:
    """Whether the row counts nothing anyway; where a selection does not name all that it leaves out, nobody can tell."""
    return any(f"{step.label}（" in rows or rows.partition("；待核")[0].endswith("）等") for rows in left_out)


def _told(left_out: str, tables: Sequence[TableContent]) -> bool:
    """Whether the rows left out are the very ones whose verified values, with a note, have just been told."""
    for table in tables:
        changed = [row.cells[0].verified for row in table.rows if _is_changed(row, [True] * len(row.cells))]
        if changed and len(changed) <= _NAMED and _brief(table.note):
            return left_out.startswith(f"{len(changed)}行") and all(name in left_out for name in changed)
    return False


def _taken_off(step: StepContent) -> str:
    """What a step really takes off: an amount, or a part that does not make a whole; "" for nothing."""
    if step.pending or step.value in ("是", "否"):
        return ""
    whole = _WHOLE.search(step.working)
    if whole is not None and not whole[1].replace(",", "").isdigit():
        return "不足一整份的部分不计"
    return "有扣减" if _DEDUCTED.search(step.working) else ""


def _worked(step: StepContent) -> bool:
    return not step.pending and any(sign in step.working for sign in _OPERATORS)


def _computation(measure: MeasureContent, rests: Resting) -> str:
    """The last step in which something is really worked out; "" where many rows share in it."""
    for group in reversed(rests.groups):
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
