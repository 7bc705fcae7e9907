"""The editors of a measure's page by name, and the way from one to the next by keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtWidgets import QAbstractButton, QWidget

from gongshu_desktop.desktop.screens.review.amounts import Amounts
from gongshu_desktop.desktop.screens.review.criterion_row import CriterionRow
from gongshu_desktop.desktop.screens.review.fact_row import FactRow
from gongshu_desktop.desktop.screens.review.fields import ValueField
from gongshu_desktop.desktop.screens.review.opinion import Opinion
from gongshu_desktop.desktop.screens.review.reading_row import ReadingRow
from gongshu_desktop.desktop.screens.review.tab_order import stops, within
from gongshu_desktop.desktop.screens.review.table_section import TableSection


@dataclass(slots=True)
class Rows:
    """The editors of a page: criteria, facts and tables by name, readings by key; in the order of the page."""

    criteria: dict[str, CriterionRow] = field(default_factory=dict)
    facts: dict[str, FactRow] = field(default_factory=dict)
    tables: dict[str, TableSection] = field(default_factory=dict)
    readings: dict[str, ReadingRow] = field(default_factory=dict)

    def problems(self, *, told: bool) -> list[str]:
        """What stands in fields and cannot be read, each with its field's name.

        ``told``: without what is still being typed.
        """
        found = [f"{name}: {words}" for name, row in self.facts.items() if (words := row.problem(told=told))]
        for name, section in self.tables.items():
            for (key, column), draft in section.model.drafts.items():
                if not told or (key, column) != section.model.being_typed:
                    found.append(f"{name} {column}: {draft.reason}")
        return found


class Way:
    """Where the keyboard leads on a page. It says where; the page sets the focus there."""

    def __init__(self, rows: Rows, amounts: Amounts, opinion: Opinion) -> None:
        self._rows, self._amounts, self._opinion = rows, amounts, opinion

    def entrance(self) -> QWidget:
        """Where one comes in from the list: the first judgement that is open, else any, else the first field."""
        judgements = [row for row in self._rows.criteria.values() if row.criterion.judgement and not row.isHidden()]
        first: QWidget | None = next((row for row in judgements if row.open), next(iter(judgements), None))
        if first is None:
            first = next((row.verified for row in self._rows.facts.values()), None)
        if first is None:
            first = next((section.view for section in self._rows.tables.values()), self._opinion.text)
        return first

    def by_tab(self, now: QWidget | None, before: Sequence[QWidget], *, forwards: bool) -> QWidget | None:
        """What comes after ``now`` (or before it) among ``before`` and the facts; None where Qt's own order holds."""
        line = [*before, *stops(tuple(self._rows.facts.values()))]
        place = line.index(now) + (1 if forwards else -1) if now in line else -1
        return line[place] if 0 <= place < len(line) else None

    def by_enter(self, now: QWidget | None) -> QWidget | None:
        """Where Enter leads from a field of a fact or from an amount; None when that is for the widget itself to say."""
        amount = within(now, ValueField)
        if amount in (self._amounts.claimed, self._amounts.approved):
            return self._amounts.approved if amount is self._amounts.claimed else self._opinion.text
        row = within(now, FactRow)
        if row is None or within(now, QAbstractButton) is not None:
            return None
        rows = list(self._rows.facts.values())
        after = (other.field_beside(now) for other in rows[rows.index(row) + 1 :])
        tables = [section.view for section in self._rows.tables.values()]
        return next((field for field in after if field is not None), tables[0] if tables else self._opinion.text)

    def to(self, target: str) -> QWidget:
        """The editor where something can be settled: a name of a row, or one of the page's own fields."""
        own: dict[str, QWidget] = {
            "approved": self._amounts.approved,
            "approved_reason": self._amounts.reason,
            "reason": self._amounts.reason,
            "claimed": self._amounts.claimed,
            "opinion": self._opinion.text,
        }
        rows = self._rows
        for editors in (rows.criteria, rows.facts, rows.tables, rows.readings, own):
            if target in editors:
                return editors[target]
        return next(iter(rows.criteria.values()), self._opinion.text)
