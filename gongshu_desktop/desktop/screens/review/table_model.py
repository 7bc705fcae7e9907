"""A table fact as a grid model: what was claimed, what was verified, what was typed and cannot be read yet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gongshu_desktop.desktop.screens.review.row_marks import RowMark
from gongshu_desktop.desktop.screens.review.table_columns import alignment, heading
from gongshu_desktop.desktop.screens.review.terms import plain_text, shown_text
from gongshu_desktop.policy.model import Fact
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.review.case import TableEntry, TableRow
from gongshu_desktop.review.editing.edits import SetCell, Side, parse_value
from gongshu_desktop.wording import _

Index = QModelIndex | QPersistentModelIndex


class CellRole(IntEnum):
    """What the delegate asks a cell for, besides its text."""

    STATE = Qt.ItemDataRole.UserRole + 1
    CLAIMED = Qt.ItemDataRole.UserRole + 2
    STRUCK = Qt.ItemDataRole.UserRole + 3
    FACT = Qt.ItemDataRole.UserRole + 4
    VALUE = Qt.ItemDataRole.UserRole + 5
    TONE = Qt.ItemDataRole.UserRole + 6


class CellState(StrEnum):
    """AGREED: as claimed, or claimed nothing. DIFFERS: verified otherwise. WAITING: claimed, not verified. EMPTY: neither.
    UNREADABLE: typed, but not understood."""

    AGREED = "agreed"
    DIFFERS = "differs"
    WAITING = "waiting"
    EMPTY = "empty"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Draft:
    """Text that was typed into a cell and could not be read, with the reason. It is kept and shown until it is put right."""

    text: str
    reason: str


class TableModel(QAbstractTableModel):
    """Rows of one table fact. Editing emits ``edited`` with a SetCell; the model changes when the case does (``show``)."""

    edited = Signal(object)
    drafts_changed = Signal()

    def __init__(self, measure: str, fact: Fact, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.measure = measure
        self.fact = fact
        self.side = Side.VERIFIED
        self.editable = False
        self._rows: tuple[TableRow, ...] = ()
        self._marks: Mapping[str, RowMark] = {}
        self._drafts: dict[tuple[str, str], Draft] = {}
        self.being_typed: tuple[str, str] | None = None

    # --- what is shown ---

    def show(self, entry: TableEntry, marks: Mapping[str, RowMark], *, editable: bool) -> None:
        """Take over the rows as they stand in the case; only what differs is announced to the view."""
        self.editable = editable
        before, self._marks, old_marks = self._rows, marks, self._marks
        if [row.key for row in before] != [row.key for row in entry.rows]:
            self._replace(entry.rows)
            return
        self._rows = entry.rows
        last = self.columnCount() - 1
        for number, (old, new) in enumerate(zip(before, entry.rows, strict=True)):
            if old is not new or old_marks.get(new.key) != marks.get(new.key):
                self.dataChanged.emit(self.index(number, 0), self.index(number, last))

    def look_at(self, side: Side) -> None:
        """Edit the verified or the claimed values."""
        if side is not self.side:
            self.beginResetModel()
            self.side = side
            self.endResetModel()

    def _replace(self, rows: tuple[TableRow, ...]) -> None:
        """Rows were added or removed: said as narrowly as can be, so that the selection stays where it was."""
        before, keys = self._rows, [row.key for row in rows]
        old_keys = [row.key for row in before]
        shared = 0
        while shared < min(len(keys), len(old_keys)) and keys[shared] == old_keys[shared]:
            shared += 1
        if shared == len(old_keys):
            self.beginInsertRows(QModelIndex(), shared, len(keys) - 1)
            self._rows = rows
            self.endInsertRows()
        elif old_keys[shared + len(old_keys) - len(keys) :] == keys[shared:]:
            self.beginRemoveRows(QModelIndex(), shared, shared + len(old_keys) - len(keys) - 1)
            self._rows = rows
            self.endRemoveRows()
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        if shared:
            self.dataChanged.emit(self.index(0, 0), self.index(shared - 1, self.columnCount() - 1))

    # --- Qt's questions ---

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.fact.columns) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if self.editable and self.column(index) is not None and not self.row(index).struck:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if section == len(self.fact.columns):
            return _("状态") if role == Qt.ItemDataRole.DisplayRole else None
        column = self.fact.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return heading(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            judged = _("※ 由审核人判断") if column.judged else ""
            return "\n".join(part for part in (column.name, column.hint, judged, "、".join(column.evidence)) if part)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(alignment(column))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.column(index)
        if column is None:
            return self._mark(self.row(index), role)
        return self._cell(self.row(index), column, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self.column(index)
        if role != Qt.ItemDataRole.EditRole or column is None or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        self.type_in(self.row(index).key, column, str(value))
        return True

    # --- typing ---

    def type_in(self, key: str, column: Fact, text: str) -> None:
        """What a person has typed so far. Text that cannot be read counts as no value, and stays in sight."""
        place = (key, column.name)
        try:
            value = parse_value(column, text)
        except ValueError as problem:
            self._drafts[place] = Draft(text, str(problem))
            value = None
        else:
            self._drafts.pop(place, None)
        self.set_value(key, column, value)
        self.drafts_changed.emit()

    def set_value(self, key: str, column: Fact, value: Scalar | None) -> None:
        """Ask for a value on the side that is being edited, unless it is there already."""
        if self._value(self._by_key(key), column.name) != value:
            self.edited.emit(
                SetCell(
                    measure=self.measure,
                    fact=self.fact.name,
                    row_key=key,
                    column=column.name,
                    side=self.side,
                    value=value,
                )
            )

    def done_typing(self) -> None:
        """The editor of a cell was closed: what it holds and cannot be read is now said."""
        self.being_typed = None
        self.drafts_changed.emit()

    def forget_drafts(self, places: Iterable[tuple[str, str]]) -> None:
        """Drop unreadable text, because the cell was emptied or overwritten as a whole."""
        for place in places:
            self._drafts.pop(place, None)
        self.drafts_changed.emit()

    @property
    def drafts(self) -> Mapping[tuple[str, str], Draft]:
        """Unreadable text by row key and column."""
        return self._drafts

    # --- rows and cells ---

    def column(self, index: Index) -> Fact | None:
        """The column's fact; None for the last column, which says whether the row counts."""
        return self.fact.columns[index.column()] if index.column() < len(self.fact.columns) else None

    def row(self, index: Index) -> TableRow:
        """The row at that index."""
        return self._rows[index.row()]

    def key_at(self, number: int) -> str | None:
        """The key of the row of that number; None behind the last."""
        return self._rows[number].key if 0 <= number < len(self._rows) else None

    def _by_key(self, key: str) -> TableRow:
        return next(row for row in self._rows if row.key == key)

    def _value(self, row: TableRow, column: str) -> Scalar | None:
        side = row.verified if self.side is Side.VERIFIED else row.claimed
        return side.get(column)

    def _cell(self, row: TableRow, column: Fact, role: int) -> Any:
        answer = self._answers.get(role)
        return None if answer is None else answer(self, row, column)

    def _shown(self, row: TableRow, column: Fact) -> str:
        draft = self._drafts.get((row.key, column.name))
        return draft.text if draft else shown_text(self._value(row, column.name), column)

    def _to_edit(self, row: TableRow, column: Fact) -> str:
        draft = self._drafts.get((row.key, column.name))
        return draft.text if draft else plain_text(self._offered(row, column), column)

    def _told(self, row: TableRow, column: Fact) -> str:
        draft = self._drafts.get((row.key, column.name))
        if draft:
            return draft.reason
        value = self._value(row, column.name)
        whole = value if isinstance(value, str) else ""
        return "\n".join(part for part in (whole, self._tip(row, column)) if part)

    def _offered(self, row: TableRow, column: Fact) -> Scalar | None:
        """What an editor begins with: the value, or what was claimed while nothing was verified."""
        value = self._value(row, column.name)
        return row.claimed.get(column.name) if value is None and self.side is Side.VERIFIED else value

    def _state(self, row: TableRow, column: Fact) -> CellState:
        if (row.key, column.name) in self._drafts:
            return CellState.UNREADABLE
        claimed, verified = row.claimed.get(column.name), row.verified.get(column.name)
        if self.side is Side.CLAIMED:
            return CellState.EMPTY if claimed is None else CellState.AGREED
        if verified is None:
            return CellState.EMPTY if claimed is None else CellState.WAITING
        return CellState.DIFFERS if claimed is not None and claimed != verified else CellState.AGREED

    def _tip(self, row: TableRow, column: Fact) -> str:
        if self._state(row, column) in (CellState.DIFFERS, CellState.WAITING):
            return _("申报 {value}").format(value=shown_text(row.claimed.get(column.name), column))
        return ""

    _answers: ClassVar[dict[int, Callable[["TableModel", TableRow, Fact], object]]] = {
        Qt.ItemDataRole.DisplayRole: _shown,
        Qt.ItemDataRole.EditRole: _to_edit,
        Qt.ItemDataRole.ToolTipRole: _told,
        Qt.ItemDataRole.TextAlignmentRole: lambda _model, _row, column: int(alignment(column)),
        Qt.ItemDataRole.AccessibleTextRole: lambda model, row, column: (
            f"{column.name}: {model._shown(row, column)} {model._told(row, column)}".strip()
        ),
        CellRole.VALUE: lambda model, row, column: model._value(row, column.name),
        CellRole.STATE: _state,
        CellRole.CLAIMED: lambda _model, row, column: shown_text(row.claimed.get(column.name), column),
        CellRole.STRUCK: lambda _model, row, _column: row.struck,
        CellRole.FACT: lambda _model, _row, column: column,
    }

    def _mark(self, row: TableRow, role: int) -> Any:
        mark = self._marks.get(row.key, RowMark())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return mark.word
            case Qt.ItemDataRole.ToolTipRole:
                return mark.reason
            case CellRole.TONE:
                return mark.tone
            case CellRole.STRUCK:
                return row.struck
        return None
