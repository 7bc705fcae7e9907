"""The sweep's look at single facts and rows: differences without a word, impossible periods, unit slips, doubles."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeGuard

from gongshu_desktop.policy.assessment import end_of_year
from gongshu_desktop.policy.model import Fact, Kind, Measure
from gongshu_desktop.policy.numbers import display
from gongshu_desktop.policy.values import Number, Scalar
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Case, Claim, FactEntry, TableEntry, TableRow, VerdictEntry
from gongshu_desktop.review.conflicts import Prior, Priors, conflicts, names_case
from gongshu_desktop.review.findings import Finding, Severity
from gongshu_desktop.review.prefill import ledgered
from gongshu_desktop.wording import _

_BEGINNING = ("起始", "开始", "起")
_END = ("截止", "结束", "终止", "止")
_SLIPS = (Fraction(10_000), Fraction(1_000), Fraction(100_000_000))


def fact_findings(case: Case, claim: Claim, measure: Measure, priors: Sequence[Prior]) -> Iterator[Finding]:
    """What is doubtful about the facts of one claim."""
    for fact in measure.facts:
        if fact.kind is Kind.TABLE:
            table = claim.tables.get(fact.name)
            if table is not None:
                yield from _table(case, claim, measure, fact, priors)
        else:
            yield from _scalar(case, measure, fact, claim.facts.get(fact.name, FactEntry()), priors)
            yield from _no_evidence(claim, measure, fact)
            yield from _another_spaces(case, claim, measure, fact, priors)


def without_evidence(claim: Claim, measure: Measure) -> tuple[str, ...]:
    """What was accepted with nothing behind it: facts without the documents that the policy names, conditions without a word."""
    facts = [fact.name for fact in measure.facts if _lacks_evidence(claim, fact)]
    judged = [criterion.name for criterion in measure.criteria if criterion.judgement]
    found = {name: claim.verdicts.get(name, VerdictEntry()) for name in judged}
    bare = [name for name, entry in found.items() if entry.result is Result.MET and not backed(entry)]
    return (*facts, *bare)


def backed(entry: VerdictEntry) -> bool:
    """Whether a verdict rests on a word or a document."""
    return bool(entry.note.strip() or entry.evidence)


def evidence_words(names: Sequence[str]) -> str:
    """That these facts have no document, as an opinion says it (Chinese in every language); "" when there are none."""
    if len(names) <= 2:
        return "、".join(f"“{name}”" for name in names) + "未见佐证材料" if names else ""
    return f"“{names[0]}”等{len(names)}项未见佐证材料"


def _lacks_evidence(claim: Claim, fact: Fact) -> bool:
    if not fact.evidence:
        return False
    if fact.kind is Kind.TABLE:
        table = claim.tables.get(fact.name, TableEntry())
        return table.verified and bool(table.rows) and not table.evidence
    entry = claim.facts.get(fact.name, FactEntry())
    return entry.verified is not None and not entry.evidence


def _no_evidence(claim: Claim, measure: Measure, fact: Fact) -> Iterator[Finding]:
    if _lacks_evidence(claim, fact):
        text = _("“{fact}”已核定，但没有关联佐证材料（{wanted}）。").format(
            fact=fact.name, wanted="、".join(fact.evidence)
        )
        yield _warning("no-evidence", measure, fact, text)


def _warning(code: str, measure: Measure, fact: Fact, text: str, row: str | None = None, column: str = "") -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        measure=measure.id,
        target=fact.name,
        text=text,
        row=row,
        column=column or None,
    )


def _scalar(case: Case, measure: Measure, fact: Fact, entry: FactEntry, priors: Sequence[Prior]) -> Iterator[Finding]:
    known = ledgered(case, fact, priors)
    effective = fact.default if entry.verified is None else entry.verified
    if known is not None and effective != known.value:
        text = _("台账（{sources}）记载“{fact}”为{value}，与核定值不一致。").format(
            sources="、".join(known.sources), fact=fact.name, value=display(known.value, fact)
        )
        yield _warning("ledger-differs", measure, fact, text)
    if entry.verified is None:
        return
    if slip := _unit_slip(fact, entry.claimed, entry.verified):
        yield _warning("unit-slip", measure, fact, slip)
    elif entry.claimed is not None and entry.claimed != entry.verified and not entry.note.strip():
        text = _("“{fact}”核定值与申报值不一致，没有说明。").format(fact=fact.name)
        yield _warning("unexplained-difference", measure, fact, text)
    if isinstance(entry.verified, date) and entry.verified > end_of_year(case.year):
        text = _("“{fact}”（{value}）晚于申报年度。").format(fact=fact.name, value=entry.verified.isoformat())
        yield _warning("date-outside-year", measure, fact, text)
    if fact.judged and not entry.note.strip():
        text = _("“{fact}”由审核人判断，没有写明理由。").format(fact=fact.name)
        yield _warning("unsupported-judgement", measure, fact, text)


def _another_spaces(
    case: Case, claim: Claim, measure: Measure, fact: Fact, priors: Sequence[Prior]
) -> Iterator[Finding]:
    """What the ledger would have filled in if the makerspace bore the same name: it asks for a word about it.

    An award of the very thing that is claimed is told, and explained, by itself.
    """
    if fact.prefill is None or fact.prefill.match != "makerspace":
        return
    said = "\n".join((claim.facts.get(fact.name, FactEntry()).note, claim.opinion))
    found = Priors.of(priors).perhaps_granted_to(fact.prefill.measure, case)
    told = {conflict.prior.case for conflict in conflicts(case, measure, priors)} if found else set()
    for prior in found:
        if prior.case not in {case.id, *told} and not names_case(said, prior.number):
            yield Finding(
                code="ledger-under-another-name",
                severity=Severity.ERROR,
                measure=measure.id,
                target=fact.name,
                text=_(
                    "台账（{number}）记载众创空间“{space}”（{applicant}）获得过同一扶持，名称或申报单位与本案只有一项相同。"
                    "是否计入“{fact}”，须在其说明或审核意见中写明，并写上该案卷号。"
                ).format(
                    number=prior.number, space=prior.makerspace.name, applicant=prior.applicant.name, fact=fact.name
                ),
            )


def _unit_slip(fact: Fact, claimed: Scalar | None, verified: Scalar | None) -> str | None:
    """元 taken for 万元 and the like: the two sides differ by exactly such a factor."""
    if fact.kind not in {Kind.MONEY, Kind.NUMBER} or not _number(claimed) or not _number(verified):
        return None
    high, low = Fraction(max(claimed, verified)), Fraction(min(claimed, verified))
    if low and high / low in _SLIPS:
        return _("“{fact}”申报值{claimed}、核定值{verified}，相差正好{times}倍，请核对单位（元、万元）。").format(
            fact=fact.name,
            claimed=display(claimed, fact),
            verified=display(verified, fact),
            times=high / low,
        )
    return None


def _number(value: Scalar | None) -> TypeGuard[Number]:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def _table(case: Case, claim: Claim, measure: Measure, fact: Fact, priors: Sequence[Prior]) -> Iterator[Finding]:
    table = claim.tables[fact.name]
    if not table.verified:
        return
    if not table.note.strip() and any(_differs(row) for row in table.rows):
        text = _("“{fact}”有核定与申报不一致的行，没有说明。").format(fact=fact.name)
        yield _warning("unexplained-difference", measure, fact, text)
    yield from _no_evidence(claim, measure, fact)
    judged = [column.name for column in fact.columns if column.judged]
    if judged and not table.note.strip() and any(not row.struck for row in table.rows):
        text = _("“{fact}”的“{column}”由审核人判断，没有写明理由。").format(fact=fact.name, column="、".join(judged))
        yield _warning("unsupported-judgement", measure, fact, text)
    seen: dict[tuple[tuple[str, Scalar | None], ...], int] = {}
    for number, row in enumerate(table.rows, start=1):
        if row.struck:
            continue
        yield from _row_dates(case, measure, fact, row, number)
        yield from _row_ledger(case, measure, fact, row, number, priors)
        yield from _row_double(measure, fact, row, number, seen)


def _differs(row: TableRow) -> bool:
    if row.struck or row.by_reviewer:
        return True
    return any(row.verified.get(name) != value for name, value in row.claimed.items() if value is not None)


def _period(dates: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """The columns that say from when to when, if the table has such."""
    begin = next((column for column in dates if column.name.startswith(_BEGINNING)), None)
    end = next((column for column in dates if column.name.startswith(_END)), None)
    return (begin, end) if begin and end else None


def _row_dates(case: Case, measure: Measure, fact: Fact, row: TableRow, number: int) -> Iterator[Finding]:
    dates = [column for column in fact.columns if column.kind is Kind.DATE]
    period = _period(dates)
    if period is not None:
        yield from _row_period(case, measure, fact, row, number, period)
        return
    for column in dates:
        value = row.verified.get(column.name)
        if isinstance(value, date) and value.year != case.year:
            text = _("“{fact}”第{row}行的“{column}”（{value}）不在申报年度内。").format(
                fact=fact.name, row=number, column=column.name, value=value.isoformat()
            )
            yield _warning("date-outside-year", measure, fact, text, row.key, column.name)


def _row_period(
    case: Case, measure: Measure, fact: Fact, row: TableRow, number: int, period: tuple[Fact, Fact]
) -> Iterator[Finding]:
    begin, end = (row.verified.get(column.name) for column in period)
    if not isinstance(begin, date) or not isinstance(end, date):
        return
    if end < begin:
        yield Finding(
            code="period-reversed",
            severity=Severity.ERROR,
            measure=measure.id,
            target=fact.name,
            text=_("“{fact}”第{row}行的{end}早于{begin}。").format(
                fact=fact.name, row=number, begin=period[0].name, end=period[1].name
            ),
            row=row.key,
            column=period[1].name,
        )
    elif end.year < case.year or begin.year > case.year:
        text = _("“{fact}”第{row}行的期间不在申报年度内。").format(fact=fact.name, row=number)
        yield _warning("date-outside-year", measure, fact, text, row.key, period[0].name)


def _row_ledger(
    case: Case, measure: Measure, fact: Fact, row: TableRow, number: int, priors: Sequence[Prior]
) -> Iterator[Finding]:
    for column in fact.columns:
        if column.prefill is None or not priors:
            continue
        known = ledgered(case, column, priors, row.verified.get(column.prefill.match))
        value = row.verified.get(column.name)
        if known is not None and (column.default if value is None else value) != known.value:
            text = _("台账（{sources}）记载“{fact}”第{row}行的“{column}”为{value}，与核定值不一致。").format(
                sources="、".join(known.sources),
                fact=fact.name,
                row=number,
                column=column.name,
                value=display(known.value, column),
            )
            yield _warning("ledger-differs", measure, fact, text, row.key, column.name)


def _row_double(
    measure: Measure, fact: Fact, row: TableRow, number: int, seen: dict[tuple[tuple[str, Scalar | None], ...], int]
) -> Iterator[Finding]:
    cells = _content(row.verified)
    if not cells:
        return
    first = seen.setdefault(cells, number)
    if first != number:
        text = _("“{fact}”第{row}行与第{first}行完全相同。").format(fact=fact.name, row=number, first=first)
        yield _warning("duplicate-row", measure, fact, text, row.key)


def _content(cells: Mapping[str, Scalar | None]) -> tuple[tuple[str, Scalar | None], ...]:
    return tuple(sorted((name, value) for name, value in cells.items() if value is not None))
