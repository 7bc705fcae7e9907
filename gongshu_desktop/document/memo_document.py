"""The pages of a memo: margins for two-sided printing, footer with page, number and digest, the draft's watermark."""

import io
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus.flowables import Flowable

from gongshu_desktop.document.fonts import Typeface, font
from gongshu_desktop.document.memo_styles import (
    BINDING,
    BOTTOM,
    GREY,
    HEIGHT,
    OUTER,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    WATERMARK,
    WIDTH,
)
from gongshu_desktop.document.typesetting import Alignment, Paragraph, Style

rl_config.useA85 = 0
"""Streams as they are: the text form of PDF 1.0 would cost time and a quarter more bytes."""
_NUMBER = Style(typeface=Typeface.SONG, size=14, leading=16)
_NUMBER_RIGHT = Style(typeface=Typeface.SONG, size=14, leading=16, alignment=Alignment.RIGHT)
_FOOT = Style(size=8, leading=10.5, colour=GREY, alignment=Alignment.LEFT)
_FOOT_RIGHT = Style(size=8, leading=10.5, colour=GREY, alignment=Alignment.RIGHT)
_FOOT_TOP = BOTTOM - 20
"""The page number stands 7 mm below the block (GB/T 9704-2012 7.5)."""


def pages(flowables: list[Flowable], *, title: str, author: str, foot: str, receipt: str, draft: bool) -> bytes:
    """The PDF of these flowables. ``foot`` and ``receipt`` stand at the bottom of each page."""

    class Numbered(_NumberedCanvas):
        footer = (foot, receipt)
        is_draft = draft

    buffer = io.BytesIO()
    font("MemoLatin")
    document = BaseDocTemplate(
        buffer,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        title=title,
        author=author,
        creator="gongshu-desktop",
        producer="gongshu-desktop",
        invariant=1,
        lang="zh-CN",
        initialFontName="MemoLatin",
        pageCompression=1,
    )
    document.addPageTemplates([_side("odd", BINDING, "even"), _side("even", OUTER, "odd")])
    document.build(flowables, canvasmaker=Numbered)
    return buffer.getvalue()


def _side(name: str, left: float, following: str) -> PageTemplate:
    frame = Frame(left, BOTTOM, WIDTH, HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0, id=name)
    return PageTemplate(id=name, frames=[frame], autoNextPageTemplate=following, onPage=_watermark)


def _watermark(canvas: Canvas, _document: BaseDocTemplate) -> None:
    """草稿 across the page, below everything else."""
    if not (isinstance(canvas, _NumberedCanvas) and canvas.is_draft):
        return
    face = "MemoSongBold"
    font(face)
    canvas.saveState()
    canvas.setFillColor(WATERMARK)
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(45)
    canvas.setFont(face, 190)
    canvas.drawCentredString(0, -70, "草稿")
    canvas.restoreState()


class _NumberedCanvas(Canvas):
    """Holds the finished pages back until their number is known, then writes each with its footer."""

    footer = ("", "")
    is_draft = False

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._finished: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """A page is complete."""
        self._finished.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        """All pages are complete: write them."""
        for number, state in enumerate(self._finished, 1):
            self.__dict__.update(state)
            self._foot(number, len(self._finished))
            super().showPage()
        super().save()

    def _foot(self, number: int, total: int) -> None:
        odd = number % 2 == 1
        left = BINDING if odd else OUTER
        text, receipt = self.footer
        state = "草稿，未经签发　" if self.is_draft else ""
        lines = Paragraph(f"{state}{text}　第{number}页　共{total}页\n{receipt}", _FOOT if odd else _FOOT_RIGHT)
        mark = Paragraph(f"— {number} —", _NUMBER_RIGHT if odd else _NUMBER)
        for paragraph, shift in ((lines, 3.0), (mark, 0.0)):
            _width, height = paragraph.wrap(WIDTH, BOTTOM)
            inward = 0.0 if paragraph is lines else (-14.0 if odd else 14.0)
            paragraph.drawOn(self, left + inward, _FOOT_TOP - height - shift)
