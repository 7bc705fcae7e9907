"""移交 and 收回 on the real pool while it is busy: the work begins when the dialog that asked for it is long gone."""

import dataclasses
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gongshu_desktop.desktop.dialogs.arrival import take_over_package
from gongshu_desktop.desktop.dialogs.hand_over import hand_over, take_back
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.tasks import PoolTasks
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.host.whole_file import put_whole
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.records import Person
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.steps import Answers, named, press, write
from tests.desktop.test_work_list import take_in


class Pool:
    """The window's surroundings with a pool that can be kept busy."""

    def __init__(self, window: MainWindow) -> None:
        self.tasks = PoolTasks()
        self.around: Surroundings = dataclasses.replace(window.surroundings, tasks=self.tasks)
        self._gate = threading.Event()

    def occupy(self) -> None:
        """Both threads have something else to do."""
        for _thread in range(2):
            self.tasks.submit(lambda _progress: self._gate.wait(10), lambda _went: None, owner=self.around.owner)

    def set_free(self, qtbot: QtBot, asked: list[QDialog]) -> None:
        """Let the work begin, once the dialog that asked for it is gone."""
        qtbot.waitUntil(lambda: bool(asked) and not shiboken6.isValid(asked[0]))
        self.free()

    def free(self) -> None:
        """Let what occupies the threads end."""
        self._gate.set()


@pytest.fixture
def pool(window: MainWindow) -> Iterator[Pool]:
    made = Pool(window)
    yield made
    made.tasks.close()


@pytest.fixture
def case(office: OpenOffice, people: dict[Role, Person]) -> str:
    (id,) = take_in(office, people[Role.EXAMINER], "06")
    office.stages.make(id, Move.ACCEPT, people[Role.EXAMINER])
    return id


def test_a_case_is_handed_over_to_whom_was_named(
    pool: Pool, office: OpenOffice, case: str, prompts: ScriptedPrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    prompts.target = tmp_path / "出.gspack"
    asked: list[QDialog] = []
    then: list[bool] = []

    def ask(dialog: QDialog) -> None:
        asked.append(dialog)
        pool.occupy()
        write(dialog, "hand-over.to", "二号机")
        press(dialog, "hand-over.ok")

    with Answers(ask, lambda dialog: press(dialog, "handed-over.close")):
        hand_over(pool.around, case, lambda: then.append(True))
        pool.set_free(qtbot, asked)
        qtbot.waitUntil(lambda: bool(then or prompts.problems))
    assert prompts.problems == []
    assert prompts.target.exists()
    assert office.handing_over.elsewhere(case) == "二号机"


def test_it_is_taken_back_for_the_reason_that_was_given(
    pool: Pool, office: OpenOffice, case: str, people: dict[Role, Person], prompts: ScriptedPrompts, tmp_path: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    prepared = office.handing_over.prepare(case, people[Role.EXAMINER], "二号机")
    office.handing_over.hand_over(prepared, lambda content, mark: put_whole(tmp_path / "a.gspack", content, mark))
    asked: list[QDialog] = []
    then: list[bool] = []

    def give(dialog: QDialog) -> None:
        asked.append(dialog)
        pool.occupy()
        named(dialog, "step.opinion", QPlainTextEdit).setPlainText("U 盘损坏")
        press(dialog, "step.ok")

    with Answers(give):
        take_back(pool.around, case, lambda: then.append(True))
        pool.set_free(qtbot, asked)
        qtbot.waitUntil(lambda: bool(then or prompts.problems))
    assert prompts.problems == []
    assert any(item.new == "U 盘损坏" for entry in office.desk.journal(case) for item in entry.changes)


def test_of_a_package_whose_reading_was_stopped_nothing_is_shown(
    pool: Pool, office: OpenOffice, case: str, people: dict[Role, Person], prompts: ScriptedPrompts, tmp_path: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    """Nor is it read to its end, which may take minutes: the window can be closed."""
    prepared = office.handing_over.prepare(case, people[Role.EXAMINER], "二号机")
    file = tmp_path / "a.gspack"
    file.write_bytes(prepared.file.content)
    pool.occupy()
    take_over_package(pool.around, file, lambda: None)
    pool.tasks.cancel_titled()
    pool.free()
    pool.tasks.close()
    qtbot.wait(100)
    assert prompts.problems == []
    take_over_package(pool.around, file, lambda: None)
    qtbot.waitUntil(lambda: bool(prompts.problems))  # it would have been refused: the case is here
