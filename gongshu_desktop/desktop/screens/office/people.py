"""The office's people, one row each: who, as what, with or without a key."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Card, clear
from gongshu_desktop.desktop.widgets.texts import Pill, rule, text
from gongshu_desktop.services.ports import Person
from gongshu_desktop.wording import _


class PeopleCard(Card):
    """``add_wanted``, ``edit_wanted(person)``, ``key_wanted(person)``."""

    add_wanted = Signal()
    edit_wanted = Signal(object)
    key_wanted = Signal(object)

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

    def show_people(self, people: Sequence[Person], *, can_issue: bool) -> None:
        """Show them; keys can be issued once the office has its root."""
        clear(self._grid)
        self._nobody.setVisible(not people)
        for number, person in enumerate(people):
            self._grid.addWidget(rule(), 2 * number, 0, 1, 5)
            self._add_row(2 * number + 1, person, can_issue=can_issue)

    def _add_row(self, row: int, person: Person, *, can_issue: bool) -> None:
        named = text(person.name, "strong" if person.active else "muted")
        self._grid.addWidget(named, row, 0)
        roles = QHBoxLayout()
        roles.setSpacing(6)
        roles.addWidget(text(person.post or words.NOTHING, "muted"))
        for role in person.roles:
            roles.addWidget(Pill(words.role(role), "accent"))
        if not person.active:
            roles.addWidget(Pill(_("离岗"), "neutral"))
        roles.addStretch(1)
        self._grid.addLayout(roles, row, 1)
        has_key = bool(person.certificate)
        self._grid.addWidget(Pill(_("已有密钥") if has_key else _("无密钥"), "ok" if has_key else "warn"), row, 2)
        key = Button(_("重新签发…") if has_key else _("签发密钥…"), f"office.key.{person.id}", parent=self)
        key.setAccessibleName(_("给{name}签发密钥").format(name=person.name))
        key.with_icon(self._theme, "key")
        key.setEnabled(can_issue and person.active)
        key.clicked.connect(lambda _checked=False: self.key_wanted.emit(person))
        self._grid.addWidget(key, row, 3)
        edit = Button(_("修改…"), f"office.edit.{person.id}", "quiet", parent=self)
        edit.setAccessibleName(_("修改{name}").format(name=person.name))
        edit.clicked.connect(lambda _checked=False: self.edit_wanted.emit(person))
        self._grid.addWidget(edit, row, 4)
