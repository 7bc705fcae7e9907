"""What both print dialogs do alike: while it prints nothing can be changed, and closing means stopping."""

from collections.abc import Sequence

from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QWidget

from gongshu_desktop.desktop.dialogs.print_options import PrintOptions
from gongshu_desktop.desktop.dialogs.print_progress import PrintProgress
from gongshu_desktop.desktop.printing.wish import PrintWish
from gongshu_desktop.desktop.printing.work import OpenPrinter, PrintItem, PrintReport
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.texts import set_property
from gongshu_desktop.wording import _


class PrintDialog(Dialog):
    """The options and the progress of a print job; ``done_printing`` is called with its report."""

    def __init__(
        self,
        surroundings: Surroundings,
        options: PrintOptions,
        words: tuple[str, str, str],
        *,
        width: int,
        parent: QWidget | None,
    ) -> None:
        name, title, intro = words
        super().__init__(name, title, intro, width=width, parent=parent or surroundings.owner)
        self._around, self._options = surroundings, options
        self._progress = PrintProgress(surroundings)
        self._progress.ended.connect(self._ended)

    @property
    def can_print(self) -> bool:
        """Whether everything is chosen and nothing is under way."""
        return self._options.ready and not self._progress.working

    def begin(
        self, items: Sequence[PrintItem], open_printer: OpenPrinter, wish: PrintWish, paper: QPageSize | None
    ) -> None:
        """Print, in a worker."""
        self._options.setEnabled(False)
        self.make_main(self.main_button)
        self.main_button.setEnabled(False)
        self.cancel_button.setText(_("停止"))
        self._progress.begin(items, open_printer, wish, paper)

    def make_main(self, button: Button) -> None:
        """Let this one of the two be what Enter presses, and look like it."""
        for one in (self.cancel_button, self.main_button):
            set_property(one, "kind", "primary" if one is button else "plain")
            one.setAutoDefault(one is button)
            one.setDefault(one is button)

    def _ended(self, report: PrintReport | None) -> None:
        self._options.setEnabled(True)
        self.cancel_button.setText(_("关闭"))
        self.cancel_button.setEnabled(True)
        self.done_printing(report)

    def done_printing(self, report: PrintReport | None) -> None:
        """What came of it; None: it broke off."""
        raise NotImplementedError

    def reject(self) -> None:
        """While it prints, stop it; otherwise close."""
        if not self._progress.working:
            super().reject()
            return
        self._progress.stop()
        self.cancel_button.setEnabled(False)
