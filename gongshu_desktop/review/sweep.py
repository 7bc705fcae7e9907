"""The standing check of a case: everything that is missing, unexplained or doubtful, each leading to its field."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from gongshu_desktop.policy.assessment import Assessment, MeasureAssessment, Missing
from gongshu_desktop.policy.model import Award, Measure, Policy
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.policy.verdicts import Outcome, Result
from gongshu_desktop.review.case import Case, Claim
from gongshu_desktop.review.conflicts import Conflict, Prior, Priors, conflicts, names_case, same_name
from gongshu_desktop.review.findings import Finding, Severity
from gongshu_desktop.review.sweep_facts import backed, fact_findings
from gongshu_desktop.wording import _

__all__ = ["AWARDED", "Finding", "Severity", "errors", "sweep"]

AWARDED = frozenset(("awarded-before", "awarded-under-another-name"))
"""The codes of what says that the same thing was awarded in another case."""


def sweep(
    case: Case,
    policy: Policy,
    assessment: Assessment,
    *,
    adopted: Mapping[str, str] | None = None,
    priors: Sequence[Prior] = (),
) -> tuple[Finding, ...]:
    """All findings, in the order of the case's claims.

    ``adopted``: the options that the office has adopted, by the readings' keys (None: not known here, so not looked at);
    ``priors``: claims in the office's other cases.
    """
    found, priors = [*_basics(case)], Priors.of(priors)
    for claim in case.claims:
        measure, result = policy.measure(claim.measure), assessment.of(claim.measure)
        found += chain(
            _missing(claim, measure, result),
            _criteria(claim, measure, result),
            fact_findings(case, claim, measure, priors),
            _amounts(claim, measure, result),
            _payee(case, measure, policy),
            _stacking(case, measure, priors, refused=result.outcome is Outcome.INELIGIBLE and not claim.approved),
        )
        if adopted is not None:
            found += _readings(measure, policy, result, adopted)
    return tuple(found)


def errors(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those that stand in the way of submitting."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def _basics(case: Case) -> Iterator[Finding]:
    def error(code: str, target: str, text: str) -> Finding:
        return Finding(code=code, severity=Severity.ERROR, measure=None, target=target, text=text)

    if not case.claims:
        yield error("no-claims", "claims", _("本案还没有申报事项。"))
    if not case.number:
        yield error("no-number", "number", _("本案还没有编号。"))


def _missing(claim: Claim, measure: Measure, result: MeasureAssessment) -> Iterator[Finding]:
    waiting = Severity.ERROR if result.outcome is Outcome.UNDETERMINED else Severity.WARNING
    for item in result.missing:
        if item.row is None or item.column is None:
            text = _("“{fact}”还没有核定值。").format(fact=item.fact)
            code, row, column = "missing-fact", None, None
        else:
            code, (row, number), column = "missing-cell", _row_of(claim, item), item.column
            text = _("“{fact}”第{row}行的“{column}”还没有核定值。").format(fact=item.fact, row=number, column=column)
        yield Finding(
            code=code, severity=waiting, measure=measure.id, target=item.fact, text=text, row=row, column=column
        )


def _row_of(claim: Claim, item: Missing) -> tuple[str | None, int]:
    """The key of the row that the assessment counted, and its number on the screen (struck rows are numbered too)."""
    live = [(row.key, number) for number, row in enumerate(claim.tables[item.fact].rows, start=1) if not row.struck]
    return live[item.row] if item.row is not None and item.row < len(live) else (None, (item.row or 0) + 1)


def _criteria(claim: Claim, measure: Measure, result: MeasureAssessment) -> Iterator[Finding]:
    waiting = Severity.ERROR if result.outcome is Outcome.UNDETERMINED else Severity.WARNING
    judged = {criterion.name for criterion in measure.criteria if criterion.judgement}
    for criterion in result.criteria:
        if criterion.criterion not in judged:
            continue
        entry = claim.verdicts.get(criterion.criterion)
        if criterion.result is Result.PENDING:
            code, severity = "pending-criterion", waiting
            text = _("条件“{criterion}”还没有结论。").format(criterion=criterion.criterion)
        elif criterion.result is Result.UNMET and (entry is None or not entry.note.strip()):
            code, severity = "unmet-without-reason", Severity.WARNING
            text = _("条件“{criterion}”判为不符合，但没有写明理由。").format(criterion=criterion.criterion)
        elif criterion.result is Result.MET and (entry is None or not backed(entry)):
            code, severity = "unsupported-verdict", Severity.WARNING
            text = _("条件“{criterion}”判为符合，但既无说明也无佐证。").format(criterion=criterion.criterion)
        else:
            continue
        yield Finding(code=code, severity=severity, measure=measure.id, target=criterion.criterion, text=text)


def _amounts(claim: Claim, measure: Measure, result: MeasureAssessment) -> Iterator[Finding]:
    if claim.claimed is None and measure.award is Award.SUBSIDY:
        yield Finding(
            code="no-claimed-amount",
            severity=Severity.WARNING,
            measure=measure.id,
            target="claimed",
            text=_("没有填写申报额；申报材料中写明的，请补填。"),
        )
    if claim.approved is None:
        return
    if measure.award is not Award.SUBSIDY:
        code, text = "approved-referral", _("推荐事项没有补贴额，请清除审定额。")
    elif result.amount is None or claim.approved == result.amount or claim.approved_reason.strip():
        return
    else:
        code = "approved-without-reason"
        text = _("审定额{approved}元与测算额{computed}元不一致，须写明理由。").format(
            approved=grouped(claim.approved), computed=grouped(result.amount)
        )
    yield Finding(code=code, severity=Severity.ERROR, measure=measure.id, target="approved", text=text)


def _payee(case: Case, measure: Measure, policy: Policy) -> Iterator[Finding]:
    if measure.payee in policy.vocabulary.get("roles", ()) and measure.payee not in case.applicant.roles:
        text = _("该事项的对象是{payee}，申报单位的身份中没有这一项。").format(payee=measure.payee)
        yield Finding(
            code="not-the-payee", severity=Severity.WARNING, measure=measure.id, target="applicant.roles", text=text
        )


def _stacking(case: Case, measure: Measure, priors: Sequence[Prior], *, refused: bool) -> Iterator[Finding]:
    """``refused``: the claim gets nothing, so that what was awarded before is said and does not stand in the way."""
    for conflict in conflicts(case, measure, priors):
        prior, target = conflict.prior, "claims"
        if not conflict.certain:
            code, severity, text = _another_name(case, conflict)
            target = "opinion"
        elif prior.granted:
            code, severity = "awarded-before", Severity.WARNING if refused else Severity.ERROR
            text = _("{what}已由{number}给予同一扶持，不得重复。").format(what=conflict.what, number=_told(case, prior))
        else:
            code, severity = "claimed-elsewhere", Severity.WARNING
            text = _("{what}在{number}中也申报了同一事项。").format(what=conflict.what, number=_told(case, prior))
        yield Finding(code=code, severity=severity, measure=measure.id, target=target, text=text)


def _told(case: Case, prior: Prior) -> str:
    """The number of another case, with the makerspace's name there if it is written in another way."""
    name = prior.makerspace.name
    same = same_name(name) == same_name(case.makerspace.name)
    return prior.number if same else _("{number}（众创空间“{name}”）").format(number=prior.number, name=name)


def _another_name(case: Case, conflict: Conflict) -> tuple[str, Severity, str]:
    """What may be the same makerspace under another name or applicant: an award needs a written reason beside it."""
    prior = conflict.prior
    if prior.applicant.uscc == case.applicant.uscc:
        alike = _("申报单位相同")
    else:
        alike = _("众创空间名称相近，申报单位是“{name}”").format(name=prior.applicant.name)
    about = {"what": conflict.what, "number": _told(case, prior), "alike": alike}
    if not prior.granted:
        text = _("{what}可能重复申报：{number}也申报了同一事项，{alike}。")
        return "claimed-under-another-name", Severity.WARNING, text.format(**about)
    if names_case(case.claim(conflict.measure).opinion, prior.number):
        text = _("{number}已给予同一扶持，{alike}；审核意见已就此说明，请核对不是同一众创空间。")
        return "awarded-under-another-name", Severity.WARNING, text.format(**about)
    text = _(
        "{what}可能重复享受：{number}已给予同一扶持，{alike}。"
        "确非同一众创空间的，须在本事项的审核意见中写明理由，并写上该案卷号。"
    )
    return "awarded-under-another-name", Severity.ERROR, text.format(**about)


def _readings(
    measure: Measure, policy: Policy, result: MeasureAssessment, adopted: Mapping[str, str]
) -> Iterator[Finding]:
    for key, option in result.readings.items():
        reading = policy.readings[key]
        if key not in adopted:
            code = "reading-not-adopted"
            text = _("口径“{question}”单位还没有采用意见，批准前须先采用。").format(question=reading.question)
        elif adopted[key] != option:
            code = "reading-differs"
            text = _("口径“{question}”本案用的是“{option}”，单位采用的是“{adopted}”。").format(
                question=reading.question,
                option=reading.options.get(option, option),
                adopted=reading.options.get(adopted[key], adopted[key]),
            )
        else:
            continue
        yield Finding(code=code, severity=Severity.WARNING, measure=measure.id, target=key, text=text)
