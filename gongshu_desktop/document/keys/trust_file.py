"""The trust file 信任文件: who may sign for this office, in one file signed by the office's root.

It holds the root certificate, the revocation list, the people with their roles and certificates, and the keys that issue the
codes on paper memos 核验码. Everyday PCs hold it without the keys of people or root. A new PC believes it after its fingerprint
was compared by phone or on paper; from then on a later file counts only when the same root signed it and its number is not
lower (see ``successor``).
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import UnusableKey
from gongshu_desktop.services.verification.sizes import LARGEST_TRUST_FILE
from gongshu_desktop.wording import _

FORMAT = "gongshu-trust/1"
_KEYS = {"office", "number", "issued", "root", "crl", "people"}
_LATER_KEYS = {"issuers"}
"""Parts that a file may lack: one without them reads, and is written, as before there were any."""
_PERSON_KEYS = {"person", "name", "roles", "certificate", "fingerprint", "until"}
_ISSUER_KEYS = {"key", "since", "until", "compromised"}


class TrustRefused(UnusableKey):
    """The trust file is damaged, changed, of another root or older than the one in use. The message is for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedKey:
    """One certificate of one person. ``until``: from then on it signs no more, what it signed before still counts."""

    person: str
    name: str
    roles: tuple[Role, ...]
    certificate: x509.Certificate
    until: datetime | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hex."""
        return fingerprint_of(self.certificate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """When a certificate was revoked. ``retroactive``: what it signed before counts no more either (key compromised)."""

    at: datetime
    retroactive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedIssuer:
    """A key that issues 核验码 (P-256). ``until``: it issues no more; ``compromised``: what it issued counts no more either."""

    key: ec.EllipticCurvePublicKey
    since: datetime
    until: datetime | None = None
    compromised: bool = False

    @property
    def id(self) -> str:
        """The first 8 bytes of the SHA-256 of the public key (SubjectPublicKeyInfo), hex: what a code names."""
        return issuer_id(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """A trust file that was read and found to be signed by its own root."""

    office: str
    number: int
    issued: datetime
    root: x509.Certificate
    crl: x509.CertificateRevocationList
    people: tuple[ListedKey, ...] = ()
    issuers: tuple[ListedIssuer, ...] = ()

    def listed(self, fingerprint: str) -> ListedKey | None:
        """The entry for a certificate, by its SHA-256 in hex."""
        return next((key for key in self.people if key.fingerprint == fingerprint), None)

    def issuer(self, id: str) -> ListedIssuer | None:
        """The entry for an issuing key, by its id in hex."""
        return next((issuer for issuer in self.issuers if issuer.id == id), None)

    def revocation(self, certificate: x509.Certificate) -> Revocation | None:
        """Whether and when the root revoked a certificate."""
        entry = self.crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is None:
            return None
        return Revocation(at=entry.revocation_date_utc, retroactive=_reason(entry) not in _FAREWELLS)

    def fresh(self, now: datetime) -> bool:
        """Whether the revocation list is not older than its own term (180 days)."""
        due = self.crl.next_update_utc
        return due is not None and now <= due


_FAREWELLS = frozenset(
    {x509.ReasonFlags.superseded, x509.ReasonFlags.cessation_of_operation, x509.ReasonFlags.affiliation_changed}
)


def _reason(entry: x509.RevokedCertificate) -> x509.ReasonFlags:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return x509.ReasonFlags.unspecified


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, hex."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as SubjectPublicKeyInfo, DER."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def issuer_id(key: ec.EllipticCurvePublicKey) -> str:
    """The id of an issuing key: 8 bytes, hex."""
    return hashlib.sha256(public_bytes(key)).hexdigest()[:16]


# --- reading one ------------------------------------------------------------------------------------------------------


def read_trust(content: bytes) -> Trust:
    """The trust file, after every signature in it was verified. Raises TrustRefused with words for people."""
    try:
        return _read(content)
    except TrustRefused:
        raise
    except Exception as error:
        raise TrustRefused(_("信任文件已损坏或被改动，不能使用。请向管理密钥的人员重新索取，并核对指纹。")) from error


def _read(content: bytes) -> Trust:
    if len(content) > LARGEST_TRUST_FILE:
        raise TrustRefused(_("信任文件超过 4 MB，不是本程序所制的信任文件。"))
    document = json.loads(content.decode("utf-8"), object_pairs_hook=_unique)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise TrustRefused(_("这不是信任文件，或是其他版本的程序所制的信任文件。"))
    body = document["body"]
    if not _KEYS <= set(body) <= _KEYS | _LATER_KEYS or set(document) != {"format", "body", "signature"}:
        raise KeyError("body")
    root = x509.load_der_x509_certificate(_bytes(body["root"]))
    key = _root_key(root)
    key.verify(_bytes(document["signature"]), signed_bytes(body), ec.ECDSA(hashes.SHA256()))
    crl = x509.load_der_x509_crl(_bytes(body["crl"]))
    number = _number(body, crl, root, key)
    return Trust(
        office=_text(body["office"]),
        number=number,
        issued=_moment(body["issued"]),
        root=root,
        crl=crl,
        people=tuple(_listed(entry, root) for entry in body["people"]),
        issuers=tuple(_issuer(entry) for entry in body.get("issuers", ())),
    )


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _bytes(text: object) -> bytes:
    return base64.b64decode(_text(text), validate=True)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def _moment(text: object) -> datetime:
    moment = datetime.fromisoformat(_text(text))
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment


def _root_key(root: x509.Certificate) -> ec.EllipticCurvePublicKey:
    """The root's public key, after the certificate was found to be a self-signed authority on P-256."""
    root.verify_directly_issued_by(root)
    constraints = root.extensions.get_extension_for_class(x509.BasicConstraints).value
    key = root.public_key()
    if not constraints.ca or not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("no authority on an elliptic curve")
    return key


def _number(
    body: dict[str, object],
    crl: x509.CertificateRevocationList,
    root: x509.Certificate,
    key: ec.EllipticCurvePublicKey,
) -> int:
    number = body["number"]
    listed = crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    if not isinstance(number, int) or isinstance(number, bool) or number < 1 or number != listed:
        raise ValueError("number")
    if crl.issuer != root.subject or not crl.is_signature_valid(key):
        raise ValueError("crl")
    return number


def _listed(entry: dict[str, object], root: x509.Certificate) -> ListedKey:
    if set(entry) != _PERSON_KEYS:
        raise KeyError("people")
    certificate = x509.load_der_x509_certificate(_bytes(entry["certificate"]))
    certificate.verify_directly_issued_by(root)
    roles = entry["roles"]
    if not isinstance(roles, list) or entry["fingerprint"] != fingerprint_of(certificate):
        raise ValueError("people")
    until = entry["until"]
    return ListedKey(
        person=_text(entry["person"]),
        name=_text(entry["name"]),
        roles=tuple(Role(_text(role)) for role in roles),
        certificate=certificate,
        until=None if until is None else _moment(until),
    )


def _issuer(entry: dict[str, object]) -> ListedIssuer:
    key = serialization.load_der_public_key(_bytes(entry["key"]))
    until, compromised = entry["until"], entry["compromised"]
    if set(entry) != _ISSUER_KEYS or not isinstance(compromised, bool):
        raise KeyError("issuers")
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("issuers")
    return ListedIssuer(
        key=key,
        since=_moment(entry["since"]),
        until=None if until is None else _moment(until),
        compromised=compromised,
    )


def successor(current: bytes, offered: bytes) -> Trust:
    """The offered trust file, if it may take the place of the current one. Raises TrustRefused when not."""
    old, new = read_trust(current), read_trust(offered)
    if fingerprint_of(old.root) != fingerprint_of(new.root):
        raise TrustRefused(_("这个信任文件属于另一个根证书，不是本单位在用的那一个。请先核对指纹。"))
    if new.number < old.number:
        raise TrustRefused(
            _("这个信任文件（第 {new} 号）比在用的（第 {old} 号）旧，不能使用。").format(new=new.number, old=old.number)
        )
    if new.number == old.number and current != offered:
        raise TrustRefused(
            _(
                "这个信任文件与在用的同为第 {number} 号，内容却不同：两处各自签发过。请由管理根密钥的人员查明后重新签发。"
            ).format(number=new.number)
        )
    return new


def signed_bytes(body: object) -> bytes:
    """What the root signs of a trust file: the format's name and the canonical JSON of its body."""
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{FORMAT}\n{canonical}".encode()
