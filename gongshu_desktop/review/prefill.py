"""Values that the office's own ledger supplies: what earlier signed memos awarded to the same makerspace or enterprise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gongshu_desktop.policy.model import Fact, Kind, Policy
from gongshu_desktop.policy.money import from_fen
from gongshu_desktop.policy.numbers import simplest
from gongshu_desktop.policy.values import Number, Scalar
from gongshu_desktop.review.case import Case, FactEntry, TableEntry
from gongshu_desktop.review.conflicts import Prior, Priors


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgered:
    """What the ledger says about a fact or cell, and the numbers of the memos that say it."""

    value: Scalar
    sources: tuple[str, ...]


def ledgered(case: Case, fact: Fact, priors: Sequence[Prior], code: Scalar | None = None) -> Ledgered | None:
    """What was awarded before for a fact with a prefill; None when the ledger knows nothing. ``code``: the row's own."""
    rule = fact.prefill
    if rule is None:
        return None
    if rule.match == "makerspace":
        granted = Priors.of(priors).granted_to(rule.measure, case)
    else:
        granted = () if code is None else Priors.of(priors).granted_with(rule.measure, rule.match, code)
    found = [prior for prior in granted if prior.case != case.id]
    if not found:
        return None
    return Ledgered(
        value=True if fact.kind is Kind.YES_NO else _so_far(fact, found),
        sources=tuple(dict.fromkeys(prior.number for prior in found)),
    )


def _so_far(fact: Fact, granted: Sequence[Prior]) -> Number:
    """What was had in all. An earlier case may itself have found awards from before this ledger began: they count too."""
    total: Number = from_fen(sum(prior.awarded or 0 for prior in granted))
    for prior in granted:
        before = prior.claim.facts.get(fact.name, FactEntry()).verified
        if isinstance(before, int | Fraction):
            total = max(total, before + from_fen(prior.awarded or 0))
    return simplest(total)


def prefilled(case: Case, policy: Policy, priors: Sequence[Prior], measure: str, note: str) -> Case:
    """The case with what the ledger knows put where the measure's verified values are still empty.

    ``note`` is put on a fact that is filled in; "{sources}" in it becomes the memos' numbers.
    """
    claim = case.claim(measure)
    facts, tables = dict(claim.facts), dict(claim.tables)
    for fact in policy.measure(measure).facts:
        known = ledgered(case, fact, priors)
        entry = facts.get(fact.name, FactEntry())
        if known is not None and entry.verified is None:
            words = entry.note or note.format(sources="、".join(known.sources))
            facts[fact.name] = replace(entry, verified=known.value, note=words)
        if fact.name in tables and any(column.prefill for column in fact.columns):
            tables[fact.name] = _fill_table(case, fact, tables[fact.name], priors)
    if facts == claim.facts and tables == claim.tables:
        return case
    filled = replace(claim, facts=facts, tables=tables)
    return replace(case, claims=tuple(filled if item is claim else item for item in case.claims))


def _fill_table(case: Case, fact: Fact, table: TableEntry, priors: Sequence[Prior]) -> TableEntry:
    if not table.verified:
        return table
    rows = []
    for row in table.rows:
        cells = dict(row.verified)
        for column in fact.columns:
            if column.prefill is not None and cells.get(column.name) is None and not row.struck:
                known = ledgered(case, column, priors, cells.get(column.prefill.match))
                if known is not None:
                    cells[column.name] = known.value
        rows.append(row if cells == row.verified else replace(row, verified=cells))
    return replace(table, rows=tuple(rows))
