"""A document to be measured on paper: rules of exactly 100 mm, and pages of any size."""

from io import BytesIO

import pikepdf
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

RULE = 100.0
"""The length of each rule, in millimetres."""
LEFT, TOP = 28.0, 37.0
"""Where both rules begin, in millimetres from the upper left corner of the sheet: the margins of an official document."""
_WIDTH = 0.3
_INK = bytes(1 if shade < 128 else 0 for shade in range(256))


def ruled(*sizes: tuple[float, float]) -> bytes:
    """One page for each size (width, height in mm): a rule across and one down from the corner of the text."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    for width, height in sizes:
        canvas.setPageSize((width * mm, height * mm))
        canvas.setLineWidth(_WIDTH * mm)
        top = (height - TOP) * mm
        canvas.line(LEFT * mm, top, (LEFT + RULE) * mm, top)
        canvas.line(LEFT * mm, top, LEFT * mm, top - RULE * mm)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def numbered(count: int) -> bytes:
    """A4 pages, each with its number in large figures."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(210 * mm, 297 * mm), invariant=1)
    for page in range(1, count + 1):
        canvas.setFont("Helvetica", 200)
        canvas.drawString(40 * mm, 140 * mm, str(page))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def sheets(printed: bytes) -> list[tuple[float, float]]:
    """The size of each printed sheet in millimetres."""
    with pikepdf.open(BytesIO(printed)) as pdf:
        boxes = [[float(edge) for edge in page.mediabox] for page in pdf.pages]
    return [((box[2] - box[0]) / mm, (box[3] - box[1]) / mm) for box in boxes]


def pictures(document: QPdfDocument, dpi: int) -> list[QImage]:
    """The printed pages as pictures."""
    sizes = [document.pagePointSize(page) for page in range(document.pageCount())]
    return [
        document.render(page, QSize(round(size.width() * dpi / 72), round(size.height() * dpi / 72)))
        for page, size in enumerate(sizes)
    ]


def flat(picture: QImage) -> QImage:
    """The picture on white, in grey."""
    paper = QImage(picture.size(), QImage.Format.Format_RGB32)
    paper.fill(0xFFFFFFFF)
    painter = QPainter(paper)
    painter.drawImage(0, 0, picture)
    painter.end()
    return paper.convertToFormat(QImage.Format.Format_Grayscale8)


def ink(picture: QImage) -> list[bytes]:
    """Row by row, 1 for each dark dot."""
    grey = flat(picture)
    dots, step = bytes(grey.constBits()), grey.bytesPerLine()
    return [dots[row * step : row * step + grey.width()].translate(_INK) for row in range(grey.height())]


def measured(picture: QImage, dpi: int) -> dict[str, float]:
    """Where the rules begin on the sheet and how long they are, in millimetres, by counting dark dots."""
    rows = ink(picture)
    dark = [number for number, row in enumerate(rows) if 1 in row]
    left = min(rows[number].find(1) for number in dark)
    right = max(rows[number].rfind(1) for number in dark)
    dots = dpi / 25.4
    return {
        "left": left / dots,
        "top": dark[0] / dots,
        "across": (right + 1 - left) / dots,
        "down": (dark[-1] + 1 - dark[0]) / dots,
    }
