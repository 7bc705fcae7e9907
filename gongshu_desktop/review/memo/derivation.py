"""The derivation as it is printed: the engine's steps without those that only repeat what stands beside them.

Nothing is recomputed; the content keeps every step, and the check compares every step. What is folded: a step that only
hands on another's value, a table of yes and no whose rows the selection names, the single row of a table, what the table
of conditions shows, and a closing line that only says the outcome.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gongshu_desktop.policy.steps import mentions
from gongshu_desktop.review.memo.content import CriterionContent, MeasureContent, StepContent

_SELECTED = re.compile(r"(\d+行中计入\d+行)[:：].*?((?:；(?:不计入|待核)\d+行：.*)?)", re.DOTALL)
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff”》）)])[,;:?!()]|[,;:?!()](?=[\u4e00-\u9fff“《])")
_EACH_ROW = "各行的"
_READING = "（口径："


@dataclass(slots=True)
class Group:
    """A step of the first level with the steps below it."""

    top: StepContent
    below: list[StepContent] = field(default_factory=list)


def shown_steps(measure: MeasureContent) -> tuple[StepContent, ...]:
    """The rows of the measure's derivation, in order."""
    groups = [group for group in grouped_steps(measure.steps) if group.top.rule or group.below]
    folded = {step.label for step in (criterion_step(measure, item) for item in measure.criteria) if step}
    kept = _without_repeats([group for group in groups if group.top.label not in folded])
    return tuple(
        _selection(step)
        for index, group in enumerate(kept)
        for step in _rows(group, _rules(kept[index + 1 :], measure))
    )


@dataclass(frozen=True, slots=True)
class Resting:
    """What a formula rests on: the groups of steps, in order, and the formulas of all of them."""

    groups: tuple[Group, ...]
    rules: str

    def names(self, name: str) -> bool:
        """Whether a fact, table, column or step is used."""
        return mentions(self.rules, name)


def resting(measure: MeasureContent, *formulas: str) -> Resting:
    """The steps that the formulas rest on, through whichever others; the closing step, the amount, among them."""
    groups = grouped_steps(measure.steps)
    rules, taken = list(formulas), [False] * len(groups)
    grows = True
    while grows:
        said = "\n".join(rules)
        found = [
            index
            for index, group in enumerate(groups)
            if not taken[index]
            and (group.top.rule in formulas or mentions(said, group.top.label.rpartition(_EACH_ROW)[2]))
        ]
        for index in found:
            taken[index] = True
            rules.append(groups[index].top.rule)
        grows = bool(found)
    return Resting(tuple(group for group, used in zip(groups, taken, strict=True) if used), "\n".join(rules))


def grouped_steps(steps: Sequence[StepContent]) -> list[Group]:
    """The steps by those of the first level."""
    groups: list[Group] = []
    for step in steps:
        if step.depth == 0 or not groups:
            groups.append(Group(step))
        else:
            groups[-1].below.append(step)
    return groups


def criterion_step(measure: MeasureContent, criterion: CriterionContent) -> StepContent | None:
    """The step that a condition consists of, where nothing else uses it: it is shown with the condition."""
    found = [group for group in grouped_steps(measure.steps) if group.top.label == criterion.rule]
    if len(found) != 1 or found[0].below:
        return None
    step = found[0].top
    used = any(other is not step and step.label in other.rule for other in measure.steps)
    return None if used or not step.rule else step


def full_width(text: str) -> str:
    """Prose with full-width marks; amounts and numbers keep theirs."""
    return _HALF_WIDTH.sub(lambda found: _FULL_WIDTH[found[0]], text)


def phrase_parts(step: StepContent) -> tuple[str, str]:
    """The clause's phrase, and the reading 口径 applied to it as （口径：…）."""
    phrase, found, reading = step.phrase.partition(_READING)
    return phrase, full_width(found + reading)


def _rules(groups: Sequence[Group], measure: MeasureContent) -> str:
    return "\n".join([*(group.top.rule for group in groups), *(item.rule for item in measure.criteria)])


def _without_repeats(groups: Sequence[Group]) -> list[Group]:
    """Steps that hand on another's value are named beside that one: 封顶奖励，即应奖额、测算额."""
    kept: list[Group] = []
    names: dict[str, int] = {}
    also: dict[int, list[str]] = {}
    for group in groups:
        at = names.get(group.top.rule)
        if at is not None and _repeats(group, kept[at], groups):
            also.setdefault(at, []).append(group.top.label)
            names[group.top.label] = at
            continue
        names[group.top.label] = len(kept)
        kept.append(group)
    for at, labels in also.items():
        kept[at] = replace(kept[at], top=replace(kept[at].top, label=f"{kept[at].top.label}，即{'、'.join(labels)}"))
    return kept


def _repeats(group: Group, source: Group, groups: Sequence[Group]) -> bool:
    phrase = group.top.phrase
    said = not phrase or any(other is not group and other.top.phrase == phrase for other in groups)
    return said and not group.below and not group.top.note and group.top.value == source.top.value


def _rows(group: Group, later: str) -> Iterator[StepContent]:
    top, below = group.top, group.below
    if below and _yes_or_no(below) and top.label.rpartition(_EACH_ROW)[2] in later:
        yes = sum(step.value == "是" for step in below)
        yield replace(top, value=f"{yes}行均为是" if yes == len(below) else f"{yes}行是，{len(below) - yes}行否")
    elif len(below) == 1:
        (only,) = below
        working = f"{only.label}：{only.working}"
        yield replace(top, working=working, value=only.value, note=only.note, pending=only.pending or top.pending)
    else:
        # The terms of a sum stand in the rows below it.
        listed = top.working == " + ".join(step.value for step in below)
        yield replace(top, working="") if below and listed else top
        yield from below


def _yes_or_no(steps: Sequence[StepContent]) -> bool:
    return all(step.value in ("是", "否") and not step.pending for step in steps)


def _selection(step: StepContent) -> StepContent:
    """A selection names what it leaves out; what it takes stands in the table of the rows."""
    found = _SELECTED.fullmatch(step.working)
    if found is None:
        return step
    counted = "全部计入" if not found[2] and f"中计入{step.value}" in found[1] else found[1]
    return replace(step, working=counted + found[2])
