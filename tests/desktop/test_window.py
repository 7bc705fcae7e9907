"""The window: places by keyboard, another person, another language, and an error that nobody expected."""

import sys
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from gongshu_desktop.desktop.app import teller
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.singletons import make_immortal
from gongshu_desktop.desktop.theme.tokens import Shade, style_sheet, tokens
from gongshu_desktop.desktop.widgets.message import ProblemDialog, ask
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.editing.edits import AddClaim, EditRefused
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.records import Person
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.steps import Answers, named, press
from tests.desktop.test_work_list import take_in


def title(window: MainWindow) -> str:
    assert window.current is not None
    return next(label.text() for label in window.current.findChildren(QLabel) if label.property("role") == "title")


def _is_at(window: MainWindow, expected: str) -> bool:
    return title(window) == expected


def test_places_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    for digit, expected in (
        ("2", "政策"),
        ("3", "口径"),
        ("4", "台账"),
        ("5", "核验"),
        ("6", "单位"),
        ("7", "设置"),
        ("1", "案卷"),
    ):
        QTest.keyClick(window, ord(digit), Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(partial(_is_at, window, expected))


def test_the_language_changes_at_once_and_is_kept(
    window: MainWindow, settings: SettingsFile, qapp: QApplication
) -> None:
    window.go("settings")
    press(window, "settings.language.en")
    qapp.processEvents()

    assert title(window) == "Settings"
    assert settings.current.language == "en"
    assert named(window, "window.cases", QToolButton).accessibleName() == "Cases"

    press(window, "settings.language.zh")
    qapp.processEvents()
    assert title(window) == "设置"


def test_dark_is_dark(window: MainWindow, settings: SettingsFile, qapp: QApplication) -> None:
    window.go("settings")
    press(window, "settings.theme.dark")
    qapp.processEvents()

    assert window.theme.dark
    assert window.grab().toImage().pixelColor(700, 700).lightness() < 60


def test_an_open_case_outlives_a_change_of_language_with_its_undo(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], settings: SettingsFile, qapp: QApplication
) -> None:
    (case,) = take_in(office, people[Role.EXAMINER], "01")
    window.open_case(case)
    session = window.session
    assert session is not None
    session.apply(AddClaim("3.2.5"))

    settings.change(language="en")
    window.rebuild()
    qapp.processEvents()

    assert window.session is session
    assert session.can_undo
    assert window.current is not None
    assert window.current.objectName() == "review"


def test_another_person_sits_down_and_the_open_case_is_theirs(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], settings: SettingsFile
) -> None:
    window.sit_down(people[Role.EXAMINER].id)
    (case,) = take_in(office, people[Role.EXAMINER], "01")
    window.open_case(case)
    first = window.session
    assert first is not None
    assert first.editable

    window.sit_down(people[Role.APPROVER].id)

    assert window.session is not None
    assert window.session is not first
    assert not window.session.editable
    assert settings.current.person == people[Role.APPROVER].id


def test_the_backup_says_where_it_is(
    window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path, office: OpenOffice
) -> None:
    prompts.target = tmp_path / "备份.db"
    window.go("settings")

    press(window, "settings.backup")

    assert prompts.target.stat().st_size > 0
    assert any("已备份" in label.text() for label in window.findChildren(QLabel))


def test_a_backup_that_fails_is_told_in_words(window: MainWindow, prompts: ScriptedPrompts, office: OpenOffice) -> None:
    prompts.target = office.data_folder / "里面.db"
    window.go("settings")

    press(window, "settings.backup")

    assert len(prompts.problems) == 1
    assert "没有备份成功" in prompts.problems[0]


def test_a_problem_shows_its_raw_error_only_when_asked(window: MainWindow, qapp: QApplication) -> None:
    dialog = ProblemDialog(window.theme, "写不进 E 盘。", OSError("disk full"), window)
    dialog.show()
    raw = dialog.findChild(QPlainTextEdit, "problem.raw")
    assert raw is not None
    assert not raw.isVisible()

    press(dialog, "problem.details")
    assert raw.isVisible()
    assert "disk full" in raw.toPlainText()
    press(dialog, "problem.copy")
    assert "disk full" in qapp.clipboard().text()
    dialog.close()


def test_before_something_dangerous_the_safe_answer_is_the_default(window: MainWindow, qapp: QApplication) -> None:
    def look(dialog: QDialog) -> None:
        default = [button for button in dialog.findChildren(QAbstractButton) if getattr(button, "isDefault", bool)()]
        assert [button.objectName() for button in default] == ["question.cancel"]
        press(dialog, "question.cancel")

    with Answers(look):
        assert not ask(window.theme, "放弃？", "再也找不回来。", "放弃", danger=True, parent=window)


def test_qts_own_dialogs_speak_chinese_too(window: MainWindow, settings: SettingsFile, qapp: QApplication) -> None:
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"

    settings.change(language="en")
    window.rebuild()
    qapp.processEvents()
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_an_error_that_nobody_expected_is_told_once(window: MainWindow, prompts: ScriptedPrompts) -> None:
    tell = teller(window)

    tell(ZeroDivisionError("division by zero"))
    tell(EditRefused("载体面积应为数。"))

    assert len(prompts.problems) == 2
    assert "division" not in prompts.problems[0]
    assert prompts.problems[1] == "载体面积应为数。"


@pytest.mark.parametrize("shade", list(Shade))
@pytest.mark.parametrize("size", ["standard", "large", "larger"])
def test_the_style_sheet_knows_every_token_that_it_uses(shade: Shade, size: str) -> None:
    assert "$" not in style_sheet(tokens(shade, size))


def test_both_themes_have_the_same_colours() -> None:
    assert tokens(Shade.LIGHT).colours.keys() == tokens(Shade.DARK).colours.keys()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal there anyway")
def test_none_is_not_used_up(qapp: QApplication) -> None:
    make_immortal()
    assert sys.getrefcount(None) > 1 << 40
