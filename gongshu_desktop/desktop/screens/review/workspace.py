"""The three columns of the review screen, side by side, with their widths kept."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.screens.review.basics_page import BasicsPage
from gongshu_desktop.desktop.screens.review.criterion_row import CriterionRow
from gongshu_desktop.desktop.screens.review.derivation import Derivation
from gongshu_desktop.desktop.screens.review.evidence_panel import EvidencePanel
from gongshu_desktop.desktop.screens.review.fact_row import FactRow
from gongshu_desktop.desktop.screens.review.journal_panel import JournalPanel
from gongshu_desktop.desktop.screens.review.measure_list import Line
from gongshu_desktop.desktop.screens.review.measure_page import MeasurePage
from gongshu_desktop.desktop.screens.review.measure_side import MeasureSide
from gongshu_desktop.desktop.screens.review.overview import Overview
from gongshu_desktop.desktop.screens.review.state import Snapshot
from gongshu_desktop.desktop.screens.review.table_section import TableSection
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.editing.edits import AddClaim, RemoveClaim
from gongshu_desktop.review.findings import Finding
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.wording import _

_WIDTHS = [214, 770, 318]


class Workspace(QWidget):
    """Shows a snapshot; passes on what the person does."""

    edited = Signal(object)
    refused = Signal(str)
    keyed = Signal(str, object)
    judging = Signal(bool)
    chosen = Signal(str)
    attached = Signal(str, object, object)
    drafts_changed = Signal()

    def __init__(self, surroundings: Surroundings, session: ReviewSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = surroundings
        self._theme = surroundings.theme
        self._policy = session.policy
        self._adopted = session.surroundings.adopted
        self._snapshot: Snapshot | None = None
        self.pages: dict[str, MeasurePage] = {}
        self.side = MeasureSide(self._theme, self._policy, self)
        self.measures = self.side.measures
        self.overview = Overview(self)
        self._middle = QStackedWidget(self)
        self.basics = BasicsPage(self._policy, self)
        self._middle.addWidget(self.basics)
        self.derivation = Derivation(self._theme, self)
        self.evidence = EvidencePanel(surroundings, session, self)
        self.journal = JournalPanel(surroundings, session, self)
        self._lay_out()
        self._connect()

    # --- building ---

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setObjectName("review.columns")
        self._splitter.setChildrenCollapsible(False)
        for part in (self.side, self._centre(), self._right()):
            self._splitter.addWidget(part)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes(self._around.settings.widths("review") or _WIDTHS)
        self._splitter.splitterMoved.connect(
            lambda *_place: self._around.settings.keep_widths("review", self._splitter.sizes())
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)

    def _centre(self) -> QWidget:
        side = QWidget(self)
        side.setProperty("role", "panel")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setMinimumWidth(420)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._middle)
        return side

    def _right(self) -> QWidget:
        self._tabs = QTabWidget(self)
        self._tabs.setObjectName("review.tabs")
        self._tabs.setProperty("role", "sunken")
        self._tabs.setMinimumWidth(260)
        self._tabs.setDocumentMode(True)
        self._figures = QStackedWidget(self)
        self._figures.addWidget(self.derivation)
        self._figures.addWidget(self.overview)
        for part, title in (
            (self._figures, _("计算过程")),
            (self.evidence, _("佐证")),
            (self.journal, _("操作日志")),
        ):
            self._tabs.addTab(part, title)
        self._tabs.tabBar().setObjectName("review.tabs.bar")
        self._tabs.tabBar().setAccessibleName(_("计算过程、佐证、操作日志"))
        self._tabs.currentChanged.connect(self._tab_changed)
        return self._tabs

    def _connect(self) -> None:
        self.side.adding.connect(self.add_measure)
        self.side.removing.connect(self._remove_measure)
        self.overview.chosen.connect(self.chosen)
        self.measures.chosen.connect(self.chosen)
        self.measures.entered.connect(self._enter_page)
        self.basics.edited.connect(self.edited)
        self.basics.drafts_changed.connect(self.drafts_changed)
        self.evidence.edited.connect(self.edited)
        self.evidence.attached.connect(self.attached)

    def _page(self, measure: str) -> MeasurePage:
        """The page of a measure, built when it is looked at for the first time."""
        page = self.pages.get(measure)
        if page is None:
            page = MeasurePage(self._theme, self._policy, self._policy.measure(measure), self._adopted, self)
            page.edited.connect(self.edited)
            page.refused.connect(self.refused)
            page.keyed.connect(self.keyed)
            page.drafts_changed.connect(self.drafts_changed)
            page.evidence_shown.connect(self.show_evidence)
            page.evidence_wanted.connect(lambda target: self._attach_for(measure, target))
            self.pages[measure] = page
            self._middle.addWidget(page)
        return page

    # --- showing ---

    def show_case(self, snapshot: Snapshot, lines: Sequence[Line]) -> None:
        """Show the case as it stands; only what is in sight is brought up to date."""
        self._snapshot = snapshot
        self.side.show_case(snapshot, lines)
        if snapshot.chosen:
            state = snapshot.page(snapshot.chosen)
            page = self._page(snapshot.chosen)
            page.show_state(state, snapshot.case.stage)
            self._put_in_front(page)
            self.derivation.show_state(state)
        else:
            self.basics.show_case(snapshot)
            self._put_in_front(self.basics)
            self.overview.show_case(snapshot)
        self._figures.setCurrentWidget(self.derivation if snapshot.chosen else self.overview)
        self.evidence.show_case(snapshot)
        self._name_evidence_tab(len(snapshot.case.evidence))

    def _put_in_front(self, page: QWidget) -> None:
        if self._middle.currentWidget() is not page:
            self._middle.setCurrentWidget(page)

    def _name_evidence_tab(self, count: int) -> None:
        title = _("佐证 {count}").format(count=count) if count else _("佐证")
        if self._tabs.tabText(1) != title:
            self._tabs.setTabText(1, title)

    def _tab_changed(self, number: int) -> None:
        if number == 2:
            self.journal.refresh()

    def journal_changed(self) -> None:
        """Something was written to the journal."""
        if self._tabs.currentWidget() is self.journal:
            self.journal.refresh()

    def show_evidence(self, key: str) -> None:
        """Show a document."""
        self._tabs.setCurrentWidget(self.evidence)
        self.evidence.look_at(key)

    def show_tab(self, number: int) -> None:
        """Show one of the tabs at the right: calculation, evidence, journal."""
        self._tabs.setCurrentIndex(number)

    def step_measure(self, step: int) -> None:
        """Look at the next or the previous line of the list, from wherever the focus is."""
        row = self.measures.currentIndex().row() + step
        if 0 <= row < self.measures.lines.rowCount():
            self.measures.setCurrentIndex(self.measures.lines.index(row))

    def arrive(self) -> None:
        """Put the focus where work begins."""
        self.measures.setFocus()

    # --- acting ---

    def add_measure(self, measure: str) -> None:
        """Claim a further measure and look at it."""
        self.edited.emit(AddClaim(measure))
        self.chosen.emit(measure)

    def _remove_measure(self) -> None:
        if self._snapshot is None or not self._snapshot.chosen:
            return
        title = self._policy.measure(self._snapshot.chosen).title
        self.edited.emit(RemoveClaim(self._snapshot.chosen))
        self.refused.emit(_("已移除“{title}”，可按 Ctrl+Z 撤销。").format(title=title))

    def _current_page(self) -> MeasurePage | None:
        page = self._middle.currentWidget()
        return page if isinstance(page, MeasurePage) else None

    def decide(self, result: Result) -> None:
        """A verdict on the condition that has the focus."""
        page = self._current_page()
        if page is not None and self._snapshot is not None and self._snapshot.editable:
            page.decide(result)

    def accept_here(self) -> None:
        """与申报一致, where the focus is."""
        page = self._current_page()
        if page is not None and self._snapshot is not None and self._snapshot.editable:
            page.accept_here()

    def accept_everything(self) -> None:
        """与申报一致, for the whole measure."""
        page = self._current_page()
        if page is not None and self._snapshot is not None and self._snapshot.editable:
            page.accept_everything()

    def reveal(self, finding: Finding) -> None:
        """Put the focus where a finding can be settled."""
        page = self._current_page()
        if page is not None:
            page.reveal(finding.target, finding.row, finding.column)
        else:
            self.basics.reveal(finding.target)

    def _enter_page(self) -> None:
        page = self._current_page()
        if page is not None:
            page.enter()
        else:
            self.basics.enter()

    def follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Remember which fact or criterion is being looked at, so that a document can be linked to it."""
        page = self._current_page()
        row = page.follow_focus(now) if page is not None else None
        self.judging.emit(row is not None)
        widget = now
        while widget is not None and page is not None:
            if isinstance(widget, FactRow | TableSection):
                self.evidence.aim_at(page.measure.id, widget.fact.name)
                return
            if isinstance(widget, CriterionRow):
                self.evidence.aim_at(page.measure.id, widget.criterion.name)
                return
            widget = widget.parentWidget()

    # --- evidence ---

    def _attach_for(self, measure: str, target: str) -> None:
        self.evidence.aim_at(measure, target)
        self.evidence.choose_files((measure, target))

    def linked(self, measure: str, target: str) -> tuple[str, ...]:
        """The documents that a fact or criterion is linked to."""
        if self._snapshot is None:
            return ()
        claim = self._snapshot.case.claim(measure)
        for entries in (claim.facts, claim.tables, claim.verdicts):
            if target in entries:
                return entries[target].evidence
        return ()

    def problems(self, *, told: bool = False) -> list[str]:
        """What stands in fields and cannot be read; ``told``: without what is still being typed."""
        on_pages = (item for page in self.pages.values() for item in page.problems(told=told))
        return [*self.basics.problems(), *on_pages]
