"""A memo beside the case that it is of: both must say the same before anybody signs, and when the two arrive together.

What the office around them adds (who adopted a reading, the posts of people, its name, the hints that its other cases gave) is
not the case's, and is left out.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.memo.correcting import retold
from gongshu_desktop.review.memo.flat import Particular, particulars
from gongshu_desktop.services.journal.acts import PaperAct
from gongshu_desktop.services.memos.composing import composed
from gongshu_desktop.services.memos.receipts import ReadReceipt
from gongshu_desktop.services.memos.standing import content_of
from gongshu_desktop.services.paper_kinds import PaperRefused
from gongshu_desktop.services.ports import Entry, MemoRecord
from gongshu_desktop.wording import _


def bound_scans(entries: Iterable[Entry]) -> frozenset[str]:
    """The scans of signed papers that were bound to a case by these entries, by SHA-256."""
    said = (change for entry in entries if entry.action == PaperAct.BIND_SCAN for change in entry.changes)
    return frozenset(change.new for change in said if change.subject.endswith("/sha256") and change.new)


def contradiction(
    memo: MemoRecord, case: Case, policy: Policy, read_receipt: ReadReceipt, scans: Collection[str] = ()
) -> str:
    """The first thing that the memo says otherwise than its case, in words with both values; "" when they say the same.

    ``scans``: of signed papers, that were bound to the case. One that the memo does not list was bound since it was drawn up.
    """
    try:
        content = content_of(memo, read_receipt)
    except PaperRefused as problem:
        return str(problem)
    later = set(scans) - {item.sha256 for item in content.evidence}
    case = replace(case, evidence=tuple(item for item in case.evidence if item.sha256 not in later))
    made, _attached, _assessment = composed(case, policy, None, (), (), datetime.fromisoformat(content.drawn))
    made = replace(made, office=content.office, hints=content.hints)
    if content.correction is not None:
        made = replace(made, correction=retold(content.correction, made, case, content.correction.sha256))
    found = _first_difference(content, made)
    if not found and content.engine == made.engine and content.receipt != made.receipt:
        found = _("核算凭据的摘要不同")
    if not found:
        return ""
    return _("{number}的意见书与案卷不一致：{found}。").format(number=memo.number, found=found)


def _first_difference(file: MemoContent, record: MemoContent) -> str:
    one, other = list(particulars(file)), list(particulars(record))
    for at in range(max(len(one), len(other))):
        said, recorded = (side[at] if at < len(side) else None for side in (one, other))
        if said != recorded:
            words = _("{what}，意见书为“{file}”，案卷为“{record}”")
            return words.format(what=_caption(said or recorded), file=_text(said), record=_text(recorded))
    return ""


def _caption(item: Particular | None) -> str:
    return "" if item is None else f"{item.heading} {item.caption}"


def _text(item: Particular | None) -> str:
    return "" if item is None else item.text
