"""A small policy made by hand, whose rules are Python, and cases under it: for what does not depend on the policy language."""

from datetime import date
from fractions import Fraction

from gongshu_desktop.policy.assessment import (
    Assessment,
    CaseInputs,
    ClaimInputs,
    CriterionResult,
    MeasureAssessment,
    Missing,
)
from gongshu_desktop.policy.model import Award, Criterion, Fact, Kind, Measure, Policy, Prefill, Reading
from gongshu_desktop.policy.verdicts import Origin, Outcome, Result
from gongshu_desktop.review.case import Applicant, Case, Makerspace

CODE = "91330105BEJJ955BC0"
OTHER_CODE = "91330105WL5WKD0Y00"

EVENTS = Fact(
    name="活动",
    kind=Kind.TABLE,
    columns=(
        Fact(name="名称", kind=Kind.TEXT),
        Fact(name="类型", kind=Kind.CHOICE, options=("大赛", "论坛")),
        Fact(name="举办日期", kind=Kind.DATE),
        Fact(name="已备案", kind=Kind.YES_NO),
        Fact(name="实际支出", kind=Kind.MONEY, unit="元"),
        Fact(name="不计支出", kind=Kind.MONEY, unit="元", default=0),
    ),
)
LEASES = Fact(
    name="租赁",
    kind=Kind.TABLE,
    columns=(
        Fact(name="面积", kind=Kind.NUMBER, unit="㎡"),
        Fact(name="起始日期", kind=Kind.DATE),
        Fact(name="截止日期", kind=Kind.DATE),
    ),
)
FIRMS = Fact(
    name="培育企业",
    kind=Kind.TABLE,
    columns=(
        Fact(name="企业", kind=Kind.TEXT),
        Fact(name="统一社会信用代码", kind=Kind.CREDIT_CODE),
        Fact(
            name="此前已奖励",
            kind=Kind.YES_NO,
            default=False,
            prefill=Prefill(measure="A.4", match="统一社会信用代码"),
        ),
    ),
)


def _measure(id: str, facts: tuple[Fact, ...], criteria: tuple[Criterion, ...], **more: object) -> Measure:
    values: dict[str, object] = {
        "id": id,
        "title": f"事项{id}",
        "clause": "一",
        "heading": "一",
        "award": Award.SUBSIDY,
        "payee": "主办方",
        "frequency": "",
        "once_per": "",
        "discretionary": False,
        "paragraph": 0,
        "quote": "全文",
        "span": (0, 2),
        "facts": facts,
        "criteria": criteria,
        "readings": (),
        "amount_rule": "",
        "ceiling_rule": "",
    }
    return Measure(**{**values, **more})  # type: ignore[arg-type] # the fields are those of Measure


ANNUAL = _measure(
    "A.1",
    (
        Fact(name="企业数", kind=Kind.COUNT, unit="家", evidence=("名册",)),
        Fact(name="税收", kind=Kind.MONEY, unit="元"),
        Fact(name="备注", kind=Kind.TEXT),
        Fact(
            name="已获奖励", kind=Kind.MONEY, unit="元", default=0, prefill=Prefill(measure="A.1", match="makerspace")
        ),
    ),
    (Criterion(name="产业定位明晰"), Criterion(name="企业数 ≥ 10家", rule="企业数 ≥ 10家")),
    once_per="makerspace year",
    readings=(
        Reading(key="A.1.whose", phrase="总额", question="谁的?", options={"a": "甲", "b": "乙"}, suggested="a"),
    ),
)
HALF = _measure("A.2", (EVENTS,), (Criterion(name="至少一场", rule="计数(活动) ≥ 1"),))
RENT = _measure("A.3", (LEASES,), ())
FIRM = _measure("A.4", (FIRMS,), (), once_per="统一社会信用代码")
ADVICE = _measure("B.1", (Fact(name="考核日期", kind=Kind.DATE),), (Criterion(name="符合条件"),), award=Award.REFERRAL)


def _evaluate(inputs: CaseInputs, derive: bool) -> Assessment:
    measures = tuple(_one(claim, inputs) for claim in inputs.claims)
    subsidies = [item for item in measures if item.outcome is not Outcome.REFERRED and item.measure != "B.1"]
    total = None if any(item.amount is None for item in subsidies) else sum(item.amount or 0 for item in subsidies)
    return Assessment(
        case=inputs.case,
        policy="sample",
        policy_digest="sha256:0",
        engine="sample",
        year=inputs.year,
        measures=measures,
        subsidy_total=total,
        subtotal=sum(item.amount or 0 for item in subsidies),
        receipt="sha256:1" if derive else "",
    )


def _one(claim: ClaimInputs, inputs: CaseInputs) -> MeasureAssessment:
    measure = POLICY.measure(claim.measure)
    wanted = [fact.name for fact in measure.facts if fact.default is None and fact.kind is not Kind.TEXT]
    missing = tuple(Missing(fact=name) for name in wanted if name not in claim.facts)
    criteria = tuple(_criterion(item, claim) for item in measure.criteria)
    results = {item.result for item in criteria}
    if Result.UNMET in results:
        outcome = Outcome.INELIGIBLE
    elif Result.PENDING in results or missing:
        outcome = Outcome.UNDETERMINED
    else:
        outcome = Outcome.ELIGIBLE if measure.award is Award.SUBSIDY else Outcome.REFERRED
    amounts = {Outcome.ELIGIBLE: _amount(claim) if outcome is Outcome.ELIGIBLE else 0, Outcome.INELIGIBLE: 0}
    return MeasureAssessment(
        measure=measure.id,
        title=measure.title,
        payee=measure.payee,
        outcome=outcome,
        amount=amounts.get(outcome) if measure.award is Award.SUBSIDY else None,
        ceiling=None,
        criteria=criteria,
        readings={item.key: inputs.readings.get(item.key, item.suggested) for item in measure.readings},
        missing=missing,
    )


def _criterion(criterion: Criterion, claim: ClaimInputs) -> CriterionResult:
    if criterion.judgement:
        result = claim.verdicts.get(criterion.name, Result.PENDING)
        return CriterionResult(criterion=criterion.name, result=result, origin=Origin.REVIEWER)
    if claim.measure == "A.1":
        count = claim.facts.get("企业数")
        result = Result.PENDING if count is None else _met(isinstance(count, int) and count >= 10)
    else:
        rows = claim.facts.get("活动")
        result = Result.PENDING if rows is None else _met(bool(rows))
    return CriterionResult(criterion=criterion.name, result=result, origin=Origin.RULE)


def _met(holds: bool) -> Result:
    return Result.MET if holds else Result.UNMET


def _amount(claim: ClaimInputs) -> int:
    if claim.measure != "A.2":
        return 10_000_000
    rows = claim.facts["活动"]
    assert isinstance(rows, tuple)
    spent = [row.get("实际支出") for row in rows if row.get("已备案")]
    return int(sum(Fraction(value) for value in spent if isinstance(value, int | Fraction)) * 50)


POLICY = Policy(
    id="sample",
    title="样本政策",
    number="样〔2016〕1号",
    issuer="样本办公室",
    issued=date(2016, 1, 1),
    effective=date(2016, 1, 1),
    digest="sha256:0",
    text_digest="sha256:0",
    text=("全文",),
    measures=(ANNUAL, HALF, RENT, FIRM, ADVICE),
    targets=(),
    vocabulary={"roles": ("主办方", "管理机构"), "subdistricts": ("祥符街道",), "levels": ("市级",)},
    evaluate=_evaluate,
)


def a_case(**more: object) -> Case:
    """A case with nothing claimed."""
    values: dict[str, object] = {
        "id": "c1",
        "policy": "sample",
        "year": 2016,
        "number": "拱众审〔2016〕1号",
        "applicant": Applicant(name="示例管理有限公司", uscc=CODE, roles=("主办方",)),
        "makerspace": Makerspace(name="示例众创空间", subdistrict="祥符街道", level="市级"),
    }
    return Case(**{**values, **more})  # type: ignore[arg-type] # the fields are those of Case
