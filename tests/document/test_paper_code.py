"""The code on paper: what it says comes back, nobody else can make one, and nothing of it can be changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from hypothesis import given, settings
from hypothesis import strategies as st

from gongshu_desktop.document.keys.trust_file import read_trust, successor
from gongshu_desktop.document.keys.trust_issue import write_trust
from gongshu_desktop.document.paper_code import base45
from gongshu_desktop.document.paper_code import code as paper_code
from gongshu_desktop.services.paper_codes import IssuerStanding, PaperCodeRefused, read_hand_code, standing_words
from gongshu_desktop.services.ports import UnusableKey, WrongPassphrase
from tests.document.office import PASSPHRASE, office
from tests.document.paper_office import CODES, RECORD, code, issuer, other_office


@given(st.binary(max_size=64))
def test_base45_comes_back(content: bytes) -> None:
    assert base45.decoded(base45.encoded(content)) == content


@pytest.mark.parametrize(
    ("content", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581")]
)
def test_base45_is_that_of_the_rfc(content: bytes, text: str) -> None:
    assert base45.encoded(content) == text
    assert base45.decoded(text) == content


@pytest.mark.parametrize("text", ["A", "GGW", ":::", "bb8", "AB", "A" * 4], ids=str)
def test_base45_takes_one_form_only(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        base45.decoded(text if text != "AB" else "::")


def test_a_usual_code_has_139_bytes_in_215_characters() -> None:
    text = code()
    assert len(text) == 215
    assert len(base45.decoded(text.removeprefix(paper_code.PREFIX))) == 139


def test_what_it_says_comes_back_with_its_issuer() -> None:
    found = CODES.check(code(), issuer().trust)
    assert found.record == RECORD
    assert found.genuine
    assert found.issuer == issuer().id


def test_the_same_record_always_gives_the_same_code() -> None:
    assert CODES.issue(RECORD, issuer().key) == code()


def test_every_flipped_bit_is_refused_or_leaves_nobody_who_vouches() -> None:
    content = bytearray(base45.decoded(code().removeprefix(paper_code.PREFIX)))
    for position in range(len(content)):
        content[position] ^= 1 << position % 8
        text = paper_code.PREFIX + base45.encoded(bytes(content))
        content[position] ^= 1 << position % 8
        try:
            found = CODES.check(text, issuer().trust)
        except PaperCodeRefused:
            continue
        assert 1 <= position <= 8  # the id of the key: it names one that nobody knows
        assert found.standing is IssuerStanding.UNKNOWN


@pytest.mark.parametrize(
    "change", [{"number": "拱众审〔2026〕4号"}, {"amount": 1_154_000_000}, {"day": date(2026, 11, 24)}]
)
def test_a_signature_does_not_serve_another_record(change: dict[str, object]) -> None:
    mine = base45.decoded(code().removeprefix(paper_code.PREFIX))
    other = CODES.issue(replace(RECORD, **change), issuer().key)  # type: ignore[arg-type]
    theirs = base45.decoded(other.removeprefix(paper_code.PREFIX))
    with pytest.raises(PaperCodeRefused, match="伪造"):
        CODES.check(paper_code.PREFIX + base45.encoded(theirs[:-64] + mine[-64:]), issuer().trust)


def test_the_other_form_of_a_signature_is_refused() -> None:
    content = base45.decoded(code().removeprefix(paper_code.PREFIX))
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    turned = order - int.from_bytes(content[-32:], "big")
    with pytest.raises(PaperCodeRefused):
        CODES.check(paper_code.PREFIX + base45.encoded(content[:-32] + turned.to_bytes(32, "big")), issuer().trust)


def test_another_offices_code_is_shown_as_unknown() -> None:
    found = CODES.check(CODES.issue(RECORD, other_office().key), issuer().trust)
    assert found.standing is IssuerStanding.UNKNOWN
    assert not found.genuine
    assert "无法确认来源" in standing_words(found.standing)


def test_another_key_cannot_take_the_offices_name() -> None:
    """A forger signs with a key of his own, but names ours."""
    forged = bytearray(base45.decoded(CODES.issue(RECORD, other_office().key).removeprefix(paper_code.PREFIX)))
    forged[1:9] = bytes.fromhex(issuer().id)
    with pytest.raises(PaperCodeRefused, match="伪造"):
        CODES.check(paper_code.PREFIX + base45.encoded(bytes(forged)), issuer().trust)


def test_without_a_trust_file_nobody_vouches() -> None:
    assert CODES.check(code(), b"").standing is IssuerStanding.NO_TRUST_FILE
    assert CODES.check(code(), b"{}").standing is IssuerStanding.NO_TRUST_FILE


@settings(max_examples=60)
@given(st.integers(0, 214))
def test_a_cut_code_is_refused(length: int) -> None:
    with pytest.raises(PaperCodeRefused):
        CODES.check(code()[:length], issuer().trust)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "GSYJ1:",
        "GSYJ1:" + "0" * 300,
        "GSYJ1:" + "0" * 100_000,
        "GSYJ2:" + "0" * 209,
        "http://example.cn",
        "GSYJ1:ü",
    ],
)
def test_garbage_is_refused(text: str) -> None:
    with pytest.raises(PaperCodeRefused):
        CODES.check(text, issuer().trust)


@pytest.mark.parametrize("amount", [0, 1, 2**63 - 1])
@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2179, 6, 6)])
@pytest.mark.parametrize("number", ["1", "拱" * 20])
def test_the_limits_of_a_record_come_back(amount: int, day: date, number: str) -> None:
    record = replace(RECORD, amount=amount, day=day, number=number)
    assert CODES.check(CODES.issue(record, issuer().key), issuer().trust).record == record


@pytest.mark.parametrize(
    "change",
    [
        {"number": ""},
        {"number": "拱" * 20 + "1"},
        {"day": date(1999, 12, 31)},
        {"amount": 2**63},
        {"day": date(2179, 6, 7)},
    ],
)
def test_beyond_its_limits_none_is_made(change: dict[str, object]) -> None:
    with pytest.raises(PaperCodeRefused):
        CODES.issue(replace(RECORD, **change), issuer().key)  # type: ignore[arg-type]


# --- the key's life ---------------------------------------------------------------------------------------------------


def test_a_retired_key_counts_for_what_it_issued_before() -> None:
    desk = issuer()
    trust = CODES.retire_issuing_key(desk.root, PASSPHRASE, desk.trust, desk.id, compromised=False)
    later = CODES.issue(replace(RECORD, day=RECORD.day + timedelta(days=1)), desk.key)
    assert CODES.check(code(), trust).standing is IssuerStanding.KNOWN
    assert CODES.check(later, trust).standing is IssuerStanding.RETIRED


def test_a_compromised_key_counts_for_nothing() -> None:
    desk = issuer()
    trust = CODES.retire_issuing_key(desk.root, PASSPHRASE, desk.trust, desk.id, compromised=True)
    assert CODES.check(code(), trust).standing is IssuerStanding.COMPROMISED


def test_issuing_keys_need_the_offices_root() -> None:
    with pytest.raises(WrongPassphrase):
        CODES.new_issuing_key(office().root, "不是这个口令 1234567", office().trust)
    with pytest.raises(UnusableKey):
        CODES.new_issuing_key(other_office().root, PASSPHRASE, office().trust)
    with pytest.raises(UnusableKey):
        CODES.retire_issuing_key(office().root, PASSPHRASE, office().trust, "00" * 8, compromised=False)
    with pytest.raises(UnusableKey):
        CODES.issue(RECORD, b"nonsense")


def test_a_trust_file_without_issuing_keys_is_as_before() -> None:
    assert b"issuers" not in office().trust
    assert read_trust(office().trust).issuers == ()


def test_a_trust_file_with_one_keeps_everything_else() -> None:
    before, after = read_trust(office().trust), read_trust(issuer().trust)
    assert after.people == before.people
    assert after.number == before.number + 1
    assert successor(office().trust, issuer().trust).number == after.number


def test_two_different_files_of_one_number_are_a_fork() -> None:
    desk = office()
    other = CODES.new_issuing_key(desk.root, PASSPHRASE, desk.trust)[1]
    with pytest.raises(UnusableKey, match="内容却不同"):
        successor(issuer().trust, other)


def test_an_issuing_key_of_another_curve_is_refused() -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    from gongshu_desktop.document.keys.key_file import open_root_key
    from gongshu_desktop.document.keys.trust_file import ListedIssuer

    known = read_trust(issuer().trust)
    odd = ListedIssuer(key=ec.generate_private_key(ec.SECP384R1()).public_key(), since=known.issued)
    file = write_trust(replace(known, issuers=(odd,)), open_root_key(office().root, PASSPHRASE))
    with pytest.raises(UnusableKey):
        read_trust(file)


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_the_hand_code_is_80_bits_without_letters_that_mislead() -> None:
    text = RECORD.hand_code
    assert len(text) == 19
    assert not set(text) & set("ILOU")
    assert replace(RECORD, digest="3f" * 9 + "a6" * 23).hand_code != text


@pytest.mark.parametrize(
    "typed", [RECORD.hand_code, RECORD.hand_code.lower(), RECORD.hand_code.replace(" ", "-"), f" {RECORD.hand_code} "]
)
def test_a_typed_hand_code_is_read_leniently(typed: str) -> None:
    assert read_hand_code(typed) == RECORD.hand_code


def test_letters_taken_for_figures_are_put_right() -> None:
    assert read_hand_code("oOiI lL00 0000 0000") == "0011 1100 0000 0000"


@pytest.mark.parametrize("typed", ["", "1234", "1234 5678 9ABC DEF", "1234 5678 9ABC DEF!", "拱" * 16])
def test_no_hand_code_is_refused(typed: str) -> None:
    with pytest.raises(PaperCodeRefused, match="16 位"):
        read_hand_code(typed)


def test_the_issuing_key_is_an_ordinary_key_of_p256() -> None:
    assert load_pem_private_key(issuer().key, None)
