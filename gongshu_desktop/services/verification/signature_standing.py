"""What can be said of a signature's two moments: when it was given, and now; and what stays open about either.

The time in a signature is its signer's own; a list of revoked certificates says nothing beyond its term. Where either leaves a
question, nobody may read an unqualified yes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from gongshu_desktop.services.journal.clock import TOLERANCE
from gongshu_desktop.services.ports import SignatureFinding, SignatureReport, SignatureVerdict
from gongshu_desktop.services.signature_problems import CLOCKS_APART as _CLOCKS_APART
from gongshu_desktop.services.signature_problems import IDENTITY, SignatureProblem, in_words_now
from gongshu_desktop.wording import _

_SAME_MOMENT = timedelta(minutes=30)
"""A signature is written down a moment after it was made; a slow token and a clock that was set meanwhile are allowed for."""
_OF_THE_KEY = IDENTITY | {SignatureProblem.SIGNATURE_DAMAGED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature by the journal here: whose, when, and in which entry it stands.

    ``received``: it was given on another PC, and the entry repeats what a hand-over package said, which came at that moment.
    ``after``: number and time of the latest entry of the case here before it, None where the times are another PC's.
    """

    name: str
    at: datetime
    entry: int
    received: datetime | None = None
    after: tuple[int, datetime] | None = None


class Doubt(StrEnum):
    """What stays open though every signature is good."""

    NO_REVOCATION_LIST = "no-revocation-list"
    REVOCATION_LIST_EXPIRED = "revocation-list-expired"
    SIGNED_IN_FUTURE = "signed-in-future"


def doubts(signed: SignatureReport) -> tuple[Doubt, ...]:
    """What stays open about good signatures; empty where they are not good, or none is there."""
    if not signed.signatures or signed.verdict is not SignatureVerdict.INTACT:
        return ()
    found = []
    if signed.revocation_as_of is None:
        found.append(Doubt.NO_REVOCATION_LIST)
    elif not signed.revocation_checked:
        found.append(Doubt.REVOCATION_LIST_EXPIRED)
    if any(in_future(item, signed) for item in signed.signatures):
        found.append(Doubt.SIGNED_IN_FUTURE)
    return tuple(found)


def doubt_words(doubt: Doubt) -> str:
    """What is to be cleared up, and how."""
    return {
        Doubt.NO_REVOCATION_LIST: _("没有吊销名单，证书是否已被吊销不明。请向签发单位索取新的信任文件。"),
        Doubt.REVOCATION_LIST_EXPIRED: _("吊销名单已经过期，其后是否被吊销不明。请向签发单位索取新的信任文件。"),
        Doubt.SIGNED_IN_FUTURE: _("签署时间晚于本机现在的时间，至少一处时钟不准。请核对本机日期后重新核验。"),
    }[doubt]


def in_future(item: SignatureFinding, signed: SignatureReport) -> bool:
    """Whether a signature claims a time that is still to come on this PC."""
    return item.at is not None and signed.checked_at is not None and item.at > signed.checked_at + _CLOCKS_APART


def in_question(item: SignatureFinding, journal: Signed | None) -> bool:
    """Whether the journal here speaks against when and by whom a signature claims to have been given."""
    if item.at is None or journal is None:
        return item.at is None
    impossible = journal.received is not None and item.at > journal.received + _CLOCKS_APART
    return impossible or _out_of_order(item.at, journal) is not None or not _agrees(item.at, item.name, journal)


def _out_of_order(at: datetime, journal: Signed) -> tuple[int, datetime] | None:
    """The earlier step of the case that claims to be later than the signature: the clock had been put back for it."""
    return journal.after if journal.after is not None and at < journal.after[1] - TOLERANCE else None


def _agrees(at: datetime, name: str, journal: Signed) -> bool:
    return abs(journal.at - at) <= _SAME_MOMENT and journal.name == name


def then_words(item: SignatureFinding, signed: SignatureReport, journal: Signed | None) -> tuple[str, bool]:
    """When it was given: was the key good then, and who says when that was. And whether that leaves a doubt."""
    if item.at is None:
        return _("签署时：没有注明时间，无法判断。"), True
    verdict = _("证书有效") if not set(item.problems) & _OF_THE_KEY else _("证书不能采信")
    if in_future(item, signed):
        said = _("签署时：{verdict}，但签署时间晚于本机现在的时间，不能采信。")
        return said.format(verdict=verdict), True
    if journal is None:
        said = _("签署时：{verdict}（时间出自签署人电脑的时钟，别无旁证）。")
        return said.format(verdict=verdict), False
    agrees = _agrees(item.at, item.name, journal)
    later = _out_of_order(item.at, journal)
    if later is not None:
        said = _(
            "签署时：{verdict}，但签署时间早于本案此前的一步（本机操作日志第 {entry} 条，{at}），时钟曾被拨回，不能采信。"
        )
        return said.format(verdict=verdict, entry=later[0], at=f"{later[1].astimezone():%Y-%m-%d %H:%M}"), True
    if journal.received is not None:
        return _handed_on(item, journal, journal.received, verdict, agrees=agrees)
    if agrees:
        said = _("签署时：{verdict}（时间与本机操作日志第 {entry} 条相符）。")
        return said.format(verdict=verdict, entry=journal.entry), False
    said = _("签署时：{verdict}，但本机操作日志第 {entry} 条记的是 {name}，{at}。")
    at = f"{journal.at.astimezone():%Y-%m-%d %H:%M}"
    return said.format(verdict=verdict, entry=journal.entry, name=journal.name, at=at), True


def _handed_on(
    item: SignatureFinding, journal: Signed, received: datetime, verdict: str, *, agrees: bool
) -> tuple[str, bool]:
    """What a package said is no second witness: whoever made it, gave the signature too. Where the key has ended since, the
    verdict hangs on that time."""
    came = f"{received.astimezone():%Y-%m-%d %H:%M}"
    if agrees:
        said = _("签署时：{verdict}（移交包所附的操作日志记为此时；本机第 {entry} 条接收于 {came}，未经本机见证）。")
        impossible = item.at is not None and item.at > received + _CLOCKS_APART
        return said.format(verdict=verdict, entry=journal.entry, came=came), bool(item.now) or impossible
    said = _("签署时：{verdict}，但移交包所附的操作日志（本机第 {entry} 条接收于 {came}）记的是 {name}，{at}。")
    at = f"{journal.at.astimezone():%Y-%m-%d %H:%M}"
    return said.format(verdict=verdict, entry=journal.entry, came=came, name=journal.name, at=at), True


def now_words(item: SignatureFinding, signed: SignatureReport) -> str:
    """Today: could the key still sign, and what is known of its revocation."""
    if not item.fingerprint:
        return _("现在：签名证书读不出，是否仍有效、是否被吊销不明。")
    if SignatureProblem.UNKNOWN_CERTIFICATE in item.problems or signed.revocation_as_of is None:
        return _("现在：没有签发单位的吊销名单，证书是否已被吊销不明。")
    as_of = signed.revocation_as_of.date().isoformat()
    if item.now:
        said = _("现在：{problems}（吊销名单截至 {day}）。")
        return said.format(problems="、".join(in_words_now(code) for code in item.now), day=as_of)
    if not signed.revocation_checked:
        return _("现在：证书仍在有效期；吊销名单截至 {day}，已经过期，其后是否被吊销不明。").format(day=as_of)
    return _("现在：证书仍有效，未被吊销（吊销名单截至 {day}）。").format(day=as_of)
