"""Conditions that are not met, in words: no sign of a formula reaches an applicant."""

import re
from datetime import date

import pytest

from gongshu_desktop.policy.assessment import CaseInputs, ClaimInputs
from gongshu_desktop.policy.values import Value
from gongshu_desktop.policy.verdicts import Origin, Result
from gongshu_desktop.review.memo.content import CriterionContent
from gongshu_desktop.review.memo.unmet_words import condition_words, unmet_words
from tests.document.memo_samples import policy

FORMULA = re.compile(r"[≥≤<>=≠「」]|不成立|计数\(")


def condition(value: str, margin: str = "", rule: str = "", name: str = "条件") -> CriterionContent:
    return CriterionContent(
        name=name, rule=rule, result=Result.UNMET, origin=Origin.RULE, value=value, note="", evidence=(), margin=margin
    )


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (condition("9家 ≥ 10家", "差1家"), "核定9家，未达到10家，差1家"),
        (condition("1,999,999.99元 ≥ 200万元", "差0.01元"), "核定1,999,999.99元，未达到200万元，差0.01元"),
        (condition("10家 > 10家", "恰在界上，不含本数"), "核定10家，未超过10家，恰在界上，不含本数"),
        (condition("501㎡ ≤ 500㎡", "差1㎡"), "核定501㎡，超过500㎡，超出1㎡"),
        (condition("500㎡ < 500㎡", "恰在界上，不含本数"), "核定500㎡，未低于500㎡，恰在界上，不含本数"),
        (condition("3个 = 4个"), "核定3个，不等于4个"),
        (condition("2016-03-20 ≥ 2016年3月21日"), "核定2016年3月20日，早于2016年3月21日"),
        (condition("2017-01-01 ≤ 2016-12-31"), "核定2017年1月1日，晚于2016年12月31日"),
        (condition("评定级别「未评定」 ≥ 「区级」"), "评定级别核定为“未评定”，未达到“区级”"),
        (condition("注册地「余杭区」 = 「拱墅区」"), "注册地核定为“余杭区”，不是“拱墅区”"),
        (condition("0 ≥ 1", "差1", "计数(计入活动) ≥ 1"), "核定的“计入活动”数目为0，未达到1，差1"),
        (condition("0 ≥ 1", "差1", "计数不同(名册, 信用代码) ≥ 1"), "核定的“名册”数目为0，未达到1，差1"),
        (condition("期内认定（否）"), "“期内认定”核定为“否”"),
        (condition("非 已享受其他补助（是）"), "“已享受其他补助”核定为“是”"),
        (condition("租赁合同未填"), "“租赁合同”未填报"),
        (
            condition("9家 ≥ 10家 且 期内认定（否）", name="企业数 ≥ 10家"),
            "按核定的事实，不满足“企业数达到10家”，核算过程见审核意见书",
        ),
        (condition("3 + 4 ≥ 10"), "按核定的事实，不满足“条件”，核算过程见审核意见书"),
    ],
)
def test_every_kind_of_comparison_has_its_words(item: CriterionContent, said: str) -> None:
    assert unmet_words(item) == said


def test_a_condition_that_somebody_judged_has_no_figures() -> None:
    assert unmet_words(condition("")) == ""


def test_a_name_that_compares_is_said_and_another_stays() -> None:
    assert condition_words("企业数 ≥ 10家") == "企业数达到10家"
    assert condition_words("评定为区级以上") == "评定为区级以上"


NOTHING: dict[str, dict[str, Value]] = {
    "1.1": {"载体面积": 9999},
    "3.2.1": {"企业数": 9, "实际到位资金总额": 1, "年度经常性税收总额": 1},
    "3.2.2": {"认定级别": "市级", "认定日期": date(2015, 1, 1)},
    "3.3.2": {"评定级别": "未评定"},
}


def test_no_condition_of_the_policy_reaches_an_applicant_as_a_formula() -> None:
    """Every condition that a rule decides, with values that miss it: tables stay empty."""
    seen = set()
    for measure in policy().measures:
        facts: dict[str, Value] = {fact.name: () for fact in measure.facts if fact.columns}
        facts |= NOTHING.get(measure.id, {})
        inputs = CaseInputs(
            case=None,
            year=2016,
            claims=(ClaimInputs(measure=measure.id, facts=facts),),
            readings={reading.key: "each" for reading in measure.readings if "each" in reading.options},
        )
        for item in policy().assess(inputs).of(measure.id).criteria:
            if item.step is None or item.result is not Result.UNMET:
                continue
            rule = next(criterion.rule for criterion in measure.criteria if criterion.name == item.criterion)
            said = unmet_words(condition(item.step.working, item.step.note, rule, item.criterion))
            assert not FORMULA.search(said + condition_words(item.criterion)), said
            assert "核算过程见审核意见书" not in said, item
            seen.add((measure.id, item.criterion))
    ruled = {(measure.id, item.name) for measure in policy().measures for item in measure.criteria if item.rule}
    assert seen == ruled
