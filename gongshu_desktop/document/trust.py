"""The trust file 信任文件: who may sign for this office, in one file signed by the office's root.

It holds the root certificate, the revocation list and the people with their roles and certificates. Everyday PCs hold it
without any key. A new PC believes it after its fingerprint was compared by phone or on paper; from then on a later file
counts only when the same root signed it and its number is not lower (see ``successor``).
"""

import base64
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from gongshu_desktop.review.case import Role
from gongshu_desktop.services.ports import UnusableKey
from gongshu_desktop.wording import _

FORMAT = "gongshu-trust/1"
LARGEST = 4 * 1024 * 1024
CRL_LIFE = timedelta(days=180)
_KEYS = {"office", "number", "issued", "root", "crl", "people"}
_PERSON_KEYS = {"person", "name", "roles", "certificate", "fingerprint", "until"}


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
class Trust:
    """A trust file that was read and found to be signed by its own root."""

    office: str
    number: int
    issued: datetime
    root: x509.Certificate
    crl: x509.CertificateRevocationList
    people: tuple[ListedKey, ...] = ()

    def listed(self, fingerprint: str) -> ListedKey | None:
        """The entry for a certificate, by its SHA-256 in hex."""
        return next((key for key in self.people if key.fingerprint == fingerprint), None)

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


def grouped(fingerprint: str) -> str:
    """Upper case, in groups of four: to be read out over the phone."""
    text = fingerprint.upper()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


# --- making one -------------------------------------------------------------------------------------------------------


def new_trust(office: str, root: x509.Certificate, key: ec.EllipticCurvePrivateKey, now: datetime) -> Trust:
    """An office's first trust file: nobody listed, nothing revoked."""
    return Trust(office=office, number=1, issued=now, root=root, crl=_crl(root, key, (), 1, now))


def with_key(trust: Trust, entry: ListedKey, key: ec.EllipticCurvePrivateKey, now: datetime) -> Trust:
    """The next trust file, with a new certificate of a person; an earlier one of the same person signs no more."""
    people = tuple(
        replace(old, until=now) if old.person == entry.person and old.until is None else old for old in trust.people
    )
    return _next(replace(trust, people=(*people, entry)), tuple(trust.crl), key, now)


def with_revocation(
    trust: Trust, entry: ListedKey, reason: x509.ReasonFlags, key: ec.EllipticCurvePrivateKey, now: datetime
) -> Trust:
    """The next trust file, with a certificate revoked from now on; for a compromised key also in retrospect."""
    revoked = (
        x509.RevokedCertificateBuilder()
        .serial_number(entry.certificate.serial_number)
        .revocation_date(now)
        .add_extension(x509.CRLReason(reason), critical=False)
        .build()
    )
    others = tuple(old for old in trust.crl if old.serial_number != revoked.serial_number)
    return _next(trust, (*others, revoked), key, now)


def _next(
    trust: Trust, revoked: tuple[x509.RevokedCertificate, ...], key: ec.EllipticCurvePrivateKey, now: datetime
) -> Trust:
    number = trust.number + 1
    return replace(trust, number=number, issued=now, crl=_crl(trust.root, key, revoked, number, now))


def _crl(
    root: x509.Certificate,
    key: ec.EllipticCurvePrivateKey,
    revoked: tuple[x509.RevokedCertificate, ...],
    number: int,
    now: datetime,
) -> x509.CertificateRevocationList:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(now)
        .next_update(now + CRL_LIFE)
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    for entry in revoked:
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(key, hashes.SHA256())


def write_trust(trust: Trust, key: ec.EllipticCurvePrivateKey) -> bytes:
    """The file, signed with the root's key."""
    body: dict[str, object] = {
        "office": trust.office,
        "number": trust.number,
        "issued": _stamp(trust.issued),
        "root": _der(trust.root.public_bytes(Encoding.DER)),
        "crl": _der(trust.crl.public_bytes(Encoding.DER)),
        "people": [_entry(listed) for listed in trust.people],
    }
    signature = key.sign(_signed_bytes(body), ec.ECDSA(hashes.SHA256()))
    document = {"format": FORMAT, "body": body, "signature": _der(signature)}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _entry(listed: ListedKey) -> dict[str, object]:
    return {
        "person": listed.person,
        "name": listed.name,
        "roles": [role.value for role in listed.roles],
        "certificate": _der(listed.certificate.public_bytes(Encoding.DER)),
        "fingerprint": listed.fingerprint,
        "until": None if listed.until is None else _stamp(listed.until),
    }


def _der(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _signed_bytes(body: object) -> bytes:
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{FORMAT}\n{canonical}".encode()


# --- reading one ------------------------------------------------------------------------------------------------------


def read_trust(content: bytes) -> Trust:
    """The trust file, after every signature in it was verified. Raises TrustRefused with words for people."""
    try:
        return _read(content)
    except TrustRefused:
        raise
    except (ValueError, TypeError, KeyError, RecursionError, InvalidSignature) as error:
        raise TrustRefused(_("信任文件已损坏或被改动，不能使用。请向管理密钥的人员重新索取，并核对指纹。")) from error


def _read(content: bytes) -> Trust:
    if len(content) > LARGEST:
        raise TrustRefused(_("信任文件超过 4 MB，不是本程序所制的信任文件。"))
    document = json.loads(content.decode("utf-8"), object_pairs_hook=_unique)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise TrustRefused(_("这不是信任文件，或是其他版本的程序所制的信任文件。"))
    body = document["body"]
    if set(body) != _KEYS or set(document) != {"format", "body", "signature"}:
        raise KeyError("body")
    root = x509.load_der_x509_certificate(_bytes(body["root"]))
    key = _root_key(root)
    key.verify(_bytes(document["signature"]), _signed_bytes(body), ec.ECDSA(hashes.SHA256()))
    crl = x509.load_der_x509_crl(_bytes(body["crl"]))
    number = _number(body, crl, root, key)
    people = tuple(_listed(entry, root) for entry in body["people"])
    return Trust(
        office=_text(body["office"]), number=number, issued=_moment(body["issued"]), root=root, crl=crl, people=people
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


def successor(current: bytes, offered: bytes) -> Trust:
    """The offered trust file, if it may take the place of the current one. Raises TrustRefused when not."""
    old, new = read_trust(current), read_trust(offered)
    if fingerprint_of(old.root) != fingerprint_of(new.root):
        raise TrustRefused(_("这个信任文件属于另一个根证书，不是本单位在用的那一个。请先核对指纹。"))
    if new.number < old.number:
        raise TrustRefused(
            _("这个信任文件（第 {new} 号）比在用的（第 {old} 号）旧，不能使用。").format(new=new.number, old=old.number)
        )
    return new
