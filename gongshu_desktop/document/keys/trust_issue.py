"""Making trust files: needs the root's key, so it happens on the administrator's PC only. What they are: see ``trust``."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from gongshu_desktop.document.keys.trust_file import FORMAT, ListedIssuer, ListedKey, Trust, public_bytes, signed_bytes

CRL_LIFE = timedelta(days=180)


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


def renewed(trust: Trust, key: ec.EllipticCurvePrivateKey, now: datetime) -> Trust:
    """The next trust file with nothing new but the term of its revocation list."""
    return _next(trust, tuple(trust.crl), key, now)


def with_issuer(trust: Trust, issuer: ListedIssuer, key: ec.EllipticCurvePrivateKey, now: datetime) -> Trust:
    """The next trust file, with a key that issues 核验码."""
    return _next(replace(trust, issuers=(*trust.issuers, issuer)), tuple(trust.crl), key, now)


def with_retired_issuer(
    trust: Trust, issuer: ListedIssuer, key: ec.EllipticCurvePrivateKey, now: datetime, *, compromised: bool
) -> Trust:
    """The next trust file, in which an issuing key is out of use from now on; a compromised one also in retrospect."""
    retired = replace(issuer, until=issuer.until or now, compromised=issuer.compromised or compromised)
    issuers = tuple(retired if old.id == issuer.id else old for old in trust.issuers)
    return _next(replace(trust, issuers=issuers), tuple(trust.crl), key, now)


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
    if trust.issuers:
        body["issuers"] = [_issuer_entry(issuer) for issuer in trust.issuers]
    signature = key.sign(signed_bytes(body), ec.ECDSA(hashes.SHA256()))
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


def _issuer_entry(issuer: ListedIssuer) -> dict[str, object]:
    return {
        "key": _der(public_bytes(issuer.key)),
        "since": _stamp(issuer.since),
        "until": None if issuer.until is None else _stamp(issuer.until),
        "compromised": issuer.compromised,
    }


def _der(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
