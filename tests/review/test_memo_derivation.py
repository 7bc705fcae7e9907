"""What the printed derivation leaves out is said elsewhere, and nothing else is left out."""

import pytest

from gongshu_desktop.review.memo.content import MeasureContent, StepContent
from gongshu_desktop.review.memo.derivation import criterion_step, phrase_parts, shown_steps
from tests.document.memo_samples import NAMES, everything, example, memo

ALL = [*(pytest.param(name, id=name) for name in NAMES), pytest.param("", id="everything")]


def measures(name: str) -> tuple[MeasureContent, ...]:
    return memo(example(name) if name else everything()).measures


def of(name: str, measure: str) -> MeasureContent:
    return next(item for item in measures(name) if item.id == measure)


def labels(measure: MeasureContent) -> list[str]:
    return [step.label for step in shown_steps(measure)]


@pytest.mark.parametrize("name", ALL)
def test_each_worked_out_step_is_shown_or_folded_where_it_is_said(name: str) -> None:
    for measure in measures(name):
        shown = shown_steps(measure)
        said = "\n".join((step.label + step.working + step.value) for step in shown)
        folded = [criterion_step(measure, item) for item in measure.criteria]
        for step in measure.steps:
            if step in folded or not step.rule:
                continue
            assert step.label in said, step
            # A closing line counts rows; all other results stand as they are.
            assert step.value in said or step.value.endswith("行"), step


@pytest.mark.parametrize("name", ALL)
def test_no_phrase_of_the_clause_is_lost(name: str) -> None:
    for measure in measures(name):
        folded = [criterion_step(measure, item) for item in measure.criteria]
        shown = {step.phrase for step in (*shown_steps(measure), *folded) if step}
        assert {step.phrase for step in measure.steps} <= shown | {""}


def test_a_step_that_hands_on_a_value_is_named_beside_it() -> None:
    assert "封顶奖励，即应奖额、测算额" in labels(of("06-investment-whole-multiples", "3.2.3"))
    # Under the full amount the step has a phrase of its own, and stays.
    assert labels(of("05-recognition-upgrade-full", "3.2.2")) == ["总额", "奖励额，即测算额"]


def test_rows_of_yes_are_counted_where_the_selection_names_those_left_out() -> None:
    steps = {step.label: step for step in shown_steps(of("06-investment-whole-multiples", "3.2.3"))}
    assert steps["股权投资各行的期间内"].value == "4行均为是"
    assert steps["计奖投资"].working.startswith("4行中计入2行；不计入2行：示例科技丙有限公司（注册地")


def test_the_one_row_of_a_table_stands_in_the_step_itself() -> None:
    (price, *_others) = shown_steps(of("11-rent-leap-year-over-1000-square-metres", "3.3.2"))
    assert (price.label, price.value) == ("租赁各行的资助单价", "0.8元/㎡/日")
    assert price.working == "示例路1号：较小(1元/㎡/日, 0.8元/㎡/日)"


def test_rows_that_differ_keep_their_lines_and_the_sum_is_not_written_twice() -> None:
    steps = {step.label: step for step in shown_steps(of("09-events-cap-per-event", "3.2.5"))}
    assert steps["补助额，即测算额"].working == ""
    values = [step.value for step in shown_steps(of("09-events-cap-per-event", "3.2.5")) if step.depth]
    assert values[-2:] == ["1,000,000.00元", "182,200.00元"]


def test_a_condition_that_is_one_step_shows_its_working() -> None:
    measure = of("04-recognition-upgrade-difference", "3.2.2")
    step = criterion_step(measure, measure.criteria[0])
    assert step is not None
    assert step.working == "年份(2016-06-20) = 2016年"
    assert "期内认定" not in labels(measure)


def test_a_line_that_only_says_the_outcome_is_no_derivation() -> None:
    assert shown_steps(of("02-annual-one-yuan-short", "3.2.1")) == ()


def test_phrase_and_reading_apart() -> None:
    assert phrase_parts(StepContent(depth=0, label="a", phrase="总额（口径：全额）")) == ("总额", "（口径：全额）")
    assert phrase_parts(StepContent(depth=0, label="a", phrase="总额")) == ("总额", "")
