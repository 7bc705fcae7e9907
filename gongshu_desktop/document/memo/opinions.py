"""The end of a memo: the conclusion, and what the three say and sign, on one page; office, date and QR code below."""

from collections.abc import Iterator, MutableMapping, Sequence
from datetime import date, datetime

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, Table

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.memo.pages import Together
from gongshu_desktop.document.page.fields import Place, SignatureBox
from gongshu_desktop.document.page.signature_fields import FIELDS
from gongshu_desktop.document.page.styles import (
    BODY,
    CELL_CENTRED,
    CELL_LEFT,
    CLOSING,
    GREY,
    HEADING,
    LABEL,
    NOTE,
    PROSE,
    WIDTH,
)
from gongshu_desktop.document.page.tables import Cell, beside, fractions, table
from gongshu_desktop.document.typesetting.paragraph import Paragraph, Span, Style
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.memo import wording
from gongshu_desktop.review.memo.composing import chinese_date
from gongshu_desktop.review.memo.content import MemoContent, OpinionContent

_LONGEST_BESIDE = 120
"""Characters of an opinion that stands beside its signature; a longer one stands above the table."""
_COLUMNS = (22.0, 38.0, 40.0)
_CODE_WIDTH = WIDTH * 0.46
"""What the code and its words take of the width."""
_BOX_HEIGHT = 45.0
_CLOSE = Style(size=10.5, leading=15.5, indent=21)
"""For a conclusion that else would not stand on one page with the signatures."""
_STYLES = ((BODY, PROSE), (PROSE, PROSE), (PROSE, _CLOSE))
"""How the first paragraph of the conclusion and the others are set: the first way that fits is taken."""


def decision(heading: str, content: MemoContent, places: MutableMapping[str, Place] | None) -> Together | None:
    """Conclusion, opinions and signatures on one page; None where no page holds them.

    Where the signatures go is noted in ``places`` (None: a draft, which has none).
    """
    together = Together(_whole(heading, content, places, *styles) for styles in _STYLES)
    return together if together.first is not None else None


def long_decision(heading: str, content: MemoContent, places: MutableMapping[str, Place] | None) -> list[Flowable]:
    """The same over several pages; the signatures still stand together."""
    whole = _whole(heading, content, places, *_STYLES[-1])
    signatures = next(index for index, part in enumerate(whole) if isinstance(part, Spacer))
    return [CondPageBreak(110), *whole[:signatures], KeepTogether(whole[signatures:])]


def _whole(
    heading: str,
    content: MemoContent,
    places: MutableMapping[str, Place] | None,
    opening: Style,
    others: Style,
) -> list[Flowable]:
    return [
        Paragraph(heading, HEADING),
        *_conclusion(content, opening, others),
        *_long_opinions(content, others),
        Spacer(0, 6),
        _signatures(content, places),
        *_closing(content, draft=places is None),
    ]


def _conclusion(content: MemoContent, opening: Style, others: Style) -> Iterator[Flowable]:
    for index, paragraph in enumerate(wording.conclusion(content)):
        yield Paragraph(_emphasised(paragraph, content), others if index else opening)


def _emphasised(text: str, content: MemoContent) -> list[Span]:
    """The approved total, in figures and in words, stands out."""
    if content.total is None:
        return [Span(text)]
    marked = f"审定总额{grouped(content.total)}元（大写：{wording.in_words(content.total)}）"
    before, found, after = text.partition(marked)
    return [Span(before), Span(found, Typeface.BOLD), Span(after)] if found else [Span(text)]


def _long_opinions(content: MemoContent, style: Style) -> Iterator[Flowable]:
    for opinion in content.opinions:
        if len(opinion.opinion) > _LONGEST_BESIDE:
            label = Span(f"{wording.ROLES[opinion.role]}意见：", Typeface.HEI)
            yield Paragraph([label, Span(opinion.opinion)], style)


def _signatures(content: MemoContent, places: MutableMapping[str, Place] | None) -> Table:
    widths = fractions(*_COLUMNS)
    rows: list[list[Cell]] = [[Paragraph(text, LABEL) for text in ("职责及姓名", "意见", "签名")]]
    for opinion, field in zip(content.opinions, FIELDS, strict=True):
        box = SignatureBox(field.name, widths[2] - 8, _BOX_HEIGHT, places)
        rows.append([Paragraph(_person(opinion), CELL_CENTRED), Paragraph(_said(opinion), CELL_LEFT), box])
    return table(rows, widths, extra=[("NOSPLIT", (0, 0), (-1, -1))])


def _person(opinion: OpinionContent) -> Sequence[Span]:
    spans = [Span(wording.ROLES[opinion.role], Typeface.HEI)]
    spans += [Span(f"\n{opinion.name}")] if opinion.name else []
    return [*spans, Span(f"\n{opinion.post}", colour=GREY)] if opinion.post else spans


def _said(opinion: OpinionContent) -> str:
    day = chinese_date(date.fromisoformat(opinion.date)) if opinion.date else ""
    text = opinion.opinion or ("（未签署意见）" if day else "")
    if len(text) > _LONGEST_BESIDE:
        text = "意见全文见上。"
    return "\n".join(filter(None, (text, day)))


def _closing(content: MemoContent, *, draft: bool) -> Iterator[Flowable]:
    """署名 and 成文日期 on the right, where the place for the office's seal stays free; the QR code on the left."""
    day = chinese_date(datetime.fromisoformat(content.drawn).date())
    signed: list[Cell] = [Paragraph(content.office or "（单位名称）", CLOSING), Paragraph(day, CLOSING)]
    yield Spacer(0, 12)
    if draft or not content.paper_code:
        yield beside([], signed, left=WIDTH * 0.4)
        return
    from gongshu_desktop.document.paper_code.drawing import SIZE, PaperCode  # noqa: PLC0415 - cryptography, for few

    told: list[Cell] = [Paragraph(_code_told(content), NOTE)]
    code = beside([PaperCode(content.paper_code)], told, left=SIZE + 4, width=_CODE_WIDTH)
    yield beside([code], signed, left=_CODE_WIDTH)


def _code_told(content: MemoContent) -> str:
    """What the code says, in clear, and what it is not: it is made before anybody signs."""
    total = "" if content.total is None else f"审定{grouped(content.total)}元\n"
    return f"{wording.numbered(content)}\n{total}此码在制作本意见书时生成，不是签名，不代表已签名；用本程序“核验”读取，或输入码下短码核对。"
