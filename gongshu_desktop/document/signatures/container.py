"""The CMS container of a signature (RFC 5652), held to the one form in which this program writes it.

A container has parts that no signature protects: the padding behind it, the case of its hex digits, unsigned attributes, the
certificates sent along. Bytes could be changed or hidden there without breaking a signature. So it is rebuilt from its
protected parts, and must come out byte for byte.
"""

from dataclasses import dataclass

from asn1crypto import cms, parser
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

_ATTRIBUTES = {"content_type", "message_digest", "signing_certificate_v2"}
_ALSO_ALLOWED = {"cms_algorithm_protection"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """Who signed, and which other certificates were sent along (DER)."""

    certificate: x509.Certificate
    companions: tuple[bytes, ...]


def read_container(padded: bytes) -> Container:
    """The container in the padded bytes of /Contents. Raises ValueError when it is not in our one form."""
    length = int(parser.peek(padded))
    if any(padded[length:]):
        raise ValueError("something is hidden in the padding")
    content = padded[:length]
    info = cms.ContentInfo.load(content, strict=True)
    if info["content_type"].native != "signed_data":
        raise ValueError("no signed data")
    data = info["content"]
    if len(data["signer_infos"]) != 1:
        raise ValueError("not exactly one signer")
    signer = data["signer_infos"][0]
    certificates = [choice.chosen.dump() for choice in data["certificates"]]
    _require_attributes(signer)
    own = _own(signer, certificates)
    if _rebuilt(data, signer, certificates, own) != content:
        raise ValueError("not in the form in which this program writes it")
    certificate = x509.load_der_x509_certificate(own)
    if not certificate.subject.rdns:  # parsed only now: a broken one raises here, and not where its name is told
        raise ValueError("a certificate for nobody")
    return Container(
        certificate=certificate,
        companions=tuple(other for other in certificates if other != own),
    )


def _require_attributes(signer: cms.SignerInfo) -> None:
    names = [attribute["type"].native for attribute in signer["signed_attrs"]]
    if len(set(names)) != len(names) or not set(names) >= _ATTRIBUTES or set(names) - _ATTRIBUTES - _ALSO_ALLOWED:
        raise ValueError("other signed attributes than ours")


def _own(signer: cms.SignerInfo, certificates: list[bytes]) -> bytes:
    """The signer's own certificate: the one with the serial number that the signature names."""
    named = signer["sid"].chosen
    for found in certificates:
        certificate = Certificate.load(found)
        if certificate.serial_number == named["serial_number"].native and certificate.issuer == named["issuer"]:
            return found
    raise ValueError("the signer's certificate is missing")


def _rebuilt(data: cms.SignedData, signer: cms.SignerInfo, certificates: list[bytes], own: bytes) -> bytes:
    certificate = Certificate.load(own)
    digest = {"algorithm": "sha256"}
    return bytes(
        cms.ContentInfo(
            {
                "content_type": "signed_data",
                "content": cms.SignedData(
                    {
                        "version": "v1",
                        "digest_algorithms": cms.DigestAlgorithms((cms.DigestAlgorithm(digest),)),
                        "encap_content_info": {"content_type": "data"},
                        "certificates": {
                            cms.CertificateChoices(name="certificate", value=Certificate.load(found))
                            for found in certificates
                        },
                        "signer_infos": [_rebuilt_signer(signer, certificate, digest)],
                    }
                ),
            }
        ).dump()
    )


def _rebuilt_signer(signer: cms.SignerInfo, certificate: Certificate, digest: dict[str, str]) -> cms.SignerInfo:
    return cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": digest,
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signed_attrs": signer["signed_attrs"],
            "signature": encode_dss_signature(*decode_dss_signature(signer["signature"].native)),
        }
    )
