"""Another policy with other measures: tiers by area, a percentage with a floor, tables joined by credit code, a referral.

It proves that the policy language is a language. Expected values are worked out by hand.
"""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gongshu_desktop.policy.load import load_policy
from gongshu_desktop.policy.receipt import digest, inputs_from, receipt_document
from tests.policy.samples import assess, case
from tests.policy.samples import outcome as outcome_under

POLICY = load_policy(Path(__file__).with_name("tianmu-2027.md"))
outcome = partial(outcome_under, under=POLICY, year=2027)


@pytest.mark.parametrize(
    ("area", "marginal", "bracket"),
    [
        ("0", "eligible 0.00", "eligible 0.00"),
        ("499.99", "eligible 49999.00", "eligible 49999.00"),
        ("500", "eligible 50000.00", "eligible 50000.00"),
        ("500.01", "eligible 50000.60", "eligible 30000.60"),
        ("1200", "eligible 92000.00", "eligible 72000.00"),
        ("2000", "eligible 140000.00", "eligible 120000.00"),
        ("2000.01", "eligible 140000.00", "eligible 120000.00"),
        ("99999", "eligible 140000.00", "eligible 120000.00"),
        (None, "undetermined", "undetermined"),
    ],
)
def test_tiers_by_area(area: str | None, marginal: str, bracket: str) -> None:
    facts = {"租用面积": area, "成立日期": "2025-01-01"}
    assert outcome("甲-1", facts, tier="marginal") == marginal
    assert outcome("甲-1", facts, tier="bracket") == bracket


@pytest.mark.parametrize(
    ("founded", "expected"),
    [
        ("2024-12-31", "ineligible 0.00"),  # three years are full on 2027-12-31
        ("2025-01-01", "eligible 50000.00"),
        ("2024-02-29", "ineligible 0.00"),
        (None, "undetermined"),
    ],
)
def test_younger_than_three_years(founded: str | None, expected: str) -> None:
    assert outcome("甲-1", {"租用面积": "500", "成立日期": founded}) == expected


@pytest.mark.parametrize(
    ("spent", "expected"),
    [
        ("99999.99", "ineligible 0.00"),
        ("100000", "eligible 10000.00"),  # 8 000 is below the floor
        ("125000", "eligible 10000.00"),
        ("137499.99", "eligible 10000.00"),  # 10 999.9992, whole thousands
        ("137500", "eligible 11000.00"),
        ("6249999.99", "eligible 499000.00"),
        ("6250000", "eligible 500000.00"),
        ("6250000.01", "eligible 500000.00"),
        ("99999999", "eligible 500000.00"),
        (None, "undetermined"),
    ],
)
def test_a_percentage_with_a_floor(spent: str | None, expected: str) -> None:
    assert outcome("甲-2", {"研发费用": spent}) == expected


def listed(code: str | None, day: str | None = "2026-05-01") -> dict[str, Any]:
    return {"企业": code, "统一社会信用代码": code, "列入日期": day}


def loan(code: str | None, interest: str | None, day: str | None = "2027-06-30") -> dict[str, Any]:
    return {"企业": code, "统一社会信用代码": code, "利息": interest, "付息日期": day}


@pytest.mark.parametrize(
    ("register", "loans", "expected"),
    [
        ([], [], "ineligible 0.00"),
        ([listed("A")], [], "ineligible 0.00"),
        ([], [loan("A", "100")], "ineligible 0.00"),
        ([listed("A")], [loan("B", "100")], "ineligible 0.00"),
        ([listed("A")], [loan("A", "100")], "eligible 50.00"),
        ([listed("A"), listed("A")], [loan("A", "100")], "eligible 50.00"),
        # the cap of 200 000 is one enterprise's: 400 000 of interest reaches it, in however many loans
        ([listed("A")], [loan("A", "399999.98")], "eligible 199999.99"),
        ([listed("A")], [loan("A", "400000")], "eligible 200000.00"),
        ([listed("A")], [loan("A", "300000"), loan("A", "200000")], "eligible 200000.00"),
        ([listed("A"), listed("B")], [loan("A", "500000"), loan("B", "500000")], "eligible 400000.00"),
        ([listed("A"), listed("B")], [loan("A", "500000"), loan("B", "1")], "eligible 200000.50"),
        # two loans of a quarter fen each are rounded once: 0.005
        ([listed("A"), listed("B")], [loan("A", "0.01"), loan("B", "0.01")], "eligible 0.01"),
        # interest of another year, an enterprise that was listed too late
        ([listed("A")], [loan("A", "100"), loan("A", "100", "2026-12-31")], "eligible 50.00"),
        ([listed("A", "2027-12-31")], [loan("A", "100")], "eligible 50.00"),
        ([listed("A", "2028-01-01")], [loan("A", "100")], "ineligible 0.00"),
        # missing cells
        ([listed("A")], [loan("A", None)], "undetermined"),
        ([listed("A")], [loan(None, "100")], "undetermined"),
        ([listed("A")], [loan("A", "100"), loan("B", None)], "eligible 50.00"),
        ([listed("A")], [loan("A", "100"), loan(None, "100", "2026-01-01")], "eligible 50.00"),
        ([listed("A"), listed("B", None)], [loan("A", "100")], "eligible 50.00"),
        ([listed("A", None)], [loan("A", "100")], "undetermined"),
        ([listed("A"), listed(None)], [loan("A", "100")], "undetermined"),
        (None, [loan("A", "100")], "undetermined"),
        ([listed("A")], None, "undetermined"),
    ],
)
def test_tables_joined_by_credit_code(register: Any, loans: Any, expected: str) -> None:
    assert outcome("甲-3", {"名录": register, "贷款": loans}) == expected


@pytest.mark.parametrize(
    ("jobs", "credit", "expected"),
    [
        ("19", "met", "ineligible"),
        ("20", "met", "referred 100000.00"),
        ("20", "unmet", "ineligible"),
        ("20", "pending", "undetermined"),
        ("399", "met", "referred 1995000.00"),
        ("400", "met", "referred 2000000.00"),
        ("401", "met", "referred 2000000.00"),
        (None, "met", "undetermined"),
    ],
)
def test_a_referral_with_a_ceiling(jobs: str | None, credit: str, expected: str) -> None:
    assert outcome("乙-1", {"带动就业": jobs}, verdicts={"信用良好": credit}) == expected


def test_the_derivation_lists_each_enterprise_once() -> None:
    facts = {"名录": [listed("A"), listed("B")], "贷款": [loan("A", "300000"), loan("B", "1"), loan("A", "200000")]}
    found = assess("甲-3", facts, under=POLICY, year=2027, derive=True)
    groups = [(step.label, step.value) for step in found.steps[-1].children]
    assert groups == [("A", "200,000.00元"), ("B", "0.50元")]
    assert found.steps[-1].value == "200,000.50元"


def test_receipts_work_alike() -> None:
    inputs = case("甲-3", {"名录": [listed("A")], "贷款": [loan("A", "0.10")]}, under=POLICY, year=2027)
    found = POLICY.assess(inputs)
    document = receipt_document(found, inputs)
    assert digest(document) == found.receipt
    assert POLICY.assess(inputs_from(document, POLICY)) == found
