"""A verification as JSON, for another program: the file's own answers, and what the data folder adds to them."""

import hashlib
from typing import Any

from gongshu_desktop.services.memos.anchor_words import anchored_json
from gongshu_desktop.services.memos.anchors import Anchored
from gongshu_desktop.services.ports import SignatureFinding, SignatureReport, SignatureVerdict
from gongshu_desktop.services.verification.record_comparison import RecordComparison
from gongshu_desktop.services.verification.signature_standing import (
    doubts,
    now_words,
)
from gongshu_desktop.services.verification.verification import Conclusion, VerificationReport
from gongshu_desktop.services.verification.words import Here, concluded, then_of


def as_json(report: VerificationReport, here: Here | None = None) -> dict[str, Any]:
    """The report for another program."""
    signatures, conclusion = report.signatures, concluded(report, here)
    return {
        "ok": conclusion is Conclusion.HOLDS,
        "conclusion": conclusion.value,
        "verdict": _verdict(report),
        "complete": signatures.complete and signatures.verdict is SignatureVerdict.INTACT,
        "signatures": [_signature_json(item, signatures, here) for item in signatures.signatures],
        "problems": list(signatures.problems),
        "doubts": [doubt.value for doubt in doubts(signatures)],
        "office": signatures.office,
        "root": signatures.root,
        "own_office": None if here is None or not signatures.root else here.root == signatures.root,
        "checked_at": None if signatures.checked_at is None else signatures.checked_at.isoformat(),
        "revocation_checked": signatures.revocation_checked,
        "revocation_as_of": None if signatures.revocation_as_of is None else signatures.revocation_as_of.isoformat(),
        "pages": None if report.conclusion is Conclusion.DAMAGED else signatures.pages,
        "sha256": hashlib.sha256(report.copy or report.pdf).hexdigest(),
        "marked_copy": report.copy is not None,
        "base_digest": signatures.base_digest,
        "figures_agree": report.figures_agree,
        "pages_redrawn": report.pages_redrawn,
        "differences": list(report.differences),
        "program": report.program,
        "receipt_sha256": None if signatures.receipt is None else hashlib.sha256(signatures.receipt).hexdigest(),
        "number": None if report.content is None else report.content.number,
        "receipt": None if report.content is None else report.content.receipt,
        "anchor": None if report.anchor is None else report.anchor.to_json(),
        "record": None if here is None else _record_json(here.compared),
        "journal": None if here is None or here.journal is None else _journal_json(here.journal),
    }


def _verdict(report: VerificationReport) -> str:
    if report.signatures.signatures or report.conclusion is Conclusion.DAMAGED:
        return report.signatures.verdict.value
    return Conclusion.UNSIGNED.value


def _signature_json(item: SignatureFinding, signed: SignatureReport, here: Here | None) -> dict[str, Any]:
    then, doubt = then_of(item, signed, here)
    return {
        "role": item.role.value,
        "name": item.name,
        "fingerprint": item.fingerprint,
        "at": None if item.at is None else item.at.isoformat(),
        "good": item.good,
        "opinion": item.opinion,
        "problems": list(item.problems),
        "now": list(item.now),
        "then_words": then,
        "now_words": now_words(item, signed),
        "time_in_doubt": doubt,
    }


def _journal_json(journal: Anchored) -> dict[str, Any]:
    return {**anchored_json(journal), "first_bad": journal.broken}


def _record_json(compared: RecordComparison | None) -> dict[str, Any]:
    if compared is None:
        return {"standing": "not-here"}
    found, gone = compared.found, compared.found.gone
    return {
        "standing": found.standing.value,
        "number": compared.number,
        "replaced_by": found.replaced_by or None,
        "handed_over": None if gone is None else {"to": gone.to, "at": gone.at.isoformat()},
        "sha256": None if found.memo is None else hashlib.sha256(found.memo.pdf).hexdigest(),
        "problem": compared.problem or None,
        "differing": [
            {
                "heading": field.heading,
                "caption": field.caption,
                "file": field.file,
                "record": field.record,
                "contradicts": field in compared.contradicting,
            }
            for field in compared.differing
        ],
    }
