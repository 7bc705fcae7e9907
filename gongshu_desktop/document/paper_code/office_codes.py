"""The codes of an office: issued with its key, checked against its trust file."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from gongshu_desktop.document.keys import certificates, trust_issue
from gongshu_desktop.document.keys.office_root import opened_root
from gongshu_desktop.document.keys.trust_file import ListedIssuer, TrustRefused, issuer_id, read_trust
from gongshu_desktop.document.paper_code.code import decoded, encoded, vouched
from gongshu_desktop.services.paper_codes import (
    IssuerStanding,
    PaperCodeRefused,
    PaperFinding,
    PaperRecord,
    Progress,
    unwatched,
)
from gongshu_desktop.services.ports import UnusableKey
from gongshu_desktop.wording import _


def _now() -> datetime:
    return datetime.now(UTC)


class OfficePaperCodes:
    """Implements ``services.paper_codes.PaperCodes``. ``clock`` dates trust files and the life of issuing keys."""

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock

    def new_issuing_key(self, root: bytes, root_passphrase: str, trust: bytes) -> tuple[bytes, bytes]:
        """A new issuing key: (PKCS#8 for this PC alone, new trust file). Raises WrongPassphrase or UnusableKey."""
        known, root_key = opened_root(root, root_passphrase, trust)
        now = self._moment()
        key = certificates.new_private_key()
        listed = ListedIssuer(key=key.public_key(), since=now)
        renewed = trust_issue.write_trust(trust_issue.with_issuer(known, listed, root_key, now), root_key)
        plain = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return plain, renewed

    def retire_issuing_key(
        self, root: bytes, root_passphrase: str, trust: bytes, issuer: str, *, compromised: bool
    ) -> bytes:
        """The new trust file. Raises WrongPassphrase or UnusableKey (no such key listed)."""
        known, root_key = opened_root(root, root_passphrase, trust)
        listed = known.issuer(issuer)
        if listed is None:
            raise UnusableKey(_("信任文件中没有这把发码密钥，无法停用。"))
        renewed = trust_issue.with_retired_issuer(known, listed, root_key, self._moment(), compromised=compromised)
        return trust_issue.write_trust(renewed, root_key)

    def issuer(self, issuing_key: bytes) -> str:
        """The id of an issuing key, hex. Raises UnusableKey."""
        return issuer_id(_opened(issuing_key).public_key())

    def in_use(self, issuing_key: bytes, trust: bytes) -> bool:
        """Whether the trust file lists that key, not retired. Raises UnusableKey for a damaged one."""
        issuer = self.issuer(issuing_key)
        try:
            listed = read_trust(trust).issuer(issuer)
        except TrustRefused:
            return False
        return listed is not None and listed.until is None and not listed.compromised

    def issue(self, record: PaperRecord, issuing_key: bytes) -> str:
        """The text of the code. Raises PaperCodeRefused, or UnusableKey for a damaged key."""
        return encoded(record, _opened(issuing_key))

    def check(self, text: str, trust: bytes) -> PaperFinding:
        """What a code says, and who vouches for it.

        Raises PaperCodeRefused when it is none of ours, cannot be read, or names a key of the office that did not sign it.
        """
        record, issuer, signature = decoded(text)
        return PaperFinding(
            text=text, record=record, issuer=issuer, standing=_standing(record, issuer, signature, trust)
        )

    def content(self, memo: bytes) -> Mapping[str, Any] | None:
        """The content attached to a memo's PDF; None when there is none."""
        from gongshu_desktop.document.paper_code.reading import attached_receipt  # noqa: PLC0415 - Pillow and pikepdf

        try:
            content = json.loads(attached_receipt(memo) or b"null")["memo"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        return content if isinstance(content, dict) else None

    def read(self, name: str, content: bytes, progress: Progress = unwatched) -> tuple[str, ...]:
        """The codes in a PNG, JPEG or scanned PDF. Raises UnreadablePicture."""
        from gongshu_desktop.document.paper_code.reading import read_codes  # noqa: PLC0415 - Pillow and pikepdf

        return read_codes(name, content, progress)

    def _moment(self) -> datetime:
        return self._clock().astimezone(UTC).replace(microsecond=0)


def _standing(record: PaperRecord, issuer: str, signature: bytes, trust: bytes) -> IssuerStanding:
    if not trust:
        return IssuerStanding.NO_TRUST_FILE
    try:
        listed = read_trust(trust).issuer(issuer)
    except TrustRefused:
        return IssuerStanding.NO_TRUST_FILE
    if listed is None:
        return IssuerStanding.UNKNOWN
    if not vouched(record, signature, listed.key):
        raise PaperCodeRefused(_("核验码被改动过或是伪造的：它自称由本单位的密钥签发，但签名不符。"))
    if listed.compromised:
        return IssuerStanding.COMPROMISED
    if listed.until is not None and record.day > listed.until.astimezone().date():
        return IssuerStanding.RETIRED
    return IssuerStanding.KNOWN


def _opened(issuing_key: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(issuing_key, None)
    except (ValueError, TypeError) as error:
        raise UnusableKey(_("本机的发码密钥已损坏。请用根密钥在本机重新建立。")) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise UnusableKey(_("本机的发码密钥已损坏。请用根密钥在本机重新建立。"))
    return key
