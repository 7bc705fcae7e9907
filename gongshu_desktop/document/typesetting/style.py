"""The look of a paragraph and of the stretches inside it."""

from dataclasses import dataclass
from enum import Enum

from reportlab.lib.colors import Color, black

from gongshu_desktop.document.fonts.faces import Typeface


class Alignment(Enum):
    """How the lines of a paragraph stand in their measure."""

    JUSTIFIED = "justified"
    LEFT = "left"
    CENTRED = "centred"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The look of a paragraph; lengths in points.

    ``indent`` is the first line's, ``left`` and ``right`` every line's, ``before`` and ``after`` the space around it.
    """

    typeface: Typeface = Typeface.FANGSONG
    size: float = 12
    leading: float = 18
    indent: float = 0
    left: float = 0
    right: float = 0
    alignment: Alignment = Alignment.JUSTIFIED
    colour: Color = black
    before: float = 0
    after: float = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph's text with a look of its own."""

    text: str
    typeface: Typeface | None = None
    underlined: bool = False
    colour: Color | None = None
