"""The sheets that every document is drawn on: size and margins, the two passes that number the pages, a draft's watermark.

Pages are bound alternately, for two-sided printing. Each carries the document's number, its place among the pages, and the
digest of what is attached; a draft's page carries 草稿 across it and says in its footer that it was not issued.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus.flowables import Flowable

from gongshu_desktop.document.fonts.faces import Typeface, font
from gongshu_desktop.document.page.styles import BINDING, BOTTOM, GREY, OUTER, TOP, WATERMARK
from gongshu_desktop.document.typesetting.paragraph import Alignment, Paragraph, Style

rl_config.useA85 = 0
"""Streams as they are: the text form of PDF 1.0 would cost time and a quarter more bytes."""
_SHORT, _LONG = A4
_FOOT = 8.0
_LONGEST_FOOT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet's size and margins in points. ``binding`` is the inner margin: left on odd pages, right on even ones."""

    page_width: float
    page_height: float
    top: float
    bottom: float
    binding: float
    outer: float
    mark: float = 14.0
    """The size of the page number."""
    draft_mark: tuple[float, float] = (0.32 * _SHORT, 0.37 * 0.32 * _SHORT)
    """The size of 草稿 across the page, and how far its base line stands below the middle."""
    strays: bool = False
    """Whether the pages are bound as those of the first layout were: left, right, right, left, left, right, right…"""

    @property
    def width(self) -> float:
        """The width between the margins."""
        return self.page_width - self.binding - self.outer

    @property
    def height(self) -> float:
        """The height between the margins."""
        return self.page_height - self.top - self.bottom


PORTRAIT = Sheet(page_width=_SHORT, page_height=_LONG, top=TOP, bottom=BOTTOM, binding=BINDING, outer=OUTER)
MEMO = replace(PORTRAIT, draft_mark=(190.0, 70.0))
FIRST_MEMO = replace(MEMO, strays=True)
"""As memos of the first layout are drawn again."""
LANDSCAPE = Sheet(
    page_width=_LONG, page_height=_SHORT, top=26 * mm, bottom=24 * mm, binding=18 * mm, outer=18 * mm, mark=12.0
)
"""Wide tables are bound at the upper edge."""
FORM = Sheet(
    page_width=_SHORT, page_height=_LONG, top=22 * mm, bottom=24 * mm, binding=26 * mm, outer=20 * mm, mark=12.0
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """What stands at the foot of each page: the document's number or name, and the line with the digest."""

    text: str
    digest: str


def pages(
    flowables: Sequence[Flowable], sheet: Sheet, *, title: str, author: str, footing: Footing, draft: bool
) -> bytes:
    """The PDF of these flowables on that sheet."""

    class Numbered(_NumberedCanvas):
        own_sheet, own_footing, is_draft = sheet, footing, draft

    buffer = io.BytesIO()
    font("MemoLatin")
    document = (BaseDocTemplate if sheet.strays else _Bound)(
        buffer,
        pagesize=(sheet.page_width, sheet.page_height),
        title=title,
        author=author,
        creator="gongshu-desktop",
        producer="gongshu-desktop",
        invariant=1,
        lang="zh-CN",
        initialFontName="MemoLatin",
        pageCompression=0,
    )
    document.addPageTemplates([_side(sheet, "odd", "even"), _side(sheet, "even", "odd")])
    document.build(list(flowables), canvasmaker=Numbered)
    return buffer.getvalue()


class _Bound(BaseDocTemplate):
    """Binds odd pages left and even ones right. ReportLab's own change of templates forgets, page by page, that it made it."""

    def handle_pageBegin(self) -> None:  # noqa: N802 - ReportLab's name
        """ReportLab's call for each page; ``page`` still counts those before it."""
        self.pageTemplate = self.pageTemplates[self.page % 2]
        super().handle_pageBegin()


def _side(sheet: Sheet, name: str, following: str) -> PageTemplate:
    left = sheet.binding if name == "odd" else sheet.outer
    frame = Frame(
        left,
        sheet.bottom,
        sheet.width,
        sheet.height,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
        id=name,
    )
    turned = following if sheet.strays else None
    return PageTemplate(id=name, frames=[frame], autoNextPageTemplate=turned, onPage=_watermark)


def _watermark(canvas: Canvas, _document: BaseDocTemplate) -> None:
    """草稿 across the page, below everything else."""
    if not (isinstance(canvas, _NumberedCanvas) and canvas.is_draft):
        return
    sheet, face = canvas.own_sheet, "MemoSongBold"
    font(face)
    size, drop = sheet.draft_mark
    canvas.saveState()
    canvas.setFillColor(WATERMARK)
    canvas.translate(sheet.page_width / 2, sheet.page_height / 2)
    canvas.rotate(45 if sheet.page_height > sheet.page_width else 30)
    canvas.setFont(face, size)
    canvas.drawCentredString(0, -drop, "草稿")
    canvas.restoreState()


class _NumberedCanvas(Canvas):
    """Holds the finished pages back until their number is known, then writes each with its footer."""

    own_sheet = PORTRAIT
    own_footing = Footing(text="", digest="")
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
        """The page number stands 7 mm below the block (GB/T 9704-2012 7.5), on the outer side."""
        sheet, odd = self.own_sheet, number % 2 == 1
        left = sheet.binding if odd else sheet.outer
        side = Alignment.LEFT if odd else Alignment.RIGHT
        other = Alignment.RIGHT if odd else Alignment.LEFT
        state = "草稿，未经签发　" if self.is_draft else ""
        text = f"{state}{_one_line(self.own_footing.text)}　第{number}页　共{total}页\n{self.own_footing.digest}"
        lines = Paragraph(text, Style(size=_FOOT, leading=10.5, colour=GREY, alignment=side))
        mark = Paragraph(
            f"— {number} —", Style(typeface=Typeface.SONG, size=sheet.mark, leading=sheet.mark + 2, alignment=other)
        )
        top = sheet.bottom - 20
        for paragraph, shift in ((lines, 3.0), (mark, 0.0)):
            _width, height = paragraph.wrap(sheet.width, sheet.bottom)
            inward = 0.0 if paragraph is lines else (-14.0 if odd else 14.0)
            paragraph.drawOn(self, left + inward, top - height - shift)


def _one_line(text: str) -> str:
    """What somebody typed, as it can stand at the foot of every page."""
    if len(text) <= _LONGEST_FOOT and len(text.splitlines()) < 2:
        return text
    return " ".join(text.split())[:_LONGEST_FOOT]
