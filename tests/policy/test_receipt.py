"""The receipt: equal on equal input, different as soon as anything differs, and readable back."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from gongshu_desktop.policy.assessment import CaseInputs, ClaimInputs
from gongshu_desktop.policy.load import examine
from gongshu_desktop.policy.numbers import parse_number
from gongshu_desktop.policy.receipt import canonical_bytes, digest, inputs_from, receipt_document, report
from gongshu_desktop.policy.values import Row
from gongshu_desktop.policy.verdicts import Result
from tests.policy.samples import FILE, case, policy
from tests.policy.strategies import cases

ROW: Row = {
    "企业": "甲",
    "注册地": "拱墅区",
    "投资额": 12_000_000,
    "投资日期": date(2016, 5, 10),
    "直接股权投资": True,
    "空间内企业": True,
}


def claim(**changes: Any) -> ClaimInputs:
    return ClaimInputs(measure="3.2.3", facts={"股权投资": ({**ROW, **changes},)})


def of(inputs: CaseInputs) -> str:
    return policy().assess(inputs).receipt


BASE = CaseInputs(case="1号", year=2016, claims=(claim(),), readings={"3.2.3.step": "whole"})


def test_a_receipt_is_a_digest() -> None:
    assert of(BASE).startswith("sha256:")
    assert len(of(BASE)) == len("sha256:") + 64
    assert policy().assess(BASE, derive=False).receipt == ""


@pytest.mark.parametrize(
    "amount", [12_000_000, Fraction(12_000_000), parse_number("12000000.00"), parse_number("012000000")]
)
def test_equal_input_gives_an_equal_receipt(amount: int | Fraction) -> None:
    assert of(replace(BASE, claims=(claim(投资额=amount),))) == of(BASE)


def test_the_order_of_keys_does_not_matter() -> None:
    backwards: Row = dict(reversed([*ROW.items()]))
    again = ClaimInputs(measure="3.2.3", facts={"股权投资": (backwards,)})
    assert of(replace(BASE, claims=(again,))) == of(BASE)


def test_a_suggested_reading_is_the_same_whether_chosen_or_not() -> None:
    assert of(replace(BASE, readings={})) == of(BASE)
    # a reading of a measure that is not claimed is no input
    assert of(replace(BASE, readings={"3.2.5.cap": "year"})) == of(BASE)


@pytest.mark.parametrize(
    "change",
    [
        lambda: replace(BASE, case="2号"),
        lambda: replace(BASE, case=None),
        lambda: replace(BASE, year=2017),
        lambda: replace(BASE, readings={"3.2.3.step": "pro-rata"}),
        lambda: replace(BASE, readings={"3.2.3.period": "cumulative"}),
        lambda: replace(BASE, claims=()),
        lambda: replace(BASE, claims=(claim(投资额=12_000_001),)),
        lambda: replace(BASE, claims=(claim(投资额=Fraction(1_200_000_001, 100)),)),
        lambda: replace(BASE, claims=(claim(投资日期=date(2016, 5, 11)),)),
        lambda: replace(BASE, claims=(claim(企业="乙"),)),
        lambda: replace(BASE, claims=(claim(空间内企业=False),)),
        lambda: replace(BASE, claims=(claim(空间内企业=None),)),
        lambda: replace(BASE, claims=(replace(claim(), verdicts={"判断": Result.MET}),)),
        lambda: replace(BASE, claims=(replace(claim(), facts={}),)),
        lambda: replace(BASE, claims=(replace(claim(), facts={"股权投资": ()}),)),
    ],
)
def test_any_change_of_the_input_changes_the_receipt(change: Callable[[], CaseInputs]) -> None:
    assert of(change()) != of(BASE)


def test_another_policy_file_gives_another_receipt() -> None:
    other, problems, _ = examine(FILE.read_bytes() + b"\n")
    assert other is not None
    assert not problems
    assert other.assess(BASE).receipt != of(BASE)


@settings(max_examples=30, deadline=None)
@given(cases())
def test_inputs_read_back(inputs: CaseInputs) -> None:
    assessment = policy().assess(inputs)
    document = receipt_document(assessment, inputs)
    assert digest(document) == assessment.receipt
    again = json.loads(canonical_bytes(document))
    assert again == document
    read = inputs_from(again, policy())
    assert policy().assess(read) == assessment
    assert receipt_document(policy().assess(read), read) == document


def test_canonical_bytes_are_one_way_to_write_a_document() -> None:
    assert canonical_bytes({"b": 1, "a": "中"}) == '{"a":"中","b":1}'.encode()
    assert canonical_bytes({"a": "中", "b": 1}) == canonical_bytes({"b": 1, "a": "中"})


def test_the_receipt_holds_no_floats_and_no_times() -> None:
    found = receipt_document(policy().assess(BASE), BASE)

    def walk(item: object) -> None:
        assert isinstance(item, dict | list | str | bool | int | None), item
        for part in item.values() if isinstance(item, dict) else item if isinstance(item, list) else ():
            walk(part)

    walk(found)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document.pop("inputs"),
        lambda document: document["inputs"].pop("year"),
        lambda document: document["inputs"].update(year="二〇一六"),
        lambda document: document["inputs"].update(claims=3),
        lambda document: document["inputs"].update(readings=["x"]),
        lambda document: document["inputs"]["claims"][0].update(measure="9.9"),
        lambda document: document["inputs"]["claims"][0].update(verdicts={"x": "maybe"}),
        lambda document: document["inputs"]["claims"][0]["facts"].update({"没有": "1"}),
        lambda document: document["inputs"]["claims"][0]["facts"]["股权投资"][0].update({"投资额": 1.5}),
        lambda document: document["inputs"]["claims"][0]["facts"]["股权投资"][0].update({"投资额": "1e5"}),
        lambda document: document["inputs"]["claims"][0]["facts"]["股权投资"][0].update({"投资日期": "2016-02-30"}),
        lambda document: document["inputs"]["claims"][0]["facts"]["股权投资"][0].update({"空间内企业": "是"}),
        lambda document: document["inputs"]["claims"][0]["facts"]["股权投资"][0].update({"没有这列": "1"}),
        lambda document: document["inputs"]["claims"][0]["facts"].update({"股权投资": "x"}),
    ],
)
def test_a_spoilt_receipt_is_refused_and_not_a_crash(spoil: Callable[[Any], object]) -> None:
    document = json.loads(canonical_bytes(receipt_document(policy().assess(BASE), BASE)))
    spoil(document)
    with pytest.raises(ValueError):  # noqa: PT011 - what is wrong differs
        inputs_from(document, policy())


def test_the_report_is_what_the_case_format_says() -> None:
    inputs = case("3.2.1", {"企业数": "12", "实际到位资金总额": "10000000", "年度经常性税收总额": "2000000"})
    found = report(policy().assess(inputs))
    assert list(found) == [
        "case", "policy", "policy_digest", "engine", "year", "measures", "subsidy_total", "subsidy_total_words", "receipt",
    ]  # fmt: skip
    (measure,) = found["measures"]
    assert {key: measure[key] for key in ("measure", "title", "payee", "outcome", "amount", "ceiling", "readings")} == {
        "measure": "3.2.1",
        "title": "年度奖励",
        "payee": "主办方",
        "outcome": "eligible",
        "amount": "100000.00",
        "ceiling": None,
        "readings": {"3.2.1.whose-capital": "tenants"},
    }
    assert measure["criteria"][:2] == [
        {"criterion": "产业定位明晰", "result": "met", "origin": "reviewer"},
        {"criterion": "企业数 ≥ 10家", "result": "met", "origin": "rule", "margin": "2"},
    ]
    assert all(step.keys() == {"clause", "text", "value"} for step in measure["steps"])
    assert (found["subsidy_total"], found["subsidy_total_words"]) == ("100000.00", "壹拾万元整")
