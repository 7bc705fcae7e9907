"""打印: how it will come out of the printer, and then the printer."""

from PySide6.QtCore import QMarginsF, QTimer
from PySide6.QtGui import QPageLayout, QResizeEvent
from PySide6.QtPrintSupport import QPageSetupDialog, QPrintDialog, QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from gongshu_desktop.desktop.dialogs.dialog import Dialog
from gongshu_desktop.desktop.printing import DOTS_PER_INCH, PdfPrint
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button, IconButton
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.wording import _


class PrintPreview(Dialog):
    """The sheets as the chosen printer and paper will give them."""

    def __init__(self, theme: Theme, title: str, content: bytes, parent: QWidget | None = None) -> None:
        super().__init__("print", _("打印预览"), title, width=700, parent=parent)
        self._theme, self._title = theme, title
        self._job = PdfPrint(content)
        self._printer = self._job.printer()
        self._printer.setDocName(title)
        self._preview = QPrintPreviewWidget(self._printer, self)
        self._preview.setObjectName("print.sheets")
        self._preview.setAccessibleName(_("打印预览"))
        self._preview.paintRequested.connect(self._paint)
        self._redraw = QTimer(self, singleShot=True, interval=120)
        self._redraw.timeout.connect(self._preview.updatePreview)
        self._preview.previewChanged.connect(self._say_pages)
        self._pages = text("", "small")
        self.body.addLayout(self._build_tools())
        self.body.addWidget(self._preview, 1)
        setup = Button(_("纸张…"), "print.paper", parent=self)
        setup.clicked.connect(self._set_up)
        self.foot.insertWidget(0, setup)
        self.add_buttons(_("打印…"))
        self.main_button.clicked.disconnect()
        self.main_button.clicked.connect(self._print)
        self.take_size(860, 720)

    def _build_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self._pages)
        row.addStretch(1)
        tools = (
            ("zoom-out", _("缩小"), self._preview.zoomOut),
            ("zoom-in", _("放大"), self._preview.zoomIn),
            ("fit-width", _("适合宽度"), self._preview.fitToWidth),
            ("fit-page", _("整页"), self._preview.fitInView),
        )
        for icon, words, act in tools:
            button = IconButton(self._theme.icon(icon), words, f"print.{icon}", parent=self)
            button.clicked.connect(act)
            button.clicked.connect(self._redraw.start)
            row.addWidget(button)
        for icon, words, mode in (
            ("document", _("单页"), QPrintPreviewWidget.ViewMode.SinglePageView),
            ("table", _("所有页"), QPrintPreviewWidget.ViewMode.AllPagesView),
        ):
            button = IconButton(self._theme.icon(icon), words, f"print.view.{icon}", parent=self)
            button.clicked.connect(lambda _checked=False, mode=mode: self._preview.setViewMode(mode))
            row.addWidget(button)
        return row

    def _paint(self, printer: QPrinter) -> None:
        # drawn as fine as it is looked at: a picture that is scaled down several times would look ragged
        screen = self._preview.logicalDpiX() * self._preview.devicePixelRatio()
        self._job.draw(printer, round(min(DOTS_PER_INCH, max(36.0, screen * self._preview.zoomFactor()))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw.start()

    def _say_pages(self) -> None:
        sheets = self._preview.pageCount()
        self._pages.setText(_("共 {count} 页，{paper}").format(count=sheets, paper=self._paper()))

    def _paper(self) -> str:
        return self._printer.pageLayout().pageSize().name()

    def _set_up(self) -> None:
        dialog = QPageSetupDialog(self._printer, self)
        dialog.setWindowTitle(_("纸张"))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            # the margins are on the pages already
            self._printer.setFullPage(True)
            self._printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
            self._preview.updatePreview()

    def _print(self) -> None:
        dialog = QPrintDialog(self._printer, self)
        dialog.setWindowTitle(_("打印 — {title}").format(title=self._title))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, max(1, self._job.document.pageCount()))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._job.draw(self._printer)
            self.accept()


def print_with_preview(theme: Theme, content: bytes, title: str, parent: QWidget) -> None:
    """Show how it will print; the person prints from there."""
    preview = PrintPreview(theme, title, content, parent)
    preview.exec()
    preview.deleteLater()
