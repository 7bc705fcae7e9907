"""The binding edge: left on odd pages, right on even ones, for what stands between the margins as for the footer."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from gongshu_desktop.document.memo.drawing import draw_memo
from gongshu_desktop.document.page.styles import BINDING, BOTTOM, PAGE_HEIGHT, PAGE_WIDTH
from gongshu_desktop.document.papers.drawing import draw_paper
from tests.document.memo_samples import everything, example, memo
from tests.document.papers.paper_samples import refusal_notice

ROUGHLY = 2.8
"""Points: what a character leaves blank beside itself; both margins differ by 5.7."""
RULE = 1.5
"""What a rule on the edge of the frame reaches over it."""


def long_memo() -> bytes:
    return draw_memo(memo(everything(rows=200)), draft=False, receipt=b"{}")


def long_paper() -> bytes:
    long = "如对本告知书有异议，可自收到之日起15日内向本单位书面申请复核，并附相关证明材料。" * 150
    return draw_paper(refusal_notice(example("02-annual-one-yuan-short"), remedies=long), draft=False)


def edges(pdf: bytes, folder: Path) -> list[tuple[float, float]]:
    """How far from the binding edge body and footer begin on each page, in points."""
    (folder / "it.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "144", "-gray", str(folder / "it.pdf"), str(folder / "page")], check=True)
    found = []
    for number, file in enumerate(sorted(folder.glob("page-*.pgm")), 1):
        page = Image.open(io.BytesIO(file.read_bytes())).point(lambda level: 255 if level < 200 else 0)
        line = round(2 * (PAGE_HEIGHT - BOTTOM))
        body, foot = page.crop((0, 0, page.width, line)).getbbox(), page.crop((0, line, *page.size)).getbbox()
        assert body is not None
        assert foot is not None
        side = 0 if number % 2 else 2
        first, second = (box[0] / 2 if side == 0 else PAGE_WIDTH - box[2] / 2 for box in (body, foot))
        found.append((first, second))
    return found


@pytest.mark.parametrize("drawn", [long_memo, long_paper])
def test_body_and_footer_keep_the_same_binding_edge_on_every_page(drawn: Callable[[], bytes], tmp_path: Path) -> None:
    found = edges(drawn(), tmp_path)
    assert len(found) >= 8
    for number, (body, foot) in enumerate(found, 1):
        assert BINDING - RULE <= body < BINDING + ROUGHLY, number
        assert BINDING - RULE <= foot < BINDING + ROUGHLY, number
