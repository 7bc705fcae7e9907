"""Every character of the everyday standards prints and copies back; what no face has is named, never dropped."""

import bz2
import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from gongshu_desktop import places
from gongshu_desktop.document import fonts
from gongshu_desktop.document.fonts import Typeface
from gongshu_desktop.document.typesetting import Paragraph, Style


def encodable(codec: str) -> str:
    pairs = (bytes((lead, trail)).decode(codec, "ignore") for lead in range(0xA1, 0xF8) for trail in range(0xA1, 0xFF))
    return "".join(text for text in pairs if len(text) == 1)


def printed(text: str, style: Style | None = None) -> bytes:
    buffer = io.BytesIO()
    fonts.font("MemoLatin")
    canvas = Canvas(buffer, pagesize=(1200, 6000), initialFontName="MemoLatin")  # type: ignore[arg-type]
    paragraph = Paragraph(text, style or Style())
    _width, height = paragraph.wrap(1000, 5900)
    paragraph.drawOn(canvas, 50, 5950 - height)
    canvas.save()
    return buffer.getvalue()


def copied(pdf: bytes, folder: Path) -> str:
    """What poppler copies out of a PDF, without white space."""
    file = folder / "text.pdf"
    file.write_bytes(pdf)
    text = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("typeface", list(Typeface))
def test_every_character_of_gb2312_has_a_face(typeface: Typeface) -> None:
    assert [character for character in encodable("gb2312") if fonts.glyph(typeface, character) is None] == []


def test_gbk_has_a_face_throughout() -> None:
    pairs = (bytes((lead, trail)).decode("gbk", "ignore") for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    assert fonts.unprintable([("GBK", "".join(pairs))]) == ()


def test_every_character_of_gb2312_copies_back(tmp_path: Path) -> None:
    characters = re.sub(r"\s", "", encodable("gb2312"))
    assert copied(printed(characters, Style(size=9, leading=11)), tmp_path) == characters


@pytest.mark.parametrize("name", ["李𬱖", "陈𫖯", "张堃", "㛃䶮", "赟璟翀犇", "𬭎玥祎"])
def test_rare_names_copy_back(name: str, tmp_path: Path) -> None:
    assert copied(printed(f"批准人{name}同意"), tmp_path) == f"批准人{name}同意"


def test_half_width_marks_look_chinese_and_copy_as_they_were_written(tmp_path: Path) -> None:
    text = "众创空间,给予主办方(注册地为拱墅区)每年10万奖励;1,000元"
    pdf = printed(text)
    assert copied(pdf, tmp_path) == text
    with pikepdf.open(io.BytesIO(pdf)) as document:
        used = {str(font.BaseFont) for font in document.pages[0].Resources.Font.values()}
    assert "/AAAAAA+MemoMarks" in used


def test_a_character_that_no_face_has_is_named_with_its_code_and_place() -> None:
    found = fonts.unprintable([("申报单位", "杭州𪚥龘科技有限公司")])
    assert [(item.character, item.code, item.place) for item in found] == [("𪚥", "U+2A6A5", "申报单位")]
    message = str(fonts.UnprintableCharacter(found))
    assert "U+2A6A5" in message
    assert "申报单位" in message
    assert "杭州〓龘科技有限公司" in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\u202e乙\u2066丙\ufeff", "甲乙丙"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("a\x00b\x07c\td\xa0e", "abc d e"),
        ("葛\U000e0100城\ufe00", "葛城"),
        ("残\ud800缺", "残缺"),
    ],
)
def test_what_shows_nothing_is_left_out(text: str, expected: str) -> None:
    assert fonts.clean(text) == expected


def test_the_bundle_carries_its_licences() -> None:
    folder = places.resources() / "fonts" / "licences"
    for name in ("Fandol", "LXGW-WenKai", "Noto-Sans-SC", "Noto-Serif-SC", "Liberation", "Droid"):
        assert len((folder / f"{name}.txt").read_text(encoding="utf-8")) > 1000
    for file in folder.parent.glob("Memo*.ttf"):
        raw = file.read_bytes().replace(b"\x00", b"")
        assert not re.search(rb"LXGW WenKai|Source Han|Liberation Serif", raw), file


def test_every_character_of_the_standard_list_prints() -> None:
    """通用规范汉字表 as Unihan has it (Debian's unicode-data, which the test command installs)."""
    mappings = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
    assert mappings.exists(), "please install the package unicode-data"
    text = bz2.decompress(mappings.read_bytes()).decode()
    standard = "".join(chr(int(code, 16)) for code in re.findall(r"^U\+([0-9A-F]+)\tkTGH\t", text, re.MULTILINE))
    assert len(standard) == 8105
    assert fonts.unprintable([("通用规范汉字表", standard)]) == ()
