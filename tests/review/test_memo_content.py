"""What a memo says, before any page is drawn."""

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from gongshu_desktop.policy.money import grouped, words
from gongshu_desktop.policy.verdicts import Outcome
from gongshu_desktop.review.memo import wording as memo_wording
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.plain_values import UnexpectedValue
from gongshu_desktop.review.stage import Role
from tests.document.memo_samples import NAMES, Adopted, everything, example, memo


@pytest.mark.parametrize("name", NAMES)
def test_content_survives_json(name: str) -> None:
    content = memo(example(name))
    assert MemoContent.from_json(json.loads(json.dumps(content.to_json()))) == content


def test_the_three_amounts_and_why_they_differ() -> None:
    content = memo(everything())
    rent = next(measure for measure in content.measures if measure.id == "3.3.2")
    assert (rent.claimed, rent.computed, rent.approved) == (40_200_000, 37_272_000, 36_000_000)
    reason = memo_wording.reason(rent)
    assert reason.startswith("申报402,000.00元，按条款测算372,720.00元，比申报额少29,280.00元；计算见上表。")
    assert "审定额比测算额少12,720.00元,理由:发票日期不一致,从严计算" in reason.replace("，", ",").replace("：", ":")


def test_the_total_adds_up_the_approved_amounts_of_subsidies_alone() -> None:
    content = memo(everything())
    assert content.total == sum(measure.approved or 0 for measure in content.measures if measure.subsidy)
    said = "".join(memo_wording.conclusion(content))
    assert content.total is not None
    assert f"审定总额{grouped(content.total)}元（大写：人民币{words(content.total)}）" in said


def test_an_undetermined_measure_has_no_amount_and_says_what_is_missing() -> None:
    content = memo(example("15-area-claim-not-verified-yet"))
    (rent,) = content.measures
    assert (rent.outcome, rent.computed, rent.approved, content.total) == (Outcome.UNDETERMINED, None, None, None)
    assert rent.missing == ("宽带费用的核定值",)
    assert memo_wording.amount_shown(rent, rent.computed) == "待核"
    said = "".join(memo_wording.conclusion(content))
    assert "宽带费用的核定值" in said
    assert "零元" not in said


def test_an_approved_amount_cannot_stand_on_an_undetermined_measure() -> None:
    case = example("15-area-claim-not-verified-yet")
    case = replace(case, claims=(replace(case.claims[0], approved=1, approved_reason="先行拨付"),))
    assert memo(case).measures[0].approved is None


def test_a_pending_judgement_is_named() -> None:
    (annual,) = memo(example("03-annual-judgement-pending")).measures
    assert annual.missing == ("条件“产业定位明晰”的判断",)


def test_a_referral_has_no_amount() -> None:
    content = memo(example("13-referrals-have-no-amount"))
    for measure in content.measures:
        assert (measure.computed, measure.approved) == (None, None)
        assert memo_wording.amount_shown(measure, measure.computed) == "不核定金额"
    assert content.total == 0
    said = "".join(memo_wording.conclusion(content))
    assert "上限5,000,000.00元" in said
    assert "均不涉及本单位扶持资金" in said


def test_an_ineligible_measure_names_the_condition() -> None:
    content = memo(example("02-annual-one-yuan-short"))
    assert (
        "不符合条件“年度经常性税收总额达到200万元”（核定1,999,999.99元，未达到200万元，差0.01元）"
        in memo_wording.reason(content.measures[0])
    )
    said = "".join(memo_wording.conclusion(content))
    assert "不符合条件、不予支持的事项：3.2.1 年度奖励（申报100,000.00元）。" in said
    assert "核减" not in said


def test_discretionary_amounts_are_marked() -> None:
    assert "3.3.1 公共软件、开发工具补贴审定20,000.00元" in "".join(memo_wording.conclusion(memo(everything())))


def test_readings_say_who_adopted_them_or_that_nobody_has() -> None:
    content = memo(
        everything(),
        [Adopted("3.2.3.step", "pro-rata"), Adopted("3.2.2.upgrade", "difference"), Adopted("3.2.5.cap", "year")],
    )
    said = {reading.key: memo_wording.adoption(reading) for reading in content.readings}
    assert said["3.2.2.upgrade"] == "欧阳明远于2016年11月1日采用，依据：局长办公会纪要〔2016〕9号"
    assert said["3.2.3.step"] == "按建议口径测算，尚未采用"
    assert said["3.2.5.cap"] == "按建议口径测算，尚未采用"


def test_evidence_is_numbered_and_what_is_only_named_keeps_its_name() -> None:
    content = memo(everything())
    annual = content.measures[0]
    assert next(fact.evidence for fact in annual.facts if fact.name == "企业数") == ("材料1", "附件3")
    assert content.evidence[0].uses == ("3.2.1 企业数", "3.2.1 产业定位明晰")


def test_opinions_come_from_the_present_round() -> None:
    case = everything()
    assert [(item.role, item.name, item.post, item.date) for item in memo(case).opinions] == [
        (Role.EXAMINER, "李𬱖", "一级科员", "2016-12-12"),
        (Role.CHECKER, "张堃", "科长", "2016-12-15"),
        (Role.APPROVER, "欧阳明远", "", "2016-12-20"),
    ]
    assert [item.name for item in memo(replace(case, passages=())).opinions] == ["", "", ""]


def test_rows_show_what_was_claimed_otherwise_struck_or_added() -> None:
    events = next(measure for measure in memo(everything()).measures if measure.id == "3.2.5").tables[0]
    spent = events.columns.index("实际支出")
    assert events.rows[0].cells[spent].claimed == "452,650.00元"
    assert events.rows[0].cells[spent].verified == "412,650.00元"
    assert [(row.struck, row.by_reviewer) for row in events.rows] == [(False, False), (True, False), (False, True)]


def spoiled(path: str, value: Any) -> dict[str, Any]:
    """The JSON of a memo with one value changed; a path such as measures.0.claimed. "-" takes the key away."""
    document = deepcopy(memo(everything()).to_json())
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    at: Any = document
    for part in way:
        at = at[part]
    if value == "-":
        del at[last]
    else:
        at[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("format", "gongshu-memo/2", "format"),
        ("number", "-", "number"),
        ("unknown", 1, "unknown"),
        ("measures.0.claimed", "100000.00", "measures[0].claimed"),
        ("measures.0.claimed", 1.5, "measures[0].claimed"),
        ("measures.0.claimed", True, "measures[0].claimed"),
        ("measures.0.computed", -1, "measures[0]"),
        ("measures.0.computed", 10**30, "measures[0]"),
        ("measures.0.outcome", "excellent", "measures[0].outcome"),
        ("measures.0.facts.0.extra", "x", "measures[0].facts[0].extra"),
        ("measures.0.facts", {}, "measures[0].facts"),
        ("measures.4.tables.0.rows.0.cells", [], "measures[4].tables"),
        ("total", "0", "total"),
        ("year", False, "year"),
        ("drawn", "yesterday", "drawn"),
        ("drawn", "2016-12-20T10:00:00", "drawn"),
        ("basis.issued", "2016-02-30", "basis.issued"),
        ("opinions", [], "opinions"),
        ("opinions.0.role", "approver", "opinions"),
    ],
)
def test_content_that_does_not_fit_is_refused_with_its_place(path: str, value: Any, place: str) -> None:
    with pytest.raises(UnexpectedValue) as refusal:
        MemoContent.from_json(spoiled(path, value))
    assert refusal.value.place == place
    assert place in str(refusal.value)


def test_content_of_a_newer_version_is_called_so() -> None:
    """Every version adds something; whoever has not updated must not take the memo for a damaged one."""
    plain = memo(everything()).to_json()
    with pytest.raises(UnexpectedValue, match="较新版本的程序制作"):
        MemoContent.from_json({**plain, "tomorrow": ""})


@pytest.mark.parametrize("nothing", [None, [], "", 5, {}])
def test_what_is_no_memo_is_refused(nothing: Any) -> None:
    with pytest.raises(UnexpectedValue):
        MemoContent.from_json(nothing)
