"""The red head of a document: the office's name in 小标宋, as large as the block allows, and the red rule below."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.page.styles import RED, WIDTH
from gongshu_desktop.document.typesetting.paragraph import Alignment, Paragraph, Style

_LARGEST, _SMALLEST = 34.0, 18.0


def red_head(name: str) -> Paragraph:
    """The name of the office, red, on one line where it can be."""
    size = max(_SMALLEST, min(_LARGEST, WIDTH / max(len(name), 1)))
    return Paragraph(
        name,
        Style(
            typeface=Typeface.SONG_BOLD,
            size=size,
            leading=size * 1.3,
            colour=RED,
            alignment=Alignment.CENTRED,
            after=8,
        ),
    )


class RedRule(Flowable):
    """The red rule, as wide as the block, 4 mm below what stands above."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """ReportLab's question for the size."""
        self.width = width
        return width, 4 * mm + 1.5

    def draw(self) -> None:
        """ReportLab's order: put it on the page."""
        self.canv.setStrokeColor(RED)
        self.canv.setLineWidth(1.5)
        self.canv.line(0, 0.75, self.width, 0.75)
