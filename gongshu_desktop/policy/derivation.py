"""The derivation 计算过程: the same formulas once more, this time written out in words and numbers.

Each criterion, each named step and the amount becomes a ``Step``: the rule as the policy file says it, the same with the
values put in, and the result. Steps over a table list its rows, so that every figure can be followed with a pencil.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import Any

from gongshu_desktop.policy import formula as f
from gongshu_desktop.policy import occupancy
from gongshu_desktop.policy.assessment import CriterionResult, Outcome, Result, Step
from gongshu_desktop.policy.compilation import Rows, Values
from gongshu_desktop.policy.formula import Formula
from gongshu_desktop.policy.functions import leases_of
from gongshu_desktop.policy.language import Runnable, compiler_for
from gongshu_desktop.policy.missing import is_open
from gongshu_desktop.policy.model import Award, Kind
from gongshu_desktop.policy.money import from_fen, grouped
from gongshu_desktop.policy.numbers import in_unit
from gongshu_desktop.policy.rules import NO_ROW, ROW, Condition, Definition, Rules
from gongshu_desktop.policy.sorts import Sort
from gongshu_desktop.policy.values import Number, Row

MOST_ROWS = 500
"""Rows that a step lists one by one; what is beyond is said in one line."""
MOST_REASONS = 50
"""Rows that a selection names one by one with the reason why they do not count."""
_PENDING = "待核"
_IN_A_ROW = 6
_RESULT = {Result.MET: "符合", Result.UNMET: "不符合", Result.PENDING: _PENDING, Result.NOT_APPLICABLE: "不适用"}
_OVER_ROWS = frozenset({"合计", "按组合计", "计数", "计数不同", "逐日合计", "对应合计", "对应计数"})


class Derivation:
    """Writes out one measure's formulas over one set of values."""

    def __init__(self, rules: Rules, values: Values, readings: Mapping[str, str]) -> None:
        self._rules = rules
        self._values = values
        self._readings = readings
        self._clause = rules.measure.clause
        self._label_counts: dict[str, Counter[Any]] = {}
        self._labels = {fact.name: self._label_column(fact.name) for fact in rules.measure.facts if fact.columns}

    def criterion(self, condition: Condition, result: Result, margin: Number | None) -> Step:
        """The step of a criterion that is decided by rule."""
        rule, threshold = condition.rule, condition.threshold
        assert rule is not None
        note = ""
        if margin is not None and threshold is not None:
            distance = in_unit(margin if margin >= 0 else -margin, threshold.unit)
            note = f"差{distance}" if margin < 0 else "恰好达到" if margin == 0 else f"超出{distance}"
            if margin == 0 and result is Result.UNMET:
                note = "恰在界上，不含本数"
        return Step(
            clause=self._clause,
            label=f"条件：{condition.criterion.name}",
            rule=rule.source if rule.source != condition.criterion.name else "",
            working=self._working(rule.tree, rule, NO_ROW),
            value=_RESULT[result],
            phrase=condition.criterion.phrase,
            note=note,
            pending=result is Result.PENDING,
        )

    def steps(
        self, criteria: Sequence[CriterionResult], outcome: Outcome, amount: int | None, ceiling: int | None
    ) -> tuple[Step, ...]:
        """The whole derivation: criteria, definitions in their order, and the amount or ceiling."""
        steps = [item.step if item.step is not None else self._judged(item) for item in criteria]
        steps += [self._definition(definition) for definition in self._rules.definitions]
        return (*steps, *self._final(outcome, amount, ceiling))

    # --- steps -------------------------------------------------------------------------------------------------------

    def _judged(self, item: CriterionResult) -> Step:
        return Step(
            clause=self._clause,
            label=f"条件：{item.criterion}",
            working="由审核人判断",
            value=_RESULT[item.result],
            pending=item.result is Result.PENDING,
        )

    def _definition(self, definition: Definition) -> Step:
        runnable = definition.under(self._readings)
        phrase = definition.phrase
        if definition.reading:
            reading = next(item for item in self._rules.measure.readings if item.key == definition.reading)
            phrase = f"{reading.phrase}（口径：{reading.options[self._readings[definition.reading]]}）"
        if definition.table:
            return self._column(definition, runnable, phrase)
        value = self._values.named[definition.name]
        return Step(
            clause=self._clause,
            label=definition.name,
            rule=runnable.source,
            working=self._working(runnable.tree, runnable, NO_ROW),
            value=self._said(value, runnable.sort),
            phrase=phrase,
            note=self._note(runnable, NO_ROW),
            pending=is_open(value),
            children=tuple(self._details(runnable)),
        )

    def _column(self, definition: Definition, runnable: Runnable, phrase: str) -> Step:
        """A column that is worked out for each row of a table."""
        rows: Rows | None = self._values.named[definition.table]
        items = rows.certain if rows else ()
        children = [
            Step(
                clause=self._clause,
                label=self._row_label(definition.table, row),
                working=self._working(runnable.tree, runnable, row),
                value=self._said(row[definition.name], runnable.sort),
                note=self._note(runnable, row),
                pending=row[definition.name] is None,
            )
            for row in islice(items, MOST_ROWS)
        ]
        return Step(
            clause=self._clause,
            label=f"{definition.table}各行的{definition.name}",
            rule=runnable.source,
            value=_PENDING if rows is None else f"{len(items)}行",
            phrase=phrase,
            note=_beyond(len(items)),
            pending=rows is None or any(child.pending for child in children),
            children=tuple(children),
        )

    def _final(self, outcome: Outcome, amount: int | None, ceiling: int | None) -> Iterator[Step]:
        subsidy = self._rules.measure.award is Award.SUBSIDY
        runnable = self._rules.amount if subsidy else self._rules.ceiling
        label = "测算额" if subsidy else "推荐上限"
        if outcome is Outcome.INELIGIBLE:
            yield Step(
                clause=self._clause, label="结论", working="有条件不符合", value="0.00元" if subsidy else "不推荐"
            )
            return
        if runnable is None:
            value = "推荐，不计算金额" if outcome is Outcome.REFERRED else _PENDING
            yield Step(clause=self._clause, label="结论", value=value, pending=outcome is Outcome.UNDETERMINED)
            return
        exact = runnable.evaluate(self._values, NO_ROW)
        figure = amount if subsidy else ceiling
        note = self._note(runnable, NO_ROW)
        if figure is not None and from_fen(figure) != exact:
            note = "、".join(filter(None, (note, f"{in_unit(exact, '元')}四舍五入到分")))
        yield Step(
            clause=self._clause,
            label=label,
            rule=runnable.source,
            working="" if isinstance(runnable.tree, f.Name) else self._working(runnable.tree, runnable, NO_ROW),
            value=_PENDING if figure is None else f"{grouped(figure)}元",
            note=note,
            pending=figure is None,
            children=tuple(self._details(runnable)),
        )

    # --- the values put in -------------------------------------------------------------------------------------------

    def _working(self, node: Formula, runnable: Runnable, row: Row) -> str:
        """The formula's own words with each name and each figure over rows replaced by its value."""
        if isinstance(node, f.Where):
            return self._selection(node, runnable)
        source = runnable.source
        parts, place = [], node.start
        for start, end, text in self._replacements(node, runnable, row):
            parts += [source[place:start], text]
            place = end
        return "".join((*parts, source[place : node.end]))

    def _replacements(self, node: Formula, runnable: Runnable, row: Row) -> Iterator[tuple[int, int, str]]:
        match node:
            case f.Name():
                yield node.start, node.end, self._value_of(node, runnable, row)
            case f.Call(function=function) if function in _OVER_ROWS:
                yield node.start, node.end, self._over_rows(node, runnable, row)
            case f.Call(function="已填", arguments=(f.Name(name=name),)):
                given = runnable.part(node).evaluate(self._values, row)
                yield node.start, node.end, f"{name}{'已填' if given else '未填'}"
            case f.Call(function="取整", arguments=(inner,)):
                exact = runnable.part(inner)
                found = self._said(exact.evaluate(self._values, row), exact.sort)
                yield node.start, node.end, f"取整({self._working(inner, runnable, row)} = {found})"
            case f.Condition():
                yield node.start, node.end, self._branch(node, runnable, row)
            case _:
                for part in f.children(node):
                    yield from self._replacements(part, runnable, row)

    def _branch(self, node: f.Condition, runnable: Runnable, row: Row) -> str:
        """Only the branch that was taken, after the condition that chose it."""
        for test, result in node.branches:
            holds = runnable.part(test).evaluate(self._values, row)
            if holds is None:
                return _PENDING
            if holds:
                return f"因 {self._working(test, runnable, row)}，{self._working(result, runnable, row)}"
        return f"否则 {self._working(node.otherwise, runnable, row)}"

    def _over_rows(self, node: f.Call, runnable: Runnable, row: Row) -> str:
        """A figure over rows: as the sum of its few terms, else as its result."""
        figure = runnable.part(node)
        value = self._said(figure.evaluate(self._values, row), figure.sort)
        if node.function not in ("合计", "按组合计"):
            return value
        terms = self._terms(node, runnable)
        if node is runnable.tree and 1 < len(terms) <= _IN_A_ROW and all(term is not None for _, term in terms):
            return " + ".join(self._said(term, figure.sort) for _, term in terms)
        return value

    def _terms(self, node: f.Call, runnable: Runnable) -> list[tuple[Row, Any]]:
        table = runnable.part(node.arguments[0])
        term = runnable.part(node.arguments[-1], table.sort.table).evaluate
        rows: Rows | None = table.evaluate(self._values, NO_ROW)
        found: Sequence[Row] = rows.certain if rows else ()
        key = node.arguments[1]
        if node.function == "按组合计" and isinstance(key, f.Name):  # the first row of each group stands for it
            firsts: dict[Any, Row] = {}
            for item in found:
                firsts.setdefault(item.get(key.name), item)
            found = [*firsts.values()]
        return [(item, term(self._values, item)) for item in found]

    def _value_of(self, node: f.Name, runnable: Runnable, row: Row) -> str:
        found = runnable.scope.find(node.name)
        assert found is not None
        sort, is_column = found
        value = row.get(node.name) if is_column else self._values.named[node.name]
        if value is None:
            return f"{node.name}（{_PENDING}）"
        if sort.kind is Kind.YES_NO:
            return f"{node.name}（{'是' if value else '否'}）"
        if sort.kind in (Kind.CHOICE, Kind.TEXT):
            return f"{node.name}「{value}」"
        return self._said(value, sort)

    def _selection(self, node: f.Where, runnable: Runnable) -> str:
        """Which rows of a table count, and why the others do not."""
        table = runnable.part(node.table)
        name = table.sort.table
        chosen: Rows | None = runnable.part(node).evaluate(self._values, NO_ROW)
        rows: Rows | None = table.evaluate(self._values, NO_ROW)
        if chosen is None or rows is None:
            return f"{name}{_PENDING}"
        counted = [self._row_label(name, row) for row in islice(chosen.certain, _IN_A_ROW)]
        more = "等" if len(chosen.certain) > _IN_A_ROW else ""
        text = f"{len(rows.certain)}行中计入{len(chosen.certain)}行" + (
            f"：{'、'.join(counted)}{more}" if counted else ""
        )
        kept = {row[ROW] for row in (*chosen.certain, *chosen.uncertain)}
        left_out = [row for row in rows.certain if row[ROW] not in kept]
        for title, items in (("不计入", left_out), ("待核", list(chosen.uncertain))):
            if items:
                reasons = [self._reason(node.condition, runnable, row, name) for row in items[:MOST_REASONS]]
                more = "等" if len(items) > MOST_REASONS else ""
                text += f"；{title}{len(items)}行：{'、'.join(reasons)}{more}"
        return text

    def _reason(self, condition: Formula, runnable: Runnable, row: Row, table: str) -> str:
        """A row that does not count, with the parts of the condition that fail (or are open) for it."""
        parts = condition.parts if isinstance(condition, f.AllOf) else (condition,)
        failing = []
        for part in parts:
            inner = runnable.part(part, table)
            if inner.evaluate(self._values, row) is not True:
                failing.append(self._failing(part, inner, row))
        return f"{self._row_label(table, row)}（{'，'.join(failing)}）"

    def _failing(self, part: Formula, runnable: Runnable, row: Row) -> str:
        if isinstance(part, f.Name):
            definition = next((d for d in self._rules.definitions if d.name == part.name and d.table), None)
            if definition is None:
                return self._value_of(part, runnable, row)
            inner = definition.under(self._readings)
            return self._untrue(inner, row)
        return self._untrue(runnable, row)

    def _untrue(self, runnable: Runnable, row: Row) -> str:
        """A condition that does not hold, or is open, for a row."""
        holds = runnable.evaluate(self._values, row)
        return self._working(runnable.tree, runnable, row) + ("" if holds is None else " 不成立")

    # --- details over rows and days ----------------------------------------------------------------------------------

    def _details(self, runnable: Runnable) -> Iterator[Step]:
        """What stands behind the figures over rows in a formula: one line a row, or one a stretch of days."""
        for node in _calls(runnable.tree):
            if node.function in ("合计", "按组合计") and not isinstance(node.arguments[-1], f.Name):
                yield from self._row_steps(node, runnable)
            elif node.function == "逐日合计":
                yield from self._day_steps(node, runnable)

    def _row_steps(self, node: f.Call, runnable: Runnable) -> Iterator[Step]:
        table = runnable.part(node.arguments[0]).sort.table
        term = runnable.part(node.arguments[-1], table)
        terms = self._terms(node, runnable)
        key = node.arguments[1]
        group = key.name if node.function == "按组合计" and isinstance(key, f.Name) else ""
        for row, value in islice(terms, MOST_ROWS):
            yield Step(
                clause=self._clause,
                label=str(row.get(group) or _PENDING) if group else self._row_label(table, row),
                working=self._working(term.tree, term, row),
                value=self._said(value, term.sort),
                note=self._note(term, row),
                pending=value is None,
            )
        if len(terms) > MOST_ROWS:
            yield Step(clause=self._clause, label=_beyond(len(terms)))

    def _day_steps(self, node: f.Call, runnable: Runnable) -> Iterator[Step]:
        table = runnable.part(node.arguments[0])
        found = leases_of(compiler_for(runnable.scope), node)(self._values, NO_ROW)
        if found is None:
            return
        rows: Rows = table.evaluate(self._values, NO_ROW)
        for stretch in islice(occupancy.stretches(*found), MOST_ROWS):
            filled = [
                f"{self._row_label(table.sort.table, rows.certain[place])} {in_unit(area, '㎡')} × {in_unit(rate, '元')}"
                for place, area, rate in stretch.filled
            ]
            days = stretch.days
            yield Step(
                clause=self._clause,
                label=f"{stretch.first.isoformat()}至{stretch.last.isoformat()}",
                working=f"{' + '.join(filled)} = 每日{in_unit(stretch.daily, '元')}，计{days}日",
                value=in_unit(stretch.daily * days, "元"),
            )

    # --- notes and labels --------------------------------------------------------------------------------------------

    def _note(self, runnable: Runnable, row: Row) -> str:
        """How far a cap is, where the formula's outermost word is 较小 with a constant among its arguments."""
        bounded = runnable.bounded
        if bounded is None:
            return ""
        bound, figure = (part.evaluate(self._values, row) for part in bounded)
        if bound is None or figure is None:
            return ""
        unit = str(runnable.sort.unit)
        if isinstance(runnable.tree, f.Call) and runnable.tree.function == "较大":
            return f"低于{in_unit(bound, unit)}，按{in_unit(bound, unit)}计" if figure < bound else ""
        if figure > bound:
            return f"超过上限{in_unit(figure - bound, unit)}，按上限计"
        return "恰为上限" if figure == bound else f"未触上限，距上限{in_unit(bound - figure, unit)}"

    def _label_column(self, table: str) -> str | None:
        columns = self._rules.measure.fact(table).columns
        return next((column.name for column in columns if column.kind is Kind.TEXT), None)

    def _row_label(self, table: str, row: Row) -> str:
        place = row[ROW]
        assert isinstance(place, int)
        column = self._labels.get(table)
        label = row.get(column) if column else None
        if label and self._times(table)[label] == 1:
            return str(label)
        return f"{label}（第{place + 1}行）" if label else f"第{place + 1}行"

    def _times(self, table: str) -> Counter[Any]:
        """How often each row label stands in a table."""
        if table not in self._label_counts:
            rows: Rows = self._values.named[table]
            self._label_counts[table] = Counter(row.get(self._labels[table] or "") for row in rows.certain)
        return self._label_counts[table]

    def _said(self, value: Any, sort: Sort) -> str:
        """A value of a sort, in words or figures with its unit."""
        if value is None or (isinstance(value, Rows) and value.uncertain):
            return _PENDING
        match value:
            case Rows():
                return f"{len(value.certain)}行"
            case bool():
                return "是" if value else "否"
            case date():
                return value.isoformat()
            case int() | Fraction():
                return in_unit(value, str(sort.unit))
        return str(value)


def _beyond(rows: int) -> str:
    return f"另有{rows - MOST_ROWS}行，未逐行列出" if rows > MOST_ROWS else ""


def _calls(node: Formula) -> Iterator[f.Call]:
    for part in f.walk(node):
        if isinstance(part, f.Call):
            yield part
