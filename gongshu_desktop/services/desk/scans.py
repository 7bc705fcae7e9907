"""Paper against the record: read the code on a scan or photo, find its memo here, show where they differ, and bind the scan
of the wet-signed paper to its case as evidence."""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from gongshu_desktop.review.case import Case, Evidence
from gongshu_desktop.review.editing.changes import changes
from gongshu_desktop.services import paper_codes
from gongshu_desktop.services.desk.evidence import media_type, new_key, new_title
from gongshu_desktop.services.journal.acts import PaperAct, journalled
from gongshu_desktop.services.journal.subjects import SCAN, of_memo
from gongshu_desktop.services.journal.whereabouts import elsewhere_words, handed_to
from gongshu_desktop.services.memos.ledger import Ledger
from gongshu_desktop.services.paper_codes import (
    PaperCodeRefused,
    PaperCodes,
    PaperFinding,
    PaperRecord,
    Progress,
    unwatched,
)
from gongshu_desktop.services.ports import (
    Change,
    Clock,
    MemoRecord,
    MemoState,
    OpenUnitOfWork,
    PolicyLibrary,
    UnitOfWork,
)
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.summary import summary_of
from gongshu_desktop.wording import _


class ScanAnswer(StrEnum):
    """How a paper stands to the record, in the order of gravity."""

    AGREES = "agrees"
    NOT_HERE = "not-here"
    """The code is genuine, but its memo is not on this PC."""
    SUPERSEDED = "superseded"
    """It agrees with a memo that was sent back or replaced by a later one."""
    DIFFERS = "differs"
    UNCONFIRMED = "unconfirmed"
    """Nobody known vouches for the code; what it says may still be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFinding:
    """What was found of one code: what it says, whose memo it is here, and where the two differ."""

    code: PaperFinding
    memo: MemoRecord | None
    case: str | None
    differences: tuple[str, ...]
    record: PaperRecord | None = None
    """What the memo of that number here says; None when there is none."""

    @property
    def answer(self) -> ScanAnswer:
        """The answer in one word."""
        if not self.code.genuine:
            return ScanAnswer.UNCONFIRMED
        if self.memo is None:
            return ScanAnswer.DIFFERS if self.differences else ScanAnswer.NOT_HERE
        return ScanAnswer.SUPERSEDED if self.memo.state is MemoState.SUPERSEDED else ScanAnswer.AGREES


class ScanRefused(Exception):
    """The scan cannot be bound to the case; the message says why."""


class Scans:
    """Use cases of paper. Looking changes nothing; binding is one transaction."""

    def __init__(
        self,
        open_uow: OpenUnitOfWork,
        policies: PolicyLibrary,
        clock: Clock,
        codes: PaperCodes,
        *,
        ledger: Ledger | None = None,
    ) -> None:
        self._open_uow, self._clock, self._codes = open_uow, clock, codes
        self._ledger = ledger or Ledger(policies)

    def look(
        self, name: str, content: bytes, trust: bytes | None = None, progress: Progress = unwatched
    ) -> tuple[ScanFinding, ...]:
        """Every code in a picture or scanned PDF, each beside the record. May take seconds: call it from a worker.

        ``trust``: another office's trust file in place of this one's own.

        Raises:
            UnreadablePicture: when no code of this program is in it.
            PaperCodeRefused: when a code is forged.
        """
        texts = self._codes.read(name, content, progress)
        with self._open_uow() as uow:
            office = uow.office.office()
            own = b"" if office is None else office.trust
            known = own if trust is None else trust
            return tuple(self._compared(uow, self._codes.check(text, known)) for text in texts)

    def recorded(self, memo: MemoRecord) -> PaperRecord | None:
        """What the code on the paper of a memo has to say; None for a memo that bears none."""
        return self._record(memo)

    def by_hand(self, typed: str) -> MemoRecord | None:
        """The memo whose 16 characters somebody typed; None when there is none here. Raises PaperCodeRefused."""
        code = paper_codes.read_hand_code(typed)
        with self._open_uow() as uow:
            for summary in uow.cases.summaries():
                for memo in uow.memos.of_case(summary.id):
                    recorded = self._record(memo)
                    if recorded is not None and recorded.hand_code == code:
                        return memo
        return None

    def bind(self, case_id: str, name: str, content: bytes, person: Person, progress: Progress = unwatched) -> Evidence:
        """Attach the scan of a signed paper to its case as evidence, with a journal entry.

        Raises:
            ScanRefused: when the paper is another case's, differs from the record, or more than one memo is in it.
            UnreadablePicture, PaperCodeRefused, EvidenceRefused: when it cannot be read or taken at all.
        """
        kind = media_type(name, content)
        finding = _only(name, self.look(name, content, progress=progress))
        _refuse_unfit(finding, case_id)
        assert finding.memo is not None  # said by AGREES and SUPERSEDED
        memo = finding.memo
        with self._open_uow() as uow:
            case = uow.cases.get(case_id)
            elsewhere = handed_to(uow, case_id)
            if elsewhere:
                raise ScanRefused(elsewhere_words(elsewhere))
            digest = hashlib.sha256(content).hexdigest()
            if any(item.sha256 == digest for item in case.evidence):
                raise ScanRefused(_("这份扫描件已经归入本案，不必重复添加。"))
            evidence = Evidence(
                key=new_key(case),
                title=new_title(case, f"签署件扫描 {name}"),
                sha256=uow.attachments.put(content, kind),
                media_type=kind,
                size=len(content),
            )
            bound = replace(case, evidence=(*case.evidence, evidence))
            self._save(uow, bound)
            uow.journal.write(
                person=person.id,
                action=PaperAct.BIND_SCAN,
                case=case_id,
                changes=(
                    *journalled(changes(case, bound)),
                    Change(subject=of_memo(memo.id, SCAN), new=finding.code.record.digest),
                ),
            )
            uow.commit()
        return evidence

    def _save(self, uow: UnitOfWork, case: Case) -> None:
        uow.cases.save(case, summary_of(case, self._ledger.standing(uow, case), self._clock()))

    def _compared(self, uow: UnitOfWork, code: PaperFinding) -> ScanFinding:
        """The code beside the memo of its number; of several, the one with its digest, else the latest."""
        said = code.record
        latest: ScanFinding | None = None
        for summary in uow.cases.summaries():
            if summary.number != said.number:
                continue
            for memo in uow.memos.of_case(summary.id):
                recorded = self._record(memo)
                if recorded is None:
                    continue
                found = paper_codes.differences(said, recorded)
                if not found:
                    return ScanFinding(code=code, memo=memo, case=summary.id, differences=(), record=recorded)
                latest = ScanFinding(code=code, memo=None, case=summary.id, differences=found, record=recorded)
        return latest or ScanFinding(code=code, memo=None, case=None, differences=())

    def _record(self, memo: MemoRecord) -> PaperRecord | None:
        """What the code of a memo here has to say: from the content attached to its PDF."""
        content = self._codes.content(memo.pdf)
        try:
            return None if content is None else paper_codes.record_of(content)
        except (PaperCodeRefused, ValueError):
            return None


def _only(name: str, findings: tuple[ScanFinding, ...]) -> ScanFinding:
    if len(findings) > 1:
        numbers = "、".join(finding.code.record.number for finding in findings)
        raise ScanRefused(
            _("“{name}”中有不止一份意见书的核验码（{numbers}），请逐份分开扫描。").format(name=name, numbers=numbers)
        )
    return findings[0]


def _refuse_unfit(finding: ScanFinding, case_id: str) -> None:
    number = finding.code.record.number
    if finding.answer is ScanAnswer.UNCONFIRMED:
        raise ScanRefused(
            _("{reason}，扫描件没有归入。").format(reason=paper_codes.standing_words(finding.code.standing))
        )
    if finding.case is not None and finding.case != case_id:
        raise ScanRefused(_("核验码属于另一案（{number}），扫描件没有归入。请打开那一案再添加。").format(number=number))
    if finding.answer is ScanAnswer.NOT_HERE:
        raise ScanRefused(_("核验码所指的意见书（{number}）不在本机，扫描件没有归入。").format(number=number))
    if finding.answer is ScanAnswer.DIFFERS:
        raise ScanRefused("\n".join((_("核验码与案卷不一致，扫描件没有归入："), *finding.differences)))
