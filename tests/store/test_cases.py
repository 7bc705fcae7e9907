"""Cases come back exactly as they were saved, whatever is in them; a save writes only what differs."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import (
    Applicant,
    Case,
    Claim,
    Evidence,
    FactEntry,
    Makerspace,
    Passage,
    TableEntry,
    TableRow,
    VerdictEntry,
)
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.store import NotStored, Store, StoreChangedMeanwhile, StoreRefused, open_store

CaseOf = Callable[[str], Case]
SummaryOf = Callable[[Case], CaseSummary]

# --- any case ----------------------------------------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8"), max_size=12)
names = st.sampled_from(["企业数", "活动", "实际支出", "a'b", "年度 收入", "", "名\x00字"])
decimals = st.builds(lambda digits, places: Fraction(digits, 10**places), st.integers(), st.integers(0, 6))
scalars: st.SearchStrategy[Scalar] = st.one_of(st.integers(), decimals, st.dates(), texts, st.booleans())
cells = st.dictionaries(names, st.none() | scalars, max_size=3)
amounts = st.none() | st.integers(0, 2**63 - 1)
moments = st.datetimes(
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(-timedelta(minutes=570))])
)
keys = st.lists(names, max_size=3).map(tuple)
facts = st.builds(FactEntry, claimed=st.none() | scalars, verified=st.none() | scalars, note=texts, evidence=keys)
table_rows = st.builds(
    TableRow, key=texts, claimed=cells, verified=cells, by_reviewer=st.booleans(), struck=st.booleans()
)
tables = st.builds(
    TableEntry,
    rows=st.lists(table_rows, max_size=3, unique_by=lambda row: row.key).map(tuple),
    verified=st.booleans(),
    note=texts,
    evidence=keys,
)
verdicts = st.builds(VerdictEntry, result=st.sampled_from(Result), note=texts, evidence=keys)
claims = st.builds(
    Claim,
    measure=st.sampled_from(["3.2.1", "3.2.5", "3.3.1", "1.1"]),
    claimed=amounts,
    approved=amounts,
    approved_reason=texts,
    opinion=texts,
    facts=st.dictionaries(names, facts, max_size=2),
    tables=st.dictionaries(names, tables, max_size=2),
    verdicts=st.dictionaries(names, verdicts, max_size=2),
)
evidence = st.builds(
    Evidence,
    key=texts,
    title=texts,
    media_type=texts,
    size=st.integers(0, 10**9),
    pages=st.none() | st.integers(0, 500),
)
passages = st.builds(
    Passage,
    at=moments,
    person=texts,
    name=texts,
    role=st.none() | st.sampled_from(Role),
    origin=st.sampled_from(Stage),
    destination=st.sampled_from(Stage),
    opinion=texts,
)


def unique(items: st.SearchStrategy[object], by: str) -> st.SearchStrategy[tuple[object, ...]]:
    """A few of them, no two with the same key."""
    return st.lists(items, max_size=3, unique_by=lambda item: getattr(item, by)).map(tuple)


@st.composite
def cases(draw: st.DrawFn, identity: str, passed: tuple[Passage, ...] = ()) -> Case:
    """Any case of that id, whose passages go on from those that it already has."""
    return Case(
        id=identity,
        policy=draw(texts),
        year=draw(st.integers(1, 9999)),
        number=draw(texts),
        applicant=draw(
            st.builds(Applicant, name=texts, uscc=texts, roles=st.lists(texts, max_size=3).map(tuple), phone=texts)
        ),
        makerspace=draw(st.builds(Makerspace, name=texts, subdistrict=texts, level=texts, area=st.none() | decimals)),
        readings=draw(st.dictionaries(texts, texts, max_size=3)),
        claims=draw(unique(claims, "measure")),  # type: ignore[arg-type]
        evidence=draw(unique(evidence, "key")),  # type: ignore[arg-type]
        received=draw(st.none() | st.dates()),
        stage=draw(st.sampled_from(Stage)),
        passages=passed + tuple(draw(st.lists(passages, max_size=2))),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Case]:
    """Several states of one case, one after the other."""
    states = [draw(cases("k"))]
    for _index in range(draw(st.integers(0, 2))):
        states.append(draw(cases("k", states[-1].passages)))
    return states


@pytest.fixture(scope="module")
def one_store() -> Iterator[Store]:
    """One store for all examples: opening one for each would take most of the time."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as opened:
        yield opened


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(history=histories())
def test_every_state_of_a_case_comes_back_as_it_was_saved(
    one_store: Store, shown: SummaryOf, history: list[Case]
) -> None:
    try:
        for index, state in enumerate(history):
            with one_store.open_uow() as uow:
                (uow.cases.save if index else uow.cases.add)(state, shown(state))
                uow.commit()
            with one_store.open_uow() as uow:
                back = uow.cases.get("k")
                assert back == state
                assert kinds(back) == kinds(state)
                assert uow.cases.summaries() == [shown(state)]
    finally:
        with one_store.open_uow() as uow:
            uow.cases.remove("k")
            uow.commit()


def kinds(case: Case) -> dict[tuple[str, ...], bool]:
    """Which cells are yes or no: they must not come back as 1 and 0, which Python takes for equal."""
    return {
        (claim.measure, name, row.key, column): isinstance(value, bool)
        for claim in case.claims
        for name, table in claim.tables.items()
        for row in table.rows
        for column, value in row.verified.items()
    }


# --- what a save does --------------------------------------------------------------------------------------------------


def full_case(case: Case, rows: int) -> Case:
    """Twelve claimed measures, one with a table of that many rows."""
    row: dict[str, Scalar | None] = {
        "名称": "某某公司",
        "面积": Fraction("120.5"),
        "认定日期": date(2016, 9, 10),
        "已备案": True,
        "实际支出": 150000,
    }
    table = TableEntry(rows=tuple(TableRow(key=f"k{n}", claimed=row, verified=row) for n in range(rows)), verified=True)
    fact = FactEntry(claimed=14, verified=12, note="见附件", evidence=("附件3",))
    verdict = VerdictEntry(result=Result.MET, note="专注智能硬件", evidence=("附件3",))
    return replace(
        case,
        claims=tuple(
            Claim(
                measure=f"3.2.{n}",
                claimed=1_000_000,
                facts={"企业数": fact, "总额": fact},
                tables={"活动": table} if n == 0 else {},
                verdicts={"产业定位明晰": verdict},
            )
            for n in range(12)
        ),
    )


def with_cell(case: Case, row: int, value: Scalar) -> Case:
    """The same case with another verified amount in that row."""
    claim = case.claims[0]
    rows = list(claim.tables["活动"].rows)
    rows[row] = replace(rows[row], verified={**rows[row].verified, "实际支出": value})
    tables_ = {"活动": replace(claim.tables["活动"], rows=tuple(rows))}
    return replace(case, claims=(replace(claim, tables=tables_), *case.claims[1:]))


def stored(store: Store, sql: str) -> list[tuple[object, ...]]:
    """What any SQLite tool would see."""
    with closing(sqlite3.connect(store.path)) as connection:
        return connection.execute(sql).fetchall()


def put(store: Store, case: Case, shown: SummaryOf) -> None:
    with store.open_uow() as uow:
        uow.cases.add(case, shown(case))
        uow.commit()


def test_a_save_writes_only_the_line_that_differs(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    case = full_case(a_case("k"), 200)
    put(store, case, shown)
    with closing(sqlite3.connect(store.path)) as connection:
        connection.executescript(
            "CREATE TABLE written (what TEXT);"
            "CREATE TRIGGER u AFTER UPDATE ON table_cells BEGIN INSERT INTO written VALUES (NEW.value); END;"
            "CREATE TRIGGER i AFTER INSERT ON table_cells BEGIN INSERT INTO written VALUES ('added'); END;"
            "CREATE TRIGGER d AFTER DELETE ON table_cells BEGIN INSERT INTO written VALUES ('gone'); END;"
            "CREATE TRIGGER f AFTER UPDATE ON facts BEGIN INSERT INTO written VALUES ('fact'); END;"
        )
    changed = with_cell(case, 150, Fraction("12000.50"))
    with store.open_uow() as uow:
        uow.cases.save(changed, shown(changed))
        uow.commit()
    assert stored(store, "SELECT what FROM written") == [("12000.5",)]
    with store.open_uow() as uow:
        assert uow.cases.get("k") == changed


def test_saving_the_same_state_again_writes_nothing(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    case = full_case(a_case("k"), 3)
    put(store, case, shown)
    with store.open_uow() as uow:
        uow.cases.save(case, shown(case))
        uow.commit()
    assert stored(store, "SELECT version FROM cases") == [(1,)]


def test_an_auditor_reads_the_values_with_any_tool(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    put(store, full_case(a_case("k"), 1), shown)
    lines = stored(
        store, "SELECT column_name, kind, value FROM table_cells WHERE side = 'verified' ORDER BY column_name"
    )
    assert lines == [
        ("名称", "text", "某某公司"),
        ("实际支出", "number", "150000"),
        ("已备案", "yes-no", "yes"),
        ("认定日期", "date", "2016-09-10"),
        ("面积", "number", "120.5"),
    ]


def test_removing_a_case_removes_every_part_of_it(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    moved = Passage(
        at=datetime(2026, 1, 1, tzinfo=UTC),
        person="p",
        name="张三",
        role=None,
        origin=Stage.REGISTERED,
        destination=Stage.EXAMINATION,
    )
    put(store, replace(full_case(a_case("k"), 2), passages=(moved,)), shown)
    with store.open_uow() as uow:
        uow.cases.remove("k")
        uow.commit()
    parts = [
        "cases",
        "claims",
        "facts",
        "fact_values",
        "table_rows",
        "table_cells",
        "verdicts",
        "evidence_links",
        "passages",
    ]
    assert [stored(store, f"SELECT count(*) FROM {part}") for part in parts] == [[(0,)]] * len(parts)


def test_numbers_are_those_of_all_years(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    put(store, replace(a_case("a"), number="2号"), shown)
    put(store, replace(a_case("b"), number="1号"), shown)
    put(store, replace(a_case("c"), number="9号", year=2017), shown)
    with store.open_uow() as uow:
        assert uow.cases.numbers() == ["1号", "2号", "9号"]


def test_a_summary_keeps_amounts_and_people(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    case = a_case("k")
    line = replace(
        shown(case),
        claimed=2**62,
        computed=100_000_00,
        approved=99_999_99,
        returned=True,
        initials="mmzckj",
        people={Role.EXAMINER: "zhang", Role.APPROVER: "wang"},
    )
    with store.open_uow() as uow:
        uow.cases.add(case, line)
        uow.commit()
    with store.open_uow() as uow:
        assert uow.cases.summaries() == [line]


# --- what is refused ---------------------------------------------------------------------------------------------------


def test_what_has_no_exact_text_is_refused_and_nothing_is_kept(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    for value in (Fraction(1, 3), Fraction(1, 7 * 10**3), 1.5, datetime(2026, 1, 1, tzinfo=UTC), 10**1000, "\ud800"):
        case = replace(a_case("k"), claims=(Claim(measure="m", facts={"f": FactEntry(verified=value)}),))  # type: ignore[arg-type]
        with pytest.raises(StoreRefused):
            put(store, case, shown)
        with store.open_uow() as uow:
            assert uow.cases.summaries() == []


@pytest.mark.parametrize("amount", [-1, 2**63, 1.0, True, Fraction(1)])
def test_only_whole_fen_are_amounts(store: Store, a_case: CaseOf, shown: SummaryOf, amount: int) -> None:
    case = replace(a_case("k"), claims=(Claim(measure="m", claimed=amount),))
    with store.open_uow() as uow, pytest.raises(StoreRefused, match="整数分"):
        uow.cases.add(case, shown(case))


def test_a_moment_without_zone_is_refused(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    case = a_case("k")
    line = replace(shown(case), changed=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    with store.open_uow() as uow, pytest.raises(StoreRefused, match="时区"):
        uow.cases.add(case, line)


def test_an_unknown_case_is_named(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    with store.open_uow() as uow:
        with pytest.raises(NotStored, match="案卷不存在或已被删除"):
            uow.cases.get("k")
        with pytest.raises(NotStored):
            uow.cases.save(a_case("k"), shown(a_case("k")))
        with pytest.raises(NotStored):
            uow.cases.remove("k")


def test_a_second_case_of_the_same_id_is_refused(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    put(store, a_case("k"), shown)
    with store.open_uow() as uow, pytest.raises(StoreRefused, match="相同编号"):
        uow.cases.add(a_case("k"), shown(a_case("k")))


def test_evidence_needs_its_bytes(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    case = replace(a_case("k"), evidence=(Evidence(key="1", title="合同", sha256="0" * 64),))
    with pytest.raises(StoreRefused, match="不存在的记录"):
        put(store, case, shown)
    with store.open_uow() as uow:
        sha256 = uow.attachments.put(b"%PDF", "application/pdf")
        kept = replace(case, evidence=(Evidence(key="1", title="合同", sha256=sha256, size=4),))
        uow.cases.add(kept, shown(kept))
        uow.commit()
    with store.open_uow() as uow:
        assert uow.cases.get("k") == kept


# --- transactions ------------------------------------------------------------------------------------------------------


def test_leaving_without_commit_keeps_nothing(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    with store.open_uow() as uow:
        uow.cases.add(a_case("k"), shown(a_case("k")))
    with store.open_uow() as uow:
        assert uow.cases.summaries() == []


def test_a_case_changed_since_it_was_read_is_not_written_over(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    case = a_case("k")
    put(store, case, shown)
    other = replace(case, number="2号")
    with store.open_uow() as mine:
        read = mine.cases.get("k")
        with store.open_uow() as theirs:
            theirs.cases.save(other, shown(other))
            theirs.commit()
        assert mine.cases.get("k") == read  # one transaction sees one state
        with pytest.raises(StoreChangedMeanwhile):
            mine.cases.save(replace(read, year=2017), shown(read))
    with store.open_uow() as uow:
        assert uow.cases.get("k") == other


def test_another_case_changing_does_not_stand_in_the_way(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    put(store, a_case("k"), shown)
    put(store, a_case("l"), shown)
    with store.open_uow() as mine:
        read = mine.cases.get("k")
        with store.open_uow() as theirs:
            theirs.cases.save(replace(a_case("l"), number="2号"), shown(a_case("l")))
            theirs.commit()
        mine.cases.save(replace(read, number="3号"), shown(read))
        mine.commit()
    with store.open_uow() as uow:
        assert [uow.cases.get(identity).number for identity in "kl"] == ["3号", "2号"]


def test_the_same_number_is_not_given_twice(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    with store.open_uow() as mine:
        assert mine.cases.numbers() == []
        put(store, a_case("l"), shown)
        with pytest.raises(StoreChangedMeanwhile):
            mine.cases.add(a_case("k"), shown(a_case("k")))


def test_reading_does_not_wait_for_writing(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    put(store, a_case("k"), shown)
    with store.open_uow() as writing:
        writing.cases.save(replace(a_case("k"), number="2号"), shown(a_case("k")))
        with store.open_uow() as reading:
            assert reading.cases.get("k") == a_case("k")
        writing.commit()
    with store.open_uow() as reading:
        assert reading.cases.get("k").number == "2号"


def test_a_thread_that_would_wait_for_itself_is_told(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    with store.open_uow() as outer:
        outer.cases.add(a_case("k"), shown(a_case("k")))
        with store.open_uow() as inner, pytest.raises(RuntimeError, match="another unit of work"):
            inner.cases.add(a_case("l"), shown(a_case("l")))
        outer.commit()
    with store.open_uow() as uow:
        assert [line.id for line in uow.cases.summaries()] == ["k"]
