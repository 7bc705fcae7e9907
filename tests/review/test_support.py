"""A memo says where a fact has no evidence and a judgement no ground; earlier layouts leave the place empty."""

from dataclasses import replace

import pytest

from gongshu_desktop.policy.verdicts import Origin, Result
from gongshu_desktop.review.memo import support
from gongshu_desktop.review.memo.content import CellContent, CriterionContent, FactContent, RowContent, TableContent
from gongshu_desktop.review.memo.decided import answer_in, with_answer
from gongshu_desktop.review.memo.layout import DRAWN, drawn_as

FACT = FactContent(name="企业数", claimed="12家", verified="12家", differs=False)
JUDGED = CriterionContent(name="用于创业服务", rule="", result=Result.MET, origin=Origin.REVIEWER)
TABLE = TableContent(
    name="活动",
    columns=("名称",),
    figures=(False,),
    rows=(RowContent(cells=(CellContent(verified="论坛"),)),),
    verified=True,
)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (FACT, "无佐证"),
        (replace(FACT, note="逐家核对"), "逐家核对。无佐证"),
        (replace(FACT, evidence=("材料1",)), "佐证：材料1"),
        (replace(FACT, differs=True), "未附说明，无佐证"),
        (replace(FACT, differs=True, evidence=("材料1",)), "未附说明。佐证：材料1"),
        (replace(FACT, judged=True, unasked=True), "未附说明"),
        (replace(FACT, unasked=True), ""),
        (replace(FACT, verified="待核"), ""),
        (replace(FACT, assumed=True, verified="0.00元"), ""),
    ],
)
def test_a_verified_fact_says_what_it_lacks(fact: FactContent, said: str) -> None:
    assert support.of_fact(fact) == said


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (JUDGED, "未附说明，无佐证"),
        (replace(JUDGED, result=Result.UNMET), "未附说明，无佐证"),
        (replace(JUDGED, note="用于实训"), "用于实训"),
        (replace(JUDGED, evidence=("材料1",)), "佐证：材料1"),
        (replace(JUDGED, result=Result.PENDING), ""),
        (replace(JUDGED, origin=Origin.RULE), ""),
    ],
)
def test_a_judged_condition_says_that_it_has_no_ground(item: CriterionContent, said: str) -> None:
    assert support.of_criterion(item) == said


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (TABLE, "无佐证"),
        (replace(TABLE, judged=("名称",)), "未附说明，无佐证"),
        (replace(TABLE, rows=(replace(TABLE.rows[0], struck=True),), evidence=("材料1",)), "未附说明。佐证：材料1"),
        (replace(TABLE, note="逐场核对。", evidence=("材料1",)), "逐场核对。佐证：材料1"),
        (replace(TABLE, unasked=True), ""),
        (replace(TABLE, verified=False), ""),
        (replace(TABLE, rows=()), ""),
    ],
)
def test_a_verified_table_says_what_it_lacks(table: TableContent, said: str) -> None:
    assert support.of_table(table) == said


def test_earlier_layouts_leave_it_empty() -> None:
    for layout in DRAWN[:2]:
        with drawn_as(layout):
            assert (support.of_fact(FACT), support.of_criterion(JUDGED), support.of_table(TABLE)) == ("", "", "")


def test_what_came_later_is_not_told_while_it_says_nothing() -> None:
    from gongshu_desktop.review.plain_values import to_plain

    assert "unasked" not in to_plain(FACT)
    assert to_plain(replace(FACT, unasked=True))["unasked"] is True


def test_an_opinion_holds_the_answer_to_the_hints() -> None:
    assert with_answer("同意", " 原件已看。") == "同意。对程序提示的说明：原件已看。"
    assert answer_in(with_answer("同意。", "原件已看。")) == "原件已看。"
    assert answer_in("同意。") == answer_in(with_answer("同意。", " ")) == ""
