"""A data folder that is open, with every use case on it."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from gongshu_desktop.host import places
from gongshu_desktop.wiring import beside, drawing, policies, printable_with, signing, taking_over, tokens, verifying

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongshu_desktop.services.desk.desk import CaseDesk
    from gongshu_desktop.services.desk.scans import Scans
    from gongshu_desktop.services.desk.stages import Stages
    from gongshu_desktop.services.handover.handing_over import HandingOver
    from gongshu_desktop.services.handover.taking_over import TakingOver
    from gongshu_desktop.services.journal.acts import OfficeAct
    from gongshu_desktop.services.memos.ledger import Ledger
    from gongshu_desktop.services.office.fonts import OfficeFonts
    from gongshu_desktop.services.office.issuing import Issuing
    from gongshu_desktop.services.office.offices import Offices
    from gongshu_desktop.services.office.signers import Tokens
    from gongshu_desktop.services.office.signing import MemoSigning
    from gongshu_desktop.services.office.trust_exchange import TrustExchange
    from gongshu_desktop.services.paper_codes import PaperCodes
    from gongshu_desktop.services.papers.papers import Papers
    from gongshu_desktop.services.ports import Clock, FrontPage, MemoRecord, PolicyLibrary, SignatureReport
    from gongshu_desktop.services.signing.memos import Memos
    from gongshu_desktop.services.update.updating import Updates
    from gongshu_desktop.services.verification.record_comparison import RecordComparison
    from gongshu_desktop.services.verification.verification import VerificationReport
    from gongshu_desktop.services.verification.words import Here
    from gongshu_desktop.store import Store

T = TypeVar("T")


class made_once(Generic[T]):  # noqa: N801 - reads like property
    """A part of the office, made when it is first asked for and by one thread: two halves of the program never get two of it.

    (``functools.cached_property`` has held no lock since Python 3.12.)
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make, self._name = make, make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, office: "OpenOffice", _kind: type["OpenOffice"]) -> T:
        parts = vars(office)  # once it is there, Python finds it without asking here
        with office.making:
            if self._name not in parts:
                parts[self._name] = self._make(office)
            found: T = parts[self._name]
            return found


class OpenOffice:
    """A data folder that is open, with every use case on it. ``close`` gives the folder free.

    Each part is made when it is first asked for: the window shows the work list before most of them are loaded. Implements
    ``desktop.program.OfficeProgram``.
    """

    def __init__(self, folder: Path, store: "Store", now: "Clock", rounds: int | None) -> None:
        self.data_folder = folder
        self.store = store
        self.clock = now
        self.policies: PolicyLibrary = policies()
        self.drawing = drawing()
        self._rounds = rounds
        self.making = threading.RLock()

    @property
    def front_page(self) -> "FrontPage":
        """What the window shows first."""
        return self.store.front_page

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
        return CaseDesk(self.store.open_uow, self.policies, self.clock, files, ledger=self._ledger)

    @made_once
    def stages(self) -> "Stages":
        """From registered to issued."""
        from gongshu_desktop.services.desk.stages import Stages  # noqa: PLC0415

        return Stages(self.store.open_uow, self.policies, self.clock, ledger=self._ledger)

    @made_once
    def issuing(self) -> "Issuing":
        """The key of this PC for the code on paper."""
        from gongshu_desktop.document.keys.issuing_key_file import IssuingKeyFile  # noqa: PLC0415
        from gongshu_desktop.services.office.issuing import Issuing  # noqa: PLC0415

        return Issuing(self.store.open_uow, self.codes, IssuingKeyFile(self.data_folder))

    @made_once
    def memos(self) -> "Memos":
        """Drawing up and signing."""
        from gongshu_desktop.services.signing.memos import Memos  # noqa: PLC0415

        return Memos(
            self.store.open_uow,
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

        return OfficeFonts(self.store.open_uow, FontFiles())

    @made_once
    def papers(self) -> "Papers":
        """All other papers."""
        from gongshu_desktop.document.papers.attached import memo_receipt  # noqa: PLC0415
        from gongshu_desktop.document.papers.drawing import draw_paper  # noqa: PLC0415
        from gongshu_desktop.services.papers.papers import Papers  # noqa: PLC0415

        return Papers(
            self.store.open_uow,
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

        return Offices(self.store.open_uow, self.policies, self.clock, self.signing)

    @made_once
    def scans(self) -> "Scans":
        """Paper that comes back."""
        from gongshu_desktop.services.desk.scans import Scans  # noqa: PLC0415

        return Scans(self.store.open_uow, self.policies, self.clock, self.codes, ledger=self._ledger)

    @made_once
    def trust(self) -> "TrustExchange":
        """Trust files."""
        from gongshu_desktop.document.signatures.trust_keeping import OfficeTrustKeeping  # noqa: PLC0415
        from gongshu_desktop.services.office.trust_exchange import TrustExchange  # noqa: PLC0415

        keeping = OfficeTrustKeeping(signing(self._rounds, self.clock), self.clock)
        return TrustExchange(self.store.open_uow, self.clock, keeping)

    @made_once
    def handing_over(self) -> "HandingOver":
        """Hand-over packages that go out."""
        from gongshu_desktop.exchange.pack.pack_file import Packages  # noqa: PLC0415
        from gongshu_desktop.services.handover.handing_over import HandingOver  # noqa: PLC0415

        return HandingOver(self.store.open_uow, self.policies, self.clock, Packages(self.policies), self._ledger)

    @made_once
    def taking_over(self) -> "TakingOver":
        """Hand-over packages that come in."""
        return taking_over(self.store.open_uow, self._ledger, self.signing, self.fonts, self.clock)

    @made_once
    def tokens(self) -> "Tokens":
        """Keys on tokens."""
        return tokens()

    @made_once
    def updates(self) -> "Updates":
        """The offline update of this program."""
        from gongshu_desktop import __version__  # noqa: PLC0415
        from gongshu_desktop.document.update.check import SignedUpdates  # noqa: PLC0415
        from gongshu_desktop.services.update.updating import Updates  # noqa: PLC0415
        from gongshu_desktop.starting.installing import installing  # noqa: PLC0415

        check = SignedUpdates(places.resources() / "keys" / "maintainer.pem", __version__)
        start = installing(self.data_folder)
        return Updates(
            check, start, self.offices.trust, self.back_up, self.clock, self.data_folder, record=self._record_act
        )

    def _record_act(self, act: "OfficeAct", values: "Mapping[str, str]", by: str = "") -> None:
        from gongshu_desktop.services.journal.acts import record_act  # noqa: PLC0415

        record_act(self.store.open_uow, act, values, by=by)

    def verify(self, pdf: bytes, trust: bytes) -> "VerificationReport":
        """Check a PDF against a trust file."""
        from gongshu_desktop.services.verification.verification import verify  # noqa: PLC0415

        return verify(pdf, trust, verifying(self.fonts, self.clock))

    def beside(self, report: "VerificationReport") -> "Here":
        """What this office adds to a report: whose it is, and the case here."""
        return beside(self.offices, self.compare(report))

    def compare(self, report: "VerificationReport") -> "RecordComparison | None":
        """What a verified memo says, beside the case here; None: there is none."""
        from gongshu_desktop.services.verification.record_comparison import Records  # noqa: PLC0415

        return Records(self.store.open_uow, self.policies).compare(report)

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

    def showable_picture(self, content: bytes) -> None:
        """Raises UnreadableDocument, in words, for a PNG or JPEG that would keep the window waiting."""
        from gongshu_desktop.document.jpeg_scans import refuse_laborious  # noqa: PLC0415 - not for a start

        refuse_laborious(content)

    def back_up(self, to: Path, by: str = "") -> Path:
        """Write a checked copy of all data to a file; where it is. The journal here says when, where, and its digest."""
        from gongshu_desktop.services.journal.acts import OfficeAct  # noqa: PLC0415

        made = self.store.backup(to)
        with made.open("rb") as reading:
            digest = hashlib.file_digest(reading, "sha256").hexdigest()
        self._record_act(OfficeAct.BACK_UP, {"backup/file": str(made), "backup/sha256": digest}, by)
        return made

    def load(self) -> None:
        """Load now what a first case would load: called behind the window, once it is in sight."""
        self.store.units()
        for id in self.policies.ids():
            self.policies.get(id)
        _loaded = self.desk, self.stages, self.memos, self.offices

    def tidy(self) -> None:
        """Throw away what an update has left: at the start, before anybody can begin another one."""
        from gongshu_desktop.services.update.folder import tidy  # noqa: PLC0415

        tidy(self.data_folder)

    def close(self) -> None:
        """End everything that is open."""
        self.store.close()
