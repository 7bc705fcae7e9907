"""What the papers say: sums that agree, what is owed and what is not, and a JSON form that reads back the same or not at all."""

from dataclasses import replace
from datetime import date

import pytest

from gongshu_desktop.policy.verdicts import Outcome, Result
from gongshu_desktop.review.case import FactEntry, TableEntry, VerdictEntry
from gongshu_desktop.review.papers import approval, payment, publicity, refusal
from gongshu_desktop.review.papers.grants import OpenAmount, by_measure, grant
from gongshu_desktop.review.papers.paper import Paper
from gongshu_desktop.review.papers.shortfall import chosen
from gongshu_desktop.review.papers.supplement import offered_deadline
from gongshu_desktop.review.plain_values import UnexpectedValue
from tests.document.memo_samples import DRAWN, NAMES, everything, example, memo, policy
from tests.document.papers.paper_samples import (
    OFFICE,
    all_papers,
    grants,
    many_grants,
    payment_summary,
    publicity_list,
    refusal_notice,
    register,
    supplement_notice,
    year_ledger,
)


@pytest.mark.parametrize("paper", all_papers(), ids=lambda paper: type(paper).__name__)
def test_each_paper_reads_back_the_same(paper: Paper) -> None:
    again = type(paper).from_json(paper.to_json())
    assert again == paper
    assert again.digest == paper.digest
    assert paper.digest.startswith("sha256:")


@pytest.mark.parametrize("paper", all_papers(), ids=lambda paper: type(paper).__name__)
def test_unknown_absent_and_wrong_values_are_refused(paper: Paper) -> None:
    plain = paper.to_json()
    for wrong in (
        {**plain, "format": "gongshu-memo/1"},
        {**plain, "more_than_known": 1},
        {key: value for key, value in plain.items() if key != "office"},
        {**plain, "office": 1},
        {**plain, "drawn": "2016-12-20"},
        {**plain, "drawn": "gestern"},
    ):
        with pytest.raises(UnexpectedValue):
            type(paper).from_json(wrong)


# --- sums ------------------------------------------------------------------------------------------------------------


def test_memos_public_list_and_payment_summary_agree_to_the_fen() -> None:
    totals = [content.total for name in NAMES if (content := memo(example(name))).total is not None]
    public, paid = publicity_list(grants()), payment_summary(grants())
    expected = sum(totals)
    assert public.total == paid.total == expected
    assert sum(item.amount for row in public.rows for item in row.items) == expected
    assert sum(item.amount for item in paid.measures) == expected
    assert len(public.rows) + public.without == len(paid.rows) + paid.without == len(totals)


def test_a_memo_that_grants_nothing_is_counted_but_not_listed() -> None:
    refused = grant(memo(example("02-annual-one-yuan-short")), "2016-12-20")
    assert refused.total == 0
    public = publicity_list((refused, *many_grants(2)))
    assert (len(public.rows), public.without) == (2, 1)


def test_an_open_memo_cannot_be_listed() -> None:
    open_one = memo(example("15-area-claim-not-verified-yet"))
    assert open_one.total is None
    with pytest.raises(OpenAmount):
        grant(open_one, "2016-12-20")


def test_a_decided_amount_is_what_is_listed_not_the_computed_one() -> None:
    item = grant(memo(everything()), "2016-12-20")
    amounts = {part.measure: part.amount for part in item.items}
    assert amounts["3.3.2"] == 36_000_000
    assert item.total == sum(amounts.values())


def test_measures_are_in_the_policys_order() -> None:
    order = [item.measure for item in by_measure(grants())]
    assert order == sorted(order, key=lambda measure: [int(part) for part in measure.split(".")])


@pytest.mark.parametrize("field", ["total", "rows"])
def test_a_list_whose_sums_do_not_agree_is_refused(field: str) -> None:
    for content in (publicity_list(many_grants(3)), payment_summary(many_grants(3))):
        plain = content.to_json()
        if field == "total":
            plain["total"] += 1
        else:
            plain["rows"][1]["items"][0]["amount"] += 1
        with pytest.raises(UnexpectedValue):
            type(content).from_json(plain)


def test_the_ledgers_sums() -> None:
    content = year_ledger(13)
    assert content.claimed == sum(row.claimed for row in content.rows if row.claimed is not None)
    assert content.computed == sum(row.computed for row in content.rows if row.computed is not None)
    assert content.granted == sum(row.granted for row in content.rows if row.granted is not None)
    with pytest.raises(UnexpectedValue):
        type(content).from_json({**content.to_json(), "granted": content.granted + 1})


def test_the_form_says_what_the_memo_says() -> None:
    content = memo(everything())
    form = approval.compose(content)
    assert form.total == content.total
    assert [(row.id, row.approved) for row in form.rows] == [(item.id, item.approved) for item in content.measures]
    assert form.opinions == content.opinions
    with pytest.raises(UnexpectedValue):
        approval.ApprovalForm.from_json({**form.to_json(), "total": 1})


# --- what is owed ----------------------------------------------------------------------------------------------------


def texts(notice: object) -> list[str]:
    return [item.text for item in notice.items]  # type: ignore[attr-defined]


def test_documents_that_no_fact_has_are_asked_for_with_their_clause() -> None:
    notice = supplement_notice(example("15-area-claim-not-verified-yet"))
    rent = next(item for item in notice.items if "租赁" in item.text)
    assert rent.documents == ("租赁合同", "发票", "平面图")
    assert rent.measure == "3.3.2"
    assert rent.quote in policy().text[policy().measure("3.3.2").paragraph]


def test_what_was_handed_in_and_waits_for_the_reviewer_is_not_owed() -> None:
    case = example("15-area-claim-not-verified-yet")
    claim = case.claims[0]
    facts = {name: replace(entry, evidence=("e1",)) for name, entry in claim.facts.items()}
    tables = {name: replace(entry, evidence=("e1",)) for name, entry in claim.tables.items()}
    handed_in = replace(case, claims=(replace(claim, facts=facts, tables=tables), *case.claims[1:]))
    asked = {item.key for item in supplement_notice(case, more=("x",)).items}
    still = {item.key for item in supplement_notice(handed_in, more=("x",)).items}
    assert still < asked


def test_a_value_that_was_never_stated_is_asked_for() -> None:
    case = example("01-annual-at-every-threshold")
    claim = case.claim("3.2.1")
    bare = replace(claim, facts={**claim.facts, "企业数": FactEntry()}, verdicts={})
    notice = supplement_notice(replace(case, claims=(bare,)))
    owed = next(item for item in notice.items if "企业数" in item.key)
    assert owed.text == "“企业数”未填报；“企业数”的证明材料未提交"
    assert "入驻协议" in owed.documents


def test_an_empty_table_is_asked_for() -> None:
    case = example("09-events-cap-per-event")
    claim = case.claim("3.2.5")
    bare = replace(claim, tables={**claim.tables, "活动": TableEntry()})
    notice = supplement_notice(replace(case, claims=(bare,)))
    assert any("没有填报明细" in text for text in texts(notice))


def test_nothing_is_asked_for_a_claim_that_fails_anyway() -> None:
    case = example("02-annual-one-yuan-short")
    content = memo(case)
    assert content.measures[0].outcome is Outcome.INELIGIBLE
    assert supplement_notice(case, more=("另请说明税收入库口径",)).items == ()


def test_what_the_reviewer_grants_at_discretion_is_not_the_applicants_to_state() -> None:
    case = example("14-everything-at-once")
    claim = case.claim("3.3.1")
    facts = {"公共软件和开发工具支出": FactEntry(claimed=4_600_000)}
    notice = supplement_notice(replace(case, claims=(replace(claim, facts=facts),)))
    assert texts(notice) == ["“公共软件和开发工具支出”的证明材料未提交"]


def test_what_is_left_out_is_left_out() -> None:
    items = supplement_notice(example("15-area-claim-not-verified-yet")).items
    assert chosen(items, {items[0].key}) == items[1:]


def test_a_notice_of_nothing_or_with_a_deadline_before_its_day_is_refused() -> None:
    plain = supplement_notice(example("15-area-claim-not-verified-yet")).to_json()
    with pytest.raises(UnexpectedValue):
        type(supplement_notice(everything(), more=("x",))).from_json({**plain, "items": [], "more": []})
    with pytest.raises(UnexpectedValue):
        type(supplement_notice(everything(), more=("x",))).from_json({**plain, "deadline": "2016-12-19"})


def test_the_offered_deadline_is_five_days_on_across_the_years_end() -> None:
    assert offered_deadline(date(2016, 12, 28)) == date(2017, 1, 2)
    assert offered_deadline(date(2016, 12, 28), 15) == date(2017, 1, 12)


# --- refusals, readings, periods -------------------------------------------------------------------------------------


def test_a_refusal_names_each_unmet_condition_and_how_far_it_falls_short() -> None:
    notice = refusal_notice(example("02-annual-one-yuan-short"))
    (measure,) = notice.measures
    (condition,) = measure.conditions
    assert condition.name == "年度经常性税收总额达到200万元"
    assert condition.by_rule
    assert (condition.found, condition.margin) == ("", "核定1,999,999.99元，未达到200万元，差0.01元")
    assert notice.others == 0


def test_a_refusal_by_judgement_gives_the_reviewers_reason() -> None:
    case = example("01-annual-at-every-threshold")
    unmet = VerdictEntry(result=Result.UNMET, note="入驻企业与所述产业方向不符。")
    claim = replace(case.claim("3.2.1"), verdicts={"产业定位明晰": unmet})
    (measure,) = refusal_notice(replace(case, claims=(claim,))).measures
    (condition,) = measure.conditions
    assert (condition.note, condition.by_rule) == ("入驻企业与所述产业方向不符。", False)


def test_a_claim_that_the_office_gives_nothing_for_is_refused_with_its_reason() -> None:
    case = example("01-annual-at-every-threshold")
    claim = replace(case.claim("3.2.1"), approved=0, approved_reason="上年度已由另一主体领取。")
    (measure,) = refusal.refused(memo(replace(case, claims=(claim,))))
    assert measure.conditions == ()
    assert "上年度已由另一主体领取。" in measure.reason


def test_a_case_with_every_claim_met_refuses_nothing() -> None:
    assert refusal.refused(memo(example("01-annual-at-every-threshold"))) == ()


def test_the_register_holds_every_reading_with_the_latest_adoption_first() -> None:
    content = register()
    assert {row.key for row in content.rows} == set(policy().readings)
    step = next(row for row in content.rows if row.key == "3.2.3.step")
    assert [item.option for item in step.adoptions] == ["按实际金额的比例计", "按整1000万元计"]
    assert content.adopted == 2


def test_a_public_notice_has_both_days_or_none_and_never_ends_first() -> None:
    rows = many_grants(1)
    plain = publicity.compose(rows, policy(), 2016, OFFICE, DRAWN).to_json()
    assert publicity.PublicityList.from_json(plain).begin == ""
    for begin, end in (("2016-12-22", ""), ("", "2016-12-22"), ("2016-12-22", "2016-12-21"), ("x", "y")):
        with pytest.raises(UnexpectedValue):
            publicity.PublicityList.from_json({**plain, "begin": begin, "end": end})


def test_payment_rows_keep_number_and_receipt_of_their_memo() -> None:
    content = payment.compose(grants(), policy(), 2016, OFFICE, DRAWN)
    assert all(row.number and row.receipt.startswith("sha256:") and row.issued for row in content.rows)
