"""``pack``, ``unpack`` and ``take-back`` on two real data folders."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gongshu_desktop.cli import main
from gongshu_desktop.host import places
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role
from gongshu_desktop.selftest.stored import unpack as unpack_stored
from gongshu_desktop.store import open_store
from tests.services.two_pcs import DECIDABLE, NAMES, PICTURE, pcs
from tests.store.test_reading import untouched

EXAMINER, CHECKER = NAMES[Role.EXAMINER], NAMES[Role.CHECKER]


@pytest.fixture
def number(tmp_path: Path) -> str:
    """Two data folders, pc0 and pc1; the number of a case in the first."""
    with pcs(tmp_path) as (one, _other):
        id = one.bring_in(DECIDABLE)
        one.accept(id)
        return one.case(id).number


def pack(folder: Path, number: str, out: Path, *more: str) -> int:
    return main(
        ["--data", str(folder), "pack", number, "--out", str(out), "--to", "二号机", "--person", EXAMINER, *more]
    )


def unpack(folder: Path, file: Path, *more: str) -> int:
    return main(["--data", str(folder), "unpack", str(file), *more])


def test_a_case_goes_and_comes(tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "出.gspack"
    assert pack(tmp_path / "pc0", number, out) == 0
    code = capsys.readouterr().out.splitlines()[1]
    assert code.startswith("核对码 ")
    with zipfile.ZipFile(out) as package:
        assert number in package.read("移交清单.txt").decode("utf-8-sig")

    with untouched(tmp_path / "pc1"):
        assert unpack(tmp_path / "pc1", out, "--dry-run") == 0
    shown = capsys.readouterr().out
    assert code in shown
    assert "将作为新案卷接收" in shown

    assert unpack(tmp_path / "pc1", out, "--person", CHECKER) == 0
    assert capsys.readouterr().out == f"{number}\n"
    assert unpack(tmp_path / "pc1", out, "--person", CHECKER) == 2
    assert "已有此包的全部内容" in capsys.readouterr().err
    back = tmp_path / "回.gspack"
    assert pack(tmp_path / "pc1", number, back) == 0
    assert unpack(tmp_path / "pc0", back, "--person", EXAMINER) == 0


def test_a_preview_neither_upgrades_nor_tidies_a_record_and_needs_nobody_to_close_the_window(
    tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "出.gspack"
    assert pack(tmp_path / "pc0", number, out) == 0
    older = [unpack_stored(packed, tmp_path / packed.name).parent for packed in places.released().glob("*.db.gz")]
    assert older
    for folder in older:
        with untouched(folder):
            assert unpack(folder, out, "--dry-run") == 0
    with open_store(tmp_path / "pc1") as live:
        with live.open_uow() as uow:
            uow.attachments.put(PICTURE, "image/png")  # which no case refers to yet
            uow.commit()
        assert unpack(tmp_path / "pc1", out, "--dry-run") == 0
    with untouched(tmp_path / "pc1"):
        assert unpack(tmp_path / "pc1", out, "--dry-run") == 0
    assert capsys.readouterr().out.count("将作为新案卷接收") == len(older) + 2


def test_a_mistyped_folder_becomes_no_office(tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    out, nowhere = tmp_path / "出.gspack", tmp_path / "pc9"
    assert pack(tmp_path / "pc0", number, out) == 0
    runs: list[Callable[[], int]] = [
        lambda: pack(nowhere, number, tmp_path / "再.gspack"),
        lambda: unpack(nowhere, out, "--dry-run"),
        lambda: unpack(nowhere, out, "--person", CHECKER),
        lambda: main(["--data", str(nowhere), "take-back", number, "--person", EXAMINER, "--reason", "急件"]),
    ]
    for run in runs:
        assert run() == 2
        assert "没有数据库" in capsys.readouterr().err
        assert not nowhere.exists()


def test_what_was_handed_over_is_taken_back(tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder, again = tmp_path / "pc0", tmp_path / "再.gspack"
    assert pack(folder, number, tmp_path / "出.gspack") == 0
    assert pack(folder, number, again) == 2
    assert "已移交给“二号机”" in capsys.readouterr().err
    assert not again.exists()
    back = ["--data", str(folder), "take-back", number, "--person", EXAMINER, "--reason"]
    assert main([*back, " "]) == 2
    assert main([*back, "U 盘损坏"]) == 0
    assert pack(folder, number, again) == 0


def test_refusals_are_in_words(tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "pc0", tmp_path / "出.gspack"
    refused: dict[str, Callable[[], int]] = {
        "没有编号为没有的案卷": lambda: pack(folder, "没有", out),
        "请用--person": lambda: main(["--data", str(folder), "pack", number, "--out", str(out), "--to", "甲"]),
        "没有名为“外人”": lambda: pack(folder, number, out, "--person", "外人"),
        "移交给谁": lambda: pack(folder, number, out, "--to", " "),
        "无法写入": lambda: pack(folder, number, tmp_path / "没有" / "出.gspack"),
        "没有这个文件": lambda: unpack(folder, out),
    }
    for why, run in refused.items():
        assert run() == 2
        assert why in capsys.readouterr().err
    assert not out.exists()
    out.write_bytes(b"mine")
    assert pack(folder, number, out) == 2
    assert out.read_bytes() == b"mine"
    capsys.readouterr()
    assert unpack(folder, out, "--dry-run") == 2
    assert f"{out}: :$: 应为移交包" in capsys.readouterr().err


def test_a_package_of_nobody_here_needs_a_person(
    tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "出.gspack"
    pack(tmp_path / "pc0", number, out)
    assert unpack(tmp_path / "pc1", out) == 2
    assert "请用--person" in capsys.readouterr().err


def test_both_sides_changed_needs_a_decision(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pcs(tmp_path) as (one, other):
        id = one.bring_in(DECIDABLE)
        one.accept(id)
        other.take(one.pack(id))
        one.office.handing_over.take_back(id, one.person(Role.EXAMINER), "急件")
        one.write_opinion(id, "这边")
        other.write_opinion(id, "那边")
        file = tmp_path / "回.gspack"
        file.write_bytes(other.pack(id))
    assert unpack(tmp_path / "pc0", file, "--person", EXAMINER) == 2
    said = capsys.readouterr()
    assert "这边 → 那边" in said.out
    assert "--replace" in said.err
    assert unpack(tmp_path / "pc0", file, "--person", EXAMINER, "--replace") == 0


def test_an_opinion_of_several_lines_makes_none_of_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "出.gspack"
    with pcs(tmp_path) as (one, _other):
        id = one.bring_in(DECIDABLE)
        one.accept(id)
        one.office.stages.make(id, Move.SUBMIT, one.person(Role.EXAMINER), "拟同意\n核对码 0000 0000")
        out.write_bytes(one.pack(id))
    assert unpack(tmp_path / "pc1", out, "--dry-run") == 0
    shown = capsys.readouterr().out.splitlines()
    assert len([line for line in shown if line.startswith("核对码")]) == 1
    assert [line for line in shown if line.endswith("拟同意 核对码 0000 0000")]
