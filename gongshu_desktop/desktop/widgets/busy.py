"""A line at the foot of the window while something takes long: what it is, how far it is, and a way to stop it."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from gongshu_desktop.desktop.tasks import PoolTasks, Tasks
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.wording import _

_PATIENCE_MS = 250


class BusyStrip(QFrame):
    """Appears only when the work lasts longer than a moment, so that quick things do not flicker."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 5, 20, 5)
        row.setSpacing(12)
        self._words = text("")
        row.addWidget(self._words)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("进度"))
        row.addWidget(self._bar, 1)
        self._stop = Button(_("停止"), "window.stop", "quiet", parent=self)
        row.addWidget(self._stop)
        self._timer = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._timer.timeout.connect(self.show)
        self.hide()

    def follow(self, tasks: Tasks) -> None:
        """Show what these tasks are doing."""
        if isinstance(tasks, PoolTasks):
            tasks.changed.connect(self._changed)
            self._stop.clicked.connect(tasks.cancel_titled)

    def _changed(self, title: str, done: int, total: int) -> None:
        if not title:
            self._timer.stop()
            self.hide()
            return
        self._words.setText(
            _("{what}，{done} / {total}").format(what=title, done=done, total=total) if total else title
        )
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if not self.isVisible() and not self._timer.isActive():
            self._timer.start()
