"""What a signature looks like in its box on the page: the opinion, the name, the date, and the handwriting where there is one.

Drawn by ReportLab as a one-page PDF of the box's size, with the fonts of the memo. No picture of a seal, ever; and no word
about validity: what a signature is worth, the check says in its own window.
"""

from dataclasses import replace
from datetime import datetime
from io import BytesIO

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gongshu_desktop.document.fonts.faces import DRAWING, Typeface, UnprintableCharacter, font, unprintable
from gongshu_desktop.document.signatures.handwriting import handwriting
from gongshu_desktop.document.typesetting.paragraph import Alignment, Paragraph, Style
from gongshu_desktop.wording import _

_EDGE = 3.0
_NAME = Style(typeface=Typeface.KAI, size=14, leading=18, alignment=Alignment.LEFT)
_DATE = Style(typeface=Typeface.FANGSONG, size=10.5, leading=18, alignment=Alignment.RIGHT)
_WRITTEN = 26.0
"""Height of the row for the handwriting, in points. A box with no room for it has the handwriting beside the opinion."""
_BESIDE = 0.55
"""The opinion's share of the width then."""
_OPINION_SIZES = (10.5, 9.0, 8.0, 7.0)


def draw_appearance(size: tuple[float, float], *, name: str, opinion: str, at: datetime, picture: bytes = b"") -> bytes:
    """A PDF of that size in points, with the handwriting in ``picture`` (PNG on a transparent ground) where it fits.

    An opinion too long for the box is cut with ……; it stands whole in the signature itself.

    Raises:
        UnprintableCharacter: when no font has a character of name or opinion.
        SigningRefused: when the picture is no handwriting that can be used.
    """
    found = unprintable(((_("签名人"), name), (_("签署意见"), opinion)))
    if found:
        raise UnprintableCharacter(found)
    drawn = handwriting(picture) if picture else None
    width, height = size
    sheet = BytesIO()
    with DRAWING:
        canvas = Canvas(
            sheet,
            pagesize=size,
            invariant=1,
            pageCompression=1,
            # A page begins with a font of ours: ReportLab's own would be listed without being embedded.
            initialFontName=font("MemoFangSong").fontName,  # type: ignore[arg-type]  # the stubs ask for a number
        )
        inside = width - 2 * _EDGE
        foot = min(_NAME.leading, max(height - 2 * _EDGE, 1.0))
        _draw_foot(canvas, inside, foot, name, at)
        room = height - 2 * _EDGE - foot
        wide = inside
        if drawn is not None and room >= 2 * _WRITTEN:
            _draw_handwriting(canvas, drawn, (_EDGE, _EDGE + foot), (inside / 2, _WRITTEN))
            foot, room = foot + _WRITTEN, room - _WRITTEN
        elif drawn is not None and room > 0:
            wide = inside * _BESIDE
            _draw_handwriting(canvas, drawn, (_EDGE + wide, _EDGE + foot), (inside - wide, room))
        if opinion.strip() and room > 0:
            _draw_opinion(canvas, wide, room, foot, opinion.strip())
        canvas.showPage()
        canvas.save()
    return sheet.getvalue()


def _draw_foot(canvas: Canvas, width: float, height: float, name: str, at: datetime) -> None:
    scale = min(1.0, height / _NAME.leading)
    date = Paragraph(f"{at.year}年{at.month}月{at.day}日", _scaled(_DATE, scale))
    room = max(width - date.natural_width - 6, width / 3)
    signature = Paragraph(name, _scaled(_NAME, scale))
    if signature.natural_width > room:
        signature = Paragraph(name, _scaled(_NAME, scale * max(0.4, room / signature.natural_width)))
    for paragraph in (signature, date):
        paragraph.wrap(width, height)
        paragraph.drawOn(canvas, _EDGE, _EDGE)


def _draw_handwriting(
    canvas: Canvas, drawn: Image.Image, corner: tuple[float, float], room: tuple[float, float]
) -> None:
    """From the corner at the lower left, as large as the room allows."""
    scale = min(room[0] / drawn.width, room[1] / drawn.height)
    canvas.drawImage(ImageReader(drawn), *corner, drawn.width * scale, drawn.height * scale, mask="auto")


def _scaled(style: Style, scale: float) -> Style:
    return replace(style, size=style.size * scale, leading=style.leading * scale)


def _draw_opinion(canvas: Canvas, width: float, room: float, foot: float, opinion: str) -> None:
    """The opinion at the top of the box, in the largest size in which it fits whole."""
    paragraph = None
    for size in _OPINION_SIZES:
        style = Style(size=size, leading=size * 1.3, alignment=Alignment.LEFT)
        paragraph = Paragraph(opinion, style)
        if paragraph.wrap(width, room)[1] <= room:
            break
    else:
        paragraph = _cut(opinion, style, width, room)
    if paragraph is not None:
        used = paragraph.wrap(width, room)[1]
        paragraph.drawOn(canvas, _EDGE, _EDGE + foot + room - used)


def _cut(opinion: str, style: Style, width: float, room: float) -> Paragraph | None:
    """As much of the opinion as fits, ending in ……; None when not one line does."""
    shown = "".join(Paragraph(opinion, style).texts(width)[: int(room / style.leading)])
    while shown:
        paragraph = Paragraph(f"{shown}……", style)
        if paragraph.wrap(width, room)[1] <= room:
            return paragraph
        shown = shown[:-1]
    return None
