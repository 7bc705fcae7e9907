"""Every character of the everyday standards prints and copies back; what no face has is named, never dropped."""

import bz2
import io
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from reportlab.pdfgen.canvas import Canvas

from gongshu_desktop.document.fonts import faces as fonts
from gongshu_desktop.document.fonts.faces import Typeface
from gongshu_desktop.document.fonts.font_file import FontFace
from gongshu_desktop.document.typesetting.paragraph import Paragraph, Style
from gongshu_desktop.host import places


def encodable(codec: str) -> str:
    """Every two-byte character of a Chinese codec."""
    pairs = (bytes((lead, trail)).decode(codec, "ignore") for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    return "".join(text for text in pairs if len(text) == 1 and not text.isascii())


def standard_list() -> str:
    """通用规范汉字表 as Unihan has it (Debian's unicode-data, which the test command installs)."""
    mappings = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
    assert mappings.exists(), "please install the package unicode-data"
    text = bz2.decompress(mappings.read_bytes()).decode()
    return "".join(chr(int(code, 16)) for code in re.findall(r"^U\+([0-9A-F]+)\tkTGH\t", text, re.MULTILINE))


STANDARDS: Mapping[str, tuple[Callable[[], str], int, int]] = {
    "GB 2312": (lambda: encodable("gb2312"), 7_445, 0),
    "通用规范汉字表": (standard_list, 8_105, 196),
    "GBK": (lambda: encodable("gbk"), 21_791, 0),
}
"""How to get each list, how many characters it has, and how many of them stand above U+FFFF."""


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


@pytest.mark.parametrize("name", STANDARDS)
def test_every_character_of_the_standards_prints_and_copies_back(name: str, tmp_path: Path) -> None:
    """Really printed and read back by poppler, the same character for each: nothing is normalised on the way."""
    listed, count, above = STANDARDS[name]
    characters = listed()
    assert (len(characters), sum(character > "\uffff" for character in characters)) == (count, above)
    assert fonts.unprintable([(name, characters)]) == ()
    visible = re.sub(r"\s", "", characters)
    assert len(characters) - len(visible) == ("\u3000" in characters)
    assert copied(printed(visible, Style(size=9, leading=11)), tmp_path) == visible


def test_no_character_of_the_standards_is_printed_as_a_blank() -> None:
    """A font may have a character and draw nothing for it."""
    read = {
        name: FontFace.read((places.resources() / "fonts" / file).read_bytes(), 0).characters
        for name, file in fonts._FILES.items()
    }
    blank = []
    for listed, _count, _above in STANDARDS.values():
        for character in listed():
            found = fonts.glyph(Typeface.FANGSONG, character)
            assert found is not None
            if ord(character) not in read[found[0]]:
                blank.append(character)
    assert blank == []


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


LICENCES = {
    "Fandol": ("GNU GENERAL PUBLIC LICENSE", "font exception"),
    "LXGW-WenKai": ("SIL OPEN FONT LICENSE Version 1.1", "Reserved Font Name"),
    "Noto-Sans-SC": ("SIL OPEN FONT LICENSE Version 1.1", "Adobe"),
    "Noto-Serif-SC": ("SIL OPEN FONT LICENSE Version 1.1", "(c) 2017-2024 Adobe"),
    "Liberation": ("SIL OPEN FONT LICENSE Version 1.1", "Reserved Font Name"),
    "Droid": ("Apache License", "Version 2.0"),
}


@pytest.mark.parametrize("name", LICENCES)
def test_the_licence_texts_stand_beside_the_fonts(name: str) -> None:
    text = (places.resources() / "fonts" / "licences" / f"{name}.txt").read_text(encoding="utf-8")
    said = re.sub(r"\s+", " ", text).lower()
    assert [words for words in LICENCES[name] if words.lower() not in said] == []


def test_every_font_has_its_line_and_no_licence_is_left_over() -> None:
    folder = places.resources() / "fonts"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in folder.glob("*.ttf") if f"| {file.name} |" not in readme] == []
    assert {file.stem for file in (folder / "licences").iterdir()} == set(LICENCES)
    assert all(f"licences/{name}.txt" in readme for name in LICENCES)


@pytest.mark.parametrize("file", sorted((places.resources() / "fonts").glob("Memo*.ttf")), ids=lambda file: file.stem)
def test_a_changed_font_bears_no_reserved_name_and_says_whose_it_was(file: Path) -> None:
    names = {record.nameID: record.toUnicode() for record in TTFont(file)["name"].names}
    called = [names[kind] for kind in (1, 2, 4, 6, 16, 17, 21, 22) if kind in names]
    assert all("Memo" in name or name == "Regular" for name in called)
    assert not re.search(r"霞鹜|LXGW|WenKai|Source|Noto|Liberation|Arimo|Tinos|Fandol", " ".join(called))
    assert names[0], "the copyright stays"
    assert names[10].startswith("Subset and renamed from ")
    assert re.search(r"SIL Open Font License 1\.1|GNU General Public License 3 with font exception", names[13])
