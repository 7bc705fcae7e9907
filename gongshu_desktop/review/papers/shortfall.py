"""What an applicant still owes: documents that no fact or condition has yet, values never stated, statements to correct.

Only what the applicant can supply: a value that was claimed with its documents and waits for the reviewer is not owed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongshu_desktop.policy.assessment import Assessment, MeasureAssessment, Missing
from gongshu_desktop.policy.model import Criterion, Fact, Measure, Policy
from gongshu_desktop.policy.verdicts import Outcome, Result
from gongshu_desktop.review.case import Case, Claim, FactEntry, TableEntry, VerdictEntry
from gongshu_desktop.review.findings import Finding

_QUERIES = frozenset(("period-reversed", "unit-slip", "duplicate-row"))
"""Findings that only the applicant can settle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """One thing that is owed. ``key`` names it within the case; ``documents`` are those that would settle it, any or all."""

    key: str
    measure: str
    title: str
    clause: str
    heading: str
    quote: str
    text: str
    documents: tuple[str, ...]


def shortfalls(
    case: Case, policy: Policy, assessment: Assessment, findings: Sequence[Finding]
) -> tuple[Shortfall, ...]:
    """Everything owed, measure by measure; nothing for measures that fail whatever is handed in."""
    found: list[Shortfall] = []
    for claim in case.claims:
        result = assessment.of(claim.measure)
        if result.outcome is not Outcome.INELIGIBLE:
            found += _of_claim(claim, policy.measure(claim.measure), result, findings)
    return tuple(found)


def _of_claim(
    claim: Claim, measure: Measure, result: MeasureAssessment, findings: Sequence[Finding]
) -> Iterator[Shortfall]:
    for fact in measure.facts:
        if measure.discretionary and not fact.evidence:
            # What the office grants at its discretion, and why, is the reviewer's own to state.
            continue
        gaps = [item for item in result.missing if item.fact == fact.name]
        text, documents = _fact(fact, claim, gaps)
        if text:
            yield _shortfall(measure, fact.name, text, documents)
    results = {item.criterion: item.result for item in result.criteria}
    for criterion in measure.criteria:
        entry = claim.verdicts.get(criterion.name, VerdictEntry())
        if _unproven(criterion, entry, results.get(criterion.name)):
            yield _shortfall(measure, criterion.name, f"条件“{criterion.name}”的证明材料未提交", criterion.evidence)
    for finding in findings:
        if finding.measure == measure.id and finding.code in _QUERIES:
            key = f"{finding.target}/{finding.code}/{finding.row or ''}"
            yield _shortfall(measure, key, f"“{finding.target}”{_QUERY[finding.code]}", ("书面说明或更正后的材料",))


_QUERY = {
    "period-reversed": "所填期间的止日早于起日，请更正或说明",
    "unit-slip": "所填金额与材料相差整倍数，请核对单位（元、万元）后更正或说明",
    "duplicate-row": "有内容完全相同的两行，请说明是否重复填报",
}


def _shortfall(measure: Measure, name: str, text: str, documents: Iterable[str]) -> Shortfall:
    return Shortfall(
        key=f"{measure.id}/{name}",
        measure=measure.id,
        title=measure.title,
        clause=measure.clause,
        heading=measure.heading,
        quote=measure.quote,
        text=text,
        documents=tuple(documents),
    )


def _fact(fact: Fact, claim: Claim, gaps: Sequence[Missing]) -> tuple[str, tuple[str, ...]]:
    """What of a fact is owed, in words, with the documents; "" when nothing is."""
    if fact.columns:
        table = claim.tables.get(fact.name, TableEntry())
        unstated, linked, given = _cells(table, gaps), bool(table.evidence), bool(table.rows)
        if gaps and not table.rows and not table.verified:
            unstated = [f"“{fact.name}”没有填报明细"]
        else:
            unstated = [f"“{fact.name}”{cell}未填报" for cell in unstated]
    else:
        entry = claim.facts.get(fact.name, FactEntry())
        given = entry.claimed is not None or entry.verified is not None
        unstated = [f"“{fact.name}”未填报"] if gaps and not given else []
        linked = bool(entry.evidence)
    unproven = bool(fact.evidence) and not linked and (given or bool(gaps))
    parts = [*unstated, *([f"“{fact.name}”的证明材料未提交"] if unproven else [])]
    return "；".join(parts), fact.evidence if unproven else ()


def _cells(table: TableEntry, gaps: Sequence[Missing]) -> list[str]:
    """The cells that stand in the way and that the applicant never filled in: 第2行的面积."""
    live = [(row, number) for number, row in enumerate(table.rows, 1) if not row.struck]
    found = []
    for gap in gaps:
        if gap.row is None or gap.column is None or gap.row >= len(live):
            continue
        row, number = live[gap.row]
        if row.claimed.get(gap.column) is None:
            found.append(f"第{number}行的“{gap.column}”")
    return found


def _unproven(criterion: Criterion, entry: VerdictEntry, result: Result | None) -> bool:
    """Whether a condition that the reviewer judges waits for a document."""
    return bool(criterion.judgement and criterion.evidence and not entry.evidence and result is Result.PENDING)


def chosen(found: Sequence[Shortfall], leave_out: Iterable[str]) -> tuple[Shortfall, ...]:
    """Those whose keys are not left out."""
    without = frozenset(leave_out)
    return tuple(item for item in found if item.key not in without)


def by_measure(items: Sequence[Shortfall]) -> Mapping[tuple[str, str], list[Shortfall]]:
    """Grouped by (id, title) of the measure, in the given order."""
    groups: dict[tuple[str, str], list[Shortfall]] = {}
    for item in items:
        groups.setdefault((item.measure, item.title), []).append(item)
    return groups
