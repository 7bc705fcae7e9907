"""Why amounts differ, in words: facts, rows, the clause, then the computation."""

from dataclasses import replace

from gongshu_desktop.review import memo_wording
from gongshu_desktop.review.case import FactEntry
from tests.document.memo_samples import everything, example, memo


def reason(name: str, measure: str) -> str:
    content = memo(example(name) if name else everything())
    return memo_wording.reason(next(item for item in content.measures if item.id == measure))


def test_a_row_left_out_is_named_with_the_reason() -> None:
    said = reason("14-everything-at-once", "3.2.3")
    assert said.startswith("申报180,000.00元，可支持150,000.00元，低于申报额30,000.00元。")
    assert "计奖投资不计入1行：示例科技丙有限公司（注册地为“余杭区”，不是“拱墅区”）" in said
    assert "适用条款“每1000万元给予0.5%的奖励”（口径：按整1000万元计）" in said
    assert said.endswith("×0.5%=150,000.00元。")


def test_rows_struck_changed_and_added_are_named() -> None:
    said = reason("", "3.2.5")
    assert "高于申报额19,875.00元" in said
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


def test_how_far_an_unmet_condition_is() -> None:
    assert reason("02-annual-one-yuan-short", "3.2.1") == (
        "不符合条件“年度经常性税收总额 ≥ 200万元”（差0.01元），不予支持。"
    )


def test_a_long_note_is_not_told_twice() -> None:
    case = everything(note="很长的说明" * 20)
    said = memo_wording.reason(memo(case).measures[0])
    assert "很长的说明" not in said


def test_prose_has_full_width_marks_and_amounts_keep_theirs() -> None:
    assert memo_wording.full_width("补差:扣除1,000.00元,还是另给?") == "补差：扣除1,000.00元，还是另给？"
    assert memo_wording.full_width("1:1配比(含)") == "1:1配比（含）"
