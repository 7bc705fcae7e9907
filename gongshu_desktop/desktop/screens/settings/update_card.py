"""离线升级: a newer version from a stick, whose signature is checked before anything of it is run."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from gongshu_desktop import __version__
from gongshu_desktop.desktop.dialogs.update import PlacedDialog, UpdateDialog
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Card
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.services.records import StoreError
from gongshu_desktop.services.update.updating import Update, UpdateRefused, Updates, Voucher
from gongshu_desktop.wording import _


class UpdateCard(Card):
    """Asks for the folder, shows what was found, and ends the program for the installer to take its place."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        self._around = surroundings
        self.body.addWidget(text(_("升级"), "heading"))
        row = QHBoxLayout()
        row.setSpacing(10)
        self._said = text(_("现用版本 {version}。").format(version=__version__), "small", wrap=True)
        self._said.setObjectName("settings.update.state")
        row.addWidget(self._said, 1)
        self._button = Button(_("从 U 盘升级…"), "settings.update", parent=self)
        self._button.with_icon(surroundings.theme, "import").clicked.connect(self._begin)
        self._button.setEnabled(False)
        row.addWidget(self._button)
        self.body.addLayout(row)
        surroundings.tasks.submit(lambda _progress: self._state(), self._show_state, owner=self)

    @property
    def _updates(self) -> Updates:
        """Asked for in a worker first: it takes a while to load."""
        return self._around.program.updates

    def _show_state(self, state: tuple[str, bool]) -> None:
        said, possible = state
        self._said.setText(said)
        self._button.setEnabled(possible)

    def _state(self) -> tuple[str, bool]:
        """What can be done here, in words, and whether anything can."""
        now = _("现用版本 {version}。").format(version=__version__)
        try:
            obstacle, vouchers = self._updates.obstacle(), self._updates.vouchers()
        except UpdateRefused as problem:
            return now + str(problem), False
        if obstacle:
            return now + obstacle, False
        return now + whose(vouchers), bool(vouchers)

    def _begin(self) -> None:
        folder = self._around.prompts.folder(_("更新包所在的文件夹"))
        if folder is not None:
            self._around.tasks.submit(
                lambda progress: self._updates.check(folder, progress.step),
                self._checked,
                self._failed,
                owner=self._around.owner,
                title=_("正在核对更新包"),
            )

    def _checked(self, update: Update) -> None:
        dialog = UpdateDialog(self._around.theme, update, runs=self._updates.runs, parent=self._around.owner)
        wanted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if not wanted:
            self._updates.tidy()
        elif self._updates.runs:
            self._around.tasks.submit(
                lambda _progress: self._updates.install(update),
                self._started,
                self._failed,
                owner=self._around.owner,
                title=_("正在备份数据"),
            )
        else:
            self._put(update)

    def _started(self, _backup: Path) -> None:
        """The installer waits for this: on the settings screen nothing is unwritten, so nothing keeps the window open."""
        self._around.owner.close()

    def _put(self, update: Update) -> None:
        folder = self._around.prompts.folder(_("把核对过的安装文件存放到"))
        if folder is None:
            self._updates.tidy()
            return
        self._around.tasks.submit(
            lambda _progress: self._updates.put(update, folder),
            self._placed,
            self._failed,
            owner=self._around.owner,
            title=_("正在复制安装文件"),
        )

    def _placed(self, command: str) -> None:
        dialog = PlacedDialog(self._around.theme, command, self._around.owner)
        dialog.exec()
        dialog.deleteLater()

    def _failed(self, error: Exception) -> None:
        self._updates.tidy()
        known = isinstance(error, UpdateRefused | StoreError)
        self._around.prompts.problem(str(error) if known else _("没有升级，程序和数据都没有改动。"), error)


def whose(vouchers: frozenset[Voucher]) -> str:
    """Whose updates are taken, in words."""
    if not vouchers:
        return _(
            "本程序没有附带维护者的公钥，本单位也还没有签名根证，因此认不出任何更新包：请直接运行新版本的安装程序。"
        )
    if vouchers == {Voucher.OFFICE}:
        return _("本程序没有附带维护者的公钥，只认可由本单位根密钥签发的更新包。先核对签名、备份数据，再安装。")
    if vouchers == {Voucher.MAINTAINER}:
        return _("只认可由本程序维护者签发的更新包。先核对签名、备份数据，再安装。")
    return _("认可由本程序维护者或本单位根密钥签发的更新包。先核对签名、备份数据，再安装。")
