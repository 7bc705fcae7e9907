"""Key files: a person's key as PKCS#12, the office root's key as encrypted PKCS#8, both slow to guess.

PKCS#12 as ``cryptography`` writes it derives the encryption key with 600 000 rounds but its integrity check with 2 048:
a cheap way to try passphrases. ``write_key`` therefore replaces the check by one of as many rounds. The root's key uses
scrypt (RFC 7914), which also needs memory: 128 MiB a guess.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from asn1crypto import core, pem, pkcs12
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, padding, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.serialization import pkcs12 as pyca_pkcs12

from gongshu_desktop.document.keys import passphrase as passphrases
from gongshu_desktop.document.keys.certified_key import CertifiedKey
from gongshu_desktop.services.ports import UnusableKey, WrongPassphrase
from gongshu_desktop.wording import _

LARGEST = 256 * 1024
MOST_ROUNDS = 20_000_000
_MOST_SCRYPT = 2**18
"""Twice what this program writes: 256 MiB."""
_SCRYPT_BLOCK = 8


@runtime_checkable
class SigningKey(Protocol):
    """What a signature needs of a key, wherever it lives: in a file today, on a token or behind a vendor's component."""

    @property
    def name(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def certificate(self) -> x509.Certificate: ...
    def sign(self, content: bytes) -> bytes:
        """ECDSA with SHA-256 over the content, DER."""


@dataclass(frozen=True, slots=True, repr=False)
class FileKey(CertifiedKey):
    """A key from a PKCS#12 file, opened for one signature and then dropped."""

    _key: ec.EllipticCurvePrivateKey

    def sign(self, content: bytes) -> bytes:
        """ECDSA with SHA-256 over the content, DER."""
        return self._key.sign(content, ec.ECDSA(hashes.SHA256()))


# --- a person's key: PKCS#12 ------------------------------------------------------------------------------------------


def write_key(
    key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, root: x509.Certificate, passphrase: str, rounds: int
) -> bytes:
    """The PKCS#12 file: AES-256, PBKDF2 with SHA-256 and ``rounds`` iterations, and as many for the integrity check."""
    secret = passphrases.encoded(passphrase)
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(rounds)
        .key_cert_algorithm(pyca_pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(secret)
    )
    label = certificate.serial_number.to_bytes(20, "big").hex().encode()
    return _with_slow_check(
        pyca_pkcs12.serialize_key_and_certificates(label, key, certificate, [root], encryption), secret, rounds
    )


def _with_slow_check(file: bytes, secret: bytes, rounds: int) -> bytes:
    pfx = pkcs12.Pfx.load(file)
    salt = secrets.token_bytes(16)
    content = pfx["auth_safe"]["content"].native
    digest = hmac.new(_check_key(secret, salt, rounds), content, hashlib.sha256).digest()
    pfx["mac_data"] = pkcs12.MacData(
        {
            "mac": {"digest_algorithm": {"algorithm": "sha256"}, "digest": digest},
            "mac_salt": salt,
            "iterations": rounds,
        }
    )
    return bytes(pfx.dump(force=True))


def _check_key(secret: bytes, salt: bytes, rounds: int) -> bytes:
    """RFC 7292 appendix B.2 with SHA-256 and purpose 3; one block is all that the 32 bytes need."""
    block = hashlib.sha256().block_size
    password = secret.decode("utf-8", "surrogatepass").encode("utf-16-be", "surrogatepass") + b"\0\0"
    mixed = bytes([3]) * block + _filled(salt, block) + _filled(password, block)
    digest = hashlib.sha256(mixed).digest()
    for _round in range(rounds - 1):
        digest = hashlib.sha256(digest).digest()
    return digest


def _filled(content: bytes, block: int) -> bytes:
    """The content repeated until it fills whole blocks."""
    size = -(-len(content) // block) * block
    return (content * (size // len(content) + 1))[:size]


def open_key(file: bytes, passphrase: str) -> FileKey:
    """The key in a PKCS#12 file. Raises WrongPassphrase or UnusableKey, with words for people."""
    _refuse_foreign(file)
    try:
        key, certificate, _others = pyca_pkcs12.load_key_and_certificates(file, passphrases.encoded(passphrase))
    except ValueError as error:
        raise WrongPassphrase(_("口令不正确。请检查大小写和输入法后重试。")) from error
    except (TypeError, MemoryError, OverflowError, UnsupportedAlgorithm) as error:
        raise UnusableKey(_damaged()) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate is None or not _on_p256(key):
        raise UnusableKey(_("这个密钥文件中没有本程序所用的签名密钥（P-256），请换用本单位发放的密钥文件。"))
    if certificate.public_key() != key.public_key():
        raise UnusableKey(_("密钥文件中的密钥与证书不是一对，文件不能使用。请联系管理密钥的人员重新发放。"))
    return FileKey(certificate, key)


def _on_p256(key: ec.EllipticCurvePrivateKey) -> bool:
    return isinstance(key.curve, ec.SECP256R1)


def _damaged() -> str:
    return _("密钥文件已损坏，或不是密钥文件（.p12）。请换用完好的文件；没有备份时，请联系管理密钥的人员重新发放。")


def _refuse_foreign(file: bytes) -> None:
    """Refuses what is no PKCS#12 file, and one that would keep the PC busy for hours (a hostile number of rounds)."""
    if not file or len(file) > LARGEST:
        raise UnusableKey(_damaged())
    try:
        pfx = pkcs12.Pfx.load(file, strict=True)
        most = max(_rounds(pfx))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise UnusableKey(_damaged()) from error
    if most > MOST_ROUNDS:
        raise UnusableKey(_("密钥文件要求的运算次数（{rounds}）异常，可能是恶意文件，不予打开。").format(rounds=most))


def _rounds(pfx: pkcs12.Pfx) -> list[int]:
    """The iterations of the integrity check and of each encrypted part that can be seen from outside."""
    found = [int(pfx["mac_data"]["iterations"].native)] if pfx["mac_data"].native else [0]
    for part in pfx.authenticated_safe:
        if part["content_type"].native == "encrypted_data":
            encryption = part["content"]["encrypted_content_info"]["content_encryption_algorithm"]
            found.append(int(encryption.kdf_iterations))
        elif part["content_type"].native == "data":
            bags = pkcs12.SafeContents.load(part["content"].native)
            found += [
                int(bag["bag_value"]["encryption_algorithm"].kdf_iterations)
                for bag in bags
                if bag["bag_id"].native == "pkcs8_shrouded_key_bag"
            ]
    return found


# --- the root's key: PKCS#8, PBES2 with scrypt ------------------------------------------------------------------------


class _Scrypt(core.Sequence):  # type: ignore[misc]  # asn1crypto carries no types
    _fields = [  # noqa: RUF012 - asn1crypto's way to describe a structure
        ("salt", core.OctetString),
        ("cost", core.Integer),
        ("block", core.Integer),
        ("parallel", core.Integer),
        ("key_length", core.Integer, {"optional": True}),
    ]


class _Derivation(core.Sequence):  # type: ignore[misc]
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", _Scrypt)]  # noqa: RUF012


class _Encryption(core.Sequence):  # type: ignore[misc]
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.OctetString)]  # noqa: RUF012


class _Pbes2(core.Sequence):  # type: ignore[misc]
    _fields = [("derivation", _Derivation), ("encryption", _Encryption)]  # noqa: RUF012


class _Algorithm(core.Sequence):  # type: ignore[misc]
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", _Pbes2)]  # noqa: RUF012


class _EncryptedKey(core.Sequence):  # type: ignore[misc]
    _fields = [("algorithm", _Algorithm), ("content", core.OctetString)]  # noqa: RUF012


_PBES2, _SCRYPT, _AES_256_CBC = "1.2.840.113549.1.5.13", "1.3.6.1.4.1.11591.4.11", "2.16.840.1.101.3.4.1.42"
_LABEL = "ENCRYPTED PRIVATE KEY"


def scrypt_cost(rounds: int) -> int:
    """scrypt's N for a number of PBKDF2 rounds: the power of two below a quarter of it (600 000 rounds: 2^17)."""
    return int(1 << max(1, (rounds // 4).bit_length() - 1))


def write_root_key(key: ec.EllipticCurvePrivateKey, passphrase: str, rounds: int) -> bytes:
    """The root's key, encrypted: PEM of PKCS#8 with AES-256 under scrypt. ``openssl pkcs8`` and others read it."""
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    salt, start, cost = secrets.token_bytes(16), secrets.token_bytes(16), scrypt_cost(rounds)
    derived = hashlib.scrypt(
        passphrases.encoded(passphrase), salt=salt, n=cost, r=_SCRYPT_BLOCK, p=1, maxmem=2**30, dklen=32
    )
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES256(derived), modes.CBC(start)).encryptor()
    content = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    scrypt = {"salt": salt, "cost": cost, "block": _SCRYPT_BLOCK, "parallel": 1, "key_length": 32}
    algorithm = {
        "derivation": {"algorithm": _SCRYPT, "parameters": scrypt},
        "encryption": {"algorithm": _AES_256_CBC, "parameters": start},
    }
    document = _EncryptedKey({"algorithm": {"algorithm": _PBES2, "parameters": algorithm}, "content": content})
    return bytes(pem.armor(_LABEL, document.dump()))


def open_root_key(file: bytes, passphrase: str) -> ec.EllipticCurvePrivateKey:
    """The root's key. Raises WrongPassphrase or UnusableKey, with words for people."""
    _refuse_foreign_root(file)
    try:
        key = serialization.load_pem_private_key(file, passphrases.encoded(passphrase))
    except ValueError as error:
        raise WrongPassphrase(_("根密钥的口令不正确。请检查大小写和输入法后重试。")) from error
    except (TypeError, MemoryError, OverflowError, UnsupportedAlgorithm) as error:
        raise UnusableKey(_damaged_root()) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not _on_p256(key):
        raise UnusableKey(_damaged_root())
    return key


def _damaged_root() -> str:
    return _("根密钥文件已损坏，或不是本程序所制的根密钥文件。请换用保存在保险柜中的备份。")


def _refuse_foreign_root(file: bytes) -> None:
    if not file or len(file) > LARGEST:
        raise UnusableKey(_damaged_root())
    try:
        label, _headers, der = pem.unarmor(file)
        parameters = _EncryptedKey.load(der, strict=True)["algorithm"]["parameters"]["derivation"]["parameters"]
        cost, block, parallel = (int(parameters[name].native) for name in ("cost", "block", "parallel"))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnusableKey(_damaged_root()) from error
    if label != _LABEL or cost > _MOST_SCRYPT or block > _SCRYPT_BLOCK or parallel > 1:
        raise UnusableKey(_damaged_root())
