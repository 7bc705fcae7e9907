"""Printing what is on file: the PDF's own pages, drawn through Qt at 300 dpi, each in its own size and never scaled.

The pages bring their margins with them, so a page is drawn on the whole sheet, whatever part of it the printer can reach. On
a paper of another size it stands in the middle, as large as it is; whoever prints is told so before (``misfit``).
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from gongshu_desktop.desktop.printing.wish import PrintWish, Sides, pages_wanted
from gongshu_desktop.wording import _

DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72
_SAME_POINTS = 3.0
"""Papers that differ by no more than a millimetre are the same paper."""
_DUPLEX = {
    Sides.ONE: QPrinter.DuplexMode.DuplexNone,
    Sides.LONG_EDGE: QPrinter.DuplexMode.DuplexLongSide,
    Sides.SHORT_EDGE: QPrinter.DuplexMode.DuplexShortSide,
}

Step = Callable[[int, int], None]
"""How many pages of how many are drawn. What it raises (a stop asked for) ends the job."""


class PrintFailed(Exception):
    """The document or the printer did not do it; the message is for people."""


def no_step(_done: int, _total: int) -> None:
    """Nobody watches."""


def paper_of(points: QSizeF) -> QPageSize:
    """The paper of a page, upright."""
    return QPageSize(points if points.width() <= points.height() else points.transposed(), QPageSize.Unit.Point)


def same_paper(one: QPageSize, other: QPageSize) -> bool:
    """Whether two papers have the same size, whatever they are called and however they lie."""
    first, second = paper_of(one.size(QPageSize.Unit.Point)), paper_of(other.size(QPageSize.Unit.Point))
    apart = first.size(QPageSize.Unit.Point) - second.size(QPageSize.Unit.Point)
    return max(abs(apart.width()), abs(apart.height())) <= _SAME_POINTS


class PdfPrint:
    """A PDF ready to be printed, in the thread that made it. Keeps the document open as long as it lives.

    Raises:
        PrintFailed: when it cannot be read as a PDF.
    """

    def __init__(self, content: bytes) -> None:
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument(None)  # type: ignore[call-overload] # the stubs want a parent
        self.document.load(self._buffer)
        if self.document.status() is not QPdfDocument.Status.Ready or self.document.pageCount() < 1:
            raise PrintFailed(_("文件已损坏，读不出页面，没有打印。"))

    @property
    def pages(self) -> int:
        """How many pages it has."""
        count: int = self.document.pageCount()
        return count

    def paper(self, page: int = 0) -> QPageSize:
        """The paper of a page."""
        return paper_of(self.document.pagePointSize(page))

    def set_up(self, printer: QPrinter, wish: PrintWish, paper: QPageSize | None = None, page: int = 0) -> None:
        """Tell a printer how the person wants it; ``page`` is the first that it prints."""
        printer.setResolution(DOTS_PER_INCH)
        self._lay(printer, page, paper)
        printer.setDuplex(_DUPLEX[wish.sides])
        printer.setCollateCopies(wish.collate)
        printer.setCopyCount(wish.copies)

    def print(self, printer: QPrinter, wish: PrintWish, paper: QPageSize | None = None, step: Step = no_step) -> int:
        """Print what the person wants; ``paper`` is another one than the document's own. How many sides were drawn.

        Raises:
            PagesRefused: when he wants pages that are not there.
            PrintFailed: when the printer does not take it.
        """
        wanted = pages_wanted(wish.pages, self.pages)
        self.set_up(printer, wish, paper, wanted[0])
        # a printer that makes its own copies gets each page once
        copies = 1 if printer.supportsMultipleCopies() else wish.copies
        sides = in_turn(wanted, copies, collate=wish.collate, two_sided=wish.sides is not Sides.ONE)
        painter = QPainter()
        if not painter.begin(printer):
            raise PrintFailed(_("打印机没有响应，没有打印。请检查打印机是否开机、联机，再试一次。"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        try:
            for done, page in enumerate(sides):
                step(done, len(sides))
                if done:
                    self._next_sheet(printer, wanted[0] if page is None else page, paper)
                if page is not None:
                    self._draw(painter, printer, page)
        except BaseException:
            printer.abort()
            raise
        finally:
            painter.end()
        if printer.printerState() is QPrinter.PrinterState.Error:
            raise PrintFailed(_("打印机报告出错，可能没有印完。请检查打印机后再试。"))
        return len(sides)

    def _next_sheet(self, printer: QPrinter, page: int, paper: QPageSize | None) -> None:
        self._lay(printer, page, paper)
        if not printer.newPage():
            raise PrintFailed(_("打印机中途停止，没有印完。请检查打印机和磁盘空间后再试。"))

    def _lay(self, printer: QPrinter, page: int, paper: QPageSize | None) -> None:
        """Take the paper of a page, the whole sheet of it, lying as the page lies."""
        points = self.document.pagePointSize(page)
        across = points.width() > points.height()
        printer.setPageSize(paper or self.paper(page))
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait)
        printer.setFullPage(True)
        printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)

    def _draw(self, painter: QPainter, printer: QPrinter, page: int) -> None:
        sheet = printer.pageLayout().fullRect(QPageLayout.Unit.Point).size()
        place = place_on(sheet, self.document.pagePointSize(page))
        scale = printer.resolution() / _POINTS_PER_INCH
        painter.drawImage(
            QRectF(place.x() * scale, place.y() * scale, place.width() * scale, place.height() * scale),
            self._picture(page),
        )

    def _picture(self, page: int) -> QImage:
        points = self.document.pagePointSize(page)
        dots = DOTS_PER_INCH / _POINTS_PER_INCH
        drawn = self.document.render(page, QSize(round(points.width() * dots), round(points.height() * dots)))
        if drawn.isNull():
            raise PrintFailed(_("第 {page} 页读不出来，没有印完。").format(page=page + 1))
        paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
        paper.fill(0xFFFFFFFF)
        painter = QPainter(paper)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return paper


def place_on(sheet: QSizeF, page: QSizeF) -> QRectF:
    """Where a page stands on a sheet: as large as it is, in the middle; exactly on it when both are the same paper."""
    left, top = (sheet.width() - page.width()) / 2, (sheet.height() - page.height()) / 2
    if max(abs(left), abs(top)) * 2 <= _SAME_POINTS:
        left = top = 0.0
    return QRectF(left, top, page.width(), page.height())


def in_turn(pages: Sequence[int], copies: int, *, collate: bool, two_sided: bool) -> list[int | None]:
    """The sides in the order in which they come out; None is a side left empty, so that each copy begins on a new sheet."""
    sides: list[int | None]
    if collate:
        odd = two_sided and copies > 1 and len(pages) % 2 == 1
        sides = [*pages, *([None] * odd)] * copies
    elif two_sided:
        sheets = [(*pages[at : at + 2], None)[:2] for at in range(0, len(pages), 2)]
        sides = [side for sheet in sheets for _copy in range(copies) for side in sheet]
    else:
        sides = [page for page in pages for _copy in range(copies)]
    return sides[:-1] if sides and sides[-1] is None else sides


def misfit(job: PdfPrint, pages: Sequence[int], paper: QPageSize | None, offered: Sequence[QPageSize]) -> str:
    """What whoever prints must know of the paper, in words: it is another one than the document's; "" when it fits."""
    own = [job.paper(page) for page in pages]
    if paper is not None:
        strange = next((size for size in own if not same_paper(size, paper)), None)
        if strange is None:
            return ""
        big, small = strange.size(QPageSize.Unit.Point), paper.size(QPageSize.Unit.Point)
        cut = big.width() > small.width() + _SAME_POINTS or big.height() > small.height() + _SAME_POINTS
        said = (
            _("文书是 {own} 纸，所选的 {paper} 纸放不下：按原大小打印，四边会缺一部分。")
            if cut
            else _("文书是 {own} 纸，所选的是 {paper} 纸：按原大小印在纸中央，页边距会变宽。")
        )
        return said.format(own=paper_words(strange), paper=paper_words(paper))
    missing = next((size for size in own if offered and not any(same_paper(size, known) for known in offered)), None)
    if missing is None:
        return ""
    said = _("文书是 {own} 纸，这台打印机没有这种纸，印出的大小和页边距可能不对。请换一台打印机，或另选纸张。")
    return said.format(own=paper_words(missing))


def paper_words(paper: QPageSize) -> str:
    """A paper by its name, or by its size where it has none."""
    if paper.id() is not QPageSize.PageSizeId.Custom:
        return paper.name().split(" (")[0]
    size = paper.size(QPageSize.Unit.Millimeter)
    return f"{size.width():.0f}×{size.height():.0f} mm"
