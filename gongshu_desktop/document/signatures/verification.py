"""The strict check of a signed memo: pyHanko's verdict, and the rules that it does not know.

pyHanko finds changed bytes, broken signatures and forbidden updates. By itself it still accepts a memo that was cut back to
two signatures, that one person signed twice, that carries bytes after the last signature or was changed by the first signer
in the revision that he signed. So a memo is accepted only when, in addition,
- its form has exactly our three fields, signed in their order, each in a revision of its own and nothing in between;
- each signature covers the file up to its end, the last one to the last byte, and its container leaves no byte free;
- each revision, the first included, changes nothing but a signature field, whose locks are as the memo was made with;
- each certificate is listed in the trust file, for another person each, with the role of the field, valid when signed.
Whatever raises on the way is a refusal.
"""

import hashlib
import re
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from gongshu_desktop.document.bounds import refuse_boundless
from gongshu_desktop.document.keys.certificates import common_name
from gongshu_desktop.document.keys.standing import key_problems
from gongshu_desktop.document.keys.trust_file import ListedKey, Trust, fingerprint_of
from gongshu_desktop.document.page.signature_fields import FIELDS
from gongshu_desktop.document.signatures.revisions import SignedDocument, SignedRevision, take_apart
from gongshu_desktop.services.digests import grouped
from gongshu_desktop.services.ports import (
    SignatureFinding,
    SignatureReport,
    SignatureVerdict,
    UnreadableDocument,
)
from gongshu_desktop.services.signature_problems import IDENTITY, SignatureProblem
from gongshu_desktop.services.verification.sizes import LARGEST_MEMO
from gongshu_desktop.wording import _

_TAIL = 1024
_END = re.compile(rb"startxref\s+\d{1,12}\s+%%EOF")
_MOST_REVISIONS = 64


def check(pdf: bytes, trust: Trust | None, *, trust_problem: SignatureProblem | None, now: datetime) -> SignatureReport:
    """The report on a PDF. Without ``trust`` nobody can be known, and ``trust_problem`` says why there is none.

    Raises UnreadableDocument when it is no PDF, too large, or damaged with no trace of a signature.
    """
    _refuse_unreadable(pdf)
    document = take_apart(pdf, None if trust is None else trust.root) if _readable(pdf) else None
    if document is None:
        return _damaged(pdf, trust, now)
    findings = _findings(document, trust, now)
    problems = list(document.problems)
    if trust_problem is not None:
        problems.append(trust_problem)
    if not findings and not document.problems:
        problems.append(SignatureProblem.UNSIGNED)
    return SignatureReport(
        verdict=_verdict(problems, findings),
        complete=len(findings) == len(FIELDS),
        signatures=tuple(findings),
        problems=tuple(problem.value for problem in problems),
        base_digest=hashlib.sha256(document.base).hexdigest(),
        base=document.base,
        receipt=document.receipt,
        pages=document.pages,
        revocation_checked=trust is not None and trust.fresh(now),
        revocation_as_of=None if trust is None else trust.crl.last_update_utc,
        office="" if trust is None else trust.office,
        root="" if trust is None else grouped(fingerprint_of(trust.root)),
        checked_at=now,
        signable=document.signable,
    )


def _refuse_unreadable(pdf: bytes) -> None:
    if len(pdf) > LARGEST_MEMO:
        raise UnreadableDocument(
            _("文件有 {size} MB，超过 {most} MB，不是本程序所制的文书。").format(
                size=len(pdf) // 1024**2, most=LARGEST_MEMO // 1024**2
            )
        )
    if not pdf.startswith(b"%PDF-"):
        raise UnreadableDocument(
            _("这不是 PDF 文件，无法核验。请选择审核意见书的 PDF 文件（不是扫描图片或 Word 文件）。")
        )
    refuse_boundless(pdf)


def _readable(pdf: bytes) -> bool:
    """Whether pyHanko is done with it in a sensible time: it looks for the end from the last byte backwards, follows every
    revision to the first."""
    ended = _END.search(pdf, max(0, len(pdf) - _TAIL)) is not None
    return ended and pdf.count(b"startxref") <= _MOST_REVISIONS


def _damaged(pdf: bytes, trust: Trust | None, now: datetime) -> SignatureReport:
    """A file that cannot be opened but carries a trace of a signature: something was signed, and it is broken now."""
    if b"/ByteRange" not in pdf:
        raise UnreadableDocument(_("PDF 文件已损坏或被加密，无法读取。请重新取得原文件后再核验。"))
    return SignatureReport(
        verdict=SignatureVerdict.ALTERED,
        complete=False,
        signatures=(),
        problems=(SignatureProblem.DAMAGED.value,),
        base_digest="",
        base=b"",
        receipt=None,
        pages=0,
        revocation_checked=False,
        office="" if trust is None else trust.office,
        root="" if trust is None else grouped(fingerprint_of(trust.root)),
        checked_at=now,
    )


def _verdict(problems: list[SignatureProblem], findings: list[SignatureFinding]) -> SignatureVerdict:
    found = {*problems, *(SignatureProblem(code) for finding in findings for code in finding.problems)}
    if found - IDENTITY:
        return SignatureVerdict.ALTERED
    return SignatureVerdict.UNKNOWN_SIGNER if found else SignatureVerdict.INTACT


def _findings(document: SignedDocument, trust: Trust | None, now: datetime) -> list[SignatureFinding]:
    """What was found of each signature; a person who signed before in another role is refused the second time."""
    findings: list[SignatureFinding] = []
    seen: set[str] = set()
    for revision in document.signatures:
        listed = _listed(revision, trust)
        problems = [*revision.problems, *_who(revision, listed, trust)]
        identities = _identities(revision, listed)
        if identities & seen:
            problems.append(SignatureProblem.SAME_PERSON)
        seen |= identities
        today = [] if trust is None or listed is None else key_problems(listed, trust, revision.field.role, now)
        findings.append(_finding(revision, listed, problems, today))
    return findings


def _listed(revision: SignedRevision, trust: Trust | None) -> ListedKey | None:
    if trust is None or revision.container is None:
        return None
    return trust.listed(fingerprint_of(revision.container.certificate))


def _identities(revision: SignedRevision, listed: ListedKey | None) -> set[str]:
    """What tells one person from another: the certificate, and the person it was issued to."""
    if revision.container is None:
        return set()
    found = {fingerprint_of(revision.container.certificate)}
    return found if listed is None else found | {f"person {listed.person}"}


def _who(revision: SignedRevision, listed: ListedKey | None, trust: Trust | None) -> list[SignatureProblem]:
    """Everything that is wrong with the signer: unknown, not of this role, no valid certificate at the time."""
    if revision.container is None:
        return []
    if trust is None or listed is None:
        return [SignatureProblem.UNKNOWN_CERTIFICATE]
    problems = key_problems(listed, trust, revision.field.role, revision.at)
    if any(other != trust.root.public_bytes(Encoding.DER) for other in revision.container.companions):
        problems.append(SignatureProblem.SIGNATURE_DAMAGED)
    if not revision.trusted and not problems and not revision.problems:
        problems.append(SignatureProblem.UNKNOWN_CERTIFICATE)
    return problems


def _finding(
    revision: SignedRevision, listed: ListedKey | None, problems: list[SignatureProblem], today: list[SignatureProblem]
) -> SignatureFinding:
    certificate = None if revision.container is None else revision.container.certificate
    return SignatureFinding(
        role=revision.field.role,
        name=listed.name if listed is not None else _name(certificate),
        fingerprint="" if certificate is None else fingerprint_of(certificate),
        at=revision.at,
        good=not problems,
        opinion=revision.opinion,
        problems=tuple(problem.value for problem in dict.fromkeys(problems)),
        now=tuple(problem.value for problem in dict.fromkeys(today)),
    )


def _name(certificate: x509.Certificate | None) -> str:
    """The name that an unknown certificate claims."""
    return "" if certificate is None else common_name(certificate)
