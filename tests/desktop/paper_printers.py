"""A printer for tests: its paper is a PDF in a folder, one file a job."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter

NAME = "办公室打印机"


class _Paper(QPrinter):
    """What the PDF engine of Qt forgets is remembered here."""

    def __init__(self, office: "PaperPrinters") -> None:
        super().__init__(QPrinter.PrinterMode.ScreenResolution)
        self._office = office

    def setDuplex(self, duplex: QPrinter.DuplexMode) -> None:
        self._office.duplex = duplex
        super().setDuplex(duplex)


class PaperPrinters:
    """One printer, which takes the papers that it is told (any, while it is told none)."""

    def __init__(self, folder: Path, papers: Sequence[QPageSize.PageSizeId] = (), *, two_sided: bool = True) -> None:
        self._folder, self._two_sided = folder, two_sided
        self._papers = tuple(QPageSize(paper) for paper in papers)
        self.jobs: list[Path] = []
        self.opened: list[QPrinter] = []
        self.broken = False
        self.duplex = QPrinter.DuplexMode.DuplexNone

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
        printer = _Paper(self)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        target = self._folder / ("missing/" * self.broken) / f"job{len(self.jobs) + 1}.pdf"
        printer.setOutputFileName(str(target))
        self.jobs.append(target)
        self.opened.append(printer)
        return printer


class NoPrinters:
    """A PC on which none is set up."""

    def names(self) -> Sequence[str]:
        return ()

    def usual(self) -> str:
        return ""

    def papers(self, name: str) -> Sequence[QPageSize]:
        raise AssertionError(name)

    def two_sided(self, name: str) -> bool:
        raise AssertionError(name)

    def open(self, name: str) -> QPrinter:
        raise AssertionError(name)
