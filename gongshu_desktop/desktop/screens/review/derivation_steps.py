"""Which steps the calculation shows, and how: conditions first as one group, then the numbered steps. No Qt."""

import html
import re

from gongshu_desktop.policy.assessment import MeasureAssessment, Step
from gongshu_desktop.wording import _

_CONDITION = re.compile("条件[:：]")
_LONG = 160
_VERDICTS = ("符合", "不符合", "待核", "是", "否")


def split(assessed: MeasureAssessment) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The conditions' steps, and those of the amount. The engine puts the conditions first."""
    count = 0
    while count < len(assessed.steps) and _CONDITION.match(assessed.steps[count].label):
        count += 1
    return assessed.steps[:count], assessed.steps[count:]


def bare_label(step: Step) -> str:
    """A step's name without the word that says what kind of step it is."""
    known = {"测算额": _("测算额"), "推荐上限": _("推荐上限"), "结论": _("结论")}
    bare = _CONDITION.sub("", step.label, count=1)
    return known.get(bare, bare)


def said(step: Step) -> str:
    """A step's result; the engine's own few words in the language of the window."""
    if step.pending and not step.value:
        return _("待核")
    known = {
        "符合": _("符合"),
        "不符合": _("不符合"),
        "不适用": _("不适用"),
        "待核": _("待核"),
        "是": _("是"),
        "否": _("否"),
        "推荐": _("推荐"),
        "不推荐": _("不推荐"),
    }
    return known.get(step.value, step.value)


def is_long(step: Step) -> bool:
    """Whether the working is cut until it is asked for: a table of many rows fills a page with names."""
    return len(step.working) > _LONG


def result_line(step: Step, *, whole: bool = True) -> str:
    """The working with its result, as rich text: 412,650.00元 − 48,250.00元 = <b>364,400.00元</b>."""
    value = said(step)
    working = html.escape(step.working if whole or not is_long(step) else step.working[: _LONG - 20] + "…")
    strong = f"<b>{html.escape(value)}</b>"
    if not value or "行中计入" in step.working:
        return working
    if not working or step.working == value:
        return strong
    figures = any(character.isdigit() for character in step.working)
    joint = " = " if figures and step.value not in _VERDICTS else " → "
    return f"{working}{joint}{strong}"
