"""Paints the rows of the work list: two lines, a pill for the stage, amounts at the right."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screens.work_list.model import SUMMARY_ROLE
from gongshu_desktop.desktop.screens.work_list.state import Column
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.services.records import CaseSummary

_PADDING, _BAR = 12, 3


class CaseDelegate(QStyledItemDelegate):
    """One painter for every column; the row under the cursor and the chosen row stand out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._body, self._bold = theme.font("body"), theme.font("body", bold=True)
        self._small = theme.font("small")
        self._height = QFontMetrics(self._body).height() + QFontMetrics(self._small).height() + 18
        self.hovered = -1

    @property
    def row_height(self) -> int:
        """The height of a row, in device-independent pixels."""
        return self._height

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, self._height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        self._ground(painter, option, index)
        area = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        column = Column(index.column())
        summary: CaseSummary = index.data(SUMMARY_ROLE)
        if column is Column.NAME:
            self._names(painter, area, summary)
        elif column is Column.STAGE:
            self._stage(painter, area, summary, str(index.data()))
        else:
            self._line(painter, area, index, summary)
        painter.restore()

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colour = "selection" if chosen else "hover" if index.row() == self.hovered else "surface"
        painter.fillRect(option.rect, self._theme.colour(colour))
        painter.fillRect(
            QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), self._theme.colour("line")
        )
        if chosen and index.column() == 0:
            bar = QRect(option.rect.topLeft(), QSize(_BAR, option.rect.height()))
            painter.fillRect(bar, self._theme.colour("accent"))

    def _names(self, painter: QPainter, area: QRect, summary: CaseSummary) -> None:
        upper, lower = QFontMetrics(self._bold), QFontMetrics(self._small)
        top = area.top() + (area.height() - upper.height() - lower.height() - 1) // 2
        painter.setFont(self._bold)
        painter.setPen(self._theme.colour("text"))
        elide = Qt.TextElideMode.ElideRight
        first = QRect(area.left(), top, area.width(), upper.height())
        painter.drawText(
            first, Qt.AlignmentFlag.AlignVCenter, upper.elidedText(summary.makerspace, elide, area.width())
        )
        painter.setFont(self._small)
        painter.setPen(self._theme.colour("text_muted"))
        second = QRect(area.left(), top + upper.height() + 1, area.width(), lower.height())
        painter.drawText(
            second, Qt.AlignmentFlag.AlignVCenter, lower.elidedText(summary.applicant, elide, area.width())
        )

    def _stage(self, painter: QPainter, area: QRect, summary: CaseSummary, shown: str) -> None:
        tone = "neutral" if summary.handed_to else words.stage_tone(summary.stage, returned=summary.returned)
        metrics = QFontMetrics(self._small)
        size = QSize(min(area.width(), metrics.horizontalAdvance(shown) + 18), metrics.height() + 4)
        pill = QRect(QPoint(area.left(), area.center().y() - size.height() // 2), size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(f"{tone}_soft"))
        painter.drawRoundedRect(pill, size.height() / 2, size.height() / 2)
        painter.setFont(self._small)
        painter.setPen(self._theme.colour("accent_soft_text" if tone == "accent" else _text_name(tone)))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)

    def _line(
        self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex, summary: CaseSummary
    ) -> None:
        column = Column(index.column())
        small = column is Column.CHANGED
        painter.setFont(self._small if small else self._body)
        painter.setPen(self._colour(column, summary))
        shown = QFontMetrics(painter.font()).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, area.width())
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(area, alignment, shown)

    def _colour(self, column: Column, summary: CaseSummary) -> QColor:
        if column is Column.PENDING:
            return self._theme.colour("warn_text" if summary.pending and not summary.handed_to else "text_muted")
        if column is Column.COMPUTED and summary.computed is None:
            return self._theme.colour("warn_text")
        if column is Column.CHANGED or (column is Column.APPROVED and summary.approved is None):
            return self._theme.colour("text_muted")
        return self._theme.colour("text")


def _text_name(tone: str) -> str:
    return "neutral_soft_text" if tone == "neutral" else f"{tone}_text"
