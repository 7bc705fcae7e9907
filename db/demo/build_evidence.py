"""Draws the demonstration's evidence: scanned-looking papers for what the case files name. Everything on them is invented.

Run from the repository's root, after ``build_cases.py``: ``python db/demo/build_evidence.py``. The same files come out again.
No seal is drawn anywhere; each paper says 演示 across its face.
"""

# ruff: noqa: INP001, S311 - a script beside its data; its specks of dust need no secrecy

import json
import random
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from papers import Case, Matter, Paper, pages
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).parent
FONTS = HERE.parents[1] / "resources" / "fonts"
WIDTH, HEIGHT, MARGIN = 827, 1169, 84
INK, GREY = 40, 120


def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """One of the program's own fonts."""
    return ImageFont.truetype(str(FONTS / f"{name}.ttf"), size)


TITLE, BODY, SMALL, MARK = font("MemoHei", 34), font("MemoKai", 21), font("MemoKai", 17), font("MemoHei", 110)
TINY = font("MemoKai", 14)
TABLE_MARGIN = 48


CLOSING = "。，；：、）”》"
"""No line begins with one of these: it hangs over the margin instead."""


def wrapped(text: str, used: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """The text in lines that fit."""
    line = ""
    for letter in text:
        if used.getlength(line + letter) > width and letter not in CLOSING:
            yield line
            line = ""
        line += letter
    yield line


def drawn(what: Paper, number: int, count: int, dust: random.Random) -> Image.Image:
    """One page, as a scanner on a bad day would have it."""
    page = Image.new("L", (WIDTH, HEIGHT), 250)
    pen = ImageDraw.Draw(page)
    y = 96.0
    for line in wrapped(what.title, TITLE, WIDTH - 2 * MARGIN):
        pen.text(((WIDTH - TITLE.getlength(line)) / 2, y), line, INK, TITLE)
        y += 50
    y = text(pen, what.lines, y + 24)
    if what.table:
        y = table(pen, what.table, y + 12) + 16
    y = text(pen, what.below, y)
    for index, line in enumerate((what.issuer, what.day)):
        pen.text((WIDTH - MARGIN - BODY.getlength(line), y + 40 + 36 * index), line, INK, BODY)
    if count > 1:
        foot = f"第{number}页 共{count}页"
        pen.text(((WIDTH - SMALL.getlength(foot)) / 2, HEIGHT - 70), foot, GREY, SMALL)
    return scanned(page, dust)


def text(pen: ImageDraw.ImageDraw, lines: tuple[str, ...], top: float) -> float:
    """Paragraphs; gives where they end."""
    y = top
    for paragraph in lines:
        for line in wrapped(paragraph, BODY, WIDTH - 2 * MARGIN):
            pen.text((MARGIN, y), line, INK, BODY)
            y += 34
    return y


def table(pen: ImageDraw.ImageDraw, rows: tuple[tuple[str, ...], ...], top: float) -> float:
    """A ruled table, in small letters when it is wide; gives where it ends."""

    def widths(used: ImageFont.FreeTypeFont) -> list[float]:
        return [max(used.getlength(row[column]) for row in rows) + 16 for column in range(len(rows[0]))]

    room = WIDTH - 2 * TABLE_MARGIN
    used = SMALL if sum(widths(SMALL)) <= room else TINY
    weights, line_height = widths(used), used.size + 6
    scale = room / sum(weights)
    y = top
    for row in rows:
        x = float(TABLE_MARGIN)
        cells = [
            list(wrapped(cell, used, max(weight * scale - 10, used.size)))
            for cell, weight in zip(row, weights, strict=True)
        ]
        height = 12 + line_height * max(len(cell) for cell in cells)
        for cell, weight in zip(cells, weights, strict=True):
            pen.rectangle((x, y, x + weight * scale, y + height), outline=GREY)
            for index, line in enumerate(cell):
                pen.text((x + 6, y + 6 + line_height * index), line, INK, used)
            x += weight * scale
        y += height
    return y


def scanned(page: Image.Image, dust: random.Random) -> Image.Image:
    """Turned a little, greyed, with dust, and marked 演示."""
    mark = Image.new("L", page.size, 0)
    ImageDraw.Draw(mark).text((WIDTH / 2, HEIGHT * 0.62), "演 示", 110, MARK, anchor="mm")
    page.paste(110, (0, 0), mark.rotate(28))
    page = page.rotate(dust.uniform(-0.9, 0.9), Image.Resampling.BICUBIC, fillcolor=236)
    pen = ImageDraw.Draw(page)
    for _speck in range(60):
        x, y = dust.randrange(WIDTH), dust.randrange(HEIGHT)
        pen.ellipse((x, y, x + dust.choice((0, 1, 1, 2)), y + 1), fill=dust.randrange(120, 220))
    shade = Image.linear_gradient("L").resize(page.size).point(lambda value: 232 + value // 14)
    page = Image.blend(page, Image.composite(page, shade, page.point(lambda value: 255 if value < 200 else 0)), 0.85)
    return page.filter(ImageFilter.GaussianBlur(0.45))


def save(pages: list[Image.Image], path: Path) -> None:
    """Write the pages as the kind that the name says; no moment of making in it."""
    if path.suffix == ".pdf":
        never = time.gmtime(1_483_228_800)
        pages[0].save(
            path, save_all=True, append_images=pages[1:], resolution=100, quality=38, creationDate=never, modDate=never
        )
    elif path.suffix == ".png":
        pages[0].quantize(16).save(path, optimize=True)
    else:
        pages[0].save(path, quality=38)


def facts_of(case: Case, title: str) -> dict[str, Any]:
    """The facts that a document is about: of the first claim that names it, then of all others."""
    found: dict[str, Any] = {}
    for claim in sorted(case["claims"], key=lambda item: f'"{title}"' not in json.dumps(item, ensure_ascii=False)):
        for name, value in claim["facts"].items():
            found.setdefault(name, value)
    return found


def titles(value: Any) -> Iterator[str]:
    """Every document that a case file names, in its order."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from item if key == "evidence" else titles(item)
    elif isinstance(value, list):
        for item in value:
            yield from titles(item)


MORE = {"case-02.json": ("局长办公会议纪要〔2017〕3号",)}
"""What a case rests on besides what its file names."""

SUFFIXES = {"名册": ".pdf", "合同": ".pdf", "协议": ".pdf", "审计报告": ".pdf", "证书": ".png", "备案表": ".png"}


def main() -> None:
    """Draw everything, and write down which file is which document."""
    folder = HERE / "evidence"
    folder.mkdir(exist_ok=True)
    for former in folder.glob("[0-9]*"):
        former.unlink()
    index: dict[str, dict[str, str]] = {}
    for file in sorted((HERE / "cases").glob("*.json")):
        case = json.loads(file.read_text(encoding="utf-8"))
        named = (*titles(case["claims"]), *MORE.get(file.name, ()))
        for number, title in enumerate(dict.fromkeys(named), start=1):
            key = file.stem.removeprefix("case-")
            sheets = pages(title, Matter(key, case, facts_of(case, title)))
            suffix = next((suffix for word, suffix in SUFFIXES.items() if word in title), ".jpg")
            suffix = ".pdf" if len(sheets) > 1 else suffix
            name = f"{key}-{number:02}{suffix}"
            dust = random.Random(zlib.crc32(name.encode()))
            save([drawn(sheet, page, len(sheets), dust) for page, sheet in enumerate(sheets, start=1)], folder / name)
            index.setdefault(file.name, {})[title] = name
    lines = json.dumps(index, ensure_ascii=False, indent=1)
    (folder / "index.json").write_text(lines + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
