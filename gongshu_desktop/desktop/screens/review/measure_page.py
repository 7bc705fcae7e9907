"""The page of one claimed measure: clause, conditions, facts, tables, readings, amounts, opinion. Built once, then updated."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screens.review.amounts import Amounts
from gongshu_desktop.desktop.screens.review.clause_box import ClauseBox
from gongshu_desktop.desktop.screens.review.criterion_row import CriterionRow
from gongshu_desktop.desktop.screens.review.fact_row import FactRow, captions
from gongshu_desktop.desktop.screens.review.opinion import Opinion
from gongshu_desktop.desktop.screens.review.page_way import Rows, Way
from gongshu_desktop.desktop.screens.review.parts import appear
from gongshu_desktop.desktop.screens.review.reading_row import ReadingRow
from gongshu_desktop.desktop.screens.review.state import MeasureState
from gongshu_desktop.desktop.screens.review.tab_order import within
from gongshu_desktop.desktop.screens.review.table_section import TableSection
from gongshu_desktop.desktop.screens.review.title_line import TitleLine
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import Keycap, rule, text
from gongshu_desktop.policy.model import Kind, Measure, Policy
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import FactEntry, TableEntry, VerdictEntry
from gongshu_desktop.review.editing.edits import AcceptClaimed, Side
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.ports import AdoptedReading
from gongshu_desktop.wording import _


class MeasurePage(ScrolledColumn):
    """One measure. ``edited`` carries every edit; ``evidence_wanted`` (target) asks to attach a document to a target."""

    edited = Signal(object)
    refused = Signal(str)
    keyed = Signal(str, object)
    evidence_shown = Signal(str)
    evidence_wanted = Signal(str)
    drafts_changed = Signal()

    def __init__(
        self,
        theme: Theme,
        policy: Policy,
        measure: Measure,
        adopted: Mapping[str, AdoptedReading],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"review.page.{measure.id}", measure.title, spacing=0, parent=parent)
        self._theme = theme
        self.measure = measure
        self._adopted = adopted
        self.rows = Rows()
        self._current: CriterionRow | None = None
        self._claim_side_set = False
        self.body.setContentsMargins(18, 12, 18, 24)
        self._title = TitleLine(measure)
        self.body.addLayout(self._title)
        self.body.addSpacing(8)
        if measure.note:
            self.body.addWidget(text(measure.note, "small", wrap=True))
            self.body.addSpacing(4)
        self.clause = ClauseBox(theme, policy, measure, self)
        self.body.addWidget(self.clause)
        self._build_criteria()
        self._build_facts()
        self._build_tables()
        self._build_readings()
        self._build_decision()
        self._way = Way(self.rows, self.amounts, self.opinion)
        self.body.addStretch(1)

    # --- building ---

    def _section(self, title: str) -> QHBoxLayout:
        self.body.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(text(title, "section"))
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addSpacing(2)
        return row

    def _build_criteria(self) -> None:
        if not self.measure.criteria:
            return
        self._section(_("条件"))
        for criterion in self.measure.criteria:
            row = CriterionRow(self._theme, self.measure.id, criterion, self)
            self.rows.criteria[criterion.name] = row
            self._place(row)
            row.keyed.connect(self.keyed)
        first = next((row for row in self.rows.criteria.values() if row.criterion.judgement), None)
        if first is not None:
            self.clause.point_at(first.criterion.phrase)

    def _build_facts(self) -> None:
        scalars = [fact for fact in self.measure.facts if fact.kind is not Kind.TABLE]
        if not scalars:
            return
        head = self._section(_("事实"))
        self._accept = Button(_("全部与申报一致"), f"review.page.{self.measure.id}.accept", "link")
        self._accept.clicked.connect(self.accept_everything)
        self._accept_key = Keycap("Ctrl ⇧ ↵")
        head.addWidget(self._accept)
        head.addWidget(self._accept_key)
        self.body.addWidget(captions(self))
        for fact in scalars:
            row = FactRow(self._theme, self.measure.id, fact, self)
            self.rows.facts[fact.name] = row
            self._place(row)
            row.verified.told.connect(self.drafts_changed)

    def _place(self, row: CriterionRow | FactRow | TableSection) -> None:
        row.edited.connect(self.edited)
        row.evidence_shown.connect(self.evidence_shown)
        row.evidence_wanted.connect(self.evidence_wanted)
        self.body.addWidget(row)
        if not isinstance(row, TableSection):
            self.body.addWidget(rule())

    def _build_tables(self) -> None:
        for fact in self.measure.facts:
            if fact.kind is Kind.TABLE:
                self.body.addSpacing(16)
                section = TableSection(self._theme, self.measure.id, fact, self)
                self.rows.tables[fact.name] = section
                self._place(section)
                section.refused.connect(self.refused)
                section.drafts_changed.connect(self.drafts_changed)

    def _build_readings(self) -> None:
        self._readings_place = QWidget(self)
        column = QVBoxLayout(self._readings_place)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(2)
        column.addWidget(text(_("口径"), "section"))
        for reading in self.measure.readings:
            row = ReadingRow(reading, self._adopted.get(reading.key), self._readings_place)
            row.edited.connect(self.edited)
            self.rows.readings[reading.key] = row
            column.addWidget(row)
        self.body.addWidget(self._readings_place)
        appear(self._readings_place, bool(self.measure.readings))

    def _build_decision(self) -> None:
        self.amounts = Amounts(self._theme, self.measure, self)
        self.amounts.edited.connect(self.edited)
        self.body.addSpacing(16)
        self.body.addWidget(self.amounts)
        self.body.addSpacing(12)
        self.opinion = Opinion(self.measure.id, self)
        self.opinion.edited.connect(self.edited)
        self.body.addWidget(self.opinion)

    # --- showing ---

    def show_state(self, state: MeasureState, stage: Stage) -> None:
        """Show the measure as it stands; only what differs from before is touched."""
        claiming = stage is Stage.REGISTERED
        self._title.show_state(state)
        self._show_criteria(state)
        self._show_facts(state, claiming=claiming)
        self._show_tables(state, claiming=claiming)
        for key, reading in self.rows.readings.items():
            used = state.assessed.readings.get(key) or state.chosen_readings.get(key) or reading.reading.suggested
            reading.show_option(used, editable=state.editable)
        self.amounts.show_state(state)
        self.opinion.show_state(state)

    def _show_criteria(self, state: MeasureState) -> None:
        results = {result.criterion: result for result in state.assessed.criteria}
        for name, row in self.rows.criteria.items():
            appear(row, name in results)
            if name in results:
                entry = state.claim.verdicts.get(name, VerdictEntry())
                row.show_result(results[name], entry, state.evidence, editable=state.editable)

    def _show_facts(self, state: MeasureState, *, claiming: bool) -> None:
        missing = {item.fact for item in state.assessed.missing}
        for name, row in self.rows.facts.items():
            row.show_entry(
                state.claim.facts.get(name, FactEntry()),
                state.evidence,
                editable=state.editable,
                claiming=claiming,
                missing=name in missing and not claiming,
            )
        if self.rows.facts:
            appear(self._accept, state.editable)
            appear(self._accept_key, state.editable)

    def _show_tables(self, state: MeasureState, *, claiming: bool) -> None:
        for name, section in self.rows.tables.items():
            entry = state.claim.tables.get(name, TableEntry())
            if claiming and not self._claim_side_set and not entry.verified:
                section.look_at(Side.CLAIMED)
            section.show_entry(entry, state.assessed, state.evidence, editable=state.editable)
        self._claim_side_set = True

    # --- acting ---

    def follow_focus(self, now: QWidget | None) -> CriterionRow | None:
        """Mark the judgement that has the focus: only that one is meant by the keys 1 to 4. None when no judgement has it."""
        row = within(now, CriterionRow)
        row = row if row is not None and row.criterion.judgement and self.isAncestorOf(row) else None
        if row is not self._current:
            if self._current is not None:
                self._current.mark_current(False)
            self._current = row
            if row is not None:
                row.mark_current(True)
                self.clause.point_at(row.criterion.phrase)
        return row

    def decide(self, result: Result) -> bool:
        """A verdict on the judgement that has the focus; False if none has it."""
        if self._current is None or not self._current.isVisible():
            return False
        self._current.decide_by_key(result)
        return True

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab goes down a column of values before it comes to the small buttons beside them."""
        accept = (self._accept,) if self.rows.facts else ()
        to = self._way.by_tab(QApplication.focusWidget(), accept, forwards=forwards)
        if to is None:
            return super().focusNextPrevChild(forwards)
        to.setFocus(Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason)
        self.ensureWidgetVisible(to, 0, 60)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field of the same column, with its text selected."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        field = self._way.by_enter(QApplication.focusWidget()) if enter else None
        if field is None:
            super().keyPressEvent(event)
            return
        field.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(field, 0, 60)

    def accept_here(self) -> None:
        """与申报一致 for the fact or table that has the focus, else for the whole measure."""
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None and widget is not self:
            if isinstance(widget, FactRow | TableSection):
                widget.accept_claimed()
                return
            widget = widget.parentWidget()
        self.accept_everything()

    def accept_everything(self) -> None:
        """与申报一致 for what is still empty in the whole measure."""
        self.edited.emit(AcceptClaimed(measure=self.measure.id))

    def enter(self) -> None:
        """Come here from the list by keyboard: to the judgement that is open, else to the first field."""
        self._way.entrance().setFocus(Qt.FocusReason.TabFocusReason)

    def reveal(self, target: str, row: str | None = None, column: str | None = None) -> None:
        """Put the focus where something can be settled, and bring it into sight."""
        widget = self._way.to(target)
        if isinstance(widget, TableSection):
            widget.reveal(row, column)
        elif isinstance(widget, FactRow):
            widget.verified.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            widget.setFocus()
        self.ensureWidgetVisible(widget, 0, 60)

    def problems(self, *, told: bool) -> list[str]:
        """What stands in fields of this page and cannot be read; see ``Rows.problems``."""
        return self.rows.problems(told=told)
