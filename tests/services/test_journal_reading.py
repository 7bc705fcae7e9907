"""``journal show`` on a PC that took cases over: what was done on the other PC stands under the entry that brought it."""

import json
from pathlib import Path

import pytest

from gongshu_desktop import cli, wiring
from gongshu_desktop.review.editing.edits import SetBasics
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.journal.chain import holds
from gongshu_desktop.services.journal.histories import held
from gongshu_desktop.services.journal.reading import cases_of, read_through
from gongshu_desktop.services.journal.words import change_words
from gongshu_desktop.services.ports import Entry
from tests.services.offices import EXAMPLES
from tests.services.two_pcs import DECIDABLE, NAMES, Pc, pcs, send

Capture = pytest.CaptureFixture[str]
POLICY = wiring.policies().get("gongshu-2016-10")


def show(folder: Path, capsys: Capture, *arguments: str) -> list[str]:
    capsys.readouterr()
    assert cli.main(["--data", str(folder), "journal", "show", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def of_case(pc: Pc, case: str) -> list[Entry]:
    with pc.office.store.open_uow() as uow:
        return list(uow.journal.of_case(case))


def test_what_was_done_on_the_other_pc_stands_under_the_entry_that_brought_it(tmp_path: Path, capsys: Capture) -> None:
    with pcs(tmp_path) as (one, other):
        case = one.bring_in(DECIDABLE)
        one.accept(case)
        send(one, other, case)
        number, there = other.case(case).number, of_case(one, case)
        said = show(tmp_path / "pc1", capsys, "--case", number)
        (found,) = (json.loads(line) for line in show(tmp_path / "pc1", capsys, "--case", number, "--json"))
    (came,) = found["histories"]
    shown = [entry for entry in there if entry.action != "hand-over"]
    assert [(item["sequence"], item["digest"]) for item in came["entries"]] == [(e.sequence, e.digest) for e in shown]
    assert [item["name"] for item in came["entries"]] == [NAMES[Role.EXAMINER]] * len(shown)
    assert (came["office"], came["by"], came["own"]) == ("测试局", NAMES[Role.EXAMINER], False)
    assert {"history": came["sha256"]} in [change["new"] for change in found["changes"]]
    heading = next(at for at, line in enumerate(said) if "另一台电脑上的操作日志" in line)
    assert "测试局" in said[heading]
    assert f"由{NAMES[Role.EXAMINER]}移交" in said[heading]
    for entry in shown:
        assert any(line.startswith(f"        {entry.sequence} · ") for line in said[heading:])
        assert f"            摘要：{entry.digest}" in said[heading:]
        for change in entry.changes:
            words = change_words(change, POLICY, {}) or f"{change.subject}: {change.old or '—'} → {change.new or '—'}"
            assert any(line.startswith(f"            {words[:100]}") for line in said[heading:])
    assert not any("gongshu-history" in line for line in said), "no text of JSON"


def test_what_this_pc_did_itself_is_not_said_to_be_another_pcs(tmp_path: Path, capsys: Capture) -> None:
    with pcs(tmp_path) as (one, other):
        case = one.bring_in(DECIDABLE)
        one.accept(case)
        send(one, other, case)
        other.write_opinion(case, "补充意见")
        send(other, one, case)
        said = show(tmp_path / "pc0", capsys, "--case", case)
        with one.office.store.open_uow() as uow:
            reads = [read for read in read_through(uow.journal.entries()) if read.histories]
    (read,) = reads
    own = [history for history in read.histories if history.sha256 in read.own]
    assert [len(read.histories), len(own)] == [2, 1]
    assert all(holds(entry) for history in read.histories for entry in history.entries)
    first, last = own[0].entries[0].sequence, own[0].entries[-1].sequence
    assert sum(f"第{first}至{last}条，见上文" in line for line in said) == 1
    assert sum("另一台电脑上的操作日志" in line for line in said) == 1
    assert not any(held(line.strip().partition(": ")[0]) for line in said)


def test_a_case_is_found_by_what_only_the_journal_knows(tmp_path: Path, capsys: Capture) -> None:
    with pcs(tmp_path) as (one, other):
        moved = one.bring_in(DECIDABLE)
        one.accept(moved)
        before = one.case(moved).number
        stays = other.bring_in(sorted(EXAMPLES.glob("01-*.json"))[0])
        session = other.office.desk.open(stays, other.person(Role.EXAMINER))
        session.apply(SetBasics(number=before))
        session.save()
        taken = send(one, other, moved)
        assert taken.number != before
        other.office.taking_over.undo(taken, other.person(Role.CHECKER))
        with other.office.store.open_uow() as uow:
            assert cases_of(uow, before) == {stays}, "what the record knows comes first"
            assert cases_of(uow, taken.number) == {moved}
            assert cases_of(uow, moved) == {moved}
        assert len(show(tmp_path / "pc1", capsys, "--case", taken.number, "--json")) == 2
        assert len(show(tmp_path / "pc1", capsys, "--case", moved, "--json")) == 2
        session = other.office.desk.open(stays, other.person(Role.EXAMINER))
        session.apply(SetBasics(number="拱众审〔2016〕77号"))
        session.save()
        with other.office.store.open_uow() as uow:
            assert cases_of(uow, before) == {stays, moved}, "one had it here, the other on its first PC"
            assert cases_of(uow, "拱众审〔2016〕99号") == frozenset()
