"""Formulas written out with their values put in, for the steps of a derivation 计算过程."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import Any

from gongshu_desktop.policy import syntax as f
from gongshu_desktop.policy.compilation import Rows, Values
from gongshu_desktop.policy.language import Runnable
from gongshu_desktop.policy.model import Kind
from gongshu_desktop.policy.numbers import in_unit
from gongshu_desktop.policy.rules import NO_ROW, ROW, Rules
from gongshu_desktop.policy.sorts import Sort
from gongshu_desktop.policy.syntax import Formula
from gongshu_desktop.policy.values import Row

MOST_REASONS = 50
"""Rows that a selection names one by one with the reason why they do not count."""
PENDING = "待核"
_IN_A_ROW = 6
_OVER_ROWS = frozenset({"合计", "按组合计", "计数", "计数不同", "逐日合计", "对应合计", "对应计数"})


class Working:
    """Writes one measure's formulas with one set of values."""

    def __init__(self, rules: Rules, values: Values, readings: Mapping[str, str]) -> None:
        self._rules = rules
        self._values = values
        self._readings = readings
        self._label_counts: dict[str, Counter[Any]] = {}
        self._labels = {fact.name: self._label_column(fact.name) for fact in rules.measure.facts if fact.columns}

    def working(self, node: Formula, runnable: Runnable, row: Row) -> str:
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
                found = self.said(exact.evaluate(self._values, row), exact.sort)
                yield node.start, node.end, f"取整({self.working(inner, runnable, row)} = {found})"
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
                return PENDING
            if holds:
                return f"因 {self.working(test, runnable, row)}，{self.working(result, runnable, row)}"
        return f"否则 {self.working(node.otherwise, runnable, row)}"

    def _over_rows(self, node: f.Call, runnable: Runnable, row: Row) -> str:
        """A figure over rows: as the sum of its few terms, else as its result."""
        figure = runnable.part(node)
        value = self.said(figure.evaluate(self._values, row), figure.sort)
        if node.function not in ("合计", "按组合计"):
            return value
        terms = self.terms(node, runnable)
        if node is runnable.tree and 1 < len(terms) <= _IN_A_ROW and all(term is not None for _, term in terms):
            return " + ".join(self.said(term, figure.sort) for _, term in terms)
        return value

    def terms(self, node: f.Call, runnable: Runnable) -> list[tuple[Row, Any]]:
        """What a sum over rows adds up: each row (or the first of each group) with its term."""
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
            return f"{node.name}（{PENDING}）"
        if sort.kind is Kind.YES_NO:
            return f"{node.name}（{'是' if value else '否'}）"
        if sort.kind in (Kind.CHOICE, Kind.TEXT):
            return f"{node.name}「{value}」"
        return self.said(value, sort)

    def _selection(self, node: f.Where, runnable: Runnable) -> str:
        """Which rows of a table count, and why the others do not."""
        table = runnable.part(node.table)
        name = table.sort.table
        chosen: Rows | None = runnable.part(node).evaluate(self._values, NO_ROW)
        rows: Rows | None = table.evaluate(self._values, NO_ROW)
        if chosen is None or rows is None:
            return f"{name}{PENDING}"
        counted = [self.row_label(name, row) for row in islice(chosen.certain, _IN_A_ROW)]
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
        return f"{self.row_label(table, row)}（{'，'.join(failing)}）"

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
        return self.working(runnable.tree, runnable, row) + ("" if holds is None else " 不成立")

    def note(self, runnable: Runnable, row: Row) -> str:
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

    def row_label(self, table: str, row: Row) -> str:
        """What a row is called: its first text, with its number where others are called the same."""
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

    def said(self, value: Any, sort: Sort) -> str:
        """A value of a sort, in words or figures with its unit."""
        if value is None or (isinstance(value, Rows) and value.uncertain):
            return PENDING
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
