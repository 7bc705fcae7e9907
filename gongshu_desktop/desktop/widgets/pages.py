"""A PDF, page by page, inside the window: scrolls, zooms, says which page it is."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Signal
from PySide6.QtGui import QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.desktop.widgets.zooming import zoom_line
from gongshu_desktop.wording import _

_ZOOM_STEP = 1.2
_ZOOM_LEAST, _ZOOM_MOST = 0.25, 6.0


class PdfPages(QFrame):
    """Shows PDF bytes. ``failed`` is emitted when they cannot be read as a PDF; ``page_changed`` counts from 0."""

    failed = Signal()
    page_changed = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "paper")
        self.document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._view = QPdfView(self)
        self._view.setObjectName(f"{name}.pages")
        self._view.setAccessibleName(_("页面"))
        self._view.setDocument(self.document)
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        palette = self._view.palette()
        for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, theme.colour("paper_ground"))
        self._view.setPalette(palette)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._build_tools(theme, name))
        column.addWidget(self._view, 1)
        self._view.pageNavigator().currentPageChanged.connect(self._moved)

    def _build_tools(self, theme: Theme, name: str) -> QHBoxLayout:
        self._where = text("", "small")
        tools = (
            ("zoom-out", _("缩小"), f"{name}.zoom-out", lambda: self._zoom(1 / _ZOOM_STEP)),
            ("zoom-in", _("放大"), f"{name}.zoom-in", lambda: self._zoom(_ZOOM_STEP)),
            ("fit-width", _("适合宽度"), f"{name}.fit-width", lambda: self._fit(QPdfView.ZoomMode.FitToWidth)),
            ("fit-page", _("整页"), f"{name}.fit-page", lambda: self._fit(QPdfView.ZoomMode.FitInView)),
        )
        return zoom_line(theme, self._where, tools, self)

    def show_bytes(self, content: bytes) -> bool:
        """Show a PDF; False (and ``failed``) when it cannot be read."""
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        good = self.document.status() is QPdfDocument.Status.Ready
        self._moved(0)
        if not good:
            self.failed.emit()
        return good

    def clear(self) -> None:
        """Show nothing."""
        self.document.close()
        self._buffer.close()
        self._where.setText("")

    @property
    def page(self) -> int:
        """The page in sight, from 0."""
        return self._view.pageNavigator().currentPage()

    def go_to(self, page: int) -> None:
        """Bring a page into sight, from 0."""
        self._view.pageNavigator().jump(page, QPointF(), 0)

    def _moved(self, page: int) -> None:
        count = self.document.pageCount()
        self._where.setText(_("第 {page} 页，共 {count} 页").format(page=page + 1, count=count) if count > 0 else "")
        self.page_changed.emit(page)

    def _fit(self, mode: QPdfView.ZoomMode) -> None:
        self._view.setZoomMode(mode)

    def _zoom(self, factor: float) -> None:
        if self._view.zoomMode() is not QPdfView.ZoomMode.Custom:
            width = self.document.pagePointSize(max(0, self.page)).width() or 595
            shown = self._view.viewport().width() - 24
            dpi = self._view.logicalDpiX() / 72
            self._view.setZoomMode(QPdfView.ZoomMode.Custom)
            self._view.setZoomFactor(shown / (width * dpi))
        zoom = min(_ZOOM_MOST, max(_ZOOM_LEAST, self._view.zoomFactor() * factor))
        self._view.setZoomFactor(zoom)
