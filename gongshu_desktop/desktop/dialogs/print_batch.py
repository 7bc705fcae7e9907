"""全部打印: one question for many documents, then one job after the other, with a way to stop and a list of what failed."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from gongshu_desktop.desktop.dialogs.print_dialog import PrintDialog
from gongshu_desktop.desktop.dialogs.print_options import PrintOptions
from gongshu_desktop.desktop.printing.pdf_print import PdfPrint, PrintFailed
from gongshu_desktop.desktop.printing.printers import Printers, SystemPrinters
from gongshu_desktop.desktop.printing.work import PrintItem, PrintReport
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.surfaces import ScrolledColumn
from gongshu_desktop.wording import _

_WIDTH, _TALLEST = 460, 420
_AROUND = 190
"""Height of the heading, the intro and the buttons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintGroup:
    """Files that are printed together or not at all, and what they are."""

    words: str
    files: tuple[Path, ...]


class PrintBatchDialog(PrintDialog):
    """Prints files as they are when their turn comes; of several groups the first is printed unless more are ticked.

    ``first`` is one of the files, from which the paper is known.
    """

    def __init__(
        self,
        surroundings: Surroundings,
        groups: Sequence[PrintGroup],
        first: PdfPrint,
        parent: QWidget | None = None,
        printers: Printers | None = None,
    ) -> None:
        title = _("全部打印")
        intro = _("每份各为一个打印任务；没有印成的会列出来，不影响其余。")
        options = PrintOptions(printers or SystemPrinters(), first, whole=True)
        super().__init__(surroundings, options, ("printall", title, intro), width=_WIDTH, parent=parent)
        self._ticks = [(self._tick(number, group), group) for number, group in enumerate(groups)]
        self._column = ScrolledColumn("printall.content", _("打印设置"), spacing=8)
        for tick, _group in self._ticks:
            self._column.body.addWidget(tick)
        for widget in (options, self._progress):
            self._column.body.addWidget(widget)
        self.body.addWidget(self._column, 1)
        self.add_buttons("")
        options.changed.connect(self._show)
        self._show()

    def _tick(self, number: int, group: PrintGroup) -> QCheckBox:
        words = _("{kind} {count} 份").format(kind=group.words, count=len(group.files))
        tick = QCheckBox(words)
        tick.setObjectName(f"printall.group{number}")
        tick.setAccessibleName(words)
        tick.setChecked(number == 0 and bool(group.files))
        tick.setEnabled(bool(group.files))
        tick.toggled.connect(lambda _on: self._show())
        return tick

    @property
    def files(self) -> tuple[Path, ...]:
        """What is printed, as it is ticked."""
        return tuple(file for tick, group in self._ticks if tick.isChecked() for file in group.files)

    def _show(self) -> None:
        self.main_button.setText(_("打印 {count} 份").format(count=len(self.files)))
        self.main_button.setEnabled(self.can_print and bool(self.files))
        self._column.show_up_to(min(_TALLEST, self._tallest() - _AROUND), _WIDTH - 48)
        self.refit()

    def accept(self) -> None:
        """Print them all."""
        wish, options = self._options.wish, self._options
        items = tuple(PrintItem(name=path.stem, read=path.read_bytes) for path in self.files)
        self._let_choose(allowed=False)
        self.begin(items, partial(options.printers.open, wish.printer), wish, options.paper)
        self.refit()

    def _let_choose(self, *, allowed: bool) -> None:
        for tick, group in self._ticks:
            tick.setEnabled(allowed and bool(group.files))

    def done_printing(self, report: PrintReport | None) -> None:
        """What failed is listed; it stays open. When all is printed, closing is what is left to do."""
        self._let_choose(allowed=True)
        self._show()
        if report is not None and report.printed and not report.failures and not report.stopped:
            self.make_main(self.cancel_button)
            self.cancel_button.setFocus()


def print_files(surroundings: Surroundings, groups: Sequence[PrintGroup], parent: QWidget) -> None:
    """Ask once, and print of these files what is wanted."""
    _offer(surroundings, groups, [file for group in groups for file in group.files], parent)


def _offer(surroundings: Surroundings, groups: Sequence[PrintGroup], files: Sequence[Path], parent: QWidget) -> None:
    """With the first of the files that can be printed: its paper is shown. They may lie on a stick, so a worker reads."""

    def found(read: tuple[bytes, int] | None) -> None:
        if read is None:
            surroundings.prompts.problem(_("这些文件一份也读不出来，没有打印。请看看它们还在不在原处。"))
            return
        content, number = read
        try:
            first = PdfPrint(content)
        except PrintFailed:
            _offer(surroundings, groups, files[number + 1 :], parent)
            return
        dialog = PrintBatchDialog(surroundings, groups, first, parent)
        dialog.exec()
        dialog.deleteLater()

    surroundings.tasks.submit(lambda _progress: _first_read(files), found, owner=parent, title=_("正在读取文件"))


def _first_read(files: Sequence[Path]) -> tuple[bytes, int] | None:
    """The first of the files that can be read, and which one it is."""
    for number, file in enumerate(files):
        with suppress(OSError):
            return file.read_bytes(), number
    return None
