"""案卷目录: every document of a case with its digest, so that the auditor finds each and sees that it is still the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gongshu_desktop.review.memo.content import EvidenceContent, MemoContent
from gongshu_desktop.review.papers.paper import Paper
from gongshu_desktop.review.plain_values import UnexpectedValue
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDocument:
    """A document that the office made: memo or notice. ``sha256`` (hex) of the file, ``state`` in words, ``day`` ISO."""

    title: str
    number: str
    state: str
    day: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDossier(Paper):
    """The list. ``entries`` counts the journal's lines on the case; ``journal`` is the digest of the last of them.

    ``receipt`` is the SHA-256 (hex) of the receipt.json of the memo, "" while there is no memo.
    """

    FORMAT = "gongshu-dossier/1"

    number: str
    year: int
    applicant: str
    uscc: str
    makerspace: str
    basis: str
    receipt: str
    documents: tuple[OfficeDocument, ...]
    evidence: tuple[EvidenceContent, ...]
    entries: int
    journal: str

    def check(self) -> None:
        """Refuse digests that cannot be any."""
        Paper.check(self)
        digests = [item.sha256 for item in self.documents] + [item.sha256 for item in self.evidence]
        for index, digest in enumerate(digests):
            if digest and not re.fullmatch("[0-9a-f]{64}", digest):
                raise UnexpectedValue(f"[{index}].sha256", _("64位十六进制摘要"))


def compose(
    memo: MemoContent,
    documents: Sequence[OfficeDocument],
    drawn: datetime,
    *,
    entries: int,
    journal: str,
    receipt: str = "",
) -> CaseDossier:
    """The list of a case, from what its memo would say now and what the office has made of it.

    ``receipt`` is the SHA-256 at the foot of the memo's pages, if it is drawn.
    """
    basics = {detail.label: detail.text for detail in memo.basics}
    return CaseDossier(
        office=memo.office,
        drawn=drawn.isoformat(timespec="seconds"),
        number=memo.number,
        year=memo.year,
        applicant=memo.applicant,
        uscc=basics.get("统一社会信用代码", ""),
        makerspace=basics.get("众创空间", ""),
        basis=f"《{memo.basis.title}》（{memo.basis.number}）",
        receipt=receipt,
        documents=tuple(documents),
        evidence=memo.evidence,
        entries=entries,
        journal=journal,
    )
