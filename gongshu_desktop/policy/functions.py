"""The functions that formulas may call. Each checks its arguments and gives the sort and the function of its result."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from gongshu_desktop.policy import formula as f
from gongshu_desktop.policy import occupancy
from gongshu_desktop.policy.assessment import end_of_year
from gongshu_desktop.policy.compilation import Compiler, Evaluate, Function, Rows, Values, exact_sum
from gongshu_desktop.policy.formula import Formula, FormulaError
from gongshu_desktop.policy.model import Kind
from gongshu_desktop.policy.occupancy import Lease
from gongshu_desktop.policy.sorts import CALENDAR_YEAR, DATE, PURE_NUMBER, YES_NO, Sort
from gongshu_desktop.policy.units import AREA, DAYS
from gongshu_desktop.policy.values import Row

YEARS = range(1900, 2201)


def _arity(node: f.Call, least: int, most: int | None, form: str) -> None:
    count = len(node.arguments)
    if count < least or (most is not None and count > most):
        raise FormulaError(node.start, f"“{node.function}”给了 {count} 项", form)


def _extreme(choose: Callable[[list[Any]], Any], kind: Kind, form: str) -> Function:
    """较小, 较大 of numbers with one unit; 较早, 较晚 of dates."""

    def function(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
        _arity(node, 2, None, form)
        sort, first = compiler.compile(node.arguments[0])
        if sort.kind is not kind:
            raise FormulaError(node.arguments[0].start, f"此处是{sort}", form)
        arguments = (first, *(compiler.expect(argument, sort) for argument in node.arguments[1:]))

        def extreme(values: Values, row: Row) -> Any:
            found = []
            for argument in arguments:
                value = argument(values, row)
                if value is None:
                    return None
                found.append(value)
            return choose(found)

        return sort, extreme

    return function


def _floor(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    _arity(node, 1, 1, "取整(数)")
    sort, number = compiler.number(node.arguments[0])
    return sort, lambda values, row: None if (value := number(values, row)) is None else value.__floor__()


def _refuse_nested(compiler: Compiler, node: f.Call) -> None:
    if compiler.nested:
        raise FormulaError(node.start, f"逐行计算的公式里不能用“{node.function}”", "对应合计、对应计数,或先另立一步")


def _sum(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    _arity(node, 2, 2, "合计(表, 每行的数)")
    _refuse_nested(compiler, node)
    table_sort, table = compiler.rows(node.arguments[0])
    sort, term = compiler.inside(table_sort.table).number(node.arguments[1])

    def total(values: Values, row: Row) -> Any:
        rows: Rows | None = table(values, row)
        if rows is None or rows.uncertain:
            return None
        terms = []
        for item in rows.certain:
            value = term(values, item)
            if value is None:
                return None
            terms.append(value)
        return exact_sum(terms)

    return sort, total


def _count(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    _arity(node, 1, 1, "计数(表)")
    _refuse_nested(compiler, node)
    _, table = compiler.rows(node.arguments[0])

    def count(values: Values, row: Row) -> int | None:
        rows: Rows | None = table(values, row)
        return None if rows is None or rows.uncertain else len(rows.certain)

    return PURE_NUMBER, count


def _count_distinct(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    _arity(node, 2, None, "计数不同(表, 列, …)")
    _refuse_nested(compiler, node)
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


def _matching_sum(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    form = "对应合计(表, 相同的列, 每行的数)"
    _arity(node, 3, 3, form)
    name, key, table = _matching(compiler, node, form)
    sort, term = compiler.inside(name).number(node.arguments[2])
    return sort, _grouped(node, key, table, term)


def _matching_count(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    form = "对应计数(表, 相同的列)"
    _arity(node, 2, 2, form)
    _, key, table = _matching(compiler, node, form)
    return PURE_NUMBER, _grouped(node, key, table, lambda _values, _row: 1)


def _sum_by_group(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    """Σ over the distinct values of a column: what the policy gives to each enterprise, however many rows it has."""
    form = "按组合计(表, 列, 每组的数)"
    _arity(node, 3, 3, form)
    _refuse_nested(compiler, node)
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


def _anniversary(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    """The day on which so many years are full; a year after 29 February is 28 February."""
    _arity(node, 2, 2, "满年(日期, 3年)")
    day = compiler.expect(node.arguments[0], DATE)
    years = compiler.expect(node.arguments[1], CALENDAR_YEAR)

    def anniversary(values: Values, row: Row) -> date | None:
        begin, count = day(values, row), years(values, row)
        if begin is None or count is None or begin.year + count not in YEARS:
            return None
        try:
            return date(int(begin.year + count), begin.month, begin.day)
        except ValueError:
            return date(int(begin.year + count), 2, 28)

    return DATE, anniversary


def _year(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    _arity(node, 1, 1, "年份(日期)")
    day = compiler.expect(node.arguments[0], DATE)
    return CALENDAR_YEAR, lambda values, row: None if (value := day(values, row)) is None else value.year


def _edge_of_year(last: bool) -> Function:
    def function(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
        _arity(node, 1, 1, f"{node.function}(年份)")
        year = compiler.expect(node.arguments[0], CALENDAR_YEAR)

        def edge(values: Values, row: Row) -> Any:
            value = year(values, row)
            if value is None or value not in YEARS:
                return None
            day = end_of_year(value)
            return day if last else day.replace(month=1, day=1)

        return DATE, edge

    return function


def _days(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    _arity(node, 2, 2, "天数(起始日期, 截止日期)")
    first, last = (compiler.expect(argument, DATE) for argument in node.arguments)

    def days(values: Values, row: Row) -> int | None:
        begin, end = first(values, row), last(values, row)
        return None if begin is None or end is None else max(0, (end - begin).days + 1)

    return Sort(Kind.NUMBER, DAYS), days


def _given(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    _arity(node, 1, 1, "已填(事实)")
    _, value = compiler.compile(node.arguments[0])
    return YES_NO, lambda values, row: value(values, row) is not None


def _occupancy(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    _arity(node, 8, 8, "逐日合计(表, 面积, 日单价, 起始日期, 截止日期, 面积上限, 期间首日, 期间末日)")
    _refuse_nested(compiler, node)
    table_sort, _ = compiler.rows(node.arguments[0])
    inner = compiler.inside(table_sort.table)
    area_unit = Sort(Kind.NUMBER, AREA)
    inner.expect(node.arguments[1], area_unit)
    rate_sort, _ = inner.number(node.arguments[2])
    compiler.expect(node.arguments[5], area_unit)
    gather = leases_of(compiler, node)

    def occupied(values: Values, row: Row) -> Any:
        found = gather(values, row)
        return None if found is None else occupancy.total(*found)

    return Sort(Kind.NUMBER, AREA.times(rate_sort.unit).times(DAYS)), occupied


def leases_of(compiler: Compiler, node: f.Call) -> Evaluate:
    """What 逐日合计 works on: (leases, limit, first day, last day), or None while something that matters is missing."""
    table_sort, table = compiler.rows(node.arguments[0])
    inner = compiler.inside(table_sort.table)
    area, rate = (inner.number(argument)[1] for argument in node.arguments[1:3])
    begin, end = (inner.expect(argument, DATE) for argument in node.arguments[3:5])
    limit = compiler.number(node.arguments[5])[1]
    first, last = (compiler.expect(argument, DATE) for argument in node.arguments[6:8])

    def gather(values: Values, row: Row) -> Any:
        rows: Rows | None = table(values, row)
        bounds = (limit(values, row), first(values, row), last(values, row))
        if rows is None or None in bounds:
            return None
        leases = []
        for place, item in enumerate([*rows.certain, *rows.uncertain]):
            start, stop = begin(values, item), end(values, item)
            if _apart(start, stop, bounds[1], bounds[2]):
                continue
            found = (area(values, item), rate(values, item), start, stop)
            if None in found or place >= len(rows.certain):
                return None
            leases.append(Lease(place, *found))
        return (leases, *bounds)

    return gather


def _apart(start: date | None, stop: date | None, first: date, last: date) -> bool:
    """Whether a lease has no day in the period, whatever else about it may be missing."""
    begin = first if start is None else max(start, first)
    end = last if stop is None else min(stop, last)
    return begin > end


FUNCTIONS: dict[str, Function] = {
    "较小": _extreme(min, Kind.NUMBER, "较小(数, 数)"),
    "较大": _extreme(max, Kind.NUMBER, "较大(数, 数)"),
    "较早": _extreme(min, Kind.DATE, "较早(日期, 日期)"),
    "较晚": _extreme(max, Kind.DATE, "较晚(日期, 日期)"),
    "取整": _floor,
    "合计": _sum,
    "计数": _count,
    "计数不同": _count_distinct,
    "按组合计": _sum_by_group,
    "对应合计": _matching_sum,
    "对应计数": _matching_count,
    "年份": _year,
    "年初": _edge_of_year(last=False),
    "年末": _edge_of_year(last=True),
    "满年": _anniversary,
    "天数": _days,
    "已填": _given,
    "逐日合计": _occupancy,
}
