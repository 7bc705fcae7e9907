"""The end of a memo: the opinions of the three, the boxes for their signatures, office, date and QR code."""

from collections.abc import Iterator, MutableMapping
from datetime import date, datetime

from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from gongshu_desktop.document.memo_fields import Place, SignatureBox
from gongshu_desktop.document.memo_styles import CELL, CELL_CENTRED, CLOSING, LABEL, NOTE, WIDTH
from gongshu_desktop.document.memo_tables import Cell, beside, fractions, table
from gongshu_desktop.document.printed_code import PrintedCode
from gongshu_desktop.document.signature_fields import FIELDS
from gongshu_desktop.document.typesetting import Paragraph
from gongshu_desktop.review import memo_wording as wording
from gongshu_desktop.review.memo import chinese_date
from gongshu_desktop.review.memo_content import MemoContent

_LONGEST_CODED = 100
"""Characters of a number that still go into a QR code of 30 mm that any scanner reads."""


def brief(content: MemoContent) -> bool:
    """Whether opinions and signatures fit on one page together."""
    return sum(len(opinion.opinion) for opinion in content.opinions) < 500


def opinions(content: MemoContent, places: MutableMapping[str, Place] | None) -> Iterator[Flowable]:
    """The end of the memo; where the signatures go is noted in ``places`` (None: a draft, which has none)."""
    rows: list[list[Cell]] = [[Paragraph(text, LABEL) for text in ("职责", "姓名", "意见", "日期")]]
    for opinion in content.opinions:
        day = chinese_date(date.fromisoformat(opinion.date)) if opinion.date else ""
        person = f"{opinion.name}\n{opinion.post}" if opinion.post else opinion.name
        rows.append(
            [
                Paragraph(wording.ROLES[opinion.role], LABEL),
                Paragraph(person, CELL_CENTRED),
                Paragraph(opinion.opinion or ("（未签署意见）" if day else ""), CELL),
                Paragraph(day, CELL_CENTRED),
            ]
        )
    yield table(rows, fractions(11, 15, 52, 22))
    yield Spacer(0, 8)
    yield KeepTogether([_signatures(places), *_closing(content, draft=places is None)])


def _signatures(places: MutableMapping[str, Place] | None) -> Table:
    column = WIDTH / 3
    heads: list[Cell] = [Paragraph(f"{wording.ROLES[field.role]}签名", LABEL) for field in FIELDS]
    boxes: list[Cell] = [SignatureBox(field.name, column - 8, 74, places) for field in FIELDS]
    return table([heads, boxes], [column] * 3, extra=[("NOSPLIT", (0, 0), (-1, -1))])


def _closing(content: MemoContent, *, draft: bool) -> Iterator[Flowable]:
    """署名 and 成文日期 on the right, where the place for the office's seal stays free; the QR code on the left."""
    day = chinese_date(datetime.fromisoformat(content.drawn).date())
    signed: list[Cell] = [Paragraph(content.office or "（单位名称）", CLOSING), Paragraph(day, CLOSING)]
    code: list[Cell] = []
    if not draft and len(content.number) <= _LONGEST_CODED:
        code = [PrintedCode(wording.paper_code(content)), Paragraph("扫码核对文号、审定总额和凭据摘要", NOTE)]
    yield Spacer(0, 26)
    yield beside(code, signed, left=WIDTH * 0.42)
