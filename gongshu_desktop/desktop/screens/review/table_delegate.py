"""How the cells of a table fact are drawn and edited. Every keystroke in a cell is taken up; Escape takes them back."""

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gongshu_desktop.desktop.screens.review.fields import Choice
from gongshu_desktop.desktop.screens.review.state import Tone
from gongshu_desktop.desktop.screens.review.table_model import CellRole, CellState, TableModel
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.policy.model import Fact, Kind
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.wording import _

Index = QModelIndex | QPersistentModelIndex
_PADDING = 8


def row_height(theme: Theme) -> int:
    """Room for a value and below it the claimed one, at every text size."""
    return theme.tokens.fonts["body"] * 19 // 7


@dataclass(frozen=True, slots=True)
class Began:
    """What a cell held when its editor was opened, for Escape."""

    key: str
    column: Fact
    value: Scalar | None


class CellDelegate(QStyledItemDelegate):
    """Draws verified values, the claimed one below where it differs, and marks; gives each kind its editor."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._body, self._small, self._mark = theme.font("body"), theme.font("tiny"), theme.font("small")
        self._body.setPixelSize(self._body.pixelSize() - 1)
        self._struck = QFont(self._body)
        self._struck.setStrikeOut(True)
        self.began: Began | None = None

    # --- drawing ---

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, row_height(self._theme))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        area = option.rect
        state = option.state
        painter.fillRect(area, self._theme.colour(self._ground(index, state)))
        column = index.data(CellRole.FACT)
        inside = area.adjusted(_PADDING, 0, -_PADDING, 0)
        if column is None:
            self._paint_mark(painter, inside, index)
        elif column.kind is Kind.YES_NO:
            self._paint_yes_no(painter, inside, index)
        else:
            self._paint_text(painter, inside, index)
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._theme.colour("accent"))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.restore()

    def _ground(self, index: Index, state: QStyle.StateFlag) -> str:
        if index.data(CellRole.STRUCK):
            return "surface_sunken"
        if index.data(CellRole.STATE) == CellState.UNREADABLE:
            return "danger_soft"
        if state & QStyle.StateFlag.State_Selected:
            return "selection"
        return "warn_soft" if index.data(CellRole.STATE) == CellState.DIFFERS else "surface"

    def _paint_text(self, painter: QPainter, area: QRect, index: Index) -> None:
        state = index.data(CellRole.STATE)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        colour = "danger_text" if state == CellState.UNREADABLE else "text"
        if state == CellState.WAITING:
            text, colour = str(index.data(CellRole.CLAIMED)), "text_muted"
        struck = bool(index.data(CellRole.STRUCK))
        painter.setFont(self._struck if struck else self._body)
        painter.setPen(self._theme.colour("text_muted" if struck else colour))
        alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        if state != CellState.DIFFERS:
            self._line(painter, area, alignment, text)
            return
        upper, lower = area.adjusted(0, 3, 0, -area.height() // 2 + 2), area.adjusted(0, area.height() // 2, 0, -3)
        self._line(painter, upper, alignment, text)
        painter.setFont(self._small)
        painter.setPen(self._theme.colour("text_muted"))
        claimed = _("申报 {value}").format(value=index.data(CellRole.CLAIMED))
        self._line(painter, lower, alignment, claimed)

    @staticmethod
    def _line(painter: QPainter, area: QRect, alignment: Qt.AlignmentFlag, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(alignment), shown)

    def _paint_yes_no(self, painter: QPainter, area: QRect, index: Index) -> None:
        state = index.data(CellRole.STATE)
        value = index.data(CellRole.VALUE)
        if state in (CellState.EMPTY, CellState.UNREADABLE):
            self._paint_text(painter, area, index)
            return
        if state == CellState.WAITING:
            value = index.data(CellRole.CLAIMED) == _("是")
            colour = "text_disabled"
        else:
            colour = "ok_text" if value else "danger_text"
        picture = self._theme.pixmap("check" if value else "close", colour, 16)
        spot = QRect(0, 0, 16, 16)
        spot.moveCenter(area.center())
        painter.drawPixmap(spot, picture)
        if state == CellState.DIFFERS:
            painter.setFont(self._small)
            painter.setPen(self._theme.colour("text_muted"))
            painter.drawText(area.adjusted(0, area.height() // 2 + 4, 0, 0), int(Qt.AlignmentFlag.AlignHCenter), "≠")

    def _paint_mark(self, painter: QPainter, area: QRect, index: Index) -> None:
        word, tone = str(index.data(Qt.ItemDataRole.DisplayRole) or ""), index.data(CellRole.TONE)
        if not word:
            return
        painter.setFont(self._mark)
        if tone == Tone.QUIET:
            painter.setPen(self._theme.colour("text_muted"))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), word)
            return
        width = painter.fontMetrics().horizontalAdvance(word) + 16
        pill = QRectF(area.x() - 4, area.center().y() - 9.5, min(width, area.width() + 8), 20)
        soft, ink = (f"{tone}_soft", f"{tone}_soft_text" if tone in (Tone.INFO, Tone.QUIET) else f"{tone}_text")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(soft))
        painter.drawRoundedRect(pill, 10, 10)
        painter.setPen(self._theme.colour(ink))
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), word)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # --- editing ---

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model, column = self._place(index)
        row = model.row(index)
        self.began = Began(row.key, column, index.data(CellRole.VALUE))
        model.being_typed = (row.key, column.name)
        if column.kind is Kind.CHOICE:
            return self._choice(parent, model, row.key, column)
        line = QLineEdit(parent)
        line.setProperty("kind", "cell")
        line.setFrame(False)
        line.setAccessibleName(column.name)
        line.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        line.textEdited.connect(lambda text: model.type_in(row.key, column, text))
        return line

    def _choice(self, parent: QWidget, model: TableModel, key: str, column: Fact) -> QWidget:
        box = Choice(parent)
        box.setProperty("kind", "cell")
        box.setAccessibleName(column.name)
        box.addItems(["", *column.options])
        box.activated.connect(lambda _number: self._take_choice(box, model, key, column))
        return box

    def _take_choice(self, box: Choice, model: TableModel, key: str, column: Fact) -> None:
        model.type_in(key, column, box.currentText())
        self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Only once: what is typed since is never overwritten by what the case says."""
        if editor.property("begun"):
            return
        editor.setProperty("begun", True)
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, Choice):
            editor.setCurrentText(text)
            editor.showPopup()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Nothing is left to do: each keystroke is in the case already. An untouched editor takes over what it showed."""
        began = self.began
        text = editor.text() if isinstance(editor, QLineEdit) and not editor.isModified() else ""
        if text and began is not None and began.value is None:
            cast("TableModel", model).type_in(began.key, began.column, text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A double click on 是/否 turns it over."""
        column = index.data(CellRole.FACT)
        if (
            event.type() is QEvent.Type.MouseButtonDblClick
            and isinstance(event, QMouseEvent)
            and column is not None
            and column.kind is Kind.YES_NO
            and index.flags() & Qt.ItemFlag.ItemIsEditable
        ):
            turn_over(cast("TableModel", model), index, column)
            return True
        return super().editorEvent(event, model, option, index)

    def _place(self, index: Index) -> tuple[TableModel, Fact]:
        model = cast("TableModel", index.model())
        column = model.column(index)
        assert column is not None, "the last column is not editable"
        return model, column


def turn_over(model: TableModel, index: Index, column: Fact) -> None:
    """是 becomes 否, anything else 是."""
    model.set_value(model.row(index).key, column, value=index.data(CellRole.VALUE) is not True)
