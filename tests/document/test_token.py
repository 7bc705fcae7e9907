"""Keys on tokens, tried with SoftHSM 2 as a real one; what only hardware does (locking, filling up) with a token of straw."""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from gongshu_desktop.document.keys.key_file import SigningKey
from gongshu_desktop.document.keys.token import Pkcs11Tokens, TokenKey
from gongshu_desktop.document.keys.token_objects import signed
from gongshu_desktop.document.keys.trust_file import fingerprint_of, read_trust
from gongshu_desktop.document.signatures.trust_keeping import OfficeTrustKeeping
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.office.signers import (
    DriverMissing,
    PinLocked,
    PinState,
    SecretKind,
    TokenFull,
    TokenInfo,
    TokenMissing,
    TokenProblem,
    WrongPin,
    pin_words,
)
from gongshu_desktop.services.ports import SignatureVerdict, UnusableKey, WrongPassphrase
from gongshu_desktop.services.records import Person
from tests.document import softhsm
from tests.document.base_pdf import base_pdf
from tests.document.office import NOW, PASSPHRASE, office
from tests.document.softhsm import PIN

ZHANG = Person(id="p-examiner", name="张三", roles=(Role.EXAMINER,))
TOKENS = Pkcs11Tokens()


def keeping() -> OfficeTrustKeeping:
    return OfficeTrustKeeping(office().signing, lambda: NOW)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOFTHSM2_CONF", "")  # put back after the test
    softhsm.driver()
    softhsm.use_folder(tmp_path)
    return tmp_path


@pytest.fixture
def token(folder: Path) -> TokenInfo:
    softhsm.plug_in("张三")
    (found,) = TOKENS.plugged_in(softhsm.driver())
    return found


@pytest.fixture
def ready(token: TokenInfo) -> tuple[TokenInfo, str, bytes]:
    """A token with a key made on it and the office's certificate beside it: (token, certificate, trust file)."""
    request = TOKENS.request(token, PIN, ZHANG)
    certificate, trust = keeping().certify(office().root, PASSPHRASE, office().trust, ZHANG, request)
    TOKENS.install(token, PIN, certificate)
    return token, certificate, trust


def test_a_key_made_on_the_token_signs_a_memo(ready: tuple[TokenInfo, str, bytes]) -> None:
    token, certificate, trust = ready
    provider = TOKENS.provider(token)
    assert provider.secret is SecretKind.PIN
    assert "张三" in provider.words
    with provider.open(PIN) as key:
        assert isinstance(key, SigningKey)
        assert key.name == "张三"
        assert key.fingerprint == fingerprint_of(x509.load_pem_x509_certificate(certificate.encode()))
        memo = office().signing.sign(base_pdf(), Role.EXAMINER, key, opinion="同意。", at=NOW, trust=trust)
    report = office().signing.check(memo, trust)
    assert report.verdict is SignatureVerdict.INTACT
    assert report.signatures[0].good


def test_its_owners_earlier_key_file_signs_no_more(ready: tuple[TokenInfo, str, bytes]) -> None:
    _token, _certificate, trust = ready
    with pytest.raises(UnusableKey, match="停用"):
        office().signing.sign(base_pdf(), Role.EXAMINER, office().key(Role.EXAMINER), opinion="", at=NOW, trust=trust)


def test_the_key_cannot_be_taken_out(ready: tuple[TokenInfo, str, bytes]) -> None:
    with TOKENS.session(ready[0], PIN) as session:
        private = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY)
        assert private[pkcs11.Attribute.SENSITIVE]
        assert not private[pkcs11.Attribute.EXTRACTABLE]
        with pytest.raises(pkcs11.AttributeSensitive):
            private[pkcs11.Attribute.VALUE]


def test_the_certificate_wanted_is_taken_else_the_newest(ready: tuple[TokenInfo, str, bytes]) -> None:
    token, first, trust = ready
    later = OfficeTrustKeeping(office().signing, lambda: NOW.replace(year=NOW.year + 1))
    second, _trust = later.certify(office().root, PASSPHRASE, trust, ZHANG, TOKENS.request(token, PIN, ZHANG))
    TOKENS.install(token, PIN, second)
    TOKENS.install(token, PIN, second)  # twice does no harm
    wanted = {pem: fingerprint_of(x509.load_pem_x509_certificate(pem.encode())) for pem in (first, second)}
    for fingerprint in wanted.values():
        with TOKENS.provider(token, fingerprint).open(PIN) as key:
            assert key.fingerprint == fingerprint
            assert key.sign(b"content")
    with TOKENS.provider(token).open(PIN) as key:
        assert key.fingerprint == wanted[second]
    with pytest.raises(UnusableKey, match="没有本人"), TOKENS.provider(token, "00" * 32).open(PIN):
        pass


def test_a_token_plugged_in_meanwhile_is_seen(folder: Path) -> None:
    assert TOKENS.plugged_in(softhsm.driver()) == ()
    softhsm.plug_in("张三")
    softhsm.plug_in("李四")
    assert {token.label for token in TOKENS.plugged_in(softhsm.driver())} == {"张三", "李四"}


def test_a_wrong_pin_is_told_with_how_near_the_lock_is(token: TokenInfo) -> None:
    assert token.pin is PinState.GOOD
    with pytest.raises(WrongPin, match="锁定") as refused, TOKENS.provider(token).open("000000"):
        pass
    assert isinstance(refused.value, WrongPassphrase)
    assert refused.value.state is PinState.LOW
    (again,) = TOKENS.plugged_in(token.driver)
    assert again.pin is PinState.LOW
    assert TOKENS.request(token, PIN, ZHANG)  # the right one still opens it
    assert TOKENS.plugged_in(token.driver)[0].pin is PinState.GOOD


def test_many_wrong_pins_leave_no_open_session(token: TokenInfo) -> None:
    for _try in range(40):
        with pytest.raises(WrongPin), TOKENS.provider(token).open("000000"):
            pass
    assert TOKENS.request(token, PIN, ZHANG)


@pytest.mark.parametrize("pin", ["", "1", "1" * 300, "口令口令"])
def test_an_odd_pin_is_refused_in_words(token: TokenInfo, pin: str) -> None:
    with pytest.raises((WrongPin, TokenProblem), match="PIN"), TOKENS.provider(token).open(pin):
        pass


def test_a_missing_token_is_told(token: TokenInfo, folder: Path) -> None:
    softhsm.pull_out(folder)
    with pytest.raises(TokenMissing, match="张三"), TOKENS.provider(token).open(PIN):
        pass


def test_a_missing_driver_is_told(tmp_path: Path) -> None:
    with pytest.raises(DriverMissing, match="驱动"):
        TOKENS.plugged_in(str(tmp_path / "nowhere.so"))
    (tmp_path / "text.so").write_text("no library")
    with pytest.raises(DriverMissing, match="驱动"):
        TOKENS.plugged_in(str(tmp_path / "text.so"))


def test_an_installation_without_the_part_for_tokens_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(DriverMissing, match="python-pkcs11"):
        TOKENS.plugged_in("anything.so")


def test_an_empty_token_cannot_sign(token: TokenInfo) -> None:
    with pytest.raises(UnusableKey, match="没有本人"), TOKENS.provider(token).open(PIN):
        pass


def test_a_certificate_without_its_key_is_not_installed(ready: tuple[TokenInfo, str, bytes], folder: Path) -> None:
    _token, certificate, _trust = ready
    softhsm.plug_in("李四")
    other = next(token for token in TOKENS.plugged_in(softhsm.driver()) if token.label == "李四")
    with pytest.raises(UnusableKey, match="不是为这个 UKey"):
        TOKENS.install(other, PIN, certificate)
    with pytest.raises(UnusableKey, match="损坏"):
        TOKENS.install(other, PIN, "nonsense")


def test_the_session_ends_with_the_block(ready: tuple[TokenInfo, str, bytes]) -> None:
    with TOKENS.provider(ready[0]).open(PIN) as key:
        kept = key
    with pytest.raises(pkcs11.PKCS11Error):
        kept.sign(b"later")


# --- requests ---------------------------------------------------------------------------------------------------------


def test_a_request_serves_its_person_only_and_once(token: TokenInfo) -> None:
    desk = office()
    request = TOKENS.request(token, PIN, ZHANG)
    other = Person(id="p-checker", name="李四", roles=(Role.CHECKER,))
    with pytest.raises(UnusableKey, match="李四"):
        keeping().certify(desk.root, PASSPHRASE, desk.trust, other, request)
    _certificate, trust = keeping().certify(desk.root, PASSPHRASE, desk.trust, ZHANG, request)
    assert read_trust(trust).number == read_trust(desk.trust).number + 1
    with pytest.raises(UnusableKey, match="已经有证书"):
        keeping().certify(desk.root, PASSPHRASE, trust, ZHANG, request)


def test_a_changed_request_is_refused(token: TokenInfo) -> None:
    desk = office()
    request = TOKENS.request(token, PIN, ZHANG)
    lines = request.splitlines()
    body = lines[2].decode()
    lines[2] = (body[:-1] + ("A" if body[-1] != "A" else "B")).encode()
    for broken in (b"", b"nonsense", request[: len(request) // 2], b"\n".join(lines), request * 2000):
        with pytest.raises(UnusableKey, match="证书申请"):
            keeping().certify(desk.root, PASSPHRASE, desk.trust, ZHANG, broken)


# --- a token of straw -------------------------------------------------------------------------------------------------


@dataclass
class StrawSlot:
    token: "StrawToken"

    def get_token(self) -> "StrawToken":
        return self.token


@dataclass
class StrawToken:
    """Fails as hardware does. ``after``: its flags once a PIN was tried."""

    flags: pkcs11.TokenFlag = pkcs11.TokenFlag.TOKEN_INITIALIZED | pkcs11.TokenFlag.USER_PIN_INITIALIZED
    failure: Exception | None = None
    after: pkcs11.TokenFlag | None = None
    serial: bytes = b"1"
    label: str = "稻草"
    manufacturer_id: str = ""
    model: str = ""
    tried: list[Any] = field(default_factory=list)

    @property
    def slot(self) -> StrawSlot:
        return StrawSlot(self)

    @contextmanager
    def open(self, *, rw: bool, user_pin: Any) -> Iterator["StrawToken"]:
        self.tried.append(user_pin)
        if self.after is not None:
            self.flags = self.after
        if self.failure is not None:
            raise self.failure
        yield self


@dataclass
class StrawDriver:
    token: StrawToken

    def reinitialize(self) -> None: ...

    def get_tokens(self) -> list[StrawToken]:
        return [self.token]


def straw(token: StrawToken) -> tuple[Pkcs11Tokens, TokenInfo]:
    tokens = Pkcs11Tokens(load=lambda _driver: StrawDriver(token))
    return tokens, tokens.plugged_in("straw")[0]


GOOD = pkcs11.TokenFlag.TOKEN_INITIALIZED | pkcs11.TokenFlag.USER_PIN_INITIALIZED


@pytest.mark.parametrize(
    ("failure", "kind", "words"),
    [
        (pkcs11.PinLocked(), PinLocked, "已锁定"),
        (pkcs11.DeviceMemory(), TokenFull, "已满"),
        (pkcs11.DeviceRemoved(), TokenMissing, "拔出"),
        (pkcs11.TokenNotPresent(), TokenMissing, "拔出"),
        (pkcs11.TokenWriteProtected(), TokenProblem, "写保护"),
        (pkcs11.PinExpired(), TokenProblem, "过期"),
        (pkcs11.PinLenRange(), TokenProblem, "长度"),
        (pkcs11.DeviceError(), TokenProblem, "DeviceError"),
    ],
)
def test_what_hardware_does_is_told_in_words(failure: Exception, kind: type[Exception], words: str) -> None:
    tokens, info = straw(StrawToken(failure=failure))
    with pytest.raises(kind, match=words):
        tokens.request(info, PIN, ZHANG)


@pytest.mark.parametrize(
    ("flag", "state"),
    [(pkcs11.TokenFlag.USER_PIN_COUNT_LOW, PinState.LOW), (pkcs11.TokenFlag.USER_PIN_FINAL_TRY, PinState.FINAL_TRY)],
)
def test_the_last_try_is_told(flag: pkcs11.TokenFlag, state: PinState) -> None:
    tokens, info = straw(StrawToken(failure=pkcs11.PinIncorrect(), after=GOOD | flag))
    with pytest.raises(WrongPin) as refused:
        tokens.request(info, PIN, ZHANG)
    assert refused.value.state is state
    assert pin_words(state) in str(refused.value)


def test_the_wrong_pin_that_locks_is_told_as_locked() -> None:
    tokens, info = straw(StrawToken(failure=pkcs11.PinIncorrect(), after=GOOD | pkcs11.TokenFlag.USER_PIN_LOCKED))
    with pytest.raises(PinLocked, match="已锁定"):
        tokens.request(info, PIN, ZHANG)


@pytest.mark.parametrize(
    ("flags", "words"),
    [(GOOD | pkcs11.TokenFlag.USER_PIN_LOCKED, "已锁定"), (pkcs11.TokenFlag.TOKEN_INITIALIZED, "没有设置 PIN")],
)
def test_no_pin_is_tried_where_none_can_help(flags: pkcs11.TokenFlag, words: str) -> None:
    token = StrawToken(flags=flags)
    tokens, info = straw(token)
    with pytest.raises(TokenProblem, match=words):
        tokens.request(info, PIN, ZHANG)
    assert token.tried == []


def test_a_token_with_a_pad_is_given_no_pin() -> None:
    token = StrawToken(flags=GOOD | pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH, failure=pkcs11.FunctionCancelled())
    tokens, info = straw(token)
    assert tokens.provider(info).secret is SecretKind.OWN_PAD
    with pytest.raises(TokenProblem, match="取消"):
        tokens.request(info, "", ZHANG)
    assert token.tried == [pkcs11.PROTECTED_AUTH]


@dataclass
class StrawKey:
    """Signs as a token does: raw r and s. ``hashed``: it knows ECDSA with SHA-256."""

    hashed: bool
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    used: list[pkcs11.Mechanism] = field(default_factory=list)

    def sign(self, content: bytes, *, mechanism: pkcs11.Mechanism) -> bytes:
        self.used.append(mechanism)
        if mechanism is pkcs11.Mechanism.ECDSA_SHA256:
            if not self.hashed:
                raise pkcs11.MechanismInvalid
            content = hashlib.sha256(content).digest()
        from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

        r, s = decode_dss_signature(self.key.sign(content, ec.ECDSA(Prehashed(hashes.SHA256()))))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


@pytest.mark.parametrize("hashed", [True, False])
def test_the_hashed_mechanism_is_asked_for_first(hashed: bool) -> None:
    key = StrawKey(hashed)
    key.key.public_key().verify(signed(key, b"content"), b"content", ec.ECDSA(hashes.SHA256()))
    assert key.used[0] is pkcs11.Mechanism.ECDSA_SHA256
    assert (pkcs11.Mechanism.ECDSA in key.used) is not hashed


def test_a_signature_that_does_not_fit_the_certificate_goes_nowhere() -> None:
    listed = read_trust(office().trust).people[0].certificate
    with pytest.raises(UnusableKey, match="与证书不符"):
        TokenKey(listed, StrawKey(hashed=True)).sign(b"content")
