"""What supports a finding, as the memo prints it: its note and its documents, or that there are none.

An empty place would read as if nothing were missing. A fact wants evidence once it is verified, a judgement its ground, and a
value that was verified otherwise than claimed its reason.
"""

from collections.abc import Sequence

from gongshu_desktop.policy.verdicts import Origin, Result
from gongshu_desktop.review.memo.content import CriterionContent, FactContent, TableContent
from gongshu_desktop.review.memo.layout import tells_gaps

NO_EVIDENCE = "无佐证"
NO_GROUND = "未附说明"
_OPEN = "待核"


def of_fact(fact: FactContent) -> str:
    """Of a fact: nothing is missing while nobody has verified it."""
    settled = not fact.assumed and fact.verified != _OPEN
    explained = bool(fact.note.strip()) or not (fact.differs or fact.judged)
    return _said(fact.note, fact.evidence, evidence=not settled or fact.unasked, ground=not settled or explained)


def of_criterion(item: CriterionContent) -> str:
    """Of a condition: one that the reviewer judged wants its ground, or a document that is one."""
    judged = item.origin is Origin.REVIEWER and item.result is not Result.PENDING
    supported = not judged or bool(item.note.strip() or item.evidence)
    return _said(item.note, item.evidence, evidence=supported, ground=supported)


def of_table(table: TableContent) -> str:
    """Of a table: its rows stand on the same documents, and one note explains what was judged, changed, struck or added."""
    settled = table.verified and bool(table.rows)
    changed = any(row.struck or row.by_reviewer or any(cell.claimed for cell in row.cells) for row in table.rows)
    explained = bool(table.note.strip()) or not (changed or table.judged)
    return _said(table.note, table.evidence, evidence=not settled or table.unasked, ground=not settled or explained)


def _said(note: str, documents: Sequence[str], *, evidence: bool, ground: bool) -> str:
    """Note and documents; ``evidence`` and ``ground``: whether it may be passed over that there is none."""
    gaps = tells_gaps()
    told = NO_GROUND if gaps and not ground and not note.strip() else note
    named = f"佐证：{'、'.join(documents)}" if documents else NO_EVIDENCE if gaps and not evidence else ""
    if not named or not told:
        return named or told
    if told is not note:
        return f"{told}{'。' if documents else '，'}{named}"
    return f"{told}{'' if told.endswith(('。', '！', '？')) else '。'}{named}"
