"""The window as people have it: work is done by a real pool of threads."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication

from gongshu_desktop.desktop.places import PLACES
from gongshu_desktop.desktop.program import OfficeProgram
from gongshu_desktop.desktop.screens.review.screen import ReviewScreen
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.tasks import PoolTasks
from gongshu_desktop.desktop.window import MainWindow
from tests.desktop.fakes import ScriptedPrompts


@contextmanager
def window_over_a_pool(
    qapp: QApplication, program: OfficeProgram, settings: SettingsFile, prompts: ScriptedPrompts
) -> Iterator[MainWindow]:
    """Shown, and closed with its threads; what goes wrong in one of them is told as a problem."""
    tasks = PoolTasks()
    shown = MainWindow(program, settings, tasks, PLACES, ReviewScreen, lambda _parent, _theme: prompts)
    tasks.unhandled.connect(lambda error: prompts.problem(repr(error)))
    shown.resize(1366, 768)
    shown.show()
    yield shown
    shown.close()
    tasks.close()
    qapp.processEvents()
    shown.deleteLater()
