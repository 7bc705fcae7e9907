"""What the parts of a package must say of each other, and of the case here: its steps, people and memos; what is sealed stays."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.handover.arrival import HandOverRefused
from gongshu_desktop.services.handover.arrival_journal import expect_people_apart, expect_same_steps
from gongshu_desktop.services.handover.package import Package
from gongshu_desktop.services.handover.recorded_memos import expect_recorded_memos
from gongshu_desktop.services.journal.acts import OfficeAct
from gongshu_desktop.services.journal.anchor import MisshapenAnchor, anchor_in
from gongshu_desktop.services.memos.anchors import AnchorStanding, beside_histories
from gongshu_desktop.services.memos.beside_case import bound_scans, contradiction
from gongshu_desktop.services.memos.receipts import ReadReceipt, receipt_of
from gongshu_desktop.services.memos.standing import content_of
from gongshu_desktop.services.paper_kinds import PaperRefused
from gongshu_desktop.services.papers.payment_batches import listed_items
from gongshu_desktop.services.ports import MemoRecord, MemoState
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _

_SEALED_STAGES = {Stage.SIGNING, Stage.ISSUED}


def expect_consistent(package: Package, policy: Policy, known: Sequence[Person]) -> None:
    """The steps, the people and the memos of a package, each beside its journals.

    Raises:
        HandOverRefused: when one contradicts the other.
    """
    expect_same_steps(package, policy)
    expect_people_apart(package, known)
    expect_recorded_memos(package.case, package.memos, (entry for entry, _history in package.entries()))


def expect_sound(
    package: Package, policy: Policy, known: Sequence[Person], here: Case | None, read_receipt: ReadReceipt
) -> None:
    """``expect_consistent``; and the memos say what the case says, and what was sealed here is as it was.

    Raises:
        HandOverRefused: otherwise.
    """
    expect_consistent(package, policy, known)
    case, scans = package.case, bound_scans(entry for entry, _history in package.entries())
    for memo in package.memos:
        try:
            content_of(memo, read_receipt)
        except PaperRefused as refusal:
            raise HandOverRefused(str(refusal)) from refusal
        _expect_same_journal(package, memo, read_receipt)
        if memo.state is not MemoState.SUPERSEDED and _is_of_the_case_now(memo, case):
            found = contradiction(memo, case, policy, read_receipt, scans)
            if found:
                raise HandOverRefused(_("{found}没有接收。请移交单位查明后重新移交。").format(found=found))
    _expect_readable_payments(package)
    if here is not None:
        _expect_sealed_case(here, case, scans)


def _expect_same_journal(package: Package, memo: MemoRecord, read_receipt: ReadReceipt) -> None:
    """What was signed of a journal must be in the journals that came with it, as far as they reach."""
    try:
        anchor = anchor_in(receipt_of(memo, read_receipt))
    except MisshapenAnchor:
        contradicts = True
    else:
        beside = None if anchor is None else beside_histories(anchor, memo.base_digest, package.histories)
        contradicts = beside is AnchorStanding.HISTORY_DIFFERS
    if contradicts:
        words = _("移交包中{number}的意见书所记载的操作日志与所附的不符，没有接收。请移交单位查明后重新移交。")
        raise HandOverRefused(words.format(number=memo.number))


def _expect_readable_payments(package: Package) -> None:
    """What was listed for payment elsewhere decides what is paid here: one entry that nobody can read would stop every list."""
    for entry, _history in package.entries():
        if entry.action != OfficeAct.PAYABLE:
            continue
        try:
            listed_items(entry)
        except ValueError as error:
            words = _("移交包所附的操作日志第{number}条记的拨付汇总表读不出内容（{reason}），没有接收。")
            raise HandOverRefused(words.format(number=entry.sequence, reason=error)) from error


def _is_of_the_case_now(memo: MemoRecord, case: Case) -> bool:
    """Whether the case stands as the memo was drawn; while a correction is made, the issued memo says what was before."""
    if memo.state is MemoState.ISSUED:
        return case.stage is Stage.ISSUED
    return case.stage is Stage.SIGNING


def _expect_sealed_case(here: Case, case: Case, scans: Collection[str]) -> None:
    """Once approved, the content changes only after the case was sent back, or its correction begun; but the scans of signed
    papers come to it."""
    went_back = any(passage.returned for passage in case.passages[len(here.passages) :])
    if here.stage not in _SEALED_STAGES or went_back:
        return
    had = {item.key for item in here.evidence}
    evidence = tuple(item for item in case.evidence if item.key in had or item.sha256 not in scans)
    if replace(case, stage=here.stage, passages=here.passages, evidence=evidence) != here:
        words = _("{number}在本机已批准，移交包却改动了案卷的内容而没有经过退回或更正，没有接收。请移交单位查明。")
        raise HandOverRefused(words.format(number=here.number))
