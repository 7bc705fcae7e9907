"""The memos of a case beside its journals: as these record drawing, signing and issuing. Of a package, and of what is stored here."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Stage, stage_words
from gongshu_desktop.services.handover.arrival import HandOverRefused
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.subjects import SIGNATURE, memo_of, of_memo
from gongshu_desktop.services.ports import Entry, MemoRecord, MemoState
from gongshu_desktop.services.signing.order import ORDER
from gongshu_desktop.wording import _


def expect_recorded_memos(case: Case, memos: Sequence[MemoRecord], entries: Iterable[Entry]) -> None:
    """The state, the signatures and the files of the memos are what the journals say. ``entries``: of the case, on all PCs.

    Raises:
        HandOverRefused: otherwise.
    """
    _expect_states(case, memos)
    recorded = _recorded(entries)
    for memo in memos:
        _expect_recorded(memo, recorded.get(memo.id, _Recorded()))


def _expect_states(case: Case, memos: Sequence[MemoRecord]) -> None:
    """The state of each memo follows from its signatures and from what replaces it; nobody's word is taken for it."""
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


def _recorded(entries: Iterable[Entry]) -> dict[str, _Recorded]:
    """By the memo's id; the journals are gone through once, for a package may bring many memos."""
    found: dict[str, _Recorded] = {}
    for entry in entries:
        if entry.action not in {Act.DRAW_UP, Act.SIGN}:
            continue
        told = {change.subject: change.new for change in entry.changes}
        for subject, digest in told.items():
            memo = memo_of(subject)
            if memo is None:
                continue
            recorded = found.setdefault(memo, _Recorded())
            if entry.action == Act.DRAW_UP:
                recorded.drawn.add(digest)
            else:
                recorded.signed.add((entry.person, told.get(of_memo(memo, SIGNATURE))))
                recorded.digests.add(digest)
    return found


def _expect_recorded(memo: MemoRecord, recorded: _Recorded) -> None:
    """The journals must say that it was drawn up, who signed it as what, and which bytes that gave."""
    expected = set(zip(memo.signed_by, (role.value for role in ORDER), strict=False))
    digest = hashlib.sha256(memo.pdf).hexdigest()
    given = recorded.digests if memo.signed_by else recorded.drawn
    if memo.base_digest not in recorded.drawn or expected - recorded.signed or digest not in given:
        words = _("移交包中{number}的意见书与所附的操作日志不一致，没有接收。请移交单位查明后重新移交。")
        raise HandOverRefused(words.format(number=memo.number))
