"""Reads 人民币大写 back into fen, by the rules of numbers in Chinese and nothing of the program; strict about zeros.

A zero digit between two others of a number is written 零, once however many there are; the places 元 and 万 may be
followed by 零 or not when they end in zero (支付结算办法 附一 allows both), which is the house style's to choose.
"""

import re

_DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
_AMOUNT = re.compile(
    r"(?:(?P<yuan>[^元]+)元)?(?P<gap>零)?(?:(?P<jiao>[壹贰叁肆伍陆柒捌玖])角)?(?:(?P<fen>[壹贰叁肆伍陆柒捌玖])分)?(?P<whole>整)?"
)
_GROUP = re.compile(
    r"(?:(?P<q>[壹贰叁肆伍陆柒捌玖])仟)?(?P<z1>零)?(?:(?P<b>[壹贰叁肆伍陆柒捌玖])佰)?(?P<z2>零)?"
    r"(?:(?P<s>[壹贰叁肆伍陆柒捌玖])拾)?(?P<z3>零)?(?P<g>[壹贰叁肆伍陆柒捌玖])?"
)


class Misspelt(ValueError):
    """The words are not an amount as the regulation writes it."""


def read(words: str) -> int:
    """The fen that the words say."""
    if words == "零元整":
        return 0
    match = _AMOUNT.fullmatch(words)
    if match is None or not words:
        raise Misspelt(words)
    yuan, jiao, fen = match["yuan"], match["jiao"], match["fen"]
    if not (yuan or jiao or fen) or bool(fen) == bool(match["whole"]):
        raise Misspelt(words)  # 整 stands after 元 and 角, never after 分
    whole = _integer(yuan) if yuan else 0
    if match["gap"] and not (yuan and (jiao or fen)):
        raise Misspelt(words)
    if yuan and fen and not jiao and not match["gap"]:
        raise Misspelt(words)  # 325.04 is …元零肆分
    if match["gap"] and jiao and whole % 10:
        raise Misspelt(words)  # no zero to say
    return whole * 100 + _DIGITS[jiao or "零"] * 10 + _DIGITS[fen or "零"]


def _integer(text: str) -> int:
    """亿 splits first, from the right (壹万亿 is ten to the twelfth), then 万."""
    if "亿" in text:
        high, _, low = text.rpartition("亿")
        return _integer(high) * 10**8 + _low(low, 10**8)
    if "万" in text:
        high, _, low = text.rpartition("万")
        return _group(high) * 10**4 + _low(low, 10**4)
    return _group(text)


def _low(text: str, size: int) -> int:
    if not text:
        return 0
    value = _integer(text.removeprefix("零"))
    if value < size // 10 and not text.startswith("零"):
        raise Misspelt(text)  # a skipped place must be said
    if value >= size // 10 and text.startswith("零"):
        raise Misspelt(text)
    return value


def _group(text: str) -> int:
    match = _GROUP.fullmatch(text)
    if match is None or not text:
        raise Misspelt(text)
    digits = [_DIGITS[match[place] or "零"] for place in "qbsg"]
    _check_zeros(text, digits)
    return digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]


def _check_zeros(text: str, digits: list[int]) -> None:
    """零 stands exactly where zeros lie between two other digits of the group."""
    places = [place for place, digit in enumerate(digits) if digit]
    expected = "".join(
        ("零" if before is not None and place - before > 1 else "")
        + "零壹贰叁肆伍陆柒捌玖"[digits[place]]
        + ("仟", "佰", "拾", "")[place]
        for before, place in zip([None, *places], places, strict=False)
    )
    if text != expected:
        raise Misspelt(text)
