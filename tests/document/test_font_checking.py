"""What fonts an office may bring: real files, made here, and what each is told."""

import hashlib
import random

import pytest

from gongshu_desktop.document.fonts import glyph_likeness
from gongshu_desktop.document.fonts.checking import LEAST_COMMON, FontFiles, hanzi
from gongshu_desktop.document.fonts.font_file import FontFace
from gongshu_desktop.document.fonts.glyph_likeness import DECISIVE, taken_for_another
from gongshu_desktop.document.fonts.names import plain_name
from gongshu_desktop.services.font_choices import FontFinding, FontRefused
from tests.document import font_samples as samples

FILES = FontFiles()


def test_the_hanzi_of_gb2312_are_counted_right() -> None:
    assert len(hanzi(levels=1)) == 3755
    assert len(hanzi(levels=2)) == 6763


def test_an_office_font_is_known_by_its_chinese_name() -> None:
    content = samples.office_font()
    assert FILES.faces(content) == ("仿宋_GB2312",)
    assert FILES.check(content, 0) == FontFinding(name="仿宋_GB2312", lacking=0)
    assert plain_name(FontFace.read(content, 0).tables["name"]) == "OfficeFangSong"


@pytest.mark.parametrize("permissions", [0, 4, 8, 0x0006])
def test_what_the_maker_allows_is_taken(permissions: int) -> None:
    """Of several permissions, as early fonts give them, the widest counts."""
    assert FILES.check(samples.office_font(permissions=permissions), 0).lacking == 0


@pytest.mark.parametrize(
    ("permissions", "said"),
    [(2, "fsType 2"), (0x100, "第8位"), (0x108, "第8位"), (0x200, "第9位"), (0x102, "fsType 2")],
)
def test_what_the_maker_forbids_is_refused(permissions: int, said: str) -> None:
    with pytest.raises(FontRefused, match=said):
        FILES.check(samples.office_font(permissions=permissions), 0)


def test_what_a_font_lacks_is_counted_and_too_much_of_it_refused() -> None:
    allowed = len(hanzi(levels=1)) - LEAST_COMMON
    assert FILES.check(samples.office_font(leave_out=allowed), 0).lacking == allowed
    assert FILES.check(samples.office_font(levels=1), 0).lacking == 6763 - 3755
    with pytest.raises(FontRefused, match="缺少 256 个常用汉字"):
        FILES.check(samples.office_font(leave_out=allowed + 1), 0)


def test_a_blank_glyph_is_a_missing_character() -> None:
    """A font that draws nothing for a name would leave it out on paper."""
    font = samples.opened(samples.office_font())
    for table in font["cmap"].tables:
        table.cmap[ord("啊")] = table.cmap[ord(" ")]
    blank = samples.saved(font)
    assert ord("啊") not in FontFace.read(blank, 0).characters
    assert FILES.check(blank, 0).lacking == 1


@pytest.mark.parametrize("pair", ["贰玖", "壹柒", "二三", "伍佰", "叁整", "不未", "肆捌"])
@pytest.mark.parametrize("source", ["MemoFangSong", "MemoHei"])
def test_a_font_that_exchanges_two_figures_is_refused_and_names_them(source: str, pair: str) -> None:
    with pytest.raises(FontRefused, match=f"把“{pair[0]}”画得像“{pair[1]}”"):
        FILES.check(samples.exchanged(*pair, source=source), 0)


@pytest.mark.parametrize("without", range(5))
def test_a_face_that_the_program_does_not_know_is_taken_for_what_it_draws(
    without: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each bundled face as if it were strange: the others know its figures, and find them exchanged."""
    known = glyph_likeness.models()
    monkeypatch.setattr(glyph_likeness, "models", lambda: [*known[:without], *known[without + 1 :]])
    name = glyph_likeness.MODELS[without]
    assert taken_for_another(samples.bundled(name)) is None
    assert taken_for_another(samples.exchanged("贰", "玖", source=name), "贰玖") == ("贰", "玖")


def test_each_face_of_a_collection_can_be_chosen() -> None:
    whole = samples.collection(samples.office_font("甲"), samples.bundled("MemoLatin"), samples.office_font("乙"))
    assert FILES.faces(whole) == ("甲", "Memo Latin", "乙")
    assert FILES.check(whole, 2).name == "乙"
    with pytest.raises(FontRefused, match="3755 个常用汉字"):
        FILES.check(whole, 1)
    with pytest.raises(FontRefused, match="没有第 4 个字体"):
        FILES.check(whole, 3)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (samples.postscript, "PostScript 轮廓"),
        (samples.variable, "可变字体"),
        (samples.endless_map, "已损坏或不完整"),
        (samples.glyph_of_itself, "已损坏或不完整"),
        (samples.tables_that_overlap, "已损坏或不完整"),
        (lambda: b"", "不是字体文件"),
        (lambda: b"%PDF-1.7\n", "不是字体文件"),
        (lambda: b"MZ" + bytes(1000), "不是字体文件"),
        (lambda: b"wOF2" + bytes(1000), "网页字体"),
        (lambda: b"ttcf" + b"\xff" * 1000, "已损坏或不完整"),
        (lambda: b"ttcf\x00\x01\x00\x00\x00\x00\x00\x02" + b"\xff" * 8, "已损坏或不完整"),
        (lambda: b"\x00\x01\x00\x00\xff\xff" + bytes(1000), "已损坏或不完整"),
    ],
)
def test_what_is_no_font_for_documents_is_told_why(content: object, said: str) -> None:
    assert callable(content)
    with pytest.raises(FontRefused, match=said):
        FILES.check(content(), 0)


def test_a_font_cut_short_anywhere_is_refused() -> None:
    content = samples.office_font()
    for length in (4, 11, 12, 100, 300, 1000, len(content) // 2, len(content) - 5000):
        with pytest.raises(FontRefused):
            FILES.check(content[:length], 0)


@pytest.mark.parametrize(("name", "rounds"), [("MemoLatin", 200), ("MemoFangSong", 40)])
def test_a_font_with_wrong_bytes_is_taken_or_refused_and_nothing_else(name: str, rounds: int) -> None:
    """Wherever it is hit, but most in the small tables at its beginning: never another exception, never without end."""
    content, chance = samples.bundled(name), random.Random(20161206)
    refused = 0
    for _round in range(rounds):
        spoilt = bytearray(content)
        for _hit in range(chance.randrange(1, 6)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
            spoilt[chance.randrange(400)] = chance.randrange(256)
        try:
            FILES.check(bytes(spoilt), 0)
        except FontRefused:
            refused += 1
    assert refused > rounds // 2


def test_the_smallest_font_that_is_taken() -> None:
    made = samples.squares()
    assert made == samples.squares()
    assert len(made) < 100_000
    left_out = len({*map(ord, DECISIVE)} & {*hanzi(levels=2)})
    assert FILES.check(made, 0) == FontFinding(name="Squares", lacking=6763 - 3755 + left_out)


def test_the_face_for_printing_is_the_same_for_the_same_file() -> None:
    from gongshu_desktop.document.fonts.plain_face import plain_face

    made = {
        hashlib.sha256(plain_face(FontFace.read(samples.office_font(), 0), "Office")).hexdigest() for _again in range(2)
    }
    assert len(made) == 1


@pytest.mark.parametrize(
    ("table", "place", "value"),
    [
        ("head", 0, b"\xff\xff"),
        ("head", 50, b"\x7f\x01"),
        ("head", 52, b"\x00\x01"),
        ("hhea", 0, b"\x80\x00"),
        ("hhea", 32, b"\x00\x01"),
        ("maxp", 0, b"\x00\x00"),
    ],
)
def test_a_font_that_is_taken_can_be_drawn_with(table: str, place: int, value: bytes) -> None:
    """Versions and formats that ReportLab insists on are written by us, whatever the file says."""
    from gongshu_desktop.document.fonts.plain_face import made_face

    content = samples.squares() if (table, place) != ("head", 50) else samples.office_font()
    spoilt = samples.overwritten(content, table, place, value)
    FILES.check(spoilt, 0)
    assert made_face(FontFace.read(spoilt, 0), "Label", "Name").face.numGlyphs > 1


def test_a_font_with_which_nothing_can_be_drawn_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from reportlab.pdfbase import ttfonts

    def stumble(*_all: object) -> None:
        raise ttfonts.TTFError("whatever")

    monkeypatch.setattr(ttfonts.TTFontFile, "makeSubset", stumble)
    with pytest.raises(FontRefused, match="试绘"):
        FILES.check(samples.squares(), 0)
    monkeypatch.setattr(ttfonts.TTFontFile, "extractInfo", stumble)
    with pytest.raises(FontRefused, match="试绘"):
        FILES.check(samples.squares(), 0)
