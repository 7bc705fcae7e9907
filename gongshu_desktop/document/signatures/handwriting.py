"""A person's handwritten signature as a picture, to stand in the visible appearance of his signature.

It is decoration: what counts is the signature under it. A picture of a seal is refused: this program draws none.
"""

from io import BytesIO

from PIL import Image

from gongshu_desktop.document.broken_pictures import BROKEN
from gongshu_desktop.services.ports import SigningRefused
from gongshu_desktop.wording import _

LARGEST = 2 * 1024 * 1024
MOST_EDGE = 4000
EDGE = 300
"""Pixels of the longer edge that go into the document: 600 dpi at half an inch, 33 KB at most."""
_INK = 96
"""An alpha from which a pixel is ink."""
_MOST_INK = 0.6
"""Share of the picture that handwriting covers at most; more is a photo or a scan whose paper was not taken away."""


def handwriting(content: bytes) -> Image.Image:
    """The picture, cut to its ink and at most 300 pixels wide and high (RGBA). Raises SigningRefused with words."""
    if len(content) > LARGEST:
        raise SigningRefused(_("手写签名图片超过 2 MB，请裁切并缩小后再用。"))
    try:
        picture = Image.open(BytesIO(content), formats=("PNG",))
        width, height = picture.size
        if max(width, height) > MOST_EDGE:
            raise SigningRefused(
                _("手写签名图片有 {width}×{height} 像素，每边至多 {most} 像素，请缩小后再用。").format(
                    width=width, height=height, most=MOST_EDGE
                )
            )
        drawn = picture.convert("RGBA") if picture.has_transparency_data else None
    except BROKEN as error:
        raise SigningRefused(_("手写签名图片不是完好的 PNG 文件，请另存为 PNG 后再用。")) from error
    if drawn is None:
        raise SigningRefused(_("手写签名图片的背景不透明，会盖住栏内文字。请改用背景透明的 PNG。"))
    return _reduced(_cut(drawn))


def _cut(drawn: Image.Image) -> Image.Image:
    """Only what holds ink."""
    ink = drawn.getchannel("A").point(lambda alpha: 255 if alpha >= _INK else 0)
    box = ink.getbbox()
    if box is None:
        raise SigningRefused(_("手写签名图片是空白的，请换一张。"))
    covered = ink.histogram()[255] / (drawn.width * drawn.height)
    if covered > _MOST_INK:
        raise SigningRefused(_("手写签名图片的背景不透明，会盖住栏内文字。请改用背景透明的 PNG。"))
    if _is_red(drawn, ink):
        raise SigningRefused(_("这像是印章图片。本程序不在文书上绘制印章，请改用手写签名的图片，或不用图片。"))
    return drawn.crop(box)


def _is_red(drawn: Image.Image, ink: Image.Image) -> bool:
    """Whether most of the ink is red, as only seals are."""
    red, green, blue = (_mean(drawn.getchannel(name), ink) for name in "RGB")
    return red > 120 and red > green + 70 and red > blue + 70


def _mean(channel: Image.Image, ink: Image.Image) -> float:
    counts = channel.histogram(ink)
    return sum(value * count for value, count in enumerate(counts)) / max(1, sum(counts))


def _reduced(drawn: Image.Image) -> Image.Image:
    longest = max(drawn.size)
    if longest <= EDGE:
        return drawn
    size = (max(1, drawn.width * EDGE // longest), max(1, drawn.height * EDGE // longest))
    return drawn.resize(size, Image.Resampling.LANCZOS)
