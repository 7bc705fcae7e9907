"""What is asked before printing: printer, paper, pages, copies, sides. Each answer is checked against what there is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.printing.pdf_print import PdfPrint, misfit, paper_words
from gongshu_desktop.desktop.printing.printers import Printers
from gongshu_desktop.desktop.printing.wish import MOST_COPIES, PagesRefused, PrintWish, Sides, pages_wanted
from gongshu_desktop.desktop.widgets.fields import Field, choice, counter, line
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.wording import _


class PrintOptions(QWidget):
    """For one document (``job``), or for many of which ``job`` is the first (``whole``: no pages to choose)."""

    changed = Signal()

    def __init__(
        self, printers: Printers, job: PdfPrint, *, whole: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.printers, self._job, self._whole = printers, job, whole
        names = [(name, name) for name in printers.names()]
        self._printer = choice("print.printer", _("打印机"), names, printers.usual())
        self._paper = choice("print.sheet", _("纸张"), ())
        self._pages = line("print.pages", _("打印页码"), placeholder=_("全部；或 1-3，5"))
        self._copies = counter("print.copies", _("份数"), MOST_COPIES)
        self._collate = QCheckBox(_("逐份打印"))
        self._collate.setObjectName("print.collate")
        self._collate.setAccessibleName(_("逐份打印"))
        self._collate.setChecked(True)
        self._sides = choice("print.sides", _("单双面"), _sides())
        said = (
            _("本机没有安装打印机。这些文件已是 PDF，请带到有打印机的电脑上打印。")
            if whole
            else _("本机没有安装打印机。请用“另存为 PDF”，到有打印机的电脑上打印。")
        )
        self._none = text(said, "problem", wrap=True)
        self._misfit = text("", "problem", wrap=True)
        self._misfit.setObjectName("print.misfit")
        self._build()
        self._take_printer()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        copies = QHBoxLayout()
        copies.setSpacing(12)
        copies.addWidget(Field(_("份数"), self._copies), 1)
        copies.addWidget(self._collate, 0, Qt.AlignmentFlag.AlignBottom)
        self._pages_field = Field(_("打印页码"), self._pages)
        self._sides_field = Field(_("单双面"), self._sides)
        for widget in (
            Field(_("打印机"), self._printer),
            self._none,
            self._sides_field,
        ):
            column.addWidget(widget)
        column.addLayout(copies)
        for widget in (self._pages_field, Field(_("纸张"), self._paper), self._misfit):
            column.addWidget(widget)
        column.addStretch(1)
        self._pages_field.setVisible(not self._whole)

    def _connect(self) -> None:
        self._printer.currentIndexChanged.connect(self._take_printer)
        for signal in (
            self._printer.currentIndexChanged,
            self._paper.currentIndexChanged,
            self._sides.currentIndexChanged,
            self._pages.textChanged,
            self._copies.valueChanged,
            self._collate.toggled,
        ):
            signal.connect(self._check)
        self._check()

    @property
    def printer(self) -> str:
        """The printer chosen; "" when there is none."""
        return self._printer.currentData() or ""

    @property
    def paper(self) -> QPageSize | None:
        """Another paper than the document's; None: the document's own."""
        found = self._paper.currentData()
        return found if isinstance(found, QPageSize) else None

    @property
    def wish(self) -> PrintWish:
        """Everything that is wanted."""
        return PrintWish(
            printer=self.printer,
            pages="" if self._whole else self._pages.text(),
            copies=self._copies.value(),
            collate=self._collate.isChecked(),
            sides=Sides(self._sides.currentData()),
        )

    def pages(self) -> tuple[int, ...]:
        """The pages chosen, from 0; none while what was typed names none."""
        try:
            return pages_wanted(self.wish.pages, self._job.pages)
        except PagesRefused:
            return ()

    @property
    def ready(self) -> bool:
        """Whether it can be printed like this."""
        return bool(self.printer) and bool(self.pages())

    def open(self) -> QPrinter:
        """The printer, told what is wanted: also the paper and the pages, from the first to the last."""
        printer, pages = self.printers.open(self.printer), self.pages()
        self._job.set_up(printer, self.wish, self.paper, next(iter(pages), 0))
        if pages and len(pages) < self._job.pages:
            printer.setPrintRange(QPrinter.PrintRange.PageRange)
            printer.setFromTo(pages[0] + 1, pages[-1] + 1)
        return printer

    def _take_printer(self) -> None:
        """Another printer: its papers, and whether it turns the sheet."""
        known = self.printers.papers(self.printer) if self.printer else ()
        own = paper_words(self._job.paper())
        self._paper.blockSignals(True)
        self._paper.clear()
        self._paper.addItem(_("与文书相同（{paper}）").format(paper=own), None)
        for paper in known:
            self._paper.addItem(paper_words(paper), paper)
        self._paper.blockSignals(False)
        turns = not self.printer or self.printers.two_sided(self.printer)
        hint = "" if turns else _("这台打印机没有报告能自动双面打印；不能时会印成单面。")
        self._sides_field.say(hint)
        self._none.setVisible(not self.printer)

    def _check(self) -> None:
        try:
            pages = pages_wanted(self.wish.pages, self._job.pages)
            self._pages_field.show_problem("")
        except PagesRefused as problem:
            pages = ()
            self._pages_field.show_problem(str(problem))
        self._collate.setEnabled(self._copies.value() > 1)
        known = self.printers.papers(self.printer) if self.printer else ()
        words = misfit(self._job, pages, self.paper, known)
        self._misfit.setText(words)
        self._misfit.setVisible(bool(words))
        self.changed.emit()


def _sides() -> tuple[tuple[str, str], ...]:
    return (
        (_("双面，长边翻转"), Sides.LONG_EDGE.value),
        (_("双面，短边翻转"), Sides.SHORT_EDGE.value),
        (_("单面"), Sides.ONE.value),
    )
