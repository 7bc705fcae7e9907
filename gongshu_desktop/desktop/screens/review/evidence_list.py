"""The documents of the case as a list: title, sort and size, and what each of them supports."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.review.case import Case, Evidence
from gongshu_desktop.wording import _

Index = QModelIndex | QPersistentModelIndex
EVIDENCE_ROLE = Qt.ItemDataRole.UserRole + 1
BELOW_ROLE = Qt.ItemDataRole.UserRole + 2


def uses(case: Case) -> Mapping[str, tuple[str, ...]]:
    """What each document supports, in words, by its key."""
    found: dict[str, list[str]] = {}
    for claim in case.claims:
        linked = [(name, entry.evidence) for name, entry in claim.facts.items()]
        linked += [(name, entry.evidence) for name, entry in claim.tables.items()]
        linked += [(name, entry.evidence) for name, entry in claim.verdicts.items()]
        for name, keys in linked:
            for key in keys:
                found.setdefault(key, []).append(f"{claim.measure} {name}")
    return {key: tuple(names) for key, names in found.items()}


def sort_words(evidence: Evidence) -> str:
    """PDF, 图片 or 纸质, with the size."""
    if not evidence.sha256:
        return _("纸质材料，未上传")
    kind = "PDF" if evidence.media_type == "application/pdf" else _("图片")
    size = max(1, round(evidence.size / 1024))
    return f"{kind} · {size} KB" if size < 1024 else f"{kind} · {evidence.size / 1024 / 1024:.1f} MB"


class EvidenceModel(QAbstractListModel):
    """The documents in the order in which they came. ``renamed`` (key, title) asks for another title."""

    renamed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[Evidence, ...] = ()
        self._uses: Mapping[str, tuple[str, ...]] = {}
        self.editable = False

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.editable and index.isValid() else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        item, title = self._items[index.row()], str(value).strip()
        if role == Qt.ItemDataRole.EditRole and title and title != item.title:
            self.renamed.emit(item.key, title)
        return False

    def show(self, items: Sequence[Evidence], used: Mapping[str, tuple[str, ...]]) -> None:
        """Take over the documents and what they support."""
        if tuple(items) == self._items and used == self._uses:
            return
        keys = [item.key for item in items]
        if keys == [item.key for item in self._items]:
            self._items, self._uses = tuple(items), used
            self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self._items, self._uses = tuple(items), used
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a document; -1 if it is not there."""
        return next((n for n, item in enumerate(self._items) if item.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        used = self._uses.get(item.key, ())
        below = " · ".join((sort_words(item), "、".join(used) if used else _("未关联")))
        return {
            Qt.ItemDataRole.DisplayRole: item.title,
            Qt.ItemDataRole.EditRole: item.title,
            Qt.ItemDataRole.ToolTipRole: f"{item.title}\n{below}",
            Qt.ItemDataRole.AccessibleTextRole: f"{item.title} {below}",
            EVIDENCE_ROLE: item,
            BELOW_ROLE: below,
        }.get(role)


class EvidenceDelegate(QStyledItemDelegate):
    """Draws a document: icon, title, below it what it is and what it supports."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._body, self._small = theme.font("body"), theme.font("small")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self._theme.tokens.fonts["body"] * 3 + 2)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(34, 4, -6, -4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area = option.rect
        state = option.state
        item = cast("Evidence", index.data(EVIDENCE_ROLE))
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.colour("selection"))
            painter.fillRect(QRect(area.x(), area.y(), 3, area.height()), self._theme.colour("accent"))
        icon = "image" if item.media_type.startswith("image/") else "document"
        colour = "text_soft" if item.sha256 else "text_disabled"
        spot = QRect(area.x() + 12, area.center().y() - 8, 18, 18)
        painter.drawPixmap(spot, self._theme.pixmap(icon, colour, 18))
        room = area.adjusted(40, 5, -10, -5)
        half = room.height() // 2
        left, elide = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), Qt.TextElideMode.ElideRight
        painter.setFont(self._body)
        painter.setPen(self._theme.colour("text"))
        upper, lower = QRect(room.x(), room.y(), room.width(), half), room.adjusted(0, half, 0, 0)
        painter.drawText(upper, left, painter.fontMetrics().elidedText(item.title, elide, room.width()))
        painter.setFont(self._small)
        painter.setPen(self._theme.colour("text_muted"))
        below = str(index.data(BELOW_ROLE))
        painter.drawText(lower, left, painter.fontMetrics().elidedText(below, elide, room.width()))
        painter.restore()


class EvidenceView(QListView):
    """The list with its keys: Delete, F2, Ctrl+V."""

    removing = Signal()
    renaming = Signal()
    pasting = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("review.evidence.list")
        self.setAccessibleName(_("佐证材料"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setProperty("role", "plain")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasting.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removing.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.renaming.emit()
        else:
            super().keyPressEvent(event)
