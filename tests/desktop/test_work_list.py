"""案卷 in the real window: searching, making, importing with undo, opening."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialog, QLabel, QMenu, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screens.work_list.case_menu import CaseMenu
from gongshu_desktop.desktop.screens.work_list.state import Column
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.ports import StoredFile
from gongshu_desktop.services.records import Person
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.steps import Answers, named, press, write

EXAMPLES = Path(__file__).parents[1] / "examples"
CODE = "91330105BEJJ955BC0"


def take_in(office: OpenOffice, person: Person, *names: str) -> list[str]:
    """Import examples, without the window."""
    taken = []
    for name in names:
        path = next(EXAMPLES.glob(f"{name}*.json"))
        preview = office.desk.preview(StoredFile(path=path, content=path.read_bytes()))
        taken.append(office.desk.import_case(preview, person))
    return taken


def rows(window: MainWindow) -> int:
    return named(window, "cases.list", QTableView).model().rowCount()


def texts(window: MainWindow) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def test_an_empty_office_says_how_to_begin(window: MainWindow) -> None:
    assert "还没有案卷" in texts(window)
    assert named(window, "cases.first", QPushButton).isVisible()


def test_typing_finds_and_the_sums_follow(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], qtbot: QtBot
) -> None:
    take_in(office, people[Role.EXAMINER], "01", "14")
    window.go("cases")
    assert rows(window) == 2

    write(window, "cases.search", "14号")
    qtbot.waitUntil(lambda: rows(window) == 1)

    assert "1,408,325.00" in texts(window)
    assert "1,174,920.00" in texts(window)

    write(window, "cases.search", "没有这样的")
    qtbot.waitUntil(lambda: "没有符合条件的案卷" in texts(window))
    press(window, "cases.clear")
    assert rows(window) == 2


def test_chips_filter_by_stage(window: MainWindow, office: OpenOffice, people: dict[Role, Person]) -> None:
    first, _second = take_in(office, people[Role.EXAMINER], "01", "04")
    office.stages.make(first, Move.ACCEPT, people[Role.EXAMINER])
    window.go("cases")

    press(window, "cases.pick.examination")

    assert rows(window) == 1
    assert named(window, "cases.pick.registered", QPushButton).text() == "登记 1"


def test_enter_opens_the_chosen_case(window: MainWindow, office: OpenOffice, people: dict[Role, Person]) -> None:
    take_in(office, people[Role.EXAMINER], "01")
    window.go("cases")

    QTest.keyClick(named(window, "cases.list", QTableView), Qt.Key.Key_Return)

    assert window.current is not None
    assert window.current.objectName() == "review"
    window.close_case()
    assert rows(window) == 1


def test_a_case_is_made_by_hand(window: MainWindow, office: OpenOffice) -> None:
    def wrong_then_right(dialog: QDialog) -> None:
        write(dialog, "new.applicant", "杭州示例管理有限公司")
        write(dialog, "new.uscc", CODE[:-1] + "1")
        assert any("校验位不对" in label.text() for label in dialog.findChildren(QLabel))
        press(dialog, "new.ok")
        assert dialog.isVisible()
        write(dialog, "new.uscc", CODE.lower())
        assert any(label.text() == "校验位正确" for label in dialog.findChildren(QLabel))
        write(dialog, "new.makerspace", "示例空间")
        named(dialog, "new.subdistricts", QComboBox).setCurrentText("祥符街道")
        named(dialog, "new.levels", QComboBox).setCurrentText("市级")
        named(dialog, "new.measure.3.2.5", QCheckBox).setChecked(True)
        press(dialog, "new.ok")

    with Answers(wrong_then_right):
        press(window, "cases.new")

    (made,) = office.desk.summaries()
    assert (made.makerspace, made.uscc, made.number) == ("示例空间", CODE, "拱众审〔2016〕1号")
    assert window.current is not None
    assert window.current.objectName() == "review"


def test_an_import_is_shown_first_and_can_be_taken_back(
    window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts
) -> None:
    prompts.files = [next(EXAMPLES.glob("14*.json"))]

    def look(dialog: QDialog) -> None:
        shown = [label.text() for label in dialog.findChildren(QLabel)]
        assert "示例众创空间" in shown
        assert "1,408,325.00" not in shown  # measure by measure, no sum
        assert not office.desk.summaries()
        press(dialog, "import.ok")

    with Answers(look):
        press(window, "cases.import")
    assert rows(window) == 1

    press(window, "window.undo")
    assert not office.desk.summaries()


def test_an_import_that_is_not_confirmed_changes_nothing(
    window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts
) -> None:
    prompts.files = [next(EXAMPLES.glob("01*.json"))]

    with Answers(lambda dialog: press(dialog, "import.cancel")):
        press(window, "cases.import")

    assert not office.desk.summaries()


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": "gongshu-case/9"}', b"\x00\xff", b"[" * 100_000])
def test_a_bad_file_is_refused_with_its_places(
    window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path, content: bytes
) -> None:
    bad = tmp_path / "坏.json"
    bad.write_bytes(content)
    prompts.files = [bad]

    with Answers(lambda dialog: press(dialog, "refused.close")):
        press(window, "cases.import")

    assert not office.desk.summaries()


@pytest.mark.parametrize(
    ("name", "why"), [("没有.json", "没有这个文件"), ("夹.json", "这是一个文件夹"), ("大.json", "64 MiB")]
)
def test_a_file_that_cannot_be_read_is_told_with_the_reason(
    window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path, name: str, why: str
) -> None:
    (tmp_path / "夹.json").mkdir()
    with (tmp_path / "大.json").open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    prompts.files = [tmp_path / name]
    press(window, "cases.import")
    (said,) = prompts.problems
    assert name in said
    assert why in said


def test_a_case_file_can_be_dropped_on_the_list(window: MainWindow, office: OpenOffice, qapp: QApplication) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(next(EXAMPLES.glob("01*.json"))))])
    drop = QDropEvent(
        QPointF(QPoint(300, 300)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    with Answers(lambda dialog: press(dialog, "import.ok")):
        window.current.dropEvent(drop)  # type: ignore[union-attr]

    assert len(office.desk.summaries()) == 1


def test_an_exported_case_can_be_imported_again(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], tmp_path: Path, prompts: ScriptedPrompts
) -> None:
    from gongshu_desktop.desktop.dialogs.export import export_case

    (case,) = take_in(office, people[Role.EXAMINER], "14")
    prompts.target = tmp_path / "出.json"

    export_case(window.surroundings, case, "拱众审〔2016〕14号")

    exported = json.loads(prompts.target.read_text(encoding="utf-8"))
    assert exported["format"] == "gongshu-case/1"
    assert len(exported["claims"]) == 8
    assert not list(tmp_path.glob("*.part"))
    assert office.desk.summaries()[0].stage is Stage.REGISTERED


def menu_of(window: MainWindow, office: OpenOffice) -> QMenu:
    """The menu of the first case, as the list opens it."""
    assert window.current is not None
    return CaseMenu(window.surroundings, office.desk.summaries()[0], lambda: window.go("cases"), window.current)


def choose(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text() == words).trigger()


def test_a_registered_case_is_deleted_only_when_confirmed(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], prompts: ScriptedPrompts
) -> None:
    take_in(office, people[Role.EXAMINER], "01")
    prompts.yes = False
    choose(menu_of(window, office), "删除…")
    assert len(office.desk.summaries()) == 1

    prompts.yes = True
    choose(menu_of(window, office), "删除…")
    assert not office.desk.summaries()


def test_an_accepted_case_cannot_be_deleted(window: MainWindow, office: OpenOffice, people: dict[Role, Person]) -> None:
    (case,) = take_in(office, people[Role.EXAMINER], "01")
    office.stages.make(case, Move.ACCEPT, people[Role.EXAMINER])

    assert [action.text() for action in menu_of(window, office).actions()] == [
        "打开",
        "导出案卷文件…",
        "",
        "移交给另一台电脑…",
    ]


def test_a_stage_is_read_whole_in_english_too(
    window: MainWindow, settings: SettingsFile, office: OpenOffice, people: dict[Role, Person], qapp: QApplication
) -> None:
    take_in(office, people[Role.EXAMINER], "01")
    settings.change(language="en")
    window.rebuild()
    qapp.processEvents()
    table = named(window, "cases.list", QTableView)
    metrics = table.fontMetrics()
    widest = max(metrics.horizontalAdvance(words.stage(stage)) for stage in Stage)
    assert table.columnWidth(Column.STAGE) >= widest + 18
