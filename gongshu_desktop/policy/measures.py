"""Reading a measure block: the clause's own words, the facts, steps, criteria, readings, amount and worked examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongshu_desktop.policy.examples import Example, read_examples
from gongshu_desktop.policy.facts import read_fact, usable
from gongshu_desktop.policy.formula import FormulaError
from gongshu_desktop.policy.language import Runnable, compile_formula
from gongshu_desktop.policy.model import Award, Criterion, Fact, Kind, Measure, Reading
from gongshu_desktop.policy.reading import MOST_ENTRIES, Table
from gongshu_desktop.policy.rules import YEAR, Condition, Definition, Rules, threshold
from gongshu_desktop.policy.sorts import AMOUNT, CALENDAR_YEAR, YES_NO, Scope, Sort, sort_of
from gongshu_desktop.policy.source import NAME
from gongshu_desktop.policy.units import PURE, UnknownUnit


@dataclass(slots=True)
class _Draft:
    """A definition before its formulas are compiled: the sources by option, each with the place of its text."""

    name: str
    table: str
    phrase: str
    reading: str
    sources: Mapping[str, tuple[Table, tuple[str, ...], str]]
    formulas: dict[str, Runnable] = field(default_factory=dict)

    @property
    def position(self) -> tuple[int, int]:
        """Where in the file it stands: the order in which a reader meets the steps."""
        table, where, _ = next(iter(self.sources.values()))
        return table.block.at(*table.path, *where)


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


def _phrase(table: Table, quote: str) -> str:
    phrase = table.text("phrase")
    if phrase and phrase not in quote:
        table.problem(f"词句“{phrase}”不在事项的引文里", "引文中的原话", "phrase")
    return phrase


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
        phrase=_phrase(table, quote),
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
        self._scope = Scope(self._names, self._columns, counting)
        for fact in facts:
            self._declare(fact, counting)

    def _declare(self, fact: Fact, counting: tuple[str, ...]) -> None:
        try:
            self._names[fact.name] = sort_of(fact, counting)
            if fact.columns:
                self._columns[fact.name] = {column.name: sort_of(column, counting) for column in fact.columns}
        except UnknownUnit:
            return  # reported where the fact was read

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
                    phrase=_phrase(item, self._quote),
                    hint=hint,
                    evidence=item.texts("evidence"),
                    only=self._only(item),
                )
            )
            item.close()
        return tuple(criteria)

    def rules(self, measure: Measure) -> Rules:
        """The measure with everything compiled."""
        definitions = self._definitions()
        subsidy = measure.award is Award.SUBSIDY
        if subsidy and not measure.amount_rule:
            self._table.problem("资助事项没有金额公式", 'amount = "…"')
        if not subsidy and measure.amount_rule:
            self._table.problem("推荐事项没有金额", 'ceiling = "…",或删去', "amount")
        if not measure.criteria:
            self._table.problem("事项没有条件", '[criterion."…"]')
        return Rules(
            measure=measure,
            definitions=definitions,
            conditions=tuple(self._condition(criterion) for criterion in measure.criteria),
            required=self._required(),
            amount=self._figure("amount") if subsidy else None,
            ceiling=None if subsidy else self._figure("ceiling"),
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
        rule = self._compile(table, where, criterion.rule, self._scope, YES_NO)
        return Condition(criterion, rule, threshold(rule)) if rule else Condition(criterion)

    def _required(self) -> tuple[tuple[str, Runnable], ...]:
        found = []
        for name, item in self._parts.facts:
            source = item.text("required")
            rule = self._compile(item, ("required",), source, self._scope, YES_NO) if source else None
            if rule is not None:
                found.append((name, rule))
        return tuple(found)

    def _figure(self, key: str) -> Runnable | None:
        source = self._table.text(key)
        return self._compile(self._table, (key,), source, self._scope, AMOUNT) if source else None

    def _compile(
        self, table: Table, where: tuple[str, ...], source: str, scope: Scope, sort: Sort | None = None
    ) -> Runnable | None:
        try:
            runnable = compile_formula(source, scope)
            if sort is not None and runnable.sort != sort:
                raise FormulaError(0, f"公式的结果是{runnable.sort}", str(sort))  # noqa: TRY301 - reported as any other
        except FormulaError as error:
            table.problem(error.message, error.expected, *where, before=source[: error.offset])
            return None
        return runnable

    # --- definitions -------------------------------------------------------------------------------------------------

    def _definitions(self) -> tuple[Definition, ...]:
        drafts = self._drafts()
        waiting = dict(drafts)
        # A formula compiles once the sorts of all names in it are known; each round settles those that now can be.
        while waiting:
            ready = [key for key, draft in waiting.items() if self._ready(draft, waiting)]
            if not ready:
                for draft in waiting.values():
                    self._report_circle(draft, list(waiting))
                break
            for key in ready:
                self._settle(waiting.pop(key))
        return self._in_order(drafts)

    def _in_order(self, drafts: Mapping[str, _Draft]) -> tuple[Definition, ...]:
        done = {key: draft for key, draft in drafts.items() if len(draft.formulas) == len(draft.sources)}
        needs = {
            key: {name for formula in draft.formulas.values() for name in formula.uses if name in done}
            for key, draft in done.items()
        }
        order: list[str] = []
        while len(order) < len(done):
            # the order of the file, except where a step needs a later one
            following = next((key for key in done if key not in order and needs[key] <= {*order}), None)
            if following is None:  # a column that needs itself through a selection of its own table
                for key in done.keys() - order:
                    self._report_circle(done[key], sorted(done.keys() - order))
                return ()
            order.append(following)
        return tuple(
            Definition(
                name=done[key].name,
                table=done[key].table,
                phrase=done[key].phrase,
                reading=done[key].reading,
                formulas=done[key].formulas,
            )
            for key in order
        )

    def _drafts(self) -> dict[str, _Draft]:
        drafts: dict[str, _Draft] = {}
        steps = self._table.table("step")
        if len(steps.data) > MOST_ENTRIES:
            steps.problem(f"有 {len(steps.data)} 个步骤", f"最多 {MOST_ENTRIES} 个")
            return {}
        for name, value in steps.data.items():
            if isinstance(value, dict):
                item = steps.table(name)
                source, phrase = item.required("formula"), _phrase(item, self._quote)
                item.close()
                self._draft(drafts, name, phrase, "", {"": (item, ("formula",), source)})
            else:
                self._draft(drafts, name, "", "", {"": (steps, (name,), steps.required(name))})
        for key, table in self._parts.readings:
            for name, item in table.tables("step"):
                reading = self._readings[key]
                sources = {option: (item, (option,), item.required(option)) for option in reading.options}
                item.close()
                if sources:
                    self._draft(drafts, name, "", reading.key, sources)
            table.close()
        return dict(sorted(drafts.items(), key=lambda item: item[1].position))

    def _draft(
        self,
        drafts: dict[str, _Draft],
        key: str,
        phrase: str,
        reading: str,
        sources: Mapping[str, tuple[Table, tuple[str, ...], str]],
    ) -> None:
        table, dot, name = key.rpartition(".")
        where = next(iter(sources.values()))
        if dot and table not in self._columns:
            where[0].problem(f"没有名为“{table}”的表", "、".join(self._columns) or "表名.列名", *where[1])
            return
        if not usable(name):
            where[0].problem(f"“{name}”不能作名称", "汉字、字母、数字组成的词,不以数字开头,不是关键词", *where[1])
            return
        taken = {draft.name for draft in drafts.values() if not (table and draft.table)}
        if key in drafts or name in taken or name in self._names or (table and name in self._columns[table]):
            where[0].problem(f"名称“{key}”已经用过", "别的名称", *where[1])
            return
        drafts[key] = _Draft(name, table, phrase, reading, sources)

    def _ready(self, draft: _Draft, waiting: Mapping[str, _Draft]) -> bool:
        """Whether no name in the formulas is still waiting. Words are enough here; the compiler checks the rest."""
        others = [other for key, other in waiting.items() if other is not draft]
        return not any(
            other.name in source and _mentions(source, other.name) and not (other.table and other.name in self._names)
            for other in others
            for _, _, source in draft.sources.values()
        )

    def _settle(self, draft: _Draft) -> None:
        scope = self._scope.inside(draft.table) if draft.table else self._scope
        sort: Sort | None = None
        for option, (table, where, source) in draft.sources.items():
            runnable = self._compile(table, where, source, scope, sort) if source else None
            if runnable is not None:
                sort = runnable.sort
                draft.formulas[option] = runnable
        known = self._columns[draft.table] if draft.table else self._names
        known[draft.name] = sort or Sort(Kind.NUMBER, PURE)

    def _report_circle(self, draft: _Draft, names: list[str]) -> None:
        table, where, _ = next(iter(draft.sources.values()))
        table.problem("这些步骤互相引用,无法计算:" + "、".join(names), "只引用能先算出的步骤", *where)


def _mentions(source: str, name: str) -> bool:
    """Whether a name stands in a formula as a whole word."""
    start = source.find(name)
    while start >= 0:
        before, after = source[start - 1 : start], source[start + len(name) : start + len(name) + 1]
        if not (before.isalnum() or before == "·") and not (after.isalnum() or after == "·"):
            return True
        start = source.find(name, start + 1)
    return False
