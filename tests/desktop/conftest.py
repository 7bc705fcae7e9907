"""The window as it is used: real services on a real file, answers of a person scripted, nothing left behind."""

import gc
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication

from gongshu_desktop import bootstrap, wording
from gongshu_desktop.desktop.app import make_application
from gongshu_desktop.desktop.collecting import collect_due
from gongshu_desktop.desktop.places import PLACES
from gongshu_desktop.desktop.program import OfficeProgram
from gongshu_desktop.desktop.screens.review.screen import ReviewScreen
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.tasks import InlineTasks
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.records import Person
from tests.desktop.fakes import ScriptedPrompts

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

QUICK_ROUNDS = 1000
"""Rounds of key derivation: enough to be the real thing, few enough not to wait for."""


class Clock:
    """Stands still until a test moves it (``now``)."""

    def __init__(self) -> None:
        self.now = datetime(2016, 12, 6, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform of Qt says of every dialog that it cannot pass size hints on, of a window that it cannot raise it."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(r"This plugin does not support (propagateSizeHints|raise)\(\)"))


@pytest.fixture(autouse=True)
def _collected_on_this_thread() -> Iterator[None]:
    """As in the program: see ``Collecting``."""
    gc.disable()
    yield
    collect_due()
    gc.enable()


@pytest.fixture(scope="session")
def qapp_cls() -> Callable[[list[str]], QApplication]:
    return make_application


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's place for what was confirmed on this PC."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[OpenOffice]:
    """A data folder with three people who have no keys yet."""
    opened = bootstrap.open_office(tmp_path / "data", now=clock, rounds=QUICK_ROUNDS)
    for name, role, post in (
        ("陈静", Role.EXAMINER, "科员"),
        ("沈伟民", Role.CHECKER, "副科长"),
        ("陆海燕", Role.APPROVER, "分管主任"),
    ):
        opened.offices.save_person(name, (role,), post=post)
    yield opened
    opened.close()


@pytest.fixture
def people(office: OpenOffice) -> dict[Role, Person]:
    """The three, by role."""
    return {person.roles[0]: person for person in office.offices.people()}


@pytest.fixture
def program(office: OpenOffice) -> OfficeProgram:
    """What bootstrap hands to the window."""
    return office


@pytest.fixture
def prompts() -> ScriptedPrompts:
    return ScriptedPrompts()


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    file = SettingsFile(tmp_path / "desktop.json")
    file.change(theme="light")
    return file


@pytest.fixture
def window(
    qapp: QApplication, program: OfficeProgram, settings: SettingsFile, prompts: ScriptedPrompts
) -> Iterator[MainWindow]:
    """The main window, shown, over the real services; work is done at once."""
    shown = MainWindow(program, settings, InlineTasks(), PLACES, ReviewScreen, lambda _parent, _theme: prompts)
    shown.resize(1366, 768)
    shown.show()
    qapp.processEvents()
    yield shown
    shown.close()
    shown.deleteLater()


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """Fails a test that leaves a window or a running thread; the language is Chinese again afterwards."""
    yield
    wording.speak("zh")
    assert QThreadPool.globalInstance().waitForDone(2000)
    qapp.processEvents()
    qapp.sendPostedEvents(None, 52)  # deferred deletes
    left = [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
    assert not left, f"still open: {left}"
