"""A table fact on the measure's page: its heading, the grid, and what can be done with rows."""

import uuid

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screens.review.entry_links import connect_beside
from gongshu_desktop.desktop.screens.review.evidence_button import EvidenceButton
from gongshu_desktop.desktop.screens.review.note_line import NoteLine
from gongshu_desktop.desktop.screens.review.parts import Segments, allow, appear, keep_place
from gongshu_desktop.desktop.screens.review.row_marks import row_marks
from gongshu_desktop.desktop.screens.review.table_model import TableModel
from gongshu_desktop.desktop.screens.review.table_view import TableView
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button, IconButton
from gongshu_desktop.desktop.widgets.texts import Keycap, Pill, text
from gongshu_desktop.policy.assessment import MeasureAssessment
from gongshu_desktop.policy.model import Fact
from gongshu_desktop.review.case import Evidence, TableEntry
from gongshu_desktop.review.editing.edits import (
    AcceptClaimed,
    AddClaimedRow,
    AddRow,
    RemoveRow,
    Side,
    StrikeRow,
)
from gongshu_desktop.wording import _


class TableSection(QWidget):
    """A table fact. ``edited`` carries edits; the grid changes when the case has."""

    edited = Signal(object)
    refused = Signal(str)
    evidence_shown = Signal(str)
    evidence_wanted = Signal(str)
    drafts_changed = Signal()

    def __init__(self, theme: Theme, measure: str, fact: Fact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fact = fact
        self._measure = measure
        self._entry = TableEntry()
        self._shown: tuple[object, ...] = ()
        self._name = f"review.table.{measure}.{fact.name}"
        self.setObjectName(self._name)
        self.model = TableModel(measure, fact, self)
        self.view = TableView(theme, self.model, f"{self._name}.grid", self)
        self.note = NoteLine(f"{self._name}.note", _("{fact} 备注").format(fact=fact.name), _("备注"), self)
        self._count = text("", "small")
        self._state = Pill()
        self._sides = Segments(
            f"{self._name}.side",
            [(Side.VERIFIED, _("核定值")), (Side.CLAIMED, _("申报值"))],
            _("正在填写"),
            self,
        )
        self._sides.setProperty("compact", "true")
        self._accept = Button(_("与申报一致"), f"{self._name}.accept", "link")
        self._evidence = EvidenceButton(theme, f"{self._name}.evidence", fact.name, fact.evidence, self)
        self._note_button = IconButton(theme.icon("edit"), _("备注"), f"{self._name}.note-button")
        keep_place(self._note_button)
        self._add = Button(_("添加一行"), f"{self._name}.add", "link").with_icon(theme, "plus")
        self._strike = Button(_("剔除所选行"), f"{self._name}.strike", "link")
        self._hint = text("", "small")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        for label in (text(self.fact.name, "section"), self._count, self._state):
            head.addWidget(label)
        head.addStretch(1)
        self._accept_key = Keycap("Ctrl ↵")
        for widget in (self._accept, self._accept_key, self._sides, self._evidence, self._note_button):
            head.addWidget(widget)
        column.addLayout(head)
        if self.fact.hint:
            column.addWidget(text(self.fact.hint, "small", wrap=True))
        column.addWidget(self.note)
        column.addWidget(self.view)
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self._add)
        foot.addWidget(self._strike)
        foot.addStretch(1)
        foot.addWidget(self._hint)
        column.addLayout(foot)

    def _connect(self) -> None:
        measure, name = self._measure, self.fact.name
        self.model.edited.connect(self.edited)
        self.model.drafts_changed.connect(self.drafts_changed)
        self.view.edited.connect(self.edited)
        self.view.refused.connect(self.refused)
        self.view.row_wanted.connect(self.add_row)
        self.view.strike_wanted.connect(self.strike_row)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)
        self.view.selectionModel().currentChanged.connect(lambda *_indexes: self._describe_row())
        self._accept.clicked.connect(self.accept_claimed)
        self._sides.picked.connect(lambda side: self.look_at(side or self.model.side))
        self._add.clicked.connect(self.add_row)
        self._strike.clicked.connect(self.strike_row)
        connect_beside((measure, name), self.note, self._note_button, self._evidence, self.edited.emit)
        self._evidence.shown.connect(self.evidence_shown)
        self._evidence.adding.connect(lambda: self.evidence_wanted.emit(name))

    # --- what can be done ---

    def accept_claimed(self) -> None:
        """与申报一致 for the whole table."""
        self.edited.emit(AcceptClaimed(measure=self._measure, fact=self.fact.name))

    def look_at(self, side: object) -> None:
        """Fill in verified or claimed values."""
        self.model.look_at(Side(str(side)))
        self._sides.show_choice(self.model.side)

    def add_row(self) -> None:
        """A new row at the end: claimed while claimed values are typed in, else the reviewer's own."""
        make = AddClaimedRow if self.model.side is Side.CLAIMED else AddRow
        self.edited.emit(make(measure=self._measure, fact=self.fact.name, key=uuid.uuid4().hex))
        self.view.setFocus()
        self.view.go_to(self.model.rowCount() - 1, 0)

    def strike_row(self) -> None:
        """Leave the current row out, take it in again, or remove it if the reviewer added it."""
        key = self.model.key_at(self.view.currentIndex().row())
        row = next((item for item in self._entry.rows if item.key == key), None)
        if row is None or not self.model.editable:
            return
        place = {"measure": self._measure, "fact": self.fact.name, "row_key": row.key}
        if row.by_reviewer or (self.model.side is Side.CLAIMED and not self._entry.verified):
            self.edited.emit(RemoveRow(**place))
        else:
            self.edited.emit(StrikeRow(**place, struck=not row.struck))

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("复制")).triggered.connect(self.view.copy)
        if self.model.editable:
            menu.addAction(_("粘贴")).triggered.connect(self.view.paste)
            menu.addAction(_("清除内容")).triggered.connect(self.view.clear_cells)
            menu.addSeparator()
            menu.addAction(self._strike.text()).triggered.connect(self.strike_row)
            menu.addAction(_("添加一行")).triggered.connect(self.add_row)
        menu.popup(self.view.viewport().mapToGlobal(at))

    # --- what is shown ---

    def show_entry(
        self, entry: TableEntry, assessed: MeasureAssessment, evidence: tuple[Evidence, ...], *, editable: bool
    ) -> None:
        """Show the table as it stands."""
        marks = row_marks(self.fact, entry, assessed)
        now = (id(entry), marks, evidence, editable)
        if now == self._shown and entry is self._entry:
            return
        self._shown, self._entry = now, entry
        self.model.show(entry, marks, editable=editable)
        self._evidence.show_links(entry.evidence, evidence, editable=editable)
        self.note.show_note(entry.note)
        self.note.setReadOnly(not editable)
        appear(self._note_button, editable and not entry.note)
        self._describe(entry, editable=editable)
        self._describe_row()

    def _describe(self, entry: TableEntry, *, editable: bool) -> None:
        self._count.setText(_("{count} 行").format(count=len(entry.rows)))
        waiting = not entry.verified
        self._state.show_state(_("未核定") if waiting else "", "warn")
        appear(self._state, waiting)
        claimed = any(not row.by_reviewer for row in entry.rows)
        for shown in (self._accept, self._accept_key):
            appear(shown, editable and claimed)
        for widget in (self._sides, self._add):
            appear(widget, editable)
        appear(self._strike, editable and bool(entry.rows))
        self._sides.show_choice(self.model.side)
        grey = any(not row.by_reviewer and not row.struck and not row.verified for row in entry.rows)
        pasted = _("可直接从电子表格粘贴 Ctrl+V") if editable else ""
        self._hint.setText(" · ".join(part for part in (_("灰字为申报值，尚未核定") if grey else "", pasted) if part))

    def _describe_row(self) -> None:
        key = self.model.key_at(self.view.currentIndex().row())
        row = next((item for item in self._entry.rows if item.key == key), None)
        allow(self._strike, row is not None)
        if row is not None and row.by_reviewer:
            self._strike.setText(_("删除所选行"))
        else:
            self._strike.setText(_("恢复所选行") if row is not None and row.struck else _("剔除所选行"))

    def reveal(self, row: str | None = None, column: str | None = None) -> None:
        """Put the focus on a cell."""
        names = [item.name for item in self.fact.columns]
        keys = [item.key for item in self._entry.rows]
        self.view.setFocus()
        self.view.go_to(keys.index(row) if row in keys else 0, names.index(column) if column in names else 0)
