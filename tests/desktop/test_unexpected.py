"""Errors that nobody expected, wherever they come up in the running program: reported, and without a word of a case."""

import subprocess
import sys
from pathlib import Path

import pytest

from gongshu_desktop.desktop import crash_report
from gongshu_desktop.desktop.dialogs.licences import licence_text
from gongshu_desktop.open_office import OpenOffice

ROOT = Path(__file__).parents[2]
SECRET = "杭州拱宸云创科技 91330105"
PLACES = ("slot", "worker", "paint", "thread", "finalizer")

RUN = """
import sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from gongshu_desktop import bootstrap
from gongshu_desktop.desktop import app

secret, folder, mode = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
made = app.make_window

def fail():
    try:
        int(secret)
    except ValueError as error:
        raise KeyError(secret) from error

class Painted(QWidget):
    def paintEvent(self, event):
        fail()

class Finalized:
    def __del__(self):
        fail()

def make(program, tasks):
    window = made(program, tasks)
    painted = Painted(window)
    painted.resize(40, 40)
    painted.hide()
    steps = [
        fail,
        lambda: tasks.submit(lambda _progress: fail(), print, owner=window),
        painted.show,
        lambda: threading.Thread(target=fail, name=secret).start(),
        Finalized,
        QApplication.quit,
    ]

    def go_on():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            painted.hide()
            dialog.reject()
        elif steps:
            steps.pop(0)()

    window.timer = QTimer(window, interval=250)
    window.timer.timeout.connect(go_on)
    window.timer.start()
    return window

def broken(program, tasks):
    window_timer = QTimer(QApplication.instance(), interval=100)
    window_timer.timeout.connect(lambda: QApplication.activeModalWidget() and QApplication.activeModalWidget().reject())
    window_timer.start()
    fail()

app.make_window = make if mode == "runs" else broken
sys.exit(bootstrap.run_desktop(folder))
"""


def _run(office: OpenOffice, mode: str) -> tuple[int, str, list[str]]:
    """The status, what was said on standard error, and the reports."""
    folder = office.data_folder
    office.close()
    command = [sys.executable, "-c", RUN, SECRET, str(folder), mode]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=120)
    reports = [path.read_text(encoding="utf-8") for path in crash_report.reports(folder)]
    return done.returncode, done.stderr.decode(), reports


def test_each_is_reported_once_and_nothing_of_the_case_is_in_it(office: OpenOffice) -> None:
    status, said, reports = _run(office, "runs")
    assert status == 0, said
    assert len(reports) == len(PLACES)
    for report in reports:
        assert "builtins.ValueError\n    __main__.fail:" in report
        assert "builtins.KeyError\n" in report
    for words in (said, *reports):
        assert SECRET not in words
        assert "91330105" not in words
        assert "invalid literal" not in words
        assert str(ROOT) not in words


def test_a_window_that_cannot_be_built_is_reported_too(office: OpenOffice) -> None:
    status, said, reports = _run(office, "does not")
    assert status == 1
    assert len(reports) == 1
    assert SECRET not in reports[0] + said


@pytest.mark.parametrize("part", ["segno", "markdown-it-py", "PySide6_Essentials", "pyHanko", "— Fandol.txt —"])
def test_every_part_is_shown_with_a_licence(qapp: object, part: str) -> None:
    (line,) = [line for line in licence_text().splitlines() if line.startswith(part)]
    assert part.startswith("—") or len(line.split("    ")) == 2, line
