"""A scanned picture inside the window: zoom, fit, rotate."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.desktop.widgets.zooming import zoom_line, zoomed_by_wheel
from gongshu_desktop.wording import _

_STEP, _LEAST, _MOST = 1.2, 0.05, 8.0


class ImagePages(QFrame):
    """Shows one picture, fitted to the width until the person zooms."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "paper")
        self._scene = QGraphicsScene(self)
        self._view = QGraphicsView(self._scene, self)
        self._view.setObjectName(f"{name}.picture")
        self._view.setAccessibleName(_("图片"))
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setBackgroundBrush(theme.colour("paper_ground"))
        self._view.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        self._view.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self._view.installEventFilter(self)
        self._fitted = True
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._build_tools(theme, name))
        column.addWidget(self._view, 1)

    def _build_tools(self, theme: Theme, name: str) -> QHBoxLayout:
        self._size = text("", "small")
        tools = (
            ("zoom-out", _("缩小"), f"{name}.image-zoom-out", lambda: self.zoom(1 / _STEP)),
            ("zoom-in", _("放大"), f"{name}.image-zoom-in", lambda: self.zoom(_STEP)),
            ("fit-width", _("适合宽度"), f"{name}.image-fit-width", self.fit),
            ("redo", _("向右旋转"), f"{name}.image-redo", lambda: self.rotate(90)),
        )
        return zoom_line(theme, self._size, tools, self)

    def show_image(self, image: QImage) -> None:
        """Show a picture."""
        self._scene.clear()
        self._view.resetTransform()
        pixmap = QPixmap.fromImage(image)
        item = self._scene.addPixmap(pixmap)
        item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.setSceneRect(item.boundingRect())
        self._size.setText(f"{image.width()} × {image.height()}")
        self.fit()

    def fit(self) -> None:
        """Fit the picture to the width."""
        self._fitted = True
        shown = self._view.transform().mapRect(self._scene.sceneRect())
        if shown.width() > 0:
            # room for the scroll bar whether it is there or not: else it comes and goes with each fitting
            room = self._view.width() - self._view.verticalScrollBar().sizeHint().width() - 8
            factor = max(1, room) / shown.width()
            self._view.scale(factor, factor)
            self._view.verticalScrollBar().setValue(self._view.verticalScrollBar().minimum())

    def zoom(self, factor: float) -> None:
        """Make it larger or smaller."""
        matrix = self._view.transform()
        size = (matrix.m11() ** 2 + matrix.m12() ** 2) ** 0.5
        if _LEAST <= size * factor <= _MOST:
            self._fitted = False
            self._view.scale(factor, factor)

    def rotate(self, degrees: int) -> None:
        """Turn it, and fit it again."""
        self._view.rotate(degrees)
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        factor = zoomed_by_wheel(event, _STEP)
        if factor is None:
            super().wheelEvent(event)
        else:
            self.zoom(factor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The picture is fitted once the view has its size, which is later than this frame has its own."""
        if watched is self._view and event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and self._fitted:
            self.fit()
        return super().eventFilter(watched, event)
