"""Files from outside, in the real window and between two real programs on one data folder."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from gongshu_desktop import bootstrap
from gongshu_desktop.cli import main
from gongshu_desktop.desktop.arrivals import Arrivals
from gongshu_desktop.desktop.screens.office.view import OfficeScreen
from gongshu_desktop.desktop.screens.verification.view import VerificationScreen
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.host import places
from gongshu_desktop.host.open_requests import OpenRequests
from gongshu_desktop.open_office import OpenOffice
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.signed import issued
from tests.desktop.steps import Answers, press

ROOT = Path(__file__).parents[2]
CASE = places.demonstration() / "cases" / "case-01.json"


@pytest.fixture
def requests(office: OpenOffice) -> OpenRequests:
    return OpenRequests(office.data_folder)


@pytest.fixture
def arrivals(window: MainWindow, requests: OpenRequests) -> Iterator[Arrivals]:
    watching = Arrivals(window, requests)
    yield watching
    watching.close()


def _case_file(folder: Path) -> Path:
    file = folder / "甲 'case' 文件.gscase"
    file.write_bytes(CASE.read_bytes())
    return file


def _noting(shown: list[str]) -> Callable[[QDialog], None]:
    def note(dialog: QDialog) -> None:
        shown.append(dialog.objectName())
        dialog.reject()

    return note


def test_a_case_file_is_shown_and_not_taken_in_unasked(
    window: MainWindow, arrivals: Arrivals, requests: OpenRequests, office: OpenOffice, tmp_path: Path, qtbot: QtBot
) -> None:
    window.go("settings")
    file, shown = _case_file(tmp_path), []

    def decline(dialog: QDialog) -> None:
        shown.append((dialog.objectName(), [label.text() for label in dialog.findChildren(QLabel)]))
        assert office.desk.summaries() == []
        dialog.reject()

    with Answers(decline):
        requests.leave(file)
        qtbot.waitUntil(lambda: bool(shown))
    assert shown[0][0] == "import"
    assert any(file.name in words for words in shown[0][1])
    assert office.desk.summaries() == []

    with Answers(lambda dialog: press(dialog, "import.ok")):
        requests.leave(file)
        qtbot.waitUntil(lambda: len(office.desk.summaries()) == 1)


def test_a_memo_is_verified(
    window: MainWindow, arrivals: Arrivals, requests: OpenRequests, office: OpenOffice, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "意见 书.pdf"
    file.write_bytes(issued(office).pdf)
    requests.leave(file)

    def verified() -> bool:
        screen = window.current
        return isinstance(screen, VerificationScreen) and any(
            label.text() == "签名有效，签后未改动" for label in screen.findChildren(QLabel) if label.isVisible()
        )

    qtbot.waitUntil(verified)


def test_the_window_alone_is_asked_for(
    window: MainWindow, arrivals: Arrivals, requests: OpenRequests, qtbot: QtBot
) -> None:
    window.showMinimized()
    qtbot.waitUntil(lambda: bool(window.windowState() & Qt.WindowState.WindowMinimized))
    requests.leave(None)
    qtbot.waitUntil(lambda: not window.windowState() & Qt.WindowState.WindowMinimized)


def test_a_file_that_has_gone_meanwhile_is_told(
    window: MainWindow,
    arrivals: Arrivals,
    requests: OpenRequests,
    prompts: ScriptedPrompts,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    requests.leave(tmp_path / "gone.gscase")
    qtbot.waitUntil(lambda: bool(prompts.problems))
    assert "没有找到" in prompts.problems[0]


def test_a_dialog_that_is_open_is_not_disturbed(
    window: MainWindow, arrivals: Arrivals, requests: OpenRequests, tmp_path: Path, qtbot: QtBot
) -> None:
    asked = QDialog(window)
    asked.setModal(True)
    asked.show()
    left = requests.leave(_case_file(tmp_path))
    qtbot.waitUntil(left.taken)
    qtbot.wait(700)
    assert [dialog.objectName() for dialog in window.findChildren(QDialog) if dialog.isVisible()] == [""]

    shown: list[str] = []
    with Answers(_noting(shown)):
        asked.close()
        qtbot.waitUntil(lambda: shown == ["import"])


def test_the_file_of_the_first_start_is_shown(
    window: MainWindow, requests: OpenRequests, tmp_path: Path, qtbot: QtBot
) -> None:
    shown: list[str] = []
    with Answers(_noting(shown)):
        watching = Arrivals(window, requests, _case_file(tmp_path))
        qtbot.waitUntil(lambda: shown == ["import"])
    watching.close()


def test_what_was_left_while_the_first_was_starting_is_shown(
    window: MainWindow, requests: OpenRequests, prompts: ScriptedPrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    requests.leave(tmp_path / "gone.gscase")
    watching = Arrivals(window, requests)
    qtbot.waitUntil(lambda: bool(prompts.problems))
    watching.close()


def test_after_the_end_nothing_is_taken_over(
    window: MainWindow, requests: OpenRequests, prompts: ScriptedPrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    watching = Arrivals(window, requests)
    qtbot.wait(50)
    watching.close()
    left = requests.leave(tmp_path / "gone.gscase")
    qtbot.wait(400)
    assert not left.taken()
    assert prompts.problems == []
    assert left.withdraw()


def test_what_is_to_be_taken_in_waits_until_somebody_is_registered(
    window: MainWindow,
    requests: OpenRequests,
    office: OpenOffice,
    prompts: ScriptedPrompts,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    people = office.offices.people()
    for person in people:
        office.offices.set_active(person.id, False, by=people[0].id)
    window.rebuild()
    qtbot.waitUntil(lambda: window.person is None)
    file = _case_file(tmp_path)
    shown: list[str] = []
    watching = Arrivals(window, requests, file)
    qtbot.waitUntil(lambda: prompts.asked == ["先登记人员"])
    assert isinstance(window.current, OfficeScreen)
    requests.leave(tmp_path / "gone.pdf")  # what needs nobody does not wait behind it
    qtbot.waitUntil(lambda: bool(prompts.problems))
    assert prompts.asked == ["先登记人员"]

    with Answers(_noting(shown)):
        office.offices.set_active(people[0].id, True, by=people[0].id)
        window.rebuild()
        qtbot.waitUntil(lambda: shown == ["import"])
    watching.close()


# --- two programs ------------------------------------------------------------------------------------------------------

FIRST = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from gongshu_desktop import bootstrap
from gongshu_desktop.desktop import app

seen = Path(sys.argv[2])
made = app.make_window

def look():
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        seen.write_text(dialog.objectName() + "|" + dialog.intro.text(), encoding="utf-8")
        dialog.reject()
        QTimer.singleShot(0, lambda: [widget.close() for widget in QApplication.topLevelWidgets()])

def make(*given):
    window = made(*given)
    window.timer = QTimer(window, interval=20)
    window.timer.timeout.connect(look)
    window.timer.start()
    return window

app.make_window = make
sys.exit(bootstrap.run_desktop(Path(sys.argv[1])))
"""


def _wait(for_what: Path, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not for_what.exists():
        assert time.monotonic() < until, for_what
        time.sleep(0.05)


def test_a_second_program_hands_its_file_to_the_first(office: OpenOffice, tmp_path: Path) -> None:
    folder, seen = office.data_folder, tmp_path / "seen.txt"
    office.close()
    first = subprocess.Popen([sys.executable, "-c", FIRST, str(folder), str(seen)], cwd=ROOT, stderr=subprocess.PIPE)
    _wait(folder / "open-requests")
    place = tmp_path / "U 盘 '一'"
    place.mkdir()
    _case_file(place)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "gongshu_desktop", "--data", str(folder), "open", "甲 'case' 文件.gscase"]
    second = subprocess.run(command, cwd=place, env=environment, capture_output=True, check=False, timeout=60)
    assert (second.returncode, second.stdout, second.stderr) == (0, b"", b"")
    _wait(seen)
    _out, said = first.communicate(timeout=60)
    unexpected = [line for line in said.decode().splitlines() if "This plugin does not support" not in line]
    assert (first.returncode, unexpected) == (0, [])
    assert seen.read_text(encoding="utf-8").startswith("import|来自 甲 'case' 文件.gscase。")
    assert list((folder / "open-requests").iterdir()) == []
    assert json.loads((folder / "desktop.json").read_text(encoding="utf-8"))["geometry"]


@pytest.mark.parametrize("arguments", [["open", "x.gscase"], []])
def test_without_a_screen_it_says_so(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "x.gscase").write_bytes(b"{}")
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment.pop("QT_QPA_PLATFORM", None)
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-m", "gongshu_desktop", "--data", str(tmp_path / "data"), *arguments]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "没有图形界面" in done.stderr.decode()
    assert not (tmp_path / "data").exists()


def test_what_cannot_be_opened_is_refused_before_any_window(tmp_path: Path) -> None:
    (tmp_path / "交接.gspack").write_bytes(b"")
    command = [sys.executable, "-m", "gongshu_desktop", "--data", str(tmp_path / "data"), "open", "交接.gspack"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert "“交接.gspack”是空文件" in done.stderr.decode()
    assert not (tmp_path / "data").exists()


class Stream(io.StringIO):
    """Standard input or error, of a terminal or not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize(
    ("stdin", "stderr", "screen", "drawn", "shown"),
    [
        (False, False, "DISPLAY", "", True),  # a menu, a double click
        (False, False, "WAYLAND_DISPLAY", "", True),
        (True, False, "DISPLAY", "", False),  # a terminal, its errors kept in a file
        (False, True, "DISPLAY", "", False),
        (False, False, "", "", False),  # nothing to show a window on
        (False, False, "DISPLAY", "offscreen", False),
    ],
)
def test_a_refused_start_is_said_where_somebody_sees_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    stdin: bool,
    stderr: bool,
    screen: str,
    drawn: str,
    shown: bool,
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ((screen, ":0"), ("QT_QPA_PLATFORM", drawn)):
        if name and value:
            monkeypatch.setenv(name, value)
    said = list[str]()
    monkeypatch.setattr(bootstrap, "refuse_desktop", lambda words, _error: said.append(words))
    monkeypatch.setattr(sys, "stdin", Stream(terminal=stdin))
    printed = Stream(terminal=stderr)
    monkeypatch.setattr(sys, "stderr", printed)
    empty = tmp_path / "交接.gspack"
    empty.write_bytes(b"")

    assert main(["--data", str(tmp_path / "data"), "open", str(empty)]) == 2
    assert "是空文件" in printed.getvalue()
    assert bool(said) is shown
