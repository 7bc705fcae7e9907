"""Verifying a signed memo: who signed, whether anything was changed, and whether its figures come out again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol

from gongshu_desktop.policy import receipt
from gongshu_desktop.policy.assessment import Assessment, CaseInputs
from gongshu_desktop.review.memo.check import memo_differences
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.memo.layout import DRAWN
from gongshu_desktop.review.stage import role_words
from gongshu_desktop.services.font_choices import FontRefused, FontSet, FontStock, NoFonts, OfficeFont, fonts_from
from gongshu_desktop.services.journal.anchor import Anchor, MisshapenAnchor, anchor_in
from gongshu_desktop.services.memos.composing import RECEIPT_FORMAT, MemoDrawing
from gongshu_desktop.services.office.signing import MemoSigning
from gongshu_desktop.services.paper_codes import PaperCodes, misprints
from gongshu_desktop.services.ports import PolicyLibrary, SignatureReport, SignatureVerdict
from gongshu_desktop.services.verification.signature_standing import doubts
from gongshu_desktop.wording import _

MOST_DIFFERENCES = 50


class Alike(Protocol):
    """Whether two PDFs are the same document, however their bytes were packed (``document`` implements it)."""

    def __call__(self, first: bytes, second: bytes, /) -> bool: ...


class WithoutMarks(Protocol):
    """The memo of which a PDF is the marked copy; None when it is none, or the marks are not exactly ours (``document``)."""

    def __call__(self, pdf: bytes, /) -> bytes | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifying:
    """What verifying needs: policies, the check of signatures, the drawing of pages, what is under the marks of a memo that was
    not signed by all, the reading of paper codes, the fonts that this PC keeps."""

    policies: PolicyLibrary
    signing: MemoSigning
    redraw: MemoDrawing
    alike: Alike
    without_marks: WithoutMarks
    codes: PaperCodes
    fonts: FontStock = field(default_factory=NoFonts)


class Conclusion(StrEnum):
    """What it comes to, in one word; the last five only where there is a record to hold the file against."""

    HOLDS = "holds"
    UNCONFIRMED = "unconfirmed"
    ALTERED = "altered"
    DAMAGED = "damaged"
    DRAFT = "draft"
    UNSIGNED = "unsigned"
    MARKED_COPY = "marked-copy"
    FALSE_COPY = "marked-copy-disagrees"
    UNKNOWN_SIGNER = "unknown-signer"
    INCOMPLETE = "incomplete"
    OPINION_DIFFERS = "opinion-differs"
    DISAGREES = "disagrees"
    NOT_COMPARABLE = "not-comparable"
    SUPERSEDED = "superseded"
    RECORD_DIFFERS = "record-differs"
    RECORD_DAMAGED = "record-damaged"
    JOURNAL_DIFFERS = "journal-differs"
    HANDED_OVER = "handed-over"
    NOT_ISSUED_HERE = "not-issued-here"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationReport:
    """What was found of a memo. None where it could not be looked at, and ``differences`` then say why.

    ``figures_agree``: the receipt, assessed again, gives every figure that the memo prints. ``pages_redrawn``: the pages,
    drawn again from the attached content, are what was signed; None for a memo that an earlier version drew, or that an
    office drew with a font of its own which this PC has not.

    ``copy`` is the file that was given where it is the marked copy of a memo that not all have signed; all else is then said of
    the memo under the marks, ``pdf``.
    """

    signatures: SignatureReport
    pdf: bytes = b""
    copy: bytes | None = None
    figures_agree: bool | None
    pages_redrawn: bool | None
    differences: tuple[str, ...]
    content: MemoContent | None = None
    program: str = ""
    """The version of the program that drew it, as it says itself."""
    anchor: Anchor | None = None
    """Where the journal stood when it was drawn up, as it says; None for memos of earlier versions."""
    pages_note: str = ""
    """Why the pages were not compared, or how they differ; it stands among the differences, too."""

    @property
    def other_opinions(self) -> tuple[str, ...]:
        """Where a signature says another opinion than the page beside it, in words. (An early version let people type both.)"""
        page = {} if self.content is None else {item.role: item.opinion for item in self.content.opinions}
        words = _("{role}签名中的意见是“{signed}”，意见书所载的是“{page}”。")
        return tuple(
            words.format(role=role_words(item.role), signed=item.opinion, page=page[item.role] or "—")
            for item in self.signatures.signatures
            if item.opinion and item.role in page and item.opinion.split() != page[item.role].split()
        )

    @property
    def conclusion(self) -> Conclusion:
        """Signatures first: what nobody known has signed says nothing, however well its figures agree."""
        signatures = self.signatures
        if not signatures.signatures:
            return self._without_signatures()
        if signatures.verdict is SignatureVerdict.ALTERED:
            return Conclusion.ALTERED
        if signatures.verdict is SignatureVerdict.UNKNOWN_SIGNER:
            return Conclusion.UNKNOWN_SIGNER
        return self._signed_by_known() if self.copy is None else self._of_copy()

    def _signed_by_known(self) -> Conclusion:
        signatures = self.signatures
        if False in (self.figures_agree, self.pages_redrawn):
            return Conclusion.DISAGREES
        if not signatures.complete:
            return Conclusion.INCOMPLETE
        if None in (self.figures_agree, self.pages_redrawn):
            return Conclusion.NOT_COMPARABLE
        if self.other_opinions:
            return Conclusion.OPINION_DIFFERS
        return Conclusion.UNCONFIRMED if doubts(signatures) else Conclusion.HOLDS

    def _without_signatures(self) -> Conclusion:
        if self.signatures.verdict is SignatureVerdict.ALTERED:
            return Conclusion.DAMAGED
        if self.copy is not None:
            return self._of_copy()
        draft = self.content is not None and not self.signatures.signable
        return Conclusion.DRAFT if draft else Conclusion.UNSIGNED

    def _of_copy(self) -> Conclusion:
        """A copy that proves nothing; still, what it shows must be the memo that it says it is."""
        if False in (self.figures_agree, self.pages_redrawn):
            return Conclusion.FALSE_COPY
        known = self.pages_redrawn or bool(self.signatures.signatures)
        return Conclusion.MARKED_COPY if known else Conclusion.UNSIGNED

    @property
    def ok(self) -> bool:
        """Whether all holds: three good signatures, nothing changed, figures and pages come out again, and nothing is left
        open about revocation and time."""
        return self.conclusion is Conclusion.HOLDS


def verify(pdf: bytes, trust: bytes, tools: Verifying, *, to_sign: bool = False) -> VerificationReport:
    """Check a PDF as a signed memo; ``to_sign``: as one that nobody has signed yet, whose pages are drawn again all the same.

    Raises:
        UnreadableDocument: when the file is no PDF or nothing can be said about it.
    """
    copy = _of_copy(pdf, trust, tools)
    return copy or replace(_verified(tools.signing.check(pdf, trust), trust, tools, to_sign=to_sign), pdf=pdf)


def _of_copy(pdf: bytes, trust: bytes, tools: Verifying) -> VerificationReport | None:
    """What is to be said of the memo under our marks; None when the file is no marked copy: a draft, and a memo that all have
    signed, are never marked so."""
    memo = tools.without_marks(pdf)
    if memo is None:
        return None
    report = tools.signing.check(memo, trust)
    if report.complete or not report.signable:
        return None
    found = replace(_verified(report, trust, tools, to_sign=True), pdf=memo, copy=pdf)
    return found if found.content is not None else None


def _verified(report: SignatureReport, trust: bytes, tools: Verifying, *, to_sign: bool) -> VerificationReport:
    if report.receipt is None:
        return _unknown(report, _("文件中没有核算凭据，无法重新测算。"))
    try:
        document = json.loads(report.receipt)
        content = MemoContent.from_json(document["memo"])
        recorded: Mapping[str, Any] = document["receipt"]
        layout, program = str(document.get("layout", "")), str(document.get("program", ""))
        fonts, anchor = fonts_from(document.get("fonts", [])), anchor_in(document)
        if document["format"] != RECEIPT_FORMAT:
            return _unknown(report, _("核算凭据的格式不是本程序认识的{format}。").format(format=RECEIPT_FORMAT))
        figures, differences = _figures(recorded, content, trust, tools)
    except MisshapenAnchor:
        return _unknown(report, _("核算凭据中记载的操作日志位置不成形，不能采信。"))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return _unknown(report, _("核算凭据已损坏，无法重新测算。"))
    if layout in DRAWN:
        known = report.verdict is SignatureVerdict.INTACT or (to_sign and not report.signatures)
        pages, said = (
            _redrawn(report, content, report.receipt, fonts, tools)
            if known
            else (None, [_("签名未能确认，没有重新绘制页面。")])
        )
    else:
        pages = None
        words = _("本意见书由程序{version}版制作，本版不能逐页重绘核对；签名和金额不受影响。")
        said = [words.format(version=program or "—")]
    found = VerificationReport(
        signatures=report,
        figures_agree=figures,
        pages_redrawn=pages,
        pages_note="\n".join(said),
        differences=(*said, *differences[:MOST_DIFFERENCES]),
        content=content,
        program=program,
        anchor=anchor,
    )
    return replace(found, differences=(*found.other_opinions, *found.differences))


def _redrawn(
    report: SignatureReport,
    content: MemoContent,
    attached: bytes,
    fonts: tuple[OfficeFont, ...],
    tools: Verifying,
) -> tuple[bool | None, list[str]]:
    """Whether the pages come out again. Only what people known to us have signed, or are asked to sign, is drawn: else
    anything could be."""
    missing = [font for font in fonts if not tools.fonts.has(font.sha256)]
    if missing:
        return None, [_without(font) for font in missing]
    try:
        pages = tools.redraw(content, draft=False, receipt=attached, fonts=FontSet(fonts=fonts, read=tools.fonts.get))
    except FontRefused as error:
        return None, [_("意见书所用的自备字体不能使用，页面没有重新绘制核对：{reason}").format(reason=error)]
    if tools.alike(pages, report.base):
        return True, []
    return False, [_("按凭据重新绘制的页面与文件中的页面不一致。")]


def _without(font: OfficeFont) -> str:
    """Why pages were not compared: a font that this PC has not."""
    words = _(
        "意见书用自备字体“{name}”（SHA-256 {sha256}）印制，本机没有这个字体文件，页面没有重新绘制核对；签名和金额的核验不受影响。"
    )
    return words.format(name=font.name, sha256=font.sha256)


def _unknown(report: SignatureReport, why: str) -> VerificationReport:
    return VerificationReport(signatures=report, figures_agree=None, pages_redrawn=None, differences=(why,))


def _figures(
    recorded: Mapping[str, Any], content: MemoContent, trust: bytes, tools: Verifying
) -> tuple[bool | None, list[str]]:
    """Whether every figure comes out again under the policy file that the memo names, and what does not."""
    id, digest = str(recorded["policy"]), str(recorded["policy_digest"])
    policy = tools.policies.get(id) if id in tools.policies.ids() else None
    if policy is None:
        return None, [_("本程序没有意见书所依据的政策文件（{policy}），无法重新测算。").format(policy=id)]
    if policy.digest != digest:
        words = _("本程序的政策文件（{policy}）与意见书所依据的不是同一版本（{digest}），无法重新测算。")
        return None, [words.format(policy=id, digest=digest)]
    inputs: CaseInputs = receipt.inputs_from(recorded, policy)
    assessment: Assessment = policy.assess(inputs)
    found = [*misprints(content.to_json(), tools.codes, trust)]
    if recorded["engine"] != assessment.engine:
        words = _("本程序的测算程序是{engine}，与意见书的{recorded}不同，结果不能直接核对。")
        return None, [*found, words.format(engine=assessment.engine, recorded=recorded["engine"])]
    found += memo_differences(content, inputs, assessment, policy)
    if receipt.receipt_document(assessment, inputs) != recorded:
        found.append(_("核算凭据与重新测算的结果不一致。"))
    return not found, found
