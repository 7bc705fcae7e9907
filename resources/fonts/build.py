"""Make the fonts of the documents from named packages: subset, convert, rename, and keep the licences beside them.

    python resources/fonts/build.py [--work FOLDER] [--check]

Needs fontTools, `apt-get` and `dpkg-deb` (Debian 12), `npm` and `tar`; nothing of it is needed to run the program. The
result is the same bytes on every run: versions are pinned, time stamps kept, and glyphs are taken in the order of the
source; ``--check`` makes everything elsewhere and says whether it is what stands here. README.md beside this file says
what each font is made from and under which licence.
"""

import argparse
import bz2
import hashlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

HERE = Path(__file__).resolve().parent
DEBIAN = {
    "texlive-lang-chinese": "2022.20230122-1",
    "fonts-lxgw-wenkai": "1.250+repack-1",
    "fonts-liberation2": "2.1.5-1",
    "fonts-droid-fallback": "1:6.0.1r16-1.1",
    "unicode-data": "15.0.0-1",
}
NPM = {
    "@expo-google-fonts/noto-sans-sc": "0.4.3",
    "@expo-google-fonts/noto-serif-sc": "0.4.3",
}
FANDOL = "texlive-lang-chinese/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf"
FANDOL_TEXTS = "texlive-lang-chinese/usr/share/doc/texlive-doc/fonts/fandol"
WENKAI = "fonts-lxgw-wenkai/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Light.ttf"
SANS = "noto-sans-sc/package/500Medium/NotoSansSC_500Medium.ttf"
SERIF_BOLD = "noto-serif-sc/package/700Bold/NotoSerifSC_700Bold.ttf"
SERIF = "noto-serif-sc/package/400Regular/NotoSerifSC_400Regular.ttf"
LIBERATION = "fonts-liberation2/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
LIBERATION_BOLD = "fonts-liberation2/usr/share/fonts/truetype/liberation2/LiberationSerif-Bold.ttf"
DROID = "fonts-droid-fallback/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"
UNIHAN = "unicode-data/usr/share/unicode/Unihan_OtherMappings.txt.bz2"
OFL = "SIL Open Font License 1.1, see licences/"
GPL = "GNU General Public License 3 with font exception, see licences/Fandol.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One font to make: from which file, under which new family name, with which characters."""

    file: str
    family: str
    source: str
    licence: str
    characters: frozenset[int]
    narrow: bool = False
    """Give the full-width marks the codes of their half-width twins (see README.md)."""


def main() -> None:
    """Fetch, make all faces, write the licence texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, help="keep the packages in this folder (and use those that are there)")
    parser.add_argument("--check", action="store_true", help="write nothing here; exit status 1 if something differs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work: Path = options.work or Path(folder) / "work"
        target = Path(folder) / "made" if options.check else HERE
        for needed in (work, target):
            needed.mkdir(parents=True, exist_ok=True)
        build(work.resolve(), target)
        if options.check:
            raise SystemExit(different(target))


def build(work: Path, target: Path) -> None:
    """Make everything from the packages in ``work``, fetching those that are not there."""
    fetch(work)
    for face in faces(tgh(work / UNIHAN)):
        make(face, work, target)
        print(face.file, (target / face.file).stat().st_size)
    shutil.copyfile(work / DROID, target / "DroidSansFallbackFull.ttf")
    licences(work, target / "licences")


def different(made: Path) -> int:
    """Say of each file whether it is the one that stands here; 1 if any is not."""
    status = 0
    for file in sorted(path for path in made.rglob("*") if path.is_file()):
        here = HERE / file.relative_to(made)
        same = here.is_file() and here.read_bytes() == file.read_bytes()
        status = status if same else 1
        print("the same" if same else "DIFFERENT", hashlib.sha256(file.read_bytes()).hexdigest(), here.name)
    return status


def fetch(work: Path) -> None:
    """Download by name and version with the registries' own clients, and unpack."""
    for name, version in DEBIAN.items():
        if not (work / name).is_dir():
            subprocess.run(["apt-get", "download", f"{name}={version}"], cwd=work, check=True)
            package = next(work.glob(f"{name}_*.deb"))
            subprocess.run(["dpkg-deb", "-x", str(package), str(work / name)], check=True)
    for name, version in NPM.items():
        short = name.rpartition("/")[2]
        if not (work / short).is_dir():
            subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=work, check=True)
            (work / short).mkdir()
            package = next(work.glob(f"*{short}-{version}.tgz"))
            subprocess.run(["tar", "xzf", str(package), "-C", str(work / short)], check=True)


def tgh(mappings: Path) -> frozenset[int]:
    """The 8,105 characters of 通用规范汉字表 (2013), from Unihan."""
    text = bz2.decompress(mappings.read_bytes()).decode("utf-8")
    found = frozenset(int(code, 16) for code in re.findall(r"^U\+([0-9A-F]+)\tkTGH\t", text, re.MULTILINE))
    if len(found) != 8105:
        raise SystemExit(f"通用规范汉字表 has 8,105 characters, {mappings} names {len(found)}")
    return found


def encodable(codec: str) -> frozenset[int]:
    """Every two-byte character of a Chinese codec."""
    pairs = (bytes((lead, trail)).decode(codec, "ignore") for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    return frozenset(ord(text) for text in pairs if len(text) == 1)


def ideographs(characters: Iterable[int]) -> frozenset[int]:
    """Those of ``characters`` that are Han characters."""
    blocks = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32000))
    return frozenset(code for code in characters if any(code in block for block in blocks))


def faces(standard: frozenset[int]) -> tuple[Face, ...]:
    """The bundle, role by role."""
    latin = frozenset(range(0x20, 0x7F)) | frozenset(range(0xA0, 0x180))
    gbk = encodable("gbk")
    marks = (gbk - ideographs(gbk)) | frozenset(range(0x2010, 0x2028)) | frozenset((0x2212, 0x33A1, 0x20AC, 0x2022))
    mathematics = frozenset(map(ord, "−≤≥≠≈"))
    symbols = latin | frozenset(code for code in marks if not 0xE000 <= code < 0xF900)
    chinese = standard | encodable("gb2312") | symbols
    return (
        Face(
            file="MemoFangSong.ttf",
            family="Memo FangSong",
            source=FANDOL,
            licence=GPL,
            characters=chinese - latin | {0xB7},
        ),
        Face(file="MemoKai.ttf", family="Memo Kai", source=WENKAI, licence=OFL, characters=chinese),
        Face(file="MemoHei.ttf", family="Memo Hei", source=SANS, licence=OFL, characters=chinese),
        Face(file="MemoSongBold.ttf", family="Memo SongBold", source=SERIF_BOLD, licence=OFL, characters=chinese),
        Face(file="MemoSong.ttf", family="Memo Song", source=SERIF, licence=OFL, characters=symbols),
        Face(file="MemoLatin.ttf", family="Memo Latin", source=LIBERATION, licence=OFL, characters=latin | mathematics),
        Face(
            file="MemoMarks.ttf",
            family="Memo Marks",
            source=FANDOL,
            licence=GPL,
            characters=frozenset(map(ord, "，；：（）！？")),
            narrow=True,
        ),
        Face(
            file="MemoLatinBold.ttf",
            family="Memo LatinBold",
            source=LIBERATION_BOLD,
            licence=OFL,
            characters=latin | mathematics,
        ),
    )


def make(face: Face, work: Path, target: Path) -> None:
    """Subset, convert if the outlines are cubic, rename, save."""
    font = TTFont(work / face.source, recalcTimestamp=False)
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += [
        "BASE",
        "GDEF",
        "GPOS",
        "GSUB",
        "STAT",
        "VORG",
        "vhea",
        "vmtx",
        "kern",
        "FFTM",
        "gasp",
        "DSIG",
    ]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=face.characters)
    subsetter.subset(font)
    if "CFF " in font:
        quadratic(font)
    if face.narrow:
        halve(font)
    font["post"].formatType = 3.0
    rename(font, face)
    font.save(target / face.file)


def halve(font: TTFont) -> None:
    """Map ASCII codes to the full-width forms (U+FF01 to U+FF5E), and nothing else."""
    for table in font["cmap"].tables:
        table.cmap = {code - 0xFEE0: name for code, name in table.cmap.items() if 0xFF01 <= code <= 0xFF5E}


def quadratic(font: TTFont) -> None:
    """Replace CFF outlines by TrueType ones, within one unit of a thousand."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), table
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"
    font["head"].glyphDataFormat = 0
    profile = font["maxp"]
    profile.tableVersion = 0x00010000
    for field in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
        "maxSizeOfInstructions", "maxComponentElements",
    ):  # fmt: skip
        setattr(profile, field, 0)
    profile.maxZones = 1


def rename(font: TTFont, face: Face) -> None:
    """A modified font may not keep its reserved name; the copyright stays, and what was changed is said."""
    names = font["name"]
    copyright_line = names.getDebugName(0) or ""
    version = names.getDebugName(5) or ""
    names.names = []
    postscript = face.family.replace(" ", "")
    for number, text in {
        0: copyright_line,
        1: face.family,
        2: "Regular",
        3: f"{postscript}; {Path(face.source).name}",
        4: face.family,
        5: version,
        6: postscript,
        10: f"Subset and renamed from {Path(face.source).name} by resources/fonts/build.py",
        13: face.licence,
    }.items():
        names.setName(text, number, 3, 1, 0x409)


def licences(work: Path, folder: Path) -> None:
    """The licence texts, as the packages bring them."""
    folder.mkdir(exist_ok=True)
    texts = work / FANDOL_TEXTS
    packed = subprocess.run(["gzip", "-dc", str(texts / "COPYING.gz")], check=True, capture_output=True).stdout
    (folder / "Fandol.txt").write_bytes((texts / "README").read_bytes() + b"\n\n" + packed)
    for name, source in {
        "LXGW-WenKai.txt": "fonts-lxgw-wenkai/usr/share/doc/fonts-lxgw-wenkai/copyright",
        "Liberation.txt": "fonts-liberation2/usr/share/doc/fonts-liberation2/copyright",
        "Noto-Sans-SC.txt": "noto-sans-sc/package/LICENSE_FONT",
    }.items():
        shutil.copyfile(work / source, folder / name)
    # The text in this package names an earlier owner than the font does: the licence asks that the font's be kept.
    owner = TTFont(work / SERIF)["name"].getDebugName(0)
    text = (work / "noto-serif-sc/package/LICENSE_FONT").read_text(encoding="utf-8")
    (folder / "Noto-Serif-SC.txt").write_bytes(f"{owner}\n\n{text}".encode())
    droid = (work / "fonts-droid-fallback/usr/share/doc/fonts-droid-fallback/copyright").read_bytes()
    apache = Path("/usr/share/common-licenses/Apache-2.0").read_bytes()
    (folder / "Droid.txt").write_bytes(droid + b"\n\n" + apache)


if __name__ == "__main__":
    main()
