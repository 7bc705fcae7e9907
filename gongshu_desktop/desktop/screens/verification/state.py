"""What the 核验 screen says of a PDF, decided without Qt: a few plain answers, each with its grounds."""

import hashlib
import re
from dataclasses import dataclass

from gongshu_desktop.desktop import words
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.journal.whereabouts import handed_over_words
from gongshu_desktop.services.memos.anchors import AnchorStanding
from gongshu_desktop.services.ports import SignatureFinding, SignatureReport, SignatureVerdict
from gongshu_desktop.services.signature_problems import in_words
from gongshu_desktop.services.verification.record_comparison import RecordComparison
from gongshu_desktop.services.verification.record_standing import Standing, standing_title, standing_words
from gongshu_desktop.services.verification.signature_standing import Signed, doubt_words, doubts, now_words, then_words
from gongshu_desktop.services.verification.verification import Conclusion, VerificationReport
from gongshu_desktop.services.verification.words import (
    Here,
    concluded,
    conclusion_words,
    copy_words,
    journal_lines,
    journal_title,
    trust_words,
)
from gongshu_desktop.wording import _

_SHOWN_DIFFERENCES = 12
_TONES = {
    Conclusion.HOLDS: ("ok", "check"),
    Conclusion.UNCONFIRMED: ("warn", "warning"),
    Conclusion.DRAFT: ("warn", "warning"),
    Conclusion.UNSIGNED: ("warn", "warning"),
    Conclusion.INCOMPLETE: ("warn", "warning"),
    Conclusion.MARKED_COPY: ("warn", "warning"),
    Conclusion.OPINION_DIFFERS: ("warn", "differs"),
    Conclusion.NOT_COMPARABLE: ("warn", "question"),
    Conclusion.SUPERSEDED: ("warn", "warning"),
    Conclusion.HANDED_OVER: ("warn", "warning"),
    Conclusion.NOT_ISSUED_HERE: ("warn", "question"),
    Conclusion.UNKNOWN_SIGNER: ("danger", "question"),
}
_RECORD_TONES = {
    Standing.SAME: ("ok", "equal"),
    Standing.SUPERSEDED: ("warn", "warning"),
    Standing.EARLIER_COPY: ("warn", "differs"),
    Standing.DRAFT: ("neutral", "info"),
    Standing.NO_MEMO: ("warn", "warning"),
    Standing.HANDED_OVER: ("warn", "warning"),
    Standing.SIGNED_SINCE: ("warn", "warning"),
    Standing.NOT_FROM_HERE: ("warn", "warning"),
}
_JOURNAL_TONES = {AnchorStanding.AGREES: ("ok", "equal"), AnchorStanding.AGREES_ELSEWHERE: ("ok", "equal")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer: ``tone`` ok, warn, danger or neutral; what it is; the grounds, line by line."""

    tone: str
    icon: str
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLine:
    """One signature: the role, the name, when, and what is wrong with it.

    ``then`` and ``now`` are its two verdicts in words: when it was given (and whose clock says when), and today; ``doubt``
    whether what the journal here says of it is something else.
    """

    role: Role
    name: str
    at: str
    good: bool
    problems: tuple[str, ...]
    then: str = ""
    now: str = ""
    doubt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Everything that the screen shows of one file."""

    file: str
    headline: Answer
    signatures: Answer | None
    signers: tuple[SignatureLine, ...]
    signers_note: str
    answers: tuple[Answer, ...]
    compared: RecordComparison | None = None


def verified(file: str, report: VerificationReport, here: Here | None = None) -> Verified:
    """The answers to a report, and to what is on record here."""
    signed = report.signatures
    compared = None if here is None else here.compared
    headline = _headline(report, here)
    if report.conclusion is Conclusion.DAMAGED:
        return Verified(file=file, headline=headline, signatures=None, signers=(), signers_note="", answers=())
    journal = {} if compared is None else compared.signed
    return Verified(
        file=file,
        headline=headline,
        signatures=_signatures(report),
        signers=tuple(signature_line(item, signed, journal.get(item.role)) for item in signed.signatures),
        signers_note=_signers_note(signed),
        answers=(_figures(report), _pages(report), _record(report, compared), *_journal(here)),
        compared=compared,
    )


def _headline(report: VerificationReport, here: Here | None) -> Answer:
    """What it comes to: it stays in sight while the grounds below it are scrolled."""
    conclusion, signed = concluded(report, here), report.signatures
    about = (_("{count} 页").format(count=signed.pages),) if conclusion is not Conclusion.DAMAGED else ()
    number = (report.content.number,) if report.content is not None and report.content.number else ()
    tone, icon = _TONES.get(conclusion, ("danger", "close"))
    grounds = tuple(in_words(code) for code in signed.problems) if conclusion is Conclusion.DAMAGED else ()
    return Answer(
        tone=tone,
        icon=icon,
        title=conclusion_words(conclusion),
        lines=(
            *((" · ".join((*number, *about)),) if about else ()),
            *grounds,
            *copy_words(report),
            *(doubt_words(doubt) for doubt in doubts(signed)),
            *trust_words(signed, here),
        ),
    )


def signature_line(item: SignatureFinding, signed: SignatureReport, journal: Signed | None) -> SignatureLine:
    """One signature with both its verdicts."""
    then, doubt = then_words(item, signed, journal)
    return SignatureLine(
        role=item.role,
        name=item.name or words.NOTHING,
        at=words.moment(item.at) if item.at is not None else _("时间不明"),
        good=item.good,
        problems=tuple(in_words(code) for code in item.problems),
        then=then,
        now=now_words(item, signed),
        doubt=doubt,
    )


def _signatures(report: VerificationReport) -> Answer:
    signed = report.signatures
    parts = [report.content.number] if report.content is not None else []
    parts += [_("审核意见书")] if report.content is not None else []
    about = " · ".join([*parts, _("{count} 页").format(count=signed.pages)])
    problems = tuple(in_words(code) for code in signed.problems)
    if not signed.signatures:
        return Answer(tone="warn", icon="warning", title=_("没有签名"), lines=(about, *problems))
    if signed.verdict is SignatureVerdict.ALTERED:
        return Answer(tone="danger", icon="close", title=_("签后有改动"), lines=(about, *problems))
    if signed.verdict is SignatureVerdict.UNKNOWN_SIGNER:
        return Answer(tone="danger", icon="question", title=_("无法确认签署人的身份"), lines=(about, *problems))
    if not signed.complete:
        title = _("签后未改动，但三人签名不齐")
        return Answer(tone="warn", icon="warning", title=title, lines=(about, *problems))
    return Answer(tone="ok", icon="check", title=_("签名有效，签后未改动"), lines=(about,))


def _signers_note(signed: SignatureReport) -> str:
    if not signed.signatures:
        return ""
    if all(item.good for item in signed.signatures):
        later = any(item.now for item in signed.signatures)
        return _("证书由所选单位签发；后来过期或停用，不影响当时的签名。") if later else _("证书由所选单位签发。")
    return ""


def _figures(report: VerificationReport) -> Answer:
    if report.figures_agree is None:
        return Answer(tone="neutral", icon="question", title=_("金额无法重算"), lines=_differences(report))
    if not report.figures_agree:
        return Answer(tone="danger", icon="differs", title=_("金额重算不一致"), lines=_differences(report))
    content = report.content
    if content is None:
        return Answer(tone="ok", icon="equal", title=_("金额重算一致"))
    said = _("按文件所附核算凭据重新计算 {count} 个事项，共 {total} 元").format(
        count=len(content.measures), total=words.NOTHING if content.total is None else grouped(content.total)
    )
    return Answer(tone="ok", icon="equal", title=_("金额重算一致"), lines=(said,))


def _differences(report: VerificationReport) -> tuple[str, ...]:
    of_pages = report.pages_note.splitlines()
    found = tuple(words for words in report.differences if words not in of_pages)
    shown = found[:_SHOWN_DIFFERENCES]
    more = len(found) - len(shown)
    return (*shown, _("另有 {count} 处").format(count=more)) if more else shown


def _pages(report: VerificationReport) -> Answer:
    if report.pages_redrawn is None:
        return Answer(
            tone="neutral", icon="question", title=_("页面无法核对"), lines=tuple(report.pages_note.splitlines())
        )
    if report.pages_redrawn:
        said = _("按核算凭据重新绘制，与签署的页面逐字节相同")
        if report.copy is not None:
            said = _("按核算凭据重新绘制，与标注之下的页面逐字节相同")
        return Answer(tone="ok", icon="equal", title=_("页面与凭据一致"), lines=(said,))
    said = _("按核算凭据重新绘制的页面与文件中的页面不同。若由其他版本的程序制作，请用原版本再核。")
    return Answer(tone="warn", icon="differs", title=_("页面与凭据不一致"), lines=(said,))


def _record(report: VerificationReport, compared: RecordComparison | None) -> Answer:
    if compared is None:
        said = _("本机没有这份意见书。其他单位或其他电脑签发的文件属于正常情况。")
        if report.content is None:
            said = _("读不出文号，没有与本机存档比对。")
        return Answer(tone="neutral", icon="info", title=_("本机无存档"), lines=(said,))
    found = compared.found
    tone, icon = _RECORD_TONES.get(found.standing, ("danger", "differs"))
    lines: tuple[str, ...] = (standing_words(found, compared.number),)
    if found.gone is not None:
        lines = (*lines, handed_over_words(found.gone))
    if found.memo is not None:
        lines = (*lines, _("存档文件 SHA-256 {digest}").format(digest=_digest(found.memo.pdf)))
    return Answer(tone=tone, icon=icon, title=standing_title(found.standing), lines=lines)


def _journal(here: Here | None) -> tuple[Answer, ...]:
    journal = None if here is None else here.journal
    if here is None or journal is None:
        return ()
    tone, icon = _JOURNAL_TONES.get(journal.standing, ("neutral", "info"))
    if here.journal_differs:
        tone, icon = "danger", "differs"
    elif journal.broken is not None:
        tone, icon = "warn", "warning"
    lines = tuple(_breakable(line) for line in journal_lines(journal))
    return (Answer(tone=tone, icon=icon, title=journal_title(journal), lines=lines),)


def _digest(content: bytes) -> str:
    return _breakable(hashlib.sha256(content).hexdigest())


def _breakable(said: str) -> str:
    """A digest may break inside: else it would be wider than its card."""
    return re.sub("[0-9a-f]{64}", lambda digest: "\u200b".join(re.findall(".{16}", digest[0])), said)
