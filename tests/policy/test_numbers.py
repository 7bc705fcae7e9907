"""Numbers and units as people and files write them."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongshu_desktop.policy.model import Fact, Kind
from gongshu_desktop.policy.numbers import display, grouped_number, in_unit, parse_number, plain
from gongshu_desktop.policy.units import AREA, DAYS, MONEY, PURE, UnknownUnit, parse_suffix, parse_unit
from gongshu_desktop.policy.values import Scalar


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("12000000", 12_000_000),
        ("12000000.00", 12_000_000),
        ("0.3333", Fraction(3333, 10_000)),
        ("-1.50", Fraction(-3, 2)),
        ("007", 7),
    ],
)
def test_parse_number(text: str, expected: int | Fraction) -> None:
    found = parse_number(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    "text", ["", "1e3", "1,000", ".5", "5.", "+5", "１", "½", "1/2", "nan", "inf", "1 ", "9" * 31, "0." + "0" * 21]
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the text itself
        parse_number(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_plain_says_a_decimal_without_loss(number: object) -> None:
    exact = Fraction(str(number))
    assert Fraction(plain(exact)) == exact
    assert parse_number(plain(exact)) == exact


@pytest.mark.parametrize(
    ("number", "expected", "separated"),
    [
        (0, "0", "0"),
        (12_345, "12345", "12,345"),
        (Fraction(25_001, 2), "12500.5", "12,500.5"),
        (Fraction(-1, 8), "-0.125", "-0.125"),
        (Fraction(1, 3), "1/3", "≈0.3333(1/3)"),
        (Fraction(-20_000, 3), "-20000/3", "≈-6,666.6667(-20000/3)"),
        (Fraction(10**45, 3), f"1{'0' * 45}/3", f"≈{','.join(['333'] * 15)}.3333"),
        # hundreds of digits are nobody's to read, and must not be a crash either
        (Fraction((3**700 + 1) // 2, 3**700), "≈0.5000", "≈0.5000"),
        (Fraction(1, 2**9000), "≈0.0000", "≈0.0000"),
    ],
)
def test_numbers_as_text(number: int | Fraction, expected: str, separated: str) -> None:
    assert plain(number) == expected
    assert grouped_number(number) == separated


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        (12_000, "元", "12,000.00元"),
        (Fraction(1, 2), "元", "0.50元"),
        (Fraction(1, 1000), "元", "0.001元"),
        (1860, "㎡", "1,860㎡"),
        (2016, "年", "2016年"),
        (12, "家", "12家"),
    ],
)
def test_in_unit(number: int | Fraction, unit: str, expected: str) -> None:
    assert in_unit(number, unit) == expected


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [
        (Fact(name="额", kind=Kind.MONEY, unit="元"), 12_000, "12,000.00元"),
        (Fact(name="面积", kind=Kind.NUMBER, unit="㎡"), Fraction(1281, 2), "640.5㎡"),
        (Fact(name="企业数", kind=Kind.COUNT, unit="家"), 0, "0家"),
        (Fact(name="日", kind=Kind.DATE), date(2016, 9, 10), "2016-09-10"),
        (Fact(name="备案", kind=Kind.YES_NO), False, "否"),
        (Fact(name="备案", kind=Kind.YES_NO), True, "是"),
        (Fact(name="备案", kind=Kind.YES_NO), None, "—"),
        (Fact(name="名称", kind=Kind.TEXT), "", "—"),
        (Fact(name="名称", kind=Kind.TEXT), "大赛", "大赛"),
    ],
)
def test_display(fact: Fact, value: Scalar | None, expected: str) -> None:
    assert display(value, fact) == expected


@pytest.mark.parametrize(
    ("text", "factor", "unit"),
    [
        ("", 1, ""),
        ("%", Fraction(1, 100), ""),
        ("‰", Fraction(1, 1000), ""),
        ("万", 10_000, ""),
        ("亿", 10**8, ""),
        ("元", 1, "元"),
        ("万元", 10_000, "元"),
        ("亿元", 10**8, "元"),
        ("平方米", 1, "㎡"),
        ("m²", 1, "㎡"),
        ("天", 1, "日"),
        ("家", 1, "家"),
        ("元/㎡/日", 1, "元/㎡/日"),
        ("元/平方米/天", 1, "元/㎡/日"),
    ],
)
def test_suffixes(text: str, factor: int | Fraction, unit: str) -> None:
    found = parse_suffix(text, ("家",))
    assert (found[0], str(found[1])) == (factor, unit)


@pytest.mark.parametrize("text", ["人", "千元", "万万", "元/", "/元", "元/人", "万%"])
def test_unknown_units(text: str) -> None:
    with pytest.raises(UnknownUnit):
        parse_suffix(text, ("家",))


def test_units_multiply() -> None:
    rate = parse_unit("元/㎡/日", ())
    assert rate.times(AREA).times(DAYS) == MONEY
    assert MONEY.times(MONEY, -1) == PURE
    assert str(AREA.times(AREA)) == "㎡·㎡"
    assert str(PURE.times(DAYS, -1)) == "1/日"
