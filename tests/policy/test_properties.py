"""Properties of every assessment: caps, signs, order of rows, monotony, and the same figures with and without derivation."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongshu_desktop.policy.assessment import Assessment, CaseInputs, MeasureAssessment
from gongshu_desktop.policy.model import Award
from gongshu_desktop.policy.values import Value
from gongshu_desktop.policy.verdicts import Outcome, Result
from tests.policy.samples import policy
from tests.policy.strategies import cases

MILLION = 100_000_000
"""Fen in one million yuan."""
CAPS = {
    "3.2.1": MILLION // 10,
    "3.2.2": MILLION,
    "3.2.3": MILLION,
    "3.3.2": 2 * MILLION,  # under the reading that caps rent and broadband apart; else one million
}
ALL = settings(max_examples=35, deadline=None)


@ALL
@given(cases())
def test_what_holds_of_every_assessment(inputs: CaseInputs) -> None:
    found = policy().assess(inputs, derive=False)
    amounts: list[int | None] = []
    for item in found.measures:
        subsidy = policy().measure(item.measure).award is Award.SUBSIDY
        results = {criterion.result for criterion in item.criteria}
        assert (Result.UNMET in results) == (item.outcome is Outcome.INELIGIBLE)
        if Result.PENDING in results and Result.UNMET not in results:
            assert item.outcome is Outcome.UNDETERMINED
        if subsidy:
            amounts.append(item.amount)
            expected = {Outcome.INELIGIBLE: 0, Outcome.UNDETERMINED: None}
            assert item.outcome is not Outcome.REFERRED
            assert item.outcome is Outcome.ELIGIBLE or item.amount == expected[item.outcome]
            assert item.ceiling is None
            assert item.amount is None or 0 <= item.amount <= CAPS.get(item.measure, item.amount)
        else:
            assert item.amount is None
            assert item.outcome is not Outcome.ELIGIBLE
            assert item.ceiling is None or item.outcome is Outcome.REFERRED
    settled = [amount for amount in amounts if amount is not None]
    assert found.subtotal == sum(settled)
    assert found.subsidy_total == (sum(settled) if len(settled) == len(amounts) else None)
    if inputs.readings.get("3.3.2.cap") == "both":
        assert (found.of("3.3.2").amount or 0) <= MILLION
    if inputs.readings.get("3.2.5.cap") == "year":
        assert (found.of("3.2.5").amount or 0) <= MILLION


def figures(found: Assessment) -> list[MeasureAssessment]:
    bare = [replace(criterion, step=None) for item in found.measures for criterion in item.criteria]
    return [replace(item, steps=(), missing=(), criteria=tuple(bare)) for item in found.measures]


@ALL
@given(cases())
def test_the_derivation_changes_no_figure(inputs: CaseInputs) -> None:
    with_steps, without = policy().assess(inputs), policy().assess(inputs, derive=False)
    assert figures(with_steps) == figures(without)
    assert (with_steps.subsidy_total, with_steps.subtotal) == (without.subsidy_total, without.subtotal)
    assert without.receipt == ""


@ALL
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_claims_is_irrelevant(inputs: CaseInputs, random: Random) -> None:
    def shuffled(values: Mapping[str, Value]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name, value in values.items():
            found[name] = tuple(random.sample(value, len(value))) if isinstance(value, tuple) else value
        return dict(random.sample([*found.items()], len(found)))

    claims = [replace(claim, facts=shuffled(claim.facts)) for claim in inputs.claims]
    random.shuffle(claims)
    first = policy().assess(inputs, derive=False)
    second = policy().assess(replace(inputs, claims=tuple(claims)), derive=False)
    assert {item.measure: item for item in first.measures} == {item.measure: item for item in second.measures}
    assert first.subsidy_total == second.subsidy_total


@ALL
@given(cases())
def test_what_is_missing_is_what_was_not_given(inputs: CaseInputs) -> None:
    """Each missing thing that is named was really not given; and if judgements are made, something is named."""
    found = policy().assess(inputs)
    for claim, item in zip(inputs.claims, found.measures, strict=True):
        assert bool(item.missing) <= (item.outcome is Outcome.UNDETERMINED)
        for missing in item.missing:
            value: Any = claim.facts.get(missing.fact)
            if missing.row is not None:
                value = value[missing.row].get(missing.column or "")
            assert value is None or value == ""
        judged = all(criterion.result is not Result.PENDING or criterion.step for criterion in item.criteria)
        if item.outcome is Outcome.UNDETERMINED and judged:
            assert item.missing


@pytest.mark.parametrize("measure", [item.id for item in policy().measures])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_filling_in_what_is_missing_settles_the_outcome(measure: str, data: st.DataObject) -> None:
    """A reviewer who answers only what is asked for comes to an end, and is never asked for what does not matter."""
    inputs = data.draw(cases(measure))
    complete = data.draw(cases(measure, complete=True)).claims[0]
    claim = replace(inputs.claims[0], verdicts=complete.verdicts)
    rows = {name: value[0] for name, value in complete.facts.items() if isinstance(value, tuple) and value}
    for _ in range(12):
        found = policy().assess(replace(inputs, claims=(claim,))).measures[0]
        if found.outcome is not Outcome.UNDETERMINED:
            return
        assert found.missing
        facts: dict[str, Any] = dict(claim.facts)
        for item in found.missing:
            if item.row is None:
                fact = policy().measure(measure).fact(item.fact)
                facts[item.fact] = "说明" if fact.name == "裁量理由" else complete.facts[item.fact]
                continue
            cells = [dict(row) for row in facts[item.fact]]
            given_cell = rows.get(item.fact, {}).get(item.column or "")
            assert item.column is not None
            cells[item.row][item.column] = given_cell if given_cell not in (None, "") else _any(item.column)
            facts[item.fact] = tuple(cells)
        claim = replace(claim, facts=facts)
    pytest.fail(f"still undetermined: {found.missing}")


def _any(column: str) -> Any:
    dated = column.endswith("日期")
    yes_no = column in ("直接股权投资", "空间内企业", "已备案", "具有影响力", "社会投资机构")
    text = column in ("注册地", "统一社会信用代码", "称号")
    return date(2016, 5, 1) if dated else True if yes_no else "上市企业" if text else 1


def amount_of(inputs: CaseInputs, change: Mapping[str, Any]) -> int | None:
    claim = inputs.claims[0]
    changed = replace(inputs, claims=(replace(claim, facts={**claim.facts, **change}),))
    return policy().assess(changed, derive=False).measures[0].amount


@pytest.mark.parametrize(
    ("measure", "fact", "up"),
    [
        ("3.2.1", "企业数", True),
        ("3.2.1", "实际到位资金总额", True),
        ("3.2.1", "年度经常性税收总额", True),
        ("3.2.2", "已获认定奖励", False),
        ("3.2.3", "已获投资奖励", False),
        ("3.3.1", "裁量补贴额", True),
        ("3.3.1", "公共软件和开发工具支出", True),
        ("3.3.2", "宽带费用", True),
        ("3.3.2", "其他同类补贴", False),
    ],
)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_amounts_are_monotone(measure: str, fact: str, up: bool, data: st.DataObject) -> None:
    inputs = data.draw(cases(measure, complete=True))
    value = inputs.claims[0].facts[fact]
    assert isinstance(value, int | Fraction)
    more = value + data.draw(st.integers(min_value=1, max_value=10**7))
    reason = {"裁量理由": "有"} if measure == "3.3.1" else {}
    before, after = amount_of(inputs, {fact: value, **reason}), amount_of(inputs, {fact: more, **reason})
    if before is None or after is None:
        assert before is after  # a blank 注册地: nothing is known, before and after
    else:
        assert before <= after if up else before >= after


@pytest.mark.parametrize(
    ("measure", "table", "column"),
    [
        ("3.2.3", "股权投资", "投资额"),
        ("3.2.5", "活动", "实际支出"),
        ("3.3.2", "租赁", "面积"),
        ("3.3.2", "租赁", "日租金"),
    ],
)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_amounts_grow_with_each_cell(measure: str, table: str, column: str, data: st.DataObject) -> None:
    inputs = data.draw(cases(measure, complete=True).filter(lambda inputs: bool(inputs.claims[0].facts[table])))
    rows: Any = inputs.claims[0].facts[table]
    place = data.draw(st.integers(min_value=0, max_value=len(rows) - 1))
    grown = [dict(row) for row in rows]
    grown[place][column] += data.draw(st.integers(min_value=1, max_value=1000))
    before, after = amount_of(inputs, {}), amount_of(inputs, {table: tuple(grown)})
    if before is None:
        assert after is None  # 注册地 blank: nothing is known, before and after
    else:
        assert after is not None
        assert before <= after
