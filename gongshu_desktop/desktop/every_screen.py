"""Opens every screen of the window once, out of sight: the part of the self-test that proves the window."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from gongshu_desktop.desktop.app import make_application, make_window
from gongshu_desktop.desktop.places import PLACES
from gongshu_desktop.desktop.program import OfficeProgram
from gongshu_desktop.desktop.tasks import InlineTasks
from gongshu_desktop.desktop.window import MainWindow

HARMLESS = ("propagateSizeHints",)
"""What Qt's offscreen platform says of every dialog."""


def open_every_screen(program: OfficeProgram, cases: Sequence[str]) -> tuple[int, list[str]]:
    """Open each place of the rail and each of the cases; how many screens that were, and what went wrong."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with _warnings() as said:
        application = QApplication.instance() or make_application()
        window = make_window(program, InlineTasks())
        window.show()
        screens = 0
        for place in PLACES:
            window.go(place.key)
            screens += _looked_at(window, said, place.key)
        for case in cases:
            window.open_case(case)
            screens += _looked_at(window, said, case)
        window.close()
        window.deleteLater()
        _settle(application)
    return screens, said


def _looked_at(window: MainWindow, said: list[str], name: str) -> int:
    """1 when a screen is in sight and can be painted; otherwise 0, and the problem is noted."""
    _settle(QCoreApplication.instance())
    screen = window.current
    if screen is None or screen.grab().isNull():
        said.append(f"{name}: no screen")
        return 0
    return 1


def _settle(application: QCoreApplication | None) -> None:
    for _round in range(5):
        if application is not None:
            application.processEvents()


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Qt's warnings while the block runs."""
    said: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not any(word in message for word in HARMLESS):
            said.append(message)

    before = qInstallMessageHandler(hear)
    try:
        yield said
    finally:
        qInstallMessageHandler(before)
