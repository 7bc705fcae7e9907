"""Why amounts differ, in words: facts, rows, the clause, then the computation."""

from dataclasses import replace

import pytest

from gongshu_desktop.review.case import Case, FactEntry
from gongshu_desktop.review.memo import wording as memo_wording
from gongshu_desktop.review.memo.content import MeasureContent
from gongshu_desktop.review.memo.layout import FIRST, drawn_as
from tests.document.memo_samples import everything, example, memo


def reason(name: str, measure: str) -> str:
    content = memo(example(name) if name else everything())
    return memo_wording.reason(next(item for item in content.measures if item.id == measure))


def test_a_row_left_out_is_named_with_the_reason() -> None:
    said = reason("14-everything-at-once", "3.2.3")
    assert said.startswith("申报180,000.00元，按条款测算150,000.00元，比申报额少30,000.00元。")
    assert "计奖投资不计入1行：示例科技丙有限公司（注册地为“余杭区”，不是“拱墅区”）" in said
    assert "（“直接股权投资空间内创客企业(注册地为拱墅区)”）" in said
    assert said.endswith("×0.5%=150,000.00元。")


def test_rows_struck_changed_and_added_are_named() -> None:
    said = reason("", "3.2.5")
    assert "比申报额多19,875.00元" in said
    assert "“活动”剔除1行（迎新联谊会）" in said
    assert "创客马拉松的实际支出申报452,650.00元，核定412,650.00元" in said
    assert "“活动”增补1行（创客论坛）" in said
    assert "联谊会不属于创业服务活动" in said


def test_a_fact_verified_otherwise_with_its_note() -> None:
    case = example("14-everything-at-once")
    claim = next(claim for claim in case.claims if claim.measure == "3.2.2")
    facts = {**claim.facts, "已获认定奖励": FactEntry(claimed=0, verified=150_000, note="2015年已获市级奖励。")}
    changed = tuple(replace(item, facts=facts) if item is claim else item for item in case.claims)
    measure = memo(replace(case, claims=changed)).measures[1]
    said = memo_wording.reason(measure)
    assert "已获认定奖励申报0.00元，核定150,000.00元（2015年已获市级奖励）" in said
    assert "计算：300,000.00元−150,000.00元=150,000.00元。" in said


def test_a_limit_that_cuts_is_told_with_its_words() -> None:
    case = example("07-investment-pro-rata-and-cap")
    case = replace(case, claims=(replace(case.claims[0], claimed=109_999_999),))
    said = memo_wording.reason(memo(case).measures[0])
    assert "封顶奖励超过上限99,999.99995元，按上限计（“最高不超过100万元的资助”）" in said


def test_memos_of_the_first_layout_keep_their_sentences() -> None:
    unmet = "不符合条件“年度经常性税收总额 ≥ 200万元”（差0.01元），不予支持。"
    claimed = claiming("01-annual-at-every-threshold", 12_000_000)
    with drawn_as(FIRST):
        assert reason("02-annual-one-yuan-short", "3.2.1") == unmet
        assert "，低于申报额20,000.00元；计算见上。" in memo_wording.reason(of(claimed, "3.2.1"))
    assert reason("02-annual-one-yuan-short", "3.2.1") != unmet
    assert "，比申报额少20,000.00元；计算见上。" in memo_wording.reason(of(claimed, "3.2.1"))
    assert "；计算见审核意见书。" in memo_wording.reason_elsewhere(of(claimed, "3.2.1"))


def test_how_far_an_unmet_condition_is() -> None:
    assert reason("02-annual-one-yuan-short", "3.2.1") == (
        "不符合条件“年度经常性税收总额达到200万元”（核定1,999,999.99元，未达到200万元，差0.01元），不予支持。"
    )


def test_a_long_note_is_not_told_twice() -> None:
    case = everything(note="很长的说明" * 20)
    said = memo_wording.reason(memo(case).measures[0])
    assert "很长的说明" not in said


def test_prose_has_full_width_marks_and_amounts_keep_theirs() -> None:
    assert memo_wording.full_width("补差:扣除1,000.00元,还是另给?") == "补差：扣除1,000.00元，还是另给？"
    assert memo_wording.full_width("1:1配比(含)") == "1:1配比（含）"


def of(case: Case, measure: str) -> MeasureContent:
    return next(item for item in memo(case).measures if item.id == measure)


def claiming(name: str, fen: int) -> Case:
    """The example with its first claim asking for that amount."""
    case = example(name)
    return replace(case, claims=(replace(case.claims[0], claimed=fen), *case.claims[1:]))


def test_a_limit_that_is_not_reached_is_no_cause() -> None:
    said = reason("14-everything-at-once", "3.2.5")
    assert "有扣减，依据条款“实际支出”" in said
    assert "最高不超过100万元" not in said
    # One of the two events reaches the limit: it alone is named.
    said = memo_wording.reason(of(claiming("09-events-cap-per-event", 999_999_999), "3.2.5"))
    assert said.count("超过上限") == 1
    assert "创新大赛超过上限300,000.00元，按上限计（“最高不超过100万元”（口径：每场活动））" in said


def test_where_no_cause_can_be_named_only_the_figures_stand() -> None:
    assert reason("14-everything-at-once", "3.3.2") == (
        "申报402,000.00元，按条款测算372,720.00元，比申报额少29,280.00元；计算见上表。"
    )


def test_rounding_to_whole_parts_is_named_only_where_a_part_was_lost() -> None:
    assert "每1000万元给予0.5%的奖励" not in reason("14-everything-at-once", "3.2.3")
    said = memo_wording.reason(of(claiming("06-investment-whole-multiples", 999_999_999), "3.2.3"))
    assert "不足一整份的部分不计，依据条款“每1000万元给予0.5%的奖励”（口径：按整1000万元计）" in said


def test_a_fact_that_the_amount_does_not_rest_on_is_no_cause() -> None:
    case = everything()
    annual = replace(case.claims[0], claimed=12_000_000)
    said = memo_wording.reason(of(replace(case, claims=(annual,)), "3.2.1"))
    assert said == "申报120,000.00元，按条款测算100,000.00元，比申报额少20,000.00元；计算见上。"


def test_a_default_is_not_told_as_verified() -> None:
    fact = next(item for item in of(example("14-everything-at-once"), "3.3.2").facts if item.name == "其他同类补贴")
    assert memo_wording.verified(fact) == "未填报，按0.00元计"
    assert memo_wording.verified(replace(fact, claimed="5.00元")) == "未核定，按0.00元计"
    assert memo_wording.verified(replace(fact, assumed=False)) == "0.00元"


def test_a_default_in_a_verified_row_is_marked_and_none_in_rows_that_nobody_verified() -> None:
    case = example("14-everything-at-once")
    events = of(case, "3.2.4").tables[0]
    column = events.columns.index("此前已奖励")
    assert [(row.cells[column].verified, row.cells[column].assumed) for row in events.rows] == [("否", True)] * 2
    claim = next(item for item in case.claims if item.measure == "3.2.4")
    (name, table), *_none = claim.tables.items()
    rows = tuple(replace(row, claimed={**row.verified, "此前已奖励": True}, verified={}) for row in table.rows)
    open_claim = replace(claim, tables={name: replace(table, rows=rows, verified=False)})
    (content,) = memo(replace(case, claims=(open_claim,))).measures
    assert [row.cells[column].verified for row in content.tables[0].rows] == ["待核"] * 2


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("会议研究核减8560.50元", True),
        ("核减8,560.5元", True),
        ("核减0.85605万元", True),
        ("核减18560.50元", False),
        ("余额所限", False),
    ],
)
def test_an_amount_that_the_reason_names_itself_is_not_said_twice(stated: str, told: bool) -> None:
    case = everything()
    claims = tuple(
        replace(item, approved=37_272_000 - 856_050, approved_reason=stated) if item.measure == "3.3.2" else item
        for item in case.claims
    )
    said = memo_wording.reason(of(replace(case, claims=claims), "3.3.2"))
    expected = f"审定额另行决定，理由：{stated}。" if told else f"审定额比测算额少8,560.50元，理由：{stated}。"
    assert said.endswith(expected)


def test_the_conclusion_keeps_clause_and_decision_apart() -> None:
    said = memo_wording.conclusion(memo(everything()))
    (cut,) = [text for text in said if text.startswith("按条款核减的申报金额合计209,280.00元")]
    assert "3.3.2 房租和宽带补贴核减29,280.00元" in cut
    assert (
        "不按测算额、批准人欧阳明远另行决定的事项：3.3.2 房租和宽带补贴由测算的372,720.00元核减为360,000.00元，"
        "理由：发票日期不一致,从严计算。"
    ) in said
    unsigned = memo_wording.conclusion(memo(replace(everything(), passages=())))
    assert any(text.startswith("不按测算额、待批准人另行决定的事项") for text in unsigned)


def test_who_decided_a_condition_that_a_rule_draws_from_a_judgement() -> None:
    (condition,) = of(example("14-everything-at-once"), "3.2.5").criteria
    assert memo_wording.origin(condition) == "规则判定，其中“具有影响力”由审核人判断"
    for item in of(example("14-everything-at-once"), "3.2.1").criteria:
        assert memo_wording.origin(item) == memo_wording.ORIGINS[item.origin]
