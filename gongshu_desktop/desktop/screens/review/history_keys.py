"""Ctrl+Z and Ctrl+Y mean the case, also while the cursor is in a field: one history, not one more in every field."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence


def leaves_to_case(event: QEvent) -> bool:
    """Whether a field is about to claim an undo or redo key; the event is then left to the screen's shortcut."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
        event.ignore()
        return True
    return False


class HistoryFilter(QObject):
    """Put on a field with ``installEventFilter``."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return leaves_to_case(event)
