"""The journal's values in words: "check" is 复核, "2600000" of an amount is 2,600,000.00元, a time is that of this PC."""

import re
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction

from gongshu_desktop.policy.model import Fact, Kind, Policy
from gongshu_desktop.policy.money import grouped, to_fen
from gongshu_desktop.policy.numbers import grouped_number
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.stage import Role, Stage, role_words, stage_words
from gongshu_desktop.review.verdict_words import result_words
from gongshu_desktop.services.digests import grouped as in_fours
from gongshu_desktop.wording import _

_NUMBER = re.compile(r"-?\d+(?:\.\d+|/[1-9]\d*)?", re.ASCII)
_SIDES = ("claimed", "verified")


def value_words(subject: str, value: str | None, policy: Policy) -> str:
    """The value of a change at ``subject`` in words; one that is not what is expected there stays as it is written."""
    if value is None:
        return _("（空）")
    try:
        return _said(subject, value, policy)
    except (ValueError, KeyError):
        return value


def _said(subject: str, value: str, policy: Policy) -> str:
    first, _slash, rest = subject.partition("/")
    if first == "readings":
        return policy.readings[rest].options[value]
    if subject == "policy":
        return policy.title if value == policy.id else value
    last = subject.rpartition("/")[2]
    known = _by_name().get(last)
    if known is not None:
        return known(value)
    parts = subject.split("/")
    if len(parts) == 1 or parts[-1].endswith("]"):
        return {"claimed": _("申报"), "added": _("审核时增列")}.get(value, value)
    return _fact_words(_fact(parts, policy), value) if last in _SIDES else value


def _by_name() -> dict[str, Callable[[str], str]]:
    """What is said so wherever it stands, by the last part of its place."""
    return {
        "stage": lambda value: stage_words(Stage(value)),
        "signature": lambda value: role_words(Role(value)),
        "result": lambda value: result_words(Result(value)),
        "accepted": yes_no,
        "struck": yes_no,
        "=claimed": lambda value: _yuan(int(value)),
        "=approved": lambda value: _yuan(int(value)),
        "listed": lambda value: _yuan(int(value)),
        "made": _moment,
        "clock": _moment,
        "digest": in_fours,
        "area": lambda value: f"{grouped_number(Fraction(value))}㎡",
    }


def _moment(value: str) -> str:
    return f"{datetime.fromisoformat(value).astimezone():%Y-%m-%d %H:%M}"


def yes_no(value: str) -> str:
    """是 or 否."""
    return {"true": _("是"), "false": _("否")}[value]


def _yuan(fen: int) -> str:
    return _("{amount}元").format(amount=grouped(fen))


def _fact(parts: list[str], policy: Policy) -> Fact:
    """The fact, or the column of a table, whose value stands at a place such as 3.2.5/活动[k1]/实际支出/verified."""
    fact = policy.measure(parts[0]).fact(parts[1].partition("[")[0])
    return fact if len(parts) == 3 else next((column for column in fact.columns if column.name == parts[2]), fact)


def _fact_words(fact: Fact, value: str) -> str:
    if fact.kind is Kind.YES_NO:
        return yes_no(value)
    if fact.kind not in {Kind.MONEY, Kind.NUMBER, Kind.COUNT} or not _NUMBER.fullmatch(value):
        return value
    number = Fraction(value)
    if fact.kind is Kind.MONEY and (number * 100).denominator == 1:
        return _yuan(to_fen(number))
    return f"{grouped_number(number)}{fact.unit}"
