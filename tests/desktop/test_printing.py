"""Printing: every page of the PDF, as large as on file, on paper of its size."""

from pathlib import Path

from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from gongshu_desktop.bootstrap import OpenOffice
from gongshu_desktop.desktop.printing import DOTS_PER_INCH, PdfPrint
from tests.desktop.signed import give_keys, to_signing


def test_every_page_is_printed_in_its_size(qapp: QApplication, office: OpenOffice, tmp_path: Path) -> None:
    give_keys(office)
    job = PdfPrint(to_signing(office).pdf)
    printer = job.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert printer.resolution() == DOTS_PER_INCH

    job.draw(printer)

    printed = QPdfDocument(None)  # type: ignore[call-overload] # the stubs want a parent
    printed.load(str(tmp_path / "out.pdf"))
    assert printed.pageCount() == job.document.pageCount() > 1
    was, size = job.document.pagePointSize(0), printed.pagePointSize(0)
    assert abs(size.width() - was.width()) < 2
    assert abs(size.height() - was.height()) < 2


def test_a_range_of_pages(qapp: QApplication, office: OpenOffice, tmp_path: Path) -> None:
    give_keys(office)
    job = PdfPrint(to_signing(office).pdf)
    printer = job.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setFromTo(2, 2)

    job.draw(printer)

    printed = QPdfDocument(None)  # type: ignore[call-overload] # the stubs want a parent
    printed.load(str(tmp_path / "out.pdf"))
    assert printed.pageCount() == 1
