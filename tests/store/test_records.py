"""The journal, memos, attachments, the office: what comes back, and what can never change."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongshu_desktop.review.case import Case, Evidence
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.font_choices import ChosenFont, FontRole, OfficeFont
from gongshu_desktop.services.ports import AdoptedReading, Change, MemoRecord, MemoState
from gongshu_desktop.services.records import CaseSummary, Office, Person
from gongshu_desktop.store import NotStored, Store, StoreChangedMeanwhile, StoreRefused, open_store

CaseOf = Callable[[str], Case]
SummaryOf = Callable[[Case], CaseSummary]
AT = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


def tampered(store: Store, *statements: str) -> None:
    """What somebody could do who opens the file with a tool and takes the triggers out for as long as it takes."""
    with closing(sqlite3.connect(store.path)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _name, sql in triggers:
            connection.execute(sql)
        connection.commit()


# --- the journal -------------------------------------------------------------------------------------------------------


def write_entries(store: Store, count: int) -> None:
    for number in range(1, count + 1):
        with store.open_uow() as uow:
            change = Change(subject="3.2.5/活动[k1]/实际支出/verified", old=None, new=str(number))
            uow.journal.write(person="zhang", action="edit", case=f"k{number % 2}", changes=(change, change))
            uow.commit()


def test_the_journal_comes_back_in_order_and_is_chained(store: Store) -> None:
    write_entries(store, 4)
    with store.open_uow() as uow:
        entries = uow.journal.of_case("k0")
        assert [entry.sequence for entry in entries] == [2, 4]
        assert [entry.changes[1].new for entry in entries] == ["2", "4"]
        assert uow.journal.head() == entries[-1]
        assert entries[1].previous == uow.journal.of_case("k1")[1].digest
        assert uow.journal.verify() is None


def test_what_write_returns_is_what_is_on_record(store: Store) -> None:
    with store.open_uow() as uow:
        entry = uow.journal.write(person="p", action="a", case=None, changes=())
        assert uow.journal.head() == entry
        assert entry.previous == "0" * 64
    with store.open_uow() as uow:
        assert uow.journal.head() is None


def test_the_digest_can_be_worked_out_without_this_program(store: Store) -> None:
    with store.open_uow() as uow:
        entry = uow.journal.write(
            person="zhang", action="编辑", case="k", changes=(Change(subject="s", old="旧", new=None),)
        )
    written = (
        '{"action":"编辑","at":"2026-11-23T10:30:00+08:00","case":"k","changes":[["s","旧",null]],'
        '"format":"gongshu-journal/1","person":"zhang","previous":"' + "0" * 64 + '","sequence":1}'
    )
    assert entry.digest == hashlib.sha256(written.encode()).hexdigest()


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE journal SET person = 'wang' WHERE sequence = 3", 3),
        ("UPDATE journal SET at = '2020-01-01T00:00:00+08:00' WHERE sequence = 1", 1),
        ("UPDATE journal_changes SET new = '9' WHERE sequence = 2 AND position = 1", 2),
        ("DELETE FROM journal_changes WHERE sequence = 4", 4),
        ("INSERT INTO journal_changes VALUES (2, 7, 's', NULL, NULL)", 2),
        ("DELETE FROM journal WHERE sequence = 2", 2),
        ("UPDATE journal SET digest = previous WHERE sequence = 5", 5),
    ],
)
def test_a_change_in_the_past_shows(store: Store, tampering: str, found: int) -> None:
    write_entries(store, 5)
    tampered(store, tampering)
    with store.open_uow() as uow:
        assert uow.journal.verify() == found


def test_an_entry_of_an_abandoned_transaction_leaves_no_gap(store: Store) -> None:
    write_entries(store, 1)
    with store.open_uow() as uow:
        uow.journal.write(person="p", action="a", case=None, changes=())
    write_entries(store, 1)
    with store.open_uow() as uow:
        head = uow.journal.head()
        assert head is not None
        assert head.sequence == 2
        assert uow.journal.verify() is None


# --- memos -------------------------------------------------------------------------------------------------------------


def a_memo(identity: str = "m1", state: MemoState = MemoState.DRAWN, signers: int = 0) -> MemoRecord:
    return MemoRecord(
        id=identity,
        case="k",
        number="拱众审〔2016〕1号",
        state=state,
        pdf=b"%PDF-1.7 \x00\xff",
        base_digest="sha256:" + "a" * 64,
        receipt="sha256:" + "b" * 64,
        drawn=AT,
        signed_by=("zhang", "li", "wang")[:signers],
    )


@pytest.fixture
def with_case(store: Store, a_case: CaseOf, shown: SummaryOf) -> Store:
    with store.open_uow() as uow:
        sha256 = uow.attachments.put(b"%PDF contract", "application/pdf")
        case = replace(a_case("k"), evidence=(Evidence(key="1", title="合同", sha256=sha256, size=13),))
        uow.cases.add(case, shown(case))
        uow.commit()
    return store


def keep(store: Store, memo: MemoRecord, *states: MemoRecord) -> None:
    with store.open_uow() as uow:
        uow.memos.add(memo)
        for state in states:
            uow.memos.save(state)
        uow.commit()


def test_a_memo_comes_back_in_each_of_its_states(with_case: Store) -> None:
    for number, state in enumerate(
        (a_memo(), a_memo(state=MemoState.SIGNING, signers=2), a_memo(state=MemoState.ISSUED, signers=3))
    ):
        with with_case.open_uow() as uow:
            (uow.memos.save if number else uow.memos.add)(state)
            uow.commit()
        with with_case.open_uow() as uow:
            assert uow.memos.get("m1") == state
            assert uow.memos.of_case("k") == [state]
            assert uow.memos.by_base_digest(state.base_digest) == state
            assert uow.memos.by_base_digest("sha256:0") is None


def test_a_correction_names_what_it_replaces(with_case: Store) -> None:
    issued = a_memo(state=MemoState.ISSUED, signers=3)
    correction = replace(a_memo("m2"), replaces="m1")
    keep(with_case, issued)
    keep(with_case, correction)
    with with_case.open_uow() as uow:
        assert uow.memos.of_case("k") == [issued, correction]


def test_only_superseding_changes_an_issued_memo(with_case: Store) -> None:
    issued = a_memo(state=MemoState.ISSUED, signers=3)
    keep(with_case, a_memo(), issued)
    for change in (
        replace(issued, pdf=b"%PDF other"),
        replace(issued, number="2号"),
        replace(issued, state=MemoState.SIGNING),
        replace(issued, state=MemoState.SUPERSEDED, pdf=b"%PDF other"),
        replace(issued, signed_by=("zhang", "li", "zhao")),
    ):
        with with_case.open_uow() as uow, pytest.raises(StoreRefused, match="封存"):
            uow.memos.save(change)
    superseded = replace(issued, state=MemoState.SUPERSEDED)
    with with_case.open_uow() as uow:
        uow.memos.save(superseded)
        uow.commit()
    with with_case.open_uow() as uow, pytest.raises(StoreRefused, match="封存"):
        uow.memos.save(issued)
    with with_case.open_uow() as uow:
        assert uow.memos.get("m1") == superseded


def test_a_memo_signed_since_it_was_read_is_not_written_over(with_case: Store) -> None:
    keep(with_case, a_memo())
    with with_case.open_uow() as mine:
        assert mine.memos.of_case("k") == [a_memo()]
        with with_case.open_uow() as theirs:
            theirs.memos.save(a_memo(state=MemoState.SIGNING, signers=1))
            theirs.commit()
        with pytest.raises(StoreChangedMeanwhile):
            mine.memos.save(replace(a_memo(), pdf=b"%PDF drawn again"))


def test_an_issued_memo_has_three_signatures_of_three_people(with_case: Store) -> None:
    for memo in (
        a_memo(state=MemoState.ISSUED, signers=2),
        replace(a_memo(state=MemoState.ISSUED), signed_by=("zhang", "li", "zhang")),
        replace(a_memo(state=MemoState.ISSUED), signed_by=("zhang", "li", "wang", "zhao")),
    ):
        with pytest.raises(StoreRefused):
            keep(with_case, memo)


def test_a_case_with_an_issued_memo_cannot_be_removed(with_case: Store) -> None:
    keep(with_case, a_memo(state=MemoState.ISSUED, signers=3))
    with with_case.open_uow() as uow, pytest.raises(StoreRefused, match="封存"):
        uow.cases.remove("k")


def test_a_drawn_memo_goes_with_its_case(with_case: Store) -> None:
    keep(with_case, a_memo())
    with with_case.open_uow() as uow:
        uow.cases.remove("k")
        uow.commit()
    with with_case.open_uow() as uow, pytest.raises(NotStored):
        uow.memos.get("m1")


def test_what_an_issued_memo_rests_on_stays(tmp_path: Path, a_case: CaseOf, shown: SummaryOf) -> None:
    with open_store(tmp_path) as store:
        with store.open_uow() as uow:
            kept = uow.attachments.put(b"under the memo", "application/pdf")
            loose = uow.attachments.put(b"attached, then removed", "application/pdf")
            case = replace(a_case("k"), evidence=(Evidence(key="1", title="合同", sha256=kept),))
            uow.cases.add(case, shown(case))
            uow.memos.add(a_memo(state=MemoState.ISSUED, signers=3))
            uow.cases.save(replace(case, evidence=()), shown(case))
            uow.commit()
        with store.open_uow() as uow:
            assert uow.attachments.get(loose) == b"attached, then removed"  # an open session may still need it
    with open_store(tmp_path) as store, store.open_uow() as uow:
        assert uow.attachments.get(kept) == b"under the memo"
        with pytest.raises(NotStored):
            uow.attachments.get(loose)


# --- attachments -------------------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=2000))
def test_bytes_come_back_and_are_stored_once(store: Store, content: bytes) -> None:
    for _time in range(2):
        with store.open_uow() as uow:
            assert uow.attachments.put(content, "image/png") == hashlib.sha256(content).hexdigest()
            uow.commit()
    with store.open_uow() as uow:
        assert uow.attachments.get(hashlib.sha256(content).hexdigest()) == content


def test_bytes_that_were_changed_are_not_handed_out(store: Store) -> None:
    with store.open_uow() as uow:
        sha256 = uow.attachments.put(b"%PDF original", "application/pdf")
        uow.commit()
    tampered(store, "UPDATE attachments SET content = X'255044462066616b6564202020'")
    with store.open_uow() as uow, pytest.raises(StoreRefused, match="不一致"):
        uow.attachments.get(sha256)


# --- the office --------------------------------------------------------------------------------------------------------


def test_the_office_is_founded_and_changed(store: Store) -> None:
    with store.open_uow() as uow:
        assert uow.office.office() is None
        uow.office.set_office(Office(name="拱墅区科技局", prefix="拱众审"))
        uow.commit()
    changed = Office(name="杭州市拱墅区科学技术局", prefix="拱众审", trust=b"\x00trust")
    with store.open_uow() as uow:
        uow.office.set_office(changed)
        uow.commit()
    with store.open_uow() as uow:
        assert uow.office.office() == changed


def test_people_come_back_in_the_order_of_their_entry(store: Store) -> None:
    zhang = Person(id="z", name="张三", roles=(Role.CHECKER, Role.EXAMINER), post="科员", certificate="PEM")
    li = Person(id="a", name="李四", roles=())
    with store.open_uow() as uow:
        uow.office.save_person(zhang)
        uow.office.save_person(li)
        uow.commit()
    left = replace(zhang, active=False, roles=(Role.APPROVER,))
    with store.open_uow() as uow:
        uow.office.save_person(left)
        uow.commit()
    with store.open_uow() as uow:
        assert uow.office.people() == [left, li]


def test_every_adoption_of_a_reading_stays_on_record(store: Store) -> None:
    first = AdoptedReading(
        policy="p", key="3.2.3.step", option="whole", person="w", name="王五", authority="局办公会", at=AT
    )
    second = replace(first, option="proportional")
    with store.open_uow() as uow:
        uow.office.adopt(first)
        uow.office.adopt(replace(first, policy="another"))
        uow.office.adopt(second)
        uow.commit()
    with store.open_uow() as uow:
        assert uow.office.readings("p") == [first, second]


# --- fonts -------------------------------------------------------------------------------------------------------------


def a_font(store: Store, content: bytes = b"glyf", role: FontRole = FontRole.KAI) -> ChosenFont:
    with store.open_uow() as uow:
        font = OfficeFont(role=role, name="楷体_GB2312", sha256=uow.fonts.put(content), face=1)
        chosen = ChosenFont(font=font, lacking=3)
        uow.fonts.choose(chosen)
        uow.commit()
    return chosen


def test_fonts_come_back_role_by_role_and_files_stay(store: Store) -> None:
    kai, fangsong = a_font(store), a_font(store, b"other", FontRole.FANGSONG)
    replaced = a_font(store, b"newer", FontRole.KAI)
    with store.open_uow() as uow:
        assert uow.fonts.chosen() == [fangsong, replaced]
        uow.fonts.restore(FontRole.FANGSONG)
        uow.commit()
    with store.open_uow() as uow:
        assert uow.fonts.chosen() == [replaced]
        assert uow.fonts.get(kai.font.sha256) == b"glyf"
        assert uow.fonts.put(b"glyf") == kai.font.sha256
        assert not uow.fonts.has("0" * 64)
        with pytest.raises(NotStored, match="没有存入这个字体文件"):
            uow.fonts.get("0" * 64)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM font_files",
        "UPDATE font_files SET content = X'00', size = 1",
        "INSERT OR REPLACE INTO font_files SELECT * FROM font_files",
    ],
)
def test_a_stored_font_file_cannot_be_changed(store: Store, statement: str) -> None:
    a_font(store)
    with closing(sqlite3.connect(store.path)) as connection, pytest.raises(sqlite3.IntegrityError, match="font-sealed"):
        connection.execute(statement)


def test_a_font_file_that_was_changed_all_the_same_is_refused(store: Store) -> None:
    chosen = a_font(store)
    tampered(store, "UPDATE font_files SET content = X'00000000'")
    with store.open_uow() as uow, pytest.raises(StoreRefused, match="与存入时不一致"):
        uow.fonts.get(chosen.font.sha256)


def test_a_font_without_its_file_is_refused(store: Store) -> None:
    font = OfficeFont(role=FontRole.HEI, name="黑体", sha256="ab" * 32)
    with store.open_uow() as uow, pytest.raises(StoreRefused):
        uow.fonts.choose(ChosenFont(font=font, lacking=0))
