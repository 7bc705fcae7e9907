"""How often a JPEG goes over its own pixels: a progressive one may do so thousands of times in some kilobytes.

Every decoder keeps up with it for minutes, some without ever asking whether it may go on. Nobody's camera, scanner or program
makes more than a dozen scans of a picture.
"""

import re

from gongshu_desktop.services.ports import UnreadableDocument
from gongshu_desktop.wording import _

MOST_SCANS = 100
MOST_WORK = 1_500_000_000
"""Pixels that all scans together go over: sixteen times the largest picture, one or two seconds."""
_MOST_SEGMENTS = 10_000
BEGIN = b"\xff\xd8"
_SEGMENT = re.compile(rb"\xff([\xc0-\xcf\xd9-\xfe])", re.DOTALL)
"""What follows a scan's last byte or another segment; decoders pass over whatever else stands there."""
_END, _SCAN = 0xD9, 0xDA
_NO_FRAME = (0xC4, 0xC8, 0xCC)


def refuse_laborious(jpeg: bytes) -> None:
    """Before any decoder sees it. What is no JPEG passes: whoever decodes it says so.

    Raises:
        UnreadableDocument: when it goes over its pixels more often than any real picture.
    """
    if not jpeg.startswith(BEGIN):
        return
    pixels = scans = 0
    at = len(BEGIN)
    for _segment in range(_MOST_SEGMENTS):
        found = _SEGMENT.search(jpeg, at)
        if found is None or found[1][0] == _END:
            return
        kind, start = found[1][0], found.end()
        at = start + int.from_bytes(jpeg[start : start + 2], "big")
        if kind == _SCAN:
            scans += 1
        elif kind < 0xD0 and kind not in _NO_FRAME:
            height, width = (int.from_bytes(jpeg[start + skip : start + skip + 2], "big") for skip in (3, 5))
            pixels = max(pixels, height * width)
        if scans > MOST_SCANS or scans * pixels > MOST_WORK:
            break
    raise UnreadableDocument(
        _("图片的数据异常：同样的像素要反复解码上百遍，可能是有意制作的，没有打开。请向提供者索取正常的图片。")
    )
