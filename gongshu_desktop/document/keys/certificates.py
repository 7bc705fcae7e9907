"""The certificates of an office without a certificate authority: its own root, and one for each person.

EC P-256 throughout. Lives: root 20 years, people 3 years. What each extension is for stands beside it.
"""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ROOT_YEARS = 20
PERSON_YEARS = 3
BACKDATED = timedelta(days=1)
"""PCs without a network differ in their clocks: a certificate is valid from a day before it was issued."""

_LONGEST = 64  # octets; RFC 5280 bounds each part of a subject
_ROOT_TITLE = "签名根证"


def new_private_key() -> ec.EllipticCurvePrivateKey:
    """A fresh key on P-256."""
    return ec.generate_private_key(ec.SECP256R1())


def root_certificate(office: str, key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    """The office's root: signs people's certificates and revocation lists, nothing else (path length 0)."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _fitted(office)),
            x509.NameAttribute(
                NameOID.COMMON_NAME, _fitted(office, _LONGEST - len(_ROOT_TITLE.encode())) + _ROOT_TITLE
            ),
        ]
    )
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        _builder(name, name, key.public_key(), now, ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )


def person_certificate(
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    key: ec.EllipticCurvePublicKey,
    *,
    person: str,
    name: str,
    now: datetime,
) -> x509.Certificate:
    """A person's certificate, for signing documents. ``person`` is the id, it stands in the subject's serialNumber."""
    office = root.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            *office,
            x509.NameAttribute(NameOID.COMMON_NAME, _fitted(name)),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, _fitted(person)),
        ]
    )
    return (
        _builder(subject, root.subject, key, now, PERSON_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        # emailProtection: poppler's NSS accepts a document signature with no other purpose; documentSigning: RFC 9336
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")]),
            critical=False,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )


def request_subject(person: str, name: str) -> x509.Name:
    """What a request for a certificate says of its sender; the certificate's own subject is written by the office."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.COMMON_NAME, _fitted(name)),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, _fitted(person)),
        ]
    )


def _fitted(text: str, most: int = _LONGEST) -> str:
    """As many whole characters as the subject of a certificate can hold; the trust file has the whole name."""
    return text.encode()[:most].decode(errors="ignore")


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, years: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + timedelta(days=365 * years + years // 4))
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    """A root signs certificates and lists; a person signs documents and cannot deny it (nonRepudiation)."""
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_cert_sign=certificates,
        crl_sign=certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def common_name(certificate: x509.Certificate) -> str:
    """The name in the certificate, "" without one; which person and roles it stands for, the trust file says."""
    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


def may_sign_documents(certificate: x509.Certificate) -> bool:
    """Whether the certificate is for signatures that cannot be denied, and is no authority's."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return usage.content_commitment and not constraints.ca
