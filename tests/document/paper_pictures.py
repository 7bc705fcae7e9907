"""Pictures of a paper with a code: a scan of part of a page at some resolution, and what copiers, phones and stamps do to it."""

import math
import random
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from gongshu_desktop.document.paper_code.drawing import QUIET, modules

_EDGE_MM = 30
_OVERSAMPLED = 16


def scan(code: str, dpi: int = 300, size_mm: tuple[float, float] = (105, 74)) -> Image.Image:
    """A quarter of an A4 page with some lines of print and the code, as a clean scan would show it."""
    rows = modules(code)
    count = len(rows) + 2 * QUIET
    fine = Image.new("L", (count, count), 255)
    for top, row in enumerate(rows):
        for left, dark in enumerate(row):
            if dark:
                fine.putpixel((left + QUIET, top + QUIET), 0)
    large = fine.resize((count * _OVERSAMPLED, count * _OVERSAMPLED), Image.Resampling.NEAREST)
    edge = round(_EDGE_MM / 25.4 * dpi)
    page = Image.new("L", (round(size_mm[0] / 25.4 * dpi), round(size_mm[1] / 25.4 * dpi)), 255)
    drawing = ImageDraw.Draw(page)
    for line in range(6):
        top = page.height * (line + 1) // 24
        drawing.line((page.width // 10, top, page.width * 9 // 10, top), fill=40, width=max(1, dpi // 100))
    page.paste(
        large.resize((edge, edge), Image.Resampling.BOX), (page.width - edge - page.width // 8, page.height // 3)
    )
    return page


def png(picture: Image.Image) -> bytes:
    """As a PNG file."""
    out = BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def jpeg(picture: Image.Image, quality: int = 75) -> bytes:
    """As a JPEG file."""
    out = BytesIO()
    picture.convert("L").save(out, "JPEG", quality=quality)
    return out.getvalue()


Damage = Callable[[Image.Image, int], Image.Image]


def rotated(degrees: float) -> Damage:
    return lambda page, _seed: page.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def blurred(sigma: float) -> Damage:
    return lambda page, _seed: page.filter(ImageFilter.GaussianBlur(sigma))


def noisy(strength: int) -> Damage:
    """Grey noise; the generator of Pillow is not seeded, the success must not hang on it."""

    def damage(page: Image.Image, _seed: int) -> Image.Image:
        noise = Image.effect_noise(page.size, strength)
        return ImageChops.add(page, noise, scale=1, offset=-128)

    return damage


def compressed(quality: int) -> Damage:
    def damage(page: Image.Image, _seed: int) -> Image.Image:
        return Image.open(BytesIO(jpeg(page, quality))).convert("L")

    return damage


def pale(page: Image.Image, _seed: int) -> Image.Image:
    return ImageEnhance.Contrast(page).enhance(0.25)


def slanted(page: Image.Image, _seed: int) -> Image.Image:
    """Photographed at an angle: one edge 6 % shorter."""
    width, height = page.size
    inset = 0.06 * width
    quad = (-inset, 0, 0, height, width, height, width + inset, 0)
    return page.transform(page.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=255)


def copied(threshold: int) -> Damage:
    """A photocopy: a little blur, black or white, and specks of toner and dust."""

    def damage(page: Image.Image, seed: int) -> Image.Image:
        chance = random.Random(seed)
        soft = page.filter(ImageFilter.GaussianBlur(1.0))
        copy = soft.point(lambda value: 255 if value >= threshold else 0)
        for _speck in range(page.width * page.height // 900):
            place = chance.randrange(page.width), chance.randrange(page.height)
            copy.putpixel(place, chance.choice((0, 255)))
        return copy

    return damage


def copied_twice(page: Image.Image, seed: int) -> Image.Image:
    first = rotated(1.5)(copied(140)(page, seed), seed)
    return copied(140)(first, seed + 1)


def worn(page: Image.Image, seed: int) -> Image.Image:
    tilted = rotated(3)(page, seed)
    return compressed(40)(noisy(25)(blurred(1)(tilted, seed), seed), seed)


def _code_box(page: Image.Image) -> tuple[int, int, int]:
    edge = round(page.width / 105 * _EDGE_MM)
    return page.width - edge - page.width // 8, page.height // 3, edge


def stained(page: Image.Image, _seed: int) -> Image.Image:
    """A blot over 8 % of the code, at its lower right."""
    left, top, edge = _code_box(page)
    blot = round(edge * math.sqrt(0.08))
    stained_page = page.copy()
    at = left + edge - blot - edge // 8, top + edge - blot - edge // 8
    ImageDraw.Draw(stained_page).ellipse((*at, at[0] + blot, at[1] + blot), fill=20)
    return stained_page


def stamped(page: Image.Image, _seed: int) -> Image.Image:
    """The ring of a seal across the code, as a grey scan shows red."""
    left, top, edge = _code_box(page)
    ring = Image.new("L", page.size, 255)
    box = (left - edge // 2, top - edge // 3, left + edge // 2, top + 2 * edge // 3)
    ImageDraw.Draw(ring).ellipse(box, outline=120, width=max(2, edge // 30))
    return ImageChops.darker(page, ring)
