"""Work is bounded on any input: long tables, long chains of steps, hostile numbers. The times are generous."""

from datetime import date, timedelta
from fractions import Fraction
from time import process_time
from typing import Any

from gongshu_desktop.policy.assessment import CaseInputs, ClaimInputs
from gongshu_desktop.policy.load import examine
from gongshu_desktop.policy.reading import MOST_PROBLEMS
from gongshu_desktop.policy.values import Row, Value
from gongshu_desktop.policy.verdicts import Outcome
from tests.policy.samples import policy
from tests.policy.small import changed, document

ROWS = 10_000


def within(seconds: float, measure: str, rows: list[dict[str, Any]], table: str, **readings: str) -> None:
    """Assess a long table, with its derivation."""
    inputs = CaseInputs(
        case=None,
        year=2016,
        readings={f"{measure}.{key}": option for key, option in readings.items()},
        claims=(ClaimInputs(measure=measure, facts={table: tuple(rows), "评定级别": "区级", "宽带费用": 0}),),
    )
    start = process_time()
    found = policy().assess(inputs)
    taken = process_time() - start
    assert found.measures[0].outcome in (Outcome.ELIGIBLE, Outcome.REFERRED)
    assert taken < seconds, f"{taken:.2f} s"
    assert sum(1 for step in found.measures[0].steps for _ in step.walk()) < 2000


def test_ten_thousand_investments() -> None:
    row = {"注册地": "拱墅区", "投资日期": date(2016, 5, 1), "直接股权投资": True, "空间内企业": True}
    rows = [{**row, "企业": f"企业{n % 7}", "投资额": Fraction(n, 100), "空间内企业": n % 3 != 0} for n in range(ROWS)]
    within(5, "3.2.3", [*rows, {**row, "投资额": 10_000_000}], "股权投资")


def test_ten_thousand_rounds_summed_by_firm() -> None:
    row = {"投资日期": date(2016, 5, 1), "空间内企业": True, "社会投资机构": True, "投资额": 4_999_999}
    within(5, "3.4.2", [{**row, "统一社会信用代码": str(n // 2)} for n in range(ROWS)], "社会投资", basis="enterprise")


def test_ten_thousand_leases() -> None:
    rows = [
        {
            "地址": f"第{n}号",
            "面积": Fraction(n % 40, 10),
            "日租金": Fraction(n % 130, 100),
            "起始日期": date(2015, 6, 1) + timedelta(days=n % 500),
            "截止日期": date(2015, 6, 1) + timedelta(days=n % 500 + n % 97),
        }
        for n in range(ROWS)
    ]
    within(10, "3.3.2", rows, "租赁")


def test_a_chain_of_squares_ends() -> None:
    """Two hundred steps, each the square of the one before: 2 to the power 200 digits, if anybody let it."""
    steps = ['"s0" = "软件投入 ÷ 1元"', *(f'"s{n}" = "s{n - 1} × s{n - 1}"' for n in range(1, 190))]
    measure = changed('"计算额" = "软件投入 × 20%"', "\n".join([*steps, '"计算额" = "s189 × 1元"']))
    measure = measure.partition("[[example]]")[0]
    policy, problems, _ = examine(document(measure).encode())
    assert policy is not None
    assert not problems
    start = process_time()
    for invested in (1, 1_000_000, Fraction(1_000_001, 7), Fraction(100_000_000_001, 10**6)):
        inputs = CaseInputs(case=None, year=2026, claims=(ClaimInputs(measure="1", facts={"软件投入": invested}),))
        assert policy.assess(inputs).measures[0].outcome is not Outcome.ELIGIBLE
    assert process_time() - start < 5


def test_a_sum_of_thousands_of_quotients_is_exact_and_quick() -> None:
    measure = changed(
        '"计算额" = "软件投入 × 20%"', '"项目.份" = "金额 ÷ (金额 + 1元) × 1元"\n"计算额" = "合计(项目, 份)"'
    )
    policy, problems, _ = examine(document(measure.partition("[[example]]")[0]).encode())
    assert policy is not None
    assert not problems
    rows: tuple[Row, ...] = tuple({"名称": "甲", "金额": n} for n in range(1, 3001))
    facts: dict[str, Value] = {"软件投入": 1_000_000, "项目": rows}
    start = process_time()
    found = policy.assess(CaseInputs(case=None, year=2026, claims=(ClaimInputs(measure="1", facts=facts),)))
    assert process_time() - start < 5
    expected = sum(Fraction(n, n + 1) for n in range(1, 3001))
    amount = found.measures[0].amount
    assert amount is not None
    assert abs(Fraction(amount, 100) - expected) <= Fraction(1, 200)


def test_a_big_file_of_problems_is_read_in_time() -> None:
    facts = "".join(f'[fact."事实{n}"]\nkind = "money"\n' for n in range(5000))
    steps = "[step]\n" + "".join(f'"步{n}" = "步{n + 1} + 无{n}"\n' for n in range(199))
    start = process_time()
    _, problems, _ = examine(document("\n".join(['id = "1"', facts, steps])).encode())
    assert problems
    examine(("+++\n" + "a = [" * 10_000).encode())
    examine(("+++\n+++\n" + "> " * 100_000 + "\n" + "```toml measure\n" * 20_000).encode())
    assert process_time() - start < 20


def test_of_very_many_problems_the_first_thousand_are_told() -> None:
    keys = "\n".join(f"k{number} = 1" for number in range(20_000))
    _, problems, _ = examine(f"+++\n{keys}\n+++\n\n正文\n".encode())
    assert len(problems) == MOST_PROBLEMS
