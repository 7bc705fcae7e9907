"""Whether a row of a table counts, in a word, and why. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from gongshu_desktop.desktop.screens.review.state import Tone
from gongshu_desktop.policy.assessment import MeasureAssessment
from gongshu_desktop.review.case import TableEntry, TableRow
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True)
class RowMark:
    """A row's state in a word, its tone, and the reason for the tool tip."""

    word: str = ""
    tone: Tone = Tone.QUIET
    reason: str = ""


def row_marks(fact: str, entry: TableEntry, assessed: MeasureAssessment) -> Mapping[str, RowMark]:
    """The mark of every row by its key. The assessment counts the rows that are not struck, from 0."""
    lacking: dict[int, list[str]] = {}
    for missing in assessed.missing:
        if missing.fact == fact and missing.row is not None and missing.column:
            lacking.setdefault(missing.row, []).append(missing.column)
    marks: dict[str, RowMark] = {}
    number = 0
    for row in entry.rows:
        marks[row.key] = _mark(row, lacking.get(number, []))
        number += not row.struck
    return marks


def _mark(row: TableRow, lacking: list[str]) -> RowMark:
    if row.struck:
        return RowMark(_("剔除"), Tone.BAD, _("审核时剔除，不计入；仍保留备查"))
    if lacking:
        return RowMark(_("待核"), Tone.WARN, _("尚缺核定值：{columns}").format(columns="、".join(lacking)))
    return RowMark()
