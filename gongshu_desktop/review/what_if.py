"""What a measure that is still open would come to if everything open turned out as the applicant says."""

from collections.abc import Sequence
from dataclasses import replace

from gongshu_desktop.policy.assessment import CaseInputs
from gongshu_desktop.policy.model import Award, Fact, Kind, Measure, Policy
from gongshu_desktop.policy.verdicts import Outcome, Result
from gongshu_desktop.review.case import Case, Claim, FactEntry, TableEntry, TableRow, VerdictEntry
from gongshu_desktop.review.editing.table_edits import accept_table
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
    """As 与申报一致 fills it; beyond that, what nobody has said is 是 where only 是 or 否 can be said."""
    accepted = accept_table(entry, fill=True)
    open_still = [column.name for column in fact.columns if column.kind is Kind.YES_NO and column.default is None]
    return replace(accepted, rows=tuple(_said_yes(row, open_still) for row in accepted.rows))


def _said_yes(row: TableRow, columns: Sequence[str]) -> TableRow:
    yes = {name: True for name in columns if row.verified.get(name) is None}
    return replace(row, verified={**row.verified, **yes})
