"""The language of formulas: three-valued logic, arithmetic, functions, and what it refuses."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from gongshu_desktop.policy.compilation import Rows, Values
from gongshu_desktop.policy.formula import DEEPEST, LONGEST
from gongshu_desktop.policy.language import compile_formula
from gongshu_desktop.policy.model import Kind
from gongshu_desktop.policy.rules import NO_ROW
from gongshu_desktop.policy.sorts import AMOUNT, CALENDAR_YEAR, DATE, PURE_NUMBER, TEXT, YES_NO, Scope, Sort
from gongshu_desktop.policy.syntax import FormulaError
from gongshu_desktop.policy.units import AREA

LEVEL = Sort(Kind.CHOICE, options=("低", "中", "高"), ordered=True)
SCOPE = Scope(
    names={
        "甲": YES_NO,
        "乙": YES_NO,
        "额": AMOUNT,
        "数": PURE_NUMBER,
        "面积": Sort(Kind.NUMBER, AREA),
        "日": DATE,
        "名": TEXT,
        "级": LEVEL,
        "年度": CALENDAR_YEAR,
        "表": Sort(Kind.TABLE, table="表"),
        "册": Sort(Kind.TABLE, table="册"),
    },
    columns={
        "表": {"码": TEXT, "价": AMOUNT, "好": YES_NO, "始": DATE, "终": DATE, "积": Sort(Kind.NUMBER, AREA)},
        "册": {"码": TEXT, "价": AMOUNT},
    },
    counting=("家",),
)


def value(source: str, **named: Any) -> Any:
    """The value of a formula; names that are not given are missing."""
    values = Values(dict.fromkeys(SCOPE.names) | named)
    return compile_formula(source, SCOPE).evaluate(values, NO_ROW)


def rows(*items: dict[str, Any]) -> Rows:
    return Rows([{"#": place, **item} for place, item in enumerate(items)])


@pytest.mark.parametrize("first", [True, False, None])
@pytest.mark.parametrize("second", [True, False, None])
def test_connectives_by_kleenes_table(first: bool | None, second: bool | None) -> None:
    both = False if False in (first, second) else None if None in (first, second) else True
    either = True if True in (first, second) else None if None in (first, second) else False
    assert value("甲 且 乙", 甲=first, 乙=second) is both
    assert value("甲 或 乙", 甲=first, 乙=second) is either
    assert value("非 甲", 甲=first) is (None if first is None else not first)
    # De Morgan holds with missing values too
    assert value("非 (甲 且 乙)", 甲=first, 乙=second) is value("非 甲 或 非 乙", 甲=first, 乙=second)


@pytest.mark.parametrize(
    ("source", "named", "expected"),
    [
        # arithmetic, exact
        ("1 + 2 × 3 − 4 ÷ 2", {}, 5),
        ("(1 + 2) × 3", {}, 9),
        ("1 − 2 − 3", {}, -4),
        ("12 ÷ 3 ÷ 2", {}, 2),
        ("数 ÷ 3", {"数": 1}, Fraction(1, 3)),
        ("数 ÷ 3 × 3", {"数": 1}, 1),
        ("额 × 0.1% + 3‰ × 1元", {"额": 1000}, Fraction(1003, 1000)),
        ("1亿元 ÷ 1万元", {}, 10_000),
        ("额 ÷ 1万元", {"额": 5000}, Fraction(1, 2)),
        # what is missing spreads; a quotient by zero has no value
        ("额 + 1元", {}, None),
        ("额 × 数", {"额": 0}, None),
        ("额 ÷ 数", {"额": 1, "数": 0}, None),
        ("额 ÷ 数 > 1元 或 甲", {"额": 1, "数": 0, "甲": True}, True),
        # full-width and ASCII spellings
        ("1+2*3-4÷2", {}, 5),
        ("(1+2)×3", {}, 9),
        ("数>=3 且 数<=3 且 数!=4", {"数": 3}, True),
        ("较小(数,2)", {"数": 3}, 2),
        # comparisons at the edge
        ("数 ≥ 3", {"数": 3}, True),
        ("数 > 3", {"数": 3}, False),
        ("数 ≤ 3", {"数": 3}, True),
        ("数 < 3", {"数": 3}, False),
        ("数 ≠ 3", {"数": 3}, False),
        ("名 = 「拱墅区」", {"名": "拱墅区"}, True),
        ('名 = "拱墅区"', {"名": "拱墅区 "}, False),
        ("级 ≥ 「中」", {"级": "低"}, False),
        ("级 ≥ 「中」", {"级": "中"}, True),
        ("级 > 「中」", {"级": "中"}, False),
        ("「高」 > 级", {"级": "中"}, True),
        ("甲 = 是", {"甲": False}, False),
        ("甲 ≠ 是", {"甲": False}, True),
        # functions
        ("较小(3, 1, 2)", {}, 1),
        ("较大(额, 0元)", {"额": -5}, 0),
        ("较大(额, 0元)", {}, None),
        ("较早(日, 2016年3月1日)", {"日": date(2016, 2, 29)}, date(2016, 2, 29)),
        ("较晚(日, 2016年3月1日)", {"日": date(2016, 2, 29)}, date(2016, 3, 1)),
        ("取整(7 ÷ 2)", {}, 3),
        ("取整(0 − 7 ÷ 2)", {}, -4),
        ("取整(4)", {}, 4),
        ("年份(日) = 2016年", {"日": date(2016, 12, 31)}, True),
        ("年初(2016年)", {}, date(2016, 1, 1)),
        ("年末(2016年)", {}, date(2016, 12, 31)),
        ("年末(年度)", {"年度": 99_999}, None),
        ("天数(2016年2月28日, 2016年3月1日)", {}, 3),
        ("天数(2016年3月1日, 2016年3月1日)", {}, 1),
        ("天数(2016年3月2日, 2016年3月1日)", {}, 0),
        ("已填(额)", {"额": 0}, True),
        ("已填(额)", {}, False),
        # choices between formulas
        ("若 数 > 2 则 1元, 若 数 > 1 则 2元, 否则 3元", {"数": 3}, 1),
        ("若 数 > 2 则 1元, 若 数 > 1 则 2元, 否则 3元", {"数": 2}, 2),
        ("若 数 > 2 则 1元 若 数 > 1 则 2元 否则 3元", {"数": 1}, 3),
        ("若 数 > 2 则 1元 否则 3元", {}, None),
        ("若 甲 则 额 否则 0元", {"甲": False}, 0),
    ],
)
def test_values(source: str, named: dict[str, Any], expected: Any) -> None:
    found = value(source, **named)
    assert found == expected
    assert type(found) is type(expected)


TABLE = rows({"码": "A", "价": 1, "好": True}, {"码": "A", "价": 2, "好": False}, {"码": "B", "价": 4, "好": True})
OPEN = rows({"码": "A", "价": 1, "好": None}, {"码": "A", "价": 2, "好": True}, {"码": "B", "价": None, "好": False})


@pytest.mark.parametrize(
    ("source", "table", "expected"),
    [
        ("合计(表, 价)", TABLE, 7),
        ("合计(表 其中 好, 价)", TABLE, 5),
        ("合计(表 其中 好 且 价 > 1元, 价 × 2)", TABLE, 8),
        ("合计((表 其中 好) 其中 价 > 1元, 价)", TABLE, 4),
        ("计数(表 其中 非 好)", TABLE, 1),
        ("计数不同(表, 码)", TABLE, 2),
        ("计数不同(表, 码, 好)", TABLE, 3),
        ("计数(表 其中 对应合计(表, 码, 价) ≥ 3元)", TABLE, 3),
        ("计数(表 其中 对应合计(表, 码, 价) > 3元)", TABLE, 1),
        ("计数(表 其中 对应计数(表, 码) = 2)", TABLE, 2),
        # an empty table counts nothing; one that is not there is missing
        ("合计(表, 价)", rows(), 0),
        ("计数(表)", rows(), 0),
        ("计数不同(表, 码)", rows(), 0),
        ("合计(表, 价)", None, None),
        ("计数(表 其中 好)", None, None),
        # a row that may belong leaves the figure open, one that cannot belong does not
        ("合计(表, 价)", OPEN, None),
        ("计数(表)", OPEN, 3),
        ("计数(表 其中 好)", OPEN, None),
        ("计数(表 其中 好 且 价 > 1元)", OPEN, 1),
        ("合计(表 其中 好 且 价 > 1元, 价)", OPEN, 2),
        ("计数(表 其中 对应合计(表, 码, 价) = 3元)", OPEN, None),
    ],
)
def test_over_rows(source: str, table: Rows | None, expected: int | None) -> None:
    assert value(source, 表=table) == expected


def test_two_tables_joined_by_a_column() -> None:
    register = rows({"码": "A", "价": 10}, {"码": "A", "价": 5}, {"码": "C", "价": 3})
    assert value("计数(表 其中 对应计数(册, 码) > 0)", 表=TABLE, 册=register) == 2
    assert value("合计(表, 对应合计(册, 码, 价))", 表=TABLE, 册=register) == 30  # 15 for each of two rows with A
    assert value("合计(表, 对应合计(册, 码, 价))", 表=TABLE, 册=rows()) == 0
    assert value("合计(表, 对应合计(册, 码, 价))", 表=TABLE) is None
    # a row of the register without its key could belong to anybody
    assert value("合计(表, 对应合计(册, 码, 价))", 表=TABLE, 册=rows({"码": None, "价": 1})) is None
    # a missing price matters only to the rows with its key
    with_hole = rows({"码": "C", "价": None}, {"码": "B", "价": 1})
    assert value("合计(表, 对应合计(册, 码, 价))", 表=TABLE, 册=with_hole) == 1


@pytest.mark.parametrize(
    "source",
    [
        "",
        " ",
        "额.real",
        "额.__class__",
        "__import__('os')",
        "额 for 额 in 表",
        "lambda: 1",
        "[额]",
        "{额}",
        "额; 额",
        "额 = 1元 = 1元",
        "额 if 甲 else 额",
        "表[0]",
        "额 ** 2",
        "额 // 2元",
        "额 % 2",
        "-额",
        "1e9",
        "0x10",
        "1_000",
        "'文字'",
        "「没有结束",
        'f"{额}"',
        "额\\",
        "额 # 注",
        "open(名)",
        "eval(名)",
        "较小",
        "较小()",
        "较小(额)",
        "取整(额, 额)",
        "合计(表)",
        "计数不同(表)",
        "天数(日)",
        "已填()",
        "合计(表, 合计(表, 价))",
        "合计(表, 计数(表 其中 好) × 价)",
        "计数(表 其中 计数(表 其中 好) > 1)",
        "对应合计(表, 码, 价)",
        "计数(表 其中 对应合计(册, 好, 价) > 1元)",
        "计数(表 其中 对应合计(册, 「码」, 价) > 1元)",
        "甲 且 额",
        "非 额",
        "甲 + 乙",
        "甲 > 乙",
        "名 > 「乙」",
        "名 = 1",
        "级 = 级 且 级 = 「最高」",
        "级 + 1",
        "日 + 1日",
        "日 = 年度",
        "额 + 数",
        "额 > 数",
        "面积 + 额",
        "10家 > 数",
        "若 甲 则 1元 否则 1㎡",
        "若 额 则 1元 否则 2元",
        "若 甲 则 1元",
        "表 > 表",
        "表 = 表",
        "表 其中 价",
        "额 其中 甲",
        "较小(日, 额)",
        "较小(1元, 1㎡)",
        "较早(1, 2)",
        "年份(额)",
        "年末(数)",
        "不存在",
        "价",
        "100万家企业",
        "5 ㎡",
        "逐日合计(表, 积, 价, 始, 终, 1000㎡, 日)",
        "逐日合计(表, 价, 价, 始, 终, 1000㎡, 日, 日)",
        "\x00",
        "\ud800",
        "𝟏",
        "٣",
        "額️",
    ],
)  # fmt: skip
def test_refused(source: str) -> None:
    with pytest.raises(FormulaError) as caught:
        compile_formula(source, SCOPE)
    assert caught.value.message
    assert 0 <= caught.value.offset <= len(source)


def test_the_day_by_day_sum_gives_money() -> None:
    table = rows({"积": 100, "价": 1, "始": date(2016, 1, 1), "终": date(2016, 1, 10)})
    source = "逐日合计(表, 积, 价 ÷ 1㎡ ÷ 1日, 始, 终, 1000㎡, 年初(2016年), 年末(2016年))"
    assert value(source, 表=table) == 1000
    assert compile_formula(source, SCOPE).sort == AMOUNT


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("(" * 500 + "1" + ")" * 500, ""),
        ("非 " * (DEEPEST + 1) + "甲", "公式嵌套太深"),
        ("较小(" * (DEEPEST + 1) + "1" + ", 1)" * (DEEPEST + 1), "公式嵌套太深"),
        ("若 甲 则 1 否则 " * (DEEPEST + 1) + "2", "公式嵌套太深"),
        ("(" * 900, "公式不完整"),
        ("1" + "+1" * (LONGEST // 2), "公式太长"),
        ("1" * (LONGEST + 1), "公式太长"),
    ],
)
def test_deep_and_long_formulas(source: str, message: str) -> None:
    if not message:
        assert value(source) == 1
        return
    with pytest.raises(FormulaError, match=message):
        compile_formula(source, SCOPE)


def test_the_longest_formulas_still_compute() -> None:
    assert value("1" + "+1" * (LONGEST // 2 - 1)) == LONGEST // 2
    assert value("数" + "×数" * (LONGEST // 2 - 1), 数=1) == 1
    # beyond anything meant there is no value, and no endless arithmetic
    assert value("数" + "×数" * (LONGEST // 2 - 1), 数=10**30) is None
    assert value("数" + "×数" * (LONGEST // 2 - 1), 数=Fraction(1, 10**20)) is None
