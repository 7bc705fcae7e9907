"""The memos in a package: signatures are checked with this PC's own trust file, for nobody's word is taken for an issued memo.

One that nobody has signed yet would be signed here as it came, so its pages are drawn again and must be the very ones.
"""

from collections.abc import Callable
from dataclasses import dataclass

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.stage import Stage, stage_words
from gongshu_desktop.services.handover.arrival import HandOverRefused
from gongshu_desktop.services.handover.package import GoOn, Package, unstopped
from gongshu_desktop.services.memos.receipts import ReadReceipt
from gongshu_desktop.services.memos.register import StrictCheck
from gongshu_desktop.services.memos.standing import awarded
from gongshu_desktop.services.paper_kinds import PaperRefused
from gongshu_desktop.services.ports import MemoRecord, MemoState, SignatureVerdict, UnreadableDocument
from gongshu_desktop.services.verification.verification import VerificationReport
from gongshu_desktop.wording import _

MOST_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoChecks:
    """What the memos that arrive are checked with. ``to_sign``: verifies one, by its trust file, that nobody has signed."""

    check: StrictCheck
    read_receipt: ReadReceipt
    to_sign: Callable[[bytes, bytes], VerificationReport]


def expect_genuine_memos(
    package: Package, trust: bytes, policy: Policy, checks: MemoChecks, go_on: GoOn = unstopped
) -> None:
    """Each memo must be signed by whom it says, be this case's, and hold the content that is on record; its pages, where
    nobody has signed them, must be those that the content gives.

    Raises:
        HandOverRefused: otherwise.
    """
    case = package.case
    if case.stage is Stage.ISSUED and not any(memo.state is MemoState.ISSUED for memo in package.memos):
        words = _("移交包中的案卷处于“{stage}”阶段，却没有意见书，没有接收。")
        raise HandOverRefused(words.format(stage=stage_words(case.stage)))
    waiting = sum(memo.state is not MemoState.SUPERSEDED and not memo.signed_by for memo in package.memos)
    if waiting > 1:  # each would be drawn again, which takes its time
        words = _("移交包中的案卷处于“{stage}”阶段，待签的意见书有{count}份，没有接收。请先制作审核意见书。")
        raise HandOverRefused(words.format(stage=stage_words(case.stage), count=waiting))
    for memo in package.memos:
        go_on()
        if memo.signed_by and not _genuine(memo, trust, checks.check):
            words = _(
                "{number}的意见书签名核对未通过，没有接收。请先在“单位”中采用签发单位的信任文件，再重新打开移交包。"
            )
            raise HandOverRefused(words.format(number=memo.number))
        if memo.state is MemoState.SUPERSEDED:
            continue
        try:
            awarded(memo, checks.read_receipt, policy)
        except PaperRefused as refusal:
            raise HandOverRefused(str(refusal)) from refusal
        if memo.number != case.number:
            words = _("移交包中意见书的编号是{number}，与案卷编号不一致，没有接收。")
            raise HandOverRefused(words.format(number=memo.number))
        if not memo.signed_by:
            _expect_own_pages(memo, trust, checks)


def _expect_own_pages(memo: MemoRecord, trust: bytes, checks: MemoChecks) -> None:
    try:
        report = checks.to_sign(memo.pdf, trust)
    except UnreadableDocument as error:
        raise HandOverRefused(str(error)) from error
    if not (report.figures_agree and report.pages_redrawn) or report.signatures.signatures:
        words = _(
            "{number}的意见书还没有签名，而它的页面或金额与所附的核算凭据对不上，或在本机不能核对，没有接收：\n{why}\n请移交单位由批准人退回本案，重新批准并制作意见书后再移交。"
        )
        raise HandOverRefused(words.format(number=memo.number, why="\n".join(report.differences[:MOST_TOLD])))


def _genuine(memo: MemoRecord, trust: bytes, check: StrictCheck) -> bool:
    try:
        report = check(memo.pdf, trust)
    except UnreadableDocument:
        return False
    whole = report.verdict is SignatureVerdict.INTACT and len(report.signatures) == len(memo.signed_by)
    return whole and report.base_digest == memo.base_digest
