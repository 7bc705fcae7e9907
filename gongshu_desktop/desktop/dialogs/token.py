"""Dialogs that set a token (UKey) up: a request from it, and the certificate onto it."""

from PySide6.QtWidgets import QWidget

from gongshu_desktop.desktop.dialogs.file_field import FileField
from gongshu_desktop.desktop.dialogs.token_field import TokenField
from gongshu_desktop.desktop.dialogs.work_dialog import WorkDialog
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.host.input_file import UnreadableFile, read_file
from gongshu_desktop.services.ports import WrongPassphrase
from gongshu_desktop.wording import _


class TokenDialog(WorkDialog):
    """A token and its PIN. Put what else is asked before ``add_token``."""

    def __init__(
        self, around: Surroundings, name: str, title: str, intro: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, title, intro, width=620, parent=parent)
        self._around = around

    def add_token(self, main: str) -> None:
        """The token's fields, and the buttons."""
        self.field = TokenField(self._around, self.name)
        self.body.addWidget(self.field)
        self.add_work_buttons(main)
        self.field.looked.connect(self.refit)
        self.field.begin()
        self.field.focus()

    def tell(self, error: Exception) -> bool:
        """A wrong PIN beside its field."""
        if not isinstance(error, WrongPassphrase):
            return super().tell(error)
        self.field.wrong_pin(str(error))
        return True


class RequestDialog(TokenDialog):
    """在 UKey 上生成密钥和证书申请."""

    def __init__(self, around: Surroundings, name: str, parent: QWidget | None = None) -> None:
        intro = _("为{name}在 UKey 上生成密钥。密钥不能取出；申请文件交给保管根密钥的人，用来签发证书。").format(
            name=name
        )
        super().__init__(around, "request", _("生成 UKey 证书申请"), intro, parent=parent)
        self.add_token(_("生成并保存申请…"))


class InstallDialog(TokenDialog):
    """把证书装到 UKey."""

    def __init__(self, around: Surroundings, name: str, *, recorded: bool, parent: QWidget | None = None) -> None:
        intro = _("把签发给{name}的证书装到生成申请的那个 UKey 上。").format(name=name)
        super().__init__(around, "install", _("把证书装到 UKey"), intro, parent=parent)
        self._recorded = recorded
        self._file = FileField(
            around.theme,
            around.prompts,
            "install",
            _("证书文件"),
            _("证书 (*.pem *.crt *.cer);;所有文件 (*)"),
            placeholder=_("留空则用本机登记的证书") if recorded else "",
        )
        self.body.addWidget(self._file)
        self.add_token(_("装到 UKey"))

    def certificate(self, on_record: str) -> str | None:
        """The certificate (PEM) of the file, or the one on record; None while there is none, which is then said."""
        path = self._file.path
        if path is None and self._recorded:
            return on_record
        if path is None:
            self._file.field.show_problem(_("请选择证书文件。"))
            return None
        try:
            content = read_file(path, 1024 * 1024).decode("ascii")
        except (UnreadableFile, UnicodeDecodeError):
            self._file.field.show_problem(_("读不到 {file}，或它不是证书文件。请重新选择。").format(file=path.name))
            return None
        self._file.field.show_problem("")
        return content
