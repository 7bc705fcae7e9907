"""Whether a font draws the characters that decide an amount or a conclusion as themselves, and not as one another.

A page is compared with its content as text: a font that draws 玖 where the text has 贰 would make the paper say another
amount. So each of these characters is drawn small and blurred, and must be about as much like its own shape in the bundled
faces as like any other of them. Coarse on purpose: faces differ, characters differ more.
"""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from operator import mul

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from gongshu_desktop.host import places

DECISIVE = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整〇一二三四五六七八九十不未符合"
MODELS = ("MemoFangSong", "MemoKai", "MemoHei", "MemoSongBold", "DroidSansFallbackFull")
_SIDE, _BORDER = 32, 8
_FINE, _COARSE = 1.3, 6.0
"""Blur by which strokes of unlike thickness and place are alike, and that which leaves the mere darkness of a character."""
_LEAST_STRETCHED = 0.45
"""From this part of an em on, a character is stretched to full size, so that faces set larger or smaller are alike."""
_CLEARLY = 0.05
"""By how much nearer another character must be; in the faces that people use none is nearer at all (−0.02 at the most)."""
_ALIKE = 0.6

Shape = tuple[float, ...]


def taken_for_another(font: bytes, characters: str = DECISIVE) -> tuple[str, str] | None:
    """The first character that looks like another one, with that one; None where each looks like itself.

    Raises:
        OSError: when the font cannot be drawn with.
    """
    own = _shapes(font, characters)
    for character, shape in own.items():
        likeness = {other: _nearest(shape, other) for other in DECISIVE}
        itself = likeness.pop(character)
        other = max(likeness, key=likeness.__getitem__)
        if likeness[other] > max(itself + _CLEARLY, _ALIKE):
            return character, other
    return None


def _nearest(shape: Shape, character: str) -> float:
    """How much a shape is like that character, in the bundled face where it is most: 1 is the same."""
    return max(_product(shape, model[character]) for model in models() if character in model)


@cache
def models() -> Sequence[Mapping[str, Shape]]:
    """The characters' shapes in the bundled faces."""
    fonts = places.resources() / "fonts"
    return [_shapes((fonts / f"{name}.ttf").read_bytes(), DECISIVE) for name in MODELS]


def _shapes(font: bytes, characters: str) -> Mapping[str, Shape]:
    face = ImageFont.truetype(io.BytesIO(font), 2 * _SIDE)
    drawn = ((character, _drawn(face, character)) for character in characters)
    return {character: _shape(image) for character, image in drawn if image is not None}


def _drawn(face: ImageFont.FreeTypeFont, character: str) -> Image.Image | None:
    """The character in its middle, of one size; None where nothing is seen."""
    em = 2 * _SIDE
    paper = Image.new("L", (2 * em, 2 * em))
    ImageDraw.Draw(paper).text((em // 2, em // 2), character, font=face, fill=255)
    box = paper.getbbox()
    if box is None:
        return None
    cut = paper.crop(box)
    width, height = (_SIDE if side > em * _LEAST_STRETCHED else max(1, round(side * _SIDE / em)) for side in cut.size)
    whole = _SIDE + 2 * _BORDER
    middle = Image.new("L", (whole, whole))
    middle.paste(cut.resize((width, height), Image.Resampling.BOX), ((whole - width) // 2, (whole - height) // 2))
    return middle


def _shape(image: Image.Image) -> Shape:
    """Where strokes are, as a direction: of length 1, without the mere darkness."""
    fine, coarse = (image.filter(ImageFilter.GaussianBlur(blur)).reduce(2).tobytes() for blur in (_FINE, _COARSE))
    values = [float(here - around) for here, around in zip(fine, coarse, strict=True)]
    mean = sum(values) / len(values)
    values = [value - mean for value in values]
    length = _product(values, values) ** 0.5
    return tuple(value / length for value in values) if length else tuple(values)


def _product(first: Sequence[float], second: Sequence[float]) -> float:
    total: float = sum(map(mul, first, second))
    return total
