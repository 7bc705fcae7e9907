"""Which values a fact 事实 may take, and how what a person types becomes one; by the fact's kind, not by any policy.

Limits: money has at most two decimals and at most 999 999 999 999.99元; numbers have at most ten decimals; texts have
at most 10 000 characters and no control or direction-changing characters (they can make a name read as another one).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from gongshu_desktop.policy.model import Fact, Kind
from gongshu_desktop.policy.numbers import parse_number, plain, simplest
from gongshu_desktop.policy.values import Number, Scalar
from gongshu_desktop.review.credit_code import is_credit_code
from gongshu_desktop.wording import _

MOST = Fraction(99_999_999_999_999, 100)
LONGEST_TEXT = 10_000
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)

_IGNORABLE = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Unicode's Default_Ignorable_Code_Point: fillers, joiners, variation selectors, tags."""
_UNSEEN = frozenset("\u2028\u2029") | {chr(code) for first, last in _IGNORABLE for code in range(first, last + 1)}
"""Besides control and format characters: what shows nothing, so that two names could look alike and be two."""
_NUMERIC = {Kind.MONEY, Kind.NUMBER, Kind.COUNT}
_DECIMALS = {Kind.MONEY: 2, Kind.NUMBER: 10, Kind.COUNT: 0}
_SCALES = {"万": 10_000, "亿": 100_000_000}
_YES = frozenset(("是", "有", "√", "✓", "对", "y", "yes", "true", "1"))
_NO = frozenset(("否", "无", "×", "✗", "x", "不", "n", "no", "false", "0"))


def decimals(value: Number) -> int | None:
    """How many decimals a number has when written out; None when it has no end (a third)."""
    rest = Fraction(value).denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def valid_code(text: str) -> bool:
    """Whether a 统一社会信用代码 is well formed and its check digit right (GB 32100-2015)."""
    return is_credit_code(text)


def text_problem(text: str, *, lines: bool = False, most: int = LONGEST_TEXT) -> str | None:
    """What is wrong with a text, in words; with ``lines`` line breaks and tabs are allowed."""
    if len(text) > most:
        return _("不超过{most}个字").format(most=most)
    for character in text:
        if lines and character in "\n\t":
            continue
        if character in _UNSEEN or unicodedata.category(character) in {"Cc", "Cf", "Cs"}:
            return _("不含控制字符（发现 U+{code:04X}）的文字").format(code=ord(character))
    return None


def problem(fact: Fact, value: Scalar) -> str | None:
    """What was expected instead, in words, if the value does not suit the fact; None if it does."""
    if fact.kind in _NUMERIC:
        return _number_problem(fact, value)
    if fact.kind is Kind.DATE:
        fits = isinstance(value, date) and EARLIEST <= value <= LATEST
        return None if fits else _("1900年至2199年之间的日期")
    if fact.kind is Kind.YES_NO:
        return None if isinstance(value, bool) else _("是或否")
    if not isinstance(value, str):
        return _("文字")
    if fact.kind is Kind.CHOICE:
        return None if value in fact.options else _("以下之一：{options}").format(options="、".join(fact.options))
    if fact.kind is Kind.CREDIT_CODE:
        return None if valid_code(value) else _("校验位正确的18位统一社会信用代码（大写）")
    return text_problem(value, lines=True)


def _number_problem(fact: Fact, value: Scalar) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return _("数")
    places = decimals(value)
    if places is None or places > _DECIMALS[fact.kind]:
        if fact.kind is Kind.COUNT:
            return _("整数")
        return _("最多{places}位小数的数").format(places=_DECIMALS[fact.kind])
    least: Number = 0 if fact.minimum is None else fact.minimum
    if value < least:
        return _("不小于{least}的数").format(least=plain(least))
    if value > MOST:
        return _("不大于999999999999.99的数")
    return None


def parse_value(fact: Fact, text: str) -> Scalar | None:
    """What a person typed, as a value of the fact: "12,000", "1.2万", "2016/9/10", "是"; None for an empty text.

    Raises:
        ValueError: with words that say what was expected.
    """
    typed = unicodedata.normalize("NFKC", text).strip() if fact.kind is not Kind.TEXT else text.strip()
    if not typed:
        return None
    value = _READERS[fact.kind](fact, typed)
    wrong = problem(fact, value)
    if wrong is not None:
        raise ValueError(_("“{text}”不对：应为{expected}。").format(text=text.strip(), expected=wrong))
    return value


def _expected(text: str, what: str) -> ValueError:
    return ValueError(_("“{text}”看不懂：应为{expected}。").format(text=text, expected=what))


def _read_number(fact: Fact, typed: str) -> Scalar:
    bare = re.sub(r"[\s,'_]", "", typed).removeprefix("人民币").lstrip("¥￥").removeprefix("RMB")
    unit = unicodedata.normalize("NFKC", fact.unit)
    for suffix in ("整", "正", unit, "元", "圆", "平方米", "平米", "㎡", "m2"):
        if suffix:
            bare = bare.removesuffix(suffix)
    scale = _SCALES.get(bare[-1:], 1)
    if scale != 1:
        bare = bare[:-1]
    if bare.endswith("%"):
        raise _expected(typed, _("数，例如 12000 或 1.2万"))
    try:
        return simplest(parse_number(bare.removeprefix("+")) * scale)
    except ValueError as error:
        raise _expected(typed, _("数，例如 12000 或 1.2万")) from error


def _read_date(_fact: Fact, typed: str) -> Scalar:
    found = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?", typed)
    found = found or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", typed)
    if found is None:
        raise _expected(typed, _("日期，例如 2016-09-10"))
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise _expected(typed, _("存在的日期，例如 2016-09-10")) from error


def _read_yes_no(_fact: Fact, typed: str) -> Scalar:
    lower = typed.lower()
    if lower in _YES:
        return True
    if lower in _NO:
        return False
    raise _expected(typed, _("是或否"))


def _read_choice(fact: Fact, typed: str) -> Scalar:
    normal = {unicodedata.normalize("NFKC", option): option for option in fact.options}
    if typed in normal:
        return normal[typed]
    begun = [option for key, option in normal.items() if key.startswith(typed)]
    if len(begun) == 1:
        return begun[0]
    raise _expected(typed, _("以下之一：{options}").format(options="、".join(fact.options)))


def _read_code(_fact: Fact, typed: str) -> Scalar:
    return re.sub(r"[\s-]", "", typed).upper()


def _read_text(_fact: Fact, typed: str) -> Scalar:
    return typed


def _read_table(fact: Fact, typed: str) -> Scalar:
    raise _expected(typed, _("表格“{name}”的各行").format(name=fact.name))


_READERS: dict[Kind, Callable[[Fact, str], Scalar]] = {
    Kind.MONEY: _read_number,
    Kind.NUMBER: _read_number,
    Kind.COUNT: _read_number,
    Kind.DATE: _read_date,
    Kind.TEXT: _read_text,
    Kind.YES_NO: _read_yes_no,
    Kind.CHOICE: _read_choice,
    Kind.CREDIT_CODE: _read_code,
    Kind.TABLE: _read_table,
}
