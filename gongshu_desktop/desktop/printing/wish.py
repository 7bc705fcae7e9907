"""What a person wants printed: on which printer, which pages, how often, on which sides. Decided without Qt."""

import re
from dataclasses import dataclass
from enum import StrEnum

from gongshu_desktop.wording import _

MOST_COPIES = 99
_TYPED = str.maketrans({**dict.fromkeys("，、；;", ","), **dict.fromkeys("－–—~～至", "-"), "　": " "})
_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


class Sides(StrEnum):
    """Which sides of a sheet are printed. The papers have margins for both sides, bound at the long edge."""

    ONE = "one"
    LONG_EDGE = "long-edge"
    SHORT_EDGE = "short-edge"


class PagesRefused(ValueError):
    """What was typed names no pages of the document; the message says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintWish:
    """``pages`` as typed, "" for all of them."""

    printer: str = ""
    pages: str = ""
    copies: int = 1
    collate: bool = True
    sides: Sides = Sides.LONG_EDGE


def pages_wanted(typed: str, count: int) -> tuple[int, ...]:
    """The pages that "1-3，5" names of a document with so many, from 0, each once and in their order; all of them for "".

    Raises:
        PagesRefused: when it cannot be understood or names a page that is not there.
    """
    said = typed.translate(_TYPED).replace(" ", "")
    if not said:
        return tuple(range(count))
    wanted: set[int] = set()
    for part in said.strip(",").split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            raise PagesRefused(_("看不懂“{part}”。页码请写成 1-3，5 的样子。").format(part=part or typed.strip()))
        first = int(found[1])
        last = int(found[2] or first)
        if not 1 <= first <= last <= count:
            raise PagesRefused(_("没有“{part}”这样的页：共 {count} 页。").format(part=part, count=count))
        wanted.update(range(first - 1, last))
    return tuple(sorted(wanted))


def span(typed: str) -> str:
    """From the first to the last of the pages that were typed, as "1-5" or "3"; "" for all."""
    named = [int(figures) for figures in re.findall(r"\d+", typed)]
    if not named:
        return ""
    first, last = min(named), max(named)
    return str(first) if first == last else f"{first}-{last}"
