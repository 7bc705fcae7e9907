"""The button beside a fact or criterion that says which documents support it, and links others."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.review.case import Evidence
from gongshu_desktop.wording import _

_WIDTH = 40
"""The same with and without a number, so that what stands beside it does not move."""


class EvidenceButton(QToolButton):
    """Shows how many documents are linked; its menu shows, links and adds documents.

    ``linked`` carries the new tuple of keys, ``shown`` the key of a document to be looked at, ``adding`` asks for a new one.
    """

    linked = Signal(object)
    shown = Signal(str)
    adding = Signal()

    def __init__(
        self, theme: Theme, name: str, title: str, wanted: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = title
        self._wanted = tuple(wanted)
        self._keys: tuple[str, ...] = ()
        self._all: tuple[Evidence, ...] = ()
        self._editable = False
        self.setObjectName(name)
        self.setProperty("kind", "icon")
        self.setIconSize(QSize(16, 16))
        self.setMinimumWidth(_WIDTH)
        self.setIcon(theme.icon("attach", "text_muted"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)
        self._describe()

    def show_links(self, keys: tuple[str, ...], everything: tuple[Evidence, ...], *, editable: bool) -> None:
        """Show which documents are linked, of all that the case has."""
        if (keys, everything, editable) == (self._keys, self._all, self._editable):
            return
        self._keys, self._all, self._editable = keys, everything, editable
        self._describe()

    def _describe(self) -> None:
        titles = [item.title for item in self._all if item.key in self._keys]
        self.setText(str(len(titles)) if titles else "")
        self.setIcon(self._theme.icon("attach", "accent" if titles else "text_muted"))
        lines = [_("佐证：{titles}").format(titles="、".join(titles)) if titles else _("尚未关联佐证")]
        if self._wanted:
            lines.append(_("应附：{wanted}").format(wanted="、".join(self._wanted)))
        self.setToolTip("\n".join(lines))
        self.setAccessibleName(f"{self._title} {lines[0]}")

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for item in self._all:
            if item.key in self._keys:
                action = menu.addAction(self._theme.icon("document"), _("查看 {title}").format(title=item.title))
                action.triggered.connect(lambda _checked=False, key=item.key: self.shown.emit(key))
        if self._editable:
            self._fill_links(menu)
        elif not self._keys:
            menu.addAction(_("尚未关联佐证")).setEnabled(False)

    def _fill_links(self, menu: QMenu) -> None:
        if self._keys:
            menu.addSeparator()
        for item in self._all:
            action = menu.addAction(item.title)
            action.setCheckable(True)
            action.setChecked(item.key in self._keys)
            action.triggered.connect(lambda checked, key=item.key: self._switch(key, checked))
        menu.addSeparator()
        menu.addAction(self._theme.icon("plus"), _("添加文件…")).triggered.connect(self.adding)
        if self._wanted:
            menu.addAction(_("应附：{wanted}").format(wanted="、".join(self._wanted))).setEnabled(False)

    def _switch(self, key: str, linked: bool) -> None:
        others = tuple(item for item in self._keys if item != key)
        self.linked.emit((*others, key) if linked else others)
