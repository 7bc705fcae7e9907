"""What all views of pages share: the line of small buttons above them, and zooming by Ctrl and the wheel."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import IconButton


def zoom_line(
    theme: Theme, said: QLabel, tools: Iterable[tuple[str, str, str, Callable[[], object]]], parent: QWidget
) -> QHBoxLayout:
    """A line that says something (page, size) on its left; on its right a button for each (icon, words, name, act)."""
    row = QHBoxLayout()
    row.setContentsMargins(10, 4, 6, 4)
    row.setSpacing(2)
    row.addWidget(said)
    row.addStretch(1)
    for icon, words, name, act in tools:
        button = IconButton(theme.icon(icon), words, name, parent=parent)
        button.clicked.connect(act)
        row.addWidget(button)
    return row


def zoomed_by_wheel(event: QWheelEvent, step: float) -> float | None:
    """The factor that a turn of the wheel with Ctrl asks for, the event then being taken; None without Ctrl."""
    if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return None
    event.accept()
    return step if event.angleDelta().y() > 0 else 1 / step
