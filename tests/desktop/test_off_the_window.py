"""What takes a while to load is first asked for in a worker: the window never waits for it."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gongshu_desktop import bootstrap
from gongshu_desktop.desktop.arrivals import Arrivals
from gongshu_desktop.desktop.places import PLACES
from gongshu_desktop.desktop.screens.review.screen import ReviewScreen
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.host import places
from gongshu_desktop.host.open_requests import OpenRequests
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import StoredFile
from gongshu_desktop.use_cases import Office, made_once
from gongshu_desktop.wiring import Policies
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.pooled import window_over_a_pool
from tests.desktop.steps import Answers, named, press

CASE, OTHER = (places.demonstration() / "cases" / f"case-{number}.json" for number in ("01", "02"))
PARTS = {name for kind in (Office, OpenOffice) for name, part in vars(kind).items() if isinstance(part, made_once)}


class WatchedPolicies:
    """The policies as nobody has read them yet; notes which was first read on the window's thread."""

    def __init__(self, waited_for: list[str]) -> None:
        self._library, self._read, self._waited_for = Policies(places.resources() / "policies"), set[str](), waited_for
        self.ids = self._library.ids

    def get(self, id: str) -> Policy:
        if id not in self._read and threading.current_thread() is threading.main_thread():
            self._waited_for.append(id)
        policy = self._library.get(id)
        self._read.add(id)
        return policy


class Watched:
    """The office; notes which part was first asked for on the window's thread."""

    def __init__(self, office: OpenOffice) -> None:
        self._office = office
        self.waited_for: list[str] = []
        self.policies = WatchedPolicies(self.waited_for)

    def __getattr__(self, name: str) -> Any:
        first = name in PARTS and name not in vars(self._office)
        if first and threading.current_thread() is threading.main_thread():
            self.waited_for.append(name)
        return getattr(self._office, name)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Watched]:
    """An office with a person and a case, opened anew: nothing of it is loaded."""
    before = bootstrap.open_office(tmp_path / "data", rounds=1000)
    person = before.offices.save_person("陈静", (Role.EXAMINER,))
    before.desk.import_case(before.desk.preview(StoredFile(path=OTHER, content=OTHER.read_bytes())), person)
    before.close()
    office = bootstrap.open_office(tmp_path / "data", rounds=1000)
    yield Watched(office)
    office.close()


@pytest.fixture
def started(
    qapp: QApplication, fresh: Watched, settings: SettingsFile, prompts: ScriptedPrompts
) -> Iterator[MainWindow]:
    """The window just after the start, over a real pool."""
    with window_over_a_pool(qapp, fresh, settings, prompts) as shown:
        yield shown


def test_a_file_named_at_the_start_is_taken_in_without_a_wait(
    started: MainWindow, fresh: Watched, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "甲.gscase"
    file.write_bytes(CASE.read_bytes())
    with Answers(lambda dialog: press(dialog, "import.ok")):
        arrivals = Arrivals(started, OpenRequests(fresh.data_folder), file)
        qtbot.waitUntil(lambda: len(fresh.front_page.summaries()) == 2, timeout=20_000)
    arrivals.close()
    assert fresh.waited_for == []


@pytest.mark.parametrize("place", [place.key for place in PLACES])
def test_a_screen_that_is_opened_at_once_does_not_wait(
    started: MainWindow, fresh: Watched, qtbot: QtBot, place: str
) -> None:
    started.go(place)
    qtbot.wait(100)
    if place == "settings":
        said = named(started, "settings.update.state", QLabel)
        qtbot.waitUntil(lambda: "核对" in said.text() or "认不出" in said.text(), timeout=20_000)
    if place == "office":
        qtbot.waitUntil(named(started, "office.add", QPushButton).isVisible, timeout=20_000)
    assert fresh.waited_for == []


def test_a_case_that_is_opened_at_once_does_not_wait(started: MainWindow, fresh: Watched, qtbot: QtBot) -> None:
    started.open_case(fresh.front_page.summaries()[0].id)
    qtbot.waitUntil(lambda: isinstance(started.current, ReviewScreen), timeout=20_000)
    qtbot.wait(100)
    assert fresh.waited_for == []


def test_a_new_case_and_the_register_of_readings_do_not_wait(started: MainWindow, fresh: Watched, qtbot: QtBot) -> None:
    closed: list[str] = []

    def close(dialog: QDialog) -> None:
        closed.append(dialog.objectName())
        dialog.reject()

    with Answers(close):
        press(started, "cases.new")
        qtbot.waitUntil(lambda: closed == ["new"], timeout=20_000)
    started.go("ledger")
    register = named(started, "ledger.readings", QPushButton)
    qtbot.waitUntil(register.isEnabled, timeout=20_000)
    with Answers(close):
        press(started, "ledger.readings")
        qtbot.waitUntil(lambda: closed == ["new", "document"], timeout=20_000)
    assert fresh.waited_for == []


def test_two_threads_get_the_same_part(fresh: Watched) -> None:
    office, made = fresh._office, []
    both = threading.Barrier(3)

    def ask() -> None:
        both.wait()
        made.append(office.desk)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made[0] is made[1] is made[2]
    assert office.desk is made[0]
