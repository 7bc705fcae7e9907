"""One claimed measure as the memo tells it: facts and rows, conditions, derivation, the three amounts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gongshu_desktop.policy.assessment import CriterionResult, MeasureAssessment, Missing
from gongshu_desktop.policy.model import Award, Fact, Kind, Measure, Policy
from gongshu_desktop.policy.numbers import display
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.policy.verdicts import Outcome, Result
from gongshu_desktop.review.case import Claim, FactEntry, TableEntry, TableRow, VerdictEntry
from gongshu_desktop.review.memo.content import (
    CellContent,
    CriterionContent,
    FactContent,
    MeasureContent,
    RowContent,
    StepContent,
    TableContent,
)

_FIGURES = frozenset((Kind.MONEY, Kind.NUMBER, Kind.COUNT))


def measure_content(
    claim: Claim, policy: Policy, result: MeasureAssessment, labels: Mapping[str, str]
) -> MeasureContent:
    """What the memo says of one claim. ``labels``: how the memo numbers the evidence, by key."""
    measure = policy.measure(claim.measure)
    subsidy = measure.award is Award.SUBSIDY
    computed = result.amount if subsidy else None
    approved = computed if claim.approved is None or computed is None else claim.approved
    return MeasureContent(
        id=measure.id,
        title=measure.title,
        clause=measure.clause,
        heading=measure.heading,
        quote=measure.quote,
        award=measure.award,
        payee=measure.payee,
        discretionary=measure.discretionary,
        outcome=result.outcome,
        claimed=claim.claimed,
        computed=computed,
        approved=approved,
        ceiling=result.ceiling,
        approved_reason=claim.approved_reason if approved != computed else "",
        opinion=claim.opinion,
        missing=tuple(_missing(result)),
        facts=tuple(
            _fact(fact, claim.facts.get(fact.name, FactEntry()), labels) for fact in measure.facts if not fact.columns
        ),
        tables=tuple(
            _table(fact, claim.tables.get(fact.name, TableEntry()), labels) for fact in measure.facts if fact.columns
        ),
        criteria=tuple(_criterion(item, measure, claim, labels) for item in result.criteria),
        steps=tuple(_steps(result)),
    )


def _missing(result: MeasureAssessment) -> Iterator[str]:
    if result.outcome is not Outcome.UNDETERMINED:
        return
    for item in result.missing:
        yield _missing_words(item)
    for criterion in result.criteria:
        if criterion.result is Result.PENDING and criterion.step is None:
            yield f"条件“{criterion.criterion}”的判断"


def _missing_words(item: Missing) -> str:
    if item.column is not None and item.row is not None:
        return f"“{item.fact}”第{item.row + 1}行的{item.column}"
    return f"{item.fact}的核定值"


def _fact(fact: Fact, entry: FactEntry, labels: Mapping[str, str]) -> FactContent:
    verified = entry.verified if entry.verified is not None else fact.default
    return FactContent(
        name=fact.name,
        claimed=_shown(entry.claimed, fact, "未填报"),
        verified=_shown(verified, fact, "待核"),
        differs=entry.claimed is not None and entry.claimed != verified,
        note=entry.note,
        evidence=_labelled(entry.evidence, labels),
        assumed=entry.verified is None and fact.default is not None,
        judged=fact.judged,
        unasked=not fact.evidence,
    )


def _shown(value: Scalar | None, fact: Fact, otherwise: str) -> str:
    return otherwise if value is None else display(value, fact)


def _labelled(keys: Iterable[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    """Evidence as the memo's own list numbers it; a document that is only named keeps its name."""
    return tuple(labels.get(key, key) for key in keys)


def _table(fact: Fact, entry: TableEntry, labels: Mapping[str, str]) -> TableContent:
    return TableContent(
        name=fact.name,
        columns=tuple(column.name for column in fact.columns),
        figures=tuple(column.kind in _FIGURES for column in fact.columns),
        rows=tuple(_row(fact.columns, row, verified=entry.verified) for row in entry.rows),
        verified=entry.verified,
        note=entry.note,
        evidence=_labelled(entry.evidence, labels),
        judged=tuple(column.name for column in fact.columns if column.judged),
        unasked=not fact.evidence,
    )


def _row(columns: Sequence[Fact], row: TableRow, *, verified: bool) -> RowContent:
    return RowContent(
        cells=tuple(_cell(column, row, verified=verified) for column in columns),
        struck=row.struck,
        by_reviewer=row.by_reviewer,
    )


def _cell(column: Fact, row: TableRow, *, verified: bool) -> CellContent:
    claimed = row.claimed.get(column.name)
    accepted = row.verified.get(column.name)
    if row.struck:
        return CellContent(verified=_shown(claimed if claimed is not None else accepted, column, "—"))
    assumed = accepted is None and verified and column.default is not None
    if assumed:
        accepted = column.default
    shown = _shown(accepted, column, "待核" if verified or claimed is not None else "—")
    differs = claimed is not None and claimed != accepted
    return CellContent(verified=shown, claimed=_shown(claimed, column, "") if differs else "", assumed=assumed)


def _criterion(item: CriterionResult, measure: Measure, claim: Claim, labels: Mapping[str, str]) -> CriterionContent:
    known = next((criterion for criterion in measure.criteria if criterion.name == item.criterion), None)
    entry = claim.verdicts.get(item.criterion, VerdictEntry())
    return CriterionContent(
        name=item.criterion,
        rule=known.rule if known else "",
        result=item.result,
        origin=item.origin,
        value=item.step.working if item.step else "",
        margin=item.step.note if item.step else "",
        note=entry.note,
        evidence=_labelled(entry.evidence, labels),
        rests_on=known.rests_on if known else (),
    )


def _steps(result: MeasureAssessment) -> Iterator[StepContent]:
    """The derivation without the criteria, which stand in a table of their own."""
    judged = {f"条件：{item.criterion}" for item in result.criteria}
    for top in result.steps:
        if top.label in judged:
            continue
        for depth, step in top.walk():
            yield StepContent(
                depth=depth,
                label=step.label,
                rule=step.rule,
                working=step.working,
                value=step.value,
                phrase=step.phrase,
                note=step.note,
                pending=step.pending,
            )
