"""How far a print job is, what could not be printed, and the way to stop it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from gongshu_desktop.desktop.printing.wish import PrintWish
from gongshu_desktop.desktop.printing.work import OpenPrinter, PrintItem, PrintReport, print_items
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.tasks import Progress
from gongshu_desktop.desktop.widgets.surfaces import ScrolledColumn, clear
from gongshu_desktop.desktop.widgets.texts import selectable, text
from gongshu_desktop.wording import _


class PrintProgress(QWidget):
    """``ended`` carries the report, or None when it broke off. One job at a time."""

    ended = Signal(object)
    stepped = Signal(int, str, int, int)

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = surroundings
        self._work: Progress | None = None
        self._many = 1
        self.working = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._said = text("", "body", wrap=True)
        self._said.setObjectName("print.said")
        self._bar = QProgressBar()
        self._bar.setObjectName("print.bar")
        self._bar.setAccessibleName(_("打印进度"))
        self._bar.setTextVisible(False)
        self._failures = ScrolledColumn("print.failures", _("没有打印成的文件"), spacing=6)
        for widget in (self._said, self._bar, self._failures):
            column.addWidget(widget)
            widget.hide()
        self.stepped.connect(self._show_step)

    def begin(
        self, items: Sequence[PrintItem], open_printer: OpenPrinter, wish: PrintWish, paper: QPageSize | None
    ) -> None:
        """Print these, in a worker."""
        self.working, self._many = True, len(items)
        self._failures.hide()
        self._bar.setRange(0, 0)
        self._bar.show()
        self._say(_("正在打印…"))

        def work(progress: Progress) -> PrintReport:
            return print_items(items, open_printer, wish, paper, progress, self.stepped.emit)

        self._work = self._around.tasks.submit(work, self._done, self._failed, owner=self, title=_("正在打印"))

    def stop(self) -> None:
        """Ask it to stop after the page that it is at."""
        if self.working and self._work is not None:
            self._work.cancel()
            self._say(_("正在停止…"))

    def _show_step(self, number: int, name: str, side: int, sides: int) -> None:
        if not self.working:
            return
        alone = self._many == 1
        self._bar.setRange(0, sides if alone else self._many)
        self._bar.setValue(side if alone else number)
        said = _("正在打印第 {done} / {total} 面") if alone else _("正在打印第 {done} / {total} 份：{name}")
        done, total = (side, sides) if alone else (number, self._many)
        self._say(said.format(done=done + 1, total=total, name=name))

    def _done(self, report: PrintReport) -> None:
        self._end()
        counts = _("已送打印机 {count} 份，失败 {failed} 份。").format(
            count=report.printed, failed=len(report.failures)
        )
        stopped = _("已停止。已经送到打印机的页可能照常印出。")
        self._say(f"{stopped}\n{counts}" if report.stopped else counts)
        clear(self._failures.body)
        for name, problem in report.failures:
            said = _("{name}：{problem}").format(name=name, problem=problem)
            self._failures.body.addWidget(selectable(text(said, "problem", wrap=True)))
        self._failures.body.addStretch(1)
        self._failures.setVisible(bool(report.failures))
        self._failures.setMinimumHeight(min(180, 44 * len(report.failures)))
        self.ended.emit(report)

    def _failed(self, error: Exception) -> None:
        self._end()
        self._say(_("没有打印成。{reason}").format(reason=error))
        self.ended.emit(None)

    def _end(self) -> None:
        self.working = False
        self._bar.hide()

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))
