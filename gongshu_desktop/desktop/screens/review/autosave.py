"""Saves a little after the last keystroke, in a worker; says 已保存 only when the transaction was committed."""

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from gongshu_desktop.desktop.screens.review.state import SaveState, SaveStatus
from gongshu_desktop.desktop.tasks import Tasks
from gongshu_desktop.services.desk.session import ReviewSession

DELAY_MS = 400


class Autosave(QObject):
    """Watches over one session. ``changed`` carries a SaveState."""

    changed = Signal(object)

    def __init__(self, session: ReviewSession, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._running = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._begin)

    def touch(self) -> None:
        """Something changed: save soon, and say that it is not saved yet. (Undone to what is stored: nothing to save.)"""
        if self._session.dirty:
            self.changed.emit(SaveState(status=SaveStatus.SAVING))
            self._timer.start()
        elif not self._running:
            self._timer.stop()
            self._done(None)

    def retry(self) -> None:
        """Save now, in the background."""
        if self._session.dirty:
            self.changed.emit(SaveState(status=SaveStatus.SAVING))
        self._begin()

    def flush(self) -> bool:
        """Save now and wait for it, also for a save that is under way; False if something is still not on disk."""
        self._timer.stop()
        if not self._session.dirty and not self._running:
            return True
        try:
            at = self._session.save()
            if self._session.dirty:  # an undo while the worker was saving made what it saved the older state
                at = self._session.save()
            self._done(at)
        except Exception as problem:  # noqa: BLE001 - whatever went wrong is said, and nothing typed is thrown away
            self._failed(problem)
            return False
        return not self._session.dirty

    def _begin(self) -> None:
        if self._running:
            self._timer.start()
            return
        if not self._session.dirty:
            self._done(None)
            return
        self._running = True
        self._tasks.submit(lambda _progress: self._session.save(), self._saved, self._not_saved, owner=self)

    def _saved(self, at: datetime | None) -> None:
        self._running = False
        self._done(at)

    def _not_saved(self, problem: Exception) -> None:
        self._running = False
        self._failed(problem)

    def _done(self, at: datetime | None) -> None:
        if self._session.dirty:
            self._timer.start()
            return
        moment = at or self._session.saved_at
        status = SaveStatus.UNTOUCHED if moment is None else SaveStatus.SAVED
        self.changed.emit(SaveState(status=status, at=moment))

    def _failed(self, problem: Exception) -> None:
        self.changed.emit(SaveState(status=SaveStatus.FAILED, reason=str(problem) or type(problem).__name__))
