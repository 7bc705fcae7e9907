"""What a token holds: keys on P-256 and their certificates, as PKCS#11 objects in an open session.

Objects and sessions are python-pkcs11's own, which has no types.
"""

import hashlib
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from gongshu_desktop.document.keys.trust_file import fingerprint_of
from gongshu_desktop.services.office.signers import TokenProblem
from gongshu_desktop.services.ports import UnusableKey
from gongshu_desktop.wording import _

_HALF = 32
"""Octets of each of the two numbers of a signature on P-256."""
_POINT = 65
"""Octets of an uncompressed point on P-256."""


def new_pair(session: Any, name: str) -> tuple[Any, Any]:
    """A key pair on P-256; the private half stays on the token (sensitive, not extractable)."""
    import pkcs11  # noqa: PLC0415 - optional, see ``token``
    from pkcs11.util.ec import encode_named_curve_parameters  # noqa: PLC0415

    curve = session.create_domain_parameters(
        pkcs11.KeyType.EC, {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}, local=True
    )
    identifier = hashlib.sha256(session.generate_random(256)).digest()[:20]
    public, private = curve.generate_keypair(
        id=identifier,
        label=name,
        store=True,
        capabilities=pkcs11.MechanismFlag.SIGN | pkcs11.MechanismFlag.VERIFY,
        private_template={pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False},
    )
    return public, private


def signed(private: Any, content: bytes) -> bytes:
    """A signature by a private key on a token, DER: the hashed mechanism where there is one, else raw over the digest."""
    import pkcs11  # noqa: PLC0415 - optional, see ``token``

    try:
        raw = private.sign(content, mechanism=pkcs11.Mechanism.ECDSA_SHA256)
    except (pkcs11.MechanismInvalid, pkcs11.FunctionNotSupported):
        raw = private.sign(hashlib.sha256(content).digest(), mechanism=pkcs11.Mechanism.ECDSA)
    if len(raw) != 2 * _HALF:
        raise TokenProblem(_("UKey 返回的签名不合规范，没有签署。请更新 UKey 的驱动程序。"))
    return encode_dss_signature(int.from_bytes(raw[:_HALF], "big"), int.from_bytes(raw[_HALF:], "big"))


def public_key(public: Any) -> ec.EllipticCurvePublicKey:
    """The public key of a token's object. Some tokens wrap the point in an OCTET STRING, as they should, some do not."""
    import pkcs11  # noqa: PLC0415 - optional, see ``token``

    point = bytes(public[pkcs11.Attribute.EC_POINT])
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point[-_POINT:])


def install(session: Any, certificate: x509.Certificate) -> None:
    """Put a certificate beside its key, once. Raises UnusableKey when the token does not hold that key."""
    import pkcs11  # noqa: PLC0415 - optional, see ``token``
    from pkcs11.util.x509 import decode_x509_certificate  # noqa: PLC0415

    for public in session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PUBLIC_KEY}):
        if public.key_type is pkcs11.KeyType.EC and public_key(public) == certificate.public_key():
            break
    else:
        raise UnusableKey(_("这张证书不是为这个 UKey 中的密钥签发的，没有安装。请插入生成申请时所用的 UKey。"))
    der = certificate.public_bytes(Encoding.DER)
    for old in certificates(session):
        if bytes(old[pkcs11.Attribute.VALUE]) == der:
            return
    session.create_object(
        decode_x509_certificate(der)
        | {
            pkcs11.Attribute.TOKEN: True,
            pkcs11.Attribute.ID: public.id,
            pkcs11.Attribute.LABEL: public.label,
        }
    )


def certificates(session: Any) -> list[Any]:
    """The certificates on the token, as its objects."""
    import pkcs11  # noqa: PLC0415 - optional, see ``token``

    wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
    return list(session.get_objects(wanted))


def chosen(session: Any, fingerprint: str) -> tuple[x509.Certificate, Any]:
    """The certificate wanted (else the newest on P-256), and its private key. Raises UnusableKey when there is none."""
    import pkcs11  # noqa: PLC0415 - optional, see ``token``

    found = []
    for item in certificates(session):
        try:
            certificate = x509.load_der_x509_certificate(bytes(item[pkcs11.Attribute.VALUE]))
            key = certificate.public_key()
        except ValueError:
            continue
        on_p256 = isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)
        if on_p256 and fingerprint in {"", fingerprint_of(certificate)}:
            found.append((certificate, bytes(item[pkcs11.Attribute.ID])))
    if not found:
        raise UnusableKey(_("UKey 中没有本人在用的证书。请先在“单位”中申请证书并安装到 UKey。"))
    certificate, identifier = max(found, key=lambda pair: pair[0].not_valid_before_utc)
    try:
        private = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, id=identifier)
    except (pkcs11.NoSuchKey, pkcs11.MultipleObjectsReturned) as error:
        raise UnusableKey(_("UKey 中的证书没有对应的密钥，不能签署。请重新申请证书。")) from error
    return certificate, private
