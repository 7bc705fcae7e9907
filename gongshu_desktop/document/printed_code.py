"""The QR code on the last page: what a person with the paper in hand needs to find the record and compare it."""

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

SIDE = 30 * mm
_QUIET = 2
"""Light modules around it; the paper's own margin gives the rest that ISO/IEC 18004 asks for."""


class PrintedCode(Flowable):
    """A QR code of 30 mm with error correction Q: a quarter of it may be stamped over or stained."""

    def __init__(self, payload: str) -> None:
        super().__init__()
        self._payload = payload

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """ReportLab's question for the size."""
        return SIDE, SIDE

    def draw(self) -> None:
        """ReportLab's order: put it on the page, one filled path for all modules."""
        import segno  # noqa: PLC0415 - only issued memos carry a code

        code = segno.make_qr(self._payload, error="q", boost_error=False, encoding="utf-8", mode="byte")
        modules = [list(row) for row in code.matrix]
        size = SIDE / (len(modules) + 2 * _QUIET)
        path = self.canv.beginPath()
        for index, row in enumerate(modules):
            bottom = SIDE - (index + _QUIET + 1) * size
            for start, end in _dark(row):
                path.rect((start + _QUIET) * size, bottom, (end - start) * size, size)
        self.canv.setFillColor(black)
        self.canv.drawPath(path, stroke=0, fill=1)


def _dark(row: list[int]) -> list[tuple[int, int]]:
    """Start and end of each stretch of dark modules in a row."""
    edges = [
        place for place, (one, other) in enumerate(zip([0, *row], [*row, 0], strict=True)) if bool(one) != bool(other)
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))
