"""Blank lines in what people typed: one is meant, thousands are a key that got stuck. On paper there is never more than one."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from gongshu_desktop.document.fonts.faces import clean

_RUN = re.compile(r"(?<![ \u3000])(?:[ \u3000]*\n){3,}")
"""More than one blank line; the condition before it keeps the search from beginning at every space of a long row of them."""
_Content = TypeVar("_Content")


def without_blank_runs(content: _Content) -> _Content:
    """The content of a document as it is drawn: each run of blank lines in its texts is one blank line."""
    found: Any = _drawn(content)
    return found  # type: ignore[no-any-return]  # of the same class


def _drawn(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value.splitlines()) < 3 else _RUN.sub("\n\n", clean(value))
    if isinstance(value, tuple):
        made = tuple(_drawn(item) for item in value)
        return value if all(new is old for new, old in zip(made, value, strict=True)) else made
    if is_dataclass(value) and not isinstance(value, type):
        pairs = {field.name: getattr(value, field.name) for field in fields(value)}
        changed = {name: new for name, old in pairs.items() if (new := _drawn(old)) is not old}
        return replace(value, **changed) if changed else value
    return value
