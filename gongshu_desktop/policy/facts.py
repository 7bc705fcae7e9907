"""Reading a fact of a measure, or a column of a table fact: its kind, unit, options, default, evidence and ledger."""

import re
from decimal import Decimal
from fractions import Fraction

from gongshu_desktop.policy.model import Fact, Kind, Prefill
from gongshu_desktop.policy.numbers import simplest
from gongshu_desktop.policy.reading import Table
from gongshu_desktop.policy.rules import YEAR
from gongshu_desktop.policy.sorts import sort_of
from gongshu_desktop.policy.units import UnknownUnit
from gongshu_desktop.policy.values import Scalar

SCALAR_KINDS = tuple(kind.value for kind in Kind if kind is not Kind.TABLE)
NUMERIC = (Kind.MONEY, Kind.NUMBER, Kind.COUNT)
_NAME = re.compile(r"[^\W\d][\w·]{0,49}")
_KEYWORDS = ("若", "则", "否则", "其中", "且", "或", "非", "是", "否")


def usable(name: str) -> bool:
    """Whether a formula can use the name: letters, digits and _ only, no digit first, no keyword, not the award year."""
    return _NAME.fullmatch(name) is not None and name not in _KEYWORDS and name != YEAR


def read_fact(table: Table, name: str, counting: tuple[str, ...], *, nested: bool = False) -> Fact:
    """A fact, or (``nested``) a column of a table fact. Problems are reported."""
    columns = (
        () if nested else tuple(read_fact(item, key, counting, nested=True) for key, item in table.tables("column"))
    )
    kind = Kind.TABLE if columns else Kind(table.one_of("kind", SCALAR_KINDS))
    if not usable(name):
        table.problem(f"“{name}”不能作名称", "汉字、字母、数字组成的词,不以数字开头,不是关键词")
    if columns:
        table.text("kind")
    fact = Fact(
        name=name,
        kind=kind,
        unit="元" if kind is Kind.MONEY else table.text("unit"),
        options=table.texts("options"),
        ordered=table.flag("ordered"),
        evidence=table.texts("evidence"),
        hint=table.text("judge") or table.text("hint"),
        judged="judge" in table.data,
        columns=columns,
        minimum=0 if kind in NUMERIC else None,
        prefill=_prefill(table),
        default=_default(table, kind),
    )
    _check(table, fact, counting)
    if not nested:
        table.text("required")  # compiled with the other formulas, once all names are known
    table.close()
    return fact


def _check(table: Table, fact: Fact, counting: tuple[str, ...]) -> None:
    try:
        sort_of(fact, counting)
    except UnknownUnit as error:
        table.problem(f"没有单位“{error.args[0]}”", "元、㎡、日、" + "、".join(counting), "unit")
    if fact.kind is Kind.CHOICE and len(set(fact.options)) < 2:
        table.problem(f"选择项“{fact.name}”不足两个选项", 'options = ["…", "…"]', "options")
    if fact.kind is not Kind.CHOICE and (fact.options or fact.ordered):
        table.problem(f"“{fact.name}”不是选择项,没有选项", 'kind = "choice"', "options" if fact.options else "ordered")
    if len(set(fact.options)) < len(fact.options):
        table.problem(f"选择项“{fact.name}”的选项重复", "各不相同的选项", "options")
    if fact.kind is Kind.CHOICE and fact.default is not None and fact.default not in fact.options:
        table.problem(f"默认值“{fact.default}”不在选项里", "、".join(fact.options), "default")
    if fact.kind is Kind.COUNT and not fact.unit:
        table.problem(f"“{fact.name}”没有计数单位", 'unit = "家"')
    if fact.unit and fact.kind not in NUMERIC:
        table.problem(f"“{fact.name}”不是数,没有单位", 'kind = "number"', "unit")


def _prefill(table: Table) -> Prefill | None:
    if "prefill" not in table.data:
        return None
    item = table.table("prefill")
    prefill = Prefill(measure=item.required("measure"), match=item.required("match"))
    item.close()
    return prefill


def _default(table: Table, kind: Kind) -> Scalar | None:
    value = table.data.get("default")
    if value is None:
        return None
    table.get("default", type(value))  # any sort of value is known here; which one fits is said below
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if kind in NUMERIC and number and value >= 0:
        return simplest(Fraction(value))
    if kind is Kind.YES_NO and isinstance(value, bool):
        return value
    if kind in (Kind.TEXT, Kind.CHOICE) and isinstance(value, str):
        return value
    table.problem(f"默认值“{value}”与事实的种类不合", _DEFAULTS.get(kind, "这种事实没有默认值"), "default")
    return None


_DEFAULTS = {
    Kind.YES_NO: "true 或 false",
    Kind.TEXT: "文字",
    Kind.CHOICE: "选项之一",
    **dict.fromkeys(NUMERIC, "不小于 0 的数"),
}
