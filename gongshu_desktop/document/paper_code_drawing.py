"""The code on paper as ReportLab draws it: a QR code of 30 mm in vector modules, with the 16 characters for the hand below.

Level Q of error correction and modules of 0.46 mm: it survives a copier, a grey seal's edge and a scan at 200 dpi. It keeps away
from signatures and from the place of the office's seal.
"""

import segno
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from gongshu_desktop.document.fonts import Typeface
from gongshu_desktop.document.paper_code import decoded
from gongshu_desktop.document.typesetting import Alignment, Paragraph, Style

SIZE = 30 * mm
"""Outer edge of the code, the four quiet modules on each side included."""
HEIGHT = SIZE + 11
QUIET = 4
_HAND = Style(typeface=Typeface.BOLD, size=7, leading=9, alignment=Alignment.CENTRED)
_WORDS = Style(size=9, leading=13, alignment=Alignment.LEFT)
_GAP = 4 * mm


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


class PaperCodeRow(Flowable):
    """Over the whole width: at the left what the code is for and what it does not prove, at the right the code."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = PaperCode(code)
        self._words = Paragraph(
            # The memo is Chinese whatever the language of the screen.
            "核验码：可用本程序读取纸面的扫描件或照片，核对文号、审定金额、日期和内容摘要；扫描请用 300 dpi。"
            "无法扫描的，可输入码下的 16 位短码。核验码在制作本意见书时生成，不代表三人已经签名。",
            _WORDS,
        )

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """ReportLab's question for the size."""
        self.width = width
        return width, HEIGHT

    def draw(self) -> None:
        """ReportLab's order: put it on the page."""
        room = self.width - SIZE - _GAP
        _width, used = self._words.wrap(room, HEIGHT)
        self._words.drawOn(self.canv, 0, max((HEIGHT + 11 - used) / 2, 0))
        self._code.wrap(SIZE, HEIGHT)
        self._code.drawOn(self.canv, self.width - SIZE, 0)
