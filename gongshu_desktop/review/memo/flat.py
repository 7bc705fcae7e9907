"""What a memo says, particular by particular, so that two memos, or a memo and a case, can be laid side by side.

The captions are Chinese like the memo: they are what stands on its pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gongshu_desktop.review.memo import wording
from gongshu_desktop.review.memo.content import MeasureContent, MemoContent, TableContent
from gongshu_desktop.review.memo.decided import Correction


@dataclass(frozen=True, slots=True, kw_only=True)
class Particular:
    """One thing that a memo says: under which heading, what it is about, and what it says."""

    heading: str
    caption: str
    text: str


def particulars(content: MemoContent) -> Iterator[Particular]:
    """Everything that a memo says of its case, in the order of its pages; (heading, caption) is different for each."""
    known = {content.applicant, f"{content.year}年度"}  # said once is enough, unless they differ
    for caption, text in (
        ("审核单位", content.office),
        ("文号", content.number),
        ("申报单位", content.applicant),
        ("申报年度", str(content.year)),
        *((f"基本情况·{detail.label}", detail.text) for detail in content.basics if detail.text not in known),
        ("政策文件", f"{content.basis.title} {content.basis.number}"),
        ("政策文件摘要", content.basis.digest),
        ("审定总额", _yuan(content.total)),
    ):
        yield Particular(heading="意见书", caption=caption, text=text)
    for measure in content.measures:
        for caption, text in _measure(measure):
            yield Particular(heading=f"{measure.id} {measure.title}", caption=caption, text=text)
    for reading in content.readings:
        yield Particular(heading="口径", caption=f"{reading.measure} {reading.phrase}", text=reading.option)
    if content.correction is not None:
        yield from _correction(content.correction)
    for number, hint in enumerate(content.hints, start=1):
        yield Particular(heading="程序提示", caption=f"提示{number}", text=f"{hint.measure} {hint.text}".strip())
    for number, item in enumerate(content.evidence, start=1):
        yield Particular(heading="佐证", caption=f"材料{number}", text=f"{item.title} {item.sha256[:16]}".strip())
    for opinion in content.opinions:
        role = wording.ROLES[opinion.role]
        for caption, text in (("姓名", opinion.name), ("意见", opinion.opinion), ("日期", opinion.date)):
            yield Particular(heading="审核意见", caption=f"{role}{caption}", text=text)


def _correction(told: Correction) -> Iterator[Particular]:
    for caption, text in (
        ("更正次数", str(told.ordinal)),
        ("更正理由", told.reason),
        ("提出更正", f"{told.by} {told.on}"),
        ("原意见书", f"{told.number} {told.drawn}"),
        ("原意见书SHA-256", told.sha256),
        *((f"{item.id} {item.title}·原审定额", _yuan(item.before)) for item in told.measures),
        *((f"{item.id} {item.title}·现审定额", _yuan(item.after)) for item in told.measures),
        ("原审定总额", _yuan(told.before)),
        ("现审定总额", _yuan(told.after)),
    ):
        yield Particular(heading="更正", caption=caption, text=text)


def _yuan(fen: int | None) -> str:
    return wording.yuan(fen, "") and f"{wording.yuan(fen)} 元"


def _measure(measure: MeasureContent) -> Iterator[tuple[str, str]]:
    yield "结论", wording.outcome(measure)
    yield "申报额", _yuan(measure.claimed)
    yield "测算额", _yuan(measure.computed)
    yield "审定额", _yuan(measure.approved)
    yield "审定理由", measure.approved_reason
    yield "事项意见", measure.opinion
    for fact in measure.facts:
        yield f"{fact.name}·申报值", fact.claimed
        yield f"{fact.name}·核定值", fact.verified
        yield f"{fact.name}·备注", fact.note
    for table in measure.tables:
        yield from _table(table)
    for criterion in measure.criteria:
        yield f"条件 {criterion.name}", wording.RESULTS[criterion.result]


def _table(table: TableContent) -> Iterator[tuple[str, str]]:
    yield f"{table.name}·行数", str(len(table.rows))
    for number, row in enumerate(table.rows, start=1):
        for column, cell in zip(table.columns, row.cells, strict=True):
            struck = "（不计）" if row.struck else ""
            claimed = f"（申报 {cell.claimed}）" if cell.claimed else ""
            yield f"{table.name}·第{number}行·{column}", f"{cell.verified}{claimed}{struck}"
