"""Referrals (3.1.1, 3.4.1 to 3.4.3), the plaque (1.1), and the total. Expected values are worked out by hand."""

from typing import Any

import pytest

from gongshu_desktop.policy.assessment import CaseInputs
from tests.policy.samples import A, B, case, outcome, policy


def invested(amount: str | None, code: str | None = A, **changes: Any) -> dict[str, Any]:
    return {
        "企业": "甲",
        "统一社会信用代码": code,
        "投资机构": "创投",
        "投资额": amount,
        "投资日期": "2016-08-08",
        "空间内企业": True,
        "社会投资机构": True,
    } | changes


def followed(*rows: dict[str, Any], **readings: str) -> str:
    return outcome("3.4.2", {"社会投资": list(rows)}, **readings)


@pytest.mark.parametrize(
    ("rows", "by_round", "by_enterprise"),
    [
        ([], "ineligible", "ineligible"),
        ([invested("4999999.99")], "ineligible", "ineligible"),
        ([invested("5000000")], "referred 5000000.00", "referred 5000000.00"),
        ([invested("5000000.01")], "referred 5000000.01", "referred 5000000.01"),
        ([invested("2500000"), invested("2500000")], "ineligible", "referred 5000000.00"),
        ([invested("2500000"), invested("2499999.99")], "ineligible", "ineligible"),
        ([invested("2500000"), invested("2500000", B)], "ineligible", "ineligible"),
        ([invested("5000000"), invested("1")], "referred 5000000.00", "referred 5000001.00"),
        ([invested("5000000"), invested("1", B)], "referred 5000000.00", "referred 5000000.00"),
        ([invested("8000000"), invested("6000000", B)], "referred 14000000.00", "referred 14000000.00"),
        # rows that do not enter are not summed either
        ([invested("3000000"), invested("3000000", 空间内企业=False)], "ineligible", "ineligible"),
        ([invested("3000000"), invested("3000000", 社会投资机构=False)], "ineligible", "ineligible"),
        ([invested("3000000"), invested("3000000", 投资日期="2015-12-31")], "ineligible", "ineligible"),
        ([invested("3000000"), invested("3000000", 投资日期="2017-01-01")], "ineligible", "ineligible"),
        ([invested("6000000", 投资日期="2016-01-01")], "referred 6000000.00", "referred 6000000.00"),
        ([invested("6000000", 投资日期="2016-12-31")], "referred 6000000.00", "referred 6000000.00"),
        # missing cells: of a row that cannot count, and of one that could
        ([invested("6000000"), invested(None, 空间内企业=False)], "referred 6000000.00", "referred 6000000.00"),
        ([invested("6000000"), invested(None)], "undetermined", "undetermined"),
        ([invested("6000000"), invested("6000000", 空间内企业=None)], "undetermined", "undetermined"),
        # by round a row under the threshold is out whatever else is missing
        ([invested("6000000"), invested("1000000", 空间内企业=None)], "referred 6000000.00", "undetermined"),
        # the firm matters only where rows are summed by firm
        ([invested("6000000", None)], "referred 6000000.00", "undetermined"),
        ([invested("6000000", 投资机构=None)], "referred 6000000.00", "referred 6000000.00"),
    ],
)
def test_follow_on_investment(rows: list[dict[str, Any]], by_round: str, by_enterprise: str) -> None:
    assert followed(*rows, basis="round") == by_round
    assert followed(*rows, basis="enterprise") == by_enterprise


def test_follow_on_investment_without_a_table() -> None:
    assert outcome("3.4.2", {}) == "undetermined"


@pytest.mark.parametrize("measure", ["3.1.1", "3.4.1", "3.4.3"])
@pytest.mark.parametrize(
    ("verdict", "expected"),
    [("met", "referred"), ("not_applicable", "referred"), ("pending", "undetermined"), ("unmet", "ineligible")],
)
def test_referrals_by_judgement(measure: str, verdict: str, expected: str) -> None:
    assert outcome(measure, {}, verdicts=verdict) == expected


@pytest.mark.parametrize(
    ("area", "each"),
    [
        ("9999.99", "ineligible"),
        ("9999", "ineligible"),
        ("10000", "referred"),
        ("10000.01", "referred"),
        (None, "undetermined"),
    ],
)
def test_plaque(area: str | None, each: str) -> None:
    assert outcome("1.1", {"载体面积": area}, area="each") == each
    assert outcome("1.1", {"载体面积": area}, area="total") == "referred"


@pytest.mark.parametrize("name", ["建设条件成熟", "功能完备", "特色鲜明"])
@pytest.mark.parametrize(
    ("verdict", "expected"), [("unmet", "ineligible"), ("pending", "undetermined"), ("not_applicable", "referred")]
)
def test_plaque_needs_each_of_three_judgements(name: str, verdict: str, expected: str) -> None:
    verdicts = dict.fromkeys(("建设条件成熟", "功能完备", "特色鲜明"), "met") | {name: verdict}
    assert outcome("1.1", {}, verdicts=verdicts) == expected


def test_the_loans_wanted_stand_beside_the_pool() -> None:
    rows = [{"企业": "甲", "拟贷款额": "3000000"}, {"企业": "乙", "拟贷款额": "2500000.50"}]
    found = policy().assess(case("3.4.3", {"拟贷款": rows})).measures[0]
    values = {step.label: step.value for step in found.steps}
    assert values["拟贷款合计"] == "5,500,000.50元"
    assert not any("余量" in label for label in values)  # other cases draw on the pool as well
    assert found.amount is None
    assert found.ceiling is None


# --- the total ---------------------------------------------------------------------------------------------------------

ANNUAL = {"企业数": "10", "实际到位资金总额": "10000000", "年度经常性税收总额": "2000000"}
LEVEL = {"认定级别": "市级", "认定日期": "2016-06-20"}


def together(*cases: CaseInputs) -> CaseInputs:
    return CaseInputs(
        case=None,
        year=2016,
        claims=tuple(claim for item in cases for claim in item.claims),
        readings={key: option for item in cases for key, option in item.readings.items()},
    )


@pytest.mark.parametrize(
    ("cases", "total", "subtotal"),
    [
        ([], 0, 0),
        ([case("3.2.1", ANNUAL)], 10_000_000, 10_000_000),
        ([case("3.2.1", ANNUAL), case("3.2.2", LEVEL)], 25_000_000, 25_000_000),
        # an ineligible measure counts nothing
        ([case("3.2.1", ANNUAL | {"企业数": "9"}), case("3.2.2", LEVEL)], 15_000_000, 15_000_000),
        # an undetermined one leaves the total open
        ([case("3.2.1", ANNUAL | {"企业数": None}), case("3.2.2", LEVEL)], None, 15_000_000),
        # a referral never counts, whatever becomes of it
        ([case("3.2.2", LEVEL), case("3.4.2", {"社会投资": [invested("5000000")]})], 15_000_000, 15_000_000),
        ([case("3.2.2", LEVEL), case("3.4.2", {})], 15_000_000, 15_000_000),
        ([case("3.4.1", {}, verdicts="pending")], 0, 0),
    ],
)
def test_total(cases: list[CaseInputs], total: int | None, subtotal: int) -> None:
    found = policy().assess(together(*cases), derive=False)
    assert found.subsidy_total == total
    assert found.subtotal == subtotal


def test_referrals_have_no_amount() -> None:
    for measure in policy().measures:
        if measure.award == "referral":
            found = policy().assess(case(measure.id, {}), derive=False).measures[0]
            assert found.amount is None
