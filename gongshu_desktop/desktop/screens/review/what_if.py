"""What a measure that is still open would come to if everything open turned out as the applicant says. No Qt."""

from dataclasses import replace

from gongshu_desktop.policy.assessment import CaseInputs, Outcome, Result
from gongshu_desktop.policy.model import Award, Fact, Kind, Measure, Policy
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.review.case import Case, Claim, FactEntry, TableEntry, TableRow, VerdictEntry
from gongshu_desktop.review.inputs import case_inputs


def if_as_claimed(case: Case, policy: Policy, measure: Measure) -> int | None:
    """The amount in fen if claimed values were verified, open judgements were met and open 是/否 were 是; None if even
    then none comes out. What the reviewer has settled already stays as it is."""
    if measure.award is not Award.SUBSIDY:
        return None
    claim = _as_claimed(case.claim(measure.id), measure)
    alone = case_inputs(replace(case, claims=(claim,)), policy)
    inputs = CaseInputs(case=None, year=alone.year, claims=alone.claims, readings=alone.readings)
    (found,) = policy.assess(inputs, derive=False).measures
    return found.amount if found.outcome is Outcome.ELIGIBLE else None


def _as_claimed(claim: Claim, measure: Measure) -> Claim:
    facts = {name: _accepted(entry) for name, entry in claim.facts.items()}
    tables = {
        fact.name: _accepted_table(claim.tables[fact.name], fact)
        for fact in measure.facts
        if fact.kind is Kind.TABLE and fact.name in claim.tables
    }
    verdicts = dict(claim.verdicts)
    for criterion in measure.criteria:
        if criterion.judgement and verdicts.get(criterion.name, VerdictEntry()).result is Result.PENDING:
            verdicts[criterion.name] = VerdictEntry(result=Result.MET)
    return replace(claim, facts=facts, tables=tables, verdicts=verdicts)


def _accepted(entry: FactEntry) -> FactEntry:
    return entry if entry.verified is not None else replace(entry, verified=entry.claimed)


def _accepted_table(entry: TableEntry, fact: Fact) -> TableEntry:
    return replace(entry, verified=True, rows=tuple(_accepted_row(row, fact) for row in entry.rows))


def _accepted_row(row: TableRow, fact: Fact) -> TableRow:
    values: dict[str, Scalar | None] = {}
    for column in fact.columns:
        value = row.verified.get(column.name)
        if value is None:
            value = row.claimed.get(column.name)
        if value is None and column.kind is Kind.YES_NO and column.default is None:
            value = True
        values[column.name] = value
    return replace(row, verified=values)
