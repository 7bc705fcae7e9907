"""Reading TOML tables strictly: every key is known, every value of the right sort, and every problem has a place."""

from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, TypeVar

from gongshu_desktop.policy.source import Block, Problem
from gongshu_desktop.policy.toml_places import Path

T = TypeVar("T")
MOST_ENTRIES = 200
"""Facts, columns, steps, criteria or readings that one measure may have: far more than any policy, and work stays small."""
_NAMES: dict[type, str] = {
    str: "文字",
    bool: "true 或 false",
    date: "日期(如 2016-03-21)",
    dict: "表",
    list: "列表",
    int: "整数",
}
MOST_PROBLEMS = 1_000
"""Of one file; what is beyond is told once these are mended."""


class Table:
    """One table of a block. Reading a key marks it as known; ``close`` reports all that were never read."""

    def __init__(self, block: Block, path: Path, data: Mapping[str, Any], problems: list[Problem]) -> None:
        self.block = block
        self.path = path
        self.data = data
        self._problems = problems
        self._known: set[str] = set()

    @property
    def troubled(self) -> bool:
        """Whether anything wrong was found so far, anywhere in the file."""
        return bool(self._problems)

    def problem(self, message: str, expected: str = "", *path: str | int, before: str = "") -> None:
        """Report something wrong with a value of this table; ``before`` is what of a text stands before the place."""
        if len(self._problems) >= MOST_PROBLEMS:  # each place is looked for in the text, and nobody reads further
            return
        line, column = self.block.at(*self.path, *path)
        above, newline, same_line = before.rpartition("\n")
        line += above.count("\n") + 1 if newline else 0
        self._problems.append(Problem(line, 1 + len(same_line) if newline else column + len(before), message, expected))

    def get(self, key: str, sort: type[T]) -> T | None:
        """The value of a key, or None if it is absent or (reported) of the wrong sort."""
        self._known.add(key)
        value = self.data.get(key)
        if value is None:
            return None
        loose = (isinstance(value, bool) and sort is int) or (isinstance(value, datetime) and sort is date)
        if loose or not isinstance(value, sort):
            self.problem(f"“{key}”不是{_NAMES[sort]}", _NAMES[sort], key)
            return None
        return value

    def text(self, key: str, default: str = "") -> str:
        """An optional text."""
        return self.get(key, str) or default

    def required(self, key: str) -> str:
        """A text that must be there and not be blank."""
        value = self.get(key, str)
        if key not in self.data:
            self.problem(f"缺少“{key}”", f'{key} = "…"')
        elif value is not None and not value.strip():
            self.problem(f"“{key}”是空的", "文字", key)
        return value or ""

    def flag(self, key: str) -> bool:
        """An optional true or false, false if absent."""
        return bool(self.get(key, bool))

    def one_of(self, key: str, options: tuple[str, ...], default: str = "") -> str:
        """A text that must be one of a few; what is not is reported, and one of them given all the same."""
        value = self.text(key, default) if default else self.required(key)
        if value and value not in options:
            self.problem(f"“{key}”不能是“{value}”", "、".join(options), key)
        return value if value in options else default or options[0]

    def texts(self, key: str) -> tuple[str, ...]:
        """An optional list of texts."""
        values: list[Any] = self.get(key, list) or []
        for place, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                self.problem(f"“{key}”第 {place + 1} 项不是文字", "文字", key, place)
        return tuple(value for value in values if isinstance(value, str) and value.strip())

    def table(self, key: str) -> "Table":
        """A sub-table, empty if absent."""
        return Table(self.block, (*self.path, key), self.get(key, dict) or {}, self._problems)

    def tables(self, key: str) -> "list[tuple[str, Table]]":
        """The sub-tables of a sub-table, by name."""
        outer = self.table(key)
        if len(outer.data) > MOST_ENTRIES:
            self.problem(f"“{key}”有 {len(outer.data)} 项", f"最多 {MOST_ENTRIES} 项", key)
            return []
        found = []
        for name, value in outer.data.items():
            if isinstance(value, dict):
                found.append((name, Table(self.block, (*outer.path, name), value, self._problems)))
            else:
                outer.problem(f"“{name}”不是表", f'[{key}."{name}"] 或 {{ … }}', name)
        return found

    def array(self, key: str) -> "list[Table]":
        """The tables of an array of tables."""
        values: list[Any] = self.get(key, list) or []
        found = []
        for place, value in enumerate(values):
            if isinstance(value, dict):
                found.append(Table(self.block, (*self.path, key, place), value, self._problems))
            else:
                self.problem(f"“{key}”第 {place + 1} 项不是表", f"[[{key}]]", key, place)
        return found

    def close(self) -> None:
        """Report every key that nobody asked for."""
        for key in self.data:
            if key not in self._known:
                near = get_close_matches(key[:100], self._known, 1, 0.5)
                self.problem(f"不认识的键“{key}”", near[0] if near else "、".join(sorted(self._known)), key)


def read_phrase(table: Table, quote: str) -> str:
    """The optional ``phrase`` of a table: words of the measure's quote."""
    phrase = table.text("phrase")
    if phrase and phrase not in quote:
        table.problem(f"词句“{phrase}”不在事项的引文里", "引文中的原话", "phrase")
    return phrase
