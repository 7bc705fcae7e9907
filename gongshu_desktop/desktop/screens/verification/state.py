"""What the 核验 screen says of a PDF, decided without Qt: a few plain answers, each with its grounds."""

from dataclasses import dataclass
from datetime import timedelta

from gongshu_desktop.desktop import words
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import (
    MemoRecord,
    MemoState,
    SignatureFinding,
    SignatureReport,
    SignatureVerdict,
)
from gongshu_desktop.services.record_comparison import RecordComparison, Signed
from gongshu_desktop.services.signature_problems import IDENTITY, SignatureProblem, in_words, in_words_now
from gongshu_desktop.services.verification import VerificationReport
from gongshu_desktop.wording import _

_SHOWN_DIFFERENCES = 12
_SAME_MOMENT = timedelta(minutes=30)
"""A signature is written down a moment after it was made; a slow token and a clock that was set meanwhile are allowed for."""
_OF_THE_KEY = IDENTITY | {SignatureProblem.SIGNATURE_DAMAGED}


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
    signatures: Answer
    signers: tuple[SignatureLine, ...]
    signers_note: str
    answers: tuple[Answer, ...]
    compared: RecordComparison | None = None


def verified(
    file: str,
    pdf: bytes,
    report: VerificationReport,
    record: MemoRecord | None,
    compared: RecordComparison | None = None,
) -> Verified:
    """The answers to a report, and to what is on record here."""
    signed = report.signatures
    journal = {} if compared is None else compared.signed
    return Verified(
        file=file,
        signatures=_signatures(report),
        signers=tuple(signature_line(item, signed, journal.get(item.role)) for item in signed.signatures),
        signers_note=_signers_note(signed),
        answers=(_figures(report), _pages(report), _record(pdf, record)),
        compared=compared,
    )


def signature_line(item: SignatureFinding, signed: SignatureReport, journal: Signed | None) -> SignatureLine:
    """One signature with both its verdicts."""
    then, doubt = _then(item, journal)
    return SignatureLine(
        role=item.role,
        name=item.name or words.NOTHING,
        at=words.moment(item.at) if item.at is not None else _("时间不明"),
        good=item.good,
        problems=tuple(in_words(code) for code in item.problems),
        then=then,
        now=_now(item, signed),
        doubt=doubt,
    )


def _then(item: SignatureFinding, journal: Signed | None) -> tuple[str, bool]:
    """When it was given: was the key good then, and who says when that was."""
    if item.at is None:
        return _("签署时：没有注明时间，无法判断。"), True
    verdict = _("证书有效") if not set(item.problems) & _OF_THE_KEY else _("证书不能采信")
    if journal is None:
        said = _("签署时：{verdict}（时间出自签署人电脑的时钟，别无旁证）。")
        return said.format(verdict=verdict), False
    if abs(journal.at - item.at) <= _SAME_MOMENT and journal.name == item.name:
        said = _("签署时：{verdict}（时间与本机操作日志第 {entry} 条相符）。")
        return said.format(verdict=verdict, entry=journal.entry), False
    said = _("签署时：{verdict}，但本机操作日志第 {entry} 条记的是 {name}，{at}。")
    return said.format(verdict=verdict, entry=journal.entry, name=journal.name, at=words.moment(journal.at)), True


def _now(item: SignatureFinding, signed: SignatureReport) -> str:
    """Today: could the key still sign, and what is known of its revocation."""
    if SignatureProblem.UNKNOWN_CERTIFICATE in item.problems or signed.revocation_as_of is None:
        return _("现在：没有签发单位的吊销名单，证书是否已被吊销不明。")
    as_of = words.day(signed.revocation_as_of.date())
    if item.now:
        said = _("现在：{problems}（吊销名单截至 {day}）。")
        return said.format(problems="、".join(in_words_now(code) for code in item.now), day=as_of)
    if not signed.revocation_checked:
        return _("现在：证书仍在有效期；吊销名单截至 {day}，已经过期，其后是否被吊销不明。").format(day=as_of)
    return _("现在：证书仍有效，未被吊销（吊销名单截至 {day}）。").format(day=as_of)


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
        return Answer(tone="ok", icon="equal", title=_("页面与凭据一致"), lines=(said,))
    said = _("按核算凭据重新绘制的页面与文件中的页面不同。若由其他版本的程序制作，请用原版本再核。")
    return Answer(tone="warn", icon="differs", title=_("页面与凭据不一致"), lines=(said,))


def _record(pdf: bytes, record: MemoRecord | None) -> Answer:
    if record is None:
        said = _("本机没有这份意见书。其他单位或其他电脑签发的文件属于正常情况。")
        return Answer(tone="neutral", icon="info", title=_("本机无存档"), lines=(said,))
    digest = _("存档摘要 {digest}").format(digest=record.base_digest[:16])
    if record.pdf != pdf:
        said = _("页面相同，但签名部分与存档不同：可能是签署过程中的副本。")
        return Answer(tone="warn", icon="differs", title=_("与本机存档不完全一致"), lines=(said, digest))
    if record.state is MemoState.SUPERSEDED:
        said = _("与本机存档逐字节相同，但这份意见书已被后来的更正取代。")
        return Answer(tone="warn", icon="warning", title=_("与本机存档一致，已被取代"), lines=(said, digest))
    said = _("{number}，与本机存档逐字节相同").format(number=record.number)
    return Answer(tone="ok", icon="equal", title=_("与本机存档一致"), lines=(said, digest))
