"""Printing what is on file: the PDF's own pages, drawn through Qt at 300 dpi."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72


class PdfPrint:
    """A PDF ready to be drawn on a printer. Keeps the document open as long as it lives."""

    def __init__(self, content: bytes) -> None:
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument(None)  # type: ignore[call-overload] # the stubs want a parent
        self.document.load(self._buffer)

    def printer(self) -> QPrinter:
        """A printer set up for the first page's paper, whole sheet, 300 dpi."""
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setResolution(DOTS_PER_INCH)
        size = self.document.pagePointSize(0)
        upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
        printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point))
        across = size.width() > size.height()
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait)
        printer.setFullPage(True)
        return printer

    def draw(self, printer: QPrinter, sharpness: int = DOTS_PER_INCH) -> None:
        """Draw the pages that the printer asks for, each as large as on file and in the middle of the sheet.

        ``sharpness`` is the resolution of the picture of a page: on paper 300 dpi, in a preview that of the screen.
        """
        count = self.document.pageCount()
        first = max(1, printer.fromPage() or 1) - 1
        last = min(count, printer.toPage() or count)
        painter = QPainter(printer)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in range(first, last):
            if page > first:
                printer.newPage()
            self._draw_page(painter, printer, page, sharpness)
        painter.end()

    def _draw_page(self, painter: QPainter, printer: QPrinter, page: int, sharpness: int) -> None:
        points = self.document.pagePointSize(page)
        scale = printer.resolution() / _POINTS_PER_INCH
        size = QSizeF(points.width() * scale, points.height() * scale)
        sheet = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
        dots = sharpness / _POINTS_PER_INCH
        image = self.document.render(page, QSize(round(points.width() * dots), round(points.height() * dots)))
        place = QRectF((sheet.width() - size.width()) / 2, (sheet.height() - size.height()) / 2, *_two(size))
        painter.drawImage(place, image)


def _two(size: QSizeF) -> tuple[float, float]:
    return size.width(), size.height()
