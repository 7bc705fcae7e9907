"""How long assessments take on one core: all twelve measures, a table of 200 rows, and one measure against plain Python.

Run it by itself: ``python tests/benchmarks/bench_policy.py``. Exit status 1 if a bound is broken.
"""

# ruff: noqa: T201 - what a benchmark prints is its result

import sys
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from gongshu_desktop.host import places
from gongshu_desktop.policy.assessment import CaseInputs, ClaimInputs
from gongshu_desktop.policy.load import load_policy
from gongshu_desktop.policy.values import Row
from gongshu_desktop.policy.verdicts import Result

FILE = places.resources() / "policies" / "gongshu-2016-10.md"
A, B = "91330105WL5WKD0Y00", "91330105M6JG6UTRPB"
SPRING, AUTUMN = date(2016, 5, 10), date(2016, 9, 10)
WITH_DERIVATION, WITHOUT = 3.0, 0.5
"""Bounds in milliseconds for a case with all twelve measures."""
ROWS_BOUND = 16.0
"""Milliseconds for a table of 200 rows with its derivation: one frame, so that amounts follow every keystroke."""


def investments(count: int) -> tuple[Row, ...]:
    return tuple(
        {
            "企业": f"企业{n}",
            "统一社会信用代码": A if n % 2 else B,
            "注册地": "余杭区" if n % 5 == 0 else "拱墅区",
            "投资额": 1_200_000 + n,
            "投资日期": SPRING,
            "直接股权投资": True,
            "空间内企业": n % 7 != 0,
        }
        for n in range(count)
    )


def everything(rows: int) -> CaseInputs:
    """A case that claims all twelve measures; its investment table has so many rows."""
    met = Result.MET
    lease: Row = {
        "地址": "一号",
        "面积": 1860,
        "日租金": Fraction(92, 100),
        "起始日期": date(2016, 1, 1),
        "截止日期": date(2016, 12, 31),
    }
    half: Row = {**lease, "地址": "二号", "面积": 500, "日租金": Fraction(3, 2), "起始日期": date(2016, 7, 1)}
    event: Row = {
        "名称": "大赛",
        "类型": "大赛",
        "举办日期": AUTUMN,
        "已备案": True,
        "具有影响力": True,
        "实际支出": 412_650,
    }
    firm: Row = {"企业": "甲", "统一社会信用代码": A, "称号": "上市企业", "取得日期": AUTUMN, "空间内企业": True}
    backed: Row = {
        "企业": "甲",
        "统一社会信用代码": A,
        "投资额": 8_000_000,
        "投资日期": AUTUMN,
        "空间内企业": True,
        "社会投资机构": True,
    }
    claims = (
        ClaimInputs(
            measure="3.2.1",
            facts={"企业数": 12, "实际到位资金总额": 15_000_000, "年度经常性税收总额": 2_300_000},
            verdicts={"产业定位明晰": met},
        ),
        ClaimInputs(measure="3.2.2", facts={"认定级别": "省级", "认定日期": AUTUMN, "已获认定奖励": 150_000}),
        ClaimInputs(measure="3.2.3", facts={"股权投资": investments(rows)}),
        ClaimInputs(measure="3.2.4", facts={"培育企业": (firm, {**firm, "统一社会信用代码": B, "企业": "乙"})}),
        ClaimInputs(measure="3.2.5", facts={"活动": (event, {**event, "名称": "论坛", "不计支出": 48_250})}),
        ClaimInputs(
            measure="3.3.1",
            facts={"公共软件和开发工具支出": 46_000, "裁量补贴额": 20_000, "裁量理由": "公共平台"},
            verdicts={"用于创业服务": met},
        ),
        ClaimInputs(measure="3.3.2", facts={"评定级别": "省级", "租赁": (lease, half), "宽带费用": 36_000}),
        ClaimInputs(measure="3.4.1", facts={"推荐企业": ({"企业": "甲"},)}, verdicts={"符合条件": met}),
        ClaimInputs(measure="3.4.2", facts={"社会投资": (backed,)}),
        ClaimInputs(
            measure="3.4.3", facts={"拟贷款": ({"企业": "甲", "拟贷款额": 3_000_000},)}, verdicts={"科技型企业": met}
        ),
        ClaimInputs(measure="3.1.1", facts={"注册便利申请": ()}, verdicts={"集中办公场所属实": met}),
        ClaimInputs(
            measure="1.1",
            facts={"载体面积": 12_000},
            verdicts=dict.fromkeys(("建设条件成熟", "功能完备", "特色鲜明"), met),
        ),
    )
    return CaseInputs(case="1号", year=2016, claims=claims)


def by_hand(rows: Sequence[Row], year: int) -> int:
    """3.2.3 under the suggested readings as a person would write it in Python; the amount in fen."""
    total: int | Fraction = 0
    for row in rows:
        day, amount = row["投资日期"], row["投资额"]
        if (
            row["注册地"] == "拱墅区"
            and row["直接股权投资"]
            and row["空间内企业"]
            and isinstance(day, date)
            and day.year == year
        ):
            total += amount if isinstance(amount, int | Fraction) else 0
    award = min(Fraction(total // 10_000_000 * 10_000_000 * 5, 1000), Fraction(1_000_000))
    return int(award * 100) if total >= 10_000_000 else 0


def milliseconds(work: Callable[[], object], repeat: int = 60) -> float:
    """The median of many runs."""
    times = []
    for _ in range(repeat):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times) * 1000


def main() -> int:
    start = perf_counter()
    policy = load_policy(FILE)
    print(
        f"load the policy file              {(perf_counter() - start) * 1000:8.1f} ms  (first time, grammar included)"
    )
    broken = 0
    for rows in (3, 200):
        inputs = everything(rows)
        bounds = (WITH_DERIVATION, WITHOUT) if rows == 3 else (ROWS_BOUND, ROWS_BOUND)
        for derive, bound in zip((True, False), bounds, strict=True):
            taken = milliseconds(lambda inputs=inputs, derive=derive: policy.assess(inputs, derive=derive))  # type: ignore[misc]
            broken += taken > bound
            words = "with" if derive else "without"
            print(
                f"12 measures, {rows:3} rows, {words:7} steps {taken:8.3f} ms  bound {bound:4.1f} ms  {taken / bound:5.2f}"
            )
    for rows in (3, 200):
        table = investments(rows + 10)
        one = CaseInputs(case=None, year=2016, claims=(ClaimInputs(measure="3.2.3", facts={"股权投资": table}),))
        if policy.assess(one, derive=False).measures[0].amount != by_hand(table, 2016):
            print("the engine and plain Python differ")
            return 1
        engine = milliseconds(lambda one=one: policy.assess(one, derive=False), 200)  # type: ignore[misc]
        hand = milliseconds(lambda table=table: by_hand(table, 2016), 200)  # type: ignore[misc]
        print(
            f"3.2.3, {rows + 10:3} rows: engine {engine:.3f} ms, plain Python {hand:.3f} ms, ratio {engine / hand:.1f}"
        )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
