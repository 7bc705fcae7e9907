"""The bytes of the documents: read again whole, and held against their digests, which stand in the cases and under the memos."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from gongshu_desktop.services.audit.audited_cases import Audited
from gongshu_desktop.services.desk.evidence import EvidenceRefused, media_type
from gongshu_desktop.services.ports import UnitOfWork
from gongshu_desktop.services.records import StoreError
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedDocument:
    """A document of the case as it was when a memo was issued; ``sha256`` is "" where it was only named on paper."""

    memo: str
    key: str
    title: str
    sha256: str


class SealedRecord(Protocol):
    """What the database keeps shut by itself (``store`` implements it)."""

    def documents(self) -> Sequence[SealedDocument]:
        """Those of all memos that were issued."""

    def digests(self) -> Sequence[str]:
        """Under which SHA-256 (hex) bytes are stored."""


def document_problems(
    uow: UnitOfWork,
    found: Audited,
    of_memos: Sequence[SealedDocument],
    digests: Sequence[str],
    progress: Callable[[int, int], None],
) -> Iterator[str]:
    """Every stored document whose bytes are no longer those that were stored. ``digests``: those to read again."""
    said: dict[str, tuple[int, str]] = {}
    broken: set[str] = set()
    for done, sha256 in enumerate(digests, start=1):
        try:
            content = uow.attachments.get(sha256)
            said[sha256] = len(content), media_type("", content)
        except (StoreError, EvidenceRefused):
            broken.add(sha256)
        progress(done, len(digests))
    used = set[str]()
    for item in found.stored:
        for document in () if item.case is None else item.case.evidence:
            used.add(document.sha256)
            at = item.line.number or item.line.id, document.title
            if document.sha256 in broken:
                yield _damaged(*at)
            elif document.sha256 in said and (document.size, document.media_type) != said[document.sha256]:
                words = _("{number}：佐证材料“{title}”的大小或类型与文件不符")
                yield words.format(number=at[0], title=at[1])
    for sealed in of_memos:
        if sealed.sha256 in broken - used:
            used.add(sealed.sha256)
            yield _damaged(uow.memos.get(sealed.memo).number, sealed.title)
    for sha256 in sorted(broken - used):
        yield _damaged("—", sha256)


def _damaged(number: str, title: str) -> str:
    words = _("{number}：佐证材料“{title}”的文件与存入时不一致，被改动或损坏。请用备份查明。")
    return words.format(number=number, title=title)
