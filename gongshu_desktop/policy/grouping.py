"""Functions that hold rows together by the value of a column: counting enterprises, joining tables by credit code."""

from collections.abc import Iterator
from typing import Any

from gongshu_desktop.policy import syntax as f
from gongshu_desktop.policy.compilation import Compiler, Evaluate, Rows, Values, arity, refuse_nested
from gongshu_desktop.policy.exactness import exact_sum
from gongshu_desktop.policy.sorts import PURE_NUMBER, Sort
from gongshu_desktop.policy.syntax import Formula, FormulaError
from gongshu_desktop.policy.values import Row


def count_distinct(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    """计数不同: how many different values, or combinations of values, the rows have."""
    arity(node, 2, None, "计数不同(表, 列, …)")
    refuse_nested(compiler, node)
    table_sort, table = compiler.rows(node.arguments[0])
    inner = compiler.inside(table_sort.table)
    keys = tuple(inner.compile(argument)[1] for argument in node.arguments[1:])

    def count(values: Values, row: Row) -> int | None:
        rows: Rows | None = table(values, row)
        if rows is None or rows.uncertain:
            return None
        found = {tuple(key(values, item) for key in keys) for item in rows.certain}
        return None if any(None in key for key in found) else len(found)

    return PURE_NUMBER, count


def _matching(compiler: Compiler, node: f.Call, form: str) -> tuple[str, str, Evaluate]:
    """The table, key column and rows of 对应合计 / 对应计数: the other rows that carry this row's key."""
    if not compiler.scope.row:
        raise FormulaError(node.start, f"“{node.function}”只用在逐行计算的公式里", form)
    table_sort, table = compiler.inside("").rows(node.arguments[0])
    key = node.arguments[1]
    own = compiler.scope.columns[compiler.scope.row]
    if not isinstance(key, f.Name) or key.name not in own or key.name not in compiler.scope.columns[table_sort.table]:
        raise FormulaError(key.start, "两张表没有同名的这一列", "两张表都有的列名")
    compiler.uses.add(f"{compiler.scope.row}.{key.name}")
    compiler.uses.add(f"{table_sort.table}.{key.name}")
    return table_sort.table, key.name, table


def _grouped(node: f.Call, key: str, table: Evaluate, term: Evaluate) -> Evaluate:
    """Σ term by key, worked out once an assessment; a row whose key or term is missing leaves its group (or all) open."""

    def gather(values: Values) -> tuple[dict[Any, Any], bool] | None:
        rows: Rows | None = table(values, {})
        if rows is None:
            return None
        groups: dict[Any, list[Any]] = {}
        for item in rows.certain:
            groups.setdefault(item.get(key), []).append(term(values, item))
        for item in rows.uncertain:
            groups.setdefault(item.get(key), []).append(None)
        sums = {name: None if None in terms else exact_sum(terms) for name, terms in groups.items()}
        return sums, None in groups

    def look_up(values: Values, row: Row) -> Any:
        if id(node) not in values.looked_up:
            values.looked_up[id(node)] = gather(values)
        found = values.looked_up[id(node)]
        name = row.get(key)
        if found is None or name is None or found[1]:
            return None
        return found[0].get(name, 0)

    return look_up


def matching_sum(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    """对应合计: a sum over the rows, of this table or another, that carry this row's key."""
    form = "对应合计(表, 相同的列, 每行的数)"
    arity(node, 3, 3, form)
    name, key, table = _matching(compiler, node, form)
    sort, term = compiler.inside(name).number(node.arguments[2])
    return sort, _grouped(node, key, table, term)


def matching_count(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    """对应计数: how many rows, of this table or another, carry this row's key."""
    form = "对应计数(表, 相同的列)"
    arity(node, 2, 2, form)
    _, key, table = _matching(compiler, node, form)
    return PURE_NUMBER, _grouped(node, key, table, lambda _values, _row: 1)


def sum_by_group(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    """按组合计: Σ over the distinct values of a column: what the policy gives to each enterprise, however many rows it has."""
    form = "按组合计(表, 列, 每组的数)"
    arity(node, 3, 3, form)
    refuse_nested(compiler, node)
    table_sort, table = compiler.rows(node.arguments[0])
    key = node.arguments[1]
    inner = compiler.inside(table_sort.table)
    if not isinstance(key, f.Name) or key.name not in compiler.scope.columns[table_sort.table]:
        raise FormulaError(key.start, f"表“{table_sort.table}”没有这一列", form)
    _, own_key = inner.compile(key)
    sort, term = inner.number(node.arguments[2])
    for name in _own_columns(node.arguments[2]):
        if name.name != key.name and name.name in compiler.scope.columns[table_sort.table]:
            raise FormulaError(name.start, f"一组有许多行,不知用哪一行的“{name.name}”", "对应合计、对应计数")

    def total(values: Values, row: Row) -> Any:
        rows: Rows | None = table(values, row)
        if rows is None or rows.uncertain:
            return None
        firsts = {own_key(values, item): item for item in reversed(rows.certain)}
        terms = [term(values, item) for item in firsts.values()]
        return None if None in firsts or None in terms else exact_sum(terms)

    return sort, total


def _own_columns(node: Formula) -> Iterator[f.Name]:
    """The names in a formula that stand outside of what it looks up in other rows."""
    if isinstance(node, f.Name):
        yield node
    if not (isinstance(node, f.Call) and node.function in ("对应合计", "对应计数")):
        for part in f.children(node):
            yield from _own_columns(part)
