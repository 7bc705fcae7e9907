"""Fields of a form: a caption above, the control, and below it what is wrong, in words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from gongshu_desktop.desktop.widgets.texts import set_property, text


class Field(QWidget):
    """A caption, a control (``control``) and room for a problem or a hint below it."""

    def __init__(self, caption: str, control: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self._hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.caption = text(caption, "section")
        self.caption.setBuddy(control)
        column.addWidget(self.caption)
        column.addWidget(control)
        if not control.accessibleName():
            control.setAccessibleName(caption)
        self._below = text(hint, "small", wrap=True)
        column.addWidget(self._below)
        # only once it has a parent: a label of its own would be a window for a moment
        self._below.setVisible(bool(hint))
        column.addStretch()

    def show_problem(self, words: str) -> None:
        """Say what is wrong with what was typed; empty: nothing is, the hint comes back."""
        self._below.setText(words or self._hint)
        set_property(self._below, "role", "problem" if words else "small")
        self._below.setVisible(bool(words or self._hint))
        set_property(self.control, "problem", "true" if words else "false")

    def say(self, hint: str) -> None:
        """Another hint; empty: none."""
        self._hint = hint
        self.show_problem("")

    def show_good(self, words: str) -> None:
        """Confirm what was typed, in words."""
        self.show_problem("")
        self._below.setText(words)
        set_property(self._below, "role", "good")
        self._below.setVisible(True)


def line(name: str, words: str, *, value: str = "", placeholder: str = "", secret: bool = False) -> QLineEdit:
    """A one-line field; ``secret`` for a passphrase."""
    edit = QLineEdit(value)
    edit.setObjectName(name)
    edit.setAccessibleName(words)
    edit.setPlaceholderText(placeholder)
    if secret:
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
    return edit


def area(name: str, words: str, *, value: str = "", placeholder: str = "", lines: int = 4) -> QPlainTextEdit:
    """A field for some sentences. Tab leaves it."""
    edit = QPlainTextEdit(value)
    edit.setObjectName(name)
    edit.setAccessibleName(words)
    edit.setPlaceholderText(placeholder)
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(edit.fontMetrics().lineSpacing() * lines + 18)
    return edit


def counter(name: str, words: str, most: int) -> QSpinBox:
    """A number from 1, typed or stepped. Its text keeps off the border, which a style sheet cannot say."""
    box = QSpinBox()
    box.setObjectName(name)
    box.setAccessibleName(words)
    box.setRange(1, most)
    box.lineEdit().setTextMargins(7, 0, 0, 0)
    return box


def choice(name: str, words: str, options: Sequence[tuple[str, object]], chosen: object = None) -> QComboBox:
    """A drop-down list of (what is shown, what it stands for). One that is filled later takes the width of what is in it then."""
    box = QComboBox()
    if not options:
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setObjectName(name)
    box.setAccessibleName(words)
    for shown, value in options:
        box.addItem(shown, value)
    index = next((i for i, (_shown, value) in enumerate(options) if value == chosen), 0)
    box.setCurrentIndex(index)
    return box
