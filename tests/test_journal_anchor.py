"""A journal that was rewritten whole or cut off, so that its chain fits: found by what people have signed."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gongshu_desktop import bootstrap, cli
from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.document.signatures.office import OfficeSigning
from gongshu_desktop.services.journal.anchor import KEY, Anchor
from gongshu_desktop.services.memos.anchor_words import anchored_title, anchored_words
from gongshu_desktop.services.memos.anchors import Anchored, Anchors, AnchorStanding
from gongshu_desktop.services.memos.composing import RECEIPT_FORMAT
from gongshu_desktop.services.verification.journal_check import Given, JournalCheck
from gongshu_desktop.store import open_store, restore_backup
from tests.journal_forgeries import cut_off, rewritten
from tests.store.test_reading import untouched
from tests.test_altered_data import altered, memo_file, paper, richer

Capture = pytest.CaptureFixture[str]
YEAR = 2016


@pytest.fixture
def data(demonstration_data: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration office's data folder to alter."""
    return Path(shutil.copytree(demonstration_data, tmp_path / "data"))


@pytest.fixture
def memo(data: Path, tmp_path: Path) -> Path:
    """The first memo that was issued, as a file in an archive."""
    path = tmp_path / "archive" / "memo.pdf"
    path.parent.mkdir()
    path.write_bytes(memo_file(data))
    return path


def run(data: Path, *arguments: object) -> int:
    return cli.main(["--data", str(data), *map(str, arguments)])


def anchor_of(pdf: bytes) -> dict[str, object]:
    found = json.loads(memo_receipt(pdf))[KEY]
    assert isinstance(found, dict)
    return found


def checked(data: Path, capsys: Capture, *arguments: object) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    status = run(data, "journal", "check", "--json", *arguments)
    said = json.loads(capsys.readouterr().out)
    assert isinstance(said, dict)
    return status, said


def test_a_memo_says_where_the_journal_stood(data: Path, memo: Path, capsys: Capture) -> None:
    assert run(data, "journal", "show", "--json") == 0
    entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    anchor = anchor_of(memo.read_bytes())
    (entry,) = [entry for entry in entries if entry["sequence"] == anchor["sequence"]]
    assert (entry["digest"], entries[0]["digest"]) == (anchor["digest"], anchor["first"])
    after = entries[entries.index(entry) + 1 :]
    assert [
        (item["action"], item["case"]) for item in after[:2]
    ] == [  # in one transaction, begun when the pages were drawn
        ("approve", after[0]["case"]),
        ("draw-up", after[0]["case"]),
    ]
    with untouched(data):
        assert run(data, "journal", "check", memo) == 0
    said = capsys.readouterr().out
    assert "操作日志完整" in said
    assert "本机存档的已签发意见书2份：2份的记载与操作日志相符" in said
    assert f"{memo}）记载制作时操作日志到第{entry['sequence']}条，与本机操作日志的这一条相符。" in said
    assert run(data, "verify", memo) == 0
    assert "操作日志：操作日志与意见书的记载相符" in capsys.readouterr().out


def test_a_chain_that_was_computed_anew_is_found_everywhere(
    data: Path, memo: Path, tmp_path: Path, capsys: Capture
) -> None:
    rewritten(data, "UPDATE journal SET person = 'x' WHERE sequence = 5")
    with open_store(data) as store, store.open_uow() as uow:
        assert uow.journal.verify() is None  # the chain itself fits
    status, said = checked(data, capsys)
    assert (status, said["ok"], said["first_bad"]) == (1, False, None)
    memos = said["memos"]
    assert isinstance(memos, list)
    assert [item["standing"] for item in memos] == ["rewritten", "rewritten"]
    assert run(data, "journal", "check", memo) == 1
    words = capsys.readouterr().out
    anchor = anchor_of(memo.read_bytes())
    assert "操作日志完整" not in words
    assert f"拱众审〔2016〕1号记载制作时操作日志第{anchor['sequence']}条的摘要是{anchor['digest']}" in words
    assert f"拱众审〔2016〕1号（{memo}）记载制作时" in words
    assert "在制作这份意见书之后被改写过" in words
    assert run(data, "verify", memo) == 1
    assert "结论：签名成立，但本机的操作日志被改动、截断或换成了旧备份，请先查明" in capsys.readouterr().out
    assert paper(data, "ledger", "--year", YEAR, "--out", tmp_path / "list.pdf") == 2
    assert (
        "被改写过（或数据由更早的备份恢复、由另一台电脑复制后又有新的记录）。请用备份查明。在此之前不能制作文书"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("entry", "ending"),
    [(5, "在此之前不能签署。"), (56, "不能签署。请重新制作审核意见书。")],
    ids=["before a memo that was issued", "before the memo itself alone"],
)
def test_nobody_signs_over_a_rewritten_journal(data: Path, entry: int, ending: str) -> None:
    rewritten(data, "UPDATE journal SET person = 'x' WHERE sequence = ?", entry)
    office = bootstrap.open_office(data)
    try:
        with office.store.open_uow() as uow:
            waiting = [
                memo for line in uow.cases.summaries() for memo in uow.memos.of_case(line.id) if memo.state.waiting
            ]
            cases = [uow.cases.get(memo.case) for memo in waiting]
        from gongshu_desktop.services.signing.conditions import obstacle

        with office.store.open_uow() as uow:
            said = [obstacle(uow, memo, case, office._ledger) for memo, case in zip(waiting, cases, strict=True)]
    finally:
        office.close()
    assert said
    assert all("被改写过" in words and words.endswith(ending) for words in said)


def test_an_end_that_was_cut_off_is_found(data: Path, memo: Path, capsys: Capture) -> None:
    sequence = anchor_of(memo.read_bytes())["sequence"]
    assert isinstance(sequence, int)
    cut_off(data, sequence - 3)
    status, said = checked(data, capsys, memo)
    found = [*said["memos"], *said["files"]]  # type: ignore[misc] # lists of objects
    assert (status, said["first_bad"], {item["standing"] for item in found}) == (1, None, {"cut-off"})
    assert run(data, "verify", memo) == 1
    out = capsys.readouterr().out
    assert f"已有{sequence}条，本机操作日志现在只有{sequence - 3}条" in out
    assert "截断" in out


def test_a_real_backup_restored_is_told_by_the_memo_issued_since(tmp_path: Path, capsys: Capture) -> None:
    from gongshu_desktop.review.stage import Role
    from tests.services.two_pcs import DECIDABLE, pcs

    with pcs(tmp_path, 1) as (one,):
        case = one.bring_in(DECIDABLE)
        backup = one.office.back_up(tmp_path / "backup.db")
        one.accept(case)
        one.submit(case)
        one.agree(case)
        memo = one.approve(case)
        one.sign(memo, *Role)
        pdf = one.office.memos.get(memo).pdf
    restore_backup(tmp_path / "pc0", backup)
    file = tmp_path / "archive" / "memo.pdf"
    file.parent.mkdir()
    file.write_bytes(pdf)
    assert run(tmp_path / "pc0", "journal", "check") == 0
    capsys.readouterr()
    assert run(tmp_path / "pc0", "journal", "check", file.parent) == 1
    assert "数据由更早的备份恢复" in capsys.readouterr().out
    assert run(tmp_path / "pc0", "verify", "--json", file) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["conclusion"], said["journal"]["standing"]) == ("journal-differs", "cut-off")
    assert said["anchor"] == anchor_of(pdf)


def test_a_forged_memo_on_record_is_no_witness(data: Path, capsys: Capture) -> None:
    """Whoever rewrites the journal may rewrite what the memos on record say of it: their signatures are good no more."""
    last = "SELECT id FROM memos WHERE state = 'issued' ORDER BY rowid DESC LIMIT 1"
    (file,) = data.glob("*.db")
    office = bootstrap.open_office(data)
    with office.store.open_uow() as uow:
        memos = [uow.memos.get(id) for id in uow.memos.signed()]
    office.close()
    forged = richer(memos[-1].pdf)
    altered(data, f"UPDATE memos SET pdf = ? WHERE id = ({last})", forged)
    status, said = checked(data, capsys)
    found = said["memos"]
    assert isinstance(found, list)
    assert (status, [item["standing"] for item in found]) == (1, ["agrees", "unsigned"])
    assert file.exists()


def test_a_broken_chain_speaks_against_every_memo_after_it(data: Path, memo: Path, capsys: Capture) -> None:
    altered(data, "UPDATE journal SET person = 'x' WHERE sequence = 5")
    status, said = checked(data, capsys)
    found = said["memos"]
    assert isinstance(found, list)
    assert (status, [item["standing"] for item in found]) == (1, ["broken", "broken"])
    assert run(data, "verify", memo) == 1
    assert "自第5条起对不上，数据被改动过" in capsys.readouterr().out


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "2026-13-41T00:00:00+00:00"])
@pytest.mark.parametrize("alter", [altered, rewritten])
def test_a_time_that_is_none_is_told_in_words(data: Path, capsys: Capture, alter: Callable[..., None], at: str) -> None:
    """Also where every digest was computed again: no clock shows it, and no calendar can count with it."""
    alter(data, "UPDATE journal SET at = ? WHERE sequence = 5", at)
    status, said = checked(data, capsys)
    assert (status, said["first_bad"]) == (1, 5)
    assert run(data, "journal", "show") == 2
    assert f"第5条的时间（{at}）不成其为时间" in capsys.readouterr().err


def test_a_break_after_the_memo_is_told_too(data: Path, memo: Path, capsys: Capture) -> None:
    sequence = int(str(anchor_of(memo.read_bytes())["sequence"]))
    altered(data, "UPDATE journal SET person = 'x' WHERE sequence = ?", sequence + 20)
    assert run(data, "verify", memo) == 1
    out = capsys.readouterr().out
    assert f"到第{sequence}条，与本机操作日志的这一条相符" in out
    assert f"本机操作日志自第{sequence + 20}条起对不上" in out


def test_files_that_are_no_issued_memos(data: Path, memo: Path, capsys: Capture) -> None:
    """Named, each must be one; in a folder they are passed over, but one that was tampered with is not."""
    note, torn = memo.with_name("note.pdf"), memo.with_name("torn.pdf")
    assert paper(data, "ledger", "--year", YEAR, "--out", note) == 0
    capsys.readouterr()
    assert run(data, "journal", "check", note) == 1
    assert f"{note}的三人签名核对未通过" in capsys.readouterr().out
    assert run(data, "journal", "check", memo.parent) == 0
    assert "另有1个文件不是已签发的审核意见书" in capsys.readouterr().out
    torn.write_bytes(memo.read_bytes() + b"\n%%EOF\n")
    assert run(data, "journal", "check", memo.parent) == 1
    assert f"{torn}的三人签名核对未通过" in capsys.readouterr().out
    assert run(data, "journal", "check", memo.with_name("none.pdf")) == 2
    assert run(data, "journal", "check", "--trust", memo.with_name("none.json"), memo) == 2


def test_a_folder_with_odd_names_is_checked_all_the_same(data: Path, memo: Path, capsys: Capture) -> None:
    """In capitals as scanners write them, a folder of such a name, a link that leads nowhere, a loop of links."""
    (memo.parent / "FOLDER.pdf").mkdir()
    (memo.parent / "loop").symlink_to(memo.parent)
    torn = memo.parent / "FOLDER.pdf" / "TORN.PDF"
    torn.write_bytes(memo.read_bytes() + b"\n%%EOF\n")
    assert run(data, "journal", "check", memo.parent) == 1
    assert f"{torn}的三人签名核对未通过" in capsys.readouterr().out
    torn.unlink()
    assert run(data, "journal", "check", memo.parent) == 0
    assert capsys.readouterr().out.count("memo.pdf") == 1
    (memo.parent / "gone.pdf").symlink_to("nowhere")
    assert run(data, "journal", "check", memo.parent) == 2
    said = capsys.readouterr()
    assert f"{memo}）记载制作时操作日志到第" in said.out
    assert "文件夹中有1个文件没有读取，没有核对" in said.err
    torn.write_bytes(memo.read_bytes() + b"\n%%EOF\n")
    assert run(data, "journal", "check", memo.parent) == 1


def test_with_a_foreign_trust_file_nobody_is_known(data: Path, memo: Path, tmp_path: Path) -> None:
    other = bootstrap.open_office(tmp_path / "other", rounds=1_000)
    other.offices.found("别处", "别", "Correct-horse-2016")
    trust = tmp_path / "trust.json"
    trust.write_bytes(other.offices.trust())
    other.close()
    assert run(data, "journal", "check", "--trust", trust, memo) == 1


def test_every_standing_has_its_words() -> None:
    anchor = Anchor(sequence=2, digest="a" * 64, first="b" * 64)
    for standing in AnchorStanding:
        found = Anchored(number="甲", standing=standing, anchor=anchor)
        assert "甲" in anchored_words(found)
        assert anchored_title(standing)


def test_a_memo_without_an_anchor_raises_no_alarm(data: Path) -> None:
    """As every memo of the versions before it."""
    found = Anchored(number="甲", standing=AnchorStanding.NONE)
    assert not found.contradicts
    with open_store(data) as store, store.open_uow() as uow:
        record = uow.memos.get(uow.memos.signed()[0])
        old = {key: value for key, value in json.loads(memo_receipt(record.pdf)).items() if key != KEY}
        assert old["format"] == RECEIPT_FORMAT
        anchors = Anchors(lambda _pdf: json.dumps(old).encode())
        assert anchors.of(uow, record).standing is AnchorStanding.NONE
        assert anchors.of(uow, replace(record, number="乙")).standing is AnchorStanding.UNREADABLE
        wrong = Anchors(lambda _pdf: json.dumps({**old, KEY: {"sequence": -1}}).encode())
        assert wrong.of(uow, record).standing is AnchorStanding.UNREADABLE
        check = JournalCheck(store.open_uow, OfficeSigning().check, lambda _pdf: json.dumps(old).encode())
        assert check.run([Given(name="memo.pdf", pdf=record.pdf)]).files[0].agrees
