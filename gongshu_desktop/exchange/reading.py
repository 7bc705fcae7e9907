"""Taking single things out of a parsed file: objects with known keys, texts, numbers, choices; each problem is noted."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from gongshu_desktop.exchange.json_source import Json, Members, Problems, Unusable, element, member, printable, said
from gongshu_desktop.policy.model import Fact, Kind
from gongshu_desktop.policy.numbers import parse_number
from gongshu_desktop.policy.values import Number, Scalar
from gongshu_desktop.review.editing.basics import LONGEST_PARTICULAR
from gongshu_desktop.review.values import problem, text_problem
from gongshu_desktop.wording import _

NUMERIC = {Kind.MONEY, Kind.NUMBER, Kind.COUNT}
MOST_TEXTS = 200
_PLAIN = re.compile(r"-?(0|[1-9][0-9]{0,24})(\.[0-9]{1,25})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def members_of(
    value: Json, path: str, problems: Problems, required: Collection[str], known: Collection[str]
) -> Members:
    """An object with only known keys, each once, all required ones there; an empty one when it is no object at all."""
    if not isinstance(value, Members):
        problems.add(path, _("应为对象，现为{found}").format(found=said(value)))
        return Members()
    for name in value.doubled:
        problems.add(member(path, name), _("同一个键只能出现一次"))
    for name in value:
        if name not in known:
            problems.add(member(path, name), _("不认识的键“{name}”").format(name=printable(name)))
    for name in required:
        if name not in value:
            problems.add(member(path, name), _("缺少此项"))
    return value


def elements(value: Json, path: str, problems: Problems) -> Iterator[tuple[str, Json]]:
    """The elements of a list with their paths; none when it is no list."""
    if not isinstance(value, list):
        problems.add(path, _("应为列表，现为{found}").format(found=said(value)))
        return
    for index, item in enumerate(value):
        yield element(path, index), item


def text(value: Json, path: str, problems: Problems, *, needed: bool = False, lines: bool = False) -> str:
    """A text; with ``needed`` not blank; without ``lines`` on one line and not long."""
    if not isinstance(value, str):
        problems.add(path, _("应为文字，现为{found}").format(found=said(value)))
        return ""
    wrong = text_problem(value, lines=lines)
    if wrong is None and not lines and len(value) > LONGEST_PARTICULAR:
        wrong = _("不超过{most}个字").format(most=LONGEST_PARTICULAR)
    if wrong is not None:
        problems.add(path, _("应为{expected}").format(expected=wrong))
    elif needed and not value.strip():
        problems.add(path, _("应为不空的文字"))
    return value


def choice(value: Json, path: str, problems: Problems, options: Sequence[str] | None) -> str:
    """One of a closed list; any text where the list is open (None)."""
    if options is None:
        return text(value, path, problems, needed=True)
    if not isinstance(value, str) or value not in options:
        listed = "、".join(options)
        problems.add(path, _("应为以下之一：{options}；现为{found}").format(options=listed, found=said(value)))
        return ""
    return value


def texts(value: Json, path: str, problems: Problems, options: Sequence[str] | None = None) -> tuple[str, ...]:
    """A list of different texts, from a closed list if ``options`` are given."""
    if isinstance(value, list) and len(value) > MOST_TEXTS:
        problems.add(path, _("列表应不超过{most}项，现有{count}项").format(most=MOST_TEXTS, count=len(value)))
        return ()
    found: dict[str, None] = {}
    for at, item in elements(value, path, problems):
        word = choice(item, at, problems, options)
        if word and word in found:
            problems.add(at, _("“{text}”只能列一次").format(text=printable(word)))
        elif word:
            found[word] = None
    return tuple(found)


def number(value: Json, path: str, problems: Problems, places: int) -> Number | None:
    """An exact number from an integer or a plain decimal text with at most so many decimals."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Unusable):
        problems.add(path, _("数应为整数或加引号的十进制小数，现为{found}").format(found=said(value)))
        return None
    if not isinstance(value, str) or _PLAIN.fullmatch(value) is None:
        problems.add(path, _('应为整数或加引号的十进制小数（如"12000.50"），现为{found}').format(found=said(value)))
        return None
    if len(value.partition(".")[2]) > places:
        if places == 0:
            problems.add(path, _("应为整数，现为{found}").format(found=said(value)))
        else:
            problems.add(path, _("应为最多{places}位小数的数，现为{found}").format(places=places, found=said(value)))
        return None
    return parse_number(value)


def scalar(value: Json, path: str, problems: Problems, fact: Fact) -> Scalar | None:
    """A value of a scalar fact or a cell; None (and a problem) when it does not suit, None for an empty text."""
    taken: Scalar | None
    if fact.kind in NUMERIC:
        taken = number(value, path, problems, {Kind.MONEY: 2, Kind.NUMBER: 10}.get(fact.kind, 0))
    elif fact.kind is Kind.DATE:
        taken = day(value, path, problems)
    elif fact.kind is Kind.YES_NO:
        taken = value if isinstance(value, bool) else None
        if taken is None:
            problems.add(path, _("应为true或false，现为{found}").format(found=said(value)))
    elif isinstance(value, str):
        taken = value or None
    else:
        problems.add(path, _("应为文字，现为{found}").format(found=said(value)))
        taken = None
    wrong = None if taken is None else problem(fact, taken)
    if wrong is not None:
        problems.add(path, _("应为{expected}，现为{found}").format(expected=wrong, found=said(value)))
        return None
    if taken is None and value == "" and fact.kind in {Kind.CHOICE, Kind.CREDIT_CODE}:
        problems.add(path, _("应为不空的文字"))
    return taken


def day(value: Json, path: str, problems: Problems) -> date | None:
    """A date, YYYY-MM-DD."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    problems.add(path, _("应为YYYY-MM-DD的日期，现为{found}").format(found=said(value)))
    return None
