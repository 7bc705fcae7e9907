"""How a person's key stands by this PC's trust file, decided without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gongshu_desktop.desktop import words
from gongshu_desktop.services.office.signers import certificate_fingerprint
from gongshu_desktop.services.office.trust_changes import short
from gongshu_desktop.services.office.trust_content import KnownKey
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyState:
    """In a word and its tone; fingerprint and end in ``details``; ``revocable``: keys that a revocation still changes."""

    words: str
    tone: str
    details: str = ""
    revocable: tuple[KnownKey, ...] = ()


def key_state(person: Person, keys: Sequence[KnownKey], now: datetime) -> KeyState:
    """Of the certificate on record; ``keys`` are all of this person's in the trust file."""
    revocable = tuple(key for key in keys if not key.void)
    if not person.certificate:
        return KeyState(words=_("无密钥"), tone="warn", revocable=revocable)
    own = certificate_fingerprint(person.certificate)
    key = next((key for key in keys if _plain(key.fingerprint) == own), None)
    if key is None:
        return KeyState(words=_("不在信任文件中"), tone="danger", revocable=revocable)
    said, tone = _standing(key, now)
    day = words.day(key.ends.astimezone(now.tzinfo).date())
    details = _("指纹 {fingerprint} · {day} 到期").format(fingerprint=short(key), day=day)
    return KeyState(words=said, tone=tone, details=details, revocable=revocable)


def _standing(key: KnownKey, now: datetime) -> tuple[str, str]:
    if key.revoked is not None:
        return _("已吊销"), "danger"
    if key.until is not None:
        return _("已停用"), "neutral"
    if now > key.ends:
        return _("已过期"), "danger"
    return _("已有密钥"), "ok"


def _plain(fingerprint: str) -> str:
    return "".join(fingerprint.split()).lower()
