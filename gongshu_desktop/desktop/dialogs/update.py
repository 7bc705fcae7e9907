"""从 U 盘升级: what the update is and who vouches for it, before anything of it is run; and where the package for Linux went."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.surfaces import Card
from gongshu_desktop.desktop.widgets.texts import Badge, selectable, text
from gongshu_desktop.services.update.updating import Update, Voucher
from gongshu_desktop.wording import _


class UpdateDialog(Dialog):
    """From which version to which, signed by whom, the installer's digest. ``runs``: the program starts the installer."""

    def __init__(self, theme: Theme, update: Update, *, runs: bool, parent: QWidget | None = None) -> None:
        intro = _("先把全部数据备份到数据文件夹，然后关闭窗口并运行安装程序；装好后自动打开新版本。")
        if not runs:
            intro = _("本程序没有安装软件的权限：核对过的安装文件将存放到您选的文件夹，由管理员安装。")
        super().__init__(
            "update", _("升级到 {version}").format(version=update.version), intro, width=560, parent=parent
        )
        card = Card("sunken", spacing=10)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Badge(theme, "check", "ok"))
        row.addWidget(text(_("签名成立，文件与清单相符"), "strong"), 1)
        card.body.addLayout(row)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        signed = {Voucher.MAINTAINER: _("本程序的维护者"), Voucher.OFFICE: _("本单位（根密钥）")}[update.voucher]
        lines = (
            (_("版本"), f"{update.running} → {update.version}", "body"),
            (_("由谁签发"), signed, "body"),
            (_("安装文件"), update.installer.name, "body"),
            ("SHA-256", f"{update.sha256[:32]}\n{update.sha256[32:]}", "mono"),
        )
        for number, (caption, said, role) in enumerate(lines):
            grid.addWidget(text(caption, "small"), number, 0)
            grid.addWidget(selectable(text(said, role, wrap=role != "mono")), number, 1)
        card.body.addLayout(grid)
        self.body.addWidget(card)
        self.add_buttons(_("备份并升级") if runs else _("选择存放的文件夹…"), cancel=_("暂不升级"))


class PlacedDialog(Dialog):
    """The command for the administrator."""

    def __init__(self, theme: Theme, command: str, parent: QWidget | None = None) -> None:
        intro = _("请关闭本程序，由管理员在终端中运行下面的命令。数据不受影响；升级前请先在“设置”中备份。")
        super().__init__("placed", _("安装文件已存好"), intro, width=560, parent=parent)
        card = Card("sunken")
        line = selectable(text(command, "mono", wrap=True))
        line.setObjectName("placed.command")
        line.setAccessibleName(_("安装命令"))
        card.body.addWidget(line)
        self.body.addWidget(card)
        copy = Button(_("复制"), "placed.copy", "quiet", parent=self).with_icon(theme, "copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(command))
        self.foot.insertWidget(0, copy)
        self.add_close()
