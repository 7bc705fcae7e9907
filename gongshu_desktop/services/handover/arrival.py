"""How a package that arrives stands to the case here: new, further on, behind, or gone another way.

What was done on each PC tells, not times: every entry of a journal has its digest, so whether one side holds all that the other
has done can be decided exactly. Handing over, taking back and taking over change nothing of a case and do not count.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.passage import RULES, Move
from gongshu_desktop.review.stage import Stage, stage_words
from gongshu_desktop.services.desk.examining import EXAMINING
from gongshu_desktop.services.handover.package import Package
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.histories import known, stored, stored_texts, taken_over
from gongshu_desktop.services.journal.whereabouts import DIGEST, HAND_OVER_ACTS, HandOverAct, elsewhere_by
from gongshu_desktop.services.ports import Entry, MemoRecord, MemoState
from gongshu_desktop.wording import _

_MOVES = frozenset(move.value for move in Move)


class HandOverRefused(Exception):
    """The package cannot be made or taken over; the message says why, and what to do."""


class Relation(StrEnum):
    """NEW: no such case here. CONTINUES: all that was done here is in it. DIVERGED: something was done on both PCs."""

    NEW = "new"
    CONTINUES = "continues"
    DIVERGED = "diverged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The case as it stands on this PC, with its memos and its journal."""

    case: Case
    memos: Sequence[MemoRecord]
    entries: Sequence[Entry]


def relation(package: Package, here: Here | None) -> Relation:
    """How the package stands to the case here.

    Raises:
        HandOverRefused: when it brings nothing, or the case here is sealed or has taken steps that the package lacks.
    """
    if here is None:
        return Relation.NEW
    ours, theirs = done_here(here.entries), _content(entry for entry, _history in package.resting())
    if theirs <= ours and not (theirs == ours and _comes_back(package, here.entries)):
        words = _("{number}在本机已有此包的全部内容，不必接收；本机的案卷可能比它更新。")
        raise HandOverRefused(words.format(number=here.case.number or package.case.number))
    found = Relation.CONTINUES if ours <= theirs else Relation.DIVERGED
    _expect_unsealed(here, found)
    _expect_same_beginning(package, here)
    return found


def _comes_back(package: Package, entries: Sequence[Entry]) -> bool:
    """Whether the package that the case left this PC with was taken over there, and is handed back, be it unchanged."""
    if not elsewhere_by(entries):
        return False
    left = next(entry for entry in reversed(entries) if entry.action == HandOverAct.HAND_OVER)
    came_out = (entry.told(DIGEST) for entry, _history in package.resting() if entry.action == HandOverAct.TAKE_OVER)
    return left.told(DIGEST) in {digest for digest in came_out if digest}


def done_here(entries: Sequence[Entry]) -> frozenset[str]:
    """What the case here rests on, as digests: what the last package brought, and what was done since."""
    last = taken_over(entries)
    if last is None:
        return _content(entries)
    texts = stored_texts(entries)
    brought = (entry for sha256 in known(last) for entry in stored(sha256, texts).entries)
    return _content(brought) | _content(entry for entry in entries if entry.sequence > last.sequence)


def _content(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset(entry.digest for entry in entries if entry.action not in HAND_OVER_ACTS)


def _expect_unsealed(here: Here, found: Relation) -> None:
    number = here.case.number
    signed = any(memo.signed_by and memo.state is not MemoState.SUPERSEDED for memo in here.memos)
    if found is Relation.DIVERGED and signed:
        words = _("{number}在本机已有签名的意见书，案卷封存，不能改用移交包中的内容。请由双方核对后以一方为准。")
        raise HandOverRefused(words.format(number=number))
    if here.case.stage is Stage.ISSUED and not elsewhere_by(here.entries):
        words = _("{number}在本机已签发，案卷封存，不能被移交包改动。需要更正的，请在本机办理更正。")
        raise HandOverRefused(words.format(number=number))


def _expect_same_beginning(package: Package, here: Here) -> None:
    """Steps that were taken and memos that were signed stay: what arrives may only go on from them."""
    taken, offered = here.case.passages, package.case.passages
    if offered[: len(taken)] != taken:
        words = _(
            "{number}在两台电脑上各自办理了不同的步骤（本机在“{here}”，移交包在“{there}”），不能接收。请以一方为准。"
        )
        there = stage_words(package.case.stage)
        raise HandOverRefused(words.format(number=here.case.number, here=stage_words(here.case.stage), there=there))
    offered_memos = {memo.id: memo for memo in package.memos}
    for memo in here.memos:
        other = offered_memos.get(memo.id)
        if other is None or not _goes_on(memo, other):
            words = _("{number}在本机的意见书与移交包中的不是同一份，不能接收。请双方先核验各自的意见书。")
            raise HandOverRefused(words.format(number=memo.number))


def _goes_on(memo: MemoRecord, other: MemoRecord) -> bool:
    """Whether the other one is the same memo, later in its life."""
    order = [MemoState.DRAWN, MemoState.SIGNING, MemoState.ISSUED, MemoState.SUPERSEDED]
    if order.index(other.state) < order.index(memo.state):
        return False
    if memo.state.closed:
        return other.pdf == memo.pdf and other.signed_by == memo.signed_by
    grown = other.pdf.startswith(memo.pdf) and other.signed_by[: len(memo.signed_by)] == memo.signed_by
    return grown and other.base_digest == memo.base_digest


def expect_recorded(package: Package) -> None:
    """Whoever moved the case on must stand in the journals that it rests on. (They may hold more: steps that were undone.)

    Raises:
        HandOverRefused: otherwise.
    """
    entries = [entry for entry, _history in package.resting()]
    recorded = Counter(step for entry in entries if (step := _step(entry)) is not None)
    told = Counter(
        (item.person, item.origin.value, item.destination.value)
        for item in package.case.passages
        if item.role is not None
    )
    begun = any(entry.action in EXAMINING - {Act.EDIT} for entry in entries)
    if told - recorded or not begun:
        raise HandOverRefused(_("移交包中的办理经过与所附的操作日志不一致，没有接收。请移交单位查明后重新移交。"))


def _step(entry: Entry) -> tuple[str, str, str] | None:
    if entry.action not in _MOVES:
        return None
    stage = entry.change("stage")
    known = {(rule.origin.value, rule.destination.value) for rule in RULES}
    if stage is None or (stage.old, stage.new) not in known:
        return None
    return entry.person, stage.old or "", stage.new or ""
