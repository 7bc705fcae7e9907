"""JPEGs that would be decoded for minutes are refused before any decoder sees them; those that people have are not."""

import time
import zlib
from base64 import a85encode
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from gongshu_desktop.document.bounds import refuse_unshowable
from gongshu_desktop.document.jpeg_scans import MOST_SCANS, MOST_WORK, refuse_laborious
from gongshu_desktop.document.paper_code.reading import read_codes
from gongshu_desktop.services.paper_codes import UnreadablePicture
from gongshu_desktop.services.ports import UnreadableDocument
from tests.document.hostile import picture
from tests.document.laborious import laborious, progressive

BOMB = laborious(7500, 250)
NESTED = b"\xff\xe1\x00\x0a" + b"\xff\xda\x00\x02" * 2
"""A segment in which something stands that looks like scans, as in the small picture that a camera puts beside the large one."""


@pytest.mark.parametrize(
    "jpeg",
    [
        BOMB,
        laborious(100, MOST_SCANS),
        laborious(7500, MOST_WORK // 7500**2),
        BOMB.replace(b"\xff\xda", b"\xff\xff\xff\xda"),  # any number of FF may stand before a marker
        BOMB.replace(b"\xff\xda", b"\xff\x00\xff\xd3\xff\x02\xff\xda"),
        BOMB[:2] + b"\xff\xfe\x00\x02" * 20_000 + BOMB[2:],
    ],
)
def test_a_picture_that_is_decoded_over_and_over_is_refused_at_once(jpeg: bytes) -> None:
    began = time.process_time()
    with pytest.raises(UnreadableDocument, match="反复解码"):
        refuse_laborious(jpeg)
    with pytest.raises(UnreadablePicture, match="反复解码"):
        read_codes("photo.jpg", jpeg)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("packed", "filters"),
    [
        (lambda jpeg: jpeg, b"/DCTDecode"),
        (lambda jpeg: jpeg, b"[/DCT]"),
        (lambda jpeg: b"before it" + jpeg, b"[/DCTDecode]"),
        (zlib.compress, b"[/FlateDecode/DCTDecode]"),
        (lambda jpeg: a85encode(zlib.compress(jpeg)) + b"~>", b"[/ASCII85Decode/Fl/DCTDecode]"),
    ],
)
def test_nor_is_a_pdf_with_one_shown_or_read(packed: Callable[[bytes], bytes], filters: bytes) -> None:
    pdf = picture(7500, 7500, packed(BOMB), filters)
    began = time.process_time()
    with pytest.raises(UnreadableDocument, match="反复解码"):
        refuse_unshowable(pdf)
    with pytest.raises(UnreadablePicture):
        read_codes("scan.pdf", pdf)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n" + BOMB,
        progressive(7500),
        laborious(500, MOST_SCANS - 6),
        progressive(500)[:2] + NESTED * 200 + progressive(500)[2:],
        progressive(500) + BOMB,  # what a phone keeps behind the picture is no part of it
    ],
)
def test_what_people_have_is_let_through(content: bytes) -> None:
    refuse_laborious(content)


def test_a_scan_of_the_largest_size_is_let_through() -> None:
    out = BytesIO()
    Image.new("RGB", (2480, 3508), "white").save(out, "JPEG", progressive=True)
    refuse_laborious(out.getvalue())
    for filters, content in (
        (b"/DCTDecode", out.getvalue()),
        (b"[/FlateDecode/DCTDecode]", zlib.compress(out.getvalue())),
    ):
        pdf = picture(2480, 3508, content, filters)
        refuse_unshowable(pdf)
        with pikepdf.open(BytesIO(pdf)) as opened:
            assert len(opened.pages) == 1
