"""Whether what a memo prints is what its receipt computes: every figure, condition, step and verified value compared."""

from collections.abc import Iterator

from gongshu_desktop.policy.assessment import Assessment, CaseInputs, ClaimInputs
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.case import Claim, FactEntry, TableEntry, TableRow, VerdictEntry
from gongshu_desktop.review.memo.content import FactContent, MeasureContent, MemoContent, TableContent
from gongshu_desktop.review.memo.decided import answer_in
from gongshu_desktop.review.memo.measures import measure_content
from gongshu_desktop.review.stage import Role
from gongshu_desktop.wording import _


def memo_differences(content: MemoContent, inputs: CaseInputs, assessment: Assessment, policy: Policy) -> Iterator[str]:
    """Where the memo says something else than the assessment of its receipt's inputs, in words."""
    for what, printed, found in (
        (_("核算凭据摘要"), content.receipt, assessment.receipt),
        (_("测算程序版本"), content.engine, assessment.engine),
        (_("政策文件摘要"), content.basis.digest, policy.digest),
        (_("编号"), content.number, inputs.case or ""),
        (_("申报年度"), str(content.year), str(inputs.year)),
    ):
        if printed != found:
            yield _said(what, printed, found)
    if [item.id for item in content.measures] != [item.measure for item in assessment.measures]:
        yield _("审核事项与核算凭据不一致。")
        return
    for printed_measure, claim in zip(content.measures, inputs.claims, strict=True):
        found_measure = measure_content(_claim(claim, policy), policy, assessment.of(claim.measure), {})
        yield from _measure(printed_measure, found_measure)
    yield from _total(content)
    yield from _correction(content)
    if content.hints and not answer_in(_approver(content)):
        yield _("意见书列有批准时未处理的程序提示，批准人的意见却没有说明。")


def _correction(content: MemoContent) -> Iterator[str]:
    """What a correction says of the amounts now, and whether what was before adds up."""
    told = content.correction
    if told is None:
        return
    before = [item.before for item in told.measures if item.before is not None]
    now = {item.id: item.approved for item in content.measures if item.subsidy}
    said = {item.id: item.after for item in told.measures}
    dropped = {id for id in said if id not in now and said[id] is None}
    if told.after != content.total or told.before != sum(before) or {**now, **dict.fromkeys(dropped)} != said:
        yield _("“更正事项”所列金额与意见书的审定额不一致。")


def _approver(content: MemoContent) -> str:
    return next(item.opinion for item in content.opinions if item.role is Role.APPROVER)


def _said(what: str, printed: str, found: str) -> str:
    return _("{what}：意见书为{printed}，重新测算为{found}。").format(what=what, printed=printed, found=found)


def _claim(inputs: ClaimInputs, policy: Policy) -> Claim:
    """The claim as the receipt knows it: verified values and verdicts, nothing else."""
    facts: dict[str, FactEntry] = {}
    tables: dict[str, TableEntry] = {}
    for name, value in inputs.facts.items():
        if isinstance(value, tuple):
            rows = tuple(TableRow(key=str(index), verified=row) for index, row in enumerate(value))
            tables[name] = TableEntry(rows=rows, verified=True)
        else:
            facts[name] = FactEntry(verified=value)
    verdicts = {name: VerdictEntry(result=result) for name, result in inputs.verdicts.items()}
    measure = policy.measure(inputs.measure).id
    return Claim(measure=measure, facts=facts, tables=tables, verdicts=verdicts)


def _measure(printed: MeasureContent, found: MeasureContent) -> Iterator[str]:
    what = f"{found.id} {found.title}"
    for field in ("title", "clause", "heading", "quote", "award", "payee", "discretionary", "outcome", "missing"):
        if getattr(printed, field) != getattr(found, field):
            yield _("{what}的内容（{field}）与重新测算不一致。").format(what=what, field=field)
    for words, one, other in (
        (_("测算额"), printed.computed, found.computed),
        (_("推荐上限"), printed.ceiling, found.ceiling),
    ):
        if one != other:
            yield _said(f"{what} {words}", _money(one), _money(other))
    if printed.approved != found.computed and not printed.approved_reason.strip():
        yield _("{what}的审定额与测算额不同，却没有理由。").format(what=what)
    yield from _criteria(what, printed, found)
    if printed.steps != found.steps:
        yield _("{what}的计算过程与重新测算不一致。").format(what=what)
    yield from _facts(what, printed, found)


def _money(fen: int | None) -> str:
    return _("无") if fen is None else f"{grouped(fen)}元"


def _criteria(what: str, printed: MeasureContent, found: MeasureContent) -> Iterator[str]:
    def essence(measure: MeasureContent) -> dict[str, tuple[str, ...]]:
        return {
            item.name: (item.rule, item.result, item.origin, item.value, item.margin, *item.rests_on)
            for item in measure.criteria
        }

    one, other = essence(printed), essence(found)
    for name in dict.fromkeys((*one, *other)):
        if one.get(name) != other.get(name):
            yield _("{what}的条件“{criterion}”与重新测算不一致。").format(what=what, criterion=name)


def _facts(what: str, printed: MeasureContent, found: MeasureContent) -> Iterator[str]:
    one = {item.name: _verified(item) for item in printed.facts}
    other = {item.name: _verified(item) for item in found.facts}
    for name in dict.fromkeys((*one, *other)):
        if one.get(name) != other.get(name):
            yield _said(f"{what} {name}", one.get(name, ""), other.get(name, ""))
    for name in _unasked(printed) - _unasked(found):
        yield _("{what}的“{fact}”须有佐证，意见书却记为不需要。").format(what=what, fact=name)
    tables = {item.name: item for item in found.tables}
    if set(tables) != {item.name for item in printed.tables}:
        yield _("{what}的表格与核算凭据不一致。").format(what=what)
        return
    for table in printed.tables:
        again = tables[table.name]
        same = (table.verified, table.judged) == (again.verified, again.judged)
        if not same or (table.verified and _cells(table) != _cells(again)):
            yield _("{what}的“{table}”与核算凭据不一致。").format(what=what, table=table.name)


def _unasked(measure: MeasureContent) -> set[str]:
    """What is said to need no document. (An earlier memo says it of nothing.)"""
    return {item.name for item in measure.facts if item.unasked} | {
        item.name for item in measure.tables if item.unasked
    }


def _verified(fact: FactContent) -> str:
    """A verified value with what the memo says of where it comes from."""
    return f"{fact.verified}{'（按默认值计）' * fact.assumed}{'（审核判断）' * fact.judged}"


def _cells(table: TableContent) -> list[list[tuple[str, bool]]]:
    """The verified cells of the rows that count."""
    return [[(cell.verified, cell.assumed) for cell in row.cells] for row in table.rows if not row.struck]


def _total(content: MemoContent) -> Iterator[str]:
    approved = [item.approved for item in content.measures if item.subsidy]
    total = None if None in approved else sum(amount for amount in approved if amount is not None)
    if content.total != total:
        yield _said(_("审定总额"), _money(content.total), _money(total))
