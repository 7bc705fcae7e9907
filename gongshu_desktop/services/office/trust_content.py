"""What a 信任文件 says, as plain values, and what is needed of it: reading, accepting, and making the next one with the root."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _


class RevocationReason(StrEnum):
    """Why a key is revoked. LOST and LEFT differ in what becomes of earlier signatures: see ``keeps_earlier``."""

    LOST = "lost"
    LEFT = "left"
    REPLACED = "replaced"

    @property
    def keeps_earlier(self) -> bool:
        """Whether what the key signed before its revocation stays good."""
        return self is not RevocationReason.LOST


def reason_words(reason: RevocationReason) -> str:
    """The reason with its consequence, for a choice on the screen."""
    return {
        RevocationReason.LOST: _("密钥遗失或可能被他人使用（此前的签名也不再认可）"),
        RevocationReason.LEFT: _("人员离岗（此前的签名仍然有效）"),
        RevocationReason.REPLACED: _("已换发新密钥（此前的签名仍然有效）"),
    }[reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownKey:
    """A certificate that a trust file lists. ``until``: out of use since; ``revoked``: when; ``void``: earlier signatures too."""

    person: str
    name: str
    roles: tuple[Role, ...]
    fingerprint: str
    certificate: str
    """PEM."""
    begins: datetime
    ends: datetime
    until: datetime | None = None
    revoked: datetime | None = None
    void: bool = False

    def usable(self, now: datetime) -> bool:
        """Whether it signs now."""
        return self.revoked is None and self.until is None and self.begins <= now <= self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownIssuer:
    """An issuing key of paper codes that a trust file lists."""

    id: str
    since: datetime
    until: datetime | None
    compromised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustContent:
    """What a trust file says, after every signature in it was verified. ``fingerprint`` in groups of four.

    ``number`` is that of the file and of its revocation list, which is to be renewed before ``list_until``.
    """

    office: str
    number: int
    issued: datetime
    fingerprint: str
    list_until: datetime
    keys: tuple[KnownKey, ...]
    issuers: tuple[KnownIssuer, ...] = ()


class TrustKeeping(Protocol):
    """Reads and makes trust files (``document`` implements it). Everything raises UnusableKey with words for people."""

    def describe(self, trust: bytes) -> TrustContent:
        """What a trust file says."""

    def accept_trust(self, current: bytes, offered: bytes) -> bytes:
        """The offered file, if it may take the place of the current one (b"": there is none)."""

    def renew_key(
        self, root: bytes, root_passphrase: str, trust: bytes, person: Person, passphrase: str
    ) -> tuple[bytes, str, bytes]:
        """A further key of a person: (key file, certificate PEM, new trust file). Also raises Wrong- or WeakPassphrase."""

    def revoke_key(
        self, root: bytes, root_passphrase: str, trust: bytes, fingerprint: str, reason: RevocationReason
    ) -> bytes:
        """The new trust file, with that certificate revoked."""

    def certify(
        self, root: bytes, root_passphrase: str, trust: bytes, person: Person, request: bytes
    ) -> tuple[str, bytes]:
        """A certificate for a key made elsewhere, from its request (PKCS#10): (certificate PEM, new trust file)."""

    def refresh(self, root: bytes, root_passphrase: str, trust: bytes) -> bytes:
        """The new trust file, with the same people and a fresh revocation list."""
