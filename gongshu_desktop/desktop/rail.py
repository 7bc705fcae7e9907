"""The rail at the left: the places of the program, and who is working. Only a real screen has a place here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place: its key, its icon, its name (asked for in the language in use), its shortcut, and how it is built."""

    key: str
    icon: str
    title: Callable[[], str]
    keys: str
    make: Callable[[Surroundings], Screen]
    at_foot: bool = False


class Rail(QWidget):
    """``chosen`` tells a place's key, ``person_chosen`` a person's id."""

    chosen = Signal(str)
    person_chosen = Signal(str)

    def __init__(self, theme: Theme, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme.metric("rail"))
        self._theme = theme
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 10, 4, 14)
        column.setSpacing(4)
        for place in (place for place in places if not place.at_foot):
            column.addWidget(self._button(place))
        column.addStretch(1)
        for place in (place for place in places if place.at_foot):
            column.addWidget(self._button(place))
        self.avatar = QToolButton(self)
        self.avatar.setObjectName("window.person")
        self.avatar.setProperty("role", "avatar")
        self.avatar.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        column.addSpacing(8)
        column.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignHCenter)

    def _button(self, place: Place) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"window.{place.key}")
        button.setProperty("role", "rail")
        button.setText(place.title())
        button.setAccessibleName(place.title())
        shown = QKeySequence(place.keys).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{place.title()} ({shown})")
        button.setShortcut(QKeySequence(place.keys))
        button.setIcon(self._theme.icon(place.icon, checked="accent_soft_text", size=20))
        button.setIconSize(QSize(20, 20))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.chosen.emit(place.key))
        self._group.addButton(button)
        self._buttons[place.key] = button
        return button

    def show_place(self, key: str) -> None:
        """Mark the place that is in sight."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def show_people(self, people: Sequence[Person], current: Person | None) -> None:
        """Show who is working, and whom one can switch to."""
        self.avatar.setText(current.name[-1:] if current else "")
        if current is None:
            self.avatar.setIcon(self._theme.icon("user", "accent_soft_text"))
        style = Qt.ToolButtonStyle.ToolButtonTextOnly if current else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.avatar.setToolButtonStyle(style)
        who = _("{name}（{roles}）").format(name=current.name, roles=_roles(current)) if current else _("尚无人员")
        self.avatar.setAccessibleName(_("当前经手人：{who}").format(who=who))
        self.avatar.setToolTip(_("当前经手人：{who}").format(who=who))
        menu = QMenu(self.avatar)
        menu.setObjectName("window.people")
        menu.addAction(_("由谁办理")).setEnabled(False)
        for person in people:
            action = menu.addAction(_("{name}（{roles}）").format(name=person.name, roles=_roles(person)))
            action.setCheckable(True)
            action.setChecked(current is not None and person.id == current.id)
            action.setObjectName(f"window.people.{person.id}")
            action.triggered.connect(lambda _checked=False, id=person.id: self.person_chosen.emit(id))
        self.avatar.setMenu(menu)


def _roles(person: Person) -> str:
    return _("、").join(words.role(role) for role in person.roles)
