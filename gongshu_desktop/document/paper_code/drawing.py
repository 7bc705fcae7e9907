"""The code on paper as ReportLab draws it: a QR code of 30 mm in vector modules, with the 16 characters for the hand below.

Level Q of error correction and modules of 0.46 mm: it survives a copier, a grey seal's edge and a scan at 200 dpi. It keeps away
from signatures and from the place of the office's seal.
"""

import segno
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.paper_code.code import decoded
from gongshu_desktop.document.typesetting.paragraph import Alignment, Paragraph, Style

SIZE = 30 * mm
"""Outer edge of the code, the four quiet modules on each side included."""
HEIGHT = SIZE + 11
QUIET = 4
_HAND = Style(typeface=Typeface.BOLD, size=7, leading=9, alignment=Alignment.CENTRED)


def modules(code: str) -> list[bytearray]:
    """The modules of a code, row by row from the top, 1 for dark; no quiet zone."""
    made = segno.make(code, error="q", mode="alphanumeric", boost_error=False, micro=False)
    return [bytearray(row) for row in made.matrix]


def draw_code(canvas: Canvas, code: str, left: float, bottom: float, size: float = SIZE) -> None:
    """The code as one filled path, so that no viewer shows seams between its modules."""
    rows = modules(code)
    module = size / (len(rows) + 2 * QUIET)
    path = canvas.beginPath()
    for index, row in enumerate(rows):
        level = bottom + size - (index + 1 + QUIET) * module
        for start, length in _runs(row):
            path.rect(left + (start + QUIET) * module, level, length * module, module)
    canvas.saveState()
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """(start, length) of each run of dark modules."""
    found = []
    start = None
    for position, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = position
        elif not dark and start is not None:
            found.append((start, position - start))
            start = None
    return found


class PaperCode(Flowable):
    """The code with its 16 characters below: 30 mm wide, 34 mm high, at the left of its frame."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self._hand = decoded(code)[0].hand_code

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """ReportLab's question for the size."""
        return SIZE, HEIGHT

    def draw(self) -> None:
        """ReportLab's order: put it on the page."""
        draw_code(self.canv, self._code, 0, HEIGHT - SIZE)
        hand = Paragraph(self._hand, _HAND)
        hand.wrap(SIZE, HEIGHT)
        hand.drawOn(self.canv, 0, 0)
