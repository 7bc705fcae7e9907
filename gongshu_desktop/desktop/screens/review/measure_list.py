"""The claimed measures at the left: state, title, id and amount of each; above them the case's particulars."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gongshu_desktop.desktop.screens.review.state import Snapshot, Tone, unresolved
from gongshu_desktop.desktop.screens.review.terms import amount_word, outcome_text
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.policy.assessment import MeasureAssessment
from gongshu_desktop.policy.model import Measure
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.policy.verdicts import Outcome
from gongshu_desktop.wording import _

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
_ROW = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list. ``icon`` names an icon; where it is empty, ``sign`` is drawn instead."""

    measure: str
    title: str
    below: str
    amount: str
    sign: str
    icon: str
    tone: Tone
    words: str
    approved: str = ""


def lines(snapshot: Snapshot) -> tuple[Line, ...]:
    """The list's lines: the particulars first, then every claimed measure."""
    case = snapshot.case
    waiting = snapshot.waiting.get(None, 0)
    first = Line(
        measure="",
        title=_("申报信息"),
        below=case.applicant.name,
        amount="",
        sign=str(waiting) if waiting else "",
        icon="" if waiting else "document",
        tone=Tone.WARN if waiting else Tone.QUIET,
        words="",
    )
    return (first, *(_line(snapshot, claim.measure) for claim in case.claims))


def _line(snapshot: Snapshot, id: str) -> Line:
    measure, assessed = snapshot.policy.measure(id), snapshot.assessment.of(id)
    waiting = unresolved(assessed, snapshot.waiting)
    icon, sign, tone = _state(measure, assessed, waiting)
    return Line(
        measure=id,
        title=measure.title,
        below=id,
        approved=_approved(snapshot, id),
        amount=amount_word(measure, assessed),
        sign=sign,
        icon=icon,
        tone=tone,
        words=outcome_text(measure, assessed, waiting)[0],
    )


def _approved(snapshot: Snapshot, id: str) -> str:
    """The approved amount, where it is not the computed one: that is what will be paid."""
    approved = snapshot.case.claim(id).approved
    if approved is None or approved == snapshot.assessment.of(id).amount:
        return ""
    return _("审定 {amount}").format(amount=grouped(approved))


def _state(measure: Measure, assessed: MeasureAssessment, waiting: int) -> tuple[str, str, Tone]:
    match assessed.outcome:
        case Outcome.INELIGIBLE:
            return "close", "", Tone.BAD
        case Outcome.UNDETERMINED:
            return "", str(waiting), Tone.WARN
        case Outcome.REFERRED:
            return "forward", "", Tone.INFO
        case Outcome.ELIGIBLE:
            if waiting:
                return "", str(waiting), Tone.WARN
            return ("", _("裁"), Tone.INFO) if measure.discretionary else ("check", "", Tone.GOOD)


class MeasureListModel(QAbstractListModel):
    """The lines; announces only those that changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    def show(self, new: Sequence[Line]) -> bool:
        """Take over the lines; True if lines came or went."""
        old, fresh = self._lines, tuple(new)
        if [line.measure for line in old] != [line.measure for line in new]:
            self.beginResetModel()
            self._lines = fresh
            self.endResetModel()
            return True
        self._lines = fresh
        for number, (before, after) in enumerate(zip(old, self._lines, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(number), self.index(number))
        return False

    def row_of(self, measure: str) -> int:
        """The row of a measure; 0 for the particulars."""
        return next((n for n, line in enumerate(self._lines) if line.measure == measure), 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return " ".join(part for part in (line.title, line.measure, line.words, line.amount, line.approved) if part)
        return None


class MeasureDelegate(QStyledItemDelegate):
    """Draws a line: a round sign, title and id, the amount at the right."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._body, self._strong, self._small = theme.font("body"), theme.font("body", bold=True), theme.font("small")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, max(_ROW, self._theme.tokens.fonts["body"] * 7 // 2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = cast("Line", index.data(LINE_ROLE))
        area = option.rect.adjusted(8, 1, -8, -1)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, area, state)
        self._paint_sign(painter, QRectF(area.x() + 8, area.center().y() - 11.5, 24, 24), line)
        self._paint_words(
            painter, area.adjusted(42, 6, -10, -6), line, strong=bool(state & QStyle.StateFlag.State_Selected)
        )
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if not chosen and not state & QStyle.StateFlag.State_MouseOver:
            return
        focused = chosen and bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(self._theme.colour("accent" if focused else "accent_soft_line" if chosen else "hover"))
        painter.setBrush(self._theme.colour("surface" if chosen else "hover"))
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent"))
            painter.drawRoundedRect(QRectF(area.x(), area.y() + 8, 3, area.height() - 16), 1.5, 1.5)

    def _paint_sign(self, painter: QPainter, spot: QRectF, line: Line) -> None:
        ink = f"{line.tone}_soft_text" if line.tone in (Tone.INFO, Tone.QUIET) else f"{line.tone}_text"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(f"{line.tone}_soft"))
        painter.drawEllipse(spot)
        if line.icon:
            painter.drawPixmap(spot.adjusted(5, 5, -5, -5).toRect(), self._theme.pixmap(line.icon, ink, 14))
            return
        painter.setFont(self._small)
        painter.setPen(self._theme.colour(ink))
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), line.sign)

    def _paint_words(self, painter: QPainter, area: QRect, line: Line, *, strong: bool) -> None:
        elide = Qt.TextElideMode.ElideRight
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        height = area.height() // 2
        upper, lower = QRect(area.x(), area.y(), area.width(), height), area.adjusted(0, height, 0, 0)
        painter.setFont(self._small)
        painter.setPen(self._theme.colour("accent"))
        painter.drawText(upper, right, line.approved)
        beside = painter.fontMetrics().horizontalAdvance(line.approved) + 8 if line.approved else 0
        painter.setFont(self._strong if strong else self._body)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(upper, left, painter.fontMetrics().elidedText(line.title, elide, area.width() - beside))
        painter.setFont(self._body)
        waiting = line.tone is Tone.WARN and not line.amount[:1].isdigit()
        painter.setPen(self._theme.colour("warn_text" if waiting else "text_soft"))
        painter.drawText(lower, right, line.amount)
        figures = painter.fontMetrics().horizontalAdvance(line.amount) + 8 if line.amount else 0
        painter.setFont(self._small)
        painter.setPen(self._theme.colour("text_muted"))
        below = painter.fontMetrics().elidedText(line.below, elide, area.width() - figures)
        painter.drawText(lower, left, below)


class MeasureList(QListView):
    """The list itself; ``chosen`` carries a measure's id, or "" for the particulars."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review.measures")
        self.setAccessibleName(_("申报事项"))
        self.setProperty("role", "plain")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.lines = MeasureListModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(MeasureDelegate(theme, self))
        self._showing = False
        self.selectionModel().currentChanged.connect(self._moved)

    def show_lines(self, new: Sequence[Line], chosen: str) -> None:
        """Show the lines and which one is looked at."""
        self._showing = True
        self.lines.show(new)
        row = self.lines.row_of(chosen)
        if self.currentIndex().row() != row:
            self.setCurrentIndex(self.lines.index(row))
        self._showing = False

    def dataChanged(self, top: Index, bottom: Index, roles: Sequence[int] = ()) -> None:
        """A line that says something else is as high as before: it is drawn anew, the list is not laid out anew."""
        for row in range(top.row(), bottom.row() + 1):
            self.update(self.lines.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes into the page of the measure."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right) and not event.modifiers():
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _moved(self, current: Index, _before: Index) -> None:
        if not self._showing and current.isValid():
            self.chosen.emit(cast("Line", current.data(LINE_ROLE)).measure)
