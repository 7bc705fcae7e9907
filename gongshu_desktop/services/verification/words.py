"""A verification in plain words: the file's own answers, and what the data folder adds to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from gongshu_desktop.review.stage import role_words
from gongshu_desktop.services.journal.whereabouts import handed_over_words
from gongshu_desktop.services.memos.anchor_words import anchored_title, anchored_words
from gongshu_desktop.services.memos.anchors import Anchored, AnchorStanding
from gongshu_desktop.services.ports import SignatureFinding, SignatureReport, SignatureVerdict
from gongshu_desktop.services.signature_problems import in_words
from gongshu_desktop.services.verification.record_comparison import RecordComparison
from gongshu_desktop.services.verification.record_standing import (
    CONTRADICTING,
    ELSEWHERE,
    Standing,
    standing_title,
    standing_words,
)
from gongshu_desktop.services.verification.signature_standing import (
    doubt_words,
    doubts,
    in_question,
    now_words,
    then_words,
)
from gongshu_desktop.services.verification.verification import Conclusion, VerificationReport
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What this PC's office adds: its name, its root's fingerprint ("" before there is one), the case beside the file, and the
    journal beside what the file says of it."""

    office: str
    root: str
    compared: RecordComparison | None
    journal: Anchored | None = None

    @property
    def journal_differs(self) -> bool:
        """Whether the journal here was changed: what the file says of it does not hold, or what is on record does not."""
        journal = self.journal
        if journal is None:
            return False
        return journal.contradicts or (journal.broken is not None and self.compared is not None)


_WORSE = frozenset({Conclusion.ALTERED, Conclusion.DAMAGED, Conclusion.DISAGREES, Conclusion.FALSE_COPY})
"""What the file says against itself: no record makes that better or worse."""

_GOOD = frozenset({Conclusion.HOLDS, Conclusion.UNCONFIRMED, Conclusion.NOT_COMPARABLE, Conclusion.OPINION_DIFFERS})
"""What only the record can still take something from."""


def concluded(report: VerificationReport, here: Here | None = None) -> Conclusion:
    """What it comes to, with the record here where there is one."""
    if here is None or report.conclusion in _WORSE:
        return report.conclusion
    standing = None if here.compared is None else here.compared.found.standing
    if standing is Standing.RECORD_DAMAGED:
        return Conclusion.RECORD_DAMAGED
    if standing in CONTRADICTING:
        return Conclusion.RECORD_DIFFERS
    if report.conclusion not in _GOOD:
        return report.conclusion
    if here.journal_differs:
        return Conclusion.JOURNAL_DIFFERS
    return _beside(report, here)


def _beside(report: VerificationReport, here: Here) -> Conclusion:
    """What the record leaves of a file that has nothing against itself."""
    compared = here.compared
    if compared is None:
        own = bool(here.root) and report.signatures.root == here.root
        return Conclusion.NOT_ISSUED_HERE if own else report.conclusion
    if compared.found.standing in ELSEWHERE:
        return Conclusion.HANDED_OVER
    if compared.found.standing in _ANSWERED:
        return _ANSWERED[compared.found.standing]
    if compared.contradicting:
        return Conclusion.RECORD_DIFFERS
    return _timed(report, compared)


_ANSWERED = {Standing.SUPERSEDED: Conclusion.SUPERSEDED, Standing.NO_MEMO: Conclusion.NOT_ISSUED_HERE}


def _timed(report: VerificationReport, compared: RecordComparison) -> Conclusion:
    """Nobody may read an unqualified yes where the journal speaks against the time of a signature."""
    doubt = any(in_question(item, compared.signed.get(item.role)) for item in report.signatures.signatures)
    return Conclusion.UNCONFIRMED if doubt and report.conclusion is Conclusion.HOLDS else report.conclusion


def conclusion_words(conclusion: Conclusion) -> str:
    """The conclusion in a sentence."""
    return {
        Conclusion.HOLDS: _("全部成立"),
        Conclusion.UNCONFIRMED: _("签名、金额、页面成立，但吊销情况或签署时间有待查明"),
        Conclusion.ALTERED: _("文件在签署后被改动，不得采信"),
        Conclusion.DAMAGED: _("文件已损坏或在签署后被改动，不得采信"),
        Conclusion.DRAFT: _("这是草稿，不是签发的意见书"),
        Conclusion.UNSIGNED: _("文件没有签名，不是签发的意见书"),
        Conclusion.MARKED_COPY: _("这是三人未签署完毕的意见书的标注件，不作凭据；原件在案卷存档中"),
        Conclusion.FALSE_COPY: _("标注件的内容与核算凭据不一致，不得采信"),
        Conclusion.UNKNOWN_SIGNER: _("无法确认签署人身份"),
        Conclusion.INCOMPLETE: _("签名未齐，尚未签发"),
        Conclusion.OPINION_DIFFERS: _("签名、金额、页面成立，但签名中的意见与意见书所载不同，请向签署人查明"),
        Conclusion.DISAGREES: _("签名成立，但内容与核算凭据不一致，不得采信"),
        Conclusion.NOT_COMPARABLE: _("签名成立，金额或页面在本程序上不能核对"),
        Conclusion.SUPERSEDED: _("签名成立，但这份意见书已被取代，不得再用"),
        Conclusion.RECORD_DIFFERS: _("与本机存档矛盾，查明之前不得采用"),
        Conclusion.HANDED_OVER: _("签名成立，但本案已移交，是否仍然有效请向接收方核实"),
        Conclusion.RECORD_DAMAGED: _("本机存档被改动或损坏，请先查明"),
        Conclusion.JOURNAL_DIFFERS: _("签名成立，但本机的操作日志被改动、截断或换成了旧备份，请先查明"),
        Conclusion.NOT_ISSUED_HERE: _("签名成立，但不是本机存档所签发的，请先查明来源"),
    }[conclusion]


def copy_words(report: VerificationReport) -> tuple[str, ...]:
    """That the file is a marked copy, and what is said of it then; nothing for any other."""
    if report.copy is None:
        return ()
    return (_("文件是本程序标注的未签署完毕的意见书；以下各项说的是标注之下的原件。"),)


def trust_words(signed: SignatureReport, here: Here | None = None) -> tuple[str, ...]:
    """Whose trust file the signatures were held against; a second line when it is not this office's."""
    if not signed.root:
        return ()
    used = _("信任文件：{office}，根证书指纹 {root}").format(office=signed.office, root=signed.root)
    if here is None or here.root == signed.root:
        return (used,)
    own = here.office or _("本机单位（尚未建立）")
    said = _("注意：这是“{office}”的信任文件，不是“{own}”的；签署人是那个单位的人。")
    return used, said.format(office=signed.office, own=own)


def in_plain_words(report: VerificationReport, here: Here | None = None) -> tuple[str, ...]:
    """The report line by line, for a console; the conclusion comes last."""
    return (*_grounds(report, here), _("结论：{words}").format(words=conclusion_words(concluded(report, here))))


def _grounds(report: VerificationReport, here: Here | None) -> Iterator[str]:
    signatures = report.signatures
    if report.conclusion is Conclusion.DAMAGED:
        yield from (in_words(code) for code in signatures.problems)
        return
    verdicts = {
        SignatureVerdict.INTACT: _("签名：未改动"),
        SignatureVerdict.ALTERED: _("签名：签后有改动"),
        SignatureVerdict.UNKNOWN_SIGNER: _("签名：无法确认身份"),
    }
    yield from copy_words(report)
    yield verdicts[signatures.verdict] if signatures.signatures else _("签名：没有签名")
    for item in signatures.signatures:
        yield from (f"  {line}" for line in _signature(item, signatures, here))
    yield from (f"  {in_words(code)}" for code in signatures.problems)
    if signatures.signatures and not signatures.complete:
        yield "  " + _("三人签名不齐：已签{count}人。").format(count=len(signatures.signatures))
    yield from (f"  {line}" for line in trust_words(signatures, here))
    yield from (f"  {doubt_words(doubt)}" for doubt in doubts(signatures))
    answers = {True: _("一致"), False: _("不一致"), None: _("无法核对")}
    yield _("金额：重新测算{answer}").format(answer=answers[report.figures_agree])
    yield _("页面：重新绘制{answer}").format(answer=answers[report.pages_redrawn])
    yield from (f"  {words}" for words in report.differences)
    yield from _record(report, here)
    if here is not None and here.journal is not None:
        yield _("操作日志：{title}").format(title=journal_title(here.journal))
        yield from (f"  {line}" for line in journal_lines(here.journal))


def _signature(item: SignatureFinding, signed: SignatureReport, here: Here | None) -> Iterator[str]:
    at = _office_time(item.at) if item.at is not None else _("时间不明")
    state = _("有效") if item.good else "、".join(in_words(code) for code in item.problems)
    yield f"{role_words(item.role)} {item.name or '—'} · {at} · {state}"
    yield "  " + _("签署的意见：{opinion}").format(opinion=" ".join(item.opinion.split()) or "—")
    then, _doubt = then_of(item, signed, here)
    yield f"  {then}"
    yield f"  {now_words(item, signed)}"


def _office_time(at: datetime) -> str:
    """By this PC's clock, as the screens say it; the zone is named, for the paper may travel."""
    here = at.astimezone()
    zone = f"{here:%z}"
    return f"{here:%Y-%m-%d %H:%M:%S} (UTC{zone[:3]}:{zone[3:5]})"


def then_of(item: SignatureFinding, signed: SignatureReport, here: Here | None) -> tuple[str, bool]:
    """When a signature was given by the journal here, in words, and whether that leaves a doubt."""
    journal = {} if here is None or here.compared is None else here.compared.signed
    return then_words(item, signed, journal.get(item.role))


def _record(report: VerificationReport, here: Here | None) -> Iterator[str]:
    if here is None:
        if report.signatures.signatures:
            yield _("是否已被更正取代：不明（未提供数据文件夹）")
        return
    compared = here.compared
    if compared is None:
        if report.content is not None:
            yield _("存档：本机没有这份意见书，是否已被更正取代不明")
        return
    yield _("存档：{title}").format(title=standing_title(compared.found.standing))
    yield f"  {standing_words(compared.found, compared.number)}"
    if compared.found.gone is not None:
        yield f"  {handed_over_words(compared.found.gone)}"
    if compared.problem:
        yield f"  {compared.problem}"
    for field in compared.differing:
        said = _("{caption}：文件为“{file}”，本机案卷为“{record}”")
        caption = f"{field.heading}·{field.caption}"
        yield "  " + said.format(caption=caption, file=field.file or "—", record=field.record or "—")


def journal_title(journal: Anchored) -> str:
    """The journal here beside what the file says of it, in a few words."""
    if journal.broken is not None and not journal.contradicts:
        return _("本机操作日志对不上")
    return anchored_title(journal.standing)


def journal_lines(journal: Anchored) -> tuple[str, ...]:
    """The same with its grounds."""
    broken = _("本机操作日志自第{number}条起对不上，数据可能被改动过。").format(number=journal.broken)
    said = journal.broken is not None and journal.standing is not AnchorStanding.BROKEN
    return anchored_words(journal), *((broken,) if said else ())
