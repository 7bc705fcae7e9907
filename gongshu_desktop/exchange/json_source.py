"""JSON read strictly: nothing is guessed, rounded or overwritten in silence, and every place can be named by its path."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

from gongshu_desktop.services.desk.exchanging import CaseFileRefused, FileProblem
from gongshu_desktop.wording import _

LARGEST = 4 * 1024 * 1024
MOST_PROBLEMS = 1_000
LONGEST_INTEGER = 30
_MOST_VALUES = 4_000_000
"""Brackets and commas: a file of 30 MB with an empty object at every third byte would take a gigabyte, and ten seconds."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A number that JSON allows and a case file does not: with a point or an exponent, NaN, or endless digits."""

    text: str


class Members(dict[str, "Json"]):
    """A JSON object, with the names that stood in it more than once."""

    doubled: tuple[str, ...] = ()


Json: TypeAlias = "bool | int | str | list[Json] | Members | Unusable | None"


@dataclass(slots=True)
class Problems:
    """Collects what is wrong with a file, so that all of it can be said at once."""

    found: list[FileProblem] = field(default_factory=list)

    def add(self, path: str, expected: str) -> None:
        """Note that ``expected`` was expected at ``path``. After a thousand problems the file is read no further."""
        if len(self.found) == MOST_PROBLEMS:
            self.found.append(FileProblem("$", _("问题太多，只列出前{most}处").format(most=MOST_PROBLEMS)))
            self.refuse()
        self.found.append(FileProblem(path, expected))

    def refuse(self) -> NoReturn:
        """Raise everything that was found."""
        raise CaseFileRefused(self.found)


def parse(content: bytes, most: int = LARGEST) -> Json:
    """The JSON in a file of at most so many bytes.

    Raises:
        CaseFileRefused: when the file is too large, not UTF-8, or no JSON.
    """
    if len(content) > most:
        _refuse(_("文件不超过{most} MiB（现有{size}字节）").format(most=most // (1024 * 1024), size=len(content)))
    if not content.strip():
        _refuse(_("文件应有内容，这是空文件"))
    if sum(map(content.count, (b"{", b"[", b","))) > _MOST_VALUES:
        _refuse(_("文件应不超过{most}项内容").format(most=_MOST_VALUES))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseFileRefused(
            [FileProblem("$", _("应为UTF-8编码的JSON文本（第{place}个字节不是）").format(place=error.start + 1))]
        ) from error
    try:
        parsed: Json = json.loads(
            text, parse_float=Unusable, parse_constant=Unusable, parse_int=_integer, object_pairs_hook=_members
        )
    except json.JSONDecodeError as error:
        where = _("应为合法的JSON：第{line}行第{column}列有误").format(line=error.lineno, column=error.colno)
        raise CaseFileRefused([FileProblem("$", where)]) from error
    except RecursionError as error:
        raise CaseFileRefused([FileProblem("$", _("嵌套应不超过几层，这里太深"))]) from error
    return parsed


def _refuse(expected: str) -> NoReturn:
    raise CaseFileRefused([FileProblem("$", expected)])


def _integer(text: str) -> int | Unusable:
    return int(text) if len(text) <= LONGEST_INTEGER else Unusable(text[:LONGEST_INTEGER] + "…")


def _members(pairs: list[tuple[str, Json]]) -> Members:
    members = Members(pairs)
    if len(members) < len(pairs):
        counted = Counter(name for name, _value in pairs)
        members.doubled = tuple(name for name, times in counted.items() if times > 1)
    return members


def member(path: str, name: str) -> str:
    """The path of a member: ``$.claims`` or, when the name is no plain word, ``$['a b']``."""
    if re.fullmatch(r"\w[\w-]*", name):
        return f"{path}.{name}"
    return f"{path}[{printable(name)!r}]"


def element(path: str, index: int) -> str:
    """The path of an element of a list."""
    return f"{path}[{index}]"


def printable(text: str, most: int = 60) -> str:
    """A text from a foreign file, safe to show: short, on one line, without characters that steer a terminal."""
    shown = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text[: most + 1])
    return shown if len(text) <= most else f"{shown[:most]}…"


def said(value: Json) -> str:
    """What stands in the file instead of what was expected, in a few words."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return f"“{printable(value)}”"
        case Unusable():
            return printable(value.text)
        case list():
            return _("一个列表")
        case _:
            return _("一个对象")
