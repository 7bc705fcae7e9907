"""The page of one claimed measure: clause, conditions, facts, tables, readings, amounts, opinion. Built once, then updated."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screens.review.amounts import Amounts
from gongshu_desktop.desktop.screens.review.clause_box import ClauseBox
from gongshu_desktop.desktop.screens.review.criterion_row import CriterionRow
from gongshu_desktop.desktop.screens.review.fact_row import FactRow, captions
from gongshu_desktop.desktop.screens.review.fields import ValueField
from gongshu_desktop.desktop.screens.review.opinion import Opinion
from gongshu_desktop.desktop.screens.review.parts import appear
from gongshu_desktop.desktop.screens.review.reading_row import ReadingRow
from gongshu_desktop.desktop.screens.review.state import MeasureState
from gongshu_desktop.desktop.screens.review.tab_order import stops, within
from gongshu_desktop.desktop.screens.review.table_section import TableSection
from gongshu_desktop.desktop.screens.review.terms import outcome_text
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import Keycap, Pill, rule, text
from gongshu_desktop.policy.model import Award, Kind, Measure, Policy
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import FactEntry, TableEntry, VerdictEntry
from gongshu_desktop.review.edits import AcceptClaimed, Side
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.ports import AdoptedReading
from gongshu_desktop.wording import _


@dataclass(slots=True)
class Rows:
    """The editors of a page, by name."""

    criteria: dict[str, CriterionRow] = field(default_factory=dict)
    facts: dict[str, FactRow] = field(default_factory=dict)
    tables: dict[str, TableSection] = field(default_factory=dict)
    readings: dict[str, ReadingRow] = field(default_factory=dict)


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
        self._title_line()
        self.clause = ClauseBox(theme, policy, measure, self)
        self.body.addWidget(self.clause)
        self._build_criteria()
        self._build_facts()
        self._build_tables()
        self._build_readings()
        self._build_decision()
        self.body.addStretch(1)

    # --- building ---

    def _title_line(self) -> None:
        measure = self.measure
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(text(measure.title, "heading"))
        self._pill = Pill()
        self._pill.setObjectName(f"review.page.{measure.id}.state")
        row.addWidget(self._pill)
        row.addStretch(1)
        parts = [
            f"{measure.clause} {measure.heading}".strip(),
            _("拨付{payee}").format(payee=measure.payee),
            measure.frequency,
        ]
        if measure.award is Award.REFERRAL:
            parts[1] = _("推荐事项，不拨付")
        row.addWidget(text(" · ".join(part for part in parts if part), "small"))
        self.body.addLayout(row)
        self.body.addSpacing(8)
        if measure.note:
            self.body.addWidget(text(measure.note, "small", wrap=True))
            self.body.addSpacing(4)

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
        self._pill.show_state(*self._outcome(state))
        self._show_criteria(state)
        self._show_facts(state, claiming=claiming)
        self._show_tables(state, claiming=claiming)
        for key, reading in self.rows.readings.items():
            used = state.assessed.readings.get(key) or state.chosen_readings.get(key) or reading.reading.suggested
            reading.show_option(used, editable=state.editable)
        self.amounts.show_state(state)
        self.opinion.show_state(state)

    def _outcome(self, state: MeasureState) -> tuple[str, str]:
        shown, tone = outcome_text(state.measure, state.assessed, state.waiting)
        approved = state.claim.approved
        if approved is not None and approved != state.assessed.amount:
            return _("{state} · 审定 {amount}").format(state=shown, amount=grouped(approved)), tone.value
        return shown, tone.value

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
        now = QApplication.focusWidget()
        line = [self._accept, *stops(tuple(self.rows.facts.values()))] if self.rows.facts else []
        place = line.index(now) + (1 if forwards else -1) if now in line else -1
        if not 0 <= place < len(line):
            return super().focusNextPrevChild(forwards)
        reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
        line[place].setFocus(reason)
        self.ensureWidgetVisible(line[place], 0, 60)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field of the same column, with its text selected."""
        field = (
            self._after(QApplication.focusWidget()) if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) else None
        )
        if field is None:
            super().keyPressEvent(event)
            return
        field.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(field, 0, 60)

    def _after(self, widget: QWidget | None) -> QWidget | None:
        """Where Enter leads from a field of a fact or from an amount; None when that is for the widget itself to say."""
        amount = within(widget, ValueField)
        if amount in (self.amounts.claimed, self.amounts.approved):
            return self.amounts.approved if amount is self.amounts.claimed else self.opinion.text
        row = within(widget, FactRow)
        if row is None or within(widget, QAbstractButton) is not None:
            return None
        fields = [other.field_beside(widget) for other in self.rows.facts.values()]
        after = fields[list(self.rows.facts.values()).index(row) + 1 :]
        tables = [section.view for section in self.rows.tables.values()]
        return next((field for field in after if field is not None), tables[0] if tables else self.opinion.text)

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
        judgements = [row for row in self.rows.criteria.values() if row.criterion.judgement and not row.isHidden()]
        first: QWidget | None = next((row for row in judgements if row.open), next(iter(judgements), None))
        if first is None:
            first = next((row.verified for row in self.rows.facts.values()), None)
        if first is None:
            first = next((section.view for section in self.rows.tables.values()), self.opinion.text)
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def reveal(self, target: str, row: str | None = None, column: str | None = None) -> None:
        """Put the focus where something can be settled, and bring it into sight."""
        widget = self._target(target)
        if isinstance(widget, TableSection):
            widget.reveal(row, column)
        elif isinstance(widget, FactRow):
            widget.verified.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            widget.setFocus()
        self.ensureWidgetVisible(widget, 0, 60)

    def _target(self, target: str) -> QWidget:
        special: dict[str, QWidget] = {
            "approved": self.amounts.approved,
            "approved_reason": self.amounts.reason,
            "reason": self.amounts.reason,
            "claimed": self.amounts.claimed,
            "opinion": self.opinion.text,
        }
        for rows in (self.rows.criteria, self.rows.facts, self.rows.tables, self.rows.readings, special):
            if target in rows:
                return rows[target]
        return next(iter(self.rows.criteria.values()), self.opinion.text)

    def problems(self, *, told: bool) -> list[str]:
        """What stands in fields of this page and cannot be read, each with its field's name.

        ``told``: without what is still being typed.
        """
        rows = self.rows.facts.items()
        found = [f"{name}: {words}" for name, row in rows if (words := row.problem(told=told))]
        for name, section in self.rows.tables.items():
            for (key, column), draft in section.model.drafts.items():
                if not told or (key, column) != section.model.being_typed:
                    found.append(f"{name} {column}: {draft.reason}")
        return found
