"""Choosing a key file and typing its passphrase."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.prompts import Prompts
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.fields import Field, line
from gongshu_desktop.wording import _


class KeyFileField(QWidget):
    """A path that can be typed or chosen. ``name`` is the prefix of its controls' names."""

    def __init__(self, theme: Theme, prompts: Prompts, name: str, caption: str, kinds: str, chosen: str = "") -> None:
        super().__init__()
        self._prompts, self._kinds, self._caption = prompts, kinds, caption
        row = QHBoxLayout()
        row.setSpacing(8)
        self.edit = line(f"{name}.file", caption, value=chosen, placeholder=_("密钥文件所在位置，通常在 U 盘上"))
        row.addWidget(self.edit, 1)
        choose = Button(_("选择…"), f"{name}.choose", parent=self).with_icon(theme, "folder")
        choose.clicked.connect(self._choose)
        row.addWidget(choose)
        inside = QWidget()
        inside.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Field(caption, inside))

    def _choose(self) -> None:
        path = self._prompts.open_file(self._caption, self._kinds)
        if path is not None:
            self.edit.setText(str(path))

    @property
    def path(self) -> Path | None:
        """The chosen file."""
        typed = self.edit.text().strip().strip('"')
        return Path(typed) if typed else None

    def read(self) -> bytes | str:
        """The file's bytes; or, in words, why it cannot be read."""
        path = self.path
        if path is None:
            return _("请选择密钥文件。")
        try:
            if path.stat().st_size > 1024 * 1024:
                return _("{file} 太大，不是密钥文件。").format(file=path.name)
            return path.read_bytes()
        except OSError:
            return _("读不到 {file}。请插好 U 盘，确认文件还在原处。").format(file=path)


def p12_kinds() -> str:
    """What a signing key's file looks like."""
    return _("签名密钥 (*.p12 *.pfx)")


def root_kinds() -> str:
    """What the office's root key file looks like."""
    return _("单位根密钥 (*.pem *.key);;所有文件 (*)")
