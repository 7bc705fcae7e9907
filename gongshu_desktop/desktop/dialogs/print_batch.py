"""全部打印: one question for many documents, then one job after the other, with a way to stop and a list of what failed."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from gongshu_desktop.desktop.dialogs.print_dialog import PrintDialog
from gongshu_desktop.desktop.dialogs.print_options import PrintOptions
from gongshu_desktop.desktop.printing.pdf_print import PdfPrint, PrintFailed
from gongshu_desktop.desktop.printing.printers import Printers, SystemPrinters
from gongshu_desktop.desktop.printing.work import PrintItem, PrintReport
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.wording import _


class PrintBatchDialog(PrintDialog):
    """Prints files as they are when their turn comes; ``first`` is one of them, from which the paper is known."""

    def __init__(
        self,
        surroundings: Surroundings,
        files: Sequence[Path],
        first: PdfPrint,
        parent: QWidget | None = None,
        printers: Printers | None = None,
    ) -> None:
        title = _("全部打印")
        intro = _("共 {count} 份，每份各为一个打印任务；没有印成的会列出来，不影响其余。").format(count=len(files))
        options = PrintOptions(printers or SystemPrinters(), first, whole=True)
        super().__init__(surroundings, options, ("printall", title, intro), width=460, parent=parent)
        self._files = files
        self._options.changed.connect(self._show)
        self.body.addWidget(self._options)
        self.body.addWidget(self._progress)
        self.add_buttons(_("打印 {count} 份").format(count=len(files)))
        self._show()

    def _show(self) -> None:
        self.main_button.setEnabled(self.can_print)
        self.refit()

    def accept(self) -> None:
        """Print them all."""
        wish, options = self._options.wish, self._options
        items = tuple(PrintItem(name=path.stem, read=path.read_bytes) for path in self._files)
        self.begin(items, partial(options.printers.open, wish.printer), wish, options.paper)
        self.refit()

    def done_printing(self, report: PrintReport | None) -> None:
        """What failed is listed; it stays open."""
        self._show()


def print_files(surroundings: Surroundings, files: Sequence[Path], parent: QWidget) -> None:
    """Ask once, and print all of these files."""
    for path in files:
        try:
            first = PdfPrint(path.read_bytes())
        except (OSError, PrintFailed):
            continue
        dialog = PrintBatchDialog(surroundings, files, first, parent)
        dialog.exec()
        dialog.deleteLater()
        return
    surroundings.prompts.problem(_("这些文件一份也读不出来，没有打印。请看看它们还在不在原处。"))
