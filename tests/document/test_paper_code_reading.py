"""Reading codes from scans and photos: what must succeed, and that no picture whatever does harm."""

import random
import struct
import subprocess
import sys
import zlib
from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from gongshu_desktop.document.paper_code.drawing import HEIGHT, SIZE, PaperCode
from gongshu_desktop.document.paper_code.reading import read_codes
from gongshu_desktop.services.paper_codes import UnreadablePicture
from tests.document import paper_pictures as pictures
from tests.document.paper_office import CODES, RECORD, code, issuer
from tests.document.paper_pictures import Damage, jpeg, png, scan

AT_300_DPI: dict[str, Damage] = {
    "clean": pictures.rotated(0),
    "turned by 2 degrees": pictures.rotated(2),
    "turned by 7 degrees": pictures.rotated(7),
    "turned by 45 degrees": pictures.rotated(45),
    "upside down": pictures.rotated(180),
    "blur 1.2": pictures.blurred(1.2),
    "blur 2": pictures.blurred(2),
    "blur 3": pictures.blurred(3),
    "noise 50": pictures.noisy(50),
    "JPEG quality 10": pictures.compressed(10),
    "a quarter of the contrast": pictures.pale,
    "slanted by 6 percent": pictures.slanted,
    "photocopy": pictures.copied(140),
    "dark photocopy": pictures.copied(220),
    "copy of a copy, 1.5 degrees": pictures.copied_twice,
    "turned, blurred, noisy, compressed": pictures.worn,
    "8 percent blotted out": pictures.stained,
    "ring of a seal across": pictures.stamped,
}
AT_200_DPI = AT_300_DPI.keys() - {"blur 3", "dark photocopy"}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", AT_300_DPI)
def test_a_damaged_scan_at_300_dpi_is_read(name: str, seed: int) -> None:
    assert read_codes("scan.png", png(AT_300_DPI[name](scan(code()), seed))) == (code(),)


@pytest.mark.parametrize("name", sorted(AT_200_DPI))
def test_a_damaged_scan_at_200_dpi_is_read(name: str) -> None:
    assert read_codes("scan.png", png(AT_300_DPI[name](scan(code(), 200), 1))) == (code(),)


def test_a_scan_at_100_dpi_needs_the_ladder_or_is_refused_in_words() -> None:
    """Modules of less than two pixels: beyond what is promised, and told so."""
    with pytest.raises(UnreadablePicture, match="300 dpi"):
        read_codes("scan.png", png(pictures.blurred(1.5)(scan(code(), 100), 0)))


def test_a_whole_page_as_jpeg() -> None:
    page = Image.new("L", (2480, 3508), 250)
    page.paste(scan(code()), (600, 2200))
    assert read_codes("page.jpg", jpeg(page, 60)) == (code(),)


def test_a_photo_of_48_million_pixels_is_made_smaller_first() -> None:
    page = Image.new("L", (8000, 6000), 200)
    page.paste(scan(code()).resize((3720, 2622)), (2000, 1500))
    assert read_codes("photo.jpg", jpeg(page)) == (code(),)


def test_a_scanned_pdf_of_two_pages() -> None:
    other = CODES.issue(
        type(RECORD)(number="拱众审〔2026〕4号", amount=1, day=RECORD.day, digest="00" * 32), issuer().key
    )
    sheets = [scan(code()).convert("RGB"), scan(other).convert("1")]
    out = BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=300)
    assert read_codes("scan.pdf", out.getvalue()) == (code(), other)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_sort_of_png(mode: str) -> None:
    grey = scan(code())
    picture = (
        Image.frombytes("I;16", grey.size, b"".join(struct.pack("<H", value * 257) for value in grey.tobytes()))
        if mode == "I;16"
        else grey.convert("LA").convert(mode)
        if mode == "LA"
        else grey.convert("RGB").convert(mode)
    )
    assert read_codes("scan.png", png(picture)) == (code(),)


def test_ink_on_a_transparent_ground() -> None:
    grey = scan(code())
    picture = Image.new("RGBA", grey.size, (0, 0, 0, 0))
    picture.putalpha(grey.point(lambda value: 255 - value))
    assert read_codes("scan.png", png(picture)) == (code(),)


# --- what is drawn is what is read ------------------------------------------------------------------------------------


def drawing() -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for bottom in (500, 300):
        flowable = PaperCode(code())
        assert flowable.wrap(440, 500) == (SIZE, HEIGHT)
        flowable.drawOn(canvas, 80, bottom)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_the_drawing_is_30_mm_wide_and_the_same_each_time() -> None:
    assert pytest.approx(85.04, abs=0.01) == SIZE
    assert drawing() == drawing()


def test_an_electronic_document_is_no_scan() -> None:
    with pytest.raises(UnreadablePicture, match="PDF 核验"):
        read_codes("memo.pdf", drawing())


# --- hostile pictures -------------------------------------------------------------------------------------------------


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds almost nothing."""

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packed = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (100_000, 100_000), (9_500, 9_500), (2**31 - 1, 1)])
def test_a_huge_picture_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    with pytest.raises(UnreadablePicture, match="像素"):
        read_codes("huge.png", png_header(width, height))


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(UnreadablePicture, match="50 MB"):
        read_codes("huge.png", b"\x89PNG\r\n\x1a\n" + bytes(50 * 1024 * 1024))


WHOLE = png(scan(code(), 100))
PHOTO = jpeg(scan(code(), 100))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a" + bytes(100),
        b"II*\x00" + bytes(100),
        b"text" * 1000,
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:100],
        PHOTO[:200],
        png_header(100, 100),
        png_header(0, 5),
    ],
    ids=range(12),
)
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadablePicture):
        read_codes("garbage.png", content)


def test_a_damaged_or_locked_pdf_is_refused() -> None:
    with pytest.raises(UnreadablePicture):
        read_codes("broken.pdf", drawing()[:500])
    out = BytesIO()
    with pikepdf.open(BytesIO(drawing())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(UnreadablePicture):
        read_codes("locked.pdf", out.getvalue())


def test_200_random_pictures_and_damaged_files_do_no_harm() -> None:
    chance = random.Random(8)
    for number in range(200):
        size = chance.randrange(1, 90), chance.randrange(1, 90)
        if number % 4 == 0:
            content = png(Image.frombytes("L", size, chance.randbytes(size[0] * size[1])))
        elif number % 4 == 1:
            content = png(Image.frombytes("RGB", size, chance.randbytes(3 * size[0] * size[1])))
        else:
            damaged = bytearray((WHOLE, PHOTO)[number % 2])
            for _blow in range(12):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            content = bytes(damaged)
        try:
            assert read_codes("random.png", content) == (code(),)
        except UnreadablePicture:
            continue


def test_a_foreign_code_is_told_from_none() -> None:
    import segno

    out = BytesIO()
    segno.make("https://example.cn/pay", error="q").save(out, kind="png", scale=8, border=4)
    with pytest.raises(UnreadablePicture, match="不是本程序"):
        read_codes("other.png", out.getvalue())
    with pytest.raises(UnreadablePicture, match="没有读到"):
        read_codes("blank.png", png(Image.new("L", (600, 400), 255)))


# --- work without end -------------------------------------------------------------------------------------------------


def scanned(*pages: Image.Image) -> bytes:
    """A PDF whose pages are these pictures, each an object of its own."""
    pdf, out = pikepdf.new(), BytesIO()
    for page in pages:
        sheet = pdf.add_blank_page(page_size=(595, 842))
        picture = pikepdf.Stream(
            pdf, page.tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=page.width,
            Height=page.height, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceGray,
        )  # fmt: skip
        sheet.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I0=pdf.make_indirect(picture)))
    pdf.save(out)
    return out.getvalue()


class Clock:
    """Each look at it takes ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self.now, self._seconds = 0.0, seconds

    def __call__(self) -> float:
        self.now += self._seconds
        return self.now


def greys(count: int) -> list[Image.Image]:
    return [Image.new("L", (40, 40), 2 * number) for number in range(count)]


def test_reading_ends_in_time_and_says_so() -> None:
    clock = Clock(1)
    with pytest.raises(UnreadablePicture, match="20 秒"):
        read_codes("endless.pdf", scanned(*greys(60)), clock=clock)
    assert clock.now < 200


def test_every_page_is_read_as_it_is_before_any_is_mended() -> None:
    steps = []
    pages = scanned(*greys(9), scan(code()))
    assert read_codes("scan.pdf", pages, lambda *step: steps.append(step), clock=Clock(1)) == (code(),)
    assert steps[:10] == [(number, 20) for number in range(10)]
    assert len(steps) < 21


def test_the_same_picture_on_every_page_is_looked_at_once() -> None:
    steps = []
    with pytest.raises(UnreadablePicture, match="没有读到"):
        read_codes("scan.pdf", scanned(*greys(1) * 60), lambda *step: steps.append(step))
    assert {total for _done, total in steps} == {2}
    assert len(steps) < 20


def test_reading_stops_when_it_is_told_to() -> None:
    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        read_codes("scan.pdf", scanned(*greys(4)), stop)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_large_coloured_picture_takes_no_four_times_its_size() -> None:
    """Of 88 million pixels, 340 MB in colour with transparency; in a process that may have twice that more than it has."""
    done = subprocess.run([sys.executable, "-c", LIMITED], input=large(), capture_output=True, check=True, timeout=300)
    assert "没有读到" in done.stdout.decode("utf-8")


LIMITED = """
import resource, sys
from pathlib import Path
from gongshu_desktop.document.paper_code.reading import read_codes
from gongshu_desktop.services.paper_codes import UnreadablePicture
content = sys.stdin.buffer.read()
room = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + 700 * 2**20
resource.setrlimit(resource.RLIMIT_AS, (room, room))
try:
    read_codes("large.png", content)
except UnreadablePicture as refused:
    sys.stdout.buffer.write(str(refused).encode("utf-8"))
"""


def large() -> bytes:
    width = height = 9_400
    packing = zlib.compressobj(9)
    row = bytes(1 + 4 * width)
    body = b"".join(packing.compress(row) for _row in range(height)) + packing.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
