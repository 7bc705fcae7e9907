"""发码密钥: whether this PC prints signed codes on memos, and every key that ever did."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Card, clear
from gongshu_desktop.desktop.widgets.texts import Pill, rule, selectable, text
from gongshu_desktop.services.office.trust_content import KnownIssuer
from gongshu_desktop.wording import _


def in_groups(issuer: str) -> str:
    """The id of an issuing key in groups of four."""
    plain = issuer.upper()
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


class IssuingCard(Card):
    """``make_wanted``; ``retire_wanted(KnownIssuer)``."""

    make_wanted = Signal()
    retire_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(text(_("发码密钥"), "heading"))
        self._state = Pill("", "neutral")
        row.addWidget(self._state)
        row.addStretch(1)
        self._make = Button("", "office.issuer", parent=self).with_icon(theme, "key")
        self._make.clicked.connect(self.make_wanted)
        row.addWidget(self._make)
        self.body.addLayout(row)
        said = _(
            "意见书末页的二维码和短码由它签发，凭纸面即可查到案卷、比对金额。没有它，意见书上不印核验码，其余不受影响。"
        )
        self.body.addWidget(text(said, "small", wrap=True))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)

    def show_issuers(self, issuers: Sequence[KnownIssuer], *, ready: bool) -> None:
        """Show whether this PC has one, and all that the trust file lists, the latest first."""
        self._state.show_state(_("本机已建立") if ready else _("本机没有"), "ok" if ready else "warn")
        self._make.setText(_("更换…") if ready else _("建立发码密钥…"))
        clear(self._grid)
        for number, issuer in enumerate(sorted(issuers, key=lambda item: item.since, reverse=True)):
            self._grid.addWidget(rule(), 2 * number, 0, 1, 4)
            self._add_row(2 * number + 1, issuer)

    def _add_row(self, row: int, issuer: KnownIssuer) -> None:
        self._grid.addWidget(selectable(text(in_groups(issuer.id), "mono")), row, 0)
        since = words.day(issuer.since.astimezone().date())
        said = _("{day} 起").format(day=since)
        if issuer.until is not None:
            said = _("{day} 至 {until}").format(day=since, until=words.day(issuer.until.astimezone().date()))
        self._grid.addWidget(text(said, "small"), row, 1)
        state, tone = (_("在用"), "ok") if issuer.until is None else (_("已停用"), "neutral")
        if issuer.compromised:
            state, tone = _("已泄露作废"), "danger"
        self._grid.addWidget(Pill(state, tone), row, 2)
        retire = Button(_("停用…"), f"office.retire.{issuer.id}", "quiet", parent=self)
        retire.setAccessibleName(_("停用发码密钥 {id}").format(id=in_groups(issuer.id)))
        retire.setVisible(not issuer.compromised)
        retire.clicked.connect(partial(self.retire_wanted.emit, issuer))
        self._grid.addWidget(retire, row, 3)
