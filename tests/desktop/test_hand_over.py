"""移交 and 接收 in the real window: out of the menus, in through import, drop and double click; refusals in words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTableView,
)
from pytestqt.qtbot import QtBot

from gongshu_desktop import bootstrap
from gongshu_desktop.desktop.arrivals import Arrivals
from gongshu_desktop.desktop.screens.review.journal_panel import EntryCard
from gongshu_desktop.desktop.screens.work_list.case_menu import CaseMenu
from gongshu_desktop.desktop.screens.work_list.model import SUMMARY_ROLE
from gongshu_desktop.desktop.screens.work_list.state import Column, Filter, Pick
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.host.open_requests import OpenRequests
from gongshu_desktop.host.whole_file import put_whole
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.editing.edits import SetOpinion
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.records import Person
from tests.desktop.conftest import Clock
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.steps import Answers, choose, named, press, write
from tests.desktop.test_work_list import take_in


@pytest.fixture
def far(tmp_path: Path, clock: Clock) -> Iterator[OpenOffice]:
    """Another PC."""
    opened = bootstrap.open_office(tmp_path / "far", now=clock, rounds=1000)
    opened.offices.save_person("陈静", (Role.EXAMINER,))
    opened.offices.save_person("周复", (Role.CHECKER,))
    yield opened
    opened.close()


@pytest.fixture
def case(office: OpenOffice, people: dict[Role, Person], window: MainWindow) -> str:
    (id,) = take_in(office, people[Role.EXAMINER], "06")
    office.stages.make(id, Move.ACCEPT, people[Role.EXAMINER])
    window.go("cases")
    return id


def out_of(office: OpenOffice, case: str, file: Path, to: str = "一号机") -> Path:
    """Hand over without the window."""
    prepared = office.handing_over.prepare(case, office.offices.people()[0], to)
    office.handing_over.hand_over(prepared, lambda content, mark: put_whole(file, content, mark))
    return file


def into(office: OpenOffice, file: Path) -> None:
    office.taking_over.take_over(office.taking_over.preview(file.read_bytes()), office.offices.people()[0])


def said(widget: QDialog | MainWindow) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def menu_of(window: MainWindow, row: int = 0) -> QMenu:
    model = named(window, "cases.list", QTableView).model()
    assert window.current is not None
    return CaseMenu(
        window.surroundings, model.index(row, 0).data(SUMMARY_ROLE), lambda: window.go("cases"), window.current
    )


def trigger(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text() == words).trigger()


def stage_shown(window: MainWindow) -> str:
    return str(named(window, "cases.list", QTableView).model().index(0, Column.STAGE).data())


def hand_over_by_menu(window: MainWindow, to: str = "二号机") -> list[str]:
    """Through the menu of the list; what the last dialog said."""
    told: list[str] = []

    def done(dialog: QDialog) -> None:
        told.append(said(dialog))
        press(dialog, "handed-over.close")

    def ask(dialog: QDialog) -> None:
        press(dialog, "hand-over.ok")
        assert dialog.isVisible()  # nobody was named
        assert "请写明移交给谁" in said(dialog)
        write(dialog, "hand-over.to", to)
        press(dialog, "hand-over.ok")

    with Answers(ask, done):
        trigger(menu_of(window), "移交给另一台电脑…")
    return told


def test_a_case_is_handed_over_by_the_menu_and_marked(
    window: MainWindow, office: OpenOffice, far: OpenOffice, case: str, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.target = tmp_path / "出.gspack"
    (told,) = hand_over_by_menu(window)
    opened = far.taking_over.preview(prompts.target.read_bytes()).opened
    assert opened.package.case.id == case
    assert opened.digest[:4].upper() in told
    assert stage_shown(window) == "已移交"
    assert not list(tmp_path.glob("*.part"))
    words = [action.text() for action in menu_of(window).actions()]
    assert "收回移交…" in words
    assert "移交给另一台电脑…" not in words


def test_what_was_handed_over_does_not_wait_for_anybody_here_and_is_found(
    window: MainWindow, office: OpenOffice, case: str, tmp_path: Path
) -> None:
    out_of(office, case, tmp_path / "a.gspack", to="北楼二号机")
    window.go("cases")
    screen = window.current
    screen.show_filter(Filter(pick=Pick.MINE))  # type: ignore[union-attr]
    assert named_rows(window) == 0
    screen.show_filter(Filter(text="已移交"))  # type: ignore[union-attr]
    assert named_rows(window) == 1
    screen.show_filter(Filter(text="北楼二号机"))  # type: ignore[union-attr]
    assert named_rows(window) == 1


def named_rows(window: MainWindow) -> int:
    return sum(table.model().rowCount() for table in window.findChildren(QTableView, "cases.list"))


def test_it_is_taken_back_with_a_reason(window: MainWindow, office: OpenOffice, case: str, tmp_path: Path) -> None:
    out_of(office, case, tmp_path / "a.gspack")
    window.go("cases")

    def give(dialog: QDialog) -> None:
        press(dialog, "step.ok")
        assert dialog.isVisible()  # no reason yet
        named(dialog, "step.opinion", QPlainTextEdit).setPlainText("U 盘损坏")
        press(dialog, "step.ok")

    with Answers(give):
        trigger(menu_of(window), "收回移交…")
    assert office.handing_over.elsewhere(case) == ""
    assert stage_shown(window) == "审核"


def test_an_open_case_is_saved_handed_over_and_then_only_looked_at(
    window: MainWindow, office: OpenOffice, far: OpenOffice, case: str, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    window.open_case(case)
    session = window.session
    assert session is not None
    session.apply(SetOpinion(session.case.claims[0].measure, "刚写下的"))
    prompts.target = tmp_path / "出.gspack"

    def ask(dialog: QDialog) -> None:
        write(dialog, "hand-over.to", "二号机")
        press(dialog, "hand-over.ok")

    menu = named(window, "review.memo", QPushButton).menu()
    menu.aboutToShow.emit()
    with Answers(ask, lambda dialog: press(dialog, "handed-over.close")):
        choose(window, "review.hand-over")
    arrived = far.taking_over.preview(prompts.target.read_bytes()).case
    assert arrived.claims[0].opinion == "刚写下的"
    assert "本案已移交给“二号机”" in said(window)
    assert named(window, "review.take-back", QPushButton).isVisible()
    assert window.session is not None
    assert not window.session.editable


def test_a_package_that_cannot_be_written_is_told_and_leaves_no_mark(
    window: MainWindow, office: OpenOffice, case: str, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.target = tmp_path / "没有" / "出.gspack"

    def ask(dialog: QDialog) -> None:
        write(dialog, "hand-over.to", "二号机")
        press(dialog, "hand-over.ok")

    with Answers(ask):
        trigger(menu_of(window), "移交给另一台电脑…")
    assert prompts.problems == ["移交包没有写成，案卷没有移交。请换一个位置，或检查磁盘空间与权限。"]
    assert office.handing_over.elsewhere(case) == ""


def test_a_package_is_shown_taken_over_and_taken_back(
    window: MainWindow, office: OpenOffice, far: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    (id,) = take_in(far, far.offices.people()[0], "06")
    prompts.files = [out_of(far, id, tmp_path / "来.gspack")]

    def look(dialog: QDialog) -> None:
        shown = said(dialog)
        assert "来自 来.gspack" in shown
        assert "办过本案的人" in shown
        assert "与交出方所报不一致的，不要接收" in shown
        money = named(dialog, "arrival.amounts", QLabel).text()
        assert money == "申报额 — · 测算额 50,000.00 · 审定额 —"
        assert not office.desk.summaries()
        press(dialog, "arrival.ok")

    with Answers(look):
        press(window, "cases.import")
    assert [item.id for item in office.desk.summaries()] == [id]
    press(window, "window.undo")
    assert not office.desk.summaries()

    with Answers(lambda dialog: press(dialog, "arrival.cancel")):
        press(window, "cases.import")
    assert not office.desk.summaries()


def test_what_comes_home_shows_its_differences(
    window: MainWindow, office: OpenOffice, far: OpenOffice, case: str, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    into(far, out_of(office, case, tmp_path / "a.gspack"))
    session = far.desk.open(case, far.offices.people()[0])
    session.apply(SetOpinion(session.case.claims[0].measure, "在二号机写的"))
    session.save()
    prompts.files = [out_of(far, case, tmp_path / "b.gspack")]

    def look(dialog: QDialog) -> None:
        changes = named(dialog, "arrival.changes", QLabel).text()
        assert "审核意见：在二号机写的（本机没有）" in changes
        press(dialog, "arrival.ok")

    with Answers(look):
        press(window, "cases.import")
    window.open_case(case)
    assert window.session is not None
    assert window.session.case.claims[0].opinion == "在二号机写的"
    assert window.session.editable


def test_changed_on_both_sides_is_chosen_deliberately(
    window: MainWindow, office: OpenOffice, far: OpenOffice, case: str, people: dict[Role, Person],
    prompts: ScriptedPrompts, tmp_path: Path,
) -> None:  # fmt: skip
    into(far, out_of(office, case, tmp_path / "a.gspack"))
    office.handing_over.take_back(case, people[Role.EXAMINER], "急件")
    for desk, person, words in (
        (far.desk, far.offices.people()[0], "那边"),
        (office.desk, people[Role.EXAMINER], "这边"),
    ):
        session = desk.open(case, person)
        session.apply(SetOpinion(session.case.claims[0].measure, words))
        session.save()
    prompts.files = [out_of(far, case, tmp_path / "b.gspack")]

    def look(dialog: QDialog) -> None:
        assert "两台电脑上都有改动，不能合并" in said(dialog)
        scrolled = named(dialog, "arrival.content", QScrollArea).findChildren(QLabel)
        assert not any("不能合并" in label.text() for label in scrolled)  # it never scrolls out of sight
        assert "审核意见：这边 → 那边" in named(dialog, "arrival.changes", QLabel).text()
        assert named(dialog, "arrival.cancel", QPushButton).isDefault()
        press(dialog, "arrival.ok")

    with Answers(look):
        press(window, "cases.import")
    assert office.desk.open(case, people[Role.EXAMINER]).case.claims[0].opinion == "那边"


def test_the_journal_shows_what_was_done_on_the_other_pc(
    window: MainWindow, office: OpenOffice, far: OpenOffice, tmp_path: Path, people: dict[Role, Person]
) -> None:
    (id,) = take_in(far, far.offices.people()[0], "06")
    into(office, out_of(far, id, tmp_path / "a.gspack"))
    window.open_case(id)
    screen = window.current
    screen.work.show_tab(2)  # type: ignore[union-attr]
    shown = "\n".join(label.text() for label in screen.work.journal.findChildren(QLabel))  # type: ignore[union-attr]
    assert "接收移交 · 陈静" in shown
    assert "导入案卷 · 陈静（移交前）" in shown
    assert "handover" not in shown
    assert "gongshu-history" not in shown


def test_every_entry_of_the_journal_has_its_time_in_sight(
    window: MainWindow, office: OpenOffice, far: OpenOffice, tmp_path: Path, people: dict[Role, Person]
) -> None:
    far.offices.found("杭州市拱墅区科学技术局创新创业服务中心（演示）", "拱众审", "correct horse battery staple")
    (id,) = take_in(far, far.offices.people()[0], "06")
    into(office, out_of(far, id, tmp_path / "a.gspack"))
    window.resize(1366, 768)
    window.open_case(id)
    screen = window.current
    screen.work.show_tab(2)  # type: ignore[union-attr]
    QApplication.processEvents()
    panel = screen.work.journal  # type: ignore[union-attr]
    times = []
    for card in panel.findChildren(EntryCard):
        for label in card.findChildren(QLabel):
            right = label.mapTo(panel, QPoint(label.width(), 0)).x()
            needed = label.minimumSizeHint().width() if label.wordWrap() else label.sizeHint().width()
            assert right <= panel.width(), label.text()
            assert needed <= label.width() or not label.isVisible(), label.text()
        times += [label for label in card.findChildren(QLabel) if re.fullmatch(r"[\d-]{10} \d\d:\d\d", label.text())]
    assert len(times) == len(panel.findChildren(EntryCard)) >= 2


@pytest.mark.parametrize(
    ("spoil", "why"),
    [(lambda content: content[:-9], "没有拷贝完"), (lambda content: content.replace(b"\n", b" ", 1), "文件已损坏")],
)
def test_a_bad_package_is_refused_with_its_places(
    window: MainWindow, office: OpenOffice, far: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path, spoil: object, why: str
) -> None:  # fmt: skip
    (id,) = take_in(far, far.offices.people()[0], "06")
    file = out_of(far, id, tmp_path / "坏.gspack")
    assert callable(spoil)
    file.write_bytes(spoil(file.read_bytes()))
    prompts.files = [file]

    def look(dialog: QDialog) -> None:
        assert "坏.gspack 没有通过检查" in said(dialog)
        listed = named(dialog, "refused.problems", QListWidget)
        assert why in "\n".join(listed.item(row).text() for row in range(listed.count()))
        press(dialog, "refused.close")

    with Answers(look):
        press(window, "cases.import")
    assert not office.desk.summaries()


def test_a_package_that_brings_nothing_and_one_that_is_gone_are_told(
    window: MainWindow, office: OpenOffice, case: str, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.files = [out_of(office, case, tmp_path / "自己的.gspack"), tmp_path / "没有.gspack"]
    press(window, "cases.import")
    assert "已有此包的全部内容" in prompts.problems[0]
    assert "没有.gspack" in prompts.problems[1]


def test_a_file_beyond_any_package_and_a_folder_are_not_read(
    window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    huge = tmp_path / "大.gspack"
    with huge.open("wb") as file:
        file.truncate(513 * 1024 * 1024)  # a hole: it takes no room
    folder = tmp_path / "夹.gspack"
    folder.mkdir()
    prompts.files = [huge, folder]
    press(window, "cases.import")
    assert prompts.problems == [
        f"{huge} 没有读取：文件应不超过512 MiB。",
        f"{folder} 没有读取：应为文件，这是一个文件夹。",
    ]


def test_a_package_can_be_dropped_on_the_list(
    window: MainWindow, office: OpenOffice, far: OpenOffice, tmp_path: Path, qapp: QApplication
) -> None:
    (id,) = take_in(far, far.offices.people()[0], "06")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(out_of(far, id, tmp_path / "拖.gspack")))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(QPoint(300, 300)), Qt.DropAction.CopyAction, data, left, none)
    with Answers(lambda dialog: press(dialog, "arrival.ok")):
        window.current.dropEvent(drop)  # type: ignore[union-attr]
    assert len(office.desk.summaries()) == 1


def test_a_double_clicked_package_is_shown_in_the_window_that_is_open(
    window: MainWindow, office: OpenOffice, far: OpenOffice, tmp_path: Path, qtbot: QtBot
) -> None:
    (id,) = take_in(far, far.offices.people()[0], "06")
    file, requests = out_of(far, id, tmp_path / "双击.gspack"), OpenRequests(tmp_path / "data")
    arrivals = Arrivals(window, requests)
    window.go("settings")
    with Answers(lambda dialog: press(dialog, "arrival.ok")):
        requests.leave(file)
        qtbot.waitUntil(lambda: len(office.desk.summaries()) == 1)
    arrivals.close()
