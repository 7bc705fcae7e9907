"""Reading a measure block: the clause's own words, the facts, steps, criteria, readings, amount and worked examples."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongshu_desktop.policy.examples import Example, read_examples
from gongshu_desktop.policy.facts import read_fact
from gongshu_desktop.policy.language import Runnable
from gongshu_desktop.policy.model import Award, Criterion, Fact, Measure, Reading
from gongshu_desktop.policy.reading import Table, read_phrase
from gongshu_desktop.policy.rules import YEAR, Condition, Definition, Rules, threshold
from gongshu_desktop.policy.sorts import AMOUNT, CALENDAR_YEAR, YES_NO, Scope, Sort, sort_of
from gongshu_desktop.policy.steps import Formulas, Steps
from gongshu_desktop.policy.toml_places import NAME
from gongshu_desktop.policy.units import UnknownUnit


@dataclass(frozen=True, slots=True)
class _Parts:
    """A measure's block and the tables in it, by name."""

    block: Table
    facts: list[tuple[str, Table]]
    criteria: list[tuple[str, Table]]
    readings: list[tuple[str, Table]]


def read_measure(table: Table, text: Sequence[str], counting: tuple[str, ...]) -> tuple[Rules, list[Example]] | None:
    """The measure in a block, with its worked examples. Problems are reported; None if it has no id to go by."""
    id = table.required("id")
    if not id:
        return None
    quote, span = _quote(table, text)
    parts = _Parts(table, table.tables("fact"), table.tables("criterion"), table.tables("reading"))
    facts = tuple(read_fact(item, name, counting) for name, item in parts.facts)
    readings = tuple(_reading(item, id, name, quote) for name, item in parts.readings)
    builder = _Builder(parts, counting, facts, readings, quote)
    rules = builder.rules(
        Measure(
            id=id,
            title=table.required("title"),
            clause=table.required("clause"),
            heading=table.text("heading"),
            award=Award(table.one_of("award", tuple(award.value for award in Award), "subsidy")),
            payee=table.required("payee"),
            frequency=table.text("frequency"),
            once_per=table.text("once_per"),
            discretionary=table.flag("discretionary"),
            paragraph=table.block.paragraph,
            quote=quote,
            span=span,
            facts=facts,
            criteria=builder.criteria(),
            readings=readings,
            amount_rule=table.text("amount"),
            ceiling_rule=table.text("ceiling"),
            note=table.text("note"),
        )
    )
    examples = read_examples(table, rules)
    _check_once_per(table, facts)
    table.close()
    return rules, examples


def _check_once_per(table: Table, facts: Sequence[Fact]) -> None:
    """What must not be awarded twice is named by words that the ledger knows: the makerspace, the year, facts, columns."""
    columns = (column.name for fact in facts for column in fact.columns)
    known = ("makerspace", "year", *(fact.name for fact in facts if not fact.columns), *columns)
    for word in table.text("once_per").split():
        if word not in known:
            table.problem(f"“{word}”不能用来判断重复享受", "、".join(known), "once_per")


def _quote(table: Table, text: Sequence[str]) -> tuple[str, tuple[int, int]]:
    quote = table.required("quote")
    paragraph = text[table.block.paragraph] if table.block.paragraph >= 0 else ""
    count = paragraph.count(quote) if quote else 0
    if quote and count != 1:
        table.problem(f"引文在上面一段里出现 {count} 次", "上面一段的原文,恰好一次", "quote")
    start = max(0, paragraph.find(quote))
    return quote, (start, start + len(quote))


def _reading(table: Table, measure: str, name: str, quote: str) -> Reading:
    options = table.table("option")
    titles = {key: options.required(key) for key in options.data}
    options.close()
    if len(titles) < 2:
        table.problem(f"口径“{name}”只有 {len(titles)} 个选项", "两个以上选项")
    suggested = table.required("suggested")
    if suggested and suggested not in titles:
        table.problem(f"建议的选项“{suggested}”不在选项里", "、".join(titles), "suggested")
    return Reading(
        key=f"{measure}.{name}",
        phrase=read_phrase(table, quote),
        question=table.required("question"),
        options=titles,
        suggested=suggested,
    )


class _Builder:
    """Compiles one measure's formulas, in an order in which each needs only what stands before it."""

    def __init__(
        self,
        parts: _Parts,
        counting: tuple[str, ...],
        facts: tuple[Fact, ...],
        readings: tuple[Reading, ...],
        quote: str,
    ) -> None:
        self._parts = parts
        self._table = parts.block
        self._quote = quote
        self._facts = {fact.name: fact for fact in facts}
        self._readings = {reading.key.rpartition(".")[2]: reading for reading in readings}
        self._names: dict[str, Sort] = {YEAR: CALENDAR_YEAR}
        self._columns: dict[str, dict[str, Sort]] = {}
        self._formulas = Formulas(Scope(self._names, self._columns, counting))
        for fact in facts:
            self._declare(fact, counting)

    def _declare(self, fact: Fact, counting: tuple[str, ...]) -> None:
        known = self._columns.setdefault(fact.name, {}) if fact.columns else {}
        for item, names in ((fact, self._names), *((column, known) for column in fact.columns)):
            try:
                names[item.name] = sort_of(item, counting)
            except UnknownUnit:
                self._formulas.broken.add(item.name)  # reported where the fact was read

    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria in the order of the file."""
        criteria = []
        for name, item in self._parts.criteria:
            judged = "judge" in item.data
            hint = item.text("judge") if judged else item.text("hint")
            criteria.append(
                Criterion(
                    name=name,
                    rule="" if judged else item.text("rule", name),
                    phrase=read_phrase(item, self._quote),
                    hint=hint,
                    evidence=item.texts("evidence"),
                    only=self._only(item),
                )
            )
            item.close()
        return tuple(criteria)

    def rules(self, measure: Measure) -> Rules:
        """The measure with everything compiled."""
        readings = [(self._readings[key], table) for key, table in self._parts.readings]
        steps = Steps(self._table, readings, self._quote, self._names, self._columns, self._formulas)
        definitions = steps.definitions()
        subsidy = measure.award is Award.SUBSIDY
        if subsidy and not measure.amount_rule:
            self._table.problem("资助事项没有金额公式", 'amount = "…"')
        if not subsidy and measure.amount_rule:
            self._table.problem("推荐事项没有金额", 'ceiling = "…",或删去', "amount")
        if not measure.criteria:
            self._table.problem("事项没有条件", '[criterion."…"]')
        conditions = tuple(
            replace(found, criterion=replace(found.criterion, rests_on=self._judged_in(found.rule, definitions)))
            for found in (self._condition(criterion) for criterion in measure.criteria)
        )
        return Rules(
            measure=replace(measure, criteria=tuple(condition.criterion for condition in conditions)),
            definitions=definitions,
            conditions=conditions,
            required=self._required(),
            amount=self._figure("amount") if subsidy else None,
            ceiling=None if subsidy else self._figure("ceiling"),
        )

    def _judged_in(self, rule: Runnable | None, definitions: Sequence[Definition]) -> tuple[str, ...]:
        """The judged facts and columns that a rule rests on, through whichever steps."""
        steps = {f"{item.table}.{item.name}" if item.table else item.name: item for item in definitions}
        seen: set[str] = set()
        waiting = list(rule.uses) if rule else []
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += (
                    [used for formula in steps[name].formulas.values() for used in formula.uses]
                    if name in steps
                    else []
                )
        return tuple(
            item.name
            for fact in self._facts.values()
            for key, item in ((fact.name, fact), *((f"{fact.name}.{column.name}", column) for column in fact.columns))
            if item.judged and key in seen
        )

    def _only(self, item: Table) -> tuple[str, str] | None:
        only = item.text("only")
        if not only:
            return None
        name, _, option = only.partition("=")
        reading = self._readings.get(name.strip())
        if reading is None or option.strip() not in reading.options:
            forms = [f"{key} = {option}" for key, found in self._readings.items() for option in found.options]
            item.problem(f"没有口径选项“{only}”", "、".join(forms), "only")
            return None
        return reading.key, option.strip()

    def _condition(self, criterion: Criterion) -> Condition:
        if criterion.judgement:
            return Condition(criterion)
        table = next(item for name, item in self._parts.criteria if name == criterion.name)
        where = ("rule",) if "rule" in table.data else (NAME,)
        rule = self._formulas.compile(table, where, criterion.rule, YES_NO)
        return Condition(criterion, rule, threshold(rule)) if rule else Condition(criterion)

    def _required(self) -> tuple[tuple[str, Runnable], ...]:
        found = []
        for name, item in self._parts.facts:
            source = item.text("required")
            rule = self._formulas.compile(item, ("required",), source, YES_NO) if source else None
            if rule is not None:
                found.append((name, rule))
        return tuple(found)

    def _figure(self, key: str) -> Runnable | None:
        source = self._table.text(key)
        return self._formulas.compile(self._table, (key,), source, AMOUNT) if source else None
