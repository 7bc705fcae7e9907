"""Keys on tokens (UKey) over PKCS#11: ``services.office.signers.Tokens`` with python-pkcs11, loaded only when a token is used.

A key is made on its token and cannot be taken out of it. ECDSA with SHA-256 is asked of the token; one that only knows raw ECDSA
(many UKeys, SoftHSM) is given the digest instead. Drivers are not made for several threads: one use at a time, each with its
driver started afresh, so that a token that was plugged in meanwhile is seen and no half-open session is left from a wrong PIN.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from asn1crypto import csr, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from gongshu_desktop.document.keys import token_objects, token_problems
from gongshu_desktop.document.keys.certificates import request_subject
from gongshu_desktop.document.keys.certified_key import CertifiedKey
from gongshu_desktop.document.keys.trust_file import public_bytes
from gongshu_desktop.services.office.signers import (
    DriverMissing,
    SecretKind,
    TokenInfo,
    TokenMissing,
)
from gongshu_desktop.services.ports import UnusableKey
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _

_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True, repr=False)
class TokenKey(CertifiedKey):
    """A key on a token, with its session open. Good inside the block that opened it."""

    _private: Any

    def sign(self, content: bytes) -> bytes:
        """ECDSA with SHA-256 over the content, DER. Raises UnusableKey when the token's answer does not verify."""
        signature = token_objects.signed(self._private, content)
        try:
            key = self.certificate.public_key()
            assert isinstance(key, ec.EllipticCurvePublicKey)  # chosen so
            key.verify(signature, content, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature as error:
            raise UnusableKey(_("UKey 返回的签名与证书不符，没有签署。请换用本人的 UKey，或重新安装证书。")) from error
        return signature


def load_driver(driver: str) -> Any:
    """The PKCS#11 module of that path. Raises DriverMissing."""
    try:
        import pkcs11  # noqa: PLC0415 - optional, see the module
    except ImportError as error:
        raise DriverMissing(_("本程序的这一安装不含 UKey 组件（python-pkcs11）。请使用完整的安装包。")) from error
    try:
        return pkcs11.lib(driver)
    except pkcs11.PKCS11Error as error:
        raise DriverMissing(
            _("UKey 驱动 {driver} 无法加载。请确认已安装厂商的驱动程序，并选择其 PKCS#11 模块文件。").format(
                driver=driver
            )
        ) from error


def _no_list(_driver: str, _sha256: str) -> None:
    """Nothing is kept of what is confirmed: for tests, which name their driver themselves."""


class Pkcs11Tokens:
    """Implements ``services.office.signers.Tokens``. ``load`` gives the driver's module, as ``pkcs11.lib`` does."""

    def __init__(
        self, load: Callable[[str], Any] = load_driver, confirm: Callable[[str, str], None] = _no_list
    ) -> None:
        self._load, self._confirm = load, confirm

    def confirm(self, driver: str, sha256: str) -> None:
        """A person has looked at the driver and wants it."""
        self._confirm(driver, sha256)

    def plugged_in(self, driver: str) -> Sequence[TokenInfo]:
        """The tokens that the driver sees, without those never initialised. Raises DriverMissing or TokenProblem."""
        with self._driver(driver) as library:
            return tuple(_info(driver, token) for token in _tokens(library))

    def provider(self, token: TokenInfo, fingerprint: str = "") -> "TokenProvider":
        """Signs with a key on the token."""
        return TokenProvider(tokens=self, token=token, fingerprint=fingerprint)

    def request(self, token: TokenInfo, pin: str, person: Person) -> bytes:
        """Make a key on the token and a request for its certificate. Raises WrongPin, TokenProblem."""
        with self.session(token, pin, writing=True) as session:
            public, private = token_objects.new_pair(session, person.name)
            info = csr.CertificationRequestInfo(
                {
                    "version": "v1",
                    "subject": asn1_x509.Name.load(request_subject(person.id, person.name).public_bytes()),
                    "subject_pk_info": asn1_x509.PublicKeyInfo.load(public_bytes(token_objects.public_key(public))),
                    "attributes": csr.CRIAttributes([]),
                }
            )
            request = csr.CertificationRequest(
                {
                    "certification_request_info": info,
                    "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                    "signature": token_objects.signed(private, info.dump()),
                }
            )
            return bytes(pem.armor("CERTIFICATE REQUEST", request.dump()))

    def install(self, token: TokenInfo, pin: str, certificate: str) -> None:
        """Put a certificate beside its key. Raises UnusableKey when the token does not hold that key; WrongPin, TokenProblem."""
        try:
            read = x509.load_pem_x509_certificate(certificate.encode())
        except ValueError as error:
            raise UnusableKey(_("证书文件已损坏，不能安装到 UKey。请重新拷贝。")) from error
        with self.session(token, pin, writing=True) as session:
            token_objects.install(session, read)

    @contextmanager
    def opened(self, token: TokenInfo, pin: str, fingerprint: str) -> Iterator[TokenKey]:
        """The key of a certificate on the token, for the length of the block."""
        with self.session(token, pin) as session:
            certificate, private = token_objects.chosen(session, fingerprint)
            yield TokenKey(certificate, private)

    @contextmanager
    def session(self, token: TokenInfo, pin: str, *, writing: bool = False) -> Iterator[Any]:
        """A session in which the token's owner has logged in."""
        with self._driver(token.driver) as library:
            found = next((other for other in _tokens(library) if _serial(other) == token.serial), None)
            if found is None:
                raise TokenMissing(_("没有找到 UKey“{label}”。请插好后重试。").format(label=token.label))
            with token_problems.in_words(found), _logged_in(found, pin, writing=writing) as session:
                yield session

    @contextmanager
    def _driver(self, driver: str) -> Iterator[Any]:
        with _ONE_AT_A_TIME:
            library = self._load(driver)
            with token_problems.in_words(None):
                library.reinitialize()
                yield library


def _logged_in(token: Any, pin: str, *, writing: bool) -> Any:
    import pkcs11  # noqa: PLC0415 - optional, see the module

    token_problems.refuse_locked(token)
    pad = token_problems.own_pad(token)
    return token.open(rw=writing, user_pin=pkcs11.PROTECTED_AUTH if pad else pin)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenProvider:
    """``services.office.signers.SignerProvider`` for one token."""

    tokens: Pkcs11Tokens
    token: TokenInfo
    fingerprint: str = ""

    @property
    def secret(self) -> SecretKind:
        """A PIN, typed here unless the token has a pad."""
        return SecretKind.OWN_PAD if self.token.own_pad else SecretKind.PIN

    @property
    def words(self) -> str:
        """The token."""
        return _("UKey“{label}”").format(label=self.token.label)

    @contextmanager
    def open(self, secret: str) -> Iterator[TokenKey]:
        """The key for one signature. Raises WrongPin, TokenProblem or UnusableKey."""
        with self.tokens.opened(self.token, secret, self.fingerprint) as key:
            yield key


def _tokens(library: Any) -> Iterator[Any]:
    import pkcs11  # noqa: PLC0415 - optional, see the module

    for token in library.get_tokens():
        if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED:
            yield token


def _serial(token: Any) -> str:
    return str(token.serial.decode("utf-8", "replace"))


def _info(driver: str, token: Any) -> TokenInfo:
    return TokenInfo(
        driver=driver,
        serial=_serial(token),
        label=token.label.strip(),
        maker=token.manufacturer_id.strip(),
        model=token.model.strip(),
        pin=token_problems.pin_state(token),
        own_pad=token_problems.own_pad(token),
    )
