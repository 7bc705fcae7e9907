"""Chinese line breaking, on the whole text of a policy and at its edges."""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongshu_desktop.document.fonts.faces import NARROW_MARKS_FACE, Typeface
from gongshu_desktop.document.typesetting.measured_text import MeasuredText
from gongshu_desktop.document.typesetting.paragraph import Alignment, Paragraph, Span, Style
from gongshu_desktop.host import places
from gongshu_desktop.policy.load import load_policy
from gongshu_desktop.review.memo.layout import FIRST, drawn_as

NO_START = "，。、；：？！）〕】》〉」』”’％‰·,.;:?!)%"
NO_END = "（〔【《〈「『“‘("
NUMBER_SPLIT = re.compile(r"[\d,.]\n[\d.]|\d\n(?:万|亿|元|家|平方米|㎡|%|年|月|日|号)")
STYLE = Style(size=12, leading=18, indent=24)


@cache
def policy_text() -> tuple[str, ...]:
    return load_policy(places.resources() / "policies" / "gongshu-2016-10.md").text


@pytest.mark.parametrize("width", range(96, 96 + 32 * 12, 12))
def test_the_policy_text_breaks_well_at_every_measure(width: int) -> None:
    for text in policy_text():
        paragraph = Paragraph(text, STYLE)
        texts = paragraph.texts(width)
        assert [line for line in texts[1:] if line and line[0] in NO_START] == []
        assert [line for line in texts[:-1] if line and line[-1] in NO_END] == []
        assert not NUMBER_SPLIT.search("\n".join(texts))
        for line, shown in zip(paragraph.lines(width), texts, strict=True):
            half = 6 if shown and shown[-1] in NO_START else 0
            assert line.width - half <= line.room + 0.01
        assert "".join(texts).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "whole", ["12,345,678.90元", "1000万元", "1,860㎡", "50%", "2016年", "——", "……", "第3项", "1元/㎡/日"]
)
def test_what_belongs_together_stays_on_one_line(whole: str) -> None:
    for padding in range(14):
        lines = Paragraph("中" * padding + whole + "中" * 12, Style(size=10, leading=15)).texts(130)
        assert any(whole in line for line in lines), lines


def test_a_word_wider_than_the_measure_is_broken_rather_than_overfull() -> None:
    digest = "sha256:" + "0123456789abcdef" * 4
    paragraph = Paragraph(digest, Style(size=10, leading=15))
    assert "".join(paragraph.texts(60)) == digest
    assert max(line.width for line in paragraph.lines(60)) <= 60


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(st.sampled_from("中文字，。（）《》“”,.()0123456789abc元% \n—…·、"), max_size=80),
    width=st.integers(30, 200),
)
def test_no_text_is_lost_and_no_line_overfull(text: str, width: int) -> None:
    paragraph = Paragraph(text, Style(size=10, leading=15))
    lines = paragraph.lines(width)
    assert re.sub(r"\s", "", "".join(paragraph.texts(width))) == re.sub(r"\s", "", text)
    for line, shown in zip(lines, paragraph.texts(width), strict=True):
        assert line.width - 5.01 <= line.room or len(shown) <= 1


@pytest.mark.parametrize(("fitting", "expected"), [(1, None), (2, (2, 4)), (4, (4, 2)), (5, (4, 2))])
def test_two_lines_at_least_stand_on_either_page(fitting: int, expected: tuple[int, int] | None) -> None:
    paragraph = Paragraph("中" * 60, Style(size=10, leading=15))
    assert len(paragraph.lines(100)) == 6
    parts = paragraph.split(100, fitting * 15)
    heights = tuple(round(part.wrap(100, 1000)[1] / 15) for part in parts)
    assert heights == (expected or ())


def test_a_paragraph_that_fits_is_not_split() -> None:
    paragraph = Paragraph("中" * 20, Style(size=10, leading=15))
    assert paragraph.split(100, 30) == [paragraph]


def test_marks_in_a_row_share_their_blank_halves() -> None:
    style = Style(size=10, leading=15)
    assert Paragraph("试行）》（拱", style).natural_width == 50
    assert Paragraph("试行，拱", style).natural_width == 40


def test_emphasis_changes_the_face_and_not_the_text() -> None:
    paragraph = Paragraph(
        [Span("审定"), Span("壹佰元整", Typeface.BOLD), Span("。", underlined=True)],
        Style(size=10, leading=15, alignment=Alignment.CENTRED),
    )
    assert paragraph.texts(200) == ["审定壹佰元整。"]


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("年份(2016-05-10)", ("MemoMarks", "MemoMarks")),
        ("取整(3 ÷ 2 = 1)", ("MemoMarks", "MemoMarks")),
        ("f(x元)", ("MemoLatin", "MemoLatin")),
    ],
)
def test_brackets_that_belong_together_look_alike(text: str, faces: tuple[str, str]) -> None:
    wide = {"MemoMarks": 10.0, "MemoLatin": 10 * 0.333}
    paragraph = Paragraph(text, Style(size=10, leading=15))
    without = Paragraph(text.replace("(", "").replace(")", ""), Style(size=10, leading=15))
    added = paragraph.natural_width - without.natural_width
    assert added == pytest.approx(sum(wide[face] for face in faces), abs=0.02)


@pytest.mark.parametrize("typeface", list(Typeface))
def test_half_width_marks_between_hanzi_are_printed_full_width_in_every_role(typeface: Typeface) -> None:
    text = MeasuredText([Span("补差:扣除已获奖励(按企业计,一家一次)1:2", typeface)], STYLE)
    marked = {
        character for character, face in zip(text.characters, text.faces, strict=True) if face == NARROW_MARKS_FACE
    }
    assert marked == set(":(,)")
    assert text.faces[text.characters.rindex(":")] != NARROW_MARKS_FACE
    with drawn_as(FIRST):
        former = MeasuredText([Span("补差:扣除", typeface)], STYLE)
    assert (NARROW_MARKS_FACE in former.faces) == (typeface in (Typeface.FANGSONG, Typeface.KAI))
