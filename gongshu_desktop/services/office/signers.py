"""Where a signature's key may live: in a file, on a token (UKey), or behind a vendor's component. Who signs need not know which.

A provider opens the key for one signature, after the amount and digest were shown; with the end of the block the key is gone.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from gongshu_desktop.services.office.signing import MemoSigning, Signer
from gongshu_desktop.services.ports import UnusableKey, WrongPassphrase
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _


def certificate_fingerprint(certificate: str) -> str:
    """SHA-256 (hex) of a certificate in PEM; "" where there is none."""
    body = re.sub(r"-----[^-]*-----|\s", "", certificate)
    return hashlib.sha256(base64.b64decode(body)).hexdigest() if body else ""


class SecretKind(StrEnum):
    """What opens the key: a passphrase, a PIN typed here, or a PIN typed on the token's own pad (nothing is asked here)."""

    PASSPHRASE = "passphrase"  # noqa: S105 - what is asked for, not the answer
    PIN = "pin"
    OWN_PAD = "own-pad"


class SignerProvider(Protocol):
    """The seam: implement this for a vendor's component."""

    @property
    def secret(self) -> SecretKind:
        """What to ask for."""

    @property
    def words(self) -> str:
        """What the dialog calls it: the name of the file, or of the token."""

    def open(self, secret: str) -> AbstractContextManager[Signer]:
        """The key for one signature. Raises WrongPassphrase (WrongPin) or UnusableKey, with words for people."""


@dataclass(frozen=True, slots=True)
class KeyFileProvider:
    """A key file (PKCS#12)."""

    signing: MemoSigning
    content: bytes
    name: str = ""

    @property
    def secret(self) -> SecretKind:
        """A passphrase."""
        return SecretKind.PASSPHRASE

    @property
    def words(self) -> str:
        """The file."""
        return _("密钥文件 {name}").format(name=self.name).strip()

    @contextmanager
    def open(self, secret: str) -> Iterator[Signer]:
        """The key in the file."""
        yield self.signing.open_key(self.content, secret)


# --- tokens -----------------------------------------------------------------------------------------------------------


class PinState(StrEnum):
    """What a token tells of its PIN's retry counter. PKCS#11 knows no number, only these."""

    GOOD = "good"
    LOW = "low"
    """At least one wrong PIN since the last right one."""
    FINAL_TRY = "final-try"
    LOCKED = "locked"
    NOT_SET = "not-set"


def pin_words(state: PinState) -> str:
    """What people must know before they type a PIN; "" when all is well."""
    return {
        PinState.GOOD: "",
        PinState.LOW: _("此前输错过 PIN，继续输错会锁定 UKey。"),
        PinState.FINAL_TRY: _("只剩最后一次机会：再输错一次 PIN，UKey 就会锁定。"),
        PinState.LOCKED: _("UKey 的 PIN 已锁定，须用管理员口令（SO PIN）或到发放单位解锁。"),
        PinState.NOT_SET: _("UKey 还没有设置 PIN，请先用厂商的管理工具初始化。"),
    }[state]


class WrongPin(WrongPassphrase):
    """The PIN is wrong; ``state`` says how near the token is to locking."""

    def __init__(self, state: PinState) -> None:
        super().__init__(_("PIN 不正确。{more}").format(more=pin_words(state)))
        self.state = state


class TokenProblem(UnusableKey):
    """Something is wrong with the token or its driver. The message is for people."""


class PinLocked(TokenProblem):
    """Too many wrong PINs."""


class TokenMissing(TokenProblem):
    """No token is plugged in, or it was pulled out."""


class DriverMissing(TokenProblem):
    """The token's driver (PKCS#11 module), or this program's part for it, cannot be loaded."""


class DriverUnknown(TokenProblem):
    """Nobody has confirmed the driver on this PC, or it is another file now; it was not loaded."""

    def __init__(self, driver: str, sha256: str) -> None:
        super().__init__(_("这个 UKey 驱动还没有在本机确认过，没有加载。请点“查找”，核对后确认。"))
        self.driver, self.sha256 = driver, sha256


class TokenFull(TokenProblem):
    """The token has no room for another key or certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenInfo:
    """A token that is plugged in. ``serial`` tells it from all others of its driver."""

    driver: str
    serial: str
    label: str
    maker: str
    model: str
    pin: PinState
    own_pad: bool = False


class Tokens(Protocol):
    """Tokens over their drivers (``document`` implements it with PKCS#11). All raise TokenProblem, WrongPin or UnusableKey."""

    def plugged_in(self, driver: str) -> Sequence[TokenInfo]:
        """The tokens that a driver (path of its PKCS#11 module) sees. Empty when none is plugged in.

        Also raises DriverUnknown.
        """

    def confirm(self, driver: str, sha256: str) -> None:
        """A person has looked at the driver that was unknown and wants it: it is loaded from now on. Raises DriverMissing."""

    def provider(self, token: TokenInfo, fingerprint: str = "") -> SignerProvider:
        """Signs with the key of that certificate (hex); without one, with the token's newest certificate."""

    def request(self, token: TokenInfo, pin: str, person: Person) -> bytes:
        """Make a key on the token, never to leave it, and a request (PKCS#10, PEM) for its certificate."""

    def install(self, token: TokenInfo, pin: str, certificate: str) -> None:
        """Put the certificate (PEM) beside its key on the token."""
