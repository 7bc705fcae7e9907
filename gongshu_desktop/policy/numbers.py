"""Exact numbers as people and files write them: parsing without binary floats, printing without loss."""

import re
from datetime import date
from fractions import Fraction

from gongshu_desktop.policy.model import Fact, Kind
from gongshu_desktop.policy.money import grouped, to_fen
from gongshu_desktop.policy.values import Number, Scalar

_DECIMAL = re.compile(r"-?\d{1,30}(\.\d{1,20})?")

_LONGEST = 512
"""Bits of a denominator beyond which nobody wants to read the exact number."""
_SHORT = 40
"""Characters that a fraction may take beside its approximate value."""


def parse_number(text: str) -> Number:
    """An exact number from a plain decimal such as "0.3333"; ValueError for anything else (exponents, separators)."""
    if not text.isascii() or _DECIMAL.fullmatch(text) is None:
        raise ValueError(text)
    return simplest(Fraction(text))


def simplest(number: Number) -> Number:
    """The same number, as an int when it is whole (ints compute several times faster than fractions)."""
    return number.numerator if number.denominator == 1 else number


def plain(number: Number) -> str:
    """The number as a decimal without separators; as a fraction "1/3" when no finite decimal says it exactly.

    A number that would take hundreds of digits is said as "≈" with four decimals.
    """
    if isinstance(number, int) or number.denominator == 1:
        return str(int(number))
    if number.denominator.bit_length() > _LONGEST:
        return f"≈{_to_four_places(number)}"
    places = _places(number.denominator)
    if places is None:
        return f"{number.numerator}/{number.denominator}"
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def grouped_number(number: Number) -> str:
    """As ``plain``, with thousands separators: "12,000.5"; a fraction as "≈0.3333(1/3)"."""
    text = plain(number)
    if "/" in text or text.startswith("≈"):
        exact = f"({text})" if "/" in text and len(text) <= _SHORT else ""
        return f"≈{_to_four_places(number, ',')}{exact}"
    sign, body = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, decimals = body.partition(".")
    return f"{sign}{int(whole):,}{point}{decimals}"


def in_unit(number: Number, unit: str) -> str:
    """A number with its unit as the documents print it: money with two decimals or more, other numbers as short as can be."""
    if unit == "元" and 100 % number.denominator == 0:
        return f"{grouped(number.numerator * (100 // number.denominator))}元"
    if unit == "年":
        return f"{plain(number)}年"
    return f"{grouped_number(number)}{unit}"


def display(value: Scalar | None, fact: Fact) -> str:
    """A fact's or a cell's value for people: 12,000.00元, 1,860㎡, 2016-09-10, 是; "—" where there is none."""
    if value is None or value == "":
        return "—"
    if fact.kind is Kind.YES_NO:
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Fraction):
        return in_unit(value, fact.unit)
    return value


def _to_four_places(number: Number, separator: str = "") -> str:
    hundredths = to_fen(simplest(number * 100))
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 10000:{separator}}.{abs(hundredths) % 10000:04}"


def _places(denominator: int) -> int | None:
    """How many decimals a fraction with this denominator (in lowest terms) needs; None if no number of them is enough."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None
