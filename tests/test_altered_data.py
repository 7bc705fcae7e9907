"""Data that somebody changed with a tool, triggers out for as long as it takes: nothing official is made of it; the refusal says so."""

import io
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from gongshu_desktop import bootstrap, cli
from gongshu_desktop.document.page.archive import RECEIPT
from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.review.papers.dossier import CaseDossier
from gongshu_desktop.services.memos.anchors import Anchors
from gongshu_desktop.services.memos.register import IssueRegister, SignatureChecks
from gongshu_desktop.services.paper_kinds import OF_YEAR, PaperChoices, PaperKind, PaperRefused
from gongshu_desktop.services.papers.case_papers import CasePapers

Capture = pytest.CaptureFixture[str]
YEAR = 2016
ISSUED = "SELECT number FROM memos WHERE state = 'issued' ORDER BY rowid LIMIT 1"


@pytest.fixture
def data(demonstration_data: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration office's data folder to alter."""
    return Path(shutil.copytree(demonstration_data, tmp_path / "data"))


@contextmanager
def untriggered(connection: sqlite3.Connection) -> Iterator[None]:
    """Without what seals the tables, which is there again afterwards, so that nobody sees it missing."""
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in triggers:
        connection.execute(sql)


def altered(data: Path, statement: str, *values: object) -> str:
    """Change the database behind the program's back; the number of the first issued memo, as it was."""
    (file,) = data.glob("*.db")
    with closing(sqlite3.connect(file)) as connection, untriggered(connection):
        number = str(connection.execute(ISSUED).fetchone()[0])
        assert connection.execute(statement, values).rowcount > 0
        connection.commit()
    return number


def memo_file(data: Path) -> bytes:
    (file,) = data.glob("*.db")
    with closing(sqlite3.connect(file)) as connection:
        return bytes(connection.execute(ISSUED.replace("number", "pdf", 1)).fetchone()[0])


def richer(pdf: bytes) -> bytes:
    """The same memo with ten times the money in what is attached; number and receipt string are left alone."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        said = json.loads(document.attachments[RECEIPT].get_file().read_bytes())
        said["memo"]["total"] *= 10
        for measure in said["memo"]["measures"]:
            measure["approved"] = measure["approved"] and measure["approved"] * 10
        document.attachments[RECEIPT] = json.dumps(said, ensure_ascii=False).encode()
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def paper(data: Path, *arguments: object) -> int:
    return cli.main(["--data", str(data), "paper", *map(str, arguments)])


def refused_everywhere(data: Path, number: str, tmp_path: Path, capsys: Capture) -> None:
    """The three lists name the memo and write nothing; the batch gives no file of that memo."""
    out, folder = tmp_path / "list.pdf", tmp_path / "memos"
    for kind in OF_YEAR:
        assert paper(data, kind.value, "--year", YEAR, "--out", out) == 2
        assert number in capsys.readouterr().err
        assert not out.exists()
    assert paper(data, "memos", "--year", YEAR, "--folder", folder) == 1
    assert number in capsys.readouterr().err
    assert not any(file.name.startswith(number) for file in folder.iterdir())


def test_a_memo_with_another_attachment_stops_every_list(data: Path, tmp_path: Path, capsys: Capture) -> None:
    forged = richer(memo_file(data))
    number = altered(data, f"UPDATE memos SET pdf = ? WHERE number = ({ISSUED})", forged)
    refused_everywhere(data, number, tmp_path, capsys)
    for kind in (PaperKind.DOSSIER, PaperKind.APPROVAL):
        assert paper(data, kind.value, "--case", number, "--out", tmp_path / "paper.pdf") == 2
        assert number in capsys.readouterr().err


def test_a_memo_called_superseded_by_hand_stops_every_list(data: Path, tmp_path: Path, capsys: Capture) -> None:
    number = altered(data, f"UPDATE memos SET state = 'superseded' WHERE number = ({ISSUED})")
    refused_everywhere(data, number, tmp_path, capsys)


def test_an_issued_case_without_its_memo_stops_every_list(data: Path, tmp_path: Path, capsys: Capture) -> None:
    altered(data, f"DELETE FROM memo_evidence WHERE memo_id = ({ISSUED.replace('number', 'id', 1)})")
    number = altered(data, f"DELETE FROM memos WHERE number = ({ISSUED})")
    refused_everywhere(data, number, tmp_path, capsys)


def test_an_issued_case_set_back_to_registered_is_still_looked_at(data: Path, tmp_path: Path, capsys: Capture) -> None:
    altered(data, "UPDATE cases SET stage = 'registered'")
    number = altered(data, f"UPDATE memos SET pdf = ? WHERE number = ({ISSUED})", richer(memo_file(data)))
    for kind in OF_YEAR:
        assert paper(data, kind.value, "--year", YEAR, "--out", tmp_path / "list.pdf") == 2
        assert number in capsys.readouterr().err


def test_a_case_moved_out_of_its_year_stops_every_list_of_that_year(
    data: Path, tmp_path: Path, capsys: Capture
) -> None:
    of_first = f"(SELECT case_id FROM memos WHERE number = ({ISSUED}) AND state = 'issued')"
    number = altered(data, f"UPDATE cases SET year = year + 1 WHERE id IN {of_first}")
    for kind in OF_YEAR:
        assert paper(data, kind.value, "--year", YEAR, "--out", tmp_path / "list.pdf") == 2
        said = capsys.readouterr().err
        assert number in said
        assert str(YEAR + 1) in said


def test_a_case_moved_out_of_its_year_with_its_number_stops_the_lists_of_both_years(
    data: Path, tmp_path: Path, capsys: Capture
) -> None:
    """Year and number stand in one row, and both are as easily changed; on the memo's own row, too."""
    of_first = f"(SELECT case_id FROM memos WHERE number = ({ISSUED}) AND state = 'issued')"
    other = f"拱众审〔{YEAR + 1}〕9号"
    altered(data, f"UPDATE cases SET year = year + 1, number = ? WHERE id IN {of_first}", other)
    for _round in range(2):
        for kind in OF_YEAR:
            for year in (YEAR, YEAR + 1):
                assert paper(data, kind.value, "--year", year, "--out", tmp_path / "list.pdf") == 2
                assert other in capsys.readouterr().err
        assert paper(data, "memos", "--year", YEAR, "--folder", tmp_path / "memos") == 2
        assert other in capsys.readouterr().err
        altered(data, f"UPDATE memos SET number = ? WHERE case_id IN {of_first}", other)


def test_a_deleted_case_that_was_issued_stops_every_list(data: Path, tmp_path: Path, capsys: Capture) -> None:
    (file,) = data.glob("*.db")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        number = str(connection.execute(ISSUED).fetchone()[0])
        with untriggered(connection):
            connection.execute("UPDATE memos SET replaces = NULL")
            for table, column in (("memo_evidence", "memo_id"), ("memos", "id")):
                of_case = "SELECT m.id FROM memos AS m JOIN cases AS c ON c.id = m.case_id WHERE c.number = ?"
                connection.execute(f"DELETE FROM {table} WHERE {column} IN ({of_case})", (number,))
            assert connection.execute("DELETE FROM cases WHERE number = ?", (number,)).rowcount == 1
        connection.commit()
    for kind in OF_YEAR:
        assert paper(data, kind.value, "--year", YEAR, "--out", tmp_path / "list.pdf") == 2
        assert "可能被删除" in capsys.readouterr().err
    assert paper(data, "memos", "--year", YEAR, "--folder", tmp_path / "memos") == 2
    assert "可能被删除" in capsys.readouterr().err


def test_a_changed_journal_stops_every_list(data: Path, tmp_path: Path, capsys: Capture) -> None:
    altered(data, "UPDATE journal SET person = 'x' WHERE sequence = 3")
    for kind in OF_YEAR:
        assert paper(data, kind.value, "--year", YEAR, "--out", tmp_path / "list.pdf") == 2
        assert "操作日志自第3条起对不上" in capsys.readouterr().err


def test_without_a_digest_in_the_journal_the_signatures_decide(data: Path) -> None:
    """An attacker who drops the entry and writes the chain anew is met by the strict check."""
    office = bootstrap.open_office(data)
    try:
        checks = SignatureChecks(office.signing.check, Anchors(memo_receipt))
        empty = IssueRegister(checks=checks, trust=office.offices.trust(), by_case={})
        with office.store.open_uow() as uow:
            memo = uow.memos.get(next(iter(uow.memos.standing().values())))
        empty.require(memo)
        with pytest.raises(PaperRefused, match=memo.number):
            empty.require(replace(memo, pdf=richer(memo.pdf)))
        with pytest.raises(PaperRefused):
            IssueRegister(checks=checks, trust=b"", by_case={}).require(memo)
    finally:
        office.close()


def test_the_ledger_takes_an_issued_case_from_its_memo(data: Path) -> None:
    """The columns that are kept beside a case for the work list are no source for a list."""
    office = bootstrap.open_office(data)
    before = office.papers.ledger(YEAR)
    office.close()
    altered(
        data,
        "UPDATE cases SET claimed = 1, computed = 1, applicant = '别家公司' WHERE stage = 'issued' AND year = ?",
        YEAR,
    )
    office = bootstrap.open_office(data)
    after = office.papers.ledger(YEAR)
    office.close()
    assert [row for row in after.rows if row.stage == "issued"] == [row for row in before.rows if row.stage == "issued"]
    assert (after.claimed, after.computed, after.granted) == (before.claimed, before.computed, before.granted)


# --- what lists say beside amounts: days, people, stages, readings ----------------------------------------------------

DATED = (
    "UPDATE passages SET at = '2015-01-02T09:00:00+00:00' WHERE destination = 'issued'",
    "UPDATE memos SET drawn = '2015-01-02T09:00:00+00:00'",
)


def test_days_on_lists_and_in_the_dossier_are_those_of_the_journal(data: Path) -> None:
    office = bootstrap.open_office(data)
    before = office.papers.ledger(YEAR)
    office.close()
    for statement in DATED:
        number = altered(data, statement)
    office = bootstrap.open_office(data)
    with closing(office):
        assert [row.issued for row in office.papers.ledger(YEAR).rows] == [row.issued for row in before.rows]
        case = office.papers.numbered(number)
        with office.store.open_uow() as uow:
            papers = CasePapers(
                office.policies,
                office.clock,
                memo_receipt,
                SignatureChecks(office.signing.check, Anchors(memo_receipt)),
            )
            content = papers.content(uow, PaperKind.DOSSIER, case, PaperChoices(), number="")
    assert isinstance(content, CaseDossier)
    days = {item.day for item in content.documents}
    assert days == {next(row.issued for row in before.rows if row.number == number)}


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE people SET name = '张伪' WHERE name = '何敏'", "张伪"),
        (f"UPDATE cases SET stage = 'signing' WHERE number = ({ISSUED})", "已签发"),
        ("UPDATE cases SET stage = 'check' WHERE stage = 'decision'", "复核"),
    ],
)
def test_people_and_stages_that_the_journal_does_not_know_stop_the_ledger(
    data: Path, tmp_path: Path, statement: str, named: str, capsys: Capture
) -> None:
    assert paper(data, "ledger", "--year", YEAR, "--out", tmp_path / "before.pdf") == 0
    altered(data, statement)
    capsys.readouterr()
    assert paper(data, "ledger", "--year", YEAR, "--out", tmp_path / "list.pdf") == 2
    assert named in capsys.readouterr().err
    assert not (tmp_path / "list.pdf").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE adopted_readings SET authority = '局长口头指示' WHERE key = '3.2.1.whose-capital'",
        "UPDATE adopted_readings SET name = '张三' WHERE key = '3.2.1.whose-capital'",
        "UPDATE adopted_readings SET option = 'enterprise' WHERE key = '3.2.1.whose-capital'",
        "UPDATE adopted_readings SET at = '2015-01-02T09:00:00+00:00' WHERE key = '3.2.1.whose-capital'",
        "DELETE FROM adopted_readings WHERE key = '3.2.1.whose-capital'",
    ],
)
def test_a_reading_that_the_journal_has_otherwise_stops_the_register_and_contradicts_its_memos(
    data: Path, tmp_path: Path, statement: str, capsys: Capture
) -> None:
    memo = tmp_path / "memo.pdf"
    memo.write_bytes(memo_file(data))
    assert paper(data, "readings", "--out", tmp_path / "before.pdf") == 0
    assert cli.main(["--data", str(data), "verify", str(memo)]) == 0
    altered(data, statement)
    capsys.readouterr()
    assert paper(data, "readings", "--out", tmp_path / "readings.pdf") == 2
    assert "3.2.1.whose-capital" in capsys.readouterr().err
    assert cli.main(["--data", str(data), "verify", str(memo)]) == 1
    assert "·采用：" in capsys.readouterr().out
