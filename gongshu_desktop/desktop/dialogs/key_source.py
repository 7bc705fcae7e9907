"""Where the key for a signature is: in a file, or on a token; and what opens it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.dialogs.key_field import KeyFileField, p12_kinds
from gongshu_desktop.desktop.dialogs.token_field import TokenField
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.fields import Field, line
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.services.office.signers import SignerProvider, WrongPin, certificate_fingerprint
from gongshu_desktop.services.ports import WrongPassphrase
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _

FILE, TOKEN = "file", "token"


@dataclass(frozen=True, slots=True)
class KeyGiven:
    """The key as chosen for one signature, and the secret as typed ("" for a token with a pad of its own)."""

    provider: Callable[[Person], SignerProvider]
    secret: str


class KeySource(QWidget):
    """``problem(words)``: what is missing, where no field can say it. ``resized``: it takes another height now."""

    problem = Signal(str)
    resized = Signal()

    def __init__(self, around: Surroundings, name: str, key_file: str) -> None:
        super().__init__()
        self._around, self._name = around, name
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._build_choice())
        self._file = self._build_file(key_file)
        self._token = TokenField(around, name)
        self._token.looked.connect(self.resized)
        column.addWidget(self._file)
        column.addWidget(self._token)
        self._take(around.settings.current.key_source)

    def _build_choice(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(text(_("签名密钥"), "section"), 1)
        group = QButtonGroup(self)
        self._choices: dict[str, Button] = {}
        for value, shown in ((FILE, _("密钥文件")), (TOKEN, "UKey")):
            button = Button(shown, f"{self._name}.source.{value}", "segment", parent=self)
            button.setProperty("first", "true" if value == FILE else "false")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, value=value: self._take(value))
            group.addButton(button)
            self._choices[value] = button
            row.addWidget(button)
        return row

    def _build_file(self, key_file: str) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        theme, prompts = self._around.theme, self._around.prompts
        self._key = KeyFileField(theme, prompts, self._name, _("签名密钥文件"), p12_kinds(), key_file)
        column.addWidget(self._key)
        self._passphrase = line(f"{self._name}.passphrase", _("密钥口令"), secret=True)
        self._secret = Field(_("密钥口令"), self._passphrase, _("口令只用于这一次签名，不会保存。"))
        self._passphrase.textEdited.connect(lambda _typed: self._secret.show_problem(""))
        column.addWidget(self._secret)
        return inside

    def _take(self, source: str) -> None:
        self.source = source
        self._choices[source].setChecked(True)
        self._file.setVisible(source == FILE)
        self._token.setVisible(source == TOKEN)
        if source == TOKEN and self._token.token is None:
            self._token.begin()
        self.focus()
        self.resized.emit()

    def focus(self) -> None:
        """Where the next thing is to be typed."""
        if self.source == FILE:
            (self._passphrase if self._key.path else self._key.edit).setFocus()
        else:
            self._token.focus()

    @property
    def key_path(self) -> str:
        """The chosen key file."""
        return str(self._key.path or "")

    def given(self) -> KeyGiven | None:
        """The key and what opens it; None while something is missing, which is then said."""
        return self._given_file() if self.source == FILE else self._given_token()

    def _given_file(self) -> KeyGiven | None:
        content = self._key.read()
        if isinstance(content, str):
            self.problem.emit(content)
            return None
        if not self._passphrase.text():
            self._secret.show_problem(_("请输入密钥口令。"))
            self._passphrase.setFocus()
            return None
        program, path = self._around.program, self._key.path
        name = path.name if path is not None else ""
        return KeyGiven(lambda _person: program.memos.key_file(content, name), self._passphrase.text())

    def _given_token(self) -> KeyGiven | None:
        given = self._token.given()
        if given is None:
            return None
        token, pin = given
        program = self._around.program
        return KeyGiven(lambda person: program.tokens.provider(token, certificate_fingerprint(person.certificate)), pin)

    def wrong(self, error: WrongPassphrase) -> None:
        """Say that the secret is wrong, and let it be typed again."""
        if isinstance(error, WrongPin):
            self._token.wrong_pin(str(error))
            return
        self._secret.show_problem(_("口令不对，打不开这个密钥。请核对大小写和输入法后重试。"))
        self._passphrase.selectAll()
        self._passphrase.setFocus()
