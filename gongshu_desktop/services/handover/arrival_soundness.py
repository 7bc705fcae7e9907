"""What the parts of a package must say of each other, and of the case here: its steps, its people, its memos, what is sealed."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Stage, stage_words
from gongshu_desktop.services.handover.arrival import HandOverRefused
from gongshu_desktop.services.handover.arrival_journal import expect_people_apart, expect_same_steps
from gongshu_desktop.services.handover.package import Package
from gongshu_desktop.services.journal.acts import Act, OfficeAct
from gongshu_desktop.services.journal.anchor import MisshapenAnchor, anchor_in
from gongshu_desktop.services.memos.anchors import AnchorStanding, beside_histories
from gongshu_desktop.services.memos.beside_case import bound_scans, contradiction
from gongshu_desktop.services.memos.receipts import ReadReceipt, receipt_of
from gongshu_desktop.services.memos.standing import content_of
from gongshu_desktop.services.paper_kinds import PaperRefused
from gongshu_desktop.services.papers.payment_batches import listed_items
from gongshu_desktop.services.ports import MemoRecord, MemoState
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.signing.order import ORDER
from gongshu_desktop.wording import _

_SEALED_STAGES = {Stage.SIGNING, Stage.ISSUED}


def expect_consistent(package: Package, policy: Policy, known: Sequence[Person]) -> None:
    """The steps, the people and the memos of a package, each beside its journals.

    Raises:
        HandOverRefused: when one contradicts the other.
    """
    expect_same_steps(package, policy)
    expect_people_apart(package, known)
    expect_recorded_memos(package)


def expect_recorded_memos(package: Package) -> None:
    """The state, the signatures and the files of the memos are what the journals say.

    Raises:
        HandOverRefused: otherwise.
    """
    _expect_memo_states(package)
    recorded = _recorded_memos(package)
    for memo in package.memos:
        _expect_recorded_memo(memo, recorded.get(f"memo[{memo.id}]", _Recorded()))


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


# --- memos --------------------------------------------------------------------------------------------------------------


def _expect_memo_states(package: Package) -> None:
    """The state of each memo follows from its signatures and from what replaces it; nobody's word is taken for it."""
    case, memos = package.case, package.memos
    full = [memo for memo in memos if len(memo.signed_by) == len(ORDER)]
    issued = sum(passage.destination is Stage.ISSUED for passage in case.passages)
    if len(full) != issued:
        words = _("移交包中的案卷处于“{stage}”阶段，签发过{issued}次，所附的已签意见书却有{full}份，没有接收。")
        raise HandOverRefused(words.format(stage=stage_words(case.stage), issued=issued, full=len(full)))
    chain, before = _chain(full)
    if len(chain) != len(full):
        raise _wrong_state(full[0])
    for memo in chain:
        if memo.state is not (MemoState.ISSUED if memo is chain[-1] else MemoState.SUPERSEDED):
            raise _wrong_state(memo)
    unfinished = [memo for memo in memos if memo not in full]
    waiting = [memo for memo in unfinished if memo.state is not MemoState.SUPERSEDED]
    for memo in waiting:
        if memo.state is not (MemoState.SIGNING if memo.signed_by else MemoState.DRAWN) or memo.replaces != before:
            raise _wrong_state(memo)
    if len(waiting) != (case.stage is Stage.SIGNING):
        words = _("移交包中的案卷处于“{stage}”阶段，待签的意见书有{count}份，没有接收。请先制作审核意见书。")
        raise HandOverRefused(words.format(stage=stage_words(case.stage), count=len(waiting)))


def _chain(full: Sequence[MemoRecord]) -> tuple[list[MemoRecord], str | None]:
    """The signed memos, each followed by the one that replaces it; and the id of the last."""
    chain, before, rest = list[MemoRecord](), None, list(full)
    while (following := next((memo for memo in rest if memo.replaces == before), None)) is not None:
        rest.remove(following)
        chain.append(following)
        before = following.id
    return chain, before


def _wrong_state(memo: MemoRecord) -> HandOverRefused:
    words = _("移交包中{number}的意见书的状态与其签名或取代关系不一致，没有接收。请移交单位查明后重新移交。")
    return HandOverRefused(words.format(number=memo.number))


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What the journals say of a memo: the digests that were drawn up, who signed as what, the digests that gave."""

    drawn: set[str | None] = field(default_factory=set)
    signed: set[tuple[str, str | None]] = field(default_factory=set)
    digests: set[str | None] = field(default_factory=set)


def _recorded_memos(package: Package) -> dict[str, _Recorded]:
    """By the subject that names the memo; the journals are gone through once, for a package may bring many memos."""
    found: dict[str, _Recorded] = {}
    for entry, _history in package.entries():
        if entry.action not in {Act.DRAW_UP, Act.SIGN}:
            continue
        told = {change.subject: change.new for change in entry.changes}
        for at, digest in told.items():
            recorded = found.setdefault(at, _Recorded())
            if entry.action == Act.DRAW_UP:
                recorded.drawn.add(digest)
            else:
                recorded.signed.add((entry.person, told.get(f"{at}/signature")))
                recorded.digests.add(digest)
    return found


def _expect_recorded_memo(memo: MemoRecord, recorded: _Recorded) -> None:
    """The journals must say that it was drawn up, who signed it as what, and which bytes that gave."""
    expected = set(zip(memo.signed_by, (role.value for role in ORDER), strict=False))
    digest = hashlib.sha256(memo.pdf).hexdigest()
    given = recorded.digests if memo.signed_by else recorded.drawn
    if memo.base_digest not in recorded.drawn or expected - recorded.signed or digest not in given:
        words = _("移交包中{number}的意见书与所附的操作日志不一致，没有接收。请移交单位查明后重新移交。")
        raise HandOverRefused(words.format(number=memo.number))
