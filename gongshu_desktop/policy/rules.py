"""The runnable side of a policy: each measure's formulas, in the order in which they are worked out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gongshu_desktop.policy.compilation import Evaluate, Rows, Values
from gongshu_desktop.policy.language import Runnable, compiler_for
from gongshu_desktop.policy.model import Criterion, Kind, Measure
from gongshu_desktop.policy.numbers import simplest
from gongshu_desktop.policy.syntax import Compare
from gongshu_desktop.policy.values import Number, Value

YEAR = "申报年度"
"""The name by which formulas call the award year."""
ROW = "#"
"""The key under which a row carries its place in the table, counted from 0; no column can have that name."""
NO_ROW: Mapping[str, Any] = {}
"""The row of a formula that stands outside of any table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A named step of a calculation, or (with ``table``) a column worked out for each row.

    ``formulas`` holds one formula under "", or one for each option of the reading that decides it.
    """

    name: str
    table: str
    phrase: str
    reading: str
    formulas: Mapping[str, Runnable]

    def under(self, readings: Mapping[str, str]) -> Runnable:
        """The formula under the chosen readings."""
        return self.formulas[readings[self.reading]] if self.reading else self.formulas[""]


@dataclass(frozen=True, slots=True)
class Threshold:
    """How far "number ≥ number" is from its threshold (negative: short of it), in ``unit``."""

    have: Evaluate
    need: Evaluate
    sign: int
    unit: str

    def margin(self, values: Values) -> Number | None:
        """The distance, or None while a value is missing."""
        have, need = self.have(values, NO_ROW), self.need(values, NO_ROW)
        return None if have is None or need is None else simplest(self.sign * (have - need))


def threshold(rule: Runnable) -> Threshold | None:
    """The threshold in a criterion's rule; None if the rule is no comparison of numbers."""
    tree = rule.tree
    if not isinstance(tree, Compare) or tree.operator not in ("≥", ">", "≤", "<"):
        return None
    compiler = compiler_for(rule.scope)
    (sort, left), (_, right) = compiler.compile(tree.left), compiler.compile(tree.right)
    if sort.kind is not Kind.NUMBER:
        return None
    return Threshold(left, right, 1 if tree.operator in ("≥", ">") else -1, str(sort.unit))


@dataclass(frozen=True, slots=True)
class Condition:
    """A criterion with its rule, or without one (the reviewer judges it)."""

    criterion: Criterion
    rule: Runnable | None = None
    threshold: Threshold | None = None


@dataclass(frozen=True, kw_only=True)
class Rules:
    """One measure with its formulas. ``definitions`` stand in an order in which each needs only those before it."""

    measure: Measure
    definitions: tuple[Definition, ...]
    conditions: tuple[Condition, ...]
    required: tuple[tuple[str, Runnable], ...]
    """Facts that must be there when a condition holds."""
    amount: Runnable | None
    ceiling: Runnable | None

    @cached_property
    def _empty_rows(self) -> dict[str, dict[str, Any]]:
        return {
            fact.name: {column.name: column.default for column in fact.columns}
            for fact in self.measure.facts
            if fact.kind is Kind.TABLE
        }

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        return {fact.name: fact.default for fact in self.measure.facts}

    def chosen(self, readings: Mapping[str, str]) -> dict[str, str]:
        """The option of each reading of the measure, by full key: the chosen one, else the suggested one."""
        return {reading.key: readings.get(reading.key, reading.suggested) for reading in self.measure.readings}

    def work_out(self, facts: Mapping[str, Value], year: int, readings: Mapping[str, str]) -> Values:
        """All facts (defaults put in) and all definitions of the measure."""
        named: dict[str, Any] = {YEAR: year, **self._defaults}
        for name, value in facts.items():
            if isinstance(value, tuple):
                named[name] = self._table(name, value)
            elif not _blank(value):
                named[name] = value
        values = Values(named)
        for definition in self.definitions:
            evaluate = definition.under(readings).evaluate
            if not definition.table:
                named[definition.name] = evaluate(values, NO_ROW)
            elif (table := named[definition.table]) is not None:
                for row in table.certain:
                    row[definition.name] = evaluate(values, row)
        return values

    def lacking(self, values: Values) -> list[str]:
        """Facts that are missing although their condition says that they must be there."""
        return [
            fact
            for fact, when in self.required
            if values.named[fact] is None and when.evaluate(values, NO_ROW) is not False
        ]

    def _table(self, name: str, rows: tuple[Mapping[str, Any], ...]) -> Rows:
        empty = self._empty_rows[name]
        filled = []
        for place, row in enumerate(rows):
            copy: dict[str, Any] = {ROW: place, **empty}
            for column, value in row.items():
                if not _blank(value):
                    copy[column] = value
            filled.append(copy)
        return Rows(filled)


def _blank(value: Value | None) -> bool:
    """Whether a value is none: an empty text is a missing one; 0 and 否 are values."""
    return value is None or (isinstance(value, str) and not value.strip())
