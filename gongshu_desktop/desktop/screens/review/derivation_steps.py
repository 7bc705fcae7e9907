"""Which steps the calculation shows, and how: conditions first as one group, then the numbered steps. No Qt."""

import html

from gongshu_desktop.policy.assessment import MeasureAssessment, Step
from gongshu_desktop.wording import _

_CONDITION = "条件:"


def split(assessed: MeasureAssessment) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The conditions' steps, and those of the amount. The engine puts the conditions first."""
    count = 0
    while count < len(assessed.steps) and assessed.steps[count].label.startswith(_CONDITION):
        count += 1
    return assessed.steps[:count], assessed.steps[count:]


def bare_label(step: Step) -> str:
    """A step's name without the word that says what kind of step it is."""
    return step.label.removeprefix(_CONDITION)


def result_line(step: Step) -> str:
    """The working with its result, as rich text: 412,650.00元 − 48,250.00元 = <b>364,400.00元</b>."""
    value = _("待核") if step.pending and not step.value else step.value
    working = html.escape(step.working)
    strong = f"<b>{html.escape(value)}</b>"
    if not value:
        return working
    if not working or step.working == value:
        return strong
    joint = " = " if not _says_rows(step) else " → "
    return f"{working}{joint}{strong}"


def _says_rows(step: Step) -> bool:
    """Whether the working tells of rows, so that an equals sign would read oddly."""
    return "计入" in step.working or step.value in ("符合", "不符合", "待核", "是", "否")
