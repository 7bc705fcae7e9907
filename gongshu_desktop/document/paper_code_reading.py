"""Finds the codes of paper memos in a scan or a photo: PNG, JPEG, or a PDF whose pages are pictures.

zxing-cpp reads most pictures as they are. What a copier, a dirty glass or a small scan has spoilt, a ladder of simple filters
(median, blur, twice the size, unsharp) often mends; first on the whole picture, then on overlapping parts of it. The work is
bounded: by the size of what is opened, and by the number of tries.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import zxingcpp
from PIL import Image, ImageFilter

from gongshu_desktop.document.bounds import MOST_PIXELS, opened_within, refuse_boundless
from gongshu_desktop.document.paper_code import PREFIX, decoded
from gongshu_desktop.services.paper_codes import PaperCodeRefused, UnreadablePicture
from gongshu_desktop.services.ports import UnreadableDocument
from gongshu_desktop.wording import _

LARGEST = 50 * 1024 * 1024
MOST_PAGES = 60
MOST_PICTURES = 120
_WORKING = 4000
"""Pixels of the longer edge that the ladder works on: A4 at 340 dpi, where a module has six pixels."""
_SMALL = 1300
"""Pixels of the longer edge up to which a part is also tried at twice its size."""
_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])

_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
    MemoryError,
    ZeroDivisionError,
    RecursionError,
    NotImplementedError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    pikepdf.PdfError,
    pikepdf.models.image.UnsupportedImageTypeError,
    UnreadableDocument,
)


def read_codes(name: str, content: bytes) -> tuple[str, ...]:
    """The texts of the codes found, each once. Raises UnreadablePicture: no picture, damaged, too large, or no code in it."""
    if len(content) > LARGEST:
        raise UnreadablePicture(
            _("“{name}”有 {size} MB，超过 50 MB，不能读取。请以 300 dpi 重新扫描。").format(
                name=name, size=-(-len(content) // 1024**2)
            )
        )
    others = False
    scanned = b"%PDF-" in content[:1024]
    pictures = _of_pdf(name, content) if scanned else iter([_opened(name, content)])
    found: dict[str, None] = {}
    looked = 0
    for picture in pictures:
        looked += 1
        texts, foreign = _codes(picture)
        others = others or foreign
        found.update(dict.fromkeys(texts))
    if not found:
        raise UnreadablePicture(_nothing(name, looked, others=others))
    return tuple(found)


def _nothing(name: str, looked: int, *, others: bool) -> str:
    if not looked:
        return _("“{name}”中没有扫描的页面。电子文书请直接作为 PDF 核验。").format(name=name)
    if others:
        return _("“{name}”中的二维码不是本程序的核验码。").format(name=name)
    return _(
        "在“{name}”中没有读到核验码。请以 300 dpi 平整扫描整页，或在光线均匀处正对着拍摄；也可以输入码下的 16 位短码。"
    ).format(name=name)


def _opened(name: str, content: bytes) -> Image.Image:
    """The picture in grey. Raises UnreadablePicture."""
    try:
        picture = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise UnreadablePicture(_too_many(name, width, height))
        return _grey(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadablePicture(_too_many(name)) from error
    except _BROKEN as error:
        raise UnreadablePicture(
            _("“{name}”不是完好的 PNG 或 JPEG 图片，也不是 PDF，无法读取。请重新扫描或另存后再试。").format(name=name)
        ) from error


def _too_many(name: str, width: int = 0, height: int = 0) -> str:
    if not width:
        return _("图片“{name}”的像素过多，不能读取。请以 300 dpi 重新扫描。").format(name=name)
    return _("图片“{name}”有 {width}×{height} 像素，过大，不能读取。请以 300 dpi 重新扫描。").format(
        name=name, width=width, height=height
    )


def _grey(picture: Image.Image) -> Image.Image:
    """8 bits of grey on white, not larger than the ladder works on."""
    if picture.format == "JPEG":
        picture.draft("L", (_WORKING, _WORKING))
    if picture.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        picture = picture.convert("F").point(lambda value: value / 257).convert("L")
    elif picture.has_transparency_data:
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA"))
    grey = picture.convert("L")
    longest = max(grey.size)
    if longest > _WORKING:
        scale = _WORKING / longest
        size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
        grey = grey.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    return grey


def _of_pdf(name: str, content: bytes) -> Iterator[Image.Image]:
    """The pictures on the pages of a scanned PDF. Those that cannot be decoded or are too large are passed over."""
    try:
        refuse_boundless(content)
        pdf = opened_within(content)
    except UnreadableDocument as error:
        raise UnreadablePicture(str(error)) from error
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, OSError) as error:
        raise UnreadablePicture(_("“{name}”已损坏或被加密，无法读取。请重新扫描。").format(name=name)) from error
    left = MOST_PICTURES
    with pdf:
        for page in _first_pages(name, pdf):
            for image in _page_images(page):
                if not left:
                    return
                left -= 1
                picture = _embedded(image)
                if picture is not None:
                    yield picture


def _first_pages(name: str, pdf: pikepdf.Pdf) -> list[pikepdf.Page]:
    try:
        return [pdf.pages[number] for number in range(min(MOST_PAGES, len(pdf.pages)))]
    except _BROKEN as error:  # the tree of the pages is bottomless or goes round in circles
        raise UnreadablePicture(_("“{name}”已损坏或被加密，无法读取。请重新扫描。").format(name=name)) from error


def _page_images(page: pikepdf.Page) -> list[pikepdf.Stream]:
    try:
        return [image for image in page.get_images().values() if isinstance(image, pikepdf.Stream)]
    except _BROKEN:
        return []


def _embedded(image: pikepdf.Stream) -> Image.Image | None:
    try:
        if int(image.Width) * int(image.Height) > MOST_PIXELS:
            return None
        return _grey(pikepdf.PdfImage(image).as_pil_image())
    except _BROKEN:
        return None


def attached_receipt(memo: bytes) -> bytes | None:
    """``receipt.json`` as it stands in a memo's PDF, in milliseconds and unverified; None when there is none."""
    try:
        refuse_boundless(memo)
        with opened_within(memo) as pdf:
            return bytes(pdf.attachments["receipt.json"].get_file().read_bytes())
    except _BROKEN:
        return None


# --- the ladder -------------------------------------------------------------------------------------------------------


def _codes(picture: Image.Image) -> tuple[tuple[str, ...], bool]:
    """(our codes, whether there are other QR codes) in a picture; stops at the first step that finds one of ours."""
    foreign = False
    for step in _ladder(picture):
        texts = [found.text for found in zxingcpp.read_barcodes(step(), _FORMATS)]
        ours = tuple(dict.fromkeys(text for text in texts if _ours(text)))
        if ours:
            return ours, foreign
        foreign = foreign or any(text for text in texts)
    return (), foreign


def _ours(text: str) -> bool:
    if not text.startswith(PREFIX):
        return False
    try:
        decoded(text)
    except PaperCodeRefused:
        return False
    return True


Step = Callable[[], Image.Image]


def _ladder(picture: Image.Image) -> Iterator[Step]:
    yield lambda: picture
    yield from _mended(picture)
    for part in _parts(picture):
        yield lambda part=part: part  # type: ignore[misc]
        yield from _mended(part)
        if max(part.size) <= _SMALL:
            double = part.resize((part.width * 2, part.height * 2), Image.Resampling.BICUBIC)
            yield lambda double=double: double  # type: ignore[misc]
            yield from _mended(double)


def _mended(picture: Image.Image) -> Iterator[Step]:
    yield lambda: picture.filter(ImageFilter.MedianFilter(3))
    yield lambda: picture.filter(ImageFilter.GaussianBlur(1.2))
    yield lambda: picture.filter(ImageFilter.UnsharpMask(3, 220, 2))


def _parts(picture: Image.Image) -> Iterator[Image.Image]:
    """Nine overlapping parts, half as wide and high as the picture; a small picture is a part of its own."""
    width, height = picture.size
    if max(width, height) <= _SMALL:
        yield picture
        return
    for row in range(3):
        for column in range(3):
            left, top = column * width // 4, row * height // 4
            yield picture.crop((left, top, left + width // 2, top + height // 2))
