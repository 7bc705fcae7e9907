"""The stored memos of a case: as the journal recorded drawing, signing and issuing them, over the documents that they name."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.audit.audited_cases import StoredCase
from gongshu_desktop.services.audit.documents import SealedDocument
from gongshu_desktop.services.handover.arrival import HandOverRefused
from gongshu_desktop.services.handover.handing_over import histories_of
from gongshu_desktop.services.handover.recorded_memos import expect_recorded_memos
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.histories import each_once, resting
from gongshu_desktop.services.journal.subjects import RECEIPT, memo_of, of_memo
from gongshu_desktop.services.memos.receipts import ReadReceipt
from gongshu_desktop.services.memos.standing import content_of
from gongshu_desktop.services.paper_kinds import PaperRefused
from gongshu_desktop.services.ports import Entry, MemoRecord, MemoState, PolicyLibrary, UnitOfWork
from gongshu_desktop.wording import _

_APART = timedelta(minutes=10)


def memo_problems(
    uow: UnitOfWork,
    item: StoredCase,
    of_memos: Mapping[str, Sequence[SealedDocument]],
    policies: PolicyLibrary,
    read_receipt: ReadReceipt,
) -> Iterator[str]:
    """In what the memos of one stored case are not as its journal says: by the rule that a package's memos are held to.

    ``of_memos``: what the database sealed, by the memo's id.
    """
    case = item.case
    if case is None or case.policy not in policies.ids():
        return
    memos = tuple(uow.memos.of_case(case.id))
    number = case.number or case.id
    histories, rests = histories_of(uow, "", item.entries)
    entries = [entry for entry, _history in each_once(histories)]
    on = [entry for entry, _history in resting(histories, rests)]
    try:
        if not _to_be_drawn(case, on):
            expect_recorded_memos(case, memos, entries)
    except HandOverRefused:
        words = _("{number}：审核意见书（文件、签名、状态或取代关系）与操作日志不一致。请用备份查明。")
        yield words.format(number=number)
    if _drawn_up(on) - {memo.id for memo in memos}:
        words = _("{number}：操作日志记载已制作的审核意见书不在数据中，可能被删除。请用备份查明。")
        yield words.format(number=number)
    for memo in memos:
        yield from _row_problems(memo, number, entries)
        if memo.state is MemoState.ISSUED:
            yield from _sealed_problems(memo, of_memos.get(memo.id, ()), number, read_receipt)


def _to_be_drawn(case: Case, on: Sequence[Entry]) -> bool:
    """Whether the case was approved, and its memo not drawn up yet: by programs that did both in two steps."""
    steps = [entry.action for entry in on if entry.action in (Act.APPROVE, Act.DRAW_UP)]
    return case.stage is Stage.SIGNING and steps[-1:] == [Act.APPROVE]


def _drawn_up(on: Sequence[Entry]) -> set[str]:
    """The memos that were drawn up on whatever PC, as far as the case rests on it: a void one is kept, too."""
    drawn = (entry for entry in on if entry.action == Act.DRAW_UP)
    said = (memo_of(change.subject) for entry in drawn for change in entry.changes)
    return {memo for memo in said if memo is not None}


def _row_problems(memo: MemoRecord, number: str, entries: list[Entry]) -> Iterator[str]:
    drawn = next((item for item in entries if item.action == Act.DRAW_UP and item.change(of_memo(memo.id))), None)
    receipt = None if drawn is None else drawn.change(of_memo(memo.id, RECEIPT))
    if memo.state is not MemoState.SUPERSEDED and memo.number != number:
        yield _("{number}：意见书的编号却是{other}").format(number=number, other=memo.number)
    if receipt is not None and receipt.new != memo.receipt:
        yield _("{number}：意见书的核算凭据摘要与操作日志不一致").format(number=number)
    if drawn is not None and abs(drawn.at - memo.drawn) > _APART:
        words = _("{number}：意见书制作于{time}，操作日志第{entry}条记的却是{said}")
        yield words.format(
            number=number,
            time=f"{memo.drawn.astimezone():%Y-%m-%d %H:%M}",
            entry=drawn.sequence,
            said=f"{drawn.at.astimezone():%Y-%m-%d %H:%M}",
        )


def _sealed_problems(
    memo: MemoRecord, documents: Sequence[SealedDocument], number: str, read_receipt: ReadReceipt
) -> Iterator[str]:
    """What the database sealed as the memo's documents must be what its pages name."""
    try:
        named = {(item.key, item.title, item.sha256) for item in content_of(memo, read_receipt).evidence}
    except PaperRefused as problem:
        yield str(problem)
        return
    sealed = {(item.key, item.title, item.sha256) for item in documents}
    if named != sealed:
        titles = _("、").join(sorted({title for _key, title, _sha256 in named ^ sealed}))
        words = _("{number}：签发时封存的佐证材料与意见书所列的不一致：{titles}")
        yield words.format(number=number, titles=titles)
