"""The registers at the end of a memo: the readings 采用口径 by who adopted them, and the documents of the case."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.page.styles import (
    ALERT,
    FINE_CENTRED,
    FINE_LABEL,
    FINE_LEFT,
    GREY,
    NOTE,
    PROSE,
    WIDTH,
)
from gongshu_desktop.document.page.tables import Cell, Command, fractions, table
from gongshu_desktop.document.typesetting.paragraph import Paragraph, Span
from gongshu_desktop.review.memo import wording
from gongshu_desktop.review.memo.content import EvidenceContent, MemoContent, ReadingContent

_LABEL, _DIGEST, _PAGES = 36.0, 84.0, 27.0
"""Widths of the columns that hold a number, a digest, a count of pages; the name takes the rest."""
_TWO_ABREAST = 4
"""From so many documents on, two stand side by side."""


def readings(content: MemoContent) -> Iterator[Flowable]:
    """Each reading once, under who adopted it and on what authority."""
    if not content.readings:
        yield Paragraph("本案所涉条款无需选用口径。", PROSE)
        return
    groups: dict[tuple[str, bool], list[ReadingContent]] = {}
    for reading in content.readings:
        groups.setdefault((wording.adoption(reading), reading.adopted), []).append(reading)
    rows: list[list[Cell]] = [[Paragraph(text, FINE_LABEL) for text in ("事项", "条款用语的理解", "采用口径")]]
    extra: list[Command] = []
    for (adoption, adopted), members in groups.items():
        extra += [("SPAN", (0, len(rows)), (-1, len(rows))), ("NOSPLIT", (0, len(rows)), (-1, len(rows) + 1))]
        rows.append([Paragraph([Span(adoption, colour=None if adopted else ALERT)], FINE_LEFT), "", ""])
        rows += [_reading(reading, content) for reading in members]
    yield table(rows, fractions(8, 66, 26), extra=extra)


def _reading(reading: ReadingContent, content: MemoContent) -> list[Cell]:
    # The words of the clause are not told again where the question or a step of the derivation quotes them.
    quotes = (f"“{reading.phrase}”" in reading.question, _in_a_step(reading, content))
    asked = wording.full_width(reading.question if any(quotes) else f"“{reading.phrase}”：{reading.question}")
    return [
        Paragraph(reading.key.rpartition(".")[0], FINE_CENTRED),
        Paragraph(asked, FINE_LEFT),
        Paragraph([Span(wording.full_width(reading.option), Typeface.BOLD)], FINE_LEFT),
    ]


def _in_a_step(reading: ReadingContent, content: MemoContent) -> bool:
    applied = f"{reading.phrase}（口径：{reading.option}）"
    return any(step.phrase == applied for measure in content.measures for step in measure.steps)


def evidence(content: MemoContent) -> Iterator[Flowable]:
    """The documents with the digest that identifies each; what each proves stands with the facts, here the measure."""
    documents = content.evidence
    if not documents:
        yield Paragraph("本案未登记佐证材料。", PROSE)
        return
    stored, paged = any(item.sha256 for item in documents), any(item.pages is not None for item in documents)
    head = ["编号", "材料名称（用于事项）", *(["SHA-256前16位"] if stored else []), *(["页数"] if paged else [])]
    abreast = 2 if len(documents) >= _TWO_ABREAST else 1
    cells = [_document(index, item, stored=stored, paged=paged) for index, item in enumerate(documents, 1)]
    half = -(-len(cells) // abreast)
    columns = [cells[start : start + half] for start in range(0, len(cells), half)]
    labels: list[Cell] = [Paragraph(text, FINE_LABEL) for text in head * abreast]
    blank: list[Cell] = [""] * len(head)
    rows = [_beside([column[row] if row < len(column) else blank for column in columns]) for row in range(half)]
    yield table([labels, *rows], _widths(abreast, stored=stored, paged=paged))
    if not stored:
        yield Paragraph("以上材料均未存电子件。", NOTE)


def _widths(abreast: int, *, stored: bool, paged: bool) -> list[float]:
    fixed = [_DIGEST] * stored + [_PAGES] * paged
    return [_LABEL, WIDTH / abreast - _LABEL - sum(fixed), *fixed] * abreast


def _beside(groups: Sequence[Sequence[Cell]]) -> list[Cell]:
    return [cell for group in groups for cell in group]


def _document(index: int, item: EvidenceContent, *, stored: bool, paged: bool) -> list[Cell]:
    measures = dict.fromkeys(use.partition(" ")[0] for use in item.uses)
    used = [Span(f"（{'、'.join(measures)}）", colour=GREY)] if measures else []
    cells: list[Cell] = [
        Paragraph(f"材料{index}", FINE_CENTRED),
        Paragraph([Span(item.title), *used], FINE_LEFT),
    ]
    if stored:
        cells.append(Paragraph(item.sha256[:16] or "未存电子件", FINE_CENTRED))
    if paged:
        cells.append(Paragraph("" if item.pages is None else str(item.pages), FINE_CENTRED))
    return cells
