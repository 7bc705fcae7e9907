"""``paper …``: every paper from a data folder, refusals in words, issuing that is recorded, the batch with its failures."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from gongshu_desktop import bootstrap, cli, wording
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.services.paper_kinds import PaperKind

Capture = pytest.CaptureFixture[str]
YEAR = 2016


@pytest.fixture(scope="module")
def data(demonstration_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demonstration office's data folder."""
    return Path(shutil.copytree(demonstration_data, tmp_path_factory.mktemp("demo") / "data"))


@pytest.fixture(autouse=True)
def _chinese_again() -> Iterator[None]:
    yield
    wording.speak("zh")


def run(data: Path, *arguments: object) -> int:
    return cli.main(["--data", str(data), "paper", *map(str, arguments)])


def number_at(data: Path, stage: str) -> str:
    office = bootstrap.open_office(data)
    try:
        found = [item.number for item in office.desk.summaries() if item.stage == stage and item.year == YEAR]
    finally:
        office.close()
    assert found, stage
    return found[0]


def owing(data: Path) -> str:
    """The number of a case under examination whose applicant still owes something."""
    office = bootstrap.open_office(data)
    try:
        return owing_in(office)
    finally:
        office.close()


def owing_in(office: OpenOffice) -> str:
    numbers = [item.number for item in office.desk.summaries() if item.stage in ("registered", "examination")]
    return next(found for found in numbers if found and office.papers.shortfalls(office.papers.numbered(found)))


def pages(path: Path) -> int:
    with pikepdf.open(path) as document:
        return len(document.pages)


@pytest.mark.parametrize("kind", ["approval", "dossier"])
def test_a_paper_of_a_case(data: Path, tmp_path: Path, capsys: Capture, kind: str) -> None:
    out = tmp_path / "paper.pdf"
    assert run(data, kind, "--case", number_at(data, "issued"), "--out", out) == 0
    assert capsys.readouterr().out == f"{out}\n"
    assert pages(out) >= 1


@pytest.mark.parametrize("kind", ["publicity", "payment", "ledger"])
def test_a_list_of_a_year(data: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "list.pdf"
    assert run(data, kind, "--year", YEAR, "--out", out) == 0
    assert pages(out) >= 1


def test_the_journal_knows_who_made_a_list(data: Path, tmp_path: Path, capsys: Capture) -> None:
    asked = (
        ("publicity", "--begin", "2016-12-01", "--end", "2016-12-08", "--contact", "0571", "--out", tmp_path / "a.pdf"),
        ("payment", "--out", tmp_path / "b.pdf"),
        ("ledger", "--out", tmp_path / "c.pdf"),
        ("memos", "--issued-only", "--folder", tmp_path / "memos"),
    )
    for kind, *more in asked:
        assert run(data, kind, "--year", YEAR, "--person", "何敏", *more) == 0, kind
        capsys.readouterr()
        assert cli.main(["--data", str(data), "journal", "show"]) == 0
        last = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")][-1]
        assert " · 何敏 · " in last, kind
    assert run(data, "ledger", "--year", YEAR, "--person", "无此人", "--out", tmp_path / "d.pdf") == 2
    assert "无此人" in capsys.readouterr().err
    assert not (tmp_path / "d.pdf").exists()


def test_the_register_of_readings(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "readings.pdf"
    assert run(data, "readings", "--out", out) == 0
    assert pages(out) >= 1


def test_a_notice_is_issued_once_named_and_numbered(data: Path, tmp_path: Path, capsys: Capture) -> None:
    out, number = tmp_path / "notice.pdf", owing(data)
    office = bootstrap.open_office(data)
    examiner = next(person.name for person in office.offices.people() if "examiner" in person.roles)
    office.close()
    asked = ("supplement", "--case", number, "--out", out, "--issue", "--deadline", "2099-12-01")

    assert run(data, *asked) == 2
    assert not out.exists()
    assert "--person" in capsys.readouterr().err
    assert run(data, *asked, "--person", examiner) == 0
    assert capsys.readouterr().out.splitlines() == [str(out), f"{number}补1"]

    office = bootstrap.open_office(data)
    (issued,) = office.papers.issued(office.papers.numbered(number).id)
    assert (issued.kind, issued.number, issued.deadline) == (PaperKind.SUPPLEMENT, f"{number}补1", "2099-12-01")
    assert office.papers.issued_pdf(issued) == out.read_bytes()
    office.close()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("approval", "--case", "拱众审〔2016〕999号"), "999"),
        (("publicity", "--year", "1999"), "1999"),
        (("ledger", "--year", YEAR, "--policy", "other"), "other"),
        (("publicity", "--year", YEAR, "--begin", "2016-12-10", "--end", "2016-12-01"), "公示期"),
        (("supplement", "--case", "{issued}", "--issue", "--person", "无此人"), "无此人"),
    ],
)
def test_a_refusal_is_one_line_and_nothing_is_written(
    data: Path, tmp_path: Path, capsys: Capture, arguments: tuple[object, ...], word: str
) -> None:
    out = tmp_path / "paper.pdf"
    said = [number_at(data, "issued") if item == "{issued}" else item for item in arguments]
    assert run(data, *said, "--out", out) == 2
    error = capsys.readouterr().err
    assert word in error
    assert error.count("\n") == 1
    assert not out.exists()


def test_a_mistyped_folder_becomes_no_office(tmp_path: Path, capsys: Capture) -> None:
    nowhere = tmp_path / "dada"
    for asked in (("readings", "--out", tmp_path / "paper.pdf"), ("memos", "--year", YEAR, "--folder", tmp_path / "a")):
        assert run(nowhere, *asked) == 2
        assert "没有数据库" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written(data: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(data, "readings", "--out", tmp_path / "missing" / "paper.pdf") == 2
    assert "missing" in capsys.readouterr().err


def test_all_memos_of_a_year(data: Path, tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "memos"
    assert run(data, "memos", "--year", YEAR, "--folder", folder) == 0
    everything = sorted(folder.glob("*.pdf"))
    assert any("草稿" in file.name for file in everything)
    capsys.readouterr()

    issued = tmp_path / "issued"
    assert run(data, "memos", "--year", YEAR, "--folder", issued, "--issued-only") == 0
    assert 0 < len(list(issued.glob("*.pdf"))) < len(everything)
    assert not any("草稿" in file.name for file in issued.glob("*.pdf"))


def test_a_failure_of_the_batch_is_listed_and_told_by_the_status(data: Path, tmp_path: Path, capsys: Capture) -> None:
    first = tmp_path / "first"
    assert run(data, "memos", "--year", YEAR, "--folder", first) == 0
    hindered, *others = sorted(file.name for file in first.iterdir())
    folder = tmp_path / "second"
    (folder / hindered).mkdir(parents=True)  # a folder stands where the file is to go
    capsys.readouterr()

    assert run(data, "memos", "--year", YEAR, "--folder", folder) == 1

    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert sorted(file.name for file in folder.iterdir() if file.is_file()) == others


def test_what_is_there_stays_and_no_number_is_given_away(data: Path, tmp_path: Path, capsys: Capture) -> None:
    """Neither a signed memo nor another paper is replaced by what is made later; asked before anything is issued."""
    out, number = tmp_path / "memo.pdf", number_at(data, "issued")
    office = bootstrap.open_office(data)
    try:
        signed = office.memos.of_case(office.papers.numbered(number).id)[-1].pdf
        examiner = next(person.name for person in office.offices.people() if "examiner" in person.roles)
        waiting = office.papers.numbered(owing_in(office))
        before = len(office.papers.issued(waiting.id))
    finally:
        office.close()
    out.write_bytes(signed)
    issuing = ("supplement", "--case", waiting.number, "--issue", "--deadline", "2099-12-01", "--person", examiner)
    for asked in (issuing, ("readings",)):
        assert run(data, *asked, "--out", out) == 2
        assert run(data, *asked, "--out", out, "--force") == 2
        assert "签名" in capsys.readouterr().err
    assert out.read_bytes() == signed
    office = bootstrap.open_office(data)
    try:
        assert len(office.papers.issued(waiting.id)) == before
    finally:
        office.close()
