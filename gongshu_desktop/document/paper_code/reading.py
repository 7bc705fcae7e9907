"""Finds the codes of paper memos in a scan or a photo: PNG, JPEG, or a PDF whose pages are pictures.

zxing-cpp reads most pictures as they are; what a copier, a dirty glass or a small scan has spoilt, a ladder of simple filters
often mends. The work is bounded: by the size of what is opened, by the number of tries, and by the time that they take.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO

import pikepdf
import zxingcpp
from PIL import Image

from gongshu_desktop.document.bounds import (
    MOST_PIXELS,
    opened_within,
    refuse_boundless,
    refuse_laborious_jpeg,
    unpacked_size,
)
from gongshu_desktop.document.broken_pictures import BROKEN
from gongshu_desktop.document.jpeg_scans import refuse_laborious
from gongshu_desktop.document.paper_code.code import PREFIX, decoded
from gongshu_desktop.document.paper_code.ladder import ladder
from gongshu_desktop.services.paper_codes import PaperCodeRefused, Progress, UnreadablePicture, unwatched
from gongshu_desktop.services.ports import UnreadableDocument
from gongshu_desktop.wording import _

LARGEST = 50 * 1024 * 1024
MOST_PAGES = 60
MOST_PICTURES = 120
_WORKING = 4000
"""Pixels of the longer edge that the ladder works on: A4 at 340 dpi, where a module has six pixels."""
_STRIP = 256
"""Rows that are made grey at a time: a large coloured picture is held once in full, not four times."""
SECONDS = 20.0
"""How long reading may take; what was found until then counts."""
Picture = Callable[[], Image.Image | None]
_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])

_BROKEN = (*BROKEN, pikepdf.PdfError, pikepdf.models.image.UnsupportedImageTypeError, UnreadableDocument)


def read_codes(
    name: str, content: bytes, progress: Progress = unwatched, *, clock: Callable[[], float] = time.monotonic
) -> tuple[str, ...]:
    """The texts of the codes found, each once. Raises UnreadablePicture: no picture, damaged, too large, or no code in it."""
    if len(content) > LARGEST:
        raise UnreadablePicture(
            _("“{name}”有 {size} MB，超过 50 MB，不能读取。请以 300 dpi 重新扫描。").format(
                name=name, size=-(-len(content) // 1024**2)
            )
        )
    watch = _Watch(progress, clock)
    with _pictures(name, content) as pictures:
        looks = [_as_it_is(picture, watch, number, 2 * len(pictures)) for number, picture in enumerate(pictures)]
        for number, picture in enumerate(pictures):
            if looks[number].seen and not looks[number].ours and not watch.over:
                mended = _mended(picture, watch, len(pictures) + number, 2 * len(pictures))
                looks[number] = replace(mended, foreign=mended.foreign or looks[number].foreign)
    found = dict.fromkeys(text for look in looks for text in look.ours)
    if not found:
        raise UnreadablePicture(_nothing(name, looks, late=watch.over))
    return tuple(found)


def _nothing(name: str, looks: "list[_Look]", *, late: bool) -> str:
    if not any(look.seen for look in looks) and not late:
        return _("“{name}”中没有扫描的页面。电子文书请直接作为 PDF 核验。").format(name=name)
    if any(look.foreign for look in looks):
        return _("“{name}”中的二维码不是本程序的核验码。").format(name=name)
    if late:
        return _("“{name}”读了 {seconds} 秒仍没有读到核验码。请只把印有核验码的那一页以 300 dpi 扫描后再试。").format(
            name=name, seconds=round(SECONDS)
        )
    return _(
        "在“{name}”中没有读到核验码。请以 300 dpi 平整扫描整页，或在光线均匀处正对着拍摄；也可以输入码下的 16 位短码。"
    ).format(name=name)


def _opened(name: str, content: bytes) -> Image.Image:
    """The picture in grey. Raises UnreadablePicture."""
    try:
        refuse_laborious(content)
        picture = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise UnreadablePicture(_too_many(name, width, height))
        return _grey(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadablePicture(_too_many(name)) from error
    except UnreadableDocument as error:
        raise UnreadablePicture(str(error)) from error
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
    if picture.mode == "L" and not picture.has_transparency_data:
        picture.load()
        grey = picture
    else:
        grey = Image.new("L", picture.size)
        for top in range(0, picture.height, _STRIP):
            strip = picture.crop((0, top, picture.width, min(top + _STRIP, picture.height)))
            grey.paste(_grey_strip(strip), (0, top))
    longest = max(grey.size)
    if longest > _WORKING:
        scale = _WORKING / longest
        size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
        grey = grey.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    return grey


def _grey_strip(strip: Image.Image) -> Image.Image:
    if strip.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        return strip.convert("F").point(lambda value: value / 257).convert("L")
    if strip.has_transparency_data:
        strip = Image.alpha_composite(Image.new("RGBA", strip.size, "white"), strip.convert("RGBA"))
    return strip.convert("L")


@contextmanager
def _pictures(name: str, content: bytes) -> Iterator[list[Picture]]:
    """What there is to look at, each opened when it is called. Those of a PDF that cannot be decoded are None."""
    if b"%PDF-" not in content[:1024]:
        picture = _opened(name, content)
        yield [lambda: picture]
        return
    try:
        refuse_boundless(content)
        pdf = opened_within(content)
    except UnreadableDocument as error:
        raise UnreadablePicture(str(error)) from error
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, OSError) as error:
        raise UnreadablePicture(_("“{name}”已损坏或被加密，无法读取。请重新扫描。").format(name=name)) from error
    with pdf:
        images = [image for page in _first_pages(name, pdf) for image in _page_images(page)]
        yield [partial(_embedded, image) for image in _each_once(images[:MOST_PICTURES])]


def _each_once(images: list[pikepdf.Stream]) -> list[pikepdf.Stream]:
    """Without those that are the same object, or hold the same bytes in the same form, as one before."""
    objects = {image.objgen: image for image in images}
    return list({_same(image): image for image in reversed(objects.values())}.values())[::-1]


def _same(image: pikepdf.Stream) -> object:
    try:
        form = [str(image.get(key)) for key in ("/Width", "/Height", "/BitsPerComponent", "/Filter", "/ColorSpace")]
        return (hashlib.sha256(image.read_raw_bytes()).digest(), *form)
    except _BROKEN:
        return image.objgen


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
        refuse_laborious_jpeg(image)
        return _grey(pikepdf.PdfImage(image).as_pil_image())
    except _BROKEN:
        return None


def attached_receipt(memo: bytes) -> bytes | None:
    """``receipt.json`` as it stands in a memo's PDF, in milliseconds and unverified; None when there is none."""
    try:
        refuse_boundless(memo)
        with opened_within(memo) as pdf:
            attached = pdf.attachments["receipt.json"].get_file().obj
            if not isinstance(attached, pikepdf.Stream):
                return None
            unpacked_size(attached)
            return bytes(attached.read_bytes())
    except _BROKEN:
        return None


# --- looking ----------------------------------------------------------------------------------------------------------


class _Watch:
    """Asked before each step: raises what the progress raises when the person has stopped the work."""

    def __init__(self, progress: Progress, clock: Callable[[], float]) -> None:
        self._progress, self._clock = progress, clock
        self._end = clock() + SECONDS

    def step(self, done: int, total: int) -> bool:
        """Whether there is time for one more."""
        self._progress(done, total)
        return not self.over

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return self._clock() > self._end


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What a picture says: our codes, whether there are other QR codes; ``seen``: it could be opened."""

    seen: bool = False
    ours: tuple[str, ...] = ()
    foreign: bool = False


def _as_it_is(picture: Picture, watch: _Watch, done: int, total: int) -> _Look:
    """All pages are read as they are before any is mended."""
    opened = picture() if watch.step(done, total) else None
    return _Look() if opened is None else _read(opened)


def _mended(picture: Picture, watch: _Watch, done: int, total: int) -> _Look:
    """The ladder; stops at the first step that finds a code of ours."""
    opened = picture()
    foreign = False
    for step in ladder(opened) if opened is not None else ():
        if not watch.step(done, total):
            break
        look = _read(step())
        if look.ours:
            return look
        foreign = foreign or look.foreign
    return _Look(seen=True, foreign=foreign)


def _read(picture: Image.Image) -> _Look:
    texts = [found.text for found in zxingcpp.read_barcodes(picture, _FORMATS)]
    ours = tuple(dict.fromkeys(text for text in texts if _ours(text)))
    return _Look(seen=True, ours=ours, foreign=any(text and text not in ours for text in texts))


def _ours(text: str) -> bool:
    if not text.startswith(PREFIX):
        return False
    try:
        decoded(text)
    except PaperCodeRefused:
        return False
    return True
