"""The pages of a 案卷目录: what the office made and what the applicant handed in, each with its digest in full."""

from collections.abc import Iterator
from dataclasses import replace

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from gongshu_desktop.document.page.sheet import LANDSCAPE
from gongshu_desktop.document.page.styles import CAPTION, CELL, CELL_CENTRED, FINE_CENTRED, FINE_LEFT, LABEL, NOTE, PALE
from gongshu_desktop.document.page.tables import Cell, table
from gongshu_desktop.document.papers.furniture import NO_OFFICE, hand_line, list_head, receipt_words
from gongshu_desktop.document.papers.layout import Layout
from gongshu_desktop.document.papers.listing import Listing, proportions
from gongshu_desktop.document.typesetting.paragraph import Alignment, Paragraph
from gongshu_desktop.review.memo.composing import chinese_date
from gongshu_desktop.review.memo.content import EvidenceContent
from gongshu_desktop.review.papers.dossier import CaseDossier, OfficeDocument

_LEFT = replace(CELL_CENTRED, alignment=Alignment.LEFT)
_DOCUMENTS = ("序号", "文书", "文号", "状态", "日期", "文件 SHA-256 摘要")
_DOCUMENT_WIDTHS = (5, 21, 20, 11, 11, 32)
_EVIDENCE = ("编号", "材料名称", "页数", "大小", "文件 SHA-256 摘要", "用于证明")
_EVIDENCE_WIDTHS = (8, 24, 6, 9, 31, 22)
_DIGEST_LINE, _GROUP = 32, 8


def _build(dossier: CaseDossier, draft: bool) -> Iterator[Flowable]:
    under = f"{dossier.office or NO_OFFICE}　　编制日期：{chinese_date(dossier.drawn_on)}"
    yield from list_head("案卷目录", under, draft=draft)
    yield _particulars(dossier)
    yield CondPageBreak(90)
    yield Paragraph("一、本单位文书", CAPTION)
    yield _documents(dossier)
    yield CondPageBreak(90)
    yield Paragraph("二、佐证材料", CAPTION)
    yield _evidence(dossier)
    yield Paragraph(
        "注：摘要由文件全部内容计算得出，内容改动一字即不相同；核对时对文件重新计算 SHA-256 并逐位比较。"
        "未存电子件的材料以纸质原件为准。",
        NOTE,
    )
    yield Spacer(0, 4)
    yield hand_line(("整理人", "检查人", "归档日期"), LANDSCAPE)


def _particulars(dossier: CaseDossier) -> Flowable:
    pairs = (
        (("案卷编号", dossier.number or "（待编号）"), ("申报年度", f"{dossier.year}年度")),
        (("申报单位", dossier.applicant), ("统一社会信用代码", dossier.uscc or "—")),
        (("众创空间", dossier.makerspace or "—"), ("审核依据", dossier.basis)),
        (("核算凭据", receipt_words(dossier.receipt)), ("操作日志", _journal(dossier))),
    )
    styles = (LABEL, FINE_LEFT)
    rows: list[list[Cell]] = [
        [Paragraph(text, styles[place % 2]) for place, text in enumerate((*left, *right))] for left, right in pairs
    ]
    shaded = [("BACKGROUND", (column, 0), (column, -1), PALE) for column in (0, 2)]
    return table(rows, proportions(LANDSCAPE, (10, 40, 15, 35)), head=0, extra=shaded)


def _journal(dossier: CaseDossier) -> str:
    if not dossier.entries:
        return "尚无记录"
    return f"共{dossier.entries}条，末条摘要 {dossier.journal}"


def _documents(dossier: CaseDossier) -> Flowable:
    if not dossier.documents:
        return Paragraph("尚未制作文书。", CELL)
    rows = Listing(proportions(LANDSCAPE, _DOCUMENT_WIDTHS), _DOCUMENTS)
    for number, item in enumerate(dossier.documents, 1):
        rows.add(_document(number, item))
    return rows.made()


def _document(number: int, item: OfficeDocument) -> list[Cell]:
    return [
        Paragraph(str(number), CELL_CENTRED),
        Paragraph(item.title, _LEFT),
        Paragraph(item.number or "—", CELL_CENTRED),
        Paragraph(item.state, CELL_CENTRED),
        Paragraph(item.day or "—", CELL_CENTRED),
        Paragraph(_digest(item.sha256), FINE_CENTRED),
    ]


def _evidence(dossier: CaseDossier) -> Flowable:
    if not dossier.evidence:
        return Paragraph("本案未登记佐证材料。", CELL)
    rows = Listing(proportions(LANDSCAPE, _EVIDENCE_WIDTHS), _EVIDENCE)
    for number, item in enumerate(dossier.evidence, 1):
        rows.add(_item(number, item))
    return rows.made()


def _item(number: int, item: EvidenceContent) -> list[Cell]:
    return [
        Paragraph(f"材料{number}", CELL_CENTRED),
        Paragraph(item.title, _LEFT),
        Paragraph("—" if item.pages is None else str(item.pages), CELL_CENTRED),
        Paragraph(_size(item.size) if item.sha256 else "—", FINE_CENTRED),
        Paragraph(_digest(item.sha256) if item.sha256 else "纸质，未存电子件", FINE_CENTRED),
        Paragraph("；".join(item.uses) or "—", FINE_LEFT),
    ]


def _digest(sha256: str) -> str:
    """The digest in two lines of four groups, so that eyes can compare it."""
    groups = [sha256[start : start + _GROUP] for start in range(0, len(sha256), _GROUP)]
    line = _DIGEST_LINE // _GROUP
    return "\n".join(" ".join(groups[start : start + line]) for start in range(0, len(groups), line)) or "—"


def _size(size: int) -> str:
    """Bytes as people read them, rounded up to a tenth."""
    if size < 1024:
        return f"{size} B"
    unit, words = (1024 * 1024, "MB") if size >= 1024 * 1024 else (1024, "KB")
    tenths = -(-size * 10 // unit)
    return f"{tenths // 10}.{tenths % 10} {words}"


LAYOUT = Layout(
    sheet=LANDSCAPE,
    title=lambda dossier: f"{dossier.number}案卷目录",
    foot=lambda dossier: f"{dossier.number}　案卷目录",
    build=_build,
)
