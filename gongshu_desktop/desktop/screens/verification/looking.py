"""What is done with a file on the 核验 screen, off the window's thread: is it a memo, a scan of one, or neither?"""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage

from gongshu_desktop.desktop.program import OfficeProgram
from gongshu_desktop.desktop.screens.verification.paper import PaperShown, no_code, papers, refused_code
from gongshu_desktop.desktop.screens.verification.state import Answer, Verified, verified
from gongshu_desktop.desktop.tasks import Progress
from gongshu_desktop.host.input_file import read_file
from gongshu_desktop.services.paper_codes import PaperCodeRefused, UnreadablePicture
from gongshu_desktop.services.ports import UnreadableDocument
from gongshu_desktop.services.signature_problems import SignatureProblem
from gongshu_desktop.services.verification.sizes import LARGEST_MEMO
from gongshu_desktop.services.verification.verification import VerificationReport

ENDINGS = (".pdf", ".png", ".jpg", ".jpeg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was found: the answers to a signed memo (``verified``), or those to a paper; ``picture`` of a PNG or JPEG."""

    path: Path
    content: bytes
    picture: QImage | None = None
    unshown: str = ""
    """Why the pages are not shown; "" when they are."""
    verified: Verified | None = None
    papers: tuple[PaperShown, ...] = ()
    answer: Answer | None = None


def look(program: OfficeProgram, path: Path, trust: bytes | None, progress: Progress) -> Looked:
    """Look at a file, and whether its pages may be shown. ``trust``: another office's trust file, None for this one's.

    Raises:
        UnreadableFile, UnreadableDocument: when nothing can be said of it.
        Cancelled: when the person has stopped it.
    """
    content = read_file(path, LARGEST_MEMO)
    if b"%PDF-" in content[:1024] or path.suffix.lower() not in ENDINGS[1:]:
        found = _look_at_pdf(program, path, content, trust, progress)
        try:
            program.showable(content, progress.go_on)
        except UnreadableDocument as error:
            return replace(found, unshown=str(error))
        return found
    program.showable_picture(content)
    picture = QImage.fromData(QByteArray(content))
    codes, answer = _codes(program, path, content, trust, progress)
    return Looked(path=path, content=content, picture=picture, papers=codes, answer=answer)


def _look_at_pdf(program: OfficeProgram, path: Path, content: bytes, trust: bytes | None, progress: Progress) -> Looked:
    try:
        report = program.verify(content, program.offices.trust() if trust is None else trust)
    except UnreadableDocument:
        # what many scanners write is no PDF that could be signed; its pages may still bear a code
        found, _answer = _codes(program, path, content, trust, progress)
        if not found:
            raise
        return Looked(path=path, content=content, papers=found)
    if not _may_be_scan(report):
        return Looked(path=path, content=content, verified=_verified(program, path, report))
    found, answer = _codes(program, path, content, trust, progress)
    if found:
        return Looked(path=path, content=content, papers=found)
    shown = _verified(program, path, report)
    return Looked(path=path, content=content, verified=shown, answer=answer)


def _may_be_scan(report: VerificationReport) -> bool:
    """Whether its pages may bear a code: no memo of ours, and nothing that was signed and is broken now."""
    signed = report.signatures
    return not signed.signatures and signed.receipt is None and SignatureProblem.DAMAGED not in signed.problems


def _verified(program: OfficeProgram, path: Path, report: VerificationReport) -> Verified:
    return verified(path.name, report, program.beside(report))


def _codes(
    program: OfficeProgram, path: Path, content: bytes, trust: bytes | None, progress: Progress
) -> tuple[tuple[PaperShown, ...], Answer | None]:
    try:
        found = program.scans.look(path.name, content, trust, progress.step)
    except UnreadablePicture as error:
        return (), no_code(str(error))
    except PaperCodeRefused as error:
        return (), refused_code(str(error))
    return papers(found, program.desk.summaries()), None
