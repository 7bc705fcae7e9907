"""What writes to the database or reads a file does so in a worker; meanwhile its button cannot be pressed again."""

import pytest
from PySide6.QtWidgets import QCheckBox, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from gongshu_desktop.desktop.dialogs.handwriting_field import HandwritingField
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.font_choices import FontRole
from tests.desktop.fakes import WaitingTasks
from tests.desktop.signed import give_keys, to_signing
from tests.desktop.steps import Answers, named, press, write
from tests.document import font_samples as samples


@pytest.fixture
def busy() -> WaitingTasks:
    """Begins nothing that is asked of it."""
    return WaitingTasks()


def hold(monkeypatch: pytest.MonkeyPatch, window: MainWindow, busy: WaitingTasks) -> None:
    """From now on nothing that the window asks for is begun."""
    monkeypatch.setattr(window.surroundings.tasks, "submit", busy.submit)


def test_a_font_is_restored_in_a_worker(
    window: MainWindow, office: OpenOffice, busy: WaitingTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.fonts.choose(FontRole.FANGSONG, samples.office_font(levels=1), 0, by="")
    window.go("settings")
    hold(monkeypatch, window, busy)
    press(window, "settings.font.fangsong.restore")
    assert len(busy.begun) == 1
    assert len(office.fonts.chosen()) == 1
    assert not named(window, "settings.font.fangsong.restore", QPushButton).isEnabled()


def test_a_person_is_saved_in_a_worker(
    window: MainWindow, office: OpenOffice, busy: WaitingTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go("office")
    before = len(office.offices.people())

    def fill(dialog: QDialog) -> None:
        write(dialog, "person.name", "王芳")
        named(dialog, "person.role.checker", QCheckBox).setChecked(True)
        hold(monkeypatch, window, busy)
        press(dialog, "person.ok")
        assert len(busy.begun) == 1
        assert not named(dialog, "person.ok", QPushButton).isEnabled()
        press(dialog, "person.cancel")

    with Answers(fill):
        press(window, "office.add")
    assert len(office.offices.people()) == before


def test_what_is_to_be_signed_is_read_in_a_worker(
    window: MainWindow, office: OpenOffice, busy: WaitingTasks, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    give_keys(office)
    memo = to_signing(office)
    examiner = next(person for person in office.offices.people() if Role.EXAMINER in person.roles)
    window.sit_down(examiner.id)
    window.open_case(memo.case)
    qtbot.waitUntil(lambda: bool(window.findChildren(QPushButton, "review.sign")))
    hold(monkeypatch, window, busy)
    press(window, "review.sign")
    assert len(busy.begun) == 1
    assert not named(window, "review.sign", QPushButton).isEnabled()


def test_a_remembered_picture_is_read_in_a_worker_and_stays_remembered_meanwhile(
    window: MainWindow, busy: WaitingTasks, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """It may lie on a share that is away: what lies there is nobody's to wait for."""
    settings = window.surroundings.settings
    settings.change(handwriting={"p": "/far/away.png"})
    hold(monkeypatch, window, busy)
    field = HandwritingField(window.surroundings, "sign", "p")
    qtbot.addWidget(field)
    assert len(busy.begun) == 1
    assert field.content == b""
    field.remember()
    assert settings.current.handwriting == {"p": "/far/away.png"}
    field.leave_out()
    field.remember()
    assert settings.current.handwriting == {}
