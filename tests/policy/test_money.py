"""Money: parsing, rounding, figures, and 人民币大写 read back by an independent reader."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongshu_desktop.policy.money import LARGEST_IN_WORDS, fen, from_fen, grouped, to_fen, words, yuan
from tests.policy.words_reader import Misspelt, read

LARGEST = 99_999_999_999_999
"""Fen: 999 999 999 999.99 yuan."""


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        # the regulation's own examples (支付结算办法 附一); after 角 the house style adds 整
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        # known traps of other programs
        ("309825", "叁拾万玖仟捌佰贰拾伍元整"),
        ("12000", "壹万贰仟元整"),
        ("100000", "壹拾万元整"),
        ("10", "壹拾元整"),
        ("15", "壹拾伍元整"),
        ("0.79", "柒角玖分"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0", "零元整"),
        ("0.01", "壹分"),
        ("1.01", "壹元零壹分"),
        ("1.10", "壹元壹角整"),
        ("10.10", "壹拾元零壹角整"),
        ("10.01", "壹拾元零壹分"),
        ("101", "壹佰零壹元整"),
        ("1001", "壹仟零壹元整"),
        ("1010", "壹仟零壹拾元整"),
        ("10001", "壹万零壹元整"),
        ("10010", "壹万零壹拾元整"),
        ("100001", "壹拾万零壹元整"),
        ("1000000", "壹佰万元整"),
        ("1154000", "壹佰壹拾伍万肆仟元整"),
        ("10000000", "壹仟万元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("100010001", "壹亿零壹万零壹元整"),
        ("110000000", "壹亿壹仟万元整"),
        ("101000000", "壹亿零壹佰万元整"),
        ("1000000000000", "壹万亿元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("-12.30", "负壹拾贰元叁角整"),
    ],
)
def test_words(amount: str, expected: str) -> None:
    assert words(fen(amount)) == expected


@settings(max_examples=1200, deadline=None)
@given(
    st.one_of(
        st.integers(min_value=0, max_value=LARGEST),
        st.integers(min_value=0, max_value=10**9),
        # mostly zeros, with a few other digits: where the zeros must be said once or not at all
        st.lists(st.sampled_from("00000123456789"), min_size=1, max_size=14).map(lambda digits: int("".join(digits))),
    )
)
def test_words_read_back(amount: int) -> None:
    assert read(words(amount)) == amount


def test_words_read_back_around_every_power_of_ten() -> None:
    for power in range(15):
        for factor in (1, 2, 5, 9):
            for shift in range(-11, 12):
                amount = factor * 10**power + shift
                if 0 <= amount <= LARGEST:
                    assert read(words(amount)) == amount


def test_words_of_every_fen_up_to_a_thousand_yuan_and_every_yuan_up_to_thirty_thousand() -> None:
    for amount in (*range(100_000), *range(0, 3_000_000, 100)):
        assert read(words(amount)) == amount


def test_no_two_amounts_share_their_words() -> None:
    assert len({words(amount) for amount in range(200_000)}) == 200_000


@pytest.mark.parametrize(
    "wrong",
    ["壹拾元整零", "拾元整", "壹万贰仟零零零元整", "叁拾万零零玖仟元整", "壹元壹分", "伍角", "", "元整", "壹佰壹元整"],
)
def test_the_reader_of_words_is_strict(wrong: str) -> None:
    with pytest.raises(Misspelt):
        read(wrong)


def test_the_largest_amount_in_words() -> None:
    assert words(LARGEST_IN_WORDS).endswith("玖角玖分")
    with pytest.raises(ValueError, match=str(LARGEST_IN_WORDS + 1)):
        words(LARGEST_IN_WORDS + 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("0.5", 50),
        ("0.05", 5),
        ("12000.50", 1_200_050),
        ("-3.2", -320),
        ("007", 700),
        ("9" * 18, (10**18 - 1) * 100),
    ],
)
def test_fen(text: str, expected: int) -> None:
    assert fen(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "1,000",
        "1.234",
        "1.",
        ".5",
        "1e3",
        "+1",
        "--1",
        "１２",
        "٣",
        "1万",
        "0x1",
        "nan",
        "1\n",
        "9" * 19,
    ],
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the text itself
        fen(text)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Fraction(5, 1000), 1),
        (Fraction(4999, 10**6), 0),
        (Fraction(-5, 1000), -1),
        (Fraction(1, 3), 33),
        (Fraction(2, 3), 67),
        (Fraction(149995, 1000), 15000),
        (7, 700),
        (-7, -700),
        (0, 0),
        (Fraction(10**15 * 2 + 1, 200), 10**15 + 1),
    ],
)
def test_to_fen_rounds_half_up(amount: int | Fraction, expected: int) -> None:
    assert to_fen(amount) == expected


@given(st.integers(min_value=-LARGEST, max_value=LARGEST))
def test_figures_round_trip(amount: int) -> None:
    assert fen(yuan(amount)) == amount
    assert fen(grouped(amount).replace(",", "")) == amount
    assert to_fen(from_fen(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "plain", "separated"),
    [(0, "0.00", "0.00"), (5, "0.05", "0.05"), (-5, "-0.05", "-0.05"), (123_456_789, "1234567.89", "1,234,567.89")],
)
def test_figures(amount: int, plain: str, separated: str) -> None:
    assert (yuan(amount), grouped(amount)) == (plain, separated)
