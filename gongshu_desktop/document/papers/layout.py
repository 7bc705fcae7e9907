"""What the layout of a paper is made of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Flowable

from gongshu_desktop.document.page.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one sort of paper is laid out: on which sheet, under which title, with what at its foot and on its pages.

    ``build`` takes the content and whether it is a draft. Each module of a paper has one, for content of its own class.
    """

    sheet: Sheet
    title: Callable[[Any], str]
    foot: Callable[[Any], str]
    build: Callable[[Any, bool], Iterable[Flowable]]
