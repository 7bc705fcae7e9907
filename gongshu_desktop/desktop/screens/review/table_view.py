"""The grid of a table fact, with the keys of a spreadsheet: Enter, Tab, arrows, F2, Delete, Ctrl+C, Ctrl+V, blank for 是/否."""

import csv
import io
import uuid

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyledItemDelegate, QTableView, QWidget

from gongshu_desktop.desktop.screens.review.table_delegate import CellDelegate, row_height, turn_over
from gongshu_desktop.desktop.screens.review.table_model import CellRole, TableModel, heading
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.policy.model import Fact, Kind
from gongshu_desktop.review.edits import AddClaimedRow, PasteCells, SetCell, Side, parse_value
from gongshu_desktop.wording import _

MOST_ROWS_IN_SIGHT = 9
_HEAD, _TALL_HEAD = 32, 46
_ROWS_MEASURED = 40
_NARROW_TEXT = 84
_STANDARD = 14
_WIDTHS = {Kind.DATE: 88, Kind.MONEY: 100, Kind.NUMBER: 76, Kind.COUNT: 66, Kind.YES_NO: 52, Kind.CREDIT_CODE: 158}
_TEXT_WIDTH, _CHOICE_WIDTH, _MARK_WIDTH = 112, 76, 60


def clipboard_lines() -> list[tuple[str, ...]]:
    """The lines of cells that a spreadsheet has put on the clipboard, without empty ones."""
    text = QGuiApplication.clipboard().text()
    try:
        lines = [tuple(line) for line in csv.reader(io.StringIO(text), delimiter="\t")]
    except csv.Error:
        lines = [tuple(line.split("\t")) for line in text.splitlines()]
    return [line for line in lines if any(cell.strip() for cell in line)]


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
        self.horizontalHeader().setFixedHeight(self._scaled(_TALL_HEAD if two_lines else _HEAD))
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

    def _natural(self) -> list[int]:
        return [self._width(column) for column in self.cells.fact.columns] + [self._scaled(_MARK_WIDTH)]

    def _width(self, column: Fact) -> int:
        """What a column needs; long headings break into two lines."""
        metrics = self.horizontalHeader().fontMetrics()
        words = max(metrics.horizontalAdvance(line) for line in heading(column).split("\n")) + 18
        if column.kind is Kind.CHOICE:
            longest = max((self.fontMetrics().horizontalAdvance(option) for option in column.options), default=0)
            return max(min(longest + 20, self._scaled(150)), words, self._scaled(_CHOICE_WIDTH))
        if column.kind is Kind.TEXT:
            first = column is self.cells.fact.columns[0]
            least, most = (_TEXT_WIDTH, _TEXT_WIDTH) if first else (60, 180)
            return max(self._scaled(least), words, min(self._longest(column), self._scaled(most)))
        return max(self._scaled(_WIDTHS.get(column.kind, _TEXT_WIDTH)), words)

    def _scaled(self, width: int) -> int:
        """A width that was measured at the standard text size, at the one in use."""
        return width * self._text_size // _STANDARD

    def _longest(self, column: Fact) -> int:
        """The width of the longest text among the first rows."""
        number, metrics = self.cells.fact.columns.index(column), self.fontMetrics()
        rows = range(min(self.cells.rowCount(), _ROWS_MEASURED))
        texts = (str(self.cells.index(row, number).data() or "") for row in rows)
        return max((metrics.horizontalAdvance(text) + 20 for text in texts), default=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._resized_by_hand:
            self._share_width()
        self._fit_height()

    def _share_width(self) -> None:
        """What is left over goes to the columns of words."""
        widths = self._natural()
        wordy = [n for n, column in enumerate(self.cells.fact.columns) if column.kind is Kind.TEXT] or [0]
        spare = self.viewport().width() - sum(widths)
        if spare < 0:
            widths[wordy[0]] -= min(-spare, max(0, widths[wordy[0]] - _NARROW_TEXT))
        else:
            for number in wordy:
                widths[number] += spare // len(wordy)
            widths[wordy[0]] += spare % len(wordy)
        self._laying_out = True
        for number, width in enumerate(widths):
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
        """The selected rows and columns; the column that says whether a row counts is no part of it."""
        indexes = [index for index in self.selectedIndexes() if self.cells.column(index) is not None]
        indexes = indexes or [self.currentIndex()]
        rows, columns = [index.row() for index in indexes], [index.column() for index in indexes]
        return range(min(rows), max(rows) + 1), range(min(columns), max(columns) + 1)

    def copy(self) -> None:
        """The selected cells as a spreadsheet takes them."""
        rows, columns = self._block()
        text = io.StringIO()
        writer = csv.writer(text, delimiter="\t", lineterminator="\n")
        for row in rows:
            cells = [self.cells.index(row, column) for column in columns]
            writer.writerow([cell.data(Qt.ItemDataRole.DisplayRole) or "" for cell in cells])
        QGuiApplication.clipboard().setText(text.getvalue())

    def paste(self) -> None:
        """Cells from a spreadsheet, from the current cell on; a first line with the columns' names is left out."""
        lines = clipboard_lines()
        if not self.cells.editable or not lines:
            return
        rows, columns = self._block() if self.currentIndex().isValid() else (range(1), range(1))
        start = max(columns.start, 0)
        names = [column.name for column in self.cells.fact.columns]
        if tuple(cell.strip() for cell in lines[0]) == tuple(names[start : start + len(lines[0])]):
            lines = lines[1:]
        self.put(self.cells.key_at(rows.start), self.cells.fact.columns[start], lines)

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        rows, columns = self._block()
        live = [self.cells.key_at(row) for row in rows if not self.cells.row(self.cells.index(row, 0)).struck]
        keys = [key for key in live if key is not None]
        if not self.cells.editable or not keys:
            return
        names = [self.cells.fact.columns[column].name for column in columns]
        self.cells.forget_drafts((key, name) for key in keys for name in names)
        self.put(keys[0], self.cells.fact.columns[columns.start], [("",) * len(columns)] * len(keys))

    def put(self, key: str | None, column: Fact, lines: list[tuple[str, ...]]) -> None:
        """Texts into cells from one cell on, all of them or none."""
        if self.cells.side is Side.CLAIMED:
            self._put_claimed(key, column, lines)
            return
        new_keys = tuple(uuid.uuid4().hex for _line in lines)
        fact = self.cells.fact
        self.edited.emit(
            PasteCells(
                measure=self.cells.measure,
                fact=fact.name,
                row_key=key,
                column=column.name,
                cells=tuple(lines),
                new_keys=new_keys,
            )
        )

    def _put_claimed(self, key: str | None, column: Fact, lines: list[tuple[str, ...]]) -> None:
        """While an application is typed in from paper, the claimed side is pasted to."""
        columns = self.cells.fact.columns[self.cells.fact.columns.index(column) :]
        try:
            values = [
                {fact.name: parse_value(fact, text) for fact, text in zip(columns, line, strict=False)}
                for line in lines
            ]
        except ValueError as problem:
            self.refused.emit(str(problem))
            return
        start = next((n for n in range(self.cells.rowCount()) if self.cells.key_at(n) == key), self.cells.rowCount())
        measure, fact = self.cells.measure, self.cells.fact.name
        for number, cells in enumerate(values, start=start):
            row_key = self.cells.key_at(number)
            if row_key is None:
                self.edited.emit(AddClaimedRow(measure, fact, uuid.uuid4().hex, cells))
                continue
            for name, value in cells.items():
                self.edited.emit(SetCell(measure, fact, row_key, name, Side.CLAIMED, value))

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one and bring it into sight."""
        index = self.cells.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
