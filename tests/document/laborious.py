"""Small JPEGs over which a decoder goes thousands of times."""

from io import BytesIO

from PIL import Image


def progressive(side: int) -> bytes:
    """A grey progressive JPEG as any program makes one: six scans."""
    out = BytesIO()
    Image.new("L", (side, side), 200).save(out, "JPEG", progressive=True, quality=50)
    return out.getvalue()


def laborious(side: int, scans: int) -> bytes:
    """The same with its last scan repeated so often."""
    jpeg = progressive(side)
    last = jpeg[jpeg.rindex(b"\xff\xda") : -2]
    return jpeg[:-2] + last * scans + jpeg[-2:]
