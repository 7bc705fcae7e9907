"""Starts the window: the QApplication, the fonts, the main window, and what happens with an error that nobody expected."""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gongshu_desktop import wording
from gongshu_desktop.desktop import crash_report
from gongshu_desktop.desktop.arrivals import Arrivals
from gongshu_desktop.desktop.collecting import Collecting
from gongshu_desktop.desktop.places import PLACES
from gongshu_desktop.desktop.program import OfficeProgram
from gongshu_desktop.desktop.prompts import QtPrompts
from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.tasks import PoolTasks, Tasks, Work
from gongshu_desktop.desktop.theme import fonts
from gongshu_desktop.desktop.theme.icons import program_icon
from gongshu_desktop.desktop.theme.theme import dress
from gongshu_desktop.desktop.translators import speak_qt
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.host.open_requests import OpenRequests
from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.services.desk.session import ReviewSession

LOADING_AFTER_MS = 800


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The QApplication, dressed in Fusion so that every PC shows the same; fonts loaded. Asks for nothing of the net."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication([*(arguments or sys.argv[:1])])
    application.setApplicationName("gongshu-desktop")
    application.setDesktopFileName("gongshu-desktop")
    application.setStyle("fusion")
    application.setWindowIcon(program_icon())
    fonts.load_bundled()
    return application


def make_window(program: OfficeProgram, tasks: Tasks) -> MainWindow:
    """The main window over these services. The settings live in the data folder."""
    settings = SettingsFile(program.data_folder / "desktop.json")
    return MainWindow(
        program,
        settings,
        tasks,
        PLACES,
        _review,
        lambda parent, theme: QtPrompts(parent, theme, settings),
    )


def _review(surroundings: Surroundings, session: "ReviewSession") -> Screen:
    from gongshu_desktop.desktop.screens.review.screen import ReviewScreen  # noqa: PLC0415 - loaded with the first case

    return ReviewScreen(surroundings, session)


def _in_sight(program: OfficeProgram, tasks: Tasks, window: MainWindow) -> None:
    """The list is on the screen: from now on memory is tidied again, and what a first case needs is loaded behind it."""
    Collecting(window)
    tasks.submit(_load(program), lambda behind: warn_of_clock(window, behind), owner=window)


def _load(program: OfficeProgram) -> Work[str]:
    def work(_progress: object) -> str:
        program.load()
        return program.clock_guard.behind()

    return work


def warn_of_clock(window: MainWindow, behind: str) -> None:
    """Say that the clock stands before the journal; whoever knows that it is right can answer for it, by name."""
    if not behind:
        return
    person = window.person
    if person is None:
        window.prompts.problem(behind)
        return
    said = _(
        "{behind}\n\n如果本机现在的时间是对的，而日志中的时间偏晚，请由{name}确认；确认记入操作日志，核对日志时可见。"
    )
    words = said.format(behind=behind, name=person.name)
    if window.prompts.confirm(_("本机时钟早于操作日志"), words, _("现在的时间是对的"), danger=True):
        window.program.clock_guard.confirm(person.id)


class _Unexpected(QObject):
    """Takes an error that nobody handled to the window, from whichever thread it comes."""

    happened = Signal(object)

    def hook(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """To be put in place of ``sys.excepthook``."""
        self.take(error)

    def take(self, error: BaseException | None) -> None:
        """Note where it came up, and take it to the window."""
        if error is None:
            return
        _note(error)
        if not isinstance(error, KeyboardInterrupt | SystemExit):
            self.happened.emit(error)

    @contextmanager
    def everywhere(self) -> Iterator[None]:
        """While the block runs: errors in slots and events, in threads, and in what Python does behind the program's back."""
        usual = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self.hook
        threading.excepthook = lambda about: self.take(about.exc_value)
        sys.unraisablehook = lambda about: self.take(about.exc_value)
        try:
            yield
        finally:
            sys.excepthook, threading.excepthook, sys.unraisablehook = usual


def _note(error: BaseException) -> None:
    """Log where an error came up, not its words: they may hold what stands in a case, and the system may keep the log."""
    import logging  # noqa: PLC0415 - a start without a problem has nothing to log

    logging.getLogger(__name__).error("unexpected: %s", crash_report.where(error))


def _unexpected_words() -> str:
    return _(
        "程序遇到了意料之外的问题。已保存的内容不受影响；请重试。若再次出现，请在“设置”中导出问题报告，"
        "交给维护人员：其中没有案卷内容，技术细节里则可能有。"
    )


def teller(window: MainWindow) -> Callable[[BaseException], None]:
    """Tells the person of an error: in its own words when it is one of ours, else in general ones."""
    told: list[BaseException] = []

    def tell(error: BaseException) -> None:
        if told:  # one dialog at a time, even when a paint event fails over and over
            return
        told.append(error)
        if str(error) and error.__class__.__module__.startswith("gongshu_desktop"):
            words = str(error)
        else:
            crash_report.record(error, window.program.data_folder, window.program.clock())
            words = _unexpected_words()
        window.prompts.problem(words, error)
        told.clear()

    return tell


def refuse(said: str, error: BaseException | None = None, *, language: str = "zh") -> None:
    """Say why the program cannot start (its data folder is in use, on the network, from a newer version)."""
    from gongshu_desktop.desktop.widgets.message import show_problem  # noqa: PLC0415 - seldom needed

    application = make_application()
    wording.speak(language)
    speak_qt(application, language)
    show_problem(dress(application, "system", "standard"), said, error)


def run(program: OfficeProgram, file: Path | None = None) -> int:
    """Show the window until it is closed, at first with that file; the exit status."""
    application = make_application()
    tasks = PoolTasks()
    unexpected = _Unexpected()
    fatal = crash_report.FatalErrors(program.data_folder)
    try:
        fatal.watch(program.clock())
        window = _window_or_report(program, tasks)
        tell = teller(window)
        unexpected.happened.connect(tell, Qt.ConnectionType.QueuedConnection)
        tasks.unhandled.connect(tell)
        with unexpected.everywhere():
            window.show()
            QTimer.singleShot(LOADING_AFTER_MS, window, lambda: _in_sight(program, tasks, window))
            arrivals = Arrivals(window, OpenRequests(program.data_folder), file)
            status = application.exec()
            arrivals.close()
    finally:
        tasks.close()
        fatal.end()
    return status


def _window_or_report(program: OfficeProgram, tasks: Tasks) -> MainWindow:
    """The window; an error on the way to it is reported too, and said in a dialog before the program ends."""
    try:
        return make_window(program, tasks)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is reported and ends the program
        from gongshu_desktop.desktop.widgets.message import show_problem  # noqa: PLC0415 - seldom needed

        _note(error)
        crash_report.record(error, program.data_folder, program.clock())
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        show_problem(dress(application, "system", "standard"), _unexpected_words(), error)
        raise SystemExit(1) from None
