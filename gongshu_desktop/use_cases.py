"""Every use case on one record, wired once: for a data folder that is open, and for one that is only read."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from gongshu_desktop.wiring import beside, drawing, policies, printable_with, signing, taking_over, tokens, verifying

if TYPE_CHECKING:
    from gongshu_desktop.services.desk.desk import CaseDesk
    from gongshu_desktop.services.desk.scans import Scans
    from gongshu_desktop.services.desk.stages import Stages
    from gongshu_desktop.services.handover.handing_over import HandingOver
    from gongshu_desktop.services.handover.taking_over import TakingOver
    from gongshu_desktop.services.journal.clock import ClockGuard
    from gongshu_desktop.services.memos.ledger import Ledger
    from gongshu_desktop.services.office.fonts import OfficeFonts
    from gongshu_desktop.services.office.issuing import Issuing
    from gongshu_desktop.services.office.offices import Offices
    from gongshu_desktop.services.office.signers import Tokens
    from gongshu_desktop.services.office.signing import MemoSigning
    from gongshu_desktop.services.office.trust_exchange import TrustExchange
    from gongshu_desktop.services.paper_codes import PaperCodes
    from gongshu_desktop.services.papers.papers import Papers
    from gongshu_desktop.services.ports import (
        Clock,
        MemoRecord,
        OpenUnitOfWork,
        PolicyLibrary,
        SignatureReport,
    )
    from gongshu_desktop.services.signing.memo_life import Memos
    from gongshu_desktop.services.verification.record_comparison import RecordComparison, Records
    from gongshu_desktop.services.verification.verification import VerificationReport
    from gongshu_desktop.services.verification.words import Here

T = TypeVar("T")


class made_once(Generic[T]):  # noqa: N801 - reads like property
    """A part of the office, made when it is first asked for and by one thread: two halves of the program never get two of it.

    (``functools.cached_property`` has held no lock since Python 3.12.)
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make, self._name = make, make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, office: "Office", _kind: type["Office"]) -> T:
        parts = vars(office)  # once it is there, Python finds it without asking here
        with office.making:
            if self._name not in parts:
                parts[self._name] = self._make(office)
            found: T = parts[self._name]
            return found


class Office:
    """Every use case on one record, wherever it is read. Each part is made when it is first asked for: the window shows the
    work list before most of them are loaded."""

    def __init__(self, folder: Path, open_uow: "OpenUnitOfWork", now: "Clock", rounds: int | None = None) -> None:
        self.data_folder = folder
        self.open_uow = open_uow
        self.clock = now
        self.policies: PolicyLibrary = policies()
        self.drawing = drawing()
        self._rounds = rounds
        self.making = threading.RLock()

    @made_once
    def signing(self) -> "MemoSigning":
        """Keys and signatures."""
        return signing(self._rounds, self.clock)

    @made_once
    def codes(self) -> "PaperCodes":
        """The code on paper."""
        from gongshu_desktop.document.paper_code.office_codes import OfficePaperCodes  # noqa: PLC0415

        return OfficePaperCodes(clock=self.clock)

    @made_once
    def _ledger(self) -> "Ledger":
        from gongshu_desktop.document.papers.attached import memo_receipt  # noqa: PLC0415
        from gongshu_desktop.services.memos.ledger import Ledger  # noqa: PLC0415

        return Ledger(self.policies, memo_receipt, unprintable=printable_with(self.fonts), check=self._check_signatures)

    @made_once
    def desk(self) -> "CaseDesk":
        """The work list and its cases."""
        from gongshu_desktop.exchange.case_file import JsonCaseFiles  # noqa: PLC0415
        from gongshu_desktop.services.desk.desk import CaseDesk  # noqa: PLC0415

        files = JsonCaseFiles(self.policies)
        return CaseDesk(self.open_uow, self.policies, self.clock, files, ledger=self._ledger)

    @made_once
    def stages(self) -> "Stages":
        """From registered to issued."""
        from gongshu_desktop.services.desk.stages import Stages  # noqa: PLC0415

        return Stages(self.open_uow, self.policies, self.clock, ledger=self._ledger)

    @made_once
    def issuing(self) -> "Issuing":
        """The key of this PC for the code on paper."""
        from gongshu_desktop.document.keys.issuing_key_file import IssuingKeyFile  # noqa: PLC0415
        from gongshu_desktop.services.office.issuing import Issuing  # noqa: PLC0415

        return Issuing(self.open_uow, self.codes, IssuingKeyFile(self.data_folder))

    @made_once
    def memos(self) -> "Memos":
        """Drawing up and signing."""
        from gongshu_desktop.services.signing.memo_life import Memos  # noqa: PLC0415

        return Memos(
            self.open_uow,
            self.policies,
            self.clock,
            self.signing,
            self.drawing,
            ledger=self._ledger,
            coding=self.issuing.code,
        )

    @made_once
    def fonts(self) -> "OfficeFonts":
        """The office's own fonts."""
        from gongshu_desktop.document.fonts.checking import FontFiles  # noqa: PLC0415
        from gongshu_desktop.services.office.fonts import OfficeFonts  # noqa: PLC0415

        return OfficeFonts(self.open_uow, FontFiles())

    @made_once
    def papers(self) -> "Papers":
        """All other papers."""
        from gongshu_desktop.document.papers.attached import memo_receipt  # noqa: PLC0415
        from gongshu_desktop.document.papers.drawing import draw_paper  # noqa: PLC0415
        from gongshu_desktop.services.papers.papers import Papers  # noqa: PLC0415

        return Papers(
            self.open_uow,
            self.policies,
            self.clock,
            draw_paper,
            memo_receipt,
            self.memos,
            self._check_signatures,
            marked_unsigned=self.marked_unsigned,
        )

    def _check_signatures(self, pdf: bytes, trust: bytes) -> "SignatureReport":
        return self.signing.check(pdf, trust)

    @made_once
    def offices(self) -> "Offices":
        """The office, its people, its readings."""
        from gongshu_desktop.services.office.offices import Offices  # noqa: PLC0415

        return Offices(self.open_uow, self.policies, self.clock, self.signing)

    @made_once
    def scans(self) -> "Scans":
        """Paper that comes back."""
        from gongshu_desktop.services.desk.scans import Scans  # noqa: PLC0415

        return Scans(self.open_uow, self.policies, self.clock, self.codes, ledger=self._ledger)

    @made_once
    def trust(self) -> "TrustExchange":
        """Trust files."""
        from gongshu_desktop.document.signatures.trust_keeping import OfficeTrustKeeping  # noqa: PLC0415
        from gongshu_desktop.services.office.trust_exchange import TrustExchange  # noqa: PLC0415

        keeping = OfficeTrustKeeping(signing(self._rounds, self.clock), self.clock)
        return TrustExchange(self.open_uow, self.clock, keeping)

    @made_once
    def handing_over(self) -> "HandingOver":
        """Hand-over packages that go out."""
        from gongshu_desktop.exchange.pack.pack_file import Packages  # noqa: PLC0415
        from gongshu_desktop.services.handover.handing_over import HandingOver  # noqa: PLC0415

        return HandingOver(self.open_uow, self.policies, self.clock, Packages(self.policies), self._ledger)

    @made_once
    def taking_over(self) -> "TakingOver":
        """Hand-over packages that come in."""
        return taking_over(self.open_uow, self._ledger, self.signing, self.fonts, self.clock)

    @made_once
    def tokens(self) -> "Tokens":
        """Keys on tokens."""
        return tokens()

    @made_once
    def clock_guard(self) -> "ClockGuard":
        """This PC's clock beside the journal."""
        from gongshu_desktop.services.journal.clock import ClockGuard  # noqa: PLC0415

        return ClockGuard(self.open_uow, self.clock)

    def verify(self, pdf: bytes, trust: bytes) -> "VerificationReport":
        """Check a PDF against a trust file."""
        from gongshu_desktop.services.verification.verification import verify  # noqa: PLC0415

        return verify(pdf, trust, verifying(self.fonts, self.clock))

    def beside(self, report: "VerificationReport") -> "Here":
        """What this office adds to a report: whose it is, the case here, and the journal."""
        return beside(self.offices, self._records, report)

    def compare(self, report: "VerificationReport") -> "RecordComparison | None":
        """What a verified memo says, beside the case here; None: there is none."""
        return self._records.compare(report)

    @made_once
    def _records(self) -> "Records":
        from gongshu_desktop.services.verification.record_comparison import Records  # noqa: PLC0415

        return Records(self.open_uow, self.policies)

    def on_record(self, base_digest: str) -> "MemoRecord | None":
        """The memo here whose unsigned pages have that digest."""
        return self.memos.on_record(base_digest)

    def marked_unsigned(self, pdf: bytes, step: Callable[[], None] = lambda: None) -> bytes:
        """A memo that waits for signatures, marked. Raises UnreadableDocument: as ``showable``, which it is asked first."""
        from gongshu_desktop.document.memo.unsigned_copy import unsigned_copy  # noqa: PLC0415 - brings pikepdf and ReportLab

        self.showable(pdf, step)
        return unsigned_copy(pdf)

    def showable(self, pdf: bytes, step: Callable[[], None]) -> None:
        """Raises UnreadableDocument, in words, for a PDF that would keep the window waiting or take its memory."""
        from gongshu_desktop.document.bounds import refuse_unshowable  # noqa: PLC0415 - brings pikepdf

        refuse_unshowable(pdf, step)
