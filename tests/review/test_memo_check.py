"""A memo that tells a judgement or a default as a finding is found out, whatever else agrees."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.memo.check import memo_differences
from gongshu_desktop.review.memo.content import MeasureContent
from tests.document.memo_samples import example, memo, policy


def differences(measure: str, change: Callable[[MeasureContent], MeasureContent]) -> list[str]:
    """What the check says of the example's memo with one measure told otherwise."""
    case = example("14-everything-at-once")
    content = memo(case)
    told = replace(content, measures=tuple(change(item) if item.id == measure else item for item in content.measures))
    inputs = case_inputs(case, policy())
    return list(memo_differences(told, inputs, policy().assess(inputs), policy()))


def no_judgement_in_the_rule(measure: MeasureContent) -> MeasureContent:
    return replace(measure, criteria=tuple(replace(item, rests_on=()) for item in measure.criteria))


def no_judged_column(measure: MeasureContent) -> MeasureContent:
    return replace(measure, tables=tuple(replace(item, judged=()) for item in measure.tables))


def defaults_as_verified(measure: MeasureContent) -> MeasureContent:
    return replace(measure, facts=tuple(replace(item, assumed=False) for item in measure.facts))


@pytest.mark.parametrize(
    ("measure", "change", "named"),
    [
        ("3.2.5", no_judgement_in_the_rule, "有备案且具有影响力的活动"),
        ("3.2.5", no_judged_column, "活动"),
        ("3.3.2", defaults_as_verified, "其他同类补贴"),
    ],
)
def test_marks_left_out_are_differences(
    measure: str, change: Callable[[MeasureContent], MeasureContent], named: str
) -> None:
    assert differences(measure, lambda item: item) == []
    (said,) = differences(measure, change)
    assert measure in said
    assert named in said
