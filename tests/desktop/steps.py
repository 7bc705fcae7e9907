"""What a person does with a dialog that has opened and waits."""

from collections.abc import Callable
from typing import Self, TypeVar

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget

W = TypeVar("W", bound=QWidget)


def named(parent: QWidget, name: str, kind: type[W]) -> W:
    """The one visible control of that name."""
    QApplication.processEvents()  # what was just built is shown with the next event
    found = [widget for widget in parent.findChildren(kind, name) if widget.isVisible()]
    assert len(found) == 1, f"{name}: {len(found)} found"
    return found[0]


def press(parent: QWidget, name: str) -> None:
    """Click a button by its name."""
    button = named(parent, name, QAbstractButton)
    assert button.isEnabled(), name
    button.click()


def choose(parent: QWidget, name: str) -> None:
    """Take something from a menu that need not be open."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # what was thrown away stays away
    (action,) = parent.findChildren(QAction, name)
    assert action.isEnabled(), name
    action.trigger()


def write(parent: QWidget, name: str, words: str) -> None:
    """Type into a field by its name."""
    for field in parent.findChildren(QWidget, name):
        if isinstance(field, QLineEdit):
            field.setText(words)
            field.textEdited.emit(words)
            return
        if isinstance(field, QPlainTextEdit):
            field.setPlainText(words)
            return
    raise AssertionError(name)


class Answers:
    """Lines up what is done with each dialog that opens, in their order. A dialog left open is closed and fails the test."""

    def __init__(self, *steps: Callable[[QDialog], None]) -> None:
        self._steps = list(steps)
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._look)
        self.failures: list[BaseException] = []
        self._seen: list[QWidget] = []

    def __enter__(self) -> Self:
        before = QApplication.activeModalWidget()
        self._seen = [] if before is None else [before]  # inside a dialog, the one that is open is not the one expected
        self._timer.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._timer.stop()
        if self.failures:
            raise self.failures[0]
        assert not self._steps, f"{len(self._steps)} dialogs never opened"

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or any(dialog is seen for seen in self._seen):
            return
        self._seen.append(dialog)
        try:
            assert self._steps, f"nobody expected {dialog.objectName()}"
            self._steps.pop(0)(dialog)
            assert not dialog.isVisible(), f"{dialog.objectName()} is still open"
        except BaseException as error:  # noqa: BLE001 - raised again where the test can see it
            self.failures.append(error)
            dialog.reject()
