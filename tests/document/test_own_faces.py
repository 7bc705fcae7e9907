"""Documents drawn with an office's own fonts: embedded, searchable, archivable, the same each time, and never mixed up."""

import hashlib
import io
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

from gongshu_desktop.document.fonts import faces as fonts
from gongshu_desktop.document.fonts.faces import Typeface, UnprintableCharacter
from gongshu_desktop.document.fonts.own_faces import own_faces
from gongshu_desktop.document.memo.drawing import draw_memo
from gongshu_desktop.document.papers.drawing import draw_paper
from gongshu_desktop.document.typesetting.measured_text import MeasuredText
from gongshu_desktop.document.typesetting.style import Span, Style
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.memo.layout import FIRST, drawn_as
from gongshu_desktop.review.papers.approval import compose as approval
from gongshu_desktop.services.font_choices import FontRefused, FontRole, FontSet, OfficeFont
from tests.document import font_samples as samples
from tests.document.memo_samples import everything, memo

BODY = FontRole.FANGSONG


def chosen(*fonts_by_role: tuple[FontRole, bytes], face: int = 0) -> FontSet:
    """These files in these roles."""
    kept = {hashlib.sha256(content).hexdigest(): content for _role, content in fonts_by_role}
    found = tuple(
        OfficeFont(role=role, name="自备", sha256=hashlib.sha256(content).hexdigest(), face=face)
        for role, content in fonts_by_role
    )
    return FontSet(fonts=found, read=kept.__getitem__)


def drawn(fonts: FontSet, content: MemoContent | None = None) -> bytes:
    return draw_memo(content or memo(everything()), draft=False, receipt=b"{}", fonts=fonts)


def faces_in(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            str(item.BaseFont)[1:].partition("+")[2]
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        }


def copied(pdf: bytes, folder: Path) -> str:
    (folder / "own.pdf").write_bytes(pdf)
    said = subprocess.run(["pdftotext", str(folder / "own.pdf"), "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s", "", said)


def test_a_memo_in_the_offices_own_font(tmp_path: Path) -> None:
    font = samples.office_font()
    pdf = drawn(chosen((BODY, font)))
    label = f"OfficeFangSong-{hashlib.sha256(font).hexdigest()[:8]}-0"
    assert label in faces_in(pdf)
    listed = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert re.search(rf"\+{label}\s+TrueType\s+\S+\s+yes yes yes", listed)
    assert copied(pdf, tmp_path) == copied(drawn(FontSet()), tmp_path)
    assert "李𬱖" in copied(pdf, tmp_path)
    assert drawn(chosen((BODY, font))) == pdf


def test_a_memo_in_own_fonts_is_still_fit_for_the_archive() -> None:
    """A draft: the validator knows nothing of signature fields."""
    rare = samples.with_rare_character(samples.office_font())
    content = MemoContent.from_json({**memo(everything()).to_json(), "applicant": f"杭州{chr(samples.RARE)}公司"})
    draft = draw_memo(content, draft=True, receipt=b"{}", fonts=chosen(*((role, rare) for role in FontRole)))
    assert pdfa.validate_written(io.BytesIO(draft), "3b").findings == []


def test_without_own_fonts_nothing_changes() -> None:
    before = drawn(FontSet())
    drawn(chosen((BODY, samples.office_font())))
    assert drawn(FontSet()) == before


@pytest.mark.parametrize("role", list(FontRole))
def test_every_role_takes_an_own_font(role: FontRole) -> None:
    assert any(face.startswith("OfficeFangSong-") for face in faces_in(drawn(chosen((role, samples.office_font())))))


def test_other_papers_follow() -> None:
    paper = approval(memo(everything()))
    pdf = draw_paper(paper, draft=False, fonts=chosen((BODY, samples.office_font())))
    assert any(face.startswith("OfficeFangSong-") for face in faces_in(pdf))
    assert pdfa.validate_written(io.BytesIO(pdf), "3b").findings == []


def test_two_files_of_one_name_stand_side_by_side(tmp_path: Path) -> None:
    one, other = samples.office_font(), samples.office_font(source="MemoHei")
    pdf = drawn(chosen((BODY, one), (FontRole.HEI, other)))
    found = {face for face in faces_in(pdf) if face.startswith("OfficeFangSong-")}
    assert found == {f"OfficeFangSong-{hashlib.sha256(content).hexdigest()[:8]}-0" for content in (one, other)}
    assert copied(pdf, tmp_path) == copied(drawn(FontSet()), tmp_path)


def test_a_face_of_a_collection(tmp_path: Path) -> None:
    whole = samples.collection(samples.bundled("MemoLatin"), samples.office_font())
    pdf = drawn(chosen((BODY, whole), face=1))
    assert f"OfficeFangSong-{hashlib.sha256(whole).hexdigest()[:8]}-1" in faces_in(pdf)
    assert copied(pdf, tmp_path) == copied(drawn(FontSet()), tmp_path)


def test_what_the_font_lacks_comes_from_the_bundled_ones() -> None:
    with own_faces(chosen((BODY, samples.office_font()))):
        own = fonts.glyph(Typeface.FANGSONG, "审")
        assert own is not None
        assert own[0].startswith("Own-")
        assert fonts.glyph(Typeface.FANGSONG, "𬱖") == ("MemoKai", 1.0)
        assert fonts.glyph(Typeface.FANGSONG, "7") == ("MemoLatin", 0.5)
        assert fonts.glyph(Typeface.HEI, "审") == ("MemoHei", 1.0)
        # made from 楷体, whose quotation marks are too narrow for Chinese text
        assert fonts.glyph(Typeface.FANGSONG, "“") == ("MemoFangSong", 1.0)
    assert fonts.glyph(Typeface.FANGSONG, "审") == ("MemoFangSong", 1.0)


def test_a_rare_character_of_an_own_font_prints_in_every_role(tmp_path: Path) -> None:
    rare = chr(samples.RARE)
    content = memo(everything())
    named = MemoContent.from_json({**content.to_json(), "applicant": f"杭州{rare}龘科技有限公司"})
    with pytest.raises(UnprintableCharacter, match="U\\+2A6A5"):
        drawn(FontSet(), named)
    font = samples.with_rare_character(samples.office_font())
    pdf = drawn(chosen((FontRole.KAI, font)), named)
    assert f"杭州{rare}龘科技有限公司" in copied(pdf, tmp_path)


def test_a_font_that_is_not_what_was_recorded_is_refused() -> None:
    font = samples.office_font("另一个")
    kept = chosen((BODY, font))
    with pytest.raises(FontRefused, match="SHA-256"):
        drawn(FontSet(fonts=kept.fonts, read=lambda _sha256: samples.bundled()))
    with pytest.raises(FontRefused, match="不允许嵌入"):
        drawn(chosen((BODY, samples.office_font(permissions=2))))


def test_threads_with_other_fonts_do_not_mix() -> None:
    sets = [FontSet(), chosen((BODY, samples.office_font())), chosen((BODY, samples.bundled("MemoHei")))]
    alone = [drawn(fonts) for fonts in sets]
    assert len(set(alone)) == 3
    with ThreadPoolExecutor(max_workers=3) as pool:
        assert list(pool.map(drawn, sets * 2)) == alone * 2


def test_amounts_in_words_and_conclusions_are_printed_in_the_bundled_faces() -> None:
    """Whatever an office's font draws for 贰: it may have come before fonts were looked at."""
    everywhere = chosen(*((role, samples.exchanged("贰", "玖")) for role in FontRole))
    words = "审定总额（大写：人民币贰拾玖万元整），不符合条件，不予支持"
    style = Style(size=12, leading=18)
    for typeface in Typeface:
        with own_faces(everywhere):
            now = MeasuredText([Span(words, typeface)], style)
            with drawn_as(FIRST):
                former = MeasuredText([Span(words, typeface)], style)
        by_place = list(zip(now.characters, now.faces, strict=True))
        for decisive in ("人民币贰拾玖万元整", "不符合", "不予支持"):
            start = words.index(decisive)
            assert all(face.startswith("Memo") for _character, face in by_place[start : start + len(decisive)])
        assert by_place[0][1].startswith("Own-")
        assert former.faces[words.index("贰")].startswith("Own-")
