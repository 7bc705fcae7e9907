"""The memo on the screen: one that waits for signatures is marked wherever it is seen; a hostile one is not opened."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from gongshu_desktop.cli import main
from gongshu_desktop.desktop.dialogs import document
from gongshu_desktop.desktop.dialogs.memo import show_memo
from gongshu_desktop.desktop.tasks import PoolTasks
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.document.memo.unsigned_copy import NOBODY, WAITING
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.services.ports import MemoRecord, MemoState
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.signed import issued, to_signing
from tests.desktop.steps import Answers, press
from tests.document.hostile import HOSTILE
from tests.document.test_memo import text_of

BOMB = "100 attached files of 60 MB each"


@pytest.fixture
def memo(office: OpenOffice, window: MainWindow) -> MemoRecord:
    """Drawn up; nobody has signed."""
    return to_signing(office)


def words_of(pdf: bytes, folder: Path) -> str:
    return "".join(text_of(pdf, folder).split())


def test_what_is_saved_and_printed_of_a_waiting_memo_is_marked(
    window: MainWindow, memo: MemoRecord, prompts: ScriptedPrompts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts.target = tmp_path / "存.pdf"
    printed: list[bytes] = []
    monkeypatch.setattr(document, "print_with_preview", lambda _around, content, *_more: printed.append(content))

    def save(dialog: QDialog) -> None:
        press(dialog, "document.print")
        press(dialog, "document.save")
        press(dialog, "document.close")

    with Answers(save):
        show_memo(window.surroundings, memo)
    assert prompts.problems == []
    saved = words_of(prompts.target.read_bytes(), tmp_path)
    assert NOBODY.replace(" ", "") in saved
    assert saved.count(WAITING) == 3
    assert printed == [prompts.target.read_bytes()]


def test_an_issued_memo_is_shown_and_saved_byte_for_byte(
    window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    memo = issued(office)
    prompts.target = tmp_path / "存.pdf"

    def save(dialog: QDialog) -> None:
        press(dialog, "document.save")
        press(dialog, "document.close")

    with Answers(save):
        show_memo(window.surroundings, memo)
    assert prompts.target.read_bytes() == memo.pdf


@pytest.mark.parametrize("state", [MemoState.DRAWN, MemoState.ISSUED])
@pytest.mark.parametrize(
    ("spoil", "why"),
    [(lambda _pdf: HOSTILE[BOMB](), "压缩炸弹"), (lambda pdf: pdf[: len(pdf) // 3], "PDF 文件已损坏")],
)
def test_a_memo_that_came_spoilt_is_told_and_not_shown(
    window: MainWindow, memo: MemoRecord, prompts: ScriptedPrompts, state: MemoState,
    spoil: Callable[[bytes], bytes], why: str,
) -> None:  # fmt: skip
    show_memo(window.surroundings, replace(memo, pdf=spoil(memo.pdf), state=state))
    assert why in prompts.problems[0]


def test_a_memo_is_marked_off_the_windows_thread(
    window: MainWindow, office: OpenOffice, memo: MemoRecord, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    marking, seen = office.marked_unsigned, []

    def watched(pdf: bytes, step: Callable[[], None]) -> bytes:
        seen.append(threading.current_thread() is threading.main_thread())
        return marking(pdf, step)

    monkeypatch.setattr(office, "marked_unsigned", watched)
    tasks = PoolTasks()
    shown: list[bool] = []

    def close(dialog: QDialog) -> None:
        shown.append(True)
        press(dialog, "document.close")

    with Answers(close):
        show_memo(replace(window.surroundings, tasks=tasks), memo)
        qtbot.waitUntil(lambda: bool(shown))
    tasks.close()
    assert seen == [False]


def test_the_memos_of_a_year_are_marked_where_they_wait(
    office: OpenOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    memo = to_signing(office)
    year = str(office.desk.summaries()[0].year)
    office.close()
    folder = tmp_path / "memos"
    assert main(["--data", str(tmp_path / "data"), "paper", "memos", "--year", year, "--folder", str(folder)]) == 0
    assert "待签署1份" in capsys.readouterr().out
    (file,) = folder.iterdir()
    said = words_of(file.read_bytes(), tmp_path)
    assert NOBODY.replace(" ", "") in said
    assert said.count(WAITING) == 3
    assert NOBODY.replace(" ", "") not in words_of(memo.pdf, tmp_path)
    assert main(["--data", str(tmp_path / "data"), "verify", str(file)]) == 1
    assert "三人未签署完毕的意见书的标注件" in capsys.readouterr().out.splitlines()[-1]
