"""Files that come from outside while the window is open: named at the start, or handed over by a second start.

A file is shown as if it had been chosen on its screen: a case file or a hand-over package in its preview, a memo on the
verification screen.
While a dialog is open it waits, for the dialog's work must not be disturbed; what would be taken in waits also until
somebody is registered who can do so.
"""

from collections import deque
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gongshu_desktop.desktop.screens.work_list.view import WorkListScreen
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.host.open_requests import OpenRequests
from gongshu_desktop.host.opening import CASES, PACKAGES, Kind, NotOpened, kind_of
from gongshu_desktop.wording import _

_AGAIN_MS = 300


class Arrivals(QObject):
    """Watches for requests of a second start as long as the window is open. ``first``: the file named at the start."""

    def __init__(self, window: MainWindow, requests: OpenRequests, first: Path | None = None) -> None:
        super().__init__(window)
        self._window, self._requests = window, requests
        self._waiting = deque([first] if first is not None else [])
        self._told: set[Path] = set()
        window.seated.connect(self._show_next, Qt.ConnectionType.QueuedConnection)
        self._later = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._later.timeout.connect(self._show_next)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)
        # where the folder cannot be made, a second start is told who has the data, as if there were no window
        with suppress(OSError):
            requests.make()
            self._watcher.addPath(str(requests.folder))
        QTimer.singleShot(0, self, self._begin)

    def close(self) -> None:
        """Take nothing over any more: whoever starts the program now waits for the folder to be free."""
        self._watcher.directoryChanged.disconnect(self._look)
        for folder in self._watcher.directories():
            self._watcher.removePath(folder)

    def _begin(self) -> None:
        self._look()
        self._show_next()

    def _look(self) -> None:
        if not self._window.isVisible():  # it is closing
            return
        asked = self._requests.take()
        if asked:
            bring_to_front(self._window)
            self._waiting.extend(file for file in asked if file is not None)
            self._show_next()

    def _show_next(self) -> None:
        if not self._waiting or not self._window.isVisible():
            return
        if _busy_with_a_person():
            self._later.start()
            return
        file = next((one for one in self._waiting if self._can_be_shown(one)), None)
        if file is None:
            self._tell_that_it_waits()
            return
        self._waiting.remove(file)
        show_file(self._window, file)
        if self._waiting:
            self._later.start()

    def _can_be_shown(self, file: Path) -> bool:
        return self._window.person is not None or file.suffix.lower() not in (*CASES, *PACKAGES)

    def _tell_that_it_waits(self) -> None:
        """Once for each file; it is shown as soon as somebody is registered."""
        file = next((one for one in self._waiting if one not in self._told), None)
        if file is None:
            return
        self._told.add(file)
        words = _("“{name}”要由一名登记的人员接收。请先登记人员，登记后这个文件会自动打开。").format(name=file.name)
        if self._window.prompts.confirm(_("先登记人员"), words, _("去登记人员")):
            self._window.go("office")


def _busy_with_a_person() -> bool:
    return QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None


def bring_to_front(window: MainWindow) -> None:
    """Show the window before all others; where the system does not allow that, its entry in the task bar calls."""
    window.setWindowState((window.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
    window.show()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)


def show_file(window: MainWindow, file: Path) -> None:
    """Show a file on its screen; nothing is taken in before the person says so."""
    from gongshu_desktop.desktop.dialogs.taking_in import take_in  # noqa: PLC0415 - not before it is needed
    from gongshu_desktop.desktop.screens.verification.view import VerificationScreen  # noqa: PLC0415

    try:
        kind = kind_of(file)
    except NotOpened as refusal:
        window.prompts.problem(str(refusal), refusal)
        return
    window.go("verify" if kind is Kind.MEMO else "cases")
    screen = window.current
    if kind is not Kind.MEMO and isinstance(screen, WorkListScreen):
        take_in(window.surroundings, file, screen.reload)
    elif kind is Kind.MEMO and isinstance(screen, VerificationScreen):
        screen.check(file)
