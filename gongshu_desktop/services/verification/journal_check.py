"""The whole journal held against what people have signed: the memos on record here, and files from an archive.

That its chain fits shows only that nobody was careless. The memo on record that was drawn up last is checked strictly: as long as
its signatures are good, all entries up to it are those that there were then, whatever else stands in the data.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gongshu_desktop.services.journal.anchor import anchor_in
from gongshu_desktop.services.memos.anchors import Anchored, Anchors, AnchorStanding, anchored, under_chain
from gongshu_desktop.services.memos.receipts import ReadReceipt
from gongshu_desktop.services.memos.register import StrictCheck
from gongshu_desktop.services.ports import (
    Entry,
    OpenUnitOfWork,
    SignatureReport,
    SignatureVerdict,
    UnitOfWork,
    UnreadableDocument,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file that is said to be a memo, and what it is to be called; ``among``: it was found in a folder, among others perhaps."""

    name: str
    pdf: bytes
    among: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalReport:
    """What was found. ``broken``: the first entry that does not fit the chain, None: all fit. ``memos``: those on record here that
    three have signed, ``files`` those that were given; ``skipped``: how many files of folders were none that was issued."""

    broken: int | None
    head: Entry | None
    memos: tuple[Anchored, ...]
    files: tuple[Anchored, ...]
    skipped: int

    @property
    def contradicting(self) -> tuple[Anchored, ...]:
        """What somebody must look into."""
        return tuple(found for found in (*self.memos, *self.files) if found.contradicts)

    @property
    def ok(self) -> bool:
        """Whether all fits."""
        return self.broken is None and not self.contradicting


class JournalCheck:
    """Goes through everything; changes nothing. ``trust``: another trust file than the one on record, which may have been
    changed with all the rest."""

    def __init__(
        self, open_uow: OpenUnitOfWork, check: StrictCheck, read_receipt: ReadReceipt, trust: bytes | None = None
    ) -> None:
        self._open_uow, self._check, self._trust = open_uow, check, trust
        self._anchors = Anchors(read_receipt)

    def run(self, files: Iterable[Given] = ()) -> JournalReport:
        """``files``: memos from elsewhere."""
        with self._open_uow() as uow:
            broken, head, office = uow.journal.verify(), uow.journal.head(), uow.office.office()
            trust = self._trust if self._trust is not None else b"" if office is None else office.trust
            memos = tuple(under_chain(found, broken) for found in self._memos(uow, trust))
            looked = [self._file(uow, file, trust) for file in files]
        given = tuple(under_chain(found, broken) for found in looked if found is not None)
        return JournalReport(broken=broken, head=head, memos=memos, files=given, skipped=looked.count(None))

    def _memos(self, uow: UnitOfWork, trust: bytes) -> Iterator[Anchored]:
        found = dict(self._anchors.on_record(uow))
        agreeing = {id: item.anchor.sequence for id, item in found.items() if item.agrees and item.anchor is not None}
        last = max(agreeing, key=lambda id: agreeing[id], default="")
        for id, item in found.items():
            intact = id != last or _receipt(self._checked(uow.memos.get(id).pdf, trust)) is not None
            yield item if intact else replace(item, standing=AnchorStanding.UNSIGNED)

    def _checked(self, pdf: bytes, trust: bytes) -> SignatureReport | None:
        try:
            return self._check(pdf, trust)
        except UnreadableDocument:
            return None

    def _file(self, uow: UnitOfWork, file: Given, trust: bytes) -> Anchored | None:
        """What a file says beside the journal; None for one of a folder that is no issued memo."""
        report = self._checked(file.pdf, trust)
        if file.among and _unfinished(report):
            return None
        receipt = _receipt(report)
        if report is None or receipt is None:
            return Anchored(number="", file=file.name, standing=AnchorStanding.UNSIGNED)
        try:
            document = json.loads(receipt)
            number, anchor = str(document["memo"]["number"]), anchor_in(document)
        except (ValueError, KeyError, TypeError):
            return Anchored(number="", file=file.name, standing=AnchorStanding.UNREADABLE)
        memo = uow.memos.by_base_digest(report.base_digest)
        case = None if memo is None else memo.case
        found = anchored(uow, number, anchor, case, report.base_digest, recorded=memo is not None)
        return replace(found, file=file.name)


def _unfinished(report: SignatureReport | None) -> bool:
    """Whether nobody has signed it, or not all have yet: a folder may hold such, but none that is damaged or was altered."""
    if report is None or report.verdict is SignatureVerdict.ALTERED:
        return False
    return not report.signatures or (report.verdict is SignatureVerdict.INTACT and not report.complete)


def _receipt(report: SignatureReport | None) -> bytes | None:
    """The receipt of a memo that all three have signed, who are known, and that was not changed since; None for any other."""
    if report is None or not report.complete or report.verdict is not SignatureVerdict.INTACT:
        return None
    return report.receipt
