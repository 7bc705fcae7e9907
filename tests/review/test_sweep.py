"""The sweep: what stands in the way, and what an auditor would ask, each led to its field."""

from dataclasses import replace
from datetime import date

import pytest

from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Applicant, Case, Claim, Evidence, FactEntry, Makerspace, TableEntry, TableRow
from gongshu_desktop.review.conflicts import Prior
from gongshu_desktop.review.editing.edits import (
    AcceptClaimed,
    AddClaim,
    AddClaimedRow,
    AddEvidence,
    AddRow,
    Edit,
    LinkEvidence,
    SetApproved,
    SetBasics,
    SetClaimedAmount,
    SetFact,
    SetFactNote,
    SetOpinion,
    SetVerdict,
    Side,
    StrikeRow,
    apply,
)
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.prefill import prefilled
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.review.sweep import Finding, Severity, errors, sweep
from tests.review.samples import CODE, OTHER_CODE, POLICY, a_case


def swept(*edits: Edit, case: Case | None = None, **around: object) -> tuple[Finding, ...]:
    """What the sweep finds after some edits."""
    result = case or a_case()
    for edit in edits:
        result = apply(result, edit, POLICY)
    assessment = POLICY.assess(case_inputs(result, POLICY))
    return sweep(result, POLICY, assessment, **around)  # type: ignore[arg-type] # adopted, priors


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def claimed(measure: str) -> tuple[Edit, ...]:
    """A claim of a measure, with an amount."""
    return AddClaim(measure), SetClaimedAmount(measure, 10_000_000)


COMPLETE: tuple[Edit, ...] = (
    *claimed("A.1"),
    AddEvidence(Evidence(key="e1", title="名册")),
    SetFact("A.1", "企业数", Side.CLAIMED, 12),
    SetFact("A.1", "企业数", Side.VERIFIED, 12),
    LinkEvidence("A.1", "企业数", ("e1",)),
    SetFact("A.1", "税收", Side.VERIFIED, 20),
    SetVerdict("A.1", "产业定位明晰", Result.MET, "专注智能硬件"),
)


def test_a_complete_case_has_nothing_to_find() -> None:
    assert swept(*COMPLETE) == ()


def test_a_case_without_claims_or_number_cannot_go_on() -> None:
    assert codes(errors(swept(case=a_case(number="")))) == ["no-claims", "no-number"]


def test_missing_facts_and_verdicts_lead_to_their_fields() -> None:
    findings = swept(*claimed("A.1"))
    assert [(f.code, f.measure, f.target, f.severity) for f in findings] == [
        ("missing-fact", "A.1", "企业数", "error"),
        ("missing-fact", "A.1", "税收", "error"),
        ("pending-criterion", "A.1", "产业定位明晰", "error"),
    ]


def test_what_no_longer_matters_is_only_a_warning() -> None:
    findings = swept(*claimed("A.1"), SetFact("A.1", "企业数", Side.VERIFIED, 9))
    assert errors(findings) == ()
    assert "pending-criterion" in codes(findings)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ((SetVerdict("A.1", "产业定位明晰", Result.MET),), ["unsupported-verdict"]),
        ((SetVerdict("A.1", "产业定位明晰", Result.MET, "", ("e1",)),), []),
        ((SetVerdict("A.1", "产业定位明晰", Result.UNMET),), ["unmet-without-reason"]),
        ((SetFact("A.1", "企业数", Side.VERIFIED, 11),), ["unexplained-difference"]),
        ((SetFact("A.1", "企业数", Side.VERIFIED, 11), SetFactNote("A.1", "企业数", "一家迁出")), []),
        ((SetFact("A.1", "税收", Side.CLAIMED, 200_000),), ["unit-slip"]),
        ((LinkEvidence("A.1", "企业数", ()),), ["no-evidence"]),
        ((SetClaimedAmount("A.1", None),), ["no-claimed-amount"]),
        ((SetClaimedAmount("A.1", 0),), []),
        ((SetApproved("A.1", 9_000_000, " "),), ["approved-without-reason"]),
        ((SetApproved("A.1", 9_000_000, "预算所限"),), []),
        ((SetApproved("A.1", 10_000_000, ""),), []),
        ((SetBasics(applicant=Applicant(name="甲", uscc=CODE, roles=("管理机构",))),), ["not-the-payee"]),
    ],
)
def test_what_an_auditor_would_ask(edits: tuple[Edit, ...], expected: list[str]) -> None:
    assert codes(swept(*COMPLETE, *edits)) == expected


def test_a_recommendation_takes_no_approved_amount() -> None:
    findings = swept(
        AddClaim("B.1"),
        SetFact("B.1", "考核日期", Side.VERIFIED, date(2016, 12, 31)),
        SetVerdict("B.1", "符合条件", Result.MET, "现场查看"),
        SetApproved("B.1", 1, "理由"),
    )
    assert codes(findings) == ["approved-referral"]


def test_a_date_after_the_award_year_is_doubtful() -> None:
    edits = (AddClaim("B.1"), SetVerdict("B.1", "符合条件", Result.MET, "现场查看"))
    assert swept(*edits, SetFact("B.1", "考核日期", Side.VERIFIED, date(2016, 12, 31))) == ()
    late = swept(*edits, SetFact("B.1", "考核日期", Side.VERIFIED, date(2017, 1, 1)))
    assert codes(late) == ["date-outside-year"]


def lease(begin: date, end: date) -> tuple[Edit, ...]:
    return (
        *claimed("A.3"),
        AddRow("A.3", "租赁", "k1", {"起始日期": begin, "截止日期": end}),
        SetFactNote("A.3", "租赁", "核"),
    )


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (date(2016, 3, 1), date(2016, 3, 1), []),
        (date(2016, 3, 1), date(2016, 2, 29), ["period-reversed"]),
        (date(2015, 1, 1), date(2015, 12, 31), ["date-outside-year"]),
        (date(2015, 1, 1), date(2016, 1, 1), []),
        (date(2016, 12, 31), date(2017, 12, 31), []),
        (date(2017, 1, 1), date(2017, 12, 31), ["date-outside-year"]),
    ],
)
def test_periods(begin: date, end: date, expected: list[str]) -> None:
    assert codes(swept(*lease(begin, end))) == expected


def test_rows_lead_to_their_cells_and_struck_ones_are_passed_over() -> None:
    edits = (
        *claimed("A.2"),
        AddClaimedRow("A.2", "活动", "k1", {"名称": "甲", "举办日期": date(2015, 12, 31)}),
        AddClaimedRow("A.2", "活动", "k2", {"名称": "乙"}),
        AddClaimedRow("A.2", "活动", "k3", {"名称": "乙"}),
        AcceptClaimed("A.2"),
    )
    found = [(f.code, f.row, f.column) for f in swept(*edits)]
    assert found == [("date-outside-year", "k1", "举办日期"), ("duplicate-row", "k3", None)]
    struck = swept(*edits, StrikeRow("A.2", "活动", "k1", True), StrikeRow("A.2", "活动", "k3", True))
    assert codes(struck) == ["unexplained-difference"]


def named(name: str) -> Makerspace:
    return replace(a_case().makerspace, name=name)


def somebody() -> Applicant:
    return Applicant(name="另一家有限公司", uscc=OTHER_CODE, roles=("主办方",))


def prior(measure: str, awarded: int | None, stage: Stage = Stage.ISSUED, **more: object) -> Prior:
    """A claim in another case of the same makerspace and year."""
    values: dict[str, object] = {
        "case": "c9",
        "number": "拱众审〔2016〕9号",
        "year": 2016,
        "applicant": a_case().applicant,
        "makerspace": a_case().makerspace,
        "stage": stage,
        "claim": Claim(measure=measure),
        "awarded": awarded,
    }
    return Prior(**{**values, **more})  # type: ignore[arg-type] # the fields are those of Prior


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (prior("A.1", 10_000_000), ["awarded-before"]),
        (prior("A.1", 10_000_000, year=2015), []),
        (prior("A.1", 0), []),
        (prior("A.1", None, Stage.CHECK), ["claimed-elsewhere"]),
        (prior("A.1", 1, makerspace=named("别的空间"), applicant=somebody()), []),
        (prior("A.1", 1, makerspace=named("示例 众创空间")), ["awarded-before"]),
        (prior("A.1", 1, makerspace=named("示例 众创空间"), applicant=somebody()), ["awarded-before"]),
        (prior("A.1", 1, makerspace=named("示例")), ["awarded-before"]),
        (prior("A.1", 1, makerspace=named("“示例”众创空间有限公司")), ["awarded-before"]),
        (prior("A.1", None, Stage.CHECK, makerspace=named("示例")), ["claimed-elsewhere"]),
        (prior("A.1", 1, makerspace=named("示例(桥西)众创空间")), ["awarded-under-another-name"]),
        (prior("A.1", 1, makerspace=named("别的空间")), ["awarded-under-another-name"]),
        (prior("A.1", 1, makerspace=named("别的空间"), year=2015), []),
        (prior("A.1", None, Stage.CHECK, makerspace=named("别的空间")), ["claimed-under-another-name"]),
        (prior("A.1", 1, makerspace=named("示例"), applicant=somebody()), ["awarded-under-another-name"]),
        (prior("A.1", 1, case="c1"), []),
        (prior("A.2", 1), []),
    ],
)
def test_the_same_thing_is_not_awarded_twice(other: Prior, expected: list[str]) -> None:
    found = swept(*COMPLETE, SetFact("A.1", "已获奖励", Side.VERIFIED, 0), priors=(other,))
    assert [code for code in codes(found) if not code.startswith("ledger-")] == expected


def test_what_was_awarded_before_does_not_stand_in_the_way_of_a_refusal() -> None:
    other = prior("A.1", 1)
    filled = (*COMPLETE, SetFact("A.1", "已获奖励", Side.VERIFIED, 0))
    refused = (*filled, SetVerdict("A.1", "产业定位明晰", Result.UNMET, "本年度已获同一奖励"))
    told = [(item.code, item.severity) for item in swept(*refused, priors=(other,)) if item.code == "awarded-before"]
    assert told == [("awarded-before", Severity.WARNING)]
    assert errors(swept(*refused, priors=(other,))) == ()
    awarded = (*refused, SetApproved("A.1", 100, "特批"))
    assert codes(errors(swept(*awarded, priors=(other,)))) == ["awarded-before"]


def test_another_name_of_the_same_applicant_needs_a_reason_that_names_the_other_case() -> None:
    other = prior("A.1", 1, makerspace=named("别的空间"))
    filled = (*COMPLETE, SetFact("A.1", "已获奖励", Side.VERIFIED, 0))
    (stopped,) = errors(swept(*filled, priors=(other,)))
    assert (stopped.code, stopped.target) == ("awarded-under-another-name", "opinion")
    assert "拱众审〔2016〕9号" in stopped.text
    assert "别的空间" in stopped.text
    for opinion in ("符合条件。", "拱众审〔2016〕9号", "见拱众审〔2016〕19号"):
        assert errors(swept(*filled, SetOpinion("A.1", opinion), priors=(other,))) == (stopped,)
    for opinion in ("与拱众审〔2016〕9号所列的不是同一处场地。", "两处场地（拱众审[2016] 9号）"):
        found = swept(*filled, SetOpinion("A.1", opinion), priors=(other,))
        assert [(item.code, item.severity) for item in found] == [("awarded-under-another-name", Severity.WARNING)]


def test_what_was_awarded_under_another_name_is_not_left_out_of_the_sum_unsaid() -> None:
    other = prior("A.1", 15_000_000, year=2015, makerspace=named("别的空间"))
    assert codes(errors(swept(*COMPLETE, priors=(other,)))) == ["ledger-under-another-name"]
    noted = SetFactNote("A.1", "已获奖励", "拱众审〔2016〕9号是另一处空间，不计入")
    assert errors(swept(*COMPLETE, SetFact("A.1", "已获奖励", Side.VERIFIED, 0), noted, priors=(other,))) == ()
    shortened = prior("A.1", 15_000_000, year=2015, makerspace=named("示例"))
    case = prefilled(apply(a_case(), AddClaim("A.1"), POLICY), POLICY, (shortened,), "A.1", "")
    assert case.claim("A.1").facts["已获奖励"].verified == 150_000


def firms(*seeds: str) -> Claim:
    rows = tuple(TableRow(key=f"k{i}", verified={"统一社会信用代码": code}) for i, code in enumerate(seeds))
    return Claim(measure="A.4", claimed=1, tables={"培育企业": TableEntry(rows=rows, verified=True)})


def test_an_enterprise_awarded_elsewhere_is_found_by_its_code() -> None:
    case = a_case(claims=(firms(OTHER_CODE),))
    elsewhere = Makerspace(name="别的空间", subdistrict="祥符街道", level="市级")
    other = prior("A.4", 5, claim=firms(CODE, OTHER_CODE), makerspace=elsewhere, year=2015)
    assert codes(swept(case=case, priors=(other,))) == ["ledger-differs", "awarded-before"]
    assert codes(swept(case=a_case(claims=(firms(CODE[:-2] + "XX"),)), priors=(other,))) == []


def test_the_ledger_fills_what_is_empty_and_nothing_else() -> None:
    earlier = prior(
        "A.1", 15_000_000, year=2015, claim=Claim(measure="A.1", facts={"已获奖励": FactEntry(verified=50)})
    )
    case = prefilled(apply(a_case(), AddClaim("A.1"), POLICY), POLICY, (earlier,), "A.1", "台账:{sources}")
    assert case.claim("A.1").facts["已获奖励"] == FactEntry(verified=150_050, note="台账:拱众审〔2016〕9号")
    typed = apply(case, SetFact("A.1", "已获奖励", Side.VERIFIED, 7), POLICY)
    assert prefilled(typed, POLICY, (earlier,), "A.1", "") == typed
    assert "ledger-differs" in codes(swept(case=typed, priors=(earlier,)))


def test_the_ledger_marks_the_very_row_of_an_enterprise() -> None:
    case = a_case(claims=(firms(CODE, OTHER_CODE),))
    filled = prefilled(case, POLICY, (prior("A.4", 5, claim=firms(OTHER_CODE)),), "A.4", "")
    assert [row.verified.get("此前已奖励") for row in filled.claim("A.4").tables["培育企业"].rows] == [None, True]


def test_readings_that_the_office_has_not_adopted_so_are_named() -> None:
    assert codes(swept(*COMPLETE, adopted={})) == ["reading-not-adopted"]
    assert codes(swept(*COMPLETE, adopted={"A.1.whose": "b"})) == ["reading-differs"]
    assert codes(swept(*COMPLETE, adopted={"A.1.whose": "a"})) == []
