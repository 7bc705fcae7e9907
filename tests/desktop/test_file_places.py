"""A place in a case file is told to a reviewer in his words; the path is for whoever made the file."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QPlainTextEdit

from gongshu_desktop import wiring
from gongshu_desktop.desktop.dialogs.importing import import_case_file
from gongshu_desktop.desktop.file_places import claim_titles, place_words
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from tests.desktop.signed import EXAMPLES
from tests.desktop.steps import Answers, named, press

TITLES = {1: "房租和宽带补贴"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("$", "整个文件"),
        ("$.claims[1].facts.评定日期.claimed", "第2项 房租和宽带补贴 › 评定日期（申报值）"),
        ("$.claims[0].facts.企业数", "第1项 › 企业数"),
        ("$.claims[1].facts.活动.verified[2].实际支出", "第2项 房租和宽带补贴 › 活动（核定值） › 第3条 › 实际支出"),
        ("$.claims[1].facts['a b'].note", "第2项 房租和宽带补贴 › a b › 备注"),
        ("$.claims[1].claimed", "第2项 房租和宽带补贴 › 申报额"),
        ("$.claims[1].verdicts.用于创业服务.result", "第2项 房租和宽带补贴 › 用于创业服务 › 结论"),
        ("$.applicant.uscc", "申报单位 › 统一社会信用代码"),
        ("$.claims", "申报事项"),
        ("$.applicant.unknown-key", "申报单位 › unknown-key"),
    ],
)
def test_a_path_in_words(path: str, words: str) -> None:
    assert place_words(path, TITLES) == words


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b'{"policy": "no"}', b'{"policy": "gongshu-2016-10"}', b"[" * 99_999]
)
def test_a_file_that_is_nothing_has_no_titles(content: bytes) -> None:
    assert claim_titles(content, wiring.policies()) == {}


def test_a_refused_file_is_told_in_words_and_the_paths_are_a_click_away(
    window: MainWindow, office: OpenOffice, tmp_path: Path
) -> None:
    told = json.loads(next(EXAMPLES.glob("01*.json")).read_bytes())
    measure = told["claims"][0]["measure"]
    told["claims"][0]["facts"]["无此项"] = 5
    file = tmp_path / "甲.json"
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    title = office.policies.get(told["policy"]).measure(measure).title

    def look(dialog: QDialog) -> None:
        said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
        assert "请退回提供文件的单位" in said
        listed = named(dialog, "refused.problems", QListWidget)
        words = listed.item(0).text()
        assert words.startswith(f"第1项 {title} › 无此项")
        assert "$" not in words + said
        assert not any(area.isVisible() for area in dialog.findChildren(QPlainTextEdit))
        press(dialog, "refused.details")
        paths = named(dialog, "refused.paths", QPlainTextEdit)
        assert "$.claims[0].facts.无此项" in paths.toPlainText()
        dialog.accept()

    with Answers(look):
        import_case_file(window.surroundings, file, lambda: None)
