"""Assessment 测算: verdicts, outcome and amount of every claimed measure, exactly as the policy file says.

A measure is ineligible if any criterion is unmet; else undetermined if any is pending or a fact that its amount needs is
missing; else eligible (a subsidy) or referred. Each amount is rounded once, at its end, half up to the fen.
"""

from collections.abc import Callable, Mapping

from gongshu_desktop.policy import receipt
from gongshu_desktop.policy.assessment import Assessment, CaseInputs, ClaimInputs, CriterionResult, MeasureAssessment
from gongshu_desktop.policy.compilation import Values
from gongshu_desktop.policy.derivation import Derivation
from gongshu_desktop.policy.missing import missing
from gongshu_desktop.policy.model import Award
from gongshu_desktop.policy.money import to_fen
from gongshu_desktop.policy.rules import NO_ROW, Condition, Rules
from gongshu_desktop.policy.values import Number
from gongshu_desktop.policy.verdicts import Origin, Outcome, Result

ENGINE = "gongshu-engine/1"
"""Changes whenever the same policy file and the same facts could give another result or another derivation."""


def evaluator(policy: str, digest: str, rules: Mapping[str, Rules]) -> Callable[[CaseInputs, bool], Assessment]:
    """The function behind ``Policy.assess`` for a loaded policy."""

    def evaluate(inputs: CaseInputs, derive: bool) -> Assessment:
        measures = tuple(
            _assess(rules[claim.measure], claim, inputs.year, inputs.readings, derive) for claim in inputs.claims
        )
        subsidies = [item.amount for item in measures if rules[item.measure].measure.award is Award.SUBSIDY]
        assessment = Assessment(
            case=inputs.case,
            policy=policy,
            policy_digest=digest,
            engine=ENGINE,
            year=inputs.year,
            measures=measures,
            subsidy_total=None if None in subsidies else sum(amount for amount in subsidies if amount is not None),
            subtotal=sum(amount for amount in subsidies if amount is not None),
        )
        return receipt.sealed(assessment, inputs) if derive else assessment

    return evaluate


def _assess(
    rules: Rules, claim: ClaimInputs, year: int, readings: Mapping[str, str], derive: bool
) -> MeasureAssessment:
    chosen = rules.chosen(readings)
    values = rules.work_out(claim.facts, year, chosen)
    derivation = Derivation(rules, values, chosen) if derive else None
    criteria = tuple(
        _criterion(condition, claim, values, derivation)
        for condition in rules.conditions
        if (only := condition.criterion.only) is None or chosen[only[0]] == only[1]
    )
    results = {item.result for item in criteria}
    outcome, amount, ceiling = _outcome(rules, values, results)
    measure = rules.measure
    return MeasureAssessment(
        measure=measure.id,
        title=measure.title,
        payee=measure.payee,
        outcome=outcome,
        amount=amount,
        ceiling=ceiling,
        criteria=criteria,
        readings=chosen,
        steps=derivation.steps(criteria, outcome, amount, ceiling) if derivation else (),
        missing=missing(rules, values, chosen) if derive and outcome is Outcome.UNDETERMINED else (),
    )


def _outcome(rules: Rules, values: Values, results: set[Result]) -> tuple[Outcome, int | None, int | None]:
    """Outcome, amount and ceiling (fen) from the criteria's results."""
    subsidy = rules.measure.award is Award.SUBSIDY
    if Result.UNMET in results:
        return Outcome.INELIGIBLE, 0 if subsidy else None, None
    formula = rules.amount if subsidy else rules.ceiling
    figure: Number | None = formula.evaluate(values, NO_ROW) if formula else 0
    if Result.PENDING in results or figure is None or rules.lacking(values):
        return Outcome.UNDETERMINED, None, None
    if subsidy:
        return Outcome.ELIGIBLE, to_fen(figure), None
    return Outcome.REFERRED, None, to_fen(figure) if formula else None


def _criterion(
    condition: Condition, claim: ClaimInputs, values: Values, derivation: Derivation | None
) -> CriterionResult:
    name, rule, threshold = condition.criterion.name, condition.rule, condition.threshold
    if rule is None:
        result = claim.verdicts.get(name, Result.PENDING)
        return CriterionResult(criterion=name, result=result, origin=Origin.REVIEWER)
    holds = rule.evaluate(values, NO_ROW)
    result = Result.PENDING if holds is None else Result.MET if holds else Result.UNMET
    margin = threshold.margin(values) if threshold else None
    return CriterionResult(
        criterion=name,
        result=result,
        origin=Origin.RULE,
        margin=margin,
        unit=threshold.unit if threshold else "",
        step=derivation.criterion(condition, result, margin) if derivation else None,
    )
