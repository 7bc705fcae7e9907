"""3.2.3 投资奖励 and 3.2.4 培育奖励: rows that count, thresholds, caps and readings. Expected values are worked out by hand."""

from typing import Any

import pytest

from tests.policy.samples import A, B, C, outcome, result


def investment(amount: str | None, **changes: Any) -> dict[str, Any]:
    """One row that counts, unless changed."""
    return {
        "企业": "甲",
        "统一社会信用代码": A,
        "注册地": "拱墅区",
        "投资额": amount,
        "投资日期": "2016-05-10",
        "直接股权投资": True,
        "空间内企业": True,
    } | changes


def award(*rows: dict[str, Any], before: str | None = None, **readings: str) -> str:
    return outcome("3.2.3", {"股权投资": list(rows), "已获投资奖励": before}, **readings)


@pytest.mark.parametrize(
    ("amount", "whole", "pro_rata"),
    [
        ("9999999.99", "ineligible 0.00", "ineligible 0.00"),
        ("9999999", "ineligible 0.00", "ineligible 0.00"),
        ("10000000", "eligible 50000.00", "eligible 50000.00"),
        # 10 000 000.01 × 0.5 % = 50 000.00005
        ("10000000.01", "eligible 50000.00", "eligible 50000.00"),
        # 10 000 001 × 0.5 % = 50 000.005: half a fen goes up
        ("10000001", "eligible 50000.00", "eligible 50000.01"),
        # 10 000 000.99 × 0.5 % = 50 000.00495: just under half a fen
        ("10000000.99", "eligible 50000.00", "eligible 50000.00"),
        ("19990000", "eligible 50000.00", "eligible 99950.00"),
        ("19999999.99", "eligible 50000.00", "eligible 100000.00"),
        ("20000000", "eligible 100000.00", "eligible 100000.00"),
        # the cap of 1 000 000 is reached at 200 000 000
        ("199999999.99", "eligible 950000.00", "eligible 1000000.00"),
        ("199999998", "eligible 950000.00", "eligible 999999.99"),
        ("200000000", "eligible 1000000.00", "eligible 1000000.00"),
        ("200000002", "eligible 1000000.00", "eligible 1000000.00"),
        ("209999999.99", "eligible 1000000.00", "eligible 1000000.00"),
        ("210000000", "eligible 1000000.00", "eligible 1000000.00"),
        ("99999999999", "eligible 1000000.00", "eligible 1000000.00"),
    ],
)
def test_steps_and_cap(amount: str, whole: str, pro_rata: str) -> None:
    assert award(investment(amount), step="whole") == whole
    assert award(investment(amount), step="pro-rata") == pro_rata


@pytest.mark.parametrize(
    "excluded",
    [
        {"注册地": "余杭区"},
        {"注册地": "拱墅"},
        {"直接股权投资": False},
        {"空间内企业": False},
        {"投资日期": "2015-12-31"},
        {"投资日期": "2017-01-01"},
    ],
)
def test_a_row_counts_only_if_all_its_conditions_hold(excluded: dict[str, Any]) -> None:
    """10 000 000 counts, 5 000 000 does not; and with it alone the threshold is not reached."""
    assert award(investment("10000000"), investment("10000000", **excluded)) == "eligible 50000.00"
    assert award(investment("10000000", **excluded)) == "ineligible 0.00"
    # a missing amount in a row that is excluded anyway is in nobody's way
    assert award(investment("10000000"), investment(None, **excluded)) == "eligible 50000.00"


@pytest.mark.parametrize("cell", ["注册地", "投资额", "投资日期", "直接股权投资", "空间内企业"])
def test_a_missing_cell_of_a_row_that_could_count(cell: str) -> None:
    rows = [investment("10000000"), investment("10000000", **{cell: None})]
    assert award(*rows) == "undetermined"
    assert award(*rows, period="cumulative") == "undetermined"


@pytest.mark.parametrize("cell", ["企业", "统一社会信用代码"])
def test_cells_that_the_amount_does_not_need(cell: str) -> None:
    assert award(investment("10000000", **{cell: None})) == "eligible 50000.00"


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_cell_is_a_missing_one(blank: str) -> None:
    assert award(investment("10000000", 注册地=blank)) == "undetermined"


def test_table_absent_and_empty() -> None:
    assert outcome("3.2.3", {}) == "undetermined"
    assert outcome("3.2.3", {"股权投资": []}) == "ineligible 0.00"


def test_rows_add_up_to_the_threshold() -> None:
    assert award(investment("4000000"), investment("5999999.99", 统一社会信用代码=B)) == "ineligible 0.00"
    assert award(investment("4000000"), investment("6000000", 统一社会信用代码=B)) == "eligible 50000.00"


@pytest.mark.parametrize(
    ("day", "award_year", "cumulative"),
    [
        ("2014-05-01", "ineligible 0.00", "eligible 50000.00"),
        ("2015-12-31", "ineligible 0.00", "eligible 50000.00"),
        ("2016-01-01", "eligible 50000.00", "eligible 50000.00"),
        ("2016-12-31", "eligible 50000.00", "eligible 50000.00"),
        ("2017-01-01", "ineligible 0.00", "ineligible 0.00"),
    ],
)
def test_period(day: str, award_year: str, cumulative: str) -> None:
    assert award(investment("10000000", 投资日期=day), period="award-year") == award_year
    assert award(investment("10000000", 投资日期=day), period="cumulative") == cumulative


@pytest.mark.parametrize(
    ("amount", "before", "expected"),
    [
        ("30000000", "0", "eligible 150000.00"),
        ("30000000", None, "eligible 150000.00"),
        ("30000000", "100000", "eligible 50000.00"),
        ("30000000", "149999.99", "eligible 0.01"),
        ("30000000", "150000", "eligible 0.00"),
        ("30000000", "150000.01", "eligible 0.00"),
        # subtracted after the cap: min(1 500 000, 1 000 000) − 300 000
        ("300000000", "300000", "eligible 700000.00"),
        ("300000000", "1000000", "eligible 0.00"),
    ],
)
def test_cumulative_subtracts_what_was_awarded(amount: str, before: str | None, expected: str) -> None:
    assert award(investment(amount), before=before, period="cumulative") == expected


def test_by_year_nothing_is_subtracted() -> None:
    assert award(investment("30000000"), before="100000", period="award-year") == "eligible 150000.00"


def test_margin_of_the_sum() -> None:
    facts = {"股权投资": [investment("12000000.50")]}
    assert result("3.2.3", facts, "计奖投资额 ≥ 1000万元") == "met 2000000.5"


# --- 3.2.4 -------------------------------------------------------------------------------------------------------------

TITLES = ("国家重点扶持领域高新技术企业", "上市企业", "区“双百”企业")


def firm(code: str | None = A, title: str | None = TITLES[0], **changes: Any) -> dict[str, Any]:
    return {
        "企业": "甲",
        "统一社会信用代码": code,
        "称号": title,
        "取得日期": "2016-11-21",
        "空间内企业": True,
    } | changes


def cultivated(*rows: dict[str, Any], **readings: str) -> str:
    return outcome("3.2.4", {"培育企业": list(rows)}, **readings)


@pytest.mark.parametrize(
    ("rows", "by_enterprise", "by_title"),
    [
        ([], "ineligible 0.00", "ineligible 0.00"),
        ([firm(A)], "eligible 100000.00", "eligible 100000.00"),
        ([firm(A), firm(B)], "eligible 200000.00", "eligible 200000.00"),
        ([firm(A), firm(B), firm(C)], "eligible 300000.00", "eligible 300000.00"),
        ([firm(A), firm(A, TITLES[2])], "eligible 100000.00", "eligible 200000.00"),
        ([firm(A), firm(A)], "eligible 100000.00", "eligible 100000.00"),
        ([firm(A, title) for title in TITLES], "eligible 100000.00", "eligible 300000.00"),
        ([firm(A), firm(A, TITLES[1]), firm(B)], "eligible 200000.00", "eligible 300000.00"),
        # no cap: 30 firms, 30 × 100 000
        ([firm(f"9133010{n:02}") for n in range(30)], "eligible 3000000.00", "eligible 3000000.00"),
    ],
)
def test_cultivation_award(rows: list[dict[str, Any]], by_enterprise: str, by_title: str) -> None:
    assert cultivated(*rows, per="enterprise") == by_enterprise
    assert cultivated(*rows, per="title") == by_title


@pytest.mark.parametrize(
    "excluded",
    [
        {"空间内企业": False},
        {"此前已奖励": True},
        {"取得日期": "2015-12-31"},
        {"取得日期": "2017-01-01"},
    ],
)
def test_firms_that_do_not_count(excluded: dict[str, Any]) -> None:
    assert cultivated(firm(A, **excluded)) == "ineligible 0.00"
    assert cultivated(firm(A), firm(B, **excluded)) == "eligible 100000.00"
    assert cultivated(firm(A), firm(None, None, **excluded)) == "eligible 100000.00"


@pytest.mark.parametrize("day", ["2016-01-01", "2016-12-31"])
def test_first_and_last_day_of_the_year(day: str) -> None:
    assert cultivated(firm(A, 取得日期=day)) == "eligible 100000.00"


@pytest.mark.parametrize(
    ("row", "by_enterprise", "by_title"),
    [
        (firm(None), "undetermined", "undetermined"),
        # the title matters only where titles are counted
        (firm(B, None), "eligible 200000.00", "undetermined"),
        (firm(B, 取得日期=None), "undetermined", "undetermined"),
        (firm(B, 空间内企业=None), "undetermined", "undetermined"),
        # 此前已奖励 has a default: never missing
        (firm(B, 此前已奖励=None), "eligible 200000.00", "eligible 200000.00"),
        (firm(B, 此前已奖励=False), "eligible 200000.00", "eligible 200000.00"),
    ],
)
def test_missing_cells_of_firms(row: dict[str, Any], by_enterprise: str, by_title: str) -> None:
    assert cultivated(firm(A), row, per="enterprise") == by_enterprise
    assert cultivated(firm(A), row, per="title") == by_title


def test_cultivation_without_a_table() -> None:
    assert outcome("3.2.4", {}) == "undetermined"
