"""What papers share on the page: heads and titles, the place for name and date, lines to be filled in by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.platypus import Flowable, Spacer

from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.page.red_head import RedRule, red_head
from gongshu_desktop.document.page.sheet import Sheet
from gongshu_desktop.document.page.styles import ALERT, CELL, NUMBER, TITLE, WIDTH
from gongshu_desktop.document.typesetting.paragraph import Alignment, Paragraph, Span, Style
from gongshu_desktop.policy.money import grouped, words
from gongshu_desktop.review.memo.composing import chinese_date
from gongshu_desktop.review.papers.paper import Paper

NO_OFFICE = "（单位名称）"
NO_NUMBER = "（文号待编）"
LIST_TITLE = replace(TITLE, size=20, leading=29)
_UNDER_TITLE = Style(size=12, leading=18, alignment=Alignment.CENTRED)
CLOSING = Style(size=14, leading=24, left=WIDTH * 0.4, alignment=Alignment.CENTRED)
_CLOSING_TAIL = 14.0
_LEFT_OUT = replace(CELL, before=3)


def letterhead(paper: Paper, number: str, title: Sequence[str], *, draft: bool) -> Iterator[Flowable]:
    """The head of a paper that is sent out: red head, number, red rule, title in parts broken by sense."""
    yield red_head(paper.office or NO_OFFICE)
    yield Paragraph(number or NO_NUMBER, NUMBER)
    yield RedRule()
    yield Spacer(0, 18)
    for line in title:
        yield Paragraph(line, TITLE)
    if draft:
        yield Paragraph([Span("（草稿，未经签发）", Typeface.KAI, colour=ALERT)], NUMBER)
    yield Spacer(0, 10)


def list_head(title: str, under: str, *, draft: bool) -> Iterator[Flowable]:
    """The head of a list: its title, and a line below it."""
    yield Paragraph(title, LIST_TITLE)
    if draft:
        yield Paragraph([Span("（草稿，未经签发）", Typeface.KAI, colour=ALERT)], _UNDER_TITLE)
    if under:
        yield Paragraph(under, _UNDER_TITLE)
    yield Spacer(0, 6)


def closing(paper: Paper, *, above: float = 28) -> Iterator[Flowable]:
    """署名 and 成文日期; the place for the office's seal stays free."""
    yield Spacer(0, above)
    yield Paragraph(paper.office or NO_OFFICE, CLOSING)
    yield Paragraph(chinese_date(paper.drawn_on), CLOSING)
    yield Spacer(0, _CLOSING_TAIL)


def hand_line(labels: Sequence[str], sheet: Sheet, size: float = 12) -> Paragraph:
    """Labels in a row, each with room for a signature behind it: 制表：　　复核：　　批准：."""
    room = sheet.width / len(labels) / size
    text = "".join(f"{label}：" + "　" * max(0, round(room - len(label) - 1)) for label in labels)
    return Paragraph(text.rstrip("　"), Style(size=size, leading=20, before=10, alignment=Alignment.LEFT))


def clause_words(clause: str, heading: str) -> str:
    """三（二）鼓励创新创业: the clause's number with full-width brackets, and its heading."""
    return f"{clause.replace('(', '（').replace(')', '）')}{heading}"


def receipt_words(sha256: str) -> str:
    """What the foot of the memo's pages says of the file attached to it; for a case without a memo, that it has none."""
    return f"审核意见书附件receipt.json SHA-256 {sha256}" if sha256 else "审核意见书尚未制作"


def sum_words(amount: int) -> str:
    """1,000.00元（大写：人民币壹仟元整）."""
    return f"{grouped(amount)}元（大写：人民币{words(amount)}）"


def left_out(list_name: str, *, without: int, handed_over: int, correcting: Sequence[str] = ()) -> Iterator[Paragraph]:
    """What a list leaves out: memos that award nothing or are being corrected, and cases that were handed over, which whoever has
    them now lists.
    """
    if correcting:
        numbers = "、".join(correcting)
        yield Paragraph(f"注：{numbers}的审核意见书正在更正，暂不列入{list_name}，重新签发后再列。", _LEFT_OUT)
    if without:
        yield Paragraph(f"注：另有{without}份审核意见书审定额为0元，不列入{list_name}。", _LEFT_OUT)
    if handed_over:
        yield Paragraph(f"注：另有{handed_over}件案卷已移交，由接收方列入，不计入{list_name}。", _LEFT_OUT)
