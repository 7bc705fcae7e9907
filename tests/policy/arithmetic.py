"""Re-computes the working of a step with a parser of its own: what a reviewer would do with a pencil."""

import re
from collections.abc import Callable
from fractions import Fraction

_TOKEN = re.compile(
    r"\s*(?:(?P<number>≈-?[\d,]+\.\d+\((?P<exact>-?\d+/\d+)\)|-?\d[\d,]*(?:\.\d+)?)(?P<scale>[万亿])?"
    r"(?P<unit>%|‰|元(?:/㎡/日)?|㎡|家|日|年)?|(?P<name>较小|较大|取整)|(?P<sign>[-+−×÷(),，=]))"
)
_SCALES = {"万": Fraction(10_000), "亿": Fraction(100_000_000)}
_PARTS = {"%": Fraction(1, 100), "‰": Fraction(1, 1000)}
_FUNCTIONS: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "较小": min,
    "较大": max,
    "取整": lambda found: Fraction(found[0] // 1),
}


class NoArithmetic(ValueError):
    """The text is no plain arithmetic."""


def figure(text: str) -> Fraction:
    """The number that a value such as "1,182,200.00元" says."""
    return _Reader(text).all()


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens: list[Fraction | str] = []
        place = 0
        while place < len(text.rstrip()):
            match = _TOKEN.match(text, place)
            if match is None:
                raise NoArithmetic(text)
            self._tokens.append(self._token(match))
            place = match.end()
        self._tokens.append("")
        self._at = 0
        self._text = text

    def _token(self, match: re.Match[str]) -> Fraction | str:
        if match["number"] is None:
            return match["name"] or match["sign"].replace("，", ",").replace("−", "-")
        number = Fraction(match["exact"] or match["number"].replace(",", ""))
        return number * _SCALES.get(match["scale"], Fraction(1)) * _PARTS.get(match["unit"], Fraction(1))

    def all(self) -> Fraction:
        value = self._sum()
        self._take("")
        return value

    def _take(self, token: str) -> None:
        if self._tokens[self._at] != token:
            raise NoArithmetic(self._text)
        self._at += 1

    def _next(self, *tokens: str) -> str:
        found = self._tokens[self._at]
        if isinstance(found, str) and found in tokens:
            self._at += 1
            return found
        return ""

    def _sum(self) -> Fraction:
        value = self._product()
        while sign := self._next("+", "-"):
            value = value + self._product() if sign == "+" else value - self._product()
        return value

    def _product(self) -> Fraction:
        value = self._atom()
        while sign := self._next("×", "÷"):
            value = value * self._atom() if sign == "×" else value / self._atom()
        return value

    def _atom(self) -> Fraction:
        found = self._tokens[self._at]
        self._at += 1
        if isinstance(found, Fraction):
            return found
        if found == "(":
            value = self._sum()
            self._take(")")
            return value
        if found in _FUNCTIONS:
            return self._call(found)
        raise NoArithmetic(self._text)

    def _call(self, name: str) -> Fraction:
        self._take("(")
        found = [self._sum()]
        while self._next(","):
            found.append(self._sum())
        if self._next("="):  # 取整(7 ÷ 2 = 3.5) says the value inside as well
            assert found[-1] == self._sum(), self._text
        self._take(")")
        return _FUNCTIONS[name](found)
