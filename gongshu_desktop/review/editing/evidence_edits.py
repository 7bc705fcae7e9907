"""佐证材料: adding and removing the documents of a case, and saying what each supports."""

from collections.abc import Iterable
from dataclasses import replace

from gongshu_desktop.policy.model import Kind, Measure
from gongshu_desktop.review.case import Case, Claim, FactEntry, TableEntry, VerdictEntry
from gongshu_desktop.review.editing.edit_types import (
    AddEvidence,
    EditRefused,
    LinkEvidence,
    RemoveEvidence,
    RenameEvidence,
    SetVerdict,
    SupplyEvidence,
)
from gongshu_desktop.review.values import text_problem
from gongshu_desktop.wording import _

MOST_EVIDENCE = 2_000
MOST_LINKS = 200
LONGEST_TITLE = 500


def edit_evidence(case: Case, edit: AddEvidence | SupplyEvidence | RemoveEvidence | RenameEvidence) -> Case:
    """The case with a document added, removed or renamed."""
    match edit:
        case AddEvidence():
            return _add(case, edit)
        case SupplyEvidence():
            return _supply(case, edit)
        case RemoveEvidence():
            _known(case, (edit.key,))
            kept = tuple(item for item in case.evidence if item.key != edit.key)
            return replace(case, evidence=kept, claims=tuple(_unlink(claim, edit.key) for claim in case.claims))
        case RenameEvidence():
            _known(case, (edit.key,))
            title = _new_title(case, edit.title, besides=edit.key)
            renamed = (replace(item, title=title) if item.key == edit.key else item for item in case.evidence)
            return replace(case, evidence=tuple(renamed))


def _add(case: Case, edit: AddEvidence) -> Case:
    if any(item.key == edit.evidence.key for item in case.evidence):
        raise EditRefused(_("这份佐证材料已在本案中。"))
    if len(case.evidence) >= MOST_EVIDENCE:
        raise EditRefused(_("一案最多{most}份佐证材料。").format(most=MOST_EVIDENCE))
    title = _new_title(case, edit.evidence.title, besides=None)
    return replace(case, evidence=(*case.evidence, replace(edit.evidence, title=title)))


def _supply(case: Case, edit: SupplyEvidence) -> Case:
    _known(case, (edit.evidence.key,))
    named = next(item for item in case.evidence if item.key == edit.evidence.key)
    if named.sha256:
        raise EditRefused(_("“{title}”已有文件，请另行添加。").format(title=named.title))
    supplied = replace(edit.evidence, title=named.title)
    return replace(case, evidence=tuple(supplied if item is named else item for item in case.evidence))


def _new_title(case: Case, title: str, *, besides: str | None) -> str:
    clean = title.strip()
    wrong = text_problem(clean, most=LONGEST_TITLE) if clean else _("不为空的文字")
    if wrong is not None:
        raise EditRefused(_("佐证材料名称应为{expected}。").format(expected=wrong))
    if any(item.title == clean and item.key != besides for item in case.evidence):
        raise EditRefused(_("已有名为“{title}”的佐证材料，请另起名称。").format(title=clean))
    return clean


def _known(case: Case, keys: Iterable[str]) -> None:
    known = {item.key for item in case.evidence}
    for key in keys:
        if key not in known:
            raise EditRefused(_("本案中已没有这份佐证材料。"))


def with_known(edit: SetVerdict, case: Case) -> SetVerdict:
    """The edit, if every document that it names is in the case; EditRefused if not."""
    _known(case, edit.evidence)
    return edit


def link(case: Case, claim: Claim, edit: LinkEvidence, measure: Measure) -> Claim:
    """The claim with documents linked to one of its facts or criteria."""
    _known(case, edit.keys)
    keys = tuple(dict.fromkeys(edit.keys))
    if len(keys) > MOST_LINKS:
        raise EditRefused(_("一处最多关联{most}份佐证材料。").format(most=MOST_LINKS))
    for fact in measure.facts:
        if fact.name == edit.target and fact.kind is Kind.TABLE:
            table = replace(claim.tables.get(fact.name, TableEntry()), evidence=keys)
            return replace(claim, tables={**claim.tables, fact.name: table})
        if fact.name == edit.target:
            entry = replace(claim.facts.get(fact.name, FactEntry()), evidence=keys)
            return replace(claim, facts={**claim.facts, fact.name: entry})
    if any(criterion.name == edit.target for criterion in measure.criteria):
        verdict = replace(claim.verdicts.get(edit.target, VerdictEntry()), evidence=keys)
        return replace(claim, verdicts={**claim.verdicts, edit.target: verdict})
    raise EditRefused(_("事项{measure}没有“{target}”。").format(measure=measure.id, target=edit.target))


def _unlink(claim: Claim, key: str) -> Claim:
    def rest(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(item for item in keys if item != key)

    return replace(
        claim,
        facts={name: replace(entry, evidence=rest(entry.evidence)) for name, entry in claim.facts.items()},
        tables={name: replace(entry, evidence=rest(entry.evidence)) for name, entry in claim.tables.items()},
        verdicts={name: replace(entry, evidence=rest(entry.evidence)) for name, entry in claim.verdicts.items()},
    )
