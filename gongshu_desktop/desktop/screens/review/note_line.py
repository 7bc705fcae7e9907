"""A note of one line that stays out of the way until there is one."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gongshu_desktop.desktop.screens.review.history_keys import leaves_to_case
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

    def event(self, event: QEvent) -> bool:
        return leaves_to_case(event) or super().event(event)

    def show_note(self, note: str) -> None:
        """Show the note of the case."""
        if self.text() != note and not (self.hasFocus() and self.text().strip() == note.strip()):
            self.setText(note)
        appear(self, bool(note) or self._opened)

    def ask(self, hint: str) -> None:
        """Make room for writing, say what is wanted, and go there."""
        self.setPlaceholderText(hint)
        self.open()

    def open(self) -> None:
        """Make room for writing and go there."""
        self._opened = True
        appear(self, True)
        self.setFocus()
