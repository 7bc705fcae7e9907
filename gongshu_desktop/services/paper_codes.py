"""核验码: the QR code on a paper memo. It carries the memo's number, amount, date and digest, signed by the office's
issuing key, so that a paper or its scan can be compared with the record.

What it proves: these four things were issued with a key of the office. It is made when the memo is drawn up, before the three
sign, and anybody can copy it onto another paper. So a screen always shows what the code says, to be compared with the paper,
and never calls it signed by the three.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from gongshu_desktop.policy.money import grouped
from gongshu_desktop.policy.receipt import canonical_bytes
from gongshu_desktop.wording import _

CONTENT_FIELD = "paper_code"
"""Where the code stands in a memo's content; the digest in the code is that of the content without it."""
_HAND = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that could be taken for a figure."""
_HAND_LENGTH = 16
Progress = Callable[[int, int], None]
"""How many of how many steps are done. What it raises (a stop asked for) ends the reading."""
_ALIKE = str.maketrans("OILU", "011V")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecord:
    """What a code says: 文号, 审定额 in fen, the date of drawing up, and the SHA-256 (hex) of the memo's content."""

    number: str
    amount: int
    day: date
    digest: str

    @property
    def hand_code(self) -> str:
        """The first 80 bits of the digest in 16 characters, in groups of four: printed below the code, typed by hand."""
        value = int(self.digest[:20], 16)
        text = "".join(_HAND[value >> (5 * place) & 31] for place in reversed(range(_HAND_LENGTH)))
        return " ".join(text[start : start + 4] for start in range(0, _HAND_LENGTH, 4))


def read_hand_code(text: str) -> str:
    """What somebody typed as a code of 16 characters, in the form in which it is printed. Raises PaperCodeRefused."""
    typed = "".join(text.upper().split()).replace("-", "").translate(_ALIKE)
    if len(typed) != _HAND_LENGTH or set(typed) - set(_HAND):
        raise PaperCodeRefused(_("核验短码应为 16 位数字和字母（例如 7K3M 09QD X2T4 HB8N），请对照纸面重新输入。"))
    return " ".join(typed[start : start + 4] for start in range(0, _HAND_LENGTH, 4))


class IssuerStanding(StrEnum):
    """What this PC knows of the key that signed a code."""

    KNOWN = "known"
    RETIRED = "retired"
    """Out of use since before the code's date."""
    COMPROMISED = "compromised"
    UNKNOWN = "unknown"
    NO_TRUST_FILE = "no-trust-file"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFinding:
    """A code that was read. Only when it is ``genuine``, somebody known vouches for what it says."""

    text: str
    record: PaperRecord
    issuer: str
    """The id of the key that the code names: hex, 16 digits."""
    standing: IssuerStanding

    @property
    def genuine(self) -> bool:
        """Whether an issuing key of the office, in use on the code's date, signed what the code says."""
        return self.standing is IssuerStanding.KNOWN


class PaperCodeRefused(Exception):
    """A code that is none of this program's, is damaged, forged, or cannot be made. The message is for people."""


def unwatched(_done: int, _total: int) -> None:
    """Nobody watches."""


class UnreadablePicture(Exception):
    """The scan or photo cannot be opened, or no code of this program is found in it. The message is for people."""


class PaperCodes(Protocol):
    """Makes, reads and checks codes (``document`` implements it)."""

    def new_issuing_key(self, root: bytes, root_passphrase: str, trust: bytes) -> tuple[bytes, bytes]:
        """A new issuing key: (key for this PC, new trust file that lists its public half)."""

    def retire_issuing_key(
        self, root: bytes, root_passphrase: str, trust: bytes, issuer: str, *, compromised: bool
    ) -> bytes:
        """The new trust file, in which that key issues no more; compromised: what it issued counts no more either."""

    def issuer(self, issuing_key: bytes) -> str:
        """The id of an issuing key, hex."""

    def in_use(self, issuing_key: bytes, trust: bytes) -> bool:
        """Whether the trust file lists that key as one that issues codes."""

    def issue(self, record: PaperRecord, issuing_key: bytes) -> str:
        """The text of the code; the same for the same record and key. Raises PaperCodeRefused."""

    def check(self, text: str, trust: bytes) -> PaperFinding:
        """What a code says and who vouches for it. Raises PaperCodeRefused when it is none, damaged or forged."""

    def content(self, memo: bytes) -> Mapping[str, Any] | None:
        """The content attached to a memo's PDF, as JSON values; None when there is none. Nothing is verified."""

    def read(self, name: str, content: bytes, progress: Progress = unwatched) -> tuple[str, ...]:
        """The texts of this program's codes in a PNG, JPEG or scanned PDF. Raises UnreadablePicture when there is none."""


class IssuingKeyPlace(Protocol):
    """Where this PC keeps the issuing key: readable by this user's account alone, in no backup and no package."""

    def get(self) -> bytes | None: ...
    def put(self, key: bytes) -> None: ...


def content_digest(content: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of a memo's content as JSON values, without the code itself."""
    bare = {name: value for name, value in content.items() if name != CONTENT_FIELD}
    return hashlib.sha256(canonical_bytes(bare)).hexdigest()


def record_of(content: Mapping[str, Any]) -> PaperRecord:
    """What the code of a memo has to say, from the memo's content as JSON values.

    Raises:
        PaperCodeRefused: without a number, or while an amount is open.
    """
    number, total, drawn = content.get("number"), content.get("total"), content.get("drawn")
    if not isinstance(number, str) or not number or not isinstance(total, int) or not isinstance(drawn, str):
        raise PaperCodeRefused(_("文号或审定金额还没有确定，不能制作核验码。"))
    return PaperRecord(number=number, amount=total, day=date.fromisoformat(drawn[:10]), digest=content_digest(content))


def differences(said: PaperRecord, recorded: PaperRecord) -> tuple[str, ...]:
    """Where a code and the record differ, in words; empty when they agree."""
    found = []
    if said.number != recorded.number:
        found.append(
            _("文号不同：核验码为“{code}”，案卷为“{record}”。").format(code=said.number, record=recorded.number)
        )
    if said.amount != recorded.amount:
        found.append(
            _("审定金额不同：核验码为 {code} 元，案卷为 {record} 元。").format(
                code=grouped(said.amount), record=grouped(recorded.amount)
            )
        )
    if said.day != recorded.day:
        found.append(
            _("日期不同：核验码为 {code}，案卷为 {record}。").format(
                code=said.day.isoformat(), record=recorded.day.isoformat()
            )
        )
    if said.digest != recorded.digest:
        found.append(_("内容摘要不同：纸面所依据的内容与案卷中的审核意见书不是同一份。"))
    return tuple(found)


def misprints(content: Mapping[str, Any], codes: PaperCodes, trust: bytes) -> tuple[str, ...]:
    """Where the code printed on a memo differs from the memo itself, in words; empty when it agrees or there is none."""
    text = content.get(CONTENT_FIELD)
    if not isinstance(text, str) or not text:
        return ()
    try:
        finding = codes.check(text, trust)
        found = differences(finding.record, record_of(content))
    except PaperCodeRefused as error:
        return (str(error),)
    if finding.standing in {IssuerStanding.UNKNOWN, IssuerStanding.COMPROMISED}:
        return (*found, standing_words(finding.standing))
    return found


def standing_words(standing: IssuerStanding) -> str:
    """What is known of the key, for people."""
    return {
        IssuerStanding.KNOWN: _("核验码由本单位的发码密钥签发"),
        IssuerStanding.RETIRED: _("核验码的日期晚于发码密钥的停用日期，不予认可"),
        IssuerStanding.COMPROMISED: _("签发核验码的密钥已因泄露作废，不予认可"),
        IssuerStanding.UNKNOWN: _("签发核验码的密钥不在本机的信任文件中，无法确认来源"),
        IssuerStanding.NO_TRUST_FILE: _("本机没有信任文件，无法确认核验码的来源"),
    }[standing]
