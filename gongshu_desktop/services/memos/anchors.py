"""What memos say of the journal beside the journal as it is now: rewritten since, cut off since, or as it was.

A memo that came with a hand-over package was anchored in another PC's journal. What of that came with it must agree with it; the
rest is on the other PC. Which journal an anchor is of, its first entry tells; but of a memo that was drawn up here nobody is
taken at his word that it is of another.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.anchor import Anchor, anchor_in
from gongshu_desktop.services.journal.histories import History, stored, stored_texts
from gongshu_desktop.services.journal.subjects import MEMOS
from gongshu_desktop.services.journal.whereabouts import HandOverAct
from gongshu_desktop.services.memos.receipts import ReadReceipt, receipt_of
from gongshu_desktop.services.paper_kinds import PaperRefused
from gongshu_desktop.services.ports import Entry, MemoRecord, UnitOfWork


class AnchorStanding(StrEnum):
    """How a journal stands to what a memo says of it."""

    NONE = "none"
    AGREES = "agrees"
    AGREES_ELSEWHERE = "agrees-elsewhere"
    ELSEWHERE = "elsewhere"
    BROKEN = "broken"
    REWRITTEN = "rewritten"
    CUT_OFF = "cut-off"
    HISTORY_DIFFERS = "history-differs"
    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"


CONTRADICTED = frozenset(
    {
        AnchorStanding.BROKEN,
        AnchorStanding.REWRITTEN,
        AnchorStanding.CUT_OFF,
        AnchorStanding.HISTORY_DIFFERS,
        AnchorStanding.UNREADABLE,
        AnchorStanding.UNSIGNED,
    }
)
"""One of the two is not what it was when three people signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """A memo beside the journal, with the ``file`` that it was read from, "" for one on record. ``anchor``: what it says, None when
    it says nothing that can be read.

    ``here``: the digest of that entry now, "" when there is none; ``count``: how many entries there are. ``own``: the memo was
    drawn up here, or at least did not come with a package. ``broken``: the first entry that does not fit the chain, None: all
    fit, or nobody looked.
    """

    number: str
    standing: AnchorStanding
    anchor: Anchor | None = None
    here: str = ""
    count: int = 0
    own: bool = True
    broken: int | None = None
    file: str = ""

    @property
    def contradicts(self) -> bool:
        """Whether somebody must look into it."""
        return self.standing in CONTRADICTED

    @property
    def called(self) -> str:
        """The memo, and the file where it is none on record."""
        return f"{self.number}（{self.file}）" if self.number and self.file else self.number or self.file

    @property
    def agrees(self) -> bool:
        """Whether the journal here is as it says."""
        return self.standing is AnchorStanding.AGREES


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    """Where a memo of a case was drawn up, by the journal here; with the journals that came with it."""

    drawn: bool = False
    taken: bool = False
    histories: tuple[History, ...] = ()


def anchored(
    uow: UnitOfWork, number: str, anchor: Anchor | None, case: str | None, base_digest: str, *, recorded: bool
) -> Anchored:
    """A memo beside the journal here, whose chain its caller has looked at.

    ``case``: its case here, None when there is none; ``recorded``: it is one of the memos on record here.
    """
    digests = {} if anchor is None else uow.journal.digests_of((1, anchor.sequence))
    return _anchored(uow, number, anchor, case, base_digest, digests, recorded=recorded)


def _anchored(
    uow: UnitOfWork,
    number: str,
    anchor: Anchor | None,
    case: str | None,
    base_digest: str,
    digests: Mapping[int, str],
    *,
    recorded: bool,
) -> Anchored:
    if anchor is None:
        return Anchored(number=number, standing=AnchorStanding.NONE)
    here, of_here = digests.get(anchor.sequence, ""), anchor.first == digests.get(1)
    if of_here and here == anchor.digest:
        return Anchored(number=number, standing=AnchorStanding.AGREES, anchor=anchor, here=here)
    head, origin = uow.journal.head(), _origin(uow, case, base_digest)
    count = 0 if head is None else head.sequence
    own = origin.drawn or (recorded and not origin.taken)
    if own or of_here:
        standing = AnchorStanding.CUT_OFF if anchor.sequence > count else AnchorStanding.REWRITTEN
    else:
        standing = beside_histories(anchor, base_digest, origin.histories)
    return Anchored(number=number, standing=standing, anchor=anchor, here=here, count=count, own=own)


def under_chain(found: Anchored, broken: int | None) -> Anchored:
    """The finding once the chain was looked at: an entry agrees only if all before it fit."""
    reached = found.anchor is not None and broken is not None and broken <= found.anchor.sequence
    gone = reached and found.standing is AnchorStanding.AGREES
    return replace(found, broken=broken, standing=AnchorStanding.BROKEN if gone else found.standing)


def beside_histories(anchor: Anchor, base_digest: str, histories: Iterable[History]) -> AnchorStanding:
    """The anchor of a memo that was drawn up elsewhere, beside what came with it of the journal there.

    Only the entries of its case came: the anchor may be the one before, which the next one names.
    """
    known: set[str] = set()
    for history in histories:
        if not any(_drew(entry, base_digest) for entry in history.entries):
            continue
        known |= {entry.digest for entry in history.entries if entry.sequence == anchor.sequence}
        known |= {entry.previous for entry in history.entries if entry.sequence == anchor.sequence + 1}
    if not known:
        return AnchorStanding.ELSEWHERE
    return AnchorStanding.AGREES_ELSEWHERE if known == {anchor.digest} else AnchorStanding.HISTORY_DIFFERS


def _origin(uow: UnitOfWork, case: str | None, base_digest: str) -> _Origin:
    if case is None:
        return _Origin()
    entries = uow.journal.of_case(case, (Act.DRAW_UP, HandOverAct.TAKE_OVER))
    texts = stored_texts(entries)
    return _Origin(
        drawn=any(_drew(entry, base_digest) for entry in entries),
        taken=any(_says(entry, base_digest) for entry in entries if entry.action == HandOverAct.TAKE_OVER),
        histories=tuple(stored(sha256, texts) for sha256 in texts),
    )


def _drew(entry: Entry, base_digest: str) -> bool:
    return entry.action == Act.DRAW_UP and _says(entry, base_digest)


def _says(entry: Entry, base_digest: str) -> bool:
    return any(change.new == base_digest and change.subject.startswith(MEMOS) for change in entry.changes)


class Anchors:
    """The anchors of the memos on record: each memo is read once in this process."""

    def __init__(self, read_receipt: ReadReceipt) -> None:
        self._read_receipt = read_receipt
        self._known: dict[str, _Read] = {}

    def on_record(self, uow: UnitOfWork) -> Iterator[tuple[str, Anchored]]:
        """Each memo here that three have signed, by its id, beside the journal; the chain is its caller's to look at."""
        signed = uow.memos.signed()
        for id in signed:
            if id not in self._known:
                self._known[id] = self._read(uow.memos.get(id))
        anchors = (self._known[id].anchor for id in signed)
        digests = uow.journal.digests_of({1, *(anchor.sequence for anchor in anchors if anchor is not None)})
        for id in signed:
            yield id, self._known[id].beside(uow, digests)

    def of(self, uow: UnitOfWork, memo: MemoRecord) -> Anchored:
        """One memo on record here, signed or not, beside the journal."""
        read = self._read(memo)
        sequences = (1,) if read.anchor is None else (1, read.anchor.sequence)
        return read.beside(uow, uow.journal.digests_of(sequences))

    def contradiction(self, uow: UnitOfWork) -> Anchored | None:
        """The first memo drawn up here that the journal contradicts: nothing may be made or signed before that is cleared up."""
        return next((item for _id, item in self.on_record(uow) if item.contradicts and item.own), None)

    def _read(self, memo: MemoRecord) -> "_Read":
        try:
            anchor, readable = anchor_in(receipt_of(memo, self._read_receipt)), True
        except (PaperRefused, ValueError):
            anchor, readable = None, False
        return _Read(memo.number, memo.case, memo.base_digest, anchor, readable)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a memo."""

    number: str
    case: str
    base_digest: str
    anchor: Anchor | None
    readable: bool

    def beside(self, uow: UnitOfWork, digests: Mapping[int, str]) -> Anchored:
        """``digests``: of the entries that the memos name, and of the first."""
        if not self.readable:
            return Anchored(number=self.number, standing=AnchorStanding.UNREADABLE)
        return _anchored(uow, self.number, self.anchor, self.case, self.base_digest, digests, recorded=True)
