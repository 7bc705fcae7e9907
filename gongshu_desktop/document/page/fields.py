"""The boxes for the three signatures: where they stand on the page is noted while drawing, the fields are made after."""

from collections.abc import MutableMapping
from dataclasses import dataclass

from reportlab.platypus import Flowable

from gongshu_desktop.document.page.styles import FINE_CENTRED, GREY
from gongshu_desktop.document.typesetting.paragraph import Paragraph, Span


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: page counted from 0, and its rectangle in points from the page's lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


class SignatureBox(Flowable):
    """Room for one signature. In a draft it only says that there is none; else its place is noted in ``places``."""

    def __init__(self, name: str, width: float, height: float, places: MutableMapping[str, Place] | None) -> None:
        super().__init__()
        self._name, self._size, self._places = name, (width, height), places

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """ReportLab's question for the size."""
        return self._size

    def draw(self) -> None:
        """ReportLab's order: note the place, or say that a draft is not signed."""
        width, height = self._size
        if self._places is None:
            words = Paragraph([Span("草稿不签署", colour=GREY)], FINE_CENTRED)
            _width, taken = words.wrap(width, height)
            words.drawOn(self.canv, 0, (height - taken) / 2)
            return
        left, bottom = self.canv.absolutePosition(0, 0)
        self._places[self._name] = Place(self.canv.getPageNumber() - 1, left, bottom, left + width, bottom + height)
