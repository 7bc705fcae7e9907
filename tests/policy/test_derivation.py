"""The derivation: words and numbers that a reviewer follows with a pencil, and that come to the amount."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from gongshu_desktop.policy.assessment import CaseInputs, MeasureAssessment, Missing, Step
from gongshu_desktop.policy.derivation import MOST_ROWS
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.policy.verdicts import Outcome
from gongshu_desktop.policy.working import MOST_REASONS
from tests.policy.arithmetic import NoArithmetic, figure
from tests.policy.samples import A, B, assess, policy
from tests.policy.strategies import cases

_HALF_WIDTH = str.maketrans("：；，（）", ":;,()")
"""These tests are about what a derivation says; which width its punctuation has is the typographer's business."""


def plainly(step: Step) -> Step:
    said = {
        name: getattr(step, name).translate(_HALF_WIDTH) for name in ("label", "working", "value", "phrase", "note")
    }
    return replace(step, **said)


def every_step(found: MeasureAssessment) -> list[Step]:
    return [plainly(step) for top in found.steps for _, step in top.walk()]


def steps(measure: str, facts: dict[str, Any], **rest: Any) -> dict[str, Step]:
    return {step.label: step for step in every_step(assess(measure, facts, derive=True, **rest))}


def recomputed(step: Step) -> bool:
    """Whether the step's working is plain arithmetic; if so it must come to the step's value."""
    try:
        terms = step.working.partition(" = 每日")[0]
        if "每日" in step.working:
            terms = re.sub(r"(^|\+ )\S+ (?=[\d.,]+㎡)", r"\1", terms)  # each term of a day begins with its lease
        worked, said = figure(terms), figure(step.value)
    except NoArithmetic:
        return False
    if "每日" in step.working:
        days = int(step.working.rpartition("计")[2].removesuffix("日"))
        worked *= days
    if "四舍五入" in step.note:
        assert abs(worked - said) * 200 <= 1
    else:
        assert worked == said, step
    return True


@settings(max_examples=40, deadline=None)
@given(cases())
def test_every_working_that_is_arithmetic_recomputes(inputs: CaseInputs) -> None:
    found = policy().assess(inputs)
    for item in found.measures:
        for step in every_step(item):
            assert step.clause
            assert step.label
            assert "None" not in step.working + step.value + step.note
            assert "Fraction" not in step.working + step.value + step.note
            recomputed(step)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_the_last_step_says_the_result(inputs: CaseInputs) -> None:
    for item in policy().assess(inputs).measures:
        last = plainly(item.steps[-1])
        amount = item.amount if item.amount is not None else item.ceiling
        if item.outcome is Outcome.UNDETERMINED:
            assert last.pending
            assert last.value == "待核"
        elif item.outcome is Outcome.INELIGIBLE:
            assert last.label == "结论"
        elif amount is None:
            assert last.value == "推荐,不计算金额"
        else:
            assert last.label in ("测算额", "推荐上限")
            assert last.value == f"{grouped(amount)}元"


def test_most_workings_are_arithmetic() -> None:
    """The check above would prove nothing if nothing could be parsed."""
    found = [
        *steps("3.2.3", INVESTED, step="whole").values(),
        *steps("3.2.5", EVENTS).values(),
        *steps("3.3.2", RENT).values(),
    ]
    checked = [step.label for step in found if recomputed(step)]
    for label in (
        "计奖投资额",
        "计算奖励",
        "封顶奖励",
        "创新大赛",
        "创业论坛",
        "封顶资助",
        "应补额",
        "2016-01-01至2016-06-30",
    ):
        assert label in checked


INVESTED = {
    "股权投资": [
        {"企业": "甲", "注册地": "拱墅区", "投资额": "12000000", "投资日期": "2016-05-10", "直接股权投资": True, "空间内企业": True},
        {"企业": "乙", "注册地": "拱墅区", "投资额": "7990000", "投资日期": "2016-05-10", "直接股权投资": True, "空间内企业": True},
        {"企业": "丙", "注册地": "余杭区", "投资额": "1", "投资日期": "2015-05-10", "直接股权投资": True, "空间内企业": True},
    ]
}  # fmt: skip
EVENTS = {
    "活动": [
        {"名称": "创新大赛", "举办日期": "2016-09-10", "已备案": True, "具有影响力": True, "实际支出": "2600000"},
        {"名称": "创业论坛", "举办日期": "2016-09-10", "已备案": True, "具有影响力": True, "实际支出": "412650", "不计支出": "48250"},
    ]
}  # fmt: skip
RENT = {
    "评定级别": "区级",
    "宽带费用": "24000.50",
    "其他同类补贴": "100000",
    "租赁": [
        {"地址": "一号", "面积": "800", "日租金": "0.6", "起始日期": "2016-01-01", "截止日期": "2016-12-31"},
        {"地址": "二号", "面积": "500", "日租金": "1.5", "起始日期": "2016-07-01", "截止日期": "2017-06-30"},
    ],
}


def test_an_investment_step_by_step() -> None:
    found = steps("3.2.3", INVESTED)
    assert found["计奖投资"].working == (
        "3行中计入2行:甲、乙;不计入1行:丙(注册地「余杭区」 = 「拱墅区」 不成立,年份(2015-05-10) = 2016年 不成立)"
    )
    assert found["计奖投资额"].working == "12,000,000.00元 + 7,990,000.00元"
    assert found["计奖投资额"].value == "19,990,000.00元"
    assert found["条件:计奖投资额 ≥ 1000万元"].working == "19,990,000.00元 ≥ 1000万元"
    assert found["条件:计奖投资额 ≥ 1000万元"].note == "超出9,990,000.00元"
    assert found["计算奖励"].working == "取整(19,990,000.00元 ÷ 1000万元 = 1.999) × 1000万元 × 0.5%"
    assert found["计算奖励"].phrase == "每1000万元给予0.5%的奖励(口径:按整1000万元计)"
    assert found["封顶奖励"].note == "未触上限,距上限950,000.00元"
    assert found["测算额"].value == "50,000.00元"
    assert {step.clause for step in found.values()} == {"三(二)"}


def test_events_row_by_row() -> None:
    found = steps("3.2.5", EVENTS)
    assert found["创新大赛"].working == "较小(2,600,000.00元 × 50%, 100万元)"
    assert found["创新大赛"].note == "超过上限300,000.00元,按上限计"
    assert found["创业论坛"].value == "182,200.00元"
    assert found["补助额"].working == "1,000,000.00元 + 182,200.00元"


def test_rent_stretch_by_stretch() -> None:
    found = steps("3.3.2", RENT)
    first = found["2016-01-01至2016-06-30"]
    assert (first.working, first.value) == ("一号 800㎡ × 0.60元 = 每日480.00元,计182日", "87,360.00元")
    second = found["2016-07-01至2016-12-31"]
    assert second.working == "二号 500㎡ × 1.00元 + 一号 500㎡ × 0.60元 = 每日800.00元,计184日"
    assert found["应补额"].value == "158,560.50元"


@pytest.mark.parametrize(
    ("spent", "note"),
    [
        ("1999999.98", "未触上限,距上限0.01元"),
        ("2000000", "恰为上限"),
        ("2000000.02", "超过上限0.01元,按上限计"),
    ],
)
def test_the_distance_to_a_cap(spent: str, note: str) -> None:
    row = EVENTS["活动"][0] | {"实际支出": spent}
    assert steps("3.2.5", {"活动": [row]})["创新大赛"].note == note


def test_rounding_is_said() -> None:
    row = EVENTS["活动"][0] | {"实际支出": "0.01"}
    last = plainly(assess("3.2.5", {"活动": [row]}, derive=True).steps[-1])
    assert (last.value, last.note) == ("0.01元", "0.005元四舍五入到分")


def test_an_unmet_criterion_says_how_far_it_is() -> None:
    facts = {"企业数": "9", "实际到位资金总额": "9999999.99", "年度经常性税收总额": "2000000"}
    found = steps("3.2.1", facts)
    assert found["条件:企业数 ≥ 10家"].note == "差1家"
    assert found["条件:企业数 ≥ 10家"].value == "不符合"
    assert found["条件:实际到位资金总额 ≥ 1000万元"].note == "差0.01元"
    assert found["条件:年度经常性税收总额 ≥ 200万元"].note == "恰好达到"
    assert found["结论"].value == "0.00元"


def test_rows_with_equal_names_are_told_apart() -> None:
    row = EVENTS["活动"][1]
    found = steps("3.2.5", {"活动": [row, row, row | {"名称": None}]})
    assert {"创业论坛(第1行)", "创业论坛(第2行)", "第3行"} <= set(found)


@pytest.mark.parametrize(
    ("measure", "facts", "readings", "expected"),
    [
        ("3.2.1", {"企业数": "10"}, {}, [Missing(fact="实际到位资金总额"), Missing(fact="年度经常性税收总额")]),
        ("3.2.3", {}, {}, [Missing(fact="股权投资")]),
        ("3.3.1", {"公共软件和开发工具支出": "1", "裁量补贴额": "1"}, {}, [Missing(fact="裁量理由")]),
        # what the chosen reading does not need is not asked for
        ("3.3.2", RENT | {"宽带费用": None}, {"since": "lease"}, [Missing(fact="宽带费用")]),
        ("3.3.2", RENT, {"since": "recognition"}, [Missing(fact="评定日期")]),
        # a cell of a row that is excluded anyway is not asked for
        (
            "3.2.5",
            {"活动": [EVENTS["活动"][0] | {"实际支出": None}, EVENTS["活动"][0] | {"实际支出": None, "已备案": False}]},
            {},
            [Missing(fact="活动", row=0, column="实际支出")],
        ),
        # of a row that may count, what decides it and what it would add
        (
            "3.2.5",
            {"活动": [EVENTS["活动"][0] | {"具有影响力": None, "实际支出": None}]},
            {},
            [Missing(fact="活动", row=0, column="具有影响力"), Missing(fact="活动", row=0, column="实际支出")],
        ),
        (
            "3.4.2",
            {"社会投资": [{"统一社会信用代码": A, "投资额": "5000000", "投资日期": "2016-08-08", "空间内企业": True}]},
            {"basis": "round"},
            [Missing(fact="社会投资", row=0, column="社会投资机构")],
        ),
        (
            "3.4.2",
            {
                "社会投资": [
                    {"投资额": "1", "投资日期": "2016-08-08", "空间内企业": True, "社会投资机构": True},
                    {"统一社会信用代码": B, "投资日期": "2015-08-08"},
                ]
            },
            {"basis": "enterprise"},
            [Missing(fact="社会投资", row=0, column="统一社会信用代码")],
        ),
    ],
)
def test_what_is_missing(
    measure: str, facts: dict[str, Any], readings: dict[str, str], expected: list[Missing]
) -> None:
    found = assess(measure, facts, derive=True, **readings)
    assert found.outcome is Outcome.UNDETERMINED
    assert list(found.missing) == expected


def test_long_tables_are_cut_and_say_so() -> None:
    row = EVENTS["活动"][1]
    rows = [row | {"名称": f"活动{n}"} for n in range(MOST_ROWS + 100)]
    rows += [row | {"名称": f"未备案{n}", "已备案": False} for n in range(MOST_REASONS + 1)]
    found = assess("3.2.5", {"活动": rows}, derive=True)
    labels = [step.label for step in every_step(found)]
    assert "另有100行,未逐行列出" in labels
    selection = next(step for step in every_step(found) if step.label == "计入活动")
    assert selection.working.endswith("等")
    assert f"未备案{MOST_REASONS}(" not in selection.working
    assert len(labels) < 3 * MOST_ROWS
