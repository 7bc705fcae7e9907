"""A passing word at the foot of the window, with 撤销 where what happened can be taken back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.wording import _

_SHOWN_MS, _SHOWN_WITH_UNDO_MS = 4_000, 12_000


class Toast(QFrame):
    """Floats over its parent's foot; goes away by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.setProperty("role", "toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(10)
        self._words = text("")
        row.addWidget(self._words)
        self._undo = Button(_("撤销"), "window.undo", parent=self)
        self._undo.clicked.connect(self._undone)
        row.addWidget(self._undo)
        self._action: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Show the words for a while."""
        self._action = undo
        self._words.setText(words)
        self._undo.setVisible(undo is not None)
        self.setAccessibleName(words)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(_SHOWN_WITH_UNDO_MS if undo else _SHOWN_MS)

    def _undone(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()

    def _place(self) -> None:
        self.adjustSize()
        self.move((self._ground.width() - self.width()) // 2, self._ground.height() - self.height() - 56)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
