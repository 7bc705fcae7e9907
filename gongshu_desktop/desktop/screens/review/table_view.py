"""The grid of a table fact, with the keys of a spreadsheet: Enter, Tab, arrows, F2, Delete, Ctrl+C, Ctrl+V, blank for 是/否."""

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyledItemDelegate, QTableView, QWidget

from gongshu_desktop.desktop.screens.review.table_columns import heading, mark_width, natural_width, scaled, shared
from gongshu_desktop.desktop.screens.review.table_delegate import CellDelegate, row_height, turn_over
from gongshu_desktop.desktop.screens.review.table_model import CellRole, TableModel
from gongshu_desktop.desktop.screens.review.table_pasting import Lines, as_text, edits, lines_of, without_headings
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.policy.model import Fact, Kind
from gongshu_desktop.review.editing.edits import parse_value
from gongshu_desktop.wording import _

MOST_ROWS_IN_SIGHT = 9
_HEAD, _TALL_HEAD = 32, 46
_ROWS_MEASURED = 40


class TableView(QTableView):
    """The grid. ``edited`` carries edits of many cells at once, ``refused`` why a paste was not taken."""

    edited = Signal(object)
    refused = Signal(str)
    row_wanted = Signal()
    strike_wanted = Signal()

    def __init__(self, theme: Theme, model: TableModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(_("表格 {name}").format(name=model.fact.name))
        self.setProperty("role", "grid")
        self.cells = model
        self._resized_by_hand = False
        self._laying_out = False
        self._row_height = row_height(theme)
        self._text_size = theme.tokens.fonts["body"]
        self._delegate = CellDelegate(theme, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._set_up()
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._fit_height)
        self._fit_height()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        two_lines = any("\n" in heading(column) for column in self.cells.fact.columns)
        self.horizontalHeader().setFixedHeight(scaled(_TALL_HEAD if two_lines else _HEAD, self._text_size))
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._row_height)
        rows.setMinimumWidth(30)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        columns = self.horizontalHeader()
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(44)
        columns.sectionResized.connect(self._hand_resized)
        self.setWordWrap(True)

    # --- size ---

    def _fit_height(self) -> None:
        rows = min(self.cells.rowCount(), MOST_ROWS_IN_SIGHT)
        more = self._row_height // 2 if self.cells.rowCount() > MOST_ROWS_IN_SIGHT else 0
        bar = self.horizontalScrollBar().sizeHint().height() if self._needs_bar() else 0
        height = self.horizontalHeader().height() + rows * self._row_height + more + bar + 2
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _needs_bar(self) -> bool:
        return sum(self.columnWidth(n) for n in range(self.cells.columnCount())) > self.viewport().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._resized_by_hand:
            self._share_width()
        self._fit_height()

    def _share_width(self) -> None:
        columns, rows = self.cells.fact.columns, range(min(self.cells.rowCount(), _ROWS_MEASURED))
        head, body = self.horizontalHeader().fontMetrics().horizontalAdvance, self.fontMetrics().horizontalAdvance
        widths = []
        for number, column in enumerate(columns):
            texts = (
                [str(self.cells.index(row, number).data() or "") for row in rows] if column.kind is Kind.TEXT else []
            )
            widths.append(natural_width(column, texts, head, body, self._text_size, first=number == 0))
        wordy = [number for number, column in enumerate(columns) if column.kind is Kind.TEXT] or [0]
        room = self.viewport().width() - mark_width(self._text_size)
        self._laying_out = True
        for number, width in enumerate([*shared(widths, wordy, room), mark_width(self._text_size)]):
            self.setColumnWidth(number, width)
        self._laying_out = False

    def _hand_resized(self) -> None:
        self._resized_by_hand = self._resized_by_hand or not self._laying_out

    # --- keys ---

    def event(self, event: QEvent) -> bool:
        """Letters and digits belong to the cell, not to the window's verdict keys."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            if (plain and event.text().isprintable() and event.text()) or event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif self.state() == QAbstractItemView.State.EditingState or not self._act(event):
            super().keyPressEvent(event)

    def _act(self, event: QKeyEvent) -> bool:
        """What a key does while no cell is being edited; False if it means nothing here."""
        key, plain = event.key(), not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            return self._step(1, 0) or True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if not self._step(0, 1 if key == Qt.Key.Key_Tab else -1):
                event.ignore()
            return True
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.strike_wanted.emit()
            return True
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_cells()
            return True
        if key == Qt.Key.Key_Insert:
            self.row_wanted.emit()
            return True
        return self._yes_no(event)

    def _yes_no(self, event: QKeyEvent) -> bool:
        """On 是/否: blank turns it over, a letter or digit says it."""
        index = self.currentIndex()
        column = index.data(CellRole.FACT)
        if column is None or column.kind is not Kind.YES_NO or not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return False
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_F2):
            turn_over(self.cells, index, column)
            return True
        try:
            value = parse_value(column, event.text())
        except ValueError:
            return bool(event.text().strip())
        if value is not None:
            self.cells.set_value(self.cells.row(index).key, column, value)
        return value is not None

    def _step(self, down: int, right: int) -> bool:
        """Move the current cell, from line to line; False at the very first or last cell."""
        index = self.currentIndex()
        columns = len(self.cells.fact.columns)
        if right:
            place = index.row() * columns + min(index.column(), columns - 1) + right
            row, column = divmod(place, columns)
        else:
            row, column = index.row() + down, index.column()
        target = self.cells.index(row, column)
        if not index.isValid() or not target.isValid():
            return False
        self.setCurrentIndex(target)
        return True

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        """As a spreadsheet does: Enter goes down, Tab goes on; Escape puts back what stood there."""
        hints = QStyledItemDelegate.EndEditHint
        if hint == hints.RevertModelCache and self._delegate.began is not None:
            began = self._delegate.began
            self.cells.forget_drafts([(began.key, began.column.name)])
            self.cells.set_value(began.key, began.column, began.value)
        self.cells.done_typing()
        super().closeEditor(editor, hints.NoHint)
        step = {hints.SubmitModelCache: (1, 0), hints.EditNextItem: (0, 1), hints.EditPreviousItem: (0, -1)}.get(hint)
        if step is not None:
            self._step(*step)

    # --- many cells ---

    def _block(self) -> tuple[range, range]:
        """The selected rows and columns, empty where nothing is; the column of the rows' states is no part of it."""
        indexes = [index for index in self.selectedIndexes() if self.cells.column(index) is not None]
        if not indexes:
            return range(0), range(0)
        rows, columns = [index.row() for index in indexes], [index.column() for index in indexes]
        return range(min(rows), max(rows) + 1), range(min(columns), max(columns) + 1)

    def copy(self) -> None:
        """The selected cells as a spreadsheet takes them."""
        rows, columns = self._block()
        if rows:
            QGuiApplication.clipboard().setText(as_text(self.cells, rows, columns))

    def paste(self) -> None:
        """Cells from a spreadsheet, from the current cell on; a first line with the columns' names is left out."""
        rows, columns = self._block()
        wanted = self.cells.fact.columns[columns.start if columns else 0 :]
        lines = without_headings(lines_of(QGuiApplication.clipboard().text()), wanted)
        if self.cells.editable and lines:
            self._put(self.cells.key_at(rows.start) if rows else None, wanted[0], lines)

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        rows, columns = self._block()
        live = [row for row in rows if not self.cells.row(self.cells.index(row, 0)).struck]
        keys = [key for row in live if (key := self.cells.key_at(row)) is not None]
        if not self.cells.editable or not keys:
            return
        names = [self.cells.fact.columns[column].name for column in columns]
        self.cells.forget_drafts((key, name) for key in keys for name in names)
        self._put(keys[0], self.cells.fact.columns[columns.start], [("",) * len(columns)] * len(keys))

    def _put(self, key: str | None, column: Fact, lines: Lines) -> None:
        try:
            made = edits(self.cells, key, column, lines)
        except ValueError as problem:
            self.refused.emit(str(problem))
            return
        for edit in made:
            self.edited.emit(edit)

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one and bring it into sight."""
        index = self.cells.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
