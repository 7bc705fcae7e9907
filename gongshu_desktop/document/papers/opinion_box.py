"""A box of a form for one person's opinion: what was said, and below it the line to sign and date by hand."""

from dataclasses import dataclass

from reportlab.platypus import Flowable

from gongshu_desktop.document.page.styles import GREY
from gongshu_desktop.document.typesetting.paragraph import Alignment, Paragraph, Style

_SIGN = Style(size=10, leading=14, alignment=Alignment.RIGHT)
_RECORD = Style(size=8, leading=11, colour=GREY, alignment=Alignment.LEFT)
_SIGN_WORDS = "签名：　　　　　　　　　　　　年　　月　　日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """One person's opinion. ``recorded``: who gave it in the program, and when; "" while nobody has."""

    role: str
    opinion: Paragraph
    recorded: str

    def height(self, width: float) -> float:
        """The least height of its box."""
        return self.opinion.height_at(width) + _SIGN.leading + 8


class OpinionBox(Flowable):
    """The box, of a given size in points."""

    def __init__(self, say: Say, width: float, height: float) -> None:
        super().__init__()
        self._say, self._size = say, (width, height)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """ReportLab's question for the size."""
        return self._size

    def draw(self) -> None:
        """ReportLab's order: the opinion above, the lines below."""
        width, height = self._size
        _width, taken = self._say.opinion.wrap(width, height)
        self._say.opinion.drawOn(self.canv, 0, height - taken)
        for words, style in ((_SIGN_WORDS, _SIGN), (self._say.recorded, _RECORD)):
            line = Paragraph(words, style)
            line.wrap(width, height)
            line.drawOn(self.canv, 0, 1)
