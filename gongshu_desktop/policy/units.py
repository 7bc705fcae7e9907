"""Units of measurement, so that 元 is never added to ㎡ and 10家 never compared with 10人.

A unit is a product of powers of base units: 元/㎡/日 is {元: 1, ㎡: -1, 日: -1}. The base units 元, ㎡, 日 and 年
(a calendar year) are built in; a policy file names its counting units (家, 人, 场 …) itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

BUILT_IN = ("元", "㎡", "日", "年")
SPELLINGS = {"平方米": "㎡", "m²": "㎡", "天": "日"}
_MULTIPLIERS = {"万": 10**4, "亿": 10**8}
_PARTS = {"%": Fraction(1, 100), "‰": Fraction(1, 1000)}


class UnknownUnit(ValueError):
    """The text after a number is no unit of this policy file. ``args[0]`` is that text."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of base units with their powers, sorted by name; no powers: a pure number."""

    powers: tuple[tuple[str, int], ...] = ()

    def times(self, other: "Unit", sign: int = 1) -> "Unit":
        """The unit of a product (or, with sign −1, of a quotient)."""
        powers = dict(self.powers)
        for base, power in other.powers:
            powers[base] = powers.get(base, 0) + sign * power
        return Unit(tuple(sorted((base, power) for base, power in powers.items() if power)))

    def __str__(self) -> str:
        return _text(self)


@cache
def _text(unit: Unit) -> str:
    above = "·".join(base for base, power in unit.powers for _ in range(power))
    below = "".join(f"/{base}" for base, power in unit.powers for _ in range(-power))
    return (above or ("1" if below else "")) + below


PURE = Unit()
MONEY = Unit((("元", 1),))
AREA = Unit((("㎡", 1),))
DAYS = Unit((("日", 1),))
YEAR = Unit((("年", 1),))


def parse_unit(text: str, counting: Collection[str]) -> Unit:
    """The unit that a text such as "元/㎡/日" names, "" a pure number. Raises UnknownUnit."""
    if not text:
        return PURE
    above, *below = text.split("/")
    unit = _base(above, counting)
    for part in below:
        unit = unit.times(_base(part, counting), -1)
    return unit


def parse_suffix(text: str, counting: Collection[str]) -> tuple[Fraction, Unit]:
    """What follows a number in a formula: "万元" is (10000, 元), "%" is (1/100, pure). Raises UnknownUnit."""
    if text in _PARTS:
        return _PARTS[text], PURE
    factor = 1
    if text[:1] in _MULTIPLIERS and text not in counting:
        factor, text = _MULTIPLIERS[text[0]], text[1:]
    return Fraction(factor), parse_unit(text, counting)


def _base(text: str, counting: Collection[str]) -> Unit:
    name = SPELLINGS.get(text, text)
    if name not in BUILT_IN and name not in counting:
        raise UnknownUnit(text)
    return Unit(((name, 1),))
