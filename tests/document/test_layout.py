"""The pages of a stored memo come out as they did when the layout got its number: else old memos would look altered."""

import hashlib
import json
from io import BytesIO
from pathlib import Path

import pikepdf

from gongshu_desktop.document.likeness import alike
from gongshu_desktop.document.memo import draw_memo
from gongshu_desktop.review.memo_content import MemoContent
from gongshu_desktop.review.memo_layout import LAYOUT

GOLDEN = Path(__file__).parent / "golden"
PAGES = {"gongshu-memo/1": "20b3d1ef09ce904d8573978cfcd640902a38d08a23c87ec11479d0cc1844d8a5"}
"""SHA-256 of the unpacked page contents of the stored memo, by layout."""


def content() -> MemoContent:
    """The demonstration's memo of eight measures, as it was attached when it was issued."""
    return MemoContent.from_json(json.loads((GOLDEN / "memo-1.json").read_text(encoding="utf-8")))


def drawn(receipt: bytes = b"{}") -> bytes:
    """Its pages."""
    return draw_memo(content(), draft=False, receipt=receipt)


def digest(pdf: bytes) -> str:
    """SHA-256 over what every page draws, unpacked: zlib may differ from PC to PC."""
    found = hashlib.sha256()
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            page.contents_coalesce()
            found.update(page.Contents.read_bytes())
    return found.hexdigest()


def test_the_pages_of_this_layout_are_the_stored_ones() -> None:
    said = "the pages changed: give review/memo_layout.LAYOUT a new number, list the old one in FORMER, store the new digest"
    assert digest(drawn()) == PAGES[LAYOUT], said


def test_packing_is_no_difference_and_anything_else_is() -> None:
    pdf = drawn()
    repacked = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(
            repacked, recompress_flate=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all
        )
    assert repacked.getvalue() != pdf
    assert alike(pdf, repacked.getvalue())
    assert not alike(pdf, drawn(b'{"other": 1}'))
    assert not alike(pdf, pdf[: len(pdf) // 2])
    with pikepdf.open(BytesIO(pdf)) as document:
        document.pages[0].Contents = document.make_stream(b"BT ET")
        document.save(repacked := BytesIO())
    assert not alike(pdf, repacked.getvalue())
