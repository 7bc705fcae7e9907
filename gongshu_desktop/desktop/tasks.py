"""Work off the window's thread. Whatever may take over 100 ms runs here, with progress and cancel.

Results come back by a queued signal and are handed over on the window's thread, and only while their owner still lives.
"""

import threading
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

T = TypeVar("T")


class Cancelled(Exception):
    """The person stopped the work."""


class Progress:
    """What a piece of work tells about itself, and how it learns that it is to stop. Callable from the worker."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        self._stop = threading.Event()

    def step(self, done: int, total: int) -> None:
        """Say how far the work is. Raises Cancelled once the person has stopped it."""
        self.go_on()
        self._report(done, total)

    def go_on(self) -> None:
        """Raises Cancelled once the person has stopped it."""
        if self._stop.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether the person has stopped it."""
        return self._stop.is_set()


Work = Callable[[Progress], T]
Failed = Callable[[Exception], None]


class Tasks(Protocol):
    """Runs work; ``done`` and ``failed`` are called on the window's thread. ``title`` is shown while it runs long."""

    def submit(
        self, work: Work[T], done: Callable[[T], None], failed: Failed | None = None, *, owner: QObject, title: str = ""
    ) -> Progress: ...


class _Relay(QObject):
    """Carries one result from the worker to the window's thread."""

    finished = Signal(object, object)
    stepped = Signal(int, int)


class _Job(QRunnable):
    def __init__(self, work: Work[Any], progress: Progress, relay: _Relay) -> None:
        super().__init__()
        self._work, self._progress, self._relay = work, progress, relay
        self.setAutoDelete(True)

    def run(self) -> None:
        # An error kept under a name of its own would hold this frame, and it the error, until the collector comes by: in
        # whatever thread, where the window's objects that hang on it must not end.
        try:
            result = self._work(self._progress)
        except Exception as error:  # noqa: BLE001 - the one place where a worker's error is taken to the window
            self._say(None, error)
        else:
            self._say(result, None)

    def _say(self, result: Any, error: Exception | None) -> None:
        if shiboken6.isValid(self._relay):
            self._relay.finished.emit(result, error)


class PoolTasks(QObject):
    """One thread pool for the whole program. ``changed`` tells (title, done, total) of the longest-running titled work.

    An error that the caller does not take is handed to ``unhandled``.
    """

    changed = Signal(str, int, int)
    unhandled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._running: dict[_Relay, tuple[Progress, str]] = {}

    def submit(
        self, work: Work[T], done: Callable[[T], None], failed: Failed | None = None, *, owner: QObject, title: str = ""
    ) -> Progress:
        """Run the work in the pool."""
        relay = _Relay(self)
        progress = Progress(relay.stepped.emit)
        self._running[relay] = (progress, title)

        def arrived(result: Any, error: Exception | None) -> None:
            self._running.pop(relay, None)
            relay.deleteLater()
            self._tell()
            if not _wanted(owner, error):
                return
            if error is None:
                done(result)
            elif failed is not None:
                failed(error)
            else:
                self.unhandled.emit(error)

        relay.finished.connect(arrived, Qt.ConnectionType.QueuedConnection)
        relay.stepped.connect(self._stepped, Qt.ConnectionType.QueuedConnection)
        self._pool.start(_Job(work, progress, relay))
        self._tell()
        return progress

    @Slot(int, int)
    def _stepped(self, done: int, total: int) -> None:
        relay = self.sender()
        if isinstance(relay, _Relay) and relay in self._running:
            self.changed.emit(self._running[relay][1], done, total)

    def _tell(self) -> None:
        titles = [title for _, title in self._running.values() if title]
        self.changed.emit(titles[0] if titles else "", 0, 0)

    def cancel_titled(self) -> None:
        """Stop everything that the window shows as running."""
        for progress, title in self._running.values():
            if title:
                progress.cancel()

    def close(self) -> None:
        """Wait for what is under way; nothing is left running behind a closed window."""
        for progress, title in self._running.values():
            if title:
                progress.cancel()
        self._pool.waitForDone()


class InlineTasks:
    """Runs everything at once on the caller's thread: for tests and for the self-test."""

    def submit(
        self, work: Work[T], done: Callable[[T], None], failed: Failed | None = None, *, owner: QObject, title: str = ""
    ) -> Progress:
        """Run the work now."""
        progress = Progress(lambda _done, _total: None)
        try:
            result = work(progress)
        except Exception as error:
            if not _wanted(owner, error):
                return progress
            if failed is None:
                raise
            failed(error)
        else:
            if _wanted(owner, None):
                done(result)
        return progress


def _wanted(owner: QObject, error: Exception | None) -> bool:
    """Whether anybody is to hear what came of the work: not an owner that is gone, nor of work that the person stopped."""
    return shiboken6.isValid(owner) and not isinstance(error, Cancelled)
