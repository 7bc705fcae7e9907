"""The office and its root: name, fingerprint, the trust file and its revocation list with their dates."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Banner, Card, clear
from gongshu_desktop.desktop.widgets.texts import selectable, text
from gongshu_desktop.services.office.trust_content import TrustContent
from gongshu_desktop.services.records import Office
from gongshu_desktop.wording import _


class RootCard(Card):
    """``export_wanted``, ``accept_wanted``, ``refresh_wanted``: what the person asks for."""

    export_wanted = Signal()
    accept_wanted = Signal()
    refresh_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(spacing=12, parent=parent)
        self._theme = theme
        self._name = text("", "heading", wrap=True)
        self.body.addWidget(self._name)
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(6)
        self.body.addLayout(self._warnings)
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(6)
        self._lines.setColumnStretch(1, 1)
        self._prefix = self._line(0, _("发文字号代字"), "body")
        self._print = self._line(1, _("根证书指纹"), "mono")
        self._trust = self._line(2, _("信任文件"), "body")
        self._list = self._line(3, _("吊销名单"), "body")
        self.body.addLayout(self._lines)
        said = _(
            "信任文件用 U 盘带到其他电脑，其中没有任何密钥；指纹用电话或纸面另行告知，对方逐组核对，确认文件没有被调换。"
        )
        self.body.addWidget(text(said, "small", wrap=True))
        self.body.addLayout(self._build_buttons())

    def _line(self, row: int, caption: str, role: str) -> QLabel:
        self._lines.addWidget(text(caption, "muted"), row, 0)
        label = selectable(text("", role, wrap=True))
        label.setAccessibleName(caption)
        self._lines.addWidget(label, row, 1)
        return label

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for said, name, icon, signal in (
            (_("导出信任文件…"), "office.trust", "export", self.export_wanted),
            (_("采用信任文件…"), "office.accept", "import", self.accept_wanted),
            (_("重新签发吊销名单…"), "office.refresh", "clock", self.refresh_wanted),
        ):
            button = Button(said, name, parent=self).with_icon(self._theme, icon)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def show_office(self, office: Office, content: TrustContent | None, problems: Sequence[str]) -> None:
        """Show the office as it stands; ``problems`` say what should be done soon, or what is wrong with the trust file."""
        self._name.setText(office.name)
        self._prefix.setText(office.numbering)
        clear(self._warnings)
        for problem in problems:
            self._warnings.addWidget(Banner(self._theme, "warning", problem, "warn"))
        if content is None:
            for label in (self._print, self._trust, self._list):
                label.setText(words.NOTHING)
            return
        self._print.setText(content.fingerprint)
        self._trust.setText(
            _("第 {number} 号，{at} 签发").format(number=content.number, at=words.moment(content.issued))
        )
        day = words.day(content.list_until.astimezone().date())
        revoked = sum(key.revoked is not None for key in content.keys)
        self._list.setText(_("有效至 {day}，列有 {count} 个吊销的密钥").format(day=day, count=revoked))
