"""The version of the memo's pages. Memos outlive programs: a memo is compared with the pages of the layout that it names.

``drawn_as`` says which one is being drawn, in this thread: what earlier layouts have otherwise, sentences and type, asks
``is_first`` or ``tells_gaps``. Everything else, papers included, is as this version has it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

FIRST = "gongshu-memo/1"
"""The register of evidence begins wherever the one of readings ends, though a few lines of it be left for a page alone;
and however many blank lines somebody typed are drawn. Pages are bound left, right, right, left, left, right, right: not as their
footers are."""
SECOND = "gongshu-memo/2"
"""Nothing is printed of the journal, whatever the receipt says of it; a fact without evidence and a judgement without its ground
leave their place empty, or the whole column away."""
LAYOUT = "gongshu-memo/3"
"""Bumped whenever the same content gives other pages (a test holds each against a stored memo)."""
DRAWN = (FIRST, SECOND, LAYOUT)
"""Layouts that this version draws. A memo that names another is not comparable: its signatures and figures are checked as
ever, but nobody can say whether its pages are those of its content."""

_NOW: ContextVar[str] = ContextVar("layout", default=LAYOUT)


@contextmanager
def drawn_as(layout: str) -> Iterator[None]:
    """Word and set what is drawn as that layout has it, for as long as this lasts."""
    token = _NOW.set(layout)
    try:
        yield
    finally:
        _NOW.reset(token)


def is_first() -> bool:
    """Whether a memo of the first layout is being drawn again."""
    return _NOW.get() == FIRST


def tells_gaps() -> bool:
    """Whether the memo says where evidence or a ground is missing; the first two layouts do not."""
    return _NOW.get() not in {FIRST, SECOND}
