"""The office's people, one row each: who, as what, with which key; and what can be done with the key."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screens.office.key_state import KeyState, key_state
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button, IconButton
from gongshu_desktop.desktop.widgets.surfaces import Card, clear
from gongshu_desktop.desktop.widgets.texts import Pill, rule, text
from gongshu_desktop.services.office.trust_content import KnownKey
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _

_COLUMNS = 6


class PeopleCard(Card):
    """Each signal but the first carries the person."""

    add_wanted = Signal()
    edit_wanted = Signal(object)
    key_wanted = Signal(object)
    revoke_wanted = Signal(object)
    request_wanted = Signal(object)
    certify_wanted = Signal(object)
    install_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        self._theme = theme
        row = QHBoxLayout()
        row.addWidget(text(_("人员与密钥"), "heading"), 1)
        add = Button(_("登记人员"), "office.add", parent=self).with_icon(theme, "plus")
        add.clicked.connect(self.add_wanted)
        row.addWidget(add)
        self.body.addLayout(row)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._nobody = text(_("还没有人员。请先登记经办人、复核人和批准人。"), "muted", wrap=True)
        self.body.addWidget(self._nobody)

    def show_people(
        self, people: Sequence[Person], keys: Mapping[str, Sequence[KnownKey]], now: datetime, *, can_issue: bool
    ) -> None:
        """Show them with their keys by their ids; keys can be issued once the office has its root."""
        clear(self._grid)
        self._nobody.setVisible(not people)
        for number, person in enumerate(people):
            self._grid.addWidget(rule(), 2 * number, 0, 1, _COLUMNS)
            own = keys.get(person.id, ())
            self._add_row(2 * number + 1, person, key_state(person, own, now), can_issue=can_issue)

    def _add_row(self, row: int, person: Person, key: KeyState, *, can_issue: bool) -> None:
        self._grid.addWidget(text(person.name, "strong" if person.active else "muted"), row, 0)
        self._grid.addLayout(self._build_who(person, key), row, 1)
        self._grid.addWidget(Pill(key.words, key.tone), row, 2)
        said = _("换发密钥…") if person.certificate else _("签发密钥…")
        issue = Button(said, f"office.key.{person.id}", parent=self)
        issue.setAccessibleName(_("给{name}签发密钥").format(name=person.name))
        issue.with_icon(self._theme, "key")
        issue.setEnabled(can_issue and person.active)
        issue.clicked.connect(partial(self.key_wanted.emit, person))
        self._grid.addWidget(issue, row, 3)
        edit = Button(_("修改…"), f"office.edit.{person.id}", "quiet", parent=self)
        edit.setAccessibleName(_("修改{name}").format(name=person.name))
        edit.clicked.connect(partial(self.edit_wanted.emit, person))
        self._grid.addWidget(edit, row, 4)
        more = IconButton(
            self._theme.icon("more"),
            _("{name}的其他密钥事项").format(name=person.name),
            f"office.more.{person.id}",
            parent=self,
        )
        more.setEnabled(can_issue)
        menu = self._build_menu(person, key, more)
        more.clicked.connect(lambda _checked=False: menu.popup(more.mapToGlobal(more.rect().bottomLeft())))
        self._grid.addWidget(more, row, 5)

    def _build_who(self, person: Person, key: KeyState) -> QVBoxLayout:
        roles = QHBoxLayout()
        roles.setSpacing(6)
        roles.addWidget(text(person.post or words.NOTHING, "muted"))
        for role in person.roles:
            roles.addWidget(Pill(words.role(role), "accent"))
        if not person.active:
            roles.addWidget(Pill(_("离岗"), "neutral"))
        roles.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addLayout(roles)
        if key.details:
            column.addWidget(text(key.details, "small"))
        return column

    def _build_menu(self, person: Person, key: KeyState, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.setAccessibleName(_("{name}的其他密钥事项").format(name=person.name))
        for icon, said, name, signal, possible in (
            ("forward", _("1. 在 UKey 上生成证书申请…"), "request", self.request_wanted, person.active),
            ("key", _("2. 用根密钥签发证书…"), "certify", self.certify_wanted, person.active),
            ("import", _("3. 把证书装到 UKey…"), "install", self.install_wanted, True),
            ("", "", "", None, False),
            ("close", _("吊销密钥…"), "revoke", self.revoke_wanted, bool(key.revocable)),
        ):
            if signal is None:
                menu.addSeparator()
                continue
            colour = "danger_text" if name == "revoke" else "text_soft"
            action = menu.addAction(self._theme.icon(icon, colour), said)
            action.setObjectName(f"office.{name}.{person.id}")
            action.setEnabled(possible)
            action.triggered.connect(partial(signal.emit, person))
        return menu
