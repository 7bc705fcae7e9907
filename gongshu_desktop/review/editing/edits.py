"""Making an edit: from one case to the next, refused in words when what was entered does not suit the policy."""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from gongshu_desktop.policy.model import Criterion, Fact, Kind, Measure, Policy
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Case, Claim, FactEntry, TableEntry, VerdictEntry
from gongshu_desktop.review.editing import basics
from gongshu_desktop.review.editing.changes import changes
from gongshu_desktop.review.editing.edit_types import (
    AcceptClaimed,
    AddClaim,
    AddClaimedRow,
    AddEvidence,
    AddRow,
    ClaimEdit,
    Edit,
    EditRefused,
    LinkEvidence,
    PasteCells,
    RemoveClaim,
    RemoveEvidence,
    RemoveRow,
    RenameEvidence,
    SetApproved,
    SetBasics,
    SetCell,
    SetClaimedAmount,
    SetFact,
    SetFactNote,
    SetOpinion,
    SetReading,
    SetVerdict,
    Side,
    StrikeRow,
    SupplyEvidence,
    target,
)
from gongshu_desktop.review.editing.evidence_edits import edit_evidence, link, with_known
from gongshu_desktop.review.editing.table_edits import accept_table, edit_table, paste, suitable
from gongshu_desktop.review.values import MOST, parse_value, text_problem
from gongshu_desktop.wording import _

__all__ = [
    "AcceptClaimed",
    "AddClaim",
    "AddClaimedRow",
    "AddEvidence",
    "AddRow",
    "Edit",
    "EditRefused",
    "LinkEvidence",
    "PasteCells",
    "RemoveClaim",
    "RemoveEvidence",
    "RemoveRow",
    "RenameEvidence",
    "SetApproved",
    "SetBasics",
    "SetCell",
    "SetClaimedAmount",
    "SetFact",
    "SetFactNote",
    "SetOpinion",
    "SetReading",
    "SetVerdict",
    "Side",
    "StrikeRow",
    "SupplyEvidence",
    "apply",
    "changes",
    "parse_value",
    "target",
]


def apply(case: Case, edit: Edit, policy: Policy) -> Case:
    """The case after the edit.

    Raises:
        EditRefused: in words, when the edit does not suit the case or its policy; the case is as it was.
    """
    match edit:
        case SetBasics():
            return basics.set_basics(case, edit, policy)
        case AddClaim():
            return _add_claim(case, edit.measure, policy)
        case RemoveClaim():
            _claim(case, edit.measure)
            return replace(case, claims=tuple(claim for claim in case.claims if claim.measure != edit.measure))
        case SetReading():
            return _set_reading(case, edit, policy)
        case AddEvidence() | SupplyEvidence() | RemoveEvidence() | RenameEvidence():
            return edit_evidence(case, edit)
        case _:
            return _edit_claim(case, edit, policy)


def _claim(case: Case, measure: str) -> Claim:
    try:
        return case.claim(measure)
    except KeyError:
        raise EditRefused(_("本案没有申报事项{measure}。").format(measure=measure)) from None


def _add_claim(case: Case, measure: str, policy: Policy) -> Case:
    order = {item.id: index for index, item in enumerate(policy.measures)}
    if measure not in order:
        raise EditRefused(_("政策中没有事项{measure}。").format(measure=measure))
    if any(claim.measure == measure for claim in case.claims):
        raise EditRefused(_("本案已经申报事项{measure}。").format(measure=measure))
    claims = sorted((*case.claims, Claim(measure=measure)), key=lambda claim: order.get(claim.measure, len(order)))
    return replace(case, claims=tuple(claims))


def _set_reading(case: Case, edit: SetReading, policy: Policy) -> Case:
    reading = policy.readings.get(edit.key)
    if reading is None or (edit.option is not None and edit.option not in reading.options):
        raise EditRefused(_("政策中没有口径{key}的这一选项。").format(key=edit.key))
    readings = {key: option for key, option in case.readings.items() if key != edit.key}
    if edit.option is not None:
        readings[edit.key] = edit.option
    return replace(case, readings=readings)


def _edit_claim(case: Case, edit: ClaimEdit, policy: Policy) -> Case:
    claim = _claim(case, edit.measure)
    measure = policy.measure(edit.measure)
    match edit:
        case SetClaimedAmount() | SetApproved() | SetOpinion():
            changed = _set_decision(claim, edit)
        case SetFact() | SetFactNote():
            changed = _edit_fact(claim, edit, _fact(measure, edit.fact))
        case SetCell() | AddRow() | AddClaimedRow() | RemoveRow() | StrikeRow() | PasteCells():
            changed = _edit_rows(claim, edit, _table(measure, edit.fact))
        case AcceptClaimed():
            changed = _accept(claim, edit, measure)
        case SetVerdict():
            changed = _set_verdict(claim, with_known(edit, case), _criterion(measure, edit.criterion))
        case LinkEvidence():
            changed = link(case, claim, edit, measure)
        case _:
            assert_never(edit)
    return replace(case, claims=tuple(changed if item is claim else item for item in case.claims))


def _fact(measure: Measure, name: str) -> Fact:
    try:
        return measure.fact(name)
    except KeyError:
        raise EditRefused(_("事项{measure}没有“{fact}”这一事实。").format(measure=measure.id, fact=name)) from None


def _table(measure: Measure, name: str) -> Fact:
    fact = _fact(measure, name)
    if fact.kind is not Kind.TABLE:
        raise EditRefused(_("“{fact}”不是表格。").format(fact=name))
    return fact


def _criterion(measure: Measure, name: str) -> Criterion:
    for criterion in measure.criteria:
        if criterion.name == name:
            return criterion
    raise EditRefused(_("事项{measure}没有“{criterion}”这一条件。").format(measure=measure.id, criterion=name))


def _words(text: str) -> str:
    wrong = text_problem(text, lines=True)
    if wrong is not None:
        raise EditRefused(_("文字应为{expected}。").format(expected=wrong))
    return text


def _fen(amount: int | None) -> int | None:
    if amount is not None and not 0 <= amount <= MOST * 100:
        raise EditRefused(_("金额应在0至999999999999.99元之间。"))
    return amount


def _set_decision(claim: Claim, edit: SetClaimedAmount | SetApproved | SetOpinion) -> Claim:
    match edit:
        case SetClaimedAmount():
            return replace(claim, claimed=_fen(edit.fen))
        case SetApproved():
            return replace(claim, approved=_fen(edit.fen), approved_reason=_words(edit.reason))
        case SetOpinion():
            return replace(claim, opinion=_words(edit.text))


def _edit_fact(claim: Claim, edit: SetFact | SetFactNote, fact: Fact) -> Claim:
    if fact.kind is Kind.TABLE:
        if isinstance(edit, SetFact):
            raise EditRefused(_("“{fact}”是表格，请逐格填写。").format(fact=fact.name))
        table = replace(claim.tables.get(fact.name, TableEntry()), note=_words(edit.note))
        return replace(claim, tables={**claim.tables, fact.name: table})
    entry = claim.facts.get(fact.name, FactEntry())
    if isinstance(edit, SetFactNote):
        entry = replace(entry, note=_words(edit.note))
    elif edit.side is Side.CLAIMED:
        entry = replace(entry, claimed=suitable(fact, edit.value))
    else:
        entry = replace(entry, verified=suitable(fact, edit.value))
    return replace(claim, facts=_without_blank(claim.facts, fact.name, entry))


def _without_blank(facts: Mapping[str, FactEntry], name: str, entry: FactEntry) -> dict[str, FactEntry]:
    if entry != FactEntry():
        return {**facts, name: entry}
    return {key: value for key, value in facts.items() if key != name}


def _edit_rows(
    claim: Claim, edit: SetCell | AddRow | AddClaimedRow | RemoveRow | StrikeRow | PasteCells, fact: Fact
) -> Claim:
    entry = claim.tables.get(fact.name, TableEntry())
    changed = paste(entry, fact, edit) if isinstance(edit, PasteCells) else edit_table(entry, fact, edit)
    return replace(claim, tables={**claim.tables, fact.name: changed})


def _accept(claim: Claim, edit: AcceptClaimed, measure: Measure) -> Claim:
    facts, tables = dict(claim.facts), dict(claim.tables)
    for fact in measure.facts if edit.fact is None else (_fact(measure, edit.fact),):
        if fact.kind is not Kind.TABLE:
            entry = facts.get(fact.name)
            if entry is not None and entry.claimed is not None and (edit.fact or entry.verified is None):
                facts[fact.name] = replace(entry, verified=entry.claimed)
        elif fact.name in tables or edit.fact is not None:
            tables[fact.name] = accept_table(tables.get(fact.name, TableEntry()), fill=edit.fact is None)
    return replace(claim, facts=facts, tables=tables)


def _set_verdict(claim: Claim, edit: SetVerdict, criterion: Criterion) -> Claim:
    if not criterion.judgement and edit.result is not Result.PENDING:
        raise EditRefused(_("“{criterion}”由规则按事实判定，不能填写结论。").format(criterion=criterion.name))
    if edit.result is Result.NOT_APPLICABLE and not edit.note.strip():
        raise EditRefused(_("判为不适用，须先写明理由。"))
    entry = VerdictEntry(result=edit.result, note=_words(edit.note), evidence=edit.evidence)
    verdicts = {name: verdict for name, verdict in claim.verdicts.items() if name != criterion.name}
    if entry != VerdictEntry():
        verdicts[criterion.name] = entry
    return replace(claim, verdicts=verdicts)
