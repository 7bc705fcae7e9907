"""Questions to the person: yes or no, which file, and what went wrong. Tests answer with their own implementation."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.theme.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog


class Prompts(Protocol):
    """How screens ask. ``kinds`` is a Qt file filter, such as "PDF (*.pdf)"."""

    def confirm(self, title: str, text: str, yes: str, *, danger: bool = False) -> bool: ...
    def problem(self, text: str, error: BaseException | None = None) -> None: ...
    def open_file(self, title: str, kinds: str) -> Path | None: ...
    def open_files(self, title: str, kinds: str) -> list[Path]: ...
    def save_file(self, title: str, suggested: str, kinds: str) -> Path | None: ...
    def folder(self, title: str) -> Path | None: ...


class QtPrompts:
    """Asks with dialogs; remembers the folder that was used last."""

    def __init__(self, parent: QWidget, theme: Theme, settings: SettingsFile) -> None:
        self._parent, self._theme, self._settings = parent, theme, settings

    def confirm(self, title: str, text: str, yes: str, *, danger: bool = False) -> bool:
        """Ask before something that matters; the safer answer is the default."""
        from gongshu_desktop.desktop.widgets.message import ask  # noqa: PLC0415 - loaded with the first question

        return ask(self._theme, title, text, yes, danger=danger, parent=self._parent)

    def problem(self, text: str, error: BaseException | None = None) -> None:
        """Say what went wrong; the raw error is one click away."""
        from gongshu_desktop.desktop.widgets.message import show_problem  # noqa: PLC0415

        show_problem(self._theme, text, error, parent=self._parent)

    def open_file(self, title: str, kinds: str) -> Path | None:
        """One existing file."""
        name, _kind = _file_dialog().getOpenFileName(self._parent, title, self._start(), kinds)
        return self._remembered(name)

    def open_files(self, title: str, kinds: str) -> list[Path]:
        """Any number of existing files."""
        names, _kind = _file_dialog().getOpenFileNames(self._parent, title, self._start(), kinds)
        return [path for name in names if (path := self._remembered(name)) is not None]

    def save_file(self, title: str, suggested: str, kinds: str) -> Path | None:
        """Where to write; the dialog asks before an existing file is replaced."""
        start = str(Path(self._start()) / suggested)
        name, _kind = _file_dialog().getSaveFileName(self._parent, title, start, kinds)
        return self._remembered(name)

    def folder(self, title: str) -> Path | None:
        """An existing folder."""
        name = _file_dialog().getExistingDirectory(self._parent, title, self._start())
        if name:
            self._settings.change(folder=name)
        return Path(name) if name else None

    def _start(self) -> str:
        """The folder that was used last; at first the person's documents, never the folder that the program was started in."""
        last = self._settings.current.folder
        return last or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)

    def _remembered(self, name: str) -> Path | None:
        if not name:
            return None
        path = Path(name)
        self._settings.change(folder=str(path.parent))
        return path


def _file_dialog() -> "type[QFileDialog]":
    from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - made by PySide when it is first named

    return QFileDialog
