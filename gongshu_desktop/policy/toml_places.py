"""Where in a TOML text each value stands: ``tomllib`` reads the values, and says of their places nothing.

The text is known to be valid (``tomllib`` has read it before), so the scan may be a simple one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

Path = tuple[str | int, ...]
"""Keys from the top of a text to a value: ("fact", "企业数", "kind"); an item of a list by its index."""
NAME = ""
"""The last key of a path to the name of a table itself, as it stands in its header."""


def places(text: str) -> Iterator[tuple[Path, int, int]]:
    """Every value's path with its line and column, both from 0; a string's column is that of its first character."""
    return _Scan(text).all()


class _Scan:
    """One pass over a TOML text, from its first character to its last."""

    _KEY = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")
    _SKIP = re.compile(r"(?:[\s,]|\#[^\n]*)*")
    _SCALAR = re.compile(r"[^\s,\]}#]+(?: \d{2}:[^\s,\]}#]+)?")

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._key_at = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def all(self) -> Iterator[tuple[Path, int, int]]:
        """See ``places``."""
        table: Path = ()
        counts: dict[Path, int] = {}
        self._skip()
        while self._at < len(self._text):
            start = self._at
            if self._text.startswith("[[", self._at):
                self._at += 2
                *outer, last = self._keys()
                self._at += 2
                keys = (*self._within(tuple(outer), counts), last)
                counts[keys] = counts.get(keys, -1) + 1
                table = (*keys, counts[keys])
                yield self._place(table, start)
            elif self._text[self._at] == "[":
                self._at += 1
                table = self._within(self._keys(), counts)
                self._at += 1
                yield self._place(table, start)
                yield self._place((*table, NAME), self._key_at)
            else:
                yield from self._pair(table)
            self._skip()

    @staticmethod
    def _within(keys: Path, counts: Mapping[Path, int]) -> Path:
        """The path that keys in a header mean: below an array of tables they go on from its latest table."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in counts:
                path = (*path, counts[path])
        return path

    def _place(self, path: Path, offset: int) -> tuple[Path, int, int]:
        line = bisect_right(self._starts, offset) - 1
        return path, line, offset - self._starts[line]

    def _skip(self) -> None:
        match = self._SKIP.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _keys(self) -> tuple[str, ...]:
        keys = []
        while (match := self._KEY.match(self._text, self._at)) is not None:
            group = match.lastindex or 1
            keys.append(match[group])
            self._key_at = match.start(group)
            self._at = match.end()
            if self._text[self._at : self._at + 1] != ".":
                break
            self._at += 1
        return tuple(keys)

    def _pair(self, table: Path) -> Iterator[tuple[Path, int, int]]:
        path = (*table, *self._keys())
        self._at += 1  # the equals sign
        self._skip()
        yield from self._value(path)

    def _value(self, path: Path) -> Iterator[tuple[Path, int, int]]:
        text = self._text
        start = self._at
        for quote in ('"""', "'''", '"', "'"):
            if text.startswith(quote, start):
                begin = start + len(quote)
                if len(quote) == 3 and text.startswith("\n", begin):
                    begin += 1
                yield self._place(path, begin)
                self._at = self._string_end(quote, start + len(quote))
                return
        yield self._place(path, start)
        if text[start] == "[":
            yield from self._items(path)
        elif text[start] == "{":
            yield from self._inline(path)
        else:
            match = self._SCALAR.match(text, start)
            self._at = match.end() if match else len(text)

    def _string_end(self, quote: str, at: int) -> int:
        while not self._text.startswith(quote, at):
            at += 2 if self._text[at] == "\\" and quote[0] == '"' else 1
        at += len(quote)
        while len(quote) == 3 and self._text.startswith(quote[0], at):
            at += 1
        return at

    def _items(self, path: Path) -> Iterator[tuple[Path, int, int]]:
        self._at += 1
        self._skip()
        index = 0
        while self._text[self._at] != "]":
            yield from self._value((*path, index))
            index += 1
            self._skip()
        self._at += 1

    def _inline(self, path: Path) -> Iterator[tuple[Path, int, int]]:
        self._at += 1
        self._skip()
        while self._text[self._at] != "}":
            yield from self._pair(path)
            self._skip()
        self._at += 1
