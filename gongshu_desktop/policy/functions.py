"""The functions that formulas may call. Each checks its arguments and gives the sort and the function of its result."""

from collections.abc import Callable
from datetime import date
from typing import Any

from gongshu_desktop.policy import occupancy
from gongshu_desktop.policy import syntax as f
from gongshu_desktop.policy.assessment import end_of_year
from gongshu_desktop.policy.compilation import Compiler, Evaluate, Function, Rows, Values, arity, refuse_nested
from gongshu_desktop.policy.exactness import exact_sum
from gongshu_desktop.policy.grouping import count_distinct, matching_count, matching_sum, sum_by_group
from gongshu_desktop.policy.model import Kind
from gongshu_desktop.policy.occupancy import Lease
from gongshu_desktop.policy.sorts import CALENDAR_YEAR, DATE, PURE_NUMBER, YES_NO, Sort
from gongshu_desktop.policy.syntax import FormulaError
from gongshu_desktop.policy.units import AREA, DAYS
from gongshu_desktop.policy.values import Row

YEARS = range(1900, 2201)


def _extreme(choose: Callable[[list[Any]], Any], kind: Kind, form: str) -> Function:
    """较小, 较大 of numbers with one unit; 较早, 较晚 of dates."""

    def function(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
        arity(node, 2, None, form)
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
    arity(node, 1, 1, "取整(数)")
    sort, number = compiler.number(node.arguments[0])
    return sort, lambda values, row: None if (value := number(values, row)) is None else value.__floor__()


def _sum(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    arity(node, 2, 2, "合计(表, 每行的数)")
    refuse_nested(compiler, node)
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
    arity(node, 1, 1, "计数(表)")
    refuse_nested(compiler, node)
    _, table = compiler.rows(node.arguments[0])

    def count(values: Values, row: Row) -> int | None:
        rows: Rows | None = table(values, row)
        return None if rows is None or rows.uncertain else len(rows.certain)

    return PURE_NUMBER, count


def _anniversary(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    """The day on which so many years are full; a year after 29 February is 28 February."""
    arity(node, 2, 2, "满年(日期, 3年)")
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
    arity(node, 1, 1, "年份(日期)")
    day = compiler.expect(node.arguments[0], DATE)
    return CALENDAR_YEAR, lambda values, row: None if (value := day(values, row)) is None else value.year


def _edge_of_year(last: bool) -> Function:
    def function(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
        arity(node, 1, 1, f"{node.function}(年份)")
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
    arity(node, 2, 2, "天数(起始日期, 截止日期)")
    first, last = (compiler.expect(argument, DATE) for argument in node.arguments)

    def days(values: Values, row: Row) -> int | None:
        begin, end = first(values, row), last(values, row)
        return None if begin is None or end is None else max(0, (end - begin).days + 1)

    return Sort(Kind.NUMBER, DAYS), days


def _given(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    arity(node, 1, 1, "已填(事实)")
    _, value = compiler.compile(node.arguments[0])
    return YES_NO, lambda values, row: value(values, row) is not None


def _occupancy(compiler: Compiler, node: f.Call) -> tuple[Sort, Evaluate]:
    arity(node, 8, 8, "逐日合计(表, 面积, 日单价, 起始日期, 截止日期, 面积上限, 期间首日, 期间末日)")
    refuse_nested(compiler, node)
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
    "计数不同": count_distinct,
    "按组合计": sum_by_group,
    "对应合计": matching_sum,
    "对应计数": matching_count,
    "年份": _year,
    "年初": _edge_of_year(last=False),
    "年末": _edge_of_year(last=True),
    "满年": _anniversary,
    "天数": _days,
    "已填": _given,
    "逐日合计": _occupancy,
}
