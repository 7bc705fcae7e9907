"""What the file itself refuses, whoever writes to it: each statement goes in through bare sqlite3."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from gongshu_desktop.review.case import Case, Claim, Evidence, FactEntry, Passage, TableEntry, TableRow, VerdictEntry
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.ports import AdoptedReading, Change, MemoRecord, MemoState
from gongshu_desktop.services.records import CaseSummary, Office, Person
from gongshu_desktop.store import Store

AT = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


@pytest.fixture
def raw(
    store: Store, a_case: Callable[[str], Case], shown: Callable[[Case], CaseSummary]
) -> Iterator[sqlite3.Connection]:
    """The file with something in each table, opened as any tool would; foreign keys on."""
    passage = Passage(
        at=AT, person="z", name="张三", role=Role.EXAMINER, origin=Stage.EXAMINATION, destination=Stage.CHECK
    )
    table = TableEntry(rows=(TableRow(key="r", claimed={"c": 1}, verified={"c": date(2016, 9, 10)}),))
    claim = Claim(
        measure="m",
        claimed=1,
        facts={"f": FactEntry(claimed=1, verified=True, evidence=("1",))},
        tables={"t": table},
        verdicts={"v": VerdictEntry()},
    )
    memo = MemoRecord(
        id="issued",
        case="k",
        number="1",
        state=MemoState.ISSUED,
        pdf=b"%PDF",
        base_digest="d",
        receipt="r",
        drawn=AT,
        signed_by=("z", "l", "w"),
    )
    with store.open_uow() as uow:
        sha256 = uow.attachments.put(b"%PDF", "application/pdf")
        case = replace(
            a_case("k"),
            claims=(claim,),
            evidence=(Evidence(key="1", title="合同", sha256=sha256),),
            readings={"r": "o"},
            passages=(passage,),
        )
        uow.cases.add(case, shown(case))
        uow.memos.add(memo)
        uow.memos.add(replace(memo, id="drawn", state=MemoState.DRAWN, signed_by=()))
        uow.office.set_office(Office(name="n", prefix="p"))
        uow.office.save_person(Person(id="z", name="张三", roles=(Role.EXAMINER,)))
        uow.office.adopt(AdoptedReading(policy="p", key="r", option="o", person="w", name="n", authority="a", at=AT))
        uow.journal.write(person="z", action="a", case="k", changes=(Change(subject="s"),))
        uow.journal.write(person="z", action="a", case="k", changes=(Change(subject="s"),))
        uow.commit()
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


AMOUNTS = [
    f"UPDATE {table} SET {column} = -1"
    for table, column in (
        ("cases", "claimed"),
        ("cases", "computed"),
        ("cases", "subtotal"),
        ("cases", "approved"),
        ("cases", "pending"),
        ("claims", "claimed"),
        ("claims", "approved"),
        ("claims", "position"),
        ("evidence", "size"),
        ("evidence", "pages"),
    )
]
KINDS = [
    "UPDATE cases SET stage = 'done'",
    "UPDATE verdicts SET result = 'maybe'",
    "UPDATE evidence_links SET target = 'row'",
    "UPDATE fact_values SET side = 'both'",
    "UPDATE table_cells SET kind = 'float'",
    "UPDATE person_roles SET role = 'auditor'",
    "UPDATE memos SET state = 'draft' WHERE id = 'drawn'",
    "UPDATE table_facts SET verified = 2",
    "UPDATE table_rows SET struck = -1",
    "UPDATE table_rows SET by_reviewer = NULL",
    "UPDATE people SET active = 3",
    "UPDATE cases SET returned = 2",
    "UPDATE cases SET year = 0",
    "UPDATE cases SET version = 0",
    "UPDATE cases SET received = '2016-02-30'",
    "UPDATE cases SET changed = '2016-02-03T10:00:00'",
    "UPDATE memos SET drawn = 'yesterday' WHERE id = 'drawn'",
    "INSERT INTO office VALUES (2, 'n', 'p', X'')",
    "INSERT INTO attachments VALUES ('short', 'application/pdf', 1, X'00')",
    "INSERT INTO attachments VALUES (printf('%064d', 7), 'application/pdf', 2, X'00')",
    "UPDATE memos SET state = 'issued' WHERE id = 'drawn'",
    "UPDATE memos SET second_signer = 'l' WHERE id = 'drawn'",
    "UPDATE memos SET first_signer = 'l', second_signer = 'l' WHERE id = 'drawn'",
    "UPDATE memos SET base_digest = '' WHERE id = 'drawn'",
]
STRICT = [
    "UPDATE claims SET claimed = 1.5",
    "UPDATE claims SET claimed = 'a lot'",
    "UPDATE cases SET number = X'00'",
    "UPDATE fact_values SET value = NULL",
    "UPDATE memos SET pdf = 'text' WHERE id = 'drawn'",
]
TYPED = [
    f"UPDATE table_cells SET kind = '{kind}', value = {value} WHERE side = 'claimed'"
    for kind, value in (
        ("empty", "'1'"),
        ("number", "NULL"),
        ("text", "NULL"),
        ("date", "NULL"),
        ("yes-no", "NULL"),
        ("yes-no", "'true'"),
        ("date", "'2016-9-10'"),
        ("date", "'2016-02-30'"),
        ("date", "'now'"),
        ("number", "''"),
        ("number", "'1e5'"),
        ("number", "'1,000'"),
        ("number", "'1.50'"),
        ("number", "'1.'"),
        ("number", "'.5'"),
        ("number", "'-.5'"),
        ("number", "'007'"),
        ("number", "'-01'"),
        ("number", "'-0'"),
        ("number", "'1-2'"),
        ("number", "'1.2.3'"),
        ("number", "'-'"),
    )
]
BELONGING = [
    "INSERT INTO claims VALUES ('nobody', 'm', 0, NULL, NULL, '', '')",
    "INSERT INTO facts VALUES ('k', 'other', 'f', '')",
    "INSERT INTO fact_values VALUES ('k', 'm', 'other', 'claimed', 'text', '')",
    "INSERT INTO table_facts VALUES ('k', 'other', 't', 0, '')",
    "INSERT INTO table_rows VALUES ('k', 'm', 'other', 'r', 0, 0, 0)",
    "INSERT INTO table_cells VALUES ('k', 'm', 't', 'other', 'claimed', 'c', 'text', '')",
    "INSERT INTO verdicts VALUES ('k', 'other', 'v', 'met', '')",
    "INSERT INTO evidence_links VALUES ('k', 'other', 'fact', 'f', 0, '1')",
    "INSERT INTO person_roles VALUES ('nobody', 0, 'examiner')",
    "UPDATE memos SET case_id = 'nobody' WHERE id = 'drawn'",
    "UPDATE evidence SET sha256 = printf('%064d', 0)",
    "UPDATE memos SET replaces = 'nobody' WHERE id = 'drawn'",
    "DELETE FROM attachments",
]
SEALED = [
    "UPDATE journal SET person = 'w'",
    "DELETE FROM journal WHERE sequence = 2",
    "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE sequence = 1",
    "INSERT INTO journal SELECT 9, at, person, action, case_id, digest, digest FROM journal WHERE sequence = 2",
    "INSERT INTO journal SELECT 3, at, person, action, case_id, previous, digest FROM journal WHERE sequence = 2",
    "UPDATE journal_changes SET new = 'x'",
    "DELETE FROM journal_changes",
    "INSERT INTO journal_changes VALUES (1, 1, 's', NULL, NULL)",
    "INSERT OR REPLACE INTO journal_changes VALUES (2, 0, 'other', NULL, NULL)",
    "UPDATE passages SET opinion = 'x'",
    "DELETE FROM passages",
    "INSERT OR REPLACE INTO passages SELECT * FROM passages",
    "UPDATE attachments SET media_type = 'x'",
    "INSERT OR REPLACE INTO attachments SELECT * FROM attachments",
    "UPDATE adopted_readings SET option = 'x'",
    "DELETE FROM adopted_readings",
    "INSERT OR REPLACE INTO adopted_readings SELECT * FROM adopted_readings",
    "UPDATE memos SET number = 'x' WHERE id = 'issued'",
    "UPDATE memos SET state = 'drawn' WHERE id = 'issued'",
    "UPDATE memos SET state = 'superseded', pdf = X'00' WHERE id = 'issued'",
    "DELETE FROM memos WHERE id = 'issued'",
    "DELETE FROM memos WHERE id = 'drawn'",
    "INSERT OR REPLACE INTO memos SELECT * FROM memos WHERE id = 'issued'",
    "UPDATE memo_evidence SET title = 'x'",
    "DELETE FROM memo_evidence",
    "DELETE FROM cases",
]


@pytest.mark.parametrize("statement", [*AMOUNTS, *KINDS, *STRICT, *TYPED, *BELONGING, *SEALED])
def test_the_file_refuses(raw: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.Error):  # noqa: PT012 - deferred foreign keys speak at the commit
        changed = raw.execute(statement).rowcount
        assert changed > 0, "the statement must reach a row to prove anything"
        raw.commit()
    raw.rollback()


@pytest.mark.parametrize("value", ["0", "-1", "120.5", "-0.05", "10", "100.01"])
def test_canonical_numbers_are_let_through(raw: sqlite3.Connection, value: str) -> None:
    raw.execute("UPDATE table_cells SET kind = 'number', value = ?", (value,))
    raw.commit()


def test_every_table_is_strict(raw: sqlite3.Connection) -> None:
    loose = raw.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0").fetchall()
    assert sorted(loose) == [("alembic_version",), ("sqlite_schema",)]


def test_the_journal_outlives_its_case(raw: sqlite3.Connection, store: Store, a_case: Callable[[str], Case]) -> None:
    raw.execute("INSERT INTO cases SELECT 'l', " + _others(raw) + " FROM cases WHERE id = 'k'")
    raw.commit()
    with store.open_uow() as uow:
        uow.journal.write(person="z", action="remove", case="l", changes=())
        uow.cases.remove("l")
        uow.commit()
    with store.open_uow() as uow:
        assert [entry.action for entry in uow.journal.of_case("l")] == ["remove"]
        assert uow.journal.verify() is None


def _others(raw: sqlite3.Connection) -> str:
    return ", ".join(line[1] for line in raw.execute("PRAGMA table_info(cases)") if line[1] != "id")
