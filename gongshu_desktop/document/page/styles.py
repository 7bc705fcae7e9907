"""The measures of a memo page, after GB/T 9704-2012 (党政机关公文格式), and the paragraph styles that follow from them.

A4; margins 37 mm above, 35 mm below, 28 mm at the binding edge, so the block is 156 × 225 mm. Body 4号 on 24 points: the
standard's 3号 is for 公文; a memo that is mostly tables is set one size smaller, as attachments commonly are.
"""

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.typesetting.paragraph import Alignment, Style

PAGE_WIDTH, PAGE_HEIGHT = A4
TOP, BOTTOM = 37 * mm, 35 * mm
BINDING, OUTER = 28 * mm, 26 * mm
WIDTH, HEIGHT = PAGE_WIDTH - BINDING - OUTER, PAGE_HEIGHT - TOP - BOTTOM

RED: Color = HexColor(0xC8141C)
GREY: Color = HexColor(0x525252)
PALE: Color = HexColor(0xF1F1F1)
FAINT: Color = HexColor(0xF8F8F8)
RULE: Color = HexColor(0x7A7A7A)
WATERMARK: Color = HexColor(0xE6E6E6)
ALERT: Color = HexColor(0xA8100F)

BODY = Style(size=14, leading=24, indent=28)
PLAIN = Style(size=14, leading=24)
PROSE = Style(size=12, leading=19, indent=24)
"""What goes with the tables: 小四, between the body and 5号."""
HEADING = Style(typeface=Typeface.HEI, size=14, leading=24, indent=28, before=6, after=2)
SUBHEADING = Style(typeface=Typeface.KAI, size=14, leading=20, indent=28, before=8, after=2)
TITLE = Style(typeface=Typeface.SONG_BOLD, size=22, leading=32, alignment=Alignment.CENTRED)
NUMBER = Style(size=16, leading=24, alignment=Alignment.CENTRED)
QUOTE = Style(typeface=Typeface.KAI, size=10.5, leading=15)
CAPTION = Style(typeface=Typeface.HEI, size=10.5, leading=16, before=7, after=3)
NOTE = Style(size=9, leading=13, colour=GREY)

CLOSING = Style(size=14, leading=24, alignment=Alignment.CENTRED)

CELL = Style(size=10.5, leading=14.5)
CELL_LEFT = Style(size=10.5, leading=14.5, alignment=Alignment.LEFT)
CELL_CENTRED = Style(size=10.5, leading=14.5, alignment=Alignment.CENTRED)
CELL_RIGHT = Style(size=10.5, leading=14.5, alignment=Alignment.RIGHT)
LABEL = Style(typeface=Typeface.HEI, size=10.5, leading=14.5, alignment=Alignment.CENTRED)
FINE_LEFT = Style(size=9, leading=12.5, alignment=Alignment.LEFT)
FINE_CENTRED = Style(size=9, leading=12.5, alignment=Alignment.CENTRED)
FINE_RIGHT = Style(size=9, leading=12.5, alignment=Alignment.RIGHT)
FINE_LABEL = Style(typeface=Typeface.HEI, size=9, leading=12.5, alignment=Alignment.CENTRED)
