"""How exact values stand in the file as text, and come back exactly the same.

Numbers: whole or finite decimal in canonical notation ("12000", "1860.5"), days "2016-09-10", moments with their zone. What
cannot be written exactly (a third, a float, a moment without a zone) is refused, never rounded.
"""

from datetime import date, datetime
from fractions import Fraction

from gongshu_desktop.policy.values import Number, Scalar
from gongshu_desktop.store.claim_rows import Kind
from gongshu_desktop.store.errors import StoreRefused
from gongshu_desktop.store.rows import LARGEST
from gongshu_desktop.wording import _

LONGEST = 1000
"""Digits of the longest number that is stored: far beyond any amount, well below what makes reading it slow."""


def number_text(value: Number) -> str:
    """The canonical decimal text of an exact number; raises StoreRefused if it has none."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise StoreRefused(_("不是精确数，不能保存：{value}").format(value=repr(value)))
    places = _places(value.denominator)
    scaled = abs(value.numerator) * 10**places // value.denominator
    if scaled >= 10**LONGEST:
        raise StoreRefused(_("数值过长（超过 {digits} 位），不能保存。").format(digits=LONGEST))
    digits = str(scaled).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if value < 0 else text


def _places(denominator: int) -> int:
    """How many decimal places a fraction of that denominator (in lowest terms) has; StoreRefused if it never ends."""
    rest, counts = denominator, [0, 0]
    for index, prime in enumerate((2, 5)):
        while rest % prime == 0 and counts[index] <= LONGEST:
            rest //= prime
            counts[index] += 1
    if rest != 1:
        raise StoreRefused(
            _("数值不是有限小数，不能精确保存（分母为 {denominator}）。").format(denominator=denominator)
        )
    return max(counts)


def number_from(text: str) -> Number:
    """The exact number that the text stands for."""
    return Fraction(text) if "." in text else int(text)


def scalar_text(value: Scalar | None) -> tuple[str, str | None]:
    """Kind and text of a value; StoreRefused for what has no exact text."""
    match value:
        case None:
            return Kind.EMPTY, None
        case bool():
            return Kind.YES_NO, "yes" if value else "no"
        case int() | Fraction():
            return Kind.NUMBER, number_text(value)
        case str():
            return Kind.TEXT, value
        case date() if not isinstance(value, datetime):
            return Kind.DATE, value.isoformat()
        case _:
            raise StoreRefused(_("这种类型的值不能保存：{value}").format(value=repr(value)))


def scalar_from(kind: str, text: str | None) -> Scalar | None:
    """The value that kind and text stand for."""
    if text is None:
        return None
    match kind:
        case Kind.NUMBER:
            return number_from(text)
        case Kind.DATE:
            return date.fromisoformat(text)
        case Kind.YES_NO:
            return text == "yes"
        case _:
            return text


def moment_text(moment: datetime) -> str:
    """A moment with its zone as ISO text; StoreRefused without a zone, for it could mean any."""
    if moment.utcoffset() is None:
        raise StoreRefused(_("时间没有时区，不能保存：{moment}").format(moment=moment.isoformat()))
    return moment.isoformat()


def is_moment(text: str) -> bool:
    """Whether a text is a time that a PC's clock can show; others than these no calendar can count with, nor Windows show."""
    try:
        return 1969 <= datetime.fromisoformat(text).year < 3000
    except ValueError:
        return False


def fen(amount: int | None) -> int | None:
    """The amount itself, if it is one: whole fen, not negative; StoreRefused otherwise."""
    if amount is not None and (type(amount) is not int or not 0 <= amount <= LARGEST):
        raise StoreRefused(_("金额必须是非负的整数分：{value}").format(value=repr(amount)))
    return amount
