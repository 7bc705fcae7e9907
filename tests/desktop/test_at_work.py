"""The window with its real thread pool: a day's work from an empty folder to a signed, verified memo."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QTableView
from pytestqt.qtbot import QtBot

from gongshu_desktop.desktop.dialogs.signing import sign_memo
from gongshu_desktop.desktop.dialogs.stages import act
from gongshu_desktop.desktop.screens.verification.view import VerificationScreen
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.ports import MemoRecord, MemoState
from gongshu_desktop.services.records import Person
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.pooled import window_over_a_pool
from tests.desktop.signed import EXAMPLES, give_keys, secret_of
from tests.desktop.steps import Answers, named, press, write

STEPS = (
    (Move.ACCEPT, Role.EXAMINER),
    (Move.SUBMIT, Role.EXAMINER),
    (Move.AGREE, Role.CHECKER),
    (Move.APPROVE, Role.APPROVER),
)


@pytest.fixture
def busy_window(
    qapp: QApplication, office: OpenOffice, settings: SettingsFile, prompts: ScriptedPrompts
) -> Iterator[MainWindow]:
    """The window over a real pool."""
    with window_over_a_pool(qapp, office, settings, prompts) as shown:
        yield shown


def test_from_a_case_file_to_a_verified_memo(
    busy_window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    window = busy_window
    keys = give_keys(office)
    people = {role: next(person for person in office.offices.people() if role in person.roles) for role in Role}
    office.offices.adopt("gongshu-2016-10", "3.2.1.whose-capital", "tenants", people[Role.APPROVER], "会议纪要")
    prompts.files = [next(EXAMPLES.glob("01*.json"))]
    window.rebuild()
    qtbot.wait(1)

    with Answers(lambda dialog: press(dialog, "import.ok")):
        press(window, "cases.import")
        qtbot.waitUntil(lambda: len(office.desk.summaries()) == 1)
    qtbot.waitUntil(lambda: named(window, "cases.list", QTableView).model().rowCount() == 1)
    case = office.desk.summaries()[0].id

    for move, role in STEPS:
        take_step(window, office, case, people[role], move, qtbot)
    assert office.desk.summaries()[0].stage is Stage.SIGNING
    memo = office.memos.of_case(case)[0]
    for role in Role:
        memo = sign(window, office, memo, people[role], keys[people[role].id], tmp_path, qtbot)
    assert memo.state is MemoState.ISSUED

    file = tmp_path / "意见书.pdf"
    file.write_bytes(memo.pdf)
    window.go("verify")
    assert isinstance(window.current, VerificationScreen)
    window.current.check(file)
    qtbot.waitUntil(lambda: "签名有效，签后未改动" in shown(window), timeout=8000)
    assert {"金额重算一致", "页面与凭据一致", "与本机存档一致"} <= shown(window)
    assert prompts.problems == []


def shown(window: MainWindow) -> set[str]:
    return {label.text() for label in window.findChildren(QLabel) if label.isVisible()}


def take_step(window: MainWindow, office: OpenOffice, case: str, person: Person, move: Move, qtbot: QtBot) -> None:
    window.sit_down(person.id)
    session = office.desk.open(case, person)
    action = next(item for item in office.stages.actions(session.case, person) if item.move is move)
    done: list[bool] = []

    def say(dialog: QDialog) -> None:
        write(dialog, "step.opinion", "同意。")
        if action.hints:
            write(dialog, "step.answer", "原件已看。")
        press(dialog, "step.ok")

    steps = (say,) if action.needs_opinion else ()
    with Answers(*steps):
        act(window.surroundings, session, action, lambda: done.append(True))
        qtbot.waitUntil(lambda: bool(done), timeout=8000)


def sign(
    window: MainWindow, office: OpenOffice, memo: MemoRecord, person: Person, key: bytes, folder: Path, qtbot: QtBot
) -> MemoRecord:
    file = folder / f"{person.id}.p12"
    file.write_bytes(key)
    window.sit_down(person.id)
    signed: list[MemoRecord] = []

    def give(dialog: QDialog) -> None:
        write(dialog, "sign.file", str(file))
        write(dialog, "sign.passphrase", secret_of(person))
        press(dialog, "sign.ok")
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=8000)

    with Answers(give):
        sign_memo(window.surroundings, office.desk.open(memo.case, person), memo, signed.append)
        qtbot.waitUntil(lambda: bool(signed), timeout=8000)
    return signed[0]
