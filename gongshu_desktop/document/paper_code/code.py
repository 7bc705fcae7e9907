"""The code on a paper memo 核验码: 139 bytes for a usual number, signed with the office's issuing key (ECDSA P-256).

    version 1 · key id 8 · days since 2000-01-01 2 · amount in fen 8 · length of the number 1 · number (UTF-8) · digest 32 · r 32 · s 32

as base45 behind ``GSYJ1:``. Signed is a prefix that no other document of this program begins with, and all before the signature.
Each record has one signature (RFC 6979) and each signature one form (the lower s), so the same memo always prints the same
code and no second text says the same.
"""

import struct
from datetime import date, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from gongshu_desktop.document.keys.trust_file import issuer_id
from gongshu_desktop.document.paper_code import base45
from gongshu_desktop.services.paper_codes import (
    PaperCodeRefused,
    PaperRecord,
)
from gongshu_desktop.wording import _

PREFIX = "GSYJ1:"
LONGEST_NUMBER = 60
"""UTF-8 bytes of the number: a longer one would make the modules of a 30 mm code smaller than 0.4 mm."""
LONGEST = 400
"""Characters of a text that is worth decoding."""

_VERSION = 1
_DOMAIN = b"gongshu-paper-code/1\n"
_EPOCH = date(2000, 1, 1)
_HEAD = struct.Struct(">B8sHqB")
_DIGEST, _HALF = 32, 32
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of P-256 (FIPS 186-4, D.1.2.3)."""


def encoded(record: PaperRecord, key: ec.EllipticCurvePrivateKey) -> str:
    """The signed text of a record. Raises PaperCodeRefused for a record that the code cannot hold."""
    signed = _signed_part(record, issuer_id(key.public_key()))
    der = key.sign(_DOMAIN + signed, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    r, s = decode_dss_signature(der)
    signature = r.to_bytes(_HALF, "big") + min(s, _ORDER - s).to_bytes(_HALF, "big")
    return PREFIX + base45.encoded(signed + signature)


def _signed_part(record: PaperRecord, issuer: str) -> bytes:
    number = record.number.encode()
    if not 0 < len(number) <= LONGEST_NUMBER:
        raise PaperCodeRefused(
            _("文号“{number}”过长（至多 {most} 个汉字），不能制作核验码。").format(
                number=record.number, most=LONGEST_NUMBER // 3
            )
        )
    days = (record.day - _EPOCH).days
    try:
        head = _HEAD.pack(_VERSION, bytes.fromhex(issuer), days, record.amount, len(number))
    except struct.error as error:
        raise PaperCodeRefused(_("日期或金额超出核验码所能表示的范围，不能制作核验码。")) from error
    return head + number + bytes.fromhex(record.digest)


def decoded(text: str) -> tuple[PaperRecord, str, bytes]:
    """(what the code says, the id of the key that it names, its signature), unchecked. Raises PaperCodeRefused."""
    if not text.startswith(PREFIX):
        raise PaperCodeRefused(_("这个二维码不是本程序的核验码。"))
    try:
        return _decoded(text)
    except (ValueError, struct.error, OverflowError) as error:
        raise PaperCodeRefused(
            _("核验码已残缺或被改动，无法读取。请重新扫描；仍不能读取的，以电子文书为准。")
        ) from error


def _decoded(text: str) -> tuple[PaperRecord, str, bytes]:
    if len(text) > LONGEST:
        raise ValueError("too long")
    content = base45.decoded(text.removeprefix(PREFIX))
    version, issuer, days, amount, length = _HEAD.unpack_from(content)
    if version != _VERSION or not 0 < length <= LONGEST_NUMBER or amount < 0:
        raise ValueError("head")
    if len(content) != _HEAD.size + length + _DIGEST + 2 * _HALF:
        raise ValueError("length")
    rest = content[_HEAD.size :]
    number = rest[:length].decode("utf-8")
    if not number.isprintable():
        raise ValueError("number")
    record = PaperRecord(
        number=number, amount=amount, day=_EPOCH + timedelta(days=days), digest=rest[length : length + _DIGEST].hex()
    )
    return record, issuer.hex(), rest[length + _DIGEST :]


def vouched(record: PaperRecord, signature: bytes, key: ec.EllipticCurvePublicKey) -> bool:
    """Whether the key signed the record, in the one form in which this program signs."""
    r, s = int.from_bytes(signature[:_HALF], "big"), int.from_bytes(signature[_HALF:], "big")
    if not (0 < r < _ORDER and 0 < s <= _ORDER // 2):
        return False
    signed = _DOMAIN + _signed_part(record, issuer_id(key))
    try:
        key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
