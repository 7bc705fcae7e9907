"""打印: how it will come out, and everything that is asked before: printer, sides, copies, pages, paper."""

from functools import partial

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.dialogs.print_dialog import PrintDialog
from gongshu_desktop.desktop.dialogs.print_options import PrintOptions
from gongshu_desktop.desktop.printing.pdf_print import PdfPrint, PrintFailed, in_turn, paper_words, place_on, same_paper
from gongshu_desktop.desktop.printing.printers import Printers, SystemPrinters
from gongshu_desktop.desktop.printing.wish import PrintWish, Sides, span
from gongshu_desktop.desktop.printing.work import PrintItem, PrintReport
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button, IconButton
from gongshu_desktop.desktop.widgets.sheets import Sheet, SheetsView
from gongshu_desktop.desktop.widgets.surfaces import ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.wording import _

_OPTIONS_WIDTH = 256


class PrintPreview(PrintDialog):
    """The sheets as they will come out at the left, what is asked at the right.

    Raises:
        PrintFailed: when the content cannot be read as a PDF.
    """

    def __init__(
        self,
        surroundings: Surroundings,
        title: str,
        content: bytes,
        parent: QWidget | None = None,
        printers: Printers | None = None,
    ) -> None:
        self._job = PdfPrint(content)
        options = PrintOptions(printers or SystemPrinters(), self._job)
        super().__init__(surroundings, options, ("print", _("打印"), title), width=760, parent=parent)
        self._title, self._content = title, content
        self._sheets = SheetsView(surroundings.theme, "print.sheets", self._job.document)
        self._sheets.setAccessibleName(_("打印预览"))
        self._where, self._count = text("", "small"), text("", "small", wrap=True)
        self._build()
        self._options.changed.connect(self._show)
        self._sheets.moved.connect(self._say_where)
        self._shown: tuple[Sheet, ...] = ()
        self._show()
        self.take_size(960, 720)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(20)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addLayout(self._build_tools())
        left.addWidget(self._sheets, 1)
        row.addLayout(left, 1)
        right = QVBoxLayout()
        options = ScrolledColumn("print.options", _("打印设置"))
        options.body.addWidget(self._options)
        right.addWidget(options, 1)
        right.addWidget(self._count)
        right.addWidget(self._progress)
        side = QWidget()
        side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(_OPTIONS_WIDTH)
        row.addWidget(side)
        self.body.addLayout(row, 1)
        self._more = Button(_("系统打印对话框…"), "print.system", parent=self)
        self._more.clicked.connect(self._ask_system)
        self.foot.insertWidget(0, self._more)
        self.add_buttons(_("打印"))
        self.main_button.setFocus()

    def _build_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self._where)
        row.addStretch(1)
        for icon, words, act in (
            ("zoom-out", _("缩小"), self._sheets.smaller),
            ("zoom-in", _("放大"), self._sheets.larger),
            ("fit-width", _("适合宽度"), self._sheets.fit_width),
            ("fit-page", _("整页"), self._sheets.fit_page),
        ):
            button = IconButton(self._around.theme.icon(icon), words, f"print.{icon}", parent=self)
            button.clicked.connect(act)
            row.addWidget(button)
        return row

    # --- showing ------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        sheets = tuple(self._sheet(page) for page in self._options.pages())
        if sheets != self._shown:
            self._shown = sheets
            self._sheets.show_sheets(sheets)
        self._count.setText(self._sums())
        self._say_where(self._sheets.sheet)
        self.main_button.setEnabled(self.can_print)
        self._more.setEnabled(self.can_print)

    def _sheet(self, page: int) -> Sheet:
        points = self._job.document.pagePointSize(page)
        size = (self._options.paper or self._job.paper(page)).size(QPageSize.Unit.Point)
        if points.width() > points.height():
            size = size.transposed()
        return Sheet(page=page, size=QSizeF(size), place=place_on(size, points))

    def _say_where(self, sheet: int) -> None:
        if sheet >= len(self._shown):
            self._where.setText("")
            return
        found = self._shown[sheet]
        paper = paper_words(self._options.paper or self._job.paper(found.page or 0))
        said = _("第 {page} 页，{paper}（共 {count} 页）")
        self._where.setText(said.format(page=(found.page or 0) + 1, paper=paper, count=self._job.pages))

    def _sums(self) -> str:
        wish, pages = self._options.wish, self._options.pages()
        two = wish.sides is not Sides.ONE
        sides = in_turn(pages, wish.copies, collate=wish.collate, two_sided=two) if pages else []
        said = _("印 {pages} 页 × {copies} 份，用纸 {sheets} 张")
        return said.format(pages=len(pages), copies=wish.copies, sheets=-(-len(sides) // 2) if two else len(sides))

    # --- printing -----------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Print as chosen."""
        wish, options = self._options.wish, self._options
        self._begin(partial(options.printers.open, wish.printer), wish, options.paper)

    def _begin(self, open_printer: "partial[QPrinter]", wish: PrintWish, paper: QPageSize | None) -> None:
        self._more.setEnabled(False)
        self.begin((PrintItem(name=self._title, read=lambda: self._content),), open_printer, wish, paper)

    def done_printing(self, report: PrintReport | None) -> None:
        """Printed: there is nothing more to do here."""
        self._show()
        if report is not None and report.printed:
            self._around.navigator.notify(_("已送打印机：{title}").format(title=self._title))
            super().accept()

    def _ask_system(self) -> None:
        """The system's own dialog, for what only it knows: trays, colours, the printer's own settings."""
        printer = self._options.open()
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(_("打印 — {title}").format(title=self._title))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, self._job.pages)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            wish = wish_of(printer, self._options.wish)
            self._begin(partial(_itself, printer), wish, self._other_paper(printer))

    def _other_paper(self, printer: QPrinter) -> QPageSize | None:
        """The paper that a printer is set to; None where that is the document's own."""
        chosen = printer.pageLayout().pageSize()
        first = next(iter(self._options.pages()), 0)
        return None if same_paper(chosen, self._job.paper(first)) else chosen


def _itself(printer: QPrinter) -> QPrinter:
    return printer


def wish_of(printer: QPrinter, before: PrintWish) -> PrintWish:
    """What somebody has told a printer in the system's own dialog, which was shown with what he had wished ``before``.

    Most systems' dialogs know only pages from … to …: where these were left alone, the pages wished before still hold.
    """
    sides = {
        QPrinter.DuplexMode.DuplexNone: Sides.ONE,
        QPrinter.DuplexMode.DuplexShortSide: Sides.SHORT_EDGE,
    }
    pages = "" if printer.printRange() is QPrinter.PrintRange.AllPages else printer.pageRanges().toString()
    if pages and pages == span(before.pages):
        pages = before.pages
    return PrintWish(
        printer=printer.printerName(),
        pages=pages,
        copies=printer.copyCount(),
        collate=printer.collateCopies(),
        sides=sides.get(printer.duplex(), Sides.LONG_EDGE),
    )


def print_with_preview(surroundings: Surroundings, content: bytes, title: str, parent: QWidget) -> None:
    """Show how it will print; the person prints from there."""
    try:
        preview = PrintPreview(surroundings, title, content, parent)
    except PrintFailed as error:
        surroundings.prompts.problem(str(error))
        return
    preview.exec()
    preview.deleteLater()
