"""签署: what is being signed, in figures and words, and then the key, what opens it, and the picture of the handwriting."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.dialogs.handwriting_field import HandwritingField
from gongshu_desktop.desktop.dialogs.key_source import KeyGiven, KeySource
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.fields import Field, area
from gongshu_desktop.desktop.widgets.surfaces import Card
from gongshu_desktop.desktop.widgets.texts import rule, selectable, text
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.policy.money import words as in_words
from gongshu_desktop.review.stage import Role
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
    person: str = ""
    """The signer's id: whose handwriting is remembered."""


def in_groups(digest: str) -> str:
    """The digest in groups of four, as it is printed on the memo."""
    plain = digest.removeprefix("sha256:")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


class SignDialog(Dialog):
    """``given`` tells key, secret and picture once they are there; the caller signs while it stays open."""

    def __init__(self, surroundings: Surroundings, what: ToSign, key_file: str, parent: QWidget | None = None) -> None:
        title = _("以{role}身份签署").format(role=words.role(what.role))
        super().__init__("sign", title, f"{what.number} · {what.makerspace}", width=900, parent=parent)
        # what is signed at the left, with what at the right: both in sight at once, at every size of the text
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addLayout(self._build_what(what), 4)
        columns.addWidget(rule(upright=True))
        columns.addLayout(self._build_key(surroundings, what, key_file), 5)
        self.body.addLayout(columns)
        self.add_buttons(_("确认签署"))
        self.main_button.clicked.disconnect()
        self.key.focus()

    def _build_what(self, what: ToSign) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self._build_summary(what))
        # as recorded when he moved the case on, and as it stands on the page: to say something else, the case is sent back
        opinion = area("sign.opinion", _("意见"), value=what.opinion, lines=2)
        opinion.setReadOnly(True)
        column.addWidget(Field(_("意见"), opinion))
        column.addStretch(1)
        return column

    def _build_key(self, surroundings: Surroundings, what: ToSign, key_file: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        self.key = KeySource(surroundings, "sign", key_file)
        self.key.problem.connect(self.show_problem)
        self.key.resized.connect(self.refit)
        column.addWidget(self.key)
        column.addWidget(rule())
        self.handwriting = HandwritingField(surroundings, "sign", what.person)
        self.handwriting.problem.connect(self.show_problem)
        column.addWidget(self.handwriting)
        column.addStretch(1)
        return column

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

    def given(self) -> KeyGiven | None:
        """The key and its secret; None while something is missing, which is then said."""
        self.show_problem("")
        return self.key.given()
