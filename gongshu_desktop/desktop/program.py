"""What the window is a face of: the open office with all its services. ``open_office.OpenOffice`` implements it.

Each service is loaded when it is first asked for; a screen asks in the moment of need, so that the window is there at once.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gongshu_desktop.services.desk.desk import CaseDesk
    from gongshu_desktop.services.desk.scans import Scans
    from gongshu_desktop.services.desk.stages import Stages
    from gongshu_desktop.services.front_page import FrontPage
    from gongshu_desktop.services.handover.handing_over import HandingOver
    from gongshu_desktop.services.handover.taking_over import TakingOver
    from gongshu_desktop.services.journal.clock import ClockGuard
    from gongshu_desktop.services.office.fonts import OfficeFonts
    from gongshu_desktop.services.office.issuing import Issuing
    from gongshu_desktop.services.office.offices import Offices
    from gongshu_desktop.services.office.signers import Tokens
    from gongshu_desktop.services.office.trust_exchange import TrustExchange
    from gongshu_desktop.services.papers.papers import Papers
    from gongshu_desktop.services.ports import MemoRecord, PolicyLibrary
    from gongshu_desktop.services.signing.memo_life import Memos
    from gongshu_desktop.services.update.updating import Updates
    from gongshu_desktop.services.verification.record_comparison import RecordComparison
    from gongshu_desktop.services.verification.verification import VerificationReport
    from gongshu_desktop.services.verification.words import Here


class OfficeProgram(Protocol):
    """Everything that the window works with."""

    @property
    def front_page(self) -> "FrontPage": ...
    @property
    def desk(self) -> "CaseDesk": ...
    @property
    def handing_over(self) -> "HandingOver": ...
    @property
    def taking_over(self) -> "TakingOver": ...
    @property
    def stages(self) -> "Stages": ...
    @property
    def memos(self) -> "Memos": ...
    @property
    def papers(self) -> "Papers": ...
    @property
    def offices(self) -> "Offices": ...
    @property
    def scans(self) -> "Scans": ...
    @property
    def issuing(self) -> "Issuing": ...
    @property
    def fonts(self) -> "OfficeFonts": ...
    @property
    def trust(self) -> "TrustExchange": ...
    @property
    def tokens(self) -> "Tokens": ...
    @property
    def clock_guard(self) -> "ClockGuard": ...
    @property
    def updates(self) -> "Updates": ...
    @property
    def policies(self) -> "PolicyLibrary": ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def data_folder(self) -> Path: ...

    def verify(self, pdf: bytes, trust: bytes) -> "VerificationReport":
        """Check a PDF against a trust file."""

    def beside(self, report: "VerificationReport") -> "Here":
        """What this office adds to a report: whose it is, and the case here."""

    def compare(self, report: "VerificationReport") -> "RecordComparison | None":
        """What a verified memo says, beside the case here; None: there is none."""

    def on_record(self, base_digest: str) -> "MemoRecord | None":
        """The memo here whose unsigned pages have that digest."""

    def marked_unsigned(self, pdf: bytes, step: Callable[[], None]) -> bytes:
        """A memo that waits for signatures, as it is shown, printed and saved: marked so. Raises as ``showable`` does.

        What is signed is the unmarked file on record, which never leaves the program before it is issued.
        """

    def showable(self, pdf: bytes, step: Callable[[], None]) -> None:
        """Raises UnreadableDocument, in words, for a PDF that would keep the window waiting or take its memory.

        ``step`` is called again and again meanwhile; what it raises ends the work.
        """

    def showable_picture(self, content: bytes) -> None:
        """Raises UnreadableDocument, in words, for a PNG or JPEG that would keep the window waiting."""

    def back_up(self, to: Path, by: str = "") -> Path:
        """Write a checked copy of all data to a file; where it is. ``by``: the id of who does it."""

    def load(self) -> None:
        """Load what a first case will need, behind the window."""
