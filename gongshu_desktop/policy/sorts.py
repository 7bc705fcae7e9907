"""The sort of value that a formula gives, and the names that it may use."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from gongshu_desktop.policy.model import Fact, Kind
from gongshu_desktop.policy.units import MONEY, PURE, YEAR, Unit, parse_unit


@dataclass(frozen=True, slots=True)
class Sort:
    """What a formula gives: a number with its unit, a date, a text, one of a choice's options, yes or no, or rows."""

    kind: Kind
    unit: Unit = PURE
    options: tuple[str, ...] = ()
    ordered: bool = False
    table: str = ""

    def __str__(self) -> str:
        match self.kind:
            case Kind.NUMBER:
                return f"以“{self.unit}”计的数" if self.unit.powers else "不带单位的数"
            case Kind.DATE:
                return "日期"
            case Kind.TEXT:
                return "文字"
            case Kind.CHOICE:
                return "选项(" + "、".join(self.options) + ")"
            case Kind.YES_NO:
                return "是否(条件)"
            case _:
                return f"表“{self.table}”的若干行"


YES_NO = Sort(Kind.YES_NO)
TEXT = Sort(Kind.TEXT)
DATE = Sort(Kind.DATE)
PURE_NUMBER = Sort(Kind.NUMBER)
AMOUNT = Sort(Kind.NUMBER, MONEY)
CALENDAR_YEAR = Sort(Kind.NUMBER, YEAR)


def sort_of(fact: Fact, counting: Collection[str]) -> Sort:
    """The sort of a fact's value. Raises UnknownUnit."""
    match fact.kind:
        case Kind.MONEY:
            return AMOUNT
        case Kind.NUMBER | Kind.COUNT:
            return Sort(Kind.NUMBER, parse_unit(fact.unit, counting))
        case Kind.CHOICE:
            return Sort(Kind.CHOICE, options=fact.options, ordered=fact.ordered)
        case Kind.CREDIT_CODE | Kind.TEXT:
            return TEXT
        case Kind.TABLE:
            return Sort(Kind.TABLE, table=fact.name)
        case _:
            return Sort(fact.kind)


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that a formula may use: the measure's facts and definitions, and columns of the table ``row`` it stands in."""

    names: Mapping[str, Sort]
    columns: Mapping[str, Mapping[str, Sort]] = field(default_factory=dict)
    counting: tuple[str, ...] = ()
    row: str = ""

    def inside(self, table: str) -> "Scope":
        """The scope of a formula that is worked out for each row of a table."""
        return Scope(self.names, self.columns, self.counting, table)

    def find(self, name: str) -> tuple[Sort, bool] | None:
        """The sort of a name and whether it is a column of the row; None for an unknown name."""
        if self.row and name in self.columns[self.row]:
            return self.columns[self.row][name], True
        return (self.names[name], False) if name in self.names else None

    def known(self) -> list[str]:
        """All names that may be used here, for messages."""
        return [*(self.columns[self.row] if self.row else ()), *self.names]
