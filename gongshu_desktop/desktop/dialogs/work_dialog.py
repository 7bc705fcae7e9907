"""A dialog that stays open while what was asked for is done, so that a wrong passphrase can be typed again."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QDialog

from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.services.office.offices import OfficeRefused
from gongshu_desktop.services.ports import UnusableKey, WeakPassphrase
from gongshu_desktop.services.records import StoreError
from gongshu_desktop.wording import _

T = TypeVar("T")


class WorkDialog(Dialog):
    """Its main button begins the work (``carry_out``) and does not close it."""

    def add_work_buttons(self, main: str, *, danger: bool = False) -> None:
        """Cancel and the main button."""
        self.add_buttons(main, danger=danger)
        self.main_button.clicked.disconnect()

    def tell(self, error: Exception) -> bool:
        """Say in the dialog why it was refused; False when there are no words for it."""
        known = isinstance(error, OfficeRefused | WeakPassphrase | UnusableKey | StoreError)
        if known:
            self.show_problem(str(error))
        return known


def carry_out(
    around: Surroundings,
    dialog: WorkDialog,
    prepare: Callable[[], Callable[[], T] | None],
    done: Callable[[T], bool],
) -> bool:
    """Show the dialog until its work is done or given up; whether it was done.

    ``prepare`` reads the dialog and gives the work (None: something is missing, and was said); ``done`` gets what came of it,
    while the dialog is still open, and says whether it is settled with that.
    """

    def finished(result: T) -> None:
        if done(result):
            dialog.accept()
        else:
            dialog.reject()

    def failed(error: Exception) -> None:
        dialog.busy(working=False)
        if not dialog.tell(error):
            around.prompts.problem(_("没有办成。"), error)

    def begin() -> None:
        dialog.show_problem("")
        work = prepare()
        if work is not None:
            dialog.busy(working=True)
            around.tasks.submit(lambda _progress: work(), finished, failed, owner=dialog)

    dialog.main_button.clicked.connect(begin)
    settled = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return settled
