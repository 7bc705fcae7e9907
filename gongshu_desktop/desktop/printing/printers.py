"""The printers of this PC, as Qt finds them."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo


class Printers(Protocol):
    """What printers there are, what each can do, and one made ready to be drawn on."""

    def names(self) -> Sequence[str]: ...
    def usual(self) -> str: ...
    def papers(self, name: str) -> Sequence[QPageSize]:
        """The papers that a printer says it takes; empty when it does not say."""

    def two_sided(self, name: str) -> bool:
        """Whether a printer turns the sheet by itself."""

    def open(self, name: str) -> QPrinter: ...


class SystemPrinters:
    """The printers that the system has set up."""

    def names(self) -> Sequence[str]:
        """Their names, as the system shows them."""
        return QPrinterInfo.availablePrinterNames()

    def usual(self) -> str:
        """The one that the person prints on unless he says otherwise; "" when there is none."""
        names = self.names()
        usual = QPrinterInfo.defaultPrinterName()
        return usual if usual in names else next(iter(names), "")

    def papers(self, name: str) -> Sequence[QPageSize]:
        """The papers that a printer says it takes."""
        return QPrinterInfo.printerInfo(name).supportedPageSizes()

    def two_sided(self, name: str) -> bool:
        """Whether a printer says that it prints both sides."""
        modes = QPrinterInfo.printerInfo(name).supportedDuplexModes()
        return any(mode is not QPrinter.DuplexMode.DuplexNone for mode in modes)

    def open(self, name: str) -> QPrinter:
        """That printer, not yet told anything."""
        # ScreenResolution: what the driver takes for "high" is up to the driver; the resolution is set afterwards
        return QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.ScreenResolution)
