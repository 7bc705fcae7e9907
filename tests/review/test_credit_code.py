"""统一社会信用代码, against python-stdnum where that knows the code, and by the standard where it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from gongshu_desktop.review.credit_code import ALPHABET, check_character, is_credit_code

BODIES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["91", "12", "51", "92", "93"]),
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.text(ALPHABET, min_size=9, max_size=9),
)


@given(BODIES)
def test_the_check_is_the_library_s(body: str) -> None:
    assert check_character(body) == uscc.calc_check_digit(body)
    assert is_credit_code(body + check_character(body))


@given(BODIES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(body: str, place: int, char: str) -> None:
    code = body + check_character(body)
    wrong = code[:place] + char + code[place + 1 :]
    assert is_credit_code(wrong) == (wrong == code)


@pytest.mark.parametrize(
    "code", ["91330105BEJJ955BC0", "91350100M000100Y43", "N2330105MF1234567" + check_character("N2330105MF1234567")]
)
def test_codes_of_every_register(code: str) -> None:
    assert is_credit_code(code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "91330105BEJJ955BC",
        "91330105BEJJ955BC00",
        "91330105bejj955bc0",
        "9133010IBEJJ955BC0",
        "９１330105BEJJ955BC0",
        "91330105BEJJ955BC0\n",
    ],
)
def test_what_is_no_code(text: str) -> None:
    assert not is_credit_code(text)
