"""Key files and trust files: what opens them, and that nothing else does."""

import contextlib
import json
from datetime import timedelta

import pytest
from asn1crypto import pem, pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12 as pyca_pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given, settings
from hypothesis import strategies as st

from gongshu_desktop.document.keys import certificates
from gongshu_desktop.document.keys import key_file as keys
from gongshu_desktop.document.keys.passphrase import require_strong
from gongshu_desktop.document.keys.trust_file import Trust, TrustRefused, read_trust
from gongshu_desktop.document.signatures.office import OfficeSigning
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import UnusableKey, WeakPassphrase, WrongPassphrase
from gongshu_desktop.services.records import Person
from tests.document.office import NOW, PASSPHRASE, foreign_office, found, office

HONEST_ROUNDS = 600_000


def trust() -> Trust:
    return read_trust(office().trust)


# --- certificates -----------------------------------------------------------------------------------------------------


def test_the_root_lives_twenty_years_and_issues_no_other_authority() -> None:
    root = trust().root
    constraints = root.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (constraints.ca, constraints.path_length) == (True, 0)
    assert 19.9 < (root.not_valid_after_utc - NOW).days / 365.25 < 20.1


def test_a_person_s_certificate_is_for_signing_documents_for_three_years() -> None:
    listed = trust().people[0]
    usage = listed.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    purposes = listed.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert ExtendedKeyUsageOID.EMAIL_PROTECTION in purposes
    assert 2.9 < (listed.certificate.not_valid_after_utc - NOW).days / 365.25 < 3.1
    assert (listed.name, listed.roles) == ("张三", (Role.EXAMINER,))


def test_a_long_office_name_still_makes_a_root() -> None:
    signing = OfficeSigning(kdf_rounds=1000)
    _root, made = signing.create_root("很长的单位名称" * 20, PASSPHRASE)
    assert read_trust(made).office == "很长的单位名称" * 20


# --- passphrases ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "weak", ["", "short", "一二三四五六七八九十一", "aaaaaaaaaaaa", "a" * 300 + "bcdef", "with\x00control chars"]
)
def test_a_weak_passphrase_is_refused_with_what_it_needs(weak: str) -> None:
    with pytest.raises(WeakPassphrase) as refused:
        require_strong(weak)
    assert str(refused.value)


def test_twelve_chinese_characters_are_enough() -> None:
    require_strong("一二三四五六七八九十十一")


def test_issuing_asks_for_a_strong_passphrase() -> None:
    desk = office()
    with pytest.raises(WeakPassphrase):
        desk.signing.issue_key(
            desk.root, PASSPHRASE, desk.trust, Person(id="p", name="赵六", roles=(Role.CHECKER,)), "123"
        )
    with pytest.raises(WeakPassphrase):
        desk.signing.create_root("某局", "123")


# --- a person's key file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "passphrase", ["correct horse battery", "正确的马电池订书钉 2026", "𬱖😀 with rare characters"]
)
def test_a_key_file_opens_with_its_passphrase_only(passphrase: str) -> None:
    desk = office()
    person = Person(id="p", name="赵六", roles=(Role.CHECKER,))
    file, pem, _trust = desk.signing.issue_key(desk.root, PASSPHRASE, desk.trust, person, passphrase)
    signer = desk.signing.open_key(file, passphrase)
    assert signer.name == "赵六"
    certificate = x509.load_pem_x509_certificate(pem.encode())
    assert signer.fingerprint == certificate.fingerprint(hashes.SHA256()).hex()
    with pytest.raises(WrongPassphrase):
        desk.signing.open_key(file, passphrase + " ")
    with pytest.raises(WrongPassphrase):
        desk.signing.open_key(file, "")


def test_the_same_characters_open_the_key_however_they_were_typed() -> None:
    desk = office()
    person = Person(id="p", name="赵六", roles=(Role.CHECKER,))
    file, _pem, _trust = desk.signing.issue_key(desk.root, PASSPHRASE, desk.trust, person, "caf\u00e9 au lait 2026")
    assert desk.signing.open_key(file, "cafe\u0301 au lait 2026").name == "赵六"


def test_a_real_key_file_is_slow_to_guess_at_both_places() -> None:
    """Encryption and integrity check both take 600 000 rounds; a wrong passphrase is told by the check alone."""
    root_key = certificates.new_private_key()
    root = certificates.root_certificate("某局", root_key, NOW)
    key = certificates.new_private_key()
    certificate = certificates.person_certificate(root, root_key, key.public_key(), person="p", name="赵六", now=NOW)
    file = keys.write_key(key, certificate, root, PASSPHRASE, HONEST_ROUNDS)
    rounds = keys._rounds(pkcs12.Pfx.load(file))
    assert rounds == [HONEST_ROUNDS] * 3
    assert keys.open_key(file, PASSPHRASE).certificate == certificate


@pytest.mark.parametrize("cut", [0, 1, 20, 500, -1])
def test_a_truncated_key_file_is_refused_in_words(cut: int) -> None:
    file = office().files[Role.EXAMINER]
    with pytest.raises(UnusableKey) as refused:
        office().signing.open_key(file[:cut], PASSPHRASE)
    assert "密钥文件" in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x30\x80", b"0" * 300_000, "这不是密钥".encode()])
def test_what_is_no_key_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UnusableKey):
        office().signing.open_key(content, PASSPHRASE)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_corrupt_key_file_never_opens_as_another_key(data: st.DataObject) -> None:
    file = bytearray(office().files[Role.EXAMINER])
    genuine = office().key(Role.EXAMINER)
    position = data.draw(st.integers(0, len(file) - 1))
    file[position] ^= data.draw(st.integers(1, 255))
    try:
        opened = keys.open_key(bytes(file), PASSPHRASE)
    except (WrongPassphrase, UnusableKey):
        return
    assert opened.fingerprint == genuine.fingerprint


def test_a_hostile_number_of_rounds_is_refused_at_once() -> None:
    pfx = pkcs12.Pfx.load(office().files[Role.EXAMINER])
    pfx["mac_data"]["iterations"] = 2**31 - 1
    with pytest.raises(UnusableKey, match="2147483647"):
        office().signing.open_key(pfx.dump(force=True), PASSPHRASE)


def test_a_key_of_another_kind_is_refused() -> None:
    listed = trust().people[0].certificate
    encryption = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    other = rsa.generate_private_key(65537, 2048)
    foreign = pyca_pkcs12.serialize_key_and_certificates(None, other, None, [listed], encryption)
    with pytest.raises(UnusableKey):
        office().signing.open_key(foreign, PASSPHRASE)


# --- the root's key file ----------------------------------------------------------------------------------------------


def test_a_real_root_key_takes_scrypt_with_128_mib() -> None:
    assert keys.scrypt_cost(HONEST_ROUNDS) == 2**17
    key = certificates.new_private_key()
    file = keys.write_root_key(key, PASSPHRASE, HONEST_ROUNDS)
    assert keys.open_root_key(file, PASSPHRASE).public_key() == key.public_key()


def test_a_root_key_file_that_asks_for_a_gigabyte_is_refused() -> None:
    label, _headers, der = pem.unarmor(
        root_file := keys.write_root_key(certificates.new_private_key(), PASSPHRASE, 1000)
    )
    for cost, refused in ((2**18, WrongPassphrase), (2**20, UnusableKey)):
        document = keys._EncryptedKey.load(der)
        document["algorithm"]["parameters"]["derivation"]["parameters"]["cost"] = cost
        with pytest.raises(refused):
            keys.open_root_key(pem.armor(label, document.dump(force=True)), PASSPHRASE)
    assert keys.open_root_key(root_file, PASSPHRASE)


def test_a_wrong_passphrase_does_not_open_the_root() -> None:
    with pytest.raises(WrongPassphrase):
        keys.open_root_key(office().root, "another passphrase")


@pytest.mark.parametrize(
    "damage", [lambda f: f[:100], lambda f: b"", lambda f: f.replace(b"A", b"B"), lambda f: b"x" * 99]
)
def test_a_damaged_root_key_is_refused_in_words(damage) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises((UnusableKey, WrongPassphrase)):
        keys.open_root_key(damage(office().root), PASSPHRASE)


def test_a_hostile_cost_of_the_root_key_is_refused_at_once() -> None:
    algorithm = keys._EncryptedKey.load(pem.unarmor(office().root)[2])
    algorithm["algorithm"]["parameters"]["derivation"]["parameters"]["cost"] = 2**40
    with pytest.raises(UnusableKey):
        keys.open_root_key(pem.armor("ENCRYPTED PRIVATE KEY", algorithm.dump(force=True)), PASSPHRASE)


# --- the trust file ---------------------------------------------------------------------------------------------------


def test_each_change_makes_a_trust_file_with_a_higher_number() -> None:
    assert trust().number == 4
    assert [listed.name for listed in trust().people] == ["张三", "李四", "王五"]


def test_the_fingerprint_stands_in_groups_of_four() -> None:
    groups = office().signing.fingerprint(office().trust).split(" ")
    assert len(groups) == 16
    assert {len(group) for group in groups} == {4}


def test_a_renewed_key_puts_the_old_one_out_of_use_from_then_on() -> None:
    desk = office()
    person = Person(id="p-examiner", name="张三", roles=(Role.EXAMINER,))
    _file, _pem, renewed = desk.signing.issue_key(desk.root, PASSPHRASE, desk.trust, person, PASSPHRASE)
    old, new = (key for key in read_trust(renewed).people if key.person == "p-examiner")
    assert old.until == NOW
    assert new.until is None


def test_a_foreign_root_issues_nothing_for_this_office() -> None:
    person = Person(id="p", name="赵六", roles=(Role.CHECKER,))
    with pytest.raises(UnusableKey, match="指纹"):
        office().signing.issue_key(foreign_office().root, PASSPHRASE, office().trust, person, PASSPHRASE)


def test_a_person_without_a_role_gets_no_key() -> None:
    with pytest.raises(UnusableKey):
        office().signing.issue_key(
            office().root, PASSPHRASE, office().trust, Person(id="p", name="赵六", roles=()), PASSPHRASE
        )


def test_an_older_or_foreign_trust_file_does_not_replace_the_current_one() -> None:
    desk = office()
    person = Person(id="p", name="赵六", roles=(Role.CHECKER,))
    _file, _pem, newer = desk.signing.issue_key(desk.root, PASSPHRASE, desk.trust, person, PASSPHRASE)
    assert desk.signing.accept_trust(b"", desk.trust) == desk.trust
    assert desk.signing.accept_trust(desk.trust, newer) == newer
    with pytest.raises(TrustRefused, match="旧"):
        desk.signing.accept_trust(newer, desk.trust)
    with pytest.raises(TrustRefused, match="根证书"):
        desk.signing.accept_trust(desk.trust, foreign_office().trust)


def _changed(**body: object) -> bytes:
    document = json.loads(office().trust)
    document["body"].update(body)
    return json.dumps(document).encode()


def _promoted() -> bytes:
    document = json.loads(office().trust)
    document["body"]["people"][0]["roles"] = ["examiner", "checker", "approver"]
    return json.dumps(document).encode()


def _foreign_list() -> bytes:
    """The people of this office under the root and signature of another."""
    document, foreign = json.loads(office().trust), json.loads(foreign_office().trust)
    foreign["body"]["people"] = document["body"]["people"]
    return json.dumps(foreign).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": "gongshu-trust/1"}',
        b'{"format": "gongshu-trust/2", "body": {}, "signature": ""}',
        b" " * 5_000_000,
        office().trust[:500],
        office().trust.replace("张三".encode(), "张山".encode()),
        _promoted(),
        _foreign_list(),
        _changed(number=99),
        _changed(extra=1),
        _changed(people="x"),
        _changed(root=1),
        _changed(crl=json.loads(foreign_office().trust)["body"]["crl"]),
    ],
)
def test_a_corrupt_or_forged_trust_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(TrustRefused) as refused:
        office().signing.fingerprint(content)
    assert "信任文件" in str(refused.value)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_changed_byte_in_a_trust_file_changes_nothing_or_is_refused(data: st.DataObject) -> None:
    file = bytearray(office().trust)
    position = data.draw(st.integers(0, len(file) - 1))
    file[position] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(TrustRefused):
        assert read_trust(bytes(file)) == trust()


def test_the_revocation_list_has_a_term_of_180_days() -> None:
    assert trust().fresh(NOW + timedelta(days=179))
    assert not trust().fresh(NOW + timedelta(days=181))


def test_two_offices_of_the_same_name_have_other_fingerprints() -> None:
    assert found().signing.fingerprint(office().trust) != office().signing.fingerprint(foreign_office().trust)
