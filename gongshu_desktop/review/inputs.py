"""What an assessment sees of a case: verified values, verdicts and readings; nothing of what was merely claimed."""

from gongshu_desktop.policy.assessment import CaseInputs, ClaimInputs
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.values import Row, Value
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Case, Claim, TableEntry


def case_inputs(case: Case, policy: Policy) -> CaseInputs:
    """The case as the rules see it, claims and rows in order. A fact without a verified value is left out."""
    known = {measure.id for measure in policy.measures}
    return CaseInputs(
        case=case.number or None,
        year=case.year,
        claims=tuple(_claim(claim) for claim in case.claims if claim.measure in known),
        readings=dict(case.readings),
    )


def _claim(claim: Claim) -> ClaimInputs:
    facts: dict[str, Value] = {
        name: entry.verified for name, entry in claim.facts.items() if entry.verified is not None
    }
    facts.update({name: accepted_rows(table) for name, table in claim.tables.items() if table.verified})
    verdicts = {name: entry.result for name, entry in claim.verdicts.items() if entry.result is not Result.PENDING}
    return ClaimInputs(measure=claim.measure, facts=facts, verdicts=verdicts)


def accepted_rows(table: TableEntry) -> tuple[Row, ...]:
    """The rows that count as verified, in order: those not struck, with the cells that are filled."""
    return tuple(
        {name: value for name, value in row.verified.items() if value is not None}
        for row in table.rows
        if not row.struck
    )
