"""A memo that not all three have signed, as it is shown, printed and saved, alone or with all of a year: marked, so that nobody
takes the paper for an issued one.

The mark is in this copy only. The file on record stays as it was drawn up, byte for byte: it is what the signatures are made
over, and nobody needs it outside the program.
"""

from io import BytesIO

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from gongshu_desktop.document.fonts.faces import DRAWING, font
from gongshu_desktop.document.page.signature_fields import FIELDS

HEAD = "未签署件 · 不作凭据"
WAITING = "待签名"
_RED = (0.75, 0.1, 0.1)
_HEAD_SIZE, _BOX_SIZE = 12.0, 14.0
_FROM_TOP = 34.0


def unsigned_copy(pdf: bytes) -> bytes:
    """The same pages with a line at the head of each, and 待签名 in each box that waits for a signature."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document, pikepdf.open(BytesIO(_marks(document))) as marks:
        for page, mark in zip(document.pages, marks.pages, strict=True):
            page.add_overlay(mark, pikepdf.Rectangle(page.mediabox))
        document.save(out)
    return out.getvalue()


def _marks(document: pikepdf.Pdf) -> bytes:
    sheet = BytesIO()
    face = font("MemoHei").fontName
    names = {field.name for field in FIELDS}
    with DRAWING:
        canvas = Canvas(sheet, invariant=1, initialFontName=face)  # type: ignore[arg-type]  # the stubs ask for a number
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            canvas.setPageSize((right - left, top - bottom))
            canvas.setFillColorRGB(*_RED)
            canvas.setFont(face, _HEAD_SIZE)
            canvas.drawCentredString((right - left) / 2, top - bottom - _FROM_TOP, HEAD)
            canvas.setFont(face, _BOX_SIZE)
            for item in page.obj.get("/Annots", []):
                if str(item.get("/T", "")) in names and "/V" not in item:
                    x, y, other_x, other_y = (float(edge) for edge in item["/Rect"])
                    canvas.drawCentredString((x + other_x) / 2, (y + other_y) / 2 - _BOX_SIZE / 3, WAITING)
            canvas.showPage()
        canvas.save()
    return sheet.getvalue()
