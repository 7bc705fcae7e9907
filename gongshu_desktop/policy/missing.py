"""What stands in the way of a result: the facts and cells without a value that a measure's formulas really need.

Cells of rows that are excluded anyway, facts that the chosen readings never ask for, and parts of a condition that the
other parts settle are not in the way, and are not asked for.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from gongshu_desktop.policy import syntax as f
from gongshu_desktop.policy.assessment import Missing
from gongshu_desktop.policy.compilation import Rows, Values
from gongshu_desktop.policy.language import Runnable
from gongshu_desktop.policy.rules import NO_ROW, ROW, Definition, Rules
from gongshu_desktop.policy.syntax import Formula
from gongshu_desktop.policy.values import Row

_PERIOD = slice(6, 8)
"""Where 逐日合计 says from which day to which."""


def missing(rules: Rules, values: Values, readings: Mapping[str, str]) -> tuple[Missing, ...]:
    """The missing facts and cells, in the order in which the formulas meet them."""
    found = dict.fromkeys(Missing(fact=name) for name in rules.lacking(values))
    search = _Search(rules, values, readings)
    for condition in rules.conditions:
        only = condition.criterion.only
        if condition.rule is not None and (only is None or readings[only[0]] == only[1]):
            found.update(dict.fromkeys(search.formula(condition.rule, NO_ROW)))
    final = rules.amount or rules.ceiling
    if final is not None:
        found.update(dict.fromkeys(search.formula(final, NO_ROW)))
    return tuple(found)


def is_open(value: Any) -> bool:
    """Whether a formula's value is still open: missing, or rows of which some may or may not belong."""
    return value is None or (isinstance(value, Rows) and bool(value.uncertain))


class _Search:
    def __init__(self, rules: Rules, values: Values, readings: Mapping[str, str]) -> None:
        self._definitions = {(item.table, item.name): item for item in rules.definitions}
        self._values = values
        self._readings = readings
        self._seen: set[object] = set()

    def formula(self, runnable: Runnable, row: Row) -> Iterator[Missing]:
        """What is missing for one formula."""
        yield from self._node(runnable.tree, runnable, row)

    def _node(self, node: Formula, runnable: Runnable, row: Row) -> Iterator[Missing]:
        if not isinstance(node, f.Call | f.Where) and not is_open(runnable.part(node).evaluate(self._values, row)):
            return
        match node:
            case f.Name():
                yield from self._name(node.name, runnable, row)
            case f.Where():
                yield from self._where(node, runnable)
            case f.Call():
                yield from self._call(node, runnable, row)
            case f.Condition():
                yield from self._condition(node, runnable, row)
            case _:
                for part in f.children(node):
                    yield from self._node(part, runnable, row)

    def _name(self, name: str, runnable: Runnable, row: Row) -> Iterator[Missing]:
        table = runnable.scope.row
        if table and name in runnable.scope.columns[table]:
            definition = self._definitions.get((table, name))
            place = row[ROW]
            if definition is not None:
                yield from self._definition(definition, row)
            elif isinstance(place, int):
                yield Missing(fact=table, row=place, column=name)
            return
        definition = self._definitions.get(("", name))
        if definition is None:
            yield Missing(fact=name)
        else:
            yield from self._definition(definition, NO_ROW)

    def _definition(self, definition: Definition, row: Row) -> Iterator[Missing]:
        key = (definition.table, definition.name, row.get(ROW))
        if key not in self._seen:
            self._seen.add(key)
            yield from self.formula(definition.under(self._readings), row)

    def _condition(self, node: f.Condition, runnable: Runnable, row: Row) -> Iterator[Missing]:
        """The first test that is open, or what is open in the branch that was taken."""
        for test, result in node.branches:
            holds = runnable.part(test).evaluate(self._values, row)
            if holds is None:
                yield from self._node(test, runnable, row)
                return
            if holds:
                yield from self._node(result, runnable, row)
                return
        yield from self._node(node.otherwise, runnable, row)

    def _where(self, node: f.Where, runnable: Runnable) -> Iterator[Missing]:
        yield from self._node(node.table, runnable, NO_ROW)
        rows: Rows | None = runnable.part(node).evaluate(self._values, NO_ROW)
        inner = runnable.part(node.condition, runnable.part(node.table).sort.table)
        for row in rows.uncertain if rows else ():
            yield from self._node(node.condition, inner, row)

    def _call(self, node: f.Call, runnable: Runnable, row: Row) -> Iterator[Missing]:
        terms = _PER_ROW.get(node.function)
        if terms is None:
            if node.function != "已填":
                for part in node.arguments:
                    yield from self._node(part, runnable, row)
            return
        if is_open(runnable.part(node).evaluate(self._values, row)) and id(node) not in self._seen:
            self._seen.add(id(node))
            yield from self._over_rows(node, runnable, terms)

    def _over_rows(self, node: f.Call, runnable: Runnable, terms: slice) -> Iterator[Missing]:
        outer = runnable.outside()
        table = outer.part(node.arguments[0])
        inner = [outer.part(term, table.sort.table) for term in node.arguments[terms]]
        yield from self._node(node.arguments[0], outer, NO_ROW)
        for argument in node.arguments[terms.stop or len(node.arguments) :]:
            yield from self._node(argument, outer, NO_ROW)
        rows: Rows | None = table.evaluate(self._values, NO_ROW)
        for row in (*rows.certain, *rows.uncertain) if rows else ():
            if node.function == "逐日合计" and self._outside_of_period(node, outer, inner, row):
                continue
            for term in inner:
                yield from self._node(term.tree, term, row)

    def _outside_of_period(self, node: f.Call, outer: Runnable, inner: list[Runnable], row: Row) -> bool:
        first, last = (outer.part(argument).evaluate(self._values, NO_ROW) for argument in node.arguments[_PERIOD])
        begin, end = (term.evaluate(self._values, row) for term in inner[2:4])
        starts = [day for day in (begin, first) if day is not None]
        ends = [day for day in (end, last) if day is not None]
        return bool(starts and ends) and max(starts) > min(ends)


_PER_ROW = {
    "合计": slice(1, None),
    "计数": slice(1, None),
    "按组合计": slice(1, None),
    "计数不同": slice(1, None),
    "对应合计": slice(1, None),
    "对应计数": slice(1, None),
    "逐日合计": slice(1, 5),
}
"""Functions over rows, with those of their arguments that are worked out for each row."""
