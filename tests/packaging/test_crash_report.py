import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gongshu_desktop.desktop.crash_report import FOLDER, KEPT, FatalErrors, export, record, reports

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SECRET = "杭州拱宸云创科技孵化有限公司"


class OurError(Exception):
    pass


def _fail(applicant: str) -> None:
    try:
        int(applicant)
    except ValueError as error:
        raise OurError(f"{applicant} has no number") from error


def _failed() -> BaseException:
    try:
        _fail(SECRET)
    except OurError as error:
        return error
    raise AssertionError


def test_report_says_where_but_not_what(tmp_path: Path) -> None:
    path = record(_failed(), tmp_path, NOW)
    assert path is not None
    said = path.read_text(encoding="utf-8")
    assert "OurError" in said
    assert "builtins.ValueError" in said
    assert "._fail:" in said
    assert SECRET not in said
    assert "has no number" not in said
    assert str(Path(__file__).parent) not in said


def test_only_the_latest_reports_are_kept_and_leave_together(tmp_path: Path) -> None:
    for minute in range(KEPT + 3):
        record(_failed(), tmp_path, NOW + timedelta(minutes=minute))
    found = reports(tmp_path)
    assert len(found) == KEPT
    assert "100200" not in found[-1].name
    assert found[0].name > found[-1].name

    assert export(tmp_path, tmp_path / "all.txt") == KEPT
    assert (tmp_path / "all.txt").read_text(encoding="utf-8").count("OurError") == KEPT


def test_what_only_has_a_reports_name_does_not_leave_with_them(tmp_path: Path) -> None:
    record(_failed(), tmp_path, NOW)
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    (tmp_path / FOLDER / "problem-link.txt").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(tmp_path / FOLDER / "problem-pipe.txt")
    assert export(tmp_path, tmp_path / "all.txt") == 1
    assert SECRET not in (tmp_path / "all.txt").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_makes_no_second_error(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    assert record(_failed(), tmp_path, NOW) is None


CRASHING = """
import ctypes, sys
from datetime import datetime, UTC
from pathlib import Path
from gongshu_desktop.desktop.crash_report import FatalErrors
FatalErrors(Path(sys.argv[1])).watch(datetime.now(UTC))
def going_down():
    ctypes.string_at(0)
going_down()
"""


def test_a_torn_down_program_is_reported_at_the_next_start(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", CRASHING, str(tmp_path)], cwd=root, capture_output=True, check=False)
    assert ended.returncode != 0
    watcher = FatalErrors(tmp_path)
    report = watcher.watch(NOW)
    watcher.end()
    assert report is not None
    said = report.read_text(encoding="utf-8")
    assert "going_down" in said
    assert str(root) not in said
    assert list((tmp_path / FOLDER).iterdir()) == [report]


def test_an_ordinary_end_leaves_nothing(tmp_path: Path) -> None:
    watcher = FatalErrors(tmp_path)
    assert watcher.watch(NOW) is None
    watcher.end()
    assert list((tmp_path / FOLDER).iterdir()) == []


@pytest.mark.parametrize("lay", [Path.symlink_to, Path.hardlink_to])
def test_another_file_is_not_emptied_through_the_name_of_ours(
    tmp_path: Path, lay: Callable[[Path, Path], None]
) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_bytes(b"precious")
    (tmp_path / FOLDER).mkdir()
    lay(tmp_path / FOLDER / "interrupted.txt", victim)
    watcher = FatalErrors(tmp_path)
    assert watcher.watch(NOW) is None
    watcher.end()
    assert victim.read_bytes() == b"precious"


def test_a_linked_folder_gets_no_reports_and_loses_none(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "interrupted.txt").write_bytes(b"precious")
    for number in range(KEPT + 3):
        (elsewhere / f"problem-{number:02}.txt").write_bytes(b"precious")
    (tmp_path / FOLDER).symlink_to(elsewhere)
    watcher = FatalErrors(tmp_path)
    watcher.watch(NOW)
    watcher.end()
    assert record(_failed(), tmp_path, NOW) is None
    assert len(list(elsewhere.iterdir())) == KEPT + 4
    assert (elsewhere / "interrupted.txt").read_bytes() == b"precious"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    os.mkfifo(tmp_path / FOLDER / "interrupted.txt")
    watcher = FatalErrors(tmp_path)
    assert watcher.watch(NOW) is None
    watcher.end()
