"""``journal check`` and ``journal show``, and what stands in the journal of lists, batches, backups and updates."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gongshu_desktop import bootstrap, cli
from gongshu_desktop.exchange.pack.pack_file import Packages
from gongshu_desktop.services.journal.acts import OfficeAct, act_words
from gongshu_desktop.services.journal.chain import entry_digest
from gongshu_desktop.services.journal.histories import stretch
from gongshu_desktop.services.ports import Change
from gongshu_desktop.store import open_store
from tests.services.two_pcs import DECIDABLE, pcs
from tests.store.test_reading import untouched
from tests.test_altered_data import altered, memo_file

Capture = pytest.CaptureFixture[str]
YEAR = 2016


@pytest.fixture
def data(demonstration_data: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration office's data folder to work in."""
    return Path(shutil.copytree(demonstration_data, tmp_path / "data"))


def run(data: Path, *arguments: object) -> int:
    return cli.main(["--data", str(data), *map(str, arguments)])


def entries(data: Path, capsys: Capture) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run(data, "journal", "show", "--json") == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def new_values(entry: dict[str, object]) -> dict[str, str]:
    found = entry["changes"]
    assert isinstance(found, list)
    return {change["subject"]: change["new"] for change in found}


def test_a_whole_journal_is_called_whole(data: Path, capsys: Capture) -> None:
    assert run(data, "journal", "check") == 0
    assert "操作日志完整" in capsys.readouterr().out
    assert run(data, "journal", "check", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["first_bad"], said["entries"]) == (True, None, len(entries(data, capsys)))


def test_nothing_that_an_auditor_asks_changes_a_byte(data: Path, tmp_path: Path, capsys: Capture) -> None:
    """Nor is the program asked to leave: it may have the folder open meanwhile."""
    memo = tmp_path / "memo.pdf"
    memo.write_bytes(memo_file(data))
    asked = (("journal", "check"), ("journal", "show"), ("verify", memo))
    with untouched(data):
        assert [run(data, *words) for words in asked] == [0, 0, 0]
    at_rest = capsys.readouterr().out
    with open_store(data):
        assert [run(data, *words) for words in asked] == [0, 0, 0]
    assert capsys.readouterr().out == at_rest


def test_the_first_bad_entry_is_named(data: Path, capsys: Capture) -> None:
    altered(data, "UPDATE journal SET person = 'x' WHERE sequence = 5")
    assert run(data, "journal", "check") == 1
    assert "自第5条起对不上" in capsys.readouterr().out
    assert run(data, "journal", "check", "--json") == 1
    assert json.loads(capsys.readouterr().out)["first_bad"] == 5


def test_a_digest_on_paper_leads_to_its_entry_or_to_an_alarm(data: Path, capsys: Capture) -> None:
    digest = str(entries(data, capsys)[49]["digest"])
    printed = f" {digest[:40].upper()}\n{digest[40:]} "
    assert run(data, "journal", "check", "--no-documents", "--expect", printed) == 0
    assert f"摘要{digest}是操作日志第50条的。" in capsys.readouterr().out
    other = "0" * 64
    assert run(data, "journal", "check", "--no-documents", "--expect", digest, "--expect", other) == 1
    assert f"操作日志中没有摘要为{other}的一条" in capsys.readouterr().out
    assert run(data, "journal", "check", "--no-documents", "--expect", digest[:40], "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["expected"]) == (False, {digest[:40]: None})


def test_show_lists_what_belongs_to_no_case_too(data: Path, capsys: Capture) -> None:
    found = entries(data, capsys)
    assert {"found-office", "issue-key", "adopt-reading", "issue"} <= {str(entry["action"]) for entry in found}
    assert [entry["sequence"] for entry in found] == list(range(1, len(found) + 1))
    assert run(data, "journal", "show") == 0
    assert "建立单位" in capsys.readouterr().out
    number = next(entry["number"] for entry in found if entry["number"])
    assert run(data, "journal", "show", "--case", number, "--json") == 0
    assert {json.loads(line)["number"] for line in capsys.readouterr().out.splitlines()} == {number}
    assert run(data, "journal", "show", "--case", "无") == 2


def test_what_was_changed_in_a_case_is_shown_in_the_windows_words(data: Path, capsys: Capture) -> None:
    """An amount in fen without its unit would be read as yuan, a hundred times too much."""
    capsys.readouterr()
    assert run(data, "journal", "show", "--case", "拱众审〔2016〕6号") == 0
    said = capsys.readouterr().out
    assert "    公共软件、开发工具补贴 · 申报额：18,000.00元" in said
    assert "    公共软件、开发工具补贴 · 用于创业服务 · 结论：符合" in said
    assert "    阶段：审核 → 复核" in said
    assert "1800000" not in said
    assert "examination" not in said


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path, capsys: Capture) -> None:
    assert run(tmp_path / "none", "journal", "check") == 2
    assert "none" in capsys.readouterr().err
    memo = tmp_path / "memo.pdf"
    memo.write_bytes(b"%PDF-1.7")
    assert run(tmp_path / "none", "verify", memo) == 2
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("kind", ["publicity", "payment", "ledger"])
def test_a_list_of_a_year_goes_on_record_and_its_draft_does_not(
    data: Path, tmp_path: Path, capsys: Capture, kind: str
) -> None:
    before = entries(data, capsys)
    assert run(data, "paper", kind, "--year", YEAR, "--draft", "--out", tmp_path / "draft.pdf") == 0
    assert entries(data, capsys) == before
    complete = (
        ("--begin", "2016-12-01", "--end", "2016-12-07", "--contact", "0571-88888888") if kind == "publicity" else ()
    )
    if complete:  # without its period it is a draft, too
        assert run(data, "paper", kind, "--year", YEAR, "--out", tmp_path / "unfinished.pdf") == 0
        assert entries(data, capsys) == before
    assert run(data, "paper", kind, "--year", YEAR, *complete, "--out", tmp_path / "list.pdf") == 0
    *cases, made = entries(data, capsys)[len(before) :]
    assert {entry["action"] for entry in cases} == ({OfficeAct.PAYABLE.value} if kind == "payment" else set())
    said = new_values(made)
    assert (made["action"], made["person"], said["paper/kind"]) == (OfficeAct.LIST.value, "", kind)
    assert int(said["paper/total"]) > 0
    assert said["paper/digest"].startswith("sha256:")
    assert run(data, "journal", "check") == 0


def test_a_paper_that_does_not_go_on_record_changes_no_byte(data: Path, tmp_path: Path, capsys: Capture) -> None:
    number = next(str(entry["number"]) for entry in entries(data, capsys) if entry["number"])
    asked = (
        ("approval", "--case", number), ("dossier", "--case", number), ("readings",),
        ("ledger", "--year", YEAR, "--draft"), ("publicity", "--year", YEAR),
    )  # fmt: skip
    with untouched(data):
        for count, words in enumerate(asked):
            assert run(data, "paper", *words, "--out", tmp_path / f"{count}.pdf") == 0, words
    with open_store(data):  # the program may have the folder open meanwhile
        assert run(data, "paper", "readings", "--out", tmp_path / "meanwhile.pdf") == 0


def test_memos_backups_and_updates_go_on_record(data: Path, tmp_path: Path, capsys: Capture) -> None:
    before = len(entries(data, capsys))
    assert run(data, "paper", "memos", "--year", YEAR, "--folder", tmp_path / "memos", "--issued-only") == 0
    office = bootstrap.open_office(data)
    person = office.offices.people()[0]
    office.back_up(tmp_path / "backup.db", person.id)
    office.close()
    memos, backup = entries(data, capsys)[before:]
    assert (memos["action"], new_values(memos)["memos/year"]) == (OfficeAct.MEMOS.value, str(YEAR))
    assert (backup["action"], backup["name"]) == (OfficeAct.BACK_UP.value, person.name)
    assert new_values(backup)["backup/file"] == str(tmp_path / "backup.db")


def test_every_act_has_its_words() -> None:
    assert all(act_words(act) != act.value for act in OfficeAct)


def test_a_journal_from_another_pc_steers_no_terminal_and_forges_no_line(tmp_path: Path, capsys: Capture) -> None:
    with pcs(tmp_path) as (one, two):
        id = one.bring_in(DECIDABLE)
        one.accept(id)
        files = Packages(one.office.policies)
        package = files.read(one.pack(id)).package
        (history,) = package.histories
        last = history.entries[-1]
        sequence, at = last.sequence + 1, last.at + timedelta(minutes=1)
        changes = (Change(subject="\x1b[2J审定\n7 · 张批准 · 批准\u202e", old="\x1b[31m", new="甲\n8 · 李复核 · 复核"),)
        digest = entry_digest(sequence, at.isoformat(), last.person, "edit", id, changes, last.digest)
        added = replace(
            last, sequence=sequence, at=at, action="edit", changes=changes, previous=last.digest, digest=digest
        )
        told = stretch(history.office, history.people, (*history.entries, added))
        two.take(files.write(replace(package, histories=(told,), rests=(told.sha256,))).content)
        number = two.case(id).number
    capsys.readouterr()
    assert run(tmp_path / "pc1", "journal", "show", "--case", number) == 0
    shown = capsys.readouterr().out
    assert all(letter == "\n" or letter.isprintable() for letter in shown)
    lines = [line.strip() for line in shown.splitlines()]
    assert not [line for line in lines if line.startswith(("7 · 张批准", "8 · 李复核"))]
    assert r"\u001b[2J审定 7 · 张批准 · 批准\u202e：\u001b[31m → 甲 8 · 李复核 · 复核" in lines
