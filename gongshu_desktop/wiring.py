"""The parts that everything is put together from: policies, time, keys, drawing, verifying. Each loads what it needs when asked.

What is slow to import is imported where it is needed, so that ``assess`` starts without Qt, SQLAlchemy or ReportLab.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gongshu_desktop.host import places

if TYPE_CHECKING:
    from gongshu_desktop.document.signatures.office import OfficeSigning
    from gongshu_desktop.policy.model import Policy
    from gongshu_desktop.review.memo.content import MemoContent
    from gongshu_desktop.review.printing import Unprintable
    from gongshu_desktop.services.font_choices import FontSet, FontStock
    from gongshu_desktop.services.handover.taking_over import TakingOver
    from gongshu_desktop.services.memos.composing import MemoDrawing
    from gongshu_desktop.services.memos.ledger import Ledger
    from gongshu_desktop.services.office.fonts import OfficeFonts
    from gongshu_desktop.services.office.offices import Offices
    from gongshu_desktop.services.office.signers import Tokens
    from gongshu_desktop.services.office.signing import MemoSigning
    from gongshu_desktop.services.ports import Clock, OpenUnitOfWork
    from gongshu_desktop.services.verification.record_comparison import Records
    from gongshu_desktop.services.verification.verification import VerificationReport, Verifying
    from gongshu_desktop.services.verification.words import Here


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


def signing(rounds: int | None = None, now: "Clock" = clock) -> "OfficeSigning":
    """Keys and signatures. ``rounds`` makes the keys of demonstrations quick to open (and easy to guess)."""
    from gongshu_desktop.document.signatures.office import OfficeSigning  # noqa: PLC0415

    return OfficeSigning(clock=now) if rounds is None else OfficeSigning(kdf_rounds=rounds, clock=now)


def drawing() -> "MemoDrawing":
    """Draws memos. ReportLab is loaded with the first of them: the window must not wait for it."""

    def draw(content: "MemoContent", *, draft: bool, receipt: bytes, fonts: "FontSet | None" = None) -> bytes:
        from gongshu_desktop.document.memo.drawing import draw_memo  # noqa: PLC0415
        from gongshu_desktop.services.font_choices import BUNDLED  # noqa: PLC0415

        return draw_memo(content, draft=draft, receipt=receipt, fonts=fonts or BUNDLED)

    return draw


def verifying(fonts: "FontStock | None" = None, now: "Clock" = clock) -> "Verifying":
    """What verifying a memo needs; the same for the window, the command line and the self-test.

    ``fonts``: the fonts of an office, for memos that were drawn with its own.
    """
    from gongshu_desktop.document.paper_code.office_codes import OfficePaperCodes  # noqa: PLC0415
    from gongshu_desktop.document.signatures.likeness import alike  # noqa: PLC0415
    from gongshu_desktop.services.font_choices import NoFonts  # noqa: PLC0415
    from gongshu_desktop.services.verification.verification import Verifying  # noqa: PLC0415

    return Verifying(
        policies=policies(),
        signing=signing(now=now),
        redraw=drawing(),
        alike=alike,
        without_marks=_without_marks,
        codes=OfficePaperCodes(clock=now),
        fonts=fonts or NoFonts(),
    )


def _without_marks(pdf: bytes) -> bytes | None:
    from gongshu_desktop.document.memo.unsigned_copy import without_marks  # noqa: PLC0415 - brings ReportLab and pyHanko

    return without_marks(pdf)


def tokens() -> "Tokens":
    """Keys on tokens, with the drivers that this user has confirmed on this PC."""
    from gongshu_desktop.document.keys.known_drivers import KnownDrivers  # noqa: PLC0415
    from gongshu_desktop.document.keys.token import Pkcs11Tokens, load_driver  # noqa: PLC0415
    from gongshu_desktop.host.data_folder import confirmed_drivers  # noqa: PLC0415

    known = KnownDrivers(confirmed_drivers(), load_driver)
    return Pkcs11Tokens(known.load, known.confirm)


def taking_over(
    open_uow: "OpenUnitOfWork", ledger: "Ledger", keys: "MemoSigning", fonts: "FontStock", now: "Clock"
) -> "TakingOver":
    """Hand-over packages that come in; the same for a folder that is open and for one that is only read."""
    from gongshu_desktop.document.papers.attached import memo_receipt  # noqa: PLC0415
    from gongshu_desktop.exchange.pack.pack_file import Packages  # noqa: PLC0415
    from gongshu_desktop.services.handover.arrival_memos import MemoChecks  # noqa: PLC0415
    from gongshu_desktop.services.handover.taking_over import TakingOver  # noqa: PLC0415
    from gongshu_desktop.services.verification.verification import verify  # noqa: PLC0415

    def to_sign(pdf: bytes, trust: bytes) -> "VerificationReport":
        return verify(pdf, trust, verifying(fonts, now), to_sign=True)

    checks = MemoChecks(check=keys.check, read_receipt=memo_receipt, to_sign=to_sign)
    return TakingOver(open_uow, policies(), now, Packages(policies()), ledger, checks=checks)


@lru_cache(maxsize=8_192)
def unprintable(text: str) -> str:
    """The characters of a text that no font here has. All of GB 2312 is printable, so the fonts are seldom asked."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        from gongshu_desktop.document.fonts import faces  # noqa: PLC0415

        return "".join(item.character for item in faces.unprintable([("", text)]))
    return ""


def printable_with(fonts: "OfficeFonts") -> "Unprintable":
    """``unprintable`` in an office: its own fonts may have what the bundled ones lack."""

    def found(text: str) -> str:
        lacking = unprintable(text)
        in_use = fonts.in_use() if lacking else None
        if in_use is None or not in_use.fonts:
            return lacking
        from gongshu_desktop.document.fonts import faces  # noqa: PLC0415
        from gongshu_desktop.document.fonts.own_faces import own_faces  # noqa: PLC0415

        with own_faces(in_use):
            return "".join(item.character for item in faces.unprintable([("", lacking)]))

    return found


def beside(offices: "Offices", records: "Records", report: "VerificationReport") -> "Here":
    """What an office adds to a report: whose record it is, the case in it, and its journal."""
    from gongshu_desktop.services.verification.words import Here  # noqa: PLC0415

    office, compared = offices.office(), records.compare(report)
    return Here(
        office="" if office is None else office.name,
        root=offices.fingerprint(),
        compared=compared,
        journal=records.journal(report, compared),
    )
