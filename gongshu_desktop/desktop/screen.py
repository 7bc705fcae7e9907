"""What every screen is, and what it is given.

A screen is built anew when the language or the theme changes or another person sits down; whatever must outlive that
(a review session, a filter) is handed to it from outside.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from PySide6.QtWidgets import QWidget

from gongshu_desktop.desktop.program import OfficeProgram
from gongshu_desktop.desktop.prompts import Prompts
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.tasks import Tasks
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.services.records import Person


class Navigator(Protocol):
    """What a screen may ask of the window."""

    @property
    def person(self) -> Person | None:
        """Who is working now."""

    @property
    def saved_at(self) -> datetime | None:
        """When something was last written to disk in this run."""

    def open_case(self, case: str) -> None:
        """Open a case in the review workspace."""

    def close_case(self) -> None:
        """Leave the review workspace for the work list."""

    def go(self, place: str) -> None:
        """Show a place of the rail by its key ("cases", "policy", "readings", "ledger", "verify", "office", "settings")."""

    def notify(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Say something in passing (a toast); with ``undo`` it carries a 撤销 button."""

    def saved(self, at: datetime) -> None:
        """Say that everything up to now is on disk: 已保存 10:32."""

    def rebuild(self) -> None:
        """Take up changed settings (language, theme, text size, person) by building the screens anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Everything that a screen is given besides its own data."""

    program: OfficeProgram
    theme: Theme
    tasks: Tasks
    prompts: Prompts
    settings: SettingsFile
    navigator: Navigator
    owner: QWidget
    """The window: the parent of dialogs, and the owner of work that outlives a screen."""


class Screen(QWidget):
    """A page of the window. Subclasses override what they need."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.surroundings = surroundings

    def arrive(self) -> None:
        """The page comes into sight: refresh what may have changed, put the focus where work begins."""

    def leave(self) -> bool:
        """The page is about to go out of sight or be thrown away: write down what is unwritten. False: stay."""
        return True
