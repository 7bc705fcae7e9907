"""Whether a row of a table counts, in a word, and why not. No Qt.

That a row waits for a value is told by the assessment itself. Which rows a formula leaves out, and for what reason, stands
in the derivation's words ("3行中计入2行：甲、乙；不计入1行：丙（注册地「余杭区」 = 「拱墅区」 不成立）"); it is read from there, and
only said when every row that the sentence counts was found again.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongshu_desktop.desktop.screens.review.state import Tone
from gongshu_desktop.policy.assessment import MeasureAssessment
from gongshu_desktop.policy.model import Fact, Kind
from gongshu_desktop.review.case import TableEntry, TableRow
from gongshu_desktop.wording import _

_COUNTED = re.compile("[0-9]+行中计入[0-9]+行")
_LEFT_OUT = re.compile("；不计入([0-9]+)行：")
_NUMBERED = re.compile("（第[0-9]+行）")
_JOINTS = frozenset("、；：（）")


@dataclass(frozen=True, slots=True)
class RowMark:
    """A row's state in a word, its tone, and the reason for the tool tip."""

    word: str = ""
    tone: Tone = Tone.QUIET
    reason: str = ""


def row_marks(fact: Fact, entry: TableEntry, assessed: MeasureAssessment) -> Mapping[str, RowMark]:
    """The mark of every row by its key. The assessment counts the rows that are not struck, from 0."""
    lacking: dict[int, list[str]] = {}
    for missing in assessed.missing:
        if missing.fact == fact.name and missing.row is not None and missing.column:
            lacking.setdefault(missing.row, []).append(missing.column)
    live = [row for row in entry.rows if not row.struck]
    reasons = _left_out_rows(fact, live, assessed) if entry.verified else None
    marks = {
        row.key: RowMark(_("剔除"), Tone.BAD, _("审核时剔除，不计入；仍保留备查")) for row in entry.rows if row.struck
    }
    for number, row in enumerate(live):
        marks[row.key] = _mark(lacking.get(number, []), None if reasons is None else reasons.get(number, ""))
    return marks


def _mark(lacking: list[str], reason: str | None) -> RowMark:
    if reason:
        return RowMark(_("不计入"), Tone.BAD, reason)
    if lacking:
        return RowMark(_("待核"), Tone.WARN, _("尚缺核定值：{columns}").format(columns="、".join(lacking)))
    return RowMark() if reason is None else RowMark(_("计入"))


def _left_out_rows(fact: Fact, live: list[TableRow], assessed: MeasureAssessment) -> Mapping[int, str] | None:
    """Why rows do not count, by their number; None where no formula chooses rows of this table, or its words cannot be
    matched with the rows beyond doubt."""
    names = {fact.name}
    found: dict[int, str] | None = None
    labels: Mapping[str, int] | None = None
    for step in assessed.steps:
        if not any(step.rule.startswith(f"{name} 其中 ") for name in names):
            continue
        names.add(step.label)
        labels = _labels(fact, live) if labels is None else labels
        reasons = _reasons(step.working)
        if reasons is None or not labels.keys() >= reasons.keys():
            return None
        found = {} if found is None else found
        found.update({labels[label]: reason for label, reason in reasons.items()})
    return found


def _labels(fact: Fact, live: list[TableRow]) -> Mapping[str, int]:
    """What the derivation calls each row: its first text, with its number where others are called the same."""
    column = next((item.name for item in fact.columns if item.kind is Kind.TEXT), "")
    texts = [str(row.verified.get(column) or "") for row in live]
    if any(_JOINTS & set(text) for text in texts):
        return {}
    times = Counter(texts)
    return {
        text if text and times[text] == 1 else f"{text}（第{number + 1}行）" if text else f"第{number + 1}行": number
        for number, text in enumerate(texts)
    }


def _reasons(working: str) -> Mapping[str, str] | None:
    """The rows that a sentence leaves out, each with its reason; None when it does not name them all."""
    if _COUNTED.match(working) is None:
        return None
    begin = _LEFT_OUT.search(working)
    if begin is None:
        return {}
    found = dict(_entries(working, begin.end()))
    return found if len(found) == int(begin.group(1)) else None


def _entries(text: str, position: int) -> Iterator[tuple[str, str]]:
    """Labels with what stands in the brackets behind them, up to the end of the enumeration."""
    while True:
        opening = text.find("（", position)
        if opening < 0:
            return
        numbered = _NUMBERED.match(text, opening)
        if numbered is not None:
            opening = numbered.end()
        closing = _closing(text, opening)
        yield text[position:opening], text[opening + 1 : closing]
        if text[closing + 1 : closing + 2] != "、":
            return
        position = closing + 2


def _closing(text: str, opening: int) -> int:
    """Where the bracket that opens there is closed; the end of the text if it never is."""
    depth = 0
    for position in range(opening, len(text)):
        depth += {"（": 1, "）": -1}.get(text[position], 0)
        if depth == 0:
            return position
    return len(text)
