"""Every column of the case tables, changed with a tool: ``journal check`` finds it. A new column must be thought of here."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gongshu_desktop import bootstrap, cli, wiring
from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.host import places
from gongshu_desktop.review.editing.edits import SetReading
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.selftest.stored import unpack
from gongshu_desktop.services.audit.audit import Audit, audit
from gongshu_desktop.store import StoreDamaged, restore_backup
from gongshu_desktop.store.case_rows import PARTS, CaseRow
from gongshu_desktop.store.reading import read_store
from gongshu_desktop.store.record_rows import AttachmentRow, MemoEvidenceRow, MemoRow
from gongshu_desktop.store.rows import Row
from tests.test_altered_data import untriggered

Capture = pytest.CaptureFixture[str]
Column = tuple[str, str]
TABLES: tuple[type[Row], ...] = (CaseRow, *PARTS, MemoRow, MemoEvidenceRow, AttachmentRow)
COLUMNS = [(table.__tablename__, column.name) for table in TABLES for column in table.__table__.columns]
NOT_HELD: dict[Column, str] = {
    ("cases", "pending"): "how much stood in the way at the last save, which hangs on other cases, too",
    ("cases", "version"): "how often it was saved; nothing is made from it",
    ("claims", "position"): "the order of measures stands in no entry",
    ("table_rows", "position"): "the order of rows stands in no entry",
    ("evidence", "position"): "the order of documents stands in no entry",
    ("attachments", "media_type"): "nothing reads it: the case's own is held against the bytes",
    ("attachments", "size"): "the database itself holds it to the bytes, and nothing reads it",
}
VALUES = {
    "stage": "'registered'",
    "received": "'2015-01-02'",
    "area": "'99999'",
    "changed": "'2001-01-01T00:00:00+08:00'",
    "at": "'2001-01-01T00:00:00+08:00'",
    "drawn": "'2001-01-01T00:00:00+08:00'",
    "role": "CASE role WHEN 'checker' THEN 'approver' ELSE 'checker' END",
    "origin": "'decision'",
    "destination": "'registered'",
    "result": "CASE result WHEN 'met' THEN 'unmet' ELSE 'met' END",
    "side": "CASE side WHEN 'claimed' THEN 'verified' ELSE 'claimed' END",
    "kind": "CASE kind WHEN 'text' THEN 'number' ELSE 'text' END",
    "target": "CASE target WHEN 'fact' THEN 'table' ELSE 'fact' END",
    "state": "'superseded'",
    "position": "position + 50",
    "content": "zeroblob(size)",
    "pdf": "CAST(pdf || x'0a' AS BLOB)",
    "replaces": "id",
}
"""How another value is made where one more, or one more letter, would not do."""
WHERE = {
    "kind": "kind IN ('number', 'yes-no')",
    "side": "NOT EXISTS (SELECT 1 FROM {table} AS o WHERE {same} AND o.side <> {table}.side)",
    "value": "kind = 'number'",
    "position": "position = 0 AND EXISTS (SELECT 1 FROM {table} AS o WHERE {same} AND o.position = 1)",
    "drawn": "state = 'issued'",
    "state": "state = 'issued'",
    "replaces": "state = 'issued'",
}


@pytest.fixture
def data(demonstration_data: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration office's data folder to alter."""
    return Path(shutil.copytree(demonstration_data, tmp_path / "data"))


def tampered(data: Path, *statements: str) -> None:
    """Changed with a tool that minds nothing, and afterwards as sealed as before."""
    (file,) = data.glob("*.db")
    with closing(sqlite3.connect(file)) as connection, untriggered(connection):
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, statement
        connection.commit()


def choose_a_reading(data: Path, table: str) -> None:
    """The demonstration's cases go by the suggested readings; one of another choice for the table that keeps them."""
    if table != "case_readings":
        return
    with closing(bootstrap.open_office(data)) as office:
        line = next(line for line in office.desk.summaries() if line.stage is Stage.EXAMINATION)
        person = next(person for person in office.offices.people() if Role.EXAMINER in person.roles)
        session = office.desk.open(line.id, person)
        session.apply(SetReading("3.2.5.cap", "year"))
        session.save()


def looked(data: Path, *, documents: bool = False) -> Audit:
    with read_store(data) as store, store.open_uow() as uow:
        assert uow.journal.verify() is None
        return audit(uow, uow.sealed, wiring.policies(), memo_receipt, documents=documents)


def found_by_check(data: Path, *, documents: bool) -> bool:
    """Whether it is found by the audit, or already by whoever opens the file: a line without the one above."""
    try:
        return bool(looked(data, documents=documents).problems)
    except StoreDamaged:
        return True


def one_row(table: type[Row], column: str) -> Iterator[str]:
    """Where exactly one line is that says something in that column; of the first case, so that each run looks at the same."""
    name = table.__tablename__
    keys = [item.name for item in table.__table__.primary_key]
    above = keys if {"position", "side"} & {*keys} else keys[:-1]
    same = " AND ".join(f"o.{key} = {name}.{key}" for key in above if key not in {"position", "side"})
    wanted = WHERE.get(column, f"{column} IS NOT NULL" if column != "replaces" else "1").format(table=name, same=same)
    if name == "attachments":
        wanted += " AND sha256 IN (SELECT sha256 FROM evidence)"
    columns = table.__table__.columns
    of_case = f"(SELECT c.number FROM cases c WHERE c.id = {name}.case_id)" if "case_id" in columns else keys[0]
    if "memo_id" in columns:
        of_case = f"(SELECT m.number FROM memos m WHERE m.id = {name}.memo_id)"
    first = ", ".join(["number" if "number" in columns else of_case, *keys[1:]])
    row = f"({', '.join(keys)})"
    yield f"{row} = (SELECT {', '.join(keys)} FROM {name} WHERE {wanted} ORDER BY {first} LIMIT 1)"


def other_value(table: type[Row], column: str) -> str:
    made = table.__table__.columns[column]
    if (table.__tablename__, column) == ("applicant_roles", "role"):
        return "role || '甲'"
    if column == "key":
        return "key || 'x'"  # e11 would be another document
    if column in VALUES:
        return VALUES[column]
    if made.type.python_type is int:
        return f"1 - {column}" if column in {"returned", "verified", "by_reviewer", "struck"} else f"{column} + 1"
    return f"{column} || '1'"


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_another_value_in_any_column_is_found(data: Path, table: str, column: str) -> None:
    kind = next(item for item in TABLES if item.__tablename__ == table)
    choose_a_reading(data, table)
    (where,) = one_row(kind, column)
    tampered(data, f"UPDATE {table} SET {column} = {other_value(kind, column)} WHERE {where}")
    assert found_by_check(data, documents=table == "attachments") == ((table, column) not in NOT_HELD)


@pytest.mark.parametrize("table", [table.__tablename__ for table in TABLES])
def test_a_line_that_is_gone_is_found(data: Path, table: str) -> None:
    kind = next(item for item in TABLES if item.__tablename__ == table)
    choose_a_reading(data, table)
    (where,) = one_row(kind, next(iter(kind.__table__.columns)).name)
    tampered(data, f"DELETE FROM {table} WHERE {where}")
    assert found_by_check(data, documents=table == "attachments")


@pytest.mark.parametrize("statement", ["DELETE FROM memos", "UPDATE memos SET state = 'superseded'"])
@pytest.mark.parametrize("number", range(1, 5))
def test_no_memo_vanishes_or_is_made_void_unseen(data: Path, number: int, statement: str) -> None:
    """Two are issued, two wait for signatures."""
    tampered(data, f"{statement} WHERE number = '拱众审〔2016〕{number}号'")
    assert found_by_check(data, documents=False)


def test_a_void_memo_that_is_gone_is_missed(data: Path) -> None:
    """Nothing stands on it any more; but what two people have signed was there."""
    with closing(bootstrap.open_office(data)) as office:
        line = next(line for line in office.desk.summaries() if line.number == "拱众审〔2016〕3号")
        person = next(person for person in office.offices.people() if Role.APPROVER in person.roles)
        office.stages.make(line.id, Move.SEND_BACK, person, "重新核对")
    assert looked(data).problems == ()
    tampered(data, "DELETE FROM memos WHERE number = '拱众审〔2016〕3号'")
    words = "拱众审〔2016〕3号：操作日志记载已制作的审核意见书不在数据中，可能被删除。请用备份查明。"
    assert words in looked(data).problems


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("number", "'拱众审〔2016〕31号'", "意见书的编号却是拱众审〔2016〕31号"),
        ("receipt", "receipt || '1'", "意见书的核算凭据摘要与操作日志不一致"),
        ("drawn", "'2001-01-01T00:00:00+08:00'", "意见书制作于"),
    ],
)
def test_a_memo_that_waits_for_signatures_is_held_to_its_drawing_up(
    data: Path, column: str, value: str, words: str
) -> None:
    """No seal of the database is on it yet, so nothing else finds it."""
    tampered(data, f"UPDATE memos SET {column} = {value} WHERE number = '拱众审〔2016〕3号'")
    (problem,) = looked(data).problems
    assert problem.startswith(f"拱众审〔2016〕3号：{words}")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE people SET name = '张伪' WHERE name = '何敏'", "操作日志中名为何敏的人员，数据中记为张伪"),
        ("UPDATE adopted_readings SET authority = '口头' WHERE key = '3.2.3.step'", "口径3.2.3.step的采用记录"),
    ],
)
def test_people_and_readings_are_held_against_the_journal_too(
    data: Path, capsys: Capture, statement: str, words: str
) -> None:
    tampered(data, statement)
    assert cli.main(["--data", str(data), "journal", "check", "--no-documents"]) == 1
    assert words in capsys.readouterr().out


def test_show_names_people_as_the_journal_does(data: Path, capsys: Capture) -> None:
    tampered(data, "UPDATE people SET name = '张伪' WHERE name = '何敏'")
    assert cli.main(["--data", str(data), "journal", "show"]) == 0
    said = capsys.readouterr().out
    assert "张伪" not in said
    assert " · 何敏 · 批准" in said


def test_the_demonstration_office_is_as_its_journal_says(data: Path) -> None:
    found = looked(data, documents=True)
    assert found.problems == ()
    assert found.cases == 14
    assert found.documents > 50


@pytest.mark.parametrize("packed", sorted(places.released().glob("*.db.gz")), ids=lambda path: path.name[:4])
def test_stored_files_of_released_structures_raise_no_alarm(tmp_path: Path, packed: Path) -> None:
    """Their first entries leave out the particulars, which is no contradiction."""
    path = unpack(packed, tmp_path / "data")
    assert looked(path.parent, documents=True).problems == ()


def test_a_cell_is_named_with_both_values_and_the_entry(data: Path, capsys: Capture) -> None:
    where = (
        "column_name = '日租金' AND side = 'verified' AND case_id = (SELECT id FROM cases WHERE number LIKE '%〕6号')"
    )
    tampered(data, f"UPDATE table_cells SET value = '0.9' WHERE {where}")
    assert cli.main(["--data", str(data), "journal", "check"]) == 1
    said = capsys.readouterr().out
    assert "〔2016〕6号：房租和宽带补贴 · 租赁 · 日租金 · 核定值（第1行）：操作日志第" in said
    assert "记为“0.3333元/㎡/日”，案卷中却是“0.9元/㎡/日”" in said


def test_a_case_that_no_entry_took_out_is_missed(data: Path, capsys: Capture) -> None:
    of_case = "(SELECT id FROM cases WHERE number LIKE '%〕6号')"
    parts = [part.__tablename__ for part in reversed(PARTS)]
    with closing(sqlite3.connect(next(data.glob("*.db")))) as connection:
        there = [
            part for part in parts if connection.execute(f"SELECT 1 FROM {part} WHERE case_id = {of_case}").fetchone()
        ]
    tampered(
        data,
        *(f"DELETE FROM {part} WHERE case_id = {of_case}" for part in there),
        "DELETE FROM cases WHERE number LIKE '%〕6号'",
    )
    assert cli.main(["--data", str(data), "journal", "check", "--no-documents", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    assert any("〕6号不在数据中" in problem for problem in said["record"]["problems"])
    assert any("空号" in note and "〕6号" in note for note in said["record"]["notes"])


def test_a_number_that_the_journal_has_given_is_not_called_unused(data: Path) -> None:
    tampered(data, "UPDATE cases SET year = 2017, number = '拱众审〔2017〕9号' WHERE number = '拱众审〔2016〕1号'")
    found = looked(data)
    assert any("操作日志第" in problem and "拱众审〔2016〕1号" in problem for problem in found.problems)
    assert "空号拱众审〔2016〕1号：该案已改编为拱众审〔2017〕9号。" in found.notes


def test_a_document_that_was_overwritten_is_named(data: Path, capsys: Capture) -> None:
    tampered(
        data,
        "UPDATE attachments SET content = zeroblob(size) WHERE sha256 = (SELECT sha256 FROM evidence WHERE key = 'e3' LIMIT 1)",
    )
    assert cli.main(["--data", str(data), "journal", "check", "--no-documents"]) == 0
    assert cli.main(["--data", str(data), "journal", "check"]) == 1
    assert "的文件与存入时不一致" in capsys.readouterr().out


def test_restoring_a_backup_is_an_act(data: Path, tmp_path: Path, capsys: Capture) -> None:
    backup = Path(shutil.copy(next(data.glob("*.db")), tmp_path / "昨天.db"))
    restore_backup(data, backup)
    assert cli.main(["--data", str(data), "journal", "check"]) == 0
    assert "恢复过备份" in capsys.readouterr().out
    assert cli.main(["--data", str(data), "journal", "show"]) == 0
    said = capsys.readouterr().out
    assert "恢复备份" in said
    assert "昨天.db" in said
