"""3.2.1 年度奖励 and 3.2.2 认定奖励: every threshold under, at and over it. Expected values are worked out by hand."""

from typing import Any

import pytest

from tests.policy.samples import outcome, result

ANNUAL = {"企业数": "10", "实际到位资金总额": "10000000", "年度经常性税收总额": "2000000"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "eligible 100000.00"),
        ({"企业数": "9"}, "ineligible 0.00"),
        ({"企业数": "11"}, "eligible 100000.00"),
        ({"企业数": "0"}, "ineligible 0.00"),
        ({"实际到位资金总额": "9999999.99"}, "ineligible 0.00"),
        ({"实际到位资金总额": "9999999"}, "ineligible 0.00"),
        ({"实际到位资金总额": "10000000.01"}, "eligible 100000.00"),
        ({"年度经常性税收总额": "1999999.99"}, "ineligible 0.00"),
        ({"年度经常性税收总额": "1999999"}, "ineligible 0.00"),
        ({"年度经常性税收总额": "2000000.01"}, "eligible 100000.00"),
        ({"企业数": None}, "undetermined"),
        ({"实际到位资金总额": None}, "undetermined"),
        ({"年度经常性税收总额": None}, "undetermined"),
        # unmet wins over pending
        ({"企业数": "9", "实际到位资金总额": None, "年度经常性税收总额": None}, "ineligible 0.00"),
        # the award is the same however far the thresholds are exceeded
        ({"企业数": "500", "实际到位资金总额": "9999999999"}, "eligible 100000.00"),
    ],
)
@pytest.mark.parametrize("whose", ["tenants", "operator"])
def test_annual_award(facts: dict[str, Any], expected: str, whose: str) -> None:
    assert outcome("3.2.1", ANNUAL | facts, whose_capital=whose) == expected


@pytest.mark.parametrize(
    ("verdict", "facts", "expected"),
    [
        ("met", {}, "eligible 100000.00"),
        ("not_applicable", {}, "eligible 100000.00"),
        ("pending", {}, "undetermined"),
        ("unmet", {}, "ineligible 0.00"),
        ("unmet", {"企业数": None}, "ineligible 0.00"),
        ("pending", {"企业数": "9"}, "ineligible 0.00"),
    ],
)
def test_annual_award_by_judgement(verdict: str, facts: dict[str, Any], expected: str) -> None:
    assert outcome("3.2.1", ANNUAL | facts, verdicts=verdict) == expected


def test_a_judgement_that_nobody_made_is_pending() -> None:
    assert outcome("3.2.1", ANNUAL, verdicts={}) == "undetermined"


@pytest.mark.parametrize(
    ("facts", "criterion", "expected"),
    [
        ({"企业数": "12"}, "企业数 ≥ 10家", "met 2"),
        ({"企业数": "10"}, "企业数 ≥ 10家", "met 0"),
        ({"企业数": "9"}, "企业数 ≥ 10家", "unmet -1"),
        ({"企业数": None}, "企业数 ≥ 10家", "pending"),
        ({"实际到位资金总额": "9999999.99"}, "实际到位资金总额 ≥ 1000万元", "unmet -0.01"),
        ({"年度经常性税收总额": "2300000"}, "年度经常性税收总额 ≥ 200万元", "met 300000"),
        ({}, "产业定位明晰", "met"),
    ],
)
def test_margin_to_each_threshold(facts: dict[str, Any], criterion: str, expected: str) -> None:
    assert result("3.2.1", ANNUAL | facts, criterion) == expected


def test_a_verdict_cannot_overrule_a_rule() -> None:
    verdicts = {"产业定位明晰": "met", "企业数 ≥ 10家": "met"}
    assert outcome("3.2.1", ANNUAL | {"企业数": "9"}, verdicts=verdicts) == "ineligible 0.00"


# --- 3.2.2 -------------------------------------------------------------------------------------------------------------

PROVINCE = {"认定级别": "省级", "认定日期": "2016-06-20"}


@pytest.mark.parametrize(
    ("facts", "upgrade", "expected"),
    [
        ({"认定级别": "国家级"}, "difference", "eligible 1000000.00"),
        ({"认定级别": "省级"}, "difference", "eligible 300000.00"),
        ({"认定级别": "市级"}, "difference", "eligible 150000.00"),
        ({"认定级别": None}, "difference", "undetermined"),
        # 市级 150 000 already awarded, now 省级
        ({"已获认定奖励": "150000"}, "difference", "eligible 150000.00"),
        ({"已获认定奖励": "150000"}, "full", "eligible 300000.00"),
        # 省级 300 000 already awarded, now 国家级
        ({"认定级别": "国家级", "已获认定奖励": "300000"}, "difference", "eligible 700000.00"),
        ({"认定级别": "国家级", "已获认定奖励": "300000"}, "full", "eligible 1000000.00"),
        # one fen short of the total, exactly the total, above it: never below zero
        ({"已获认定奖励": "299999.99"}, "difference", "eligible 0.01"),
        ({"已获认定奖励": "300000"}, "difference", "eligible 0.00"),
        ({"已获认定奖励": "300000.01"}, "difference", "eligible 0.00"),
        ({"已获认定奖励": "1000000"}, "difference", "eligible 0.00"),
        ({"已获认定奖励": "1000000"}, "full", "eligible 300000.00"),
        # without a value the default of 0 stands
        ({"已获认定奖励": None}, "difference", "eligible 300000.00"),
    ],
)
def test_recognition_award(facts: dict[str, Any], upgrade: str, expected: str) -> None:
    assert outcome("3.2.2", PROVINCE | facts, upgrade=upgrade) == expected


@pytest.mark.parametrize(
    ("day", "year", "newly", "expected"),
    [
        ("2015-12-31", 2016, "award-year", "ineligible 0.00"),
        ("2016-01-01", 2016, "award-year", "eligible 300000.00"),
        ("2016-02-29", 2016, "award-year", "eligible 300000.00"),
        ("2016-12-31", 2016, "award-year", "eligible 300000.00"),
        ("2017-01-01", 2016, "award-year", "ineligible 0.00"),
        ("2017-01-01", 2017, "award-year", "eligible 300000.00"),
        ("2016-12-31", 2017, "award-year", "ineligible 0.00"),
        ("2016-03-20", 2016, "effective", "ineligible 0.00"),
        ("2016-03-21", 2016, "effective", "eligible 300000.00"),
        ("2016-03-22", 2016, "effective", "eligible 300000.00"),
        ("2016-12-31", 2016, "effective", "eligible 300000.00"),
        ("2017-01-01", 2016, "effective", "ineligible 0.00"),
        ("2016-03-21", 2018, "effective", "eligible 300000.00"),
        ("2018-12-31", 2018, "effective", "eligible 300000.00"),
        ("2019-01-01", 2018, "effective", "ineligible 0.00"),
        ("2016-03-20", 2018, "effective", "ineligible 0.00"),
        ("2015-06-01", 2015, "effective", "ineligible 0.00"),
        (None, 2016, "award-year", "undetermined"),
        (None, 2016, "effective", "undetermined"),
    ],
)
def test_newly_recognised(day: str | None, year: int, newly: str, expected: str) -> None:
    assert outcome("3.2.2", PROVINCE | {"认定日期": day}, year=year, newly=newly) == expected


def test_a_date_out_of_the_year_wins_over_a_missing_level() -> None:
    assert outcome("3.2.2", {"认定日期": "2015-12-31"}) == "ineligible 0.00"
