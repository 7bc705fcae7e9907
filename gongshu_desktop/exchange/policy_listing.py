"""A policy as plain text: its measures with their facts, criteria and readings, for people at a console."""

from collections.abc import Iterator

from gongshu_desktop.policy.model import Award, Fact, Kind, Measure, Policy, Reading
from gongshu_desktop.wording import _


def listing(policy: Policy) -> Iterator[str]:
    """The lines of the listing."""
    yield f"{policy.title} ({policy.number})"
    yield _("编号 {id}；{issuer} {issued} 印发，{effective} 起施行；{digest}").format(
        id=policy.id,
        issuer=policy.issuer,
        issued=policy.issued.isoformat(),
        effective=policy.effective.isoformat(),
        digest=policy.digest,
    )
    for measure in policy.measures:
        yield ""
        yield from _measure(measure)
    if policy.targets:
        yield ""
        yield _("年度目标")
        for target in policy.targets:
            yield f"  {target.id}  {target.indicator}: {target.target}"


def _measure(measure: Measure) -> Iterator[str]:
    award = _("补贴") if measure.award is Award.SUBSIDY else _("推荐")
    frequency = f" · {measure.frequency}" if measure.frequency else ""
    yield f"{measure.id} {measure.title} · {award} · {measure.payee}{frequency} · {measure.clause}"
    yield f"  {measure.quote}"
    for fact in measure.facts:
        yield from _fact(fact, "  ")
    for criterion in measure.criteria:
        how = _("审核人员判断") if criterion.judgement else criterion.rule
        yield "  " + _("条件 {name}（{how}）").format(name=criterion.name, how=how)
    for reading in measure.readings:
        yield from _reading(reading)
    for word, rule in ((_("测算额"), measure.amount_rule), (_("推荐上限"), measure.ceiling_rule)):
        if rule:
            yield f"  {word} = {rule}"


def _fact(fact: Fact, indent: str) -> Iterator[str]:
    detail = fact.unit or ("/".join(fact.options) if fact.options else _kind(fact.kind))
    yield indent + _("事实 {name}（{detail}）").format(name=fact.name, detail=detail)
    for column in fact.columns:
        yield from _fact(column, indent + "  ")


def _reading(reading: Reading) -> Iterator[str]:
    yield "  " + _("口径 {key} {question}").format(key=reading.key, question=reading.question)
    for option, words in reading.options.items():
        mark = " " + _("（建议）") if option == reading.suggested else ""
        yield f"    {option}: {words}{mark}"


def _kind(kind: Kind) -> str:
    return {
        Kind.MONEY: _("金额"),
        Kind.NUMBER: _("数"),
        Kind.COUNT: _("整数"),
        Kind.DATE: _("日期"),
        Kind.TEXT: _("文字"),
        Kind.YES_NO: _("是/否"),
        Kind.CHOICE: _("选项"),
        Kind.CREDIT_CODE: _("统一社会信用代码"),
        Kind.TABLE: _("表格"),
    }[kind]
