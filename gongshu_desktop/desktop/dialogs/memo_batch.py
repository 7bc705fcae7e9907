"""全部意见书: every memo of a year into a folder, with progress, a way to stop, what failed, and printing all of them."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QProgressBar, QWidget

from gongshu_desktop.desktop.dialogs.papers import problem_words
from gongshu_desktop.desktop.dialogs.print_batch import PrintGroup, print_files
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.tasks import Progress
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.surfaces import ScrolledColumn, clear
from gongshu_desktop.desktop.widgets.texts import selectable, text
from gongshu_desktop.host.whole_file import SignedFileThere, put_whole
from gongshu_desktop.services.paper_kinds import PaperRefused
from gongshu_desktop.services.papers.memo_batch import BatchReport, elsewhere_words
from gongshu_desktop.wording import _


class MemoBatchDialog(Dialog):
    """Begins by asking what is wanted; then shows how far it is; then what came of it."""

    stepped = Signal(int, int)

    def __init__(self, surroundings: Surroundings, year: int, parent: QWidget | None = None) -> None:
        intro = _("每案一个 PDF 文件，放进所选文件夹；已签发的原样取出，没有意见书的出草稿。")
        title = _("{year} 年度全部审核意见书").format(year=year)
        super().__init__("memos", title, intro, width=600, parent=parent or surroundings.owner)
        self._around, self._year = surroundings, year
        self._files: list[Path] = []
        self._kinds: Mapping[str, str] = {}
        self._folder: Path | None = None
        self._work: Progress | None = None
        self._working = False
        self._drafts = QCheckBox(_("没有意见书的案卷也出草稿"))
        self._drafts.setObjectName("memos.drafts")
        self._drafts.setAccessibleName(_("没有意见书的案卷也出草稿"))
        self._drafts.setChecked(True)
        self.body.addWidget(self._drafts)
        self._build_report()
        self._build_buttons()
        self.stepped.connect(self._show_step)

    def _build_report(self) -> None:
        self._bar = QProgressBar()
        self._bar.setObjectName("memos.bar")
        self._bar.setAccessibleName(_("进度"))
        self._bar.setTextVisible(False)
        self._bar.hide()
        self._said = text("", "body", wrap=True)
        self._said.setObjectName("memos.said")
        self._said.hide()
        self._failures = ScrolledColumn("memos.failures", _("没有成功的案卷"), spacing=6)
        self._failures.hide()
        for widget in (self._said, self._bar, self._failures):
            self.body.addWidget(widget)

    def _build_buttons(self) -> None:
        self._print = Button(_("全部打印…"), "memos.print", parent=self).with_icon(self._around.theme, "print")
        self._print.clicked.connect(self._print_all)
        self._look = Button(_("打开文件夹"), "memos.open", parent=self).with_icon(self._around.theme, "folder")
        self._look.clicked.connect(self._open_folder)
        for button in (self._look, self._print):
            button.hide()
            self.foot.insertWidget(0, button)
        self.add_buttons(_("选择文件夹…"), cancel=_("关闭"))

    # --- saving --------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Ask for the folder and begin."""
        folder = self._around.prompts.folder(_("全部意见书放在哪个文件夹"))
        if folder is None:
            return
        self._folder, self._files = folder, []
        self._drafts.setEnabled(False)
        self.main_button.setEnabled(False)
        self._look.hide()
        self._print.hide()
        self._bar.setRange(0, 0)
        self._bar.show()
        self._say(_("正在生成…"))
        self.cancel_button.setText(_("停止"))
        program, drafts = self._around.program, self._drafts.isChecked()
        person = self._around.navigator.person
        by = "" if person is None else person.id

        def work(progress: Progress) -> BatchReport:
            return program.papers.memos_of_year(
                self._year,
                partial(self._keep, folder),
                drafts=drafts,
                by=by,
                progress=self.stepped.emit,
                stop=lambda: progress.cancelled,
            )

        self._working = True
        title = _("正在生成全部意见书")
        self._work = self._around.tasks.submit(work, self._done, self._failed, owner=self, title=title)

    def _keep(self, folder: Path, name: str, pdf: bytes) -> None:
        """Called in the worker, for one memo after the other."""
        path = folder / name
        try:
            put_whole(path, pdf)
        except SignedFileThere as error:
            raise PaperRefused(f"{path}: {error.strerror}") from error
        except OSError as error:
            said = _("写不进 {file}。请换一个位置，或检查磁盘空间与权限。").format(file=path)
            raise PaperRefused(said) from error
        self._files.append(path)

    def _show_step(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        self._say(_("正在生成，{done} / {total}").format(done=done, total=total))

    def _done(self, report: BatchReport) -> None:
        self._ready()
        self._kinds = report.kinds
        counts = {
            "issued": report.issued,
            "waiting": report.waiting,
            "drafts": report.drafts,
            "skipped": report.skipped,
            "failed": len(report.failures),
        }
        said = _("已签发 {issued} 份，待签署 {waiting} 份，草稿 {drafts} 份，略过 {skipped} 案，失败 {failed} 案。")
        words = said.format(**counts) + elsewhere_words(report)
        self._say(f"{_('已停止，此前生成的文件保留。')}\n{words}" if report.stopped else words)
        clear(self._failures.body)
        for failure in report.failures:
            line = f"{failure.number or _('未编号')}：{failure.problem}"
            self._failures.body.addWidget(selectable(text(line, "problem", wrap=True)))
        self._failures.body.addStretch(1)
        self._failures.setVisible(bool(report.failures))
        self._failures.setMinimumHeight(min(220, 44 * len(report.failures)))
        self._look.setVisible(bool(self._files))
        self._print.setVisible(bool(self._files))
        self._fit()

    def _failed(self, error: Exception) -> None:
        self._ready()
        self._say("")
        self.show_problem(problem_words(error))

    def _ready(self) -> None:
        self._working = False
        self._bar.hide()
        self._drafts.setEnabled(True)
        self.main_button.setEnabled(True)
        self.cancel_button.setEnabled(True)
        self.cancel_button.setText(_("关闭"))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def reject(self) -> None:
        """While it works, stop it; otherwise close."""
        if not self._working or self._work is None:
            super().reject()
            return
        self._work.cancel()
        self.cancel_button.setEnabled(False)
        self._say(_("正在停止…"))

    # --- afterwards ----------------------------------------------------------------------------------------------

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _print_all(self) -> None:
        """Of a year's memos only those that are issued are printed unless more is ticked."""
        kinds = (("issued", _("已签发")), ("waiting", _("待签署")), ("drafts", _("草稿")))
        groups = [
            PrintGroup(words=words, files=tuple(file for file in self._files if self._kinds.get(file.name) == kind))
            for kind, words in kinds
        ]
        print_files(self._around, groups, self)


def save_all_memos(surroundings: Surroundings, year: int) -> None:
    """The dialog for a year's memos, until it is closed."""
    dialog = MemoBatchDialog(surroundings, year)
    dialog.exec()
    dialog.deleteLater()
