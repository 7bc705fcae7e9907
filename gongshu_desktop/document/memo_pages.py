"""Where the last pages of a memo begin: so that no page before the conclusion stays nearly empty."""

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable, FrameBreak

from gongshu_desktop.document.memo_styles import HEIGHT, WIDTH

_LEAST_FILLED = HEIGHT / 3
_ENDLESS = float(0xFFFFFF)


def height_of(flowables: Sequence[Flowable]) -> float:
    """The height of these on one page, space around them included."""
    return sum(
        flowable.wrap(WIDTH, HEIGHT)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter()
        for flowable in flowables
        if not isinstance(flowable, CondPageBreak)
    )


class Together(Flowable):
    """Flowables that stand on one page, in the first of several ways that the rest of a page holds.

    Where none does, they begin the next page in the first way. Each way fits a page.
    """

    def __init__(self, ways: Sequence[Sequence[Flowable]]) -> None:
        super().__init__()
        self._ways = [(height_of(way), list(way)) for way in ways]

    @property
    def least(self) -> float:
        """The height of the closest way."""
        return min(height for height, _way in self._ways)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """ReportLab's question for the size: too much for any page, so that it asks for the parts."""
        return width, _ENDLESS

    def split(self, width: float, height: float) -> list[Flowable]:
        """The parts, where they fit; else a new page and the parts."""
        for needed, way in self._ways:
            if needed <= height:
                return list(way)
        return [FrameBreak, *self._ways[0][1]]


class Ahead(CondPageBreak):
    """A page break before the registers, where they would else run over by less than a third of a page.

    Only where the conclusion, which stays on one page, would not fit below the part that runs over, and where the page
    that is left so is itself a third full at least.
    """

    def __init__(self, registers: Sequence[Flowable], end: Together) -> None:
        super().__init__(0)
        self._registers, self._end = height_of(registers), end.least

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """ReportLab's question for the size, and the moment to say that a page ends here."""
        over = self._registers - height
        alone = 0 < over < _LEAST_FILLED and over + self._end > HEIGHT
        better = alone and HEIGHT - height >= _LEAST_FILLED and self._registers <= HEIGHT
        self.height = HEIGHT + 1 if better else 0
        size: tuple[float, float] = super().wrap(width, height)
        return size
