"""The ladder of simple filters that often mends a picture whose code cannot be read as it is.

Median, blur, unsharp; first on the whole picture, then on overlapping parts of it, small ones also at twice the size.
"""

from collections.abc import Callable, Iterator

from PIL import Image, ImageFilter

_SMALL = 1300
"""Pixels of the longer edge up to which a part is also tried at twice its size."""

Step = Callable[[], Image.Image]


def ladder(picture: Image.Image) -> Iterator[Step]:
    """The steps after the picture as it is, each made only when it is asked for."""
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
