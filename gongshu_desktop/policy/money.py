"""Money: whole fen, exact rounding, figures with separators, and 人民币大写.

The words follow 支付结算办法 附一 (正确填写票据和结算凭证的基本规定). Where it allows two spellings, the house style writes
零 after an empty 元 place and none after an empty 万 place, the first of the regulation's own two examples each time:
1680.32 is 壹仟陆佰捌拾元零叁角贰分, 107000.53 is 壹拾万柒仟元零伍角叁分.
"""

import re
from fractions import Fraction

from gongshu_desktop.policy.values import Number

_MONEY = re.compile(r"(-?)(\d{1,18})(?:\.(\d{1,2}))?")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
LARGEST_IN_WORDS = 10**18 - 1
"""The largest amount, in fen, that ``words`` can say: 9999 万亿 and so on, below 10^16 yuan."""


def fen(text: str) -> int:
    """Whole fen of an amount in 元 such as "12000.5"; ValueError for anything else, also for more than two decimals."""
    match = _MONEY.fullmatch(text)
    if match is None or not text.isascii():
        raise ValueError(text)
    sign, yuan_part, cents = match.groups()
    amount = int(yuan_part) * 100 + int((cents or "0").ljust(2, "0"))
    return -amount if sign else amount


def to_fen(amount: Number) -> int:
    """Whole fen of an exact amount in 元, rounded half up (half away from zero)."""
    numerator, denominator = amount.numerator * 100, amount.denominator
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude


def from_fen(amount: int) -> Number:
    """The exact amount in 元 of whole fen."""
    return amount // 100 if amount % 100 == 0 else Fraction(amount, 100)


def yuan(amount: int) -> str:
    """Fen as 元 with two decimals and no separators: "12000.50"."""
    whole, cents = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole}.{cents:02}"


def grouped(amount: int) -> str:
    """Fen as 元 with two decimals and thousands separators: "12,000.50"."""
    whole, cents = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole:,}.{cents:02}"


def words(amount: int) -> str:
    """Fen in 大写, without the prefix 人民币: 壹佰壹拾伍万肆仟元整. Below zero it begins with 负.

    ValueError above ``LARGEST_IN_WORDS``.
    """
    if abs(amount) > LARGEST_IN_WORDS:
        raise ValueError(amount)
    if amount < 0:
        return "负" + words(-amount)
    whole, cents = divmod(amount, 100)
    jiao, odd = divmod(cents, 10)
    text = _integer(whole) + "元" if whole else ""
    if cents == 0:
        return (text or "零元") + "整"
    if whole and (whole % 10 == 0 or jiao == 0):
        text += "零"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    return text + (f"{_DIGITS[odd]}分" if odd else "整")


def _integer(number: int) -> str:
    """A whole number in 大写, group by group of four digits (万, 亿, 万亿)."""
    if number >= 10**8:
        high, low = divmod(number, 10**8)
        return _integer(high) + "亿" + _rest(low, 10**7)
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        return _group(high) + "万" + _rest(low, 10**3)
    return _group(number)


def _rest(low: int, lowest_without_gap: int) -> str:
    """What follows a group mark: nothing, or the number with 零 where a place was skipped."""
    if low == 0:
        return ""
    return ("零" if low < lowest_without_gap else "") + _integer(low)


def _group(number: int) -> str:
    """1 to 9999 in 大写, inner zeros said once, trailing zeros not at all."""
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return text
