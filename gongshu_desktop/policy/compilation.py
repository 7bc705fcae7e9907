"""Formulas made runnable: each becomes one Python function, after its names, sorts and units have been checked.

Evaluation is three-valued: a missing value is None and spreads, except where the other values settle the matter (an unmet
part makes 且 unmet whatever else is missing). Rows that may or may not belong to a selection are kept apart as
``uncertain``; anything worked out over a selection with uncertain rows is missing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import Any, TypeAlias

from gongshu_desktop.policy import syntax as f
from gongshu_desktop.policy.exactness import bounded
from gongshu_desktop.policy.model import Kind
from gongshu_desktop.policy.numbers import simplest
from gongshu_desktop.policy.sorts import DATE, TEXT, YES_NO, Scope, Sort
from gongshu_desktop.policy.syntax import Formula, FormulaError
from gongshu_desktop.policy.units import BUILT_IN, PURE, UnknownUnit, parse_suffix
from gongshu_desktop.policy.values import Row


@dataclass(slots=True)
class Rows:
    """Rows of a table: those that certainly belong, and those that may, for want of a value."""

    certain: Sequence[Row]
    uncertain: Sequence[Row] = ()


class Values:
    """What is known while one measure is assessed: facts and definitions by name, and per formula what it looked up once."""

    __slots__ = ("looked_up", "named")

    def __init__(self, named: dict[str, Any]) -> None:
        self.named = named
        self.looked_up: dict[int, Any] = {}


Evaluate: TypeAlias = Callable[[Values, Row], Any]
"""A formula's value: a Number, date, str, bool or Rows; None while it is missing. The Row is empty outside of tables."""


Function: TypeAlias = Callable[["Compiler", f.Call], tuple[Sort, Evaluate]]
"""A function of the language: checks a call's arguments, gives the sort and the function of its result."""


_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {"=": eq, "≠": ne, "<": lt, "≤": le, ">": gt, "≥": ge}


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles the nodes of one formula in one scope."""

    scope: Scope
    functions: Mapping[str, Function]
    uses: set[str]
    nested: bool = False
    """Inside a formula that runs once a row: no further running over rows there, so that work stays in proportion."""

    def compile(self, node: Formula) -> tuple[Sort, Evaluate]:
        """The sort and the function of a node."""
        handlers: dict[type, Callable[[Any], tuple[Sort, Evaluate]]] = {
            f.Name: self._name,
            f.Quantity: self._quantity,
            f.Constant: _constant,
            f.Call: self._call,
            f.Where: self._where,
            f.Condition: self._condition,
            f.AllOf: self._connective,
            f.AnyOf: self._connective,
            f.Negation: self._negation,
            f.Compare: self._compare,
            f.Total: self._total,
            f.Product: self._product,
        }
        return handlers[type(node)](node)

    def expect(self, node: Formula, sort: Sort) -> Evaluate:
        """The function of a node that must be of a certain sort."""
        found, evaluate = self.compile(node)
        if found != sort:
            raise FormulaError(node.start, f"此处是{found}", str(sort))
        return evaluate

    def number(self, node: Formula) -> tuple[Sort, Evaluate]:
        """The function of a node that must be a number of any unit."""
        sort, evaluate = self.compile(node)
        if sort.kind is not Kind.NUMBER:
            raise FormulaError(node.start, f"此处是{sort}", "数")
        return sort, evaluate

    def rows(self, node: Formula) -> tuple[Sort, Evaluate]:
        """The function of a node that must be rows of a table."""
        sort, evaluate = self.compile(node)
        if sort.kind is not Kind.TABLE:
            raise FormulaError(node.start, f"此处是{sort}", "一张表或表中若干行")
        return sort, evaluate

    def inside(self, table: str) -> "Compiler":
        """The compiler for formulas that run once for each row of a table."""
        return Compiler(self.scope.inside(table), self.functions, self.uses, nested=True)

    def _name(self, node: f.Name) -> tuple[Sort, Evaluate]:
        found = self.scope.find(node.name)
        if found is None:
            near = get_close_matches(node.name, self.scope.known(), 1, 0.5)
            hint = f"是否为“{near[0]}”" if near else "、".join(self.scope.known()[:12])
            raise FormulaError(node.start, f"没有名为“{node.name}”的事实、列或步骤", hint)
        sort, is_column = found
        name = node.name
        if is_column:
            self.uses.add(f"{self.scope.row}.{name}")
            return sort, lambda _values, row: row.get(name)
        self.uses.add(name)
        return sort, lambda values, _row: values.named[name]

    def _quantity(self, node: f.Quantity) -> tuple[Sort, Evaluate]:
        try:
            factor, unit = parse_suffix(node.suffix, self.scope.counting)
        except UnknownUnit as error:
            known = "、".join((*BUILT_IN, *self.scope.counting, "%", "万", "亿"))
            place = node.start + len(node.digits)
            raise FormulaError(place, f"没有单位“{error.args[0]}”(关键词前后要空格)", known) from None
        value = simplest(Fraction(node.digits) * factor)
        return Sort(Kind.NUMBER, unit), lambda _values, _row: value

    def _call(self, node: f.Call) -> tuple[Sort, Evaluate]:
        function = self.functions.get(node.function)
        if function is None:
            near = get_close_matches(node.function, self.functions, 1, 0.5)
            hint = f"是否为“{near[0]}”" if near else "、".join(self.functions)
            raise FormulaError(node.start, f"没有名为“{node.function}”的函数", hint)
        return function(self, node)

    def _where(self, node: f.Where) -> tuple[Sort, Evaluate]:
        if self.nested:
            raise FormulaError(node.start, "逐行计算的公式里不能再挑选行", "先另立一步,再引用它的名称")
        sort, table = self.rows(node.table)
        condition = self.inside(sort.table).expect(node.condition, YES_NO)

        def where(values: Values, row: Row) -> Rows | None:
            rows: Rows | None = table(values, row)
            if rows is None:
                return None
            certain, uncertain = [], []
            for item in rows.certain:
                holds = condition(values, item)
                if holds is None:
                    uncertain.append(item)
                elif holds:
                    certain.append(item)
            uncertain += [item for item in rows.uncertain if condition(values, item) is not False]
            return Rows(certain, uncertain)

        return sort, where

    def _condition(self, node: f.Condition) -> tuple[Sort, Evaluate]:
        tests = [self.expect(test, YES_NO) for test, _ in node.branches]
        sort, otherwise = self.compile(node.otherwise)
        results = [self.expect(result, sort) for _, result in node.branches]
        branches = tuple(zip(tests, results, strict=True))

        def choose(values: Values, row: Row) -> Any:
            for test, result in branches:
                holds = test(values, row)
                if holds is None:
                    return None
                if holds:
                    return result(values, row)
            return otherwise(values, row)

        return sort, choose

    def _negation(self, node: f.Negation) -> tuple[Sort, Evaluate]:
        part = self.expect(node.part, YES_NO)
        return YES_NO, lambda values, row: None if (value := part(values, row)) is None else not value

    def _connective(self, node: f.AllOf | f.AnyOf) -> tuple[Sort, Evaluate]:
        parts = tuple(self.expect(part, YES_NO) for part in node.parts)
        settles = isinstance(node, f.AnyOf)

        def connect(values: Values, row: Row) -> bool | None:
            open_question = False
            for part in parts:
                holds = part(values, row)
                if holds is settles:
                    return bool(settles)
                open_question |= holds is None
            return None if open_question else not settles

        return YES_NO, connect

    def _compare(self, node: f.Compare) -> tuple[Sort, Evaluate]:
        (left_sort, left), (right_sort, right) = self.compile(node.left), self.compile(node.right)
        compare = _COMPARE[node.operator]
        if Kind.CHOICE in (left_sort.kind, right_sort.kind):
            return YES_NO, self._compare_choice(node, left_sort, left, right_sort, right)
        if left_sort != right_sort:
            raise FormulaError(node.right.start, f"{left_sort}不能与{right_sort}比较", str(left_sort))
        if left_sort.kind is Kind.TABLE or (
            left_sort.kind not in (Kind.NUMBER, Kind.DATE) and node.operator not in ("=", "≠")
        ):
            raise FormulaError(node.start, f"{left_sort}不分大小", "= 或 ≠")

        def comparison(values: Values, row: Row) -> bool | None:
            first, second = left(values, row), right(values, row)
            if first is None or second is None:
                return None
            return bool(compare(first, second))

        return YES_NO, comparison

    def _compare_choice(
        self, node: f.Compare, left_sort: Sort, left: Evaluate, right_sort: Sort, right: Evaluate
    ) -> Evaluate:
        """An option compared with one of the options, written out as text; by rank where the options have an order."""
        choice = left_sort if left_sort.kind is Kind.CHOICE else right_sort
        for side, sort in ((node.left, left_sort), (node.right, right_sort)):
            known = isinstance(side, f.Constant) and side.value in choice.options
            if sort != choice and not known:
                raise FormulaError(
                    side.start, "不是这个选择项的选项", "、".join(f"「{item}」" for item in choice.options)
                )
        if node.operator not in ("=", "≠") and not choice.ordered:
            raise FormulaError(node.start, "这个选择项的选项不分高低", "= 或 ≠,或在事实上写 ordered = true")
        rank = {option: place for place, option in enumerate(choice.options)}
        compare = _COMPARE[node.operator]

        def comparison(values: Values, row: Row) -> bool | None:
            first, second = left(values, row), right(values, row)
            return None if first is None or second is None else bool(compare(rank[first], rank[second]))

        return comparison

    def _total(self, node: f.Total) -> tuple[Sort, Evaluate]:
        sort, first = self.number(node.terms[0])
        rest = []
        for term, sign in zip(node.terms[1:], node.signs[1:], strict=True):
            found, evaluate = self.number(term)
            if found != sort:
                raise FormulaError(term.start, f"{sort}不能与{found}相加减", str(sort))
            rest.append((sign, evaluate))

        def add(values: Values, row: Row) -> Any:
            total = first(values, row)
            for sign, term in rest:
                value = term(values, row)
                if total is None or value is None:
                    return None
                total = bounded(total + value if sign > 0 else total - value)
            return total

        return sort, add

    def _product(self, node: f.Product) -> tuple[Sort, Evaluate]:
        unit = PURE
        factors = []
        for factor, sign in zip(node.factors, node.signs, strict=True):
            sort, evaluate = self.number(factor)
            unit = unit.times(sort.unit, sign)
            factors.append((sign, evaluate))

        first = factors[0][1]
        rest = factors[1:]

        def multiply(values: Values, row: Row) -> Any:
            result = first(values, row)
            for sign, factor in rest:
                value = factor(values, row)
                if result is None or value is None or (sign < 0 and value == 0):
                    return None  # a quotient by zero has no value: undetermined, never a crash
                result = bounded(result * value if sign > 0 else Fraction(result) / value)
            return None if result is None else simplest(result)

        return Sort(Kind.NUMBER, unit), multiply


def _constant(node: f.Constant) -> tuple[Sort, Evaluate]:
    value = node.value
    sort = YES_NO if isinstance(value, bool) else TEXT if isinstance(value, str) else DATE
    return sort, lambda _values, _row: value


def arity(node: f.Call, least: int, most: int | None, form: str) -> None:
    """Refuse a call with too few or too many arguments; ``form`` is how it is written."""
    count = len(node.arguments)
    if count < least or (most is not None and count > most):
        raise FormulaError(node.start, f"“{node.function}”给了 {count} 项", form)


def refuse_nested(compiler: Compiler, node: f.Call) -> None:
    """Refuse a function over rows inside of a formula that itself runs once a row."""
    if compiler.nested:
        raise FormulaError(node.start, f"逐行计算的公式里不能用“{node.function}”", "对应合计、对应计数,或先另立一步")
