"""3.2.5 活动补助 and 3.3.1 公共软件、开发工具补贴. Expected values are worked out by hand."""

from typing import Any

import pytest

from tests.policy.samples import outcome, result


def event(spent: str | None, without: str | None = None, **changes: Any) -> dict[str, Any]:
    """An event that counts, unless changed."""
    return {
        "名称": "大赛",
        "类型": "大赛",
        "举办日期": "2016-09-10",
        "已备案": True,
        "具有影响力": True,
        "实际支出": spent,
        "不计支出": without,
    } | changes


def support(*rows: dict[str, Any], **readings: str) -> str:
    return outcome("3.2.5", {"活动": list(rows)}, **readings)


@pytest.mark.parametrize(
    ("rows", "by_event", "by_year"),
    [
        ([], "ineligible 0.00", "ineligible 0.00"),
        ([event("0")], "eligible 0.00", "eligible 0.00"),
        ([event("0.01")], "eligible 0.01", "eligible 0.01"),  # half a fen goes up
        ([event("0.02")], "eligible 0.01", "eligible 0.01"),
        ([event("1500000")], "eligible 750000.00", "eligible 750000.00"),
        # the cap is reached at 2 000 000
        ([event("1999999.98")], "eligible 999999.99", "eligible 999999.99"),
        ([event("1999999.99")], "eligible 1000000.00", "eligible 1000000.00"),
        ([event("2000000")], "eligible 1000000.00", "eligible 1000000.00"),
        ([event("2000000.01")], "eligible 1000000.00", "eligible 1000000.00"),
        ([event("2600000"), event("412650", "48250")], "eligible 1182200.00", "eligible 1000000.00"),
        ([event("1200000"), event("1200000")], "eligible 1200000.00", "eligible 1000000.00"),
        ([event("3000000")] * 3, "eligible 3000000.00", "eligible 1000000.00"),
        # three times half a fen: rounded once, at the end: 0.015 becomes 0.02, not 0.03
        ([event("0.01")] * 3, "eligible 0.02", "eligible 0.02"),
        # what is paid elsewhere is left out, and never makes an event negative
        ([event("100000", "20000")], "eligible 40000.00", "eligible 40000.00"),
        ([event("100000", "99999.99")], "eligible 0.01", "eligible 0.01"),
        ([event("100000", "100000")], "eligible 0.00", "eligible 0.00"),
        ([event("100000", "100000.01")], "eligible 0.00", "eligible 0.00"),
        ([event("100000", "500000"), event("100000")], "eligible 50000.00", "eligible 50000.00"),
    ],
)
def test_event_support(rows: list[dict[str, Any]], by_event: str, by_year: str) -> None:
    assert support(*rows, cap="event") == by_event
    assert support(*rows, cap="year") == by_year


@pytest.mark.parametrize(
    "excluded",
    [{"已备案": False}, {"具有影响力": False}, {"举办日期": "2015-12-31"}, {"举办日期": "2017-01-01"}],
)
def test_events_that_do_not_count(excluded: dict[str, Any]) -> None:
    assert support(event("100000", **excluded)) == "ineligible 0.00"
    assert support(event("100000"), event("100000", **excluded)) == "eligible 50000.00"
    assert support(event("100000"), event(None, **excluded)) == "eligible 50000.00"


@pytest.mark.parametrize("day", ["2016-01-01", "2016-12-31"])
def test_first_and_last_day_of_the_year(day: str) -> None:
    assert support(event("100000", 举办日期=day)) == "eligible 50000.00"


@pytest.mark.parametrize("cell", ["已备案", "具有影响力", "举办日期", "实际支出"])
def test_missing_cells_of_events_that_could_count(cell: str) -> None:
    assert support(event("100000"), event("100000", **{cell: None})) == "undetermined"


def test_one_condition_that_fails_settles_a_row_with_another_missing() -> None:
    assert support(event("100000"), event("100000", 已备案=None, 具有影响力=False)) == "eligible 50000.00"


def test_the_criterion_holds_although_an_amount_is_missing() -> None:
    facts = {"活动": [event(None)]}
    assert result("3.2.5", facts, "有备案且具有影响力的活动") == "met 0"
    assert outcome("3.2.5", facts) == "undetermined"


def test_events_without_a_table() -> None:
    assert outcome("3.2.5", {}) == "undetermined"


# --- 3.3.1 -------------------------------------------------------------------------------------------------------------

SOFTWARE = {"公共软件和开发工具支出": "46000", "裁量补贴额": "20000", "裁量理由": "公共平台全年使用"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "eligible 20000.00"),
        ({"裁量补贴额": "45999.99"}, "eligible 45999.99"),
        ({"裁量补贴额": "46000"}, "eligible 46000.00"),
        ({"裁量补贴额": "46000.01"}, "eligible 46000.00"),
        ({"裁量补贴额": "0"}, "eligible 0.00"),
        ({"裁量补贴额": "0", "裁量理由": None}, "eligible 0.00"),
        ({"裁量补贴额": "0.01", "裁量理由": None}, "undetermined"),
        ({"裁量理由": None}, "undetermined"),
        ({"裁量理由": ""}, "undetermined"),
        ({"裁量理由": "  "}, "undetermined"),
        ({"裁量补贴额": None}, "undetermined"),
        ({"裁量补贴额": None, "裁量理由": None}, "undetermined"),
        ({"公共软件和开发工具支出": None}, "undetermined"),
        ({"公共软件和开发工具支出": "0"}, "eligible 0.00"),
    ],
)
def test_software_support(facts: dict[str, Any], expected: str) -> None:
    assert outcome("3.3.1", SOFTWARE | facts) == expected


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        ("met", "eligible 20000.00"),
        ("not_applicable", "eligible 20000.00"),
        ("pending", "undetermined"),
        ("unmet", "ineligible 0.00"),
    ],
)
def test_software_support_by_judgement(verdict: str, expected: str) -> None:
    assert outcome("3.3.1", SOFTWARE, verdicts=verdict) == expected


def test_an_unmet_judgement_wins_over_a_missing_reason() -> None:
    assert outcome("3.3.1", {"裁量补贴额": "1"}, verdicts="unmet") == "ineligible 0.00"
