"""The whole journal in words: nothing that is written down anywhere is shown as the program writes it, save digests."""

import json
import re
import shutil
from pathlib import Path

import pytest

from gongshu_desktop import cli, wiring, wording
from gongshu_desktop.services.audit.entry_words import entry_words
from gongshu_desktop.services.ports import Change
from tests.services.two_pcs import DECIDABLE, pcs

Capture = pytest.CaptureFixture[str]
AS_WRITTEN = re.compile(r"[a-z_]+(?:\[[^\]]*\])?(?:/[a-z_]+(?:\[[^\]]*\])?)*: ")
"""A subject as the program writes it, before its values."""


def shown(folder: Path, capsys: Capture) -> list[str]:
    capsys.readouterr()
    assert cli.main(["--data", str(folder), "journal", "show"]) == 0
    return [line.strip() for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_demonstration_office_with_its_lists(
    demonstration_data: Path, tmp_path: Path, capsys: Capture, language: str
) -> None:
    data = Path(shutil.copytree(demonstration_data, tmp_path / "data"))
    for kind in ("payment", "ledger"):
        asked = ("--data", data, "paper", kind, "--year", "2016", "--out", tmp_path / f"{kind}.pdf")
        assert cli.main([*map(str, asked)]) == 0
    assert cli.main(["--data", str(data), "paper", "memos", "--year", "2016", "--folder", str(tmp_path / "memos")]) == 0
    wording.speak(language)
    try:
        lines = shown(data, capsys)
    finally:
        wording.speak("zh")
    assert [line for line in lines if AS_WRITTEN.match(line) and (language == "zh" or "→" in line)] == []
    if language == "zh":
        assert {"文书种类：拨付汇总表", "文书种类：年度台账", "合计：1,424,920.00元", "人员：何敏（批准人）"} <= {
            *lines
        }
        assert any(line.startswith("各项金额：年度奖励 100,000.00元；") for line in lines)
        assert any(line.startswith("口径 · ") and "（依据：局长办公会议纪要" in line for line in lines)
        assert not any("142492000" in line or "CERTIFICATE" in line for line in lines)


def test_a_case_that_came_with_a_package(tmp_path: Path, capsys: Capture) -> None:
    with pcs(tmp_path) as (one, two):
        id = one.bring_in(DECIDABLE)
        one.accept(id)
        one.submit(id)
        two.take(one.pack(id))
    lines = shown(tmp_path / "pc1", capsys)
    assert [line for line in lines if AS_WRITTEN.match(line)] == []
    assert any(re.fullmatch("移交方操作日志的末条：[0-9]+ [0-9a-f]{64}", line) for line in lines)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(subject="paper/total", new="12345"), "合计：123.45元"),
        (Change(subject="paper/back", new="4143950"), "应追回合计：41,439.50元"),
        (Change(subject="paper/kind", old="payment", new="ledger"), "文书种类：拨付汇总表 → 年度台账"),
        (Change(subject="paper/kind", new="of-a-later-version"), "文书种类：of-a-later-version"),
        (Change(subject="paper/items", new=json.dumps([{"title": "甲", "amount": 100}])), "各项金额：甲 1.00元"),
        (Change(subject="paper/items", new="[1]"), "各项金额：[1]"),
        (Change(subject="evidence[e1]/sha256", old="ab", new=None), "佐证材料e1的SHA-256：ab → （空）"),
        (Change(subject="font[song]", new="x"), "文书字体（宋体）：x"),
        (Change(subject="memo[m]/signature[approver]", new="2016-12-01 何敏"), "批准人签署：2016-12-01 何敏"),
        (Change(subject="person[p]/certificate", new="not base64!"), "证书指纹（SHA-256）：not base64!"),
        (Change(subject="of/a[later]/version", new="x"), ""),
    ],
)
def test_what_is_not_expected_stays_as_it_is_written(change: Change, words: str) -> None:
    assert entry_words(change, wiring.policies()) == words
