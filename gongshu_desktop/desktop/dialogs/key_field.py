"""Choosing a key file and typing its passphrase."""

from gongshu_desktop.desktop.dialogs.file_field import FileField
from gongshu_desktop.desktop.prompts import Prompts
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.wording import _


class KeyFileField(FileField):
    """A key file, which usually is on a stick."""

    def __init__(self, theme: Theme, prompts: Prompts, name: str, caption: str, kinds: str, chosen: str = "") -> None:
        where = _("密钥文件所在位置，通常在 U 盘上")
        super().__init__(theme, prompts, name, caption, kinds, chosen, placeholder=where)

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
