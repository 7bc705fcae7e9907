"""Verifying a signed memo: who signed, whether anything was changed, and whether its figures come out again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongshu_desktop.policy import receipt
from gongshu_desktop.policy.assessment import Assessment, CaseInputs
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.memo_check import memo_differences
from gongshu_desktop.review.memo_content import MemoContent
from gongshu_desktop.review.passage import role_words
from gongshu_desktop.services.memos import RECEIPT_FORMAT, MemoDrawing
from gongshu_desktop.services.paper_codes import PaperCodes, misprints
from gongshu_desktop.services.ports import MemoSigning, PolicyLibrary, SignatureReport, SignatureVerdict
from gongshu_desktop.services.signature_problems import in_words
from gongshu_desktop.wording import _

MOST_DIFFERENCES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationReport:
    """What was found of a memo. None where it could not be looked at, and ``differences`` then say why.

    ``figures_agree``: the receipt, assessed again, gives every figure that the memo prints. ``pages_redrawn``: the pages,
    drawn again from the attached content, are the very bytes that were signed.
    """

    signatures: SignatureReport
    figures_agree: bool | None
    pages_redrawn: bool | None
    differences: tuple[str, ...]
    content: MemoContent | None = None

    @property
    def ok(self) -> bool:
        """Whether all holds: three good signatures, nothing changed, figures and pages come out again."""
        signed = self.signatures.verdict is SignatureVerdict.INTACT and self.signatures.complete
        return signed and self.figures_agree is True and self.pages_redrawn is True


def verify(
    pdf: bytes,
    trust: bytes,
    policies: PolicyLibrary,
    signing: MemoSigning,
    redraw: MemoDrawing,
    codes: PaperCodes | None = None,
) -> VerificationReport:
    """Check a PDF as a signed memo. With ``codes``, the QR code that it prints has to say what the memo says.

    Raises:
        UnreadableDocument: when the file is no PDF or nothing can be said about it.
    """
    report = signing.check(pdf, trust)
    if report.receipt is None:
        return _unknown(report, _("文件中没有核算凭据，无法重新测算。"))
    try:
        document = json.loads(report.receipt)
        content = MemoContent.from_json(document["memo"])
        recorded: Mapping[str, Any] = document["receipt"]
        policy_id, digest = str(recorded["policy"]), recorded["policy_digest"]
        if document["format"] != RECEIPT_FORMAT:
            return _unknown(report, _("核算凭据的格式不是本程序认识的{format}。").format(format=RECEIPT_FORMAT))
    except (ValueError, KeyError, TypeError, RecursionError):
        return _unknown(report, _("核算凭据已损坏，无法重新测算。"))
    redrawn, differences = _redrawn(report, content, report.receipt, redraw)
    policy = policies.get(policy_id) if policy_id in policies.ids() else None
    if policy is None or policy.digest != digest:
        words = _("本程序没有意见书所依据的政策文件（{policy}，{digest}），无法重新测算。")
        differences.append(words.format(policy=policy_id, digest=digest))
        agree = None
    else:
        found = list(_recomputed(recorded, content, policy))
        if codes is not None:
            found += misprints(content.to_json(), codes, trust)
        differences += found[:MOST_DIFFERENCES]
        agree = not found
    return VerificationReport(
        signatures=report,
        figures_agree=agree,
        pages_redrawn=redrawn,
        differences=tuple(differences),
        content=content,
    )


def _redrawn(
    report: SignatureReport, content: MemoContent, attached: bytes, redraw: MemoDrawing
) -> tuple[bool | None, list[str]]:
    """Whether the pages come out again. Only what people known to us have signed is drawn: else anything could be."""
    if report.verdict is not SignatureVerdict.INTACT:
        return None, [_("签名未能确认，没有重新绘制页面。")]
    if redraw(content, draft=False, receipt=attached) == report.base:
        return True, []
    return False, [_("按凭据重新绘制的页面与文件中的页面不一致。")]


def _unknown(report: SignatureReport, why: str) -> VerificationReport:
    return VerificationReport(signatures=report, figures_agree=None, pages_redrawn=None, differences=(why,))


def _recomputed(recorded: Mapping[str, Any], content: MemoContent, policy: Policy) -> list[str]:
    try:
        inputs: CaseInputs = receipt.inputs_from(recorded, policy)
        assessment: Assessment = policy.assess(inputs)
    except (ValueError, KeyError):
        return [_("核算凭据中的事实不合政策，无法重新测算。")]
    found = list(memo_differences(content, inputs, assessment, policy))
    if receipt.receipt_document(assessment, inputs) != recorded:
        found.append(_("核算凭据与重新测算的结果不一致。"))
    return found


def in_plain_words(report: VerificationReport) -> tuple[str, ...]:
    """The report line by line, for a screen or a console."""
    signatures = report.signatures
    verdicts = {
        SignatureVerdict.INTACT: _("签名：未改动"),
        SignatureVerdict.ALTERED: _("签名：签后有改动"),
        SignatureVerdict.UNKNOWN_SIGNER: _("签名：无法确认身份"),
    }
    lines = [verdicts[signatures.verdict] if signatures.signatures else _("签名：没有签名")]
    for item in signatures.signatures:
        at = item.at.isoformat(sep=" ", timespec="seconds") if item.at is not None else _("时间不明")
        state = _("有效") if item.good else "、".join(in_words(code) for code in item.problems)
        lines.append(f"  {role_words(item.role)} {item.name or '—'} · {at} · {state}")
    lines += [f"  {in_words(code)}" for code in signatures.problems]
    if not signatures.complete:
        lines.append("  " + _("三人签名不齐。"))
    answers = {True: _("一致"), False: _("不一致"), None: _("无法核对")}
    lines.append(_("金额：重新测算{answer}").format(answer=answers[report.figures_agree]))
    lines.append(_("页面：重新绘制{answer}").format(answer=answers[report.pages_redrawn]))
    lines += [f"  {words}" for words in report.differences]
    lines.append(_("结论：全部成立") if report.ok else _("结论：不能全部确认"))
    return tuple(lines)


def as_json(report: VerificationReport) -> dict[str, Any]:
    """The report for another program."""
    signatures = report.signatures
    return {
        "ok": report.ok,
        "verdict": signatures.verdict.value,
        "complete": signatures.complete,
        "signatures": [
            {
                "role": item.role.value,
                "name": item.name,
                "fingerprint": item.fingerprint,
                "at": None if item.at is None else item.at.isoformat(),
                "good": item.good,
                "problems": list(item.problems),
            }
            for item in signatures.signatures
        ],
        "problems": list(signatures.problems),
        "revocation_checked": signatures.revocation_checked,
        "pages": signatures.pages,
        "base_digest": signatures.base_digest,
        "figures_agree": report.figures_agree,
        "pages_redrawn": report.pages_redrawn,
        "differences": list(report.differences),
        "number": None if report.content is None else report.content.number,
        "receipt": None if report.content is None else report.content.receipt,
    }
