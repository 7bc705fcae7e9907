"""Where the last pages of a memo begin: so that no page before the conclusion stays nearly empty."""

from collections.abc import Iterable, Iterator, Sequence

from reportlab.platypus import CondPageBreak, Flowable, FrameBreak

from gongshu_desktop.document.page.styles import HEIGHT, WIDTH

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

    Where none does, they begin the next page in the first way. A way that no page holds is left out; one that is not
    needed is never made.
    """

    def __init__(self, ways: Iterable[Sequence[Flowable]]) -> None:
        super().__init__()
        self._made: list[tuple[float, list[Flowable]]] = []
        self._coming = iter(ways)

    def _ways(self) -> Iterator[tuple[float, list[Flowable]]]:
        """(height, flowables) of each way that a page holds."""
        yield from self._made
        for way in self._coming:
            height = height_of(way)
            if height <= HEIGHT:
                self._made.append((height, list(way)))
                yield self._made[-1]

    @property
    def first(self) -> list[Flowable] | None:
        """The way that is wished for; None where no page holds any."""
        return next((way for _height, way in self._ways()), None)

    @property
    def least(self) -> float:
        """The height of the closest way."""
        return min(height for height, _way in self._ways())

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """ReportLab's question for the size: too much for any page, so that it asks for the parts."""
        return width, _ENDLESS

    def split(self, width: float, height: float) -> list[Flowable]:
        """The parts, where they fit; else a new page and the parts."""
        for needed, way in self._ways():
            if needed <= height:
                return list(way)
        return [FrameBreak, *(self.first or ())]


class Ahead(CondPageBreak):
    """A page break before both registers, where they would else run over by less than a third of a page.

    Only where the conclusion, which stays on one page, would not fit below the part that runs over, and where the page
    that is left so is itself a third full at least.
    """

    def __init__(self, registers: Sequence[Flowable], end: Together, *, least: float = 0) -> None:
        super().__init__(least)
        self._registers, self._end, self._least = registers, end, least
        self._needed = height_of(registers)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """ReportLab's question for the size, and the moment to say that a page ends here."""
        self.height = HEIGHT + 1 if self._better(height) else self._least
        size: tuple[float, float] = super().wrap(width, height)
        return size

    def _better(self, room: float) -> bool:
        if HEIGHT - room < _LEAST_FILLED or self._needed > HEIGHT:
            return False
        over = self._over(room)
        return 0 < over < _LEAST_FILLED and over + self._end.least > HEIGHT

    def _over(self, room: float) -> float:
        return self._needed - room


class AheadOfOne(Ahead):
    """The same before the second register alone, which ends the page too where less than ``least`` is left of it.

    How much runs over is found by trying: a table repeats its head, and leaves blank what is too low for a row.
    """

    def _over(self, room: float) -> float:
        return run_over(self._registers, room) if self._needed > room else 0.0


def run_over(flowables: Sequence[Flowable], room: float) -> float:
    """How much of its last page these take when they begin with so much room on a page; 0 where they end on that page."""
    waiting, left, turned = list(flowables), room, False
    while waiting:
        part = waiting.pop(0)
        needed = height_of([part])
        if needed <= left:
            left -= needed
            continue
        pieces = part.split(WIDTH, left)
        if len(pieces) > 1:
            waiting[:0] = pieces[1:]
        elif left < HEIGHT:
            waiting.insert(0, part)
        left, turned = HEIGHT, True
    return HEIGHT - left if turned else 0.0
