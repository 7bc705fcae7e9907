"""The only place that knows everything and wires it together: policies, store, documents, exchange, services, window.

What is slow to import is imported where it is needed, so that ``assess`` starts without Qt, SQLAlchemy or ReportLab.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gongshu_desktop import places
from gongshu_desktop.data_folder import data_folder

if TYPE_CHECKING:
    from gongshu_desktop.document.signing import OfficeSigning
    from gongshu_desktop.policy.model import Policy
    from gongshu_desktop.review.memo_content import MemoContent
    from gongshu_desktop.review.printing import Unprintable
    from gongshu_desktop.services.desk import CaseDesk
    from gongshu_desktop.services.font_choices import FontSet, FontStock
    from gongshu_desktop.services.issuing import Issuing
    from gongshu_desktop.services.ledger import Ledger
    from gongshu_desktop.services.memos import MemoDrawing, Memos
    from gongshu_desktop.services.office_fonts import OfficeFonts
    from gongshu_desktop.services.offices import Offices
    from gongshu_desktop.services.paper_codes import PaperCodes
    from gongshu_desktop.services.papers import Papers
    from gongshu_desktop.services.ports import Clock, FrontPage, MemoRecord, MemoSigning, PolicyLibrary
    from gongshu_desktop.services.record_comparison import RecordComparison
    from gongshu_desktop.services.scans import Scans
    from gongshu_desktop.services.signers import Tokens
    from gongshu_desktop.services.stages import Stages
    from gongshu_desktop.services.trust_exchange import TrustExchange
    from gongshu_desktop.services.update import Updates
    from gongshu_desktop.services.verification import VerificationReport, Verifying
    from gongshu_desktop.store import Store


DEMONSTRATION_ROUNDS = 2_000
"""PBKDF2 rounds of the demonstration's keys, whose passphrases are no secret."""


class Policies:
    """The policy files of a folder, each loaded when it is first asked for. Implements ``services.ports.PolicyLibrary``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._get = cache(self._load)

    def ids(self) -> Sequence[str]:
        """The ids of the policies: the names of their files."""
        return sorted(file.stem for file in self._folder.glob("*.md") if file.stem != "README")

    def get(self, id: str) -> "Policy":
        """The policy of that id; KeyError if there is none."""
        return self._get(id)

    def _load(self, id: str) -> "Policy":
        from gongshu_desktop.policy.load import load_policy  # noqa: PLC0415

        if id not in self.ids():
            raise KeyError(id)
        return load_policy(self._folder / f"{id}.md")


@cache
def policies() -> Policies:
    """The policies that ship with the program."""
    return Policies(places.resources() / "policies")


def clock() -> datetime:
    """This PC's time, with its zone."""
    return datetime.now().astimezone()


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

    @property
    def front_page(self) -> "FrontPage":
        """What the window shows first."""
        return self.store.front_page

    @cached_property
    def signing(self) -> "MemoSigning":
        """Keys and signatures."""
        return signing(self._rounds, self.clock)

    @cached_property
    def codes(self) -> "PaperCodes":
        """The code on paper."""
        from gongshu_desktop.document.paper_code import OfficePaperCodes  # noqa: PLC0415

        return OfficePaperCodes(clock=self.clock)

    @cached_property
    def _ledger(self) -> "Ledger":
        from gongshu_desktop.document.papers.attached import memo_receipt  # noqa: PLC0415
        from gongshu_desktop.services.ledger import Ledger  # noqa: PLC0415

        return Ledger(self.policies, memo_receipt, unprintable=printable_with(self.fonts))

    @cached_property
    def desk(self) -> "CaseDesk":
        """The work list and its cases."""
        from gongshu_desktop.exchange.case_file import JsonCaseFiles  # noqa: PLC0415
        from gongshu_desktop.services.desk import CaseDesk  # noqa: PLC0415

        files = JsonCaseFiles(self.policies)
        return CaseDesk(self.store.open_uow, self.policies, self.clock, files, ledger=self._ledger)

    @cached_property
    def stages(self) -> "Stages":
        """From registered to issued."""
        from gongshu_desktop.services.stages import Stages  # noqa: PLC0415

        return Stages(self.store.open_uow, self.policies, self.clock, ledger=self._ledger)

    @cached_property
    def issuing(self) -> "Issuing":
        """The key of this PC for the code on paper."""
        from gongshu_desktop.document.issuing_key_file import IssuingKeyFile  # noqa: PLC0415
        from gongshu_desktop.services.issuing import Issuing  # noqa: PLC0415

        return Issuing(self.store.open_uow, self.codes, IssuingKeyFile(self.data_folder))

    @cached_property
    def memos(self) -> "Memos":
        """Drawing up and signing."""
        from gongshu_desktop.services.memos import Memos  # noqa: PLC0415

        return Memos(
            self.store.open_uow,
            self.policies,
            self.clock,
            self.signing,
            self.drawing,
            ledger=self._ledger,
            coding=self.issuing.code,
        )

    @cached_property
    def fonts(self) -> "OfficeFonts":
        """The office's own fonts."""
        from gongshu_desktop.document.font_checking import FontFiles  # noqa: PLC0415
        from gongshu_desktop.services.office_fonts import OfficeFonts  # noqa: PLC0415

        return OfficeFonts(self.store.open_uow, FontFiles())

    @cached_property
    def papers(self) -> "Papers":
        """All other papers."""
        from gongshu_desktop.document.papers.attached import memo_receipt  # noqa: PLC0415
        from gongshu_desktop.document.papers.drawing import draw_paper  # noqa: PLC0415
        from gongshu_desktop.services.papers import Papers  # noqa: PLC0415

        return Papers(self.store.open_uow, self.policies, self.clock, draw_paper, memo_receipt, self.memos)

    @cached_property
    def offices(self) -> "Offices":
        """The office, its people, its readings."""
        from gongshu_desktop.services.offices import Offices  # noqa: PLC0415

        return Offices(self.store.open_uow, self.policies, self.clock, self.signing)

    @cached_property
    def scans(self) -> "Scans":
        """Paper that comes back."""
        from gongshu_desktop.services.scans import Scans  # noqa: PLC0415

        return Scans(self.store.open_uow, self.policies, self.clock, self.codes, ledger=self._ledger)

    @cached_property
    def trust(self) -> "TrustExchange":
        """Trust files."""
        from gongshu_desktop.document.trust_keeping import OfficeTrustKeeping  # noqa: PLC0415
        from gongshu_desktop.services.trust_exchange import TrustExchange  # noqa: PLC0415

        keeping = OfficeTrustKeeping(signing(self._rounds, self.clock), self.clock)
        return TrustExchange(self.store.open_uow, self.clock, keeping)

    @cached_property
    def tokens(self) -> "Tokens":
        """Keys on tokens."""
        from gongshu_desktop.document.token import Pkcs11Tokens  # noqa: PLC0415

        return Pkcs11Tokens()

    @cached_property
    def updates(self) -> "Updates":
        """The offline update of this program."""
        from gongshu_desktop import __version__  # noqa: PLC0415
        from gongshu_desktop.document.update_check import SignedUpdates  # noqa: PLC0415
        from gongshu_desktop.installing import installing  # noqa: PLC0415
        from gongshu_desktop.services.update import Updates  # noqa: PLC0415

        check = SignedUpdates(places.resources() / "keys" / "maintainer.pem", __version__)
        start = installing(self.data_folder)
        return Updates(check, start, self.offices.trust, self.store.backup, self.clock, self.data_folder)

    def verify(self, pdf: bytes, trust: bytes) -> "VerificationReport":
        """Check a PDF against a trust file."""
        from gongshu_desktop.services.verification import verify  # noqa: PLC0415

        return verify(pdf, trust, verifying(self.fonts))

    def compare(self, report: "VerificationReport") -> "RecordComparison | None":
        """What a verified memo says, beside the case here; None: there is none."""
        from gongshu_desktop.services.record_comparison import Records  # noqa: PLC0415

        return Records(self.store.open_uow, self.policies).compare(report)

    def on_record(self, base_digest: str) -> "MemoRecord | None":
        """The memo here whose unsigned pages have that digest."""
        return self.memos.on_record(base_digest)

    def showable(self, pdf: bytes) -> None:
        """Raises UnreadableDocument, in words, for a PDF that would keep the window waiting or take its memory."""
        from gongshu_desktop.document.bounds import refuse_unshowable  # noqa: PLC0415 - brings pikepdf

        refuse_unshowable(pdf)

    def back_up(self, to: Path) -> Path:
        """Write a checked copy of all data to a file; where it is."""
        return self.store.backup(to)

    def load(self) -> None:
        """Load now what a first case would load: called behind the window, once it is in sight."""
        self.store.units()
        for id in self.policies.ids():
            self.policies.get(id)
        for service in ("desk", "stages", "memos", "offices"):
            getattr(self, service)
        self.updates.tidy()

    def close(self) -> None:
        """End everything that is open."""
        self.store.close()


def signing(rounds: int | None = None, now: "Clock" = clock) -> "OfficeSigning":
    """Keys and signatures. ``rounds`` makes the keys of demonstrations quick to open (and easy to guess)."""
    from gongshu_desktop.document.signing import OfficeSigning  # noqa: PLC0415

    return OfficeSigning(clock=now) if rounds is None else OfficeSigning(kdf_rounds=rounds, clock=now)


def drawing() -> "MemoDrawing":
    """Draws memos. ReportLab is loaded with the first of them: the window must not wait for it."""

    def draw(content: "MemoContent", *, draft: bool, receipt: bytes, fonts: "FontSet | None" = None) -> bytes:
        from gongshu_desktop.document.memo import draw_memo  # noqa: PLC0415
        from gongshu_desktop.services.font_choices import BUNDLED  # noqa: PLC0415

        return draw_memo(content, draft=draft, receipt=receipt, fonts=fonts or BUNDLED)

    return draw


def verifying(fonts: "FontStock | None" = None) -> "Verifying":
    """What verifying a memo needs; the same for the window, the command line and the self-test.

    ``fonts``: the fonts of an office, for memos that were drawn with its own.
    """
    from gongshu_desktop.document.likeness import alike  # noqa: PLC0415
    from gongshu_desktop.document.paper_code import OfficePaperCodes  # noqa: PLC0415
    from gongshu_desktop.services.font_choices import NoFonts  # noqa: PLC0415
    from gongshu_desktop.services.verification import Verifying  # noqa: PLC0415

    return Verifying(
        policies=policies(),
        signing=signing(),
        redraw=drawing(),
        alike=alike,
        codes=OfficePaperCodes(clock=clock),
        fonts=fonts or NoFonts(),
    )


@lru_cache(maxsize=8_192)
def unprintable(text: str) -> str:
    """The characters of a text that no font here has. All of GB 2312 is printable, so the fonts are seldom asked."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        from gongshu_desktop.document import fonts  # noqa: PLC0415

        return "".join(item.character for item in fonts.unprintable([("", text)]))
    return ""


def printable_with(fonts: "OfficeFonts") -> "Unprintable":
    """``unprintable`` in an office: its own fonts may have what the bundled ones lack."""

    def found(text: str) -> str:
        lacking = unprintable(text)
        in_use = fonts.in_use() if lacking else None
        if in_use is None or not in_use.fonts:
            return lacking
        from gongshu_desktop.document import fonts as printing  # noqa: PLC0415
        from gongshu_desktop.document.own_faces import own_faces  # noqa: PLC0415

        with own_faces(in_use):
            return "".join(item.character for item in printing.unprintable([("", lacking)]))

    return found


def open_office(folder: Path | None = None, *, now: "Clock" = clock, rounds: int | None = None) -> OpenOffice:
    """Open a data folder (this user's, if none is named). Raises StoreError in words."""
    from gongshu_desktop.store import open_store  # noqa: PLC0415

    place = folder or data_folder()
    return OpenOffice(place, open_store(place, clock=now), now, rounds)


def verify_in(folder: Path, pdf: bytes, trust: bytes | None) -> "VerificationReport":
    """Verify with the fonts of the office in a data folder, and with its trust file where no other is given.

    Raises UnreadableDocument, or StoreError in words.
    """
    office = open_office(folder)
    try:
        return office.verify(pdf, office.offices.trust() if trust is None else trust)
    finally:
        office.close()


def demonstration(folder: Path | None = None) -> dict[str, str]:
    """Build the demonstration office (or find it built) and say where its things are.

    Raises:
        DemonstrationRefused: when the folder holds something else.
        StoreError: in words.
    """
    import shutil  # noqa: PLC0415 - an ordinary start builds nothing
    import tempfile  # noqa: PLC0415

    from gongshu_desktop.services import demonstration as building  # noqa: PLC0415

    place = folder or data_folder().with_name("gongshu-desktop-demo")
    ready = building.found_in(place)
    if ready is not None:
        return ready
    place.parent.mkdir(parents=True, exist_ok=True)
    # A folder of its own name each time: never somebody else's, nor that of a second call at the same moment.
    unfinished = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    now = building.DemonstrationClock(clock())
    office = open_office(unfinished / building.DATA, now=now, rounds=DEMONSTRATION_ROUNDS)
    try:
        try:
            found = building.build(unfinished, place.absolute(), places.demonstration(), office, now)
        finally:
            office.close()
        if place.is_dir():
            place.rmdir()
        unfinished.rename(place)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return found


def run_desktop(folder: Path | None = None, file: Path | None = None) -> int:
    """Open the window on a data folder until it is closed, at first with that file; the exit status.

    When this user's window has the folder open already, that one shows the file. Raises StoreError in words.
    """
    import gc  # noqa: PLC0415

    gc.disable()  # until the window is in sight: what is loaded now stays, and need not be looked through ten times
    from gongshu_desktop.second_start import open_or_hand_over  # noqa: PLC0415

    office = open_or_hand_over(lambda: open_office(folder), folder or data_folder(), file)
    if office is None:
        return 0
    try:
        from gongshu_desktop.desktop import app  # noqa: PLC0415 - not for a second start

        return app.run(office, file)
    finally:
        office.close()


def refuse_desktop(said: str, error: BaseException) -> None:
    """Say in a window why the program cannot start."""
    from gongshu_desktop.desktop import app  # noqa: PLC0415

    app.refuse(said, error)
