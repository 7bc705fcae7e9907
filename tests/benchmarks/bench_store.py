"""How long the store takes, beside raw sqlite3 doing the same: ``python -m tests.benchmarks.bench_store``.

Prints one line a job: our time, the bound (the same rows through bare sqlite3), their ratio. Never fails for slowness.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import (
    Applicant,
    Case,
    Claim,
    FactEntry,
    Makerspace,
    TableEntry,
    TableRow,
    VerdictEntry,
)
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.store import Store, open_store

MEASURES, ROWS, CASES = 12, 200, 100_000


def large_case(identity: str, rows: int = ROWS) -> Case:
    """All twelve measures claimed, one with a table of that many rows."""
    row: dict[str, Scalar | None] = {
        "名称": "某某科技有限公司",
        "面积": Fraction("120.5"),
        "认定日期": date(2016, 9, 10),
        "已备案": True,
        "实际支出": 150000,
    }
    table = TableEntry(rows=tuple(TableRow(key=f"k{n}", claimed=row, verified=row) for n in range(rows)), verified=True)
    fact = FactEntry(claimed=14, verified=12, note="见附件", evidence=("附件3",))
    verdict = VerdictEntry(result=Result.MET, note="专注智能硬件", evidence=("附件3",))
    claims = tuple(
        Claim(
            measure=f"3.2.{n}",
            claimed=1_000_000,
            facts=dict.fromkeys(("企业数", "资金总额", "税收总额"), fact),
            tables={"活动": table} if n == 0 else {},
            verdicts={"产业定位明晰": verdict, "管理机构健全": verdict},
        )
        for n in range(MEASURES)
    )
    return Case(
        id=identity,
        policy="gongshu-2016-10",
        year=2016,
        number=f"拱众审〔2016〕{identity}号",
        applicant=Applicant(name="杭州某某科技有限公司", uscc="91330105MA27X00000", roles=("主办方",)),
        makerspace=Makerspace(name="某某众创空间", subdistrict="祥符街道", level="市级"),
        claims=claims,
    )


def line_of(case: Case) -> CaseSummary:
    """The work list's line."""
    return CaseSummary(
        id=case.id,
        number=case.number,
        policy=case.policy,
        year=case.year,
        makerspace=case.makerspace.name,
        applicant=case.applicant.name,
        uscc=case.applicant.uscc,
        subdistrict=case.makerspace.subdistrict,
        stage=case.stage,
        returned=False,
        claimed=12_000_000,
        computed=None,
        subtotal=0,
        approved=None,
        pending=7,
        changed=datetime.now(UTC),
        initials="mmzckj hzmmkj",
    )


def with_cell(case: Case, value: int) -> Case:
    """One verified cell changed, as by a keystroke."""
    claim = case.claims[0]
    rows = list(claim.tables["活动"].rows)
    rows[150] = replace(rows[150], verified={**rows[150].verified, "实际支出": value})
    table = replace(claim.tables["活动"], rows=tuple(rows))
    return replace(case, claims=(replace(claim, tables={"活动": table}), *case.claims[1:]))


def timed(job: Callable[[], object], times: int) -> float:
    """The median of that many runs, in milliseconds."""
    taken = []
    for _run in range(times):
        began = time.perf_counter()
        job()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[times // 2]


def report(job: str, ours: float, bound: float) -> None:
    """One line of the result."""
    print(f"{job:<44} {ours:9.2f} ms   bound {bound:9.2f} ms   ratio {ours / bound:6.1f}")  # noqa: T201


def save_one_cell(store: Store) -> None:
    """A save of one changed cell, against one bare UPDATE with the same durability."""
    case = large_case("1")
    with store.open_uow() as uow:
        uow.cases.add(case, line_of(case))
        uow.commit()
    values = iter(range(10**6))

    def ours() -> None:
        changed = with_cell(case, next(values))
        with store.open_uow() as uow:
            uow.cases.save(changed, line_of(changed))
            uow.commit()

    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute("PRAGMA synchronous = FULL")

        def bound() -> None:
            where = "row_key = 'k149' AND column_name = '实际支出'"
            raw.execute(f"UPDATE table_cells SET value = ? WHERE {where}", (str(next(values)),))
            raw.commit()

        report(f"save one cell of {ROWS} rows, {MEASURES} measures", timed(ours, 41), timed(bound, 41))


def read_case(store: Store) -> None:
    """Reading a whole case, against fetching its cells."""

    def ours() -> None:
        with store.open_uow() as uow:
            uow.cases.get("1")

    with closing(sqlite3.connect(store.path)) as raw:
        bound = timed(lambda: raw.execute("SELECT * FROM table_cells WHERE case_id = '1'").fetchall(), 21)
    report("read that case", timed(ours, 21), bound)


def read_work_list(store: Store) -> None:
    """The work list of many cases, against fetching the same columns."""
    with closing(sqlite3.connect(store.path)) as raw:
        names = [line[1] for line in raw.execute("PRAGMA table_info(cases)") if line[1] not in {"id", "number"}]
        shared = ", ".join(names)
        raw.execute(
            f"INSERT INTO cases (id, number, {shared}) "
            f"WITH RECURSIVE n(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < {CASES}) "
            f"SELECT n, '拱众审〔2016〕' || n || '号', {shared} FROM n, cases WHERE id = '1'"
        )
        raw.commit()
        bound = timed(lambda: raw.execute(f"SELECT id, number, {shared} FROM cases").fetchall(), 3)

    def ours() -> None:
        with store.open_uow() as uow:
            uow.cases.summaries()

    report(f"work list of {CASES} cases", timed(ours, 3), bound)


def main() -> int:
    """Run all jobs in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        save_one_cell(store)
        read_case(store)
        read_work_list(store)
    return 0


if __name__ == "__main__":
    sys.exit(main())
