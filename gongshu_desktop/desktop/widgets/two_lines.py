"""List rows of two lines: what it is, and below in small grey where it belongs."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gongshu_desktop.desktop.theme.theme import Theme

SECOND_LINE = Qt.ItemDataRole.UserRole + 11


class TwoLineDelegate(QStyledItemDelegate):
    """Paints the display text and, below it, the text under ``SECOND_LINE``."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._first, self._chosen, self._second = theme.font("body"), theme.font("body", bold=True), theme.font("small")

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = QFontMetrics(self._first).height() + QFontMetrics(self._second).height() + 16
        return QSize(80, height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent_soft" if chosen else "hover"))
            radius = self._theme.metric("radius")
            painter.drawRoundedRect(option.rect.adjusted(0, 1, -4, -1), radius, radius)
        self._lines(painter, option.rect.adjusted(10, 6, -10, -6), index, chosen=chosen)
        painter.restore()

    def _lines(
        self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex, *, chosen: bool
    ) -> None:
        first, second = QFontMetrics(self._first), QFontMetrics(self._second)
        elide = Qt.TextElideMode.ElideRight
        painter.setFont(self._chosen if chosen else self._first)
        painter.setPen(self._theme.colour("accent_soft_text" if chosen else "text"))
        words = first.elidedText(str(index.data()), elide, area.width())
        painter.drawText(
            QRect(area.left(), area.top(), area.width(), first.height()), Qt.AlignmentFlag.AlignVCenter, words
        )
        painter.setFont(self._second)
        painter.setPen(self._theme.colour("accent_soft_text" if chosen else "text_muted"))
        words = second.elidedText(str(index.data(SECOND_LINE) or ""), elide, area.width())
        below = QRect(area.left(), area.top() + first.height() + 2, area.width(), second.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, words)
