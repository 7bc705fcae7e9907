"""A printer for tests: its paper is a PDF in a folder, one file a job."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter

NAME = "办公室打印机"


class PaperPrinters:
    """One printer, which takes the papers that it is told (any, while it is told none)."""

    def __init__(self, folder: Path, papers: Sequence[QPageSize.PageSizeId] = (), *, two_sided: bool = True) -> None:
        self._folder, self._two_sided = folder, two_sided
        self._papers = tuple(QPageSize(paper) for paper in papers)
        self.jobs: list[Path] = []
        self.opened: list[QPrinter] = []
        self.broken = False

    def names(self) -> Sequence[str]:
        return (NAME,)

    def usual(self) -> str:
        return NAME

    def papers(self, name: str) -> Sequence[QPageSize]:
        return self._papers

    def two_sided(self, name: str) -> bool:
        return self._two_sided

    def open(self, name: str) -> QPrinter:
        assert name == NAME
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        target = self._folder / ("missing/" * self.broken) / f"job{len(self.jobs) + 1}.pdf"
        printer.setOutputFileName(str(target))
        self.jobs.append(target)
        self.opened.append(printer)
        return printer
