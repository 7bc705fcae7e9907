"""The sheets of a print job, one below the other: drawn when they come into sight, by a thread of their own.

A document of 300 pages is looked at as quickly as one of three: only the sheets in sight are drawn, one at a
time and only while they are in sight, and no more pictures are kept than some megabytes of them.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfPageRenderer
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.zooming import zoomed_by_wheel

_GAP = 14
MOST_KEPT = 96 * 1024 * 1024
"""Bytes of pictures. What is in sight is kept in any case: two or three of the largest."""
MOST_DOTS = 8_000_000
"""A larger picture than this is not drawn but stretched."""
_STEP, _LEAST, _MOST = 1.25, 0.1, 4.0


Key = tuple[int, int, int]
"""A page, and the dots of its picture across and down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One side of a sheet: its size and where the page stands on it, in points; ``page`` None: it stays empty."""

    page: int | None
    size: QSizeF
    place: QRectF


class SheetsView(QAbstractScrollArea):
    """``moved`` tells the sheet in sight, from 0."""

    moved = Signal(int)

    def __init__(self, theme: Theme, name: str, document: QPdfDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._ground, self._edge = theme.colour("paper_ground"), theme.colour("line")
        self._document = document
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.setDocument(document)
        self._renderer.pageRendered.connect(self._rendered)
        self._kept: OrderedDict[Key, QImage] = OrderedDict()
        self._asked: Key | None = None
        self._in_sight: list[Key] = []
        self._sheets: Sequence[Sheet] = ()
        self._places: list[QRect] = []
        self._zoom, self._fit = 1.0, "page"
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.moved.emit(self.sheet))

    def show_sheets(self, sheets: Sequence[Sheet]) -> None:
        """Show these sheets, from the first."""
        self._sheets = sheets
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self.moved.emit(self.sheet)

    @property
    def sheet(self) -> int:
        """The sheet in sight, from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        return next((at for at, place in enumerate(self._places) if place.bottom() + _GAP >= middle), 0)

    @property
    def pictures(self) -> int:
        """How many pictures of pages are kept."""
        return len(self._kept)

    @property
    def complete(self) -> bool:
        """Whether everything in sight is drawn in its size."""
        return bool(self._in_sight) and all(key in self._kept for key in self._in_sight)

    @property
    def kept_bytes(self) -> int:
        """How much memory the pictures take."""
        return sum(image.sizeInBytes() for image in self._kept.values())

    def go_to(self, sheet: int) -> None:
        """Bring a sheet into sight."""
        if 0 <= sheet < len(self._places):
            self.verticalScrollBar().setValue(self._places[sheet].top() - _GAP)

    def zoom(self, factor: float) -> None:
        """Larger or smaller."""
        self._fit = ""
        self._zoom = min(_MOST, max(_LEAST, self._zoom * factor))
        self._lay_out()

    def larger(self) -> None:
        """One step larger."""
        self.zoom(_STEP)

    def smaller(self) -> None:
        """One step smaller."""
        self.zoom(1 / _STEP)

    def fit_width(self) -> None:
        """As wide as the window."""
        self._fit = "width"
        self._lay_out()

    def fit_page(self) -> None:
        """Each sheet as a whole."""
        self._fit = "page"
        self._lay_out()

    # --- laying out ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        seen = self.sheet
        room = self.viewport().size()
        scale = self.logicalDpiX() / 72
        wide = max((sheet.size.width() for sheet in self._sheets), default=1.0) * scale
        high = max((sheet.size.height() for sheet in self._sheets), default=1.0) * scale
        if self._fit:
            across = max(60, room.width() - 2 * _GAP) / wide
            down = max(60, room.height() - 2 * _GAP) / high
            self._zoom = min(_MOST, across if self._fit == "width" else min(across, down))
        scale *= self._zoom
        top, width = _GAP, max(room.width(), round(wide * self._zoom) + 2 * _GAP)
        self._places = []
        for sheet in self._sheets:
            size = (sheet.size * scale).toSize()
            self._places.append(QRect((width - size.width()) // 2, top, size.width(), size.height()))
            top += size.height() + _GAP
        for bar, whole, shown in (
            (self.verticalScrollBar(), top, room.height()),
            (self.horizontalScrollBar(), width, room.width()),
        ):
            bar.setRange(0, max(0, whole - shown))
            bar.setPageStep(shown)
            bar.setSingleStep(40)
        self.go_to(seen)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        factor = zoomed_by_wheel(event, _STEP)
        if factor is None:
            super().wheelEvent(event)
        else:
            self.zoom(factor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        goal = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._sheets) - 1}.get(Qt.Key(event.key()))
        if goal is None:
            super().keyPressEvent(event)
        else:
            self.go_to(goal)

    # --- drawing ------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        self._in_sight = []
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), self._ground)
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        seen = event.rect().translated(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for sheet, place in zip(self._sheets, self._places, strict=True):
            if place.intersects(seen):
                self._draw_sheet(painter, sheet, place)
        painter.end()
        self._ask_next()

    def _draw_sheet(self, painter: QPainter, sheet: Sheet, place: QRect) -> None:
        painter.fillRect(place, QColor(Qt.GlobalColor.white))
        painter.setPen(QPen(self._edge, 1))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if sheet.page is None:
            return
        scale = place.width() / sheet.size.width()
        inside = QRectF(
            place.x() + sheet.place.x() * scale,
            place.y() + sheet.place.y() * scale,
            sheet.place.width() * scale,
            sheet.place.height() * scale,
        )
        picture = self._picture(sheet.page, inside.size())
        if picture is not None:
            painter.save()
            painter.setClipRect(place)
            painter.drawImage(inside, picture)
            painter.restore()

    def _picture(self, page: int, size: QSizeF) -> QImage | None:
        """The picture of a page; until it is there, one of another size."""
        key = _key(page, size * self.devicePixelRatioF())
        self._in_sight.append(key)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        return next((image for known, image in reversed(self._kept.items()) if known[0] == page), None)

    def _ask_next(self) -> None:
        """Have one picture drawn: what has gone out of sight meanwhile, or has another size now, is never asked for."""
        missing = next((key for key in self._in_sight if key not in self._kept), None)
        if missing is None or self._asked is not None:
            return
        page, width, height = missing
        if self._renderer.requestPage(page, QSize(width, height), QPdfDocumentRenderOptions()):
            self._asked = missing

    def _rendered(
        self, page: int, size: QSize, image: QImage, _options: QPdfDocumentRenderOptions, _request: int
    ) -> None:
        self._asked = None
        self._kept[(page, size.width(), size.height())] = image
        left = self.kept_bytes - MOST_KEPT
        for key in [known for known in self._kept if known not in self._in_sight]:
            if left <= 0:
                break
            left -= self._kept.pop(key).sizeInBytes()
        self.viewport().update()


def _key(page: int, size: QSizeF) -> Key:
    stretch = min(1.0, (MOST_DOTS / max(1.0, size.width() * size.height())) ** 0.5)
    dots = (size * stretch).toSize()
    return page, max(1, dots.width()), max(1, dots.height())
