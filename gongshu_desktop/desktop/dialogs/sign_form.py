"""签署: what is being signed, in figures and words, and then the key and its passphrase."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.dialogs.dialog import Dialog
from gongshu_desktop.desktop.dialogs.key_field import KeyFileField, p12_kinds
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.fields import Field, area, line
from gongshu_desktop.desktop.widgets.surfaces import Card
from gongshu_desktop.desktop.widgets.texts import selectable, text
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.policy.money import words as in_words
from gongshu_desktop.review.case import Role
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSign:
    """What a signature stands under. ``amount`` in fen; ``digest`` of the unsigned memo, hex."""

    number: str
    makerspace: str
    role: Role
    name: str
    amount: int
    digest: str
    opinion: str


def in_groups(digest: str) -> str:
    """The digest in groups of four, as it is printed on the memo."""
    plain = digest.removeprefix("sha256:")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


class SignDialog(Dialog):
    """``ready`` tells whether key and passphrase were given; the caller signs while it stays open."""

    def __init__(self, surroundings: Surroundings, what: ToSign, key_file: str, parent: QWidget | None = None) -> None:
        title = _("以{role}身份签署").format(role=words.role(what.role))
        super().__init__("sign", title, f"{what.number} · {what.makerspace}", width=600, parent=parent)
        self.body.addWidget(self._build_summary(what))
        self._opinion = area("sign.opinion", _("意见"), value=what.opinion, lines=2)
        self.body.addWidget(Field(_("意见"), self._opinion))
        self._key = KeyFileField(
            surroundings.theme, surroundings.prompts, "sign", _("签名密钥文件"), p12_kinds(), key_file
        )
        self.body.addWidget(self._key)
        self._passphrase = line("sign.passphrase", _("密钥口令"), secret=True)
        self._secret = Field(_("密钥口令"), self._passphrase, _("口令只用于这一次签名，不会保存。"))
        self.body.addWidget(self._secret)
        self._passphrase.textEdited.connect(lambda _typed: self._secret.show_problem(""))
        self.add_buttons(_("确认签署"))
        self.main_button.clicked.disconnect()
        (self._passphrase if key_file else self._key.edit).setFocus()

    def _build_summary(self, what: ToSign) -> Card:
        card = Card("accent", spacing=6)
        card.body.addWidget(text(_("审定金额"), "section"))
        card.body.addWidget(text(_("{amount} 元").format(amount=grouped(what.amount)), "display"))
        card.body.addWidget(text("人民币" + in_words(what.amount), "lead", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        grid.addWidget(text(_("签署人"), "small"), 0, 0)
        grid.addWidget(text(_("{name}（{roles}）").format(name=what.name, roles=words.role(what.role))), 0, 1)
        grid.addWidget(text(_("文件摘要"), "small"), 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(selectable(text(in_groups(what.digest), "mono", wrap=True)), 1, 1)
        card.body.addLayout(grid)
        return card

    @property
    def opinion(self) -> str:
        """The opinion that goes into the signature."""
        return self._opinion.toPlainText().strip()

    @property
    def passphrase(self) -> str:
        """The passphrase as typed."""
        return self._passphrase.text()

    @property
    def key_path(self) -> Path | None:
        """The chosen key file."""
        return self._key.path

    def read_key(self) -> bytes | None:
        """The key's bytes, once it can be read and a passphrase was typed; else what is missing is said."""
        content = self._key.read()
        if isinstance(content, str):
            self.show_problem(content)
            return None
        if not self._passphrase.text():
            self._secret.show_problem(_("请输入密钥口令。"))
            self._passphrase.setFocus()
            return None
        self.show_problem("")
        return content

    def wrong_passphrase(self) -> None:
        """Say so, and let it be typed again."""
        self._secret.show_problem(_("口令不对，打不开这个密钥。请核对大小写和输入法后重试。"))
        self._passphrase.selectAll()
        self._passphrase.setFocus()
