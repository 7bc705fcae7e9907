"""A note of one line that stays out of the way until there is one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gongshu_desktop.desktop.screens.review.parts import appear


class NoteLine(QLineEdit):
    """Hidden while empty; ``open`` brings it up to write in. ``written`` carries the text with every keystroke."""

    written = Signal(str)

    def __init__(self, name: str, title: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setPlaceholderText(hint)
        self.setProperty("kind", "note")
        self._opened = False
        self.textEdited.connect(self.written)
        self.hide()

    def show_note(self, note: str) -> None:
        """Show the note of the case."""
        if self.text() != note and not (self.hasFocus() and self.text().strip() == note.strip()):
            self.setText(note)
        appear(self, bool(note) or self._opened)

    def open(self, hint: str = "") -> None:
        """Make room for writing and go there."""
        self._opened = True
        if hint:
            self.setPlaceholderText(hint)
        appear(self, True)
        self.setFocus()
