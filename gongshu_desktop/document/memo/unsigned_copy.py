"""A memo that not all three have signed, as it is shown, printed and saved, alone or with all of a year: marked, so that nobody
takes the paper for an issued one.

The mark is in this copy only. The file on record stays as it was drawn up, byte for byte: it is what the signatures are made
over, and nobody needs it outside the program.

The marks are appended to the memo, as a signature would be, and the same memo is marked the same way each time. So whoever is
shown such a copy can tell it from a memo that somebody altered: without the marks it is a memo, and marked again it is the copy.
"""

import hashlib
from io import BytesIO
from typing import Any

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from gongshu_desktop.document.bounds import opened_within, refuse_boundless, refuse_unshowable
from gongshu_desktop.document.fonts.faces import DRAWING, font
from gongshu_desktop.document.page.signature_fields import FIELDS
from gongshu_desktop.document.signatures.likeness import alike
from gongshu_desktop.document.signatures.plain_update import PlainUpdate
from gongshu_desktop.services.ports import UnreadableDocument
from gongshu_desktop.wording import _

# isort: split
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

NOBODY, NOT_ALL = "未签署件 · 不作凭据", "未签署完毕（已签{signed}人，尚缺{missing}人） · 不作凭据"
WAITING = "待签名"
_RED = (0.75, 0.1, 0.1)
_HEAD_SIZE, _BOX_SIZE = 12.0, 14.0
_FROM_TOP = 34.0
_NAME = "/UnsignedMark"
_END = b"%%EOF\n"
_MOST_PAGES = 500
"""Of a copy from outside: marking takes longer with the square of the pages, five hundred a second. No case fills as many."""
_NAMES = frozenset(field.name for field in FIELDS)


def head(signed: int) -> str:
    """What stands at the head of each page of a memo that so many have signed: whoever has signed is not passed over."""
    return NOT_ALL.format(signed=signed, missing=len(FIELDS) - signed) if signed else NOBODY


def unsigned_copy(pdf: bytes) -> bytes:
    """The same pages with a line at the head of each, and 待签名 in each box that waits for a signature.

    Raises UnreadableDocument when it is no memo that could be marked.
    """
    try:
        return _marked(pdf)
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise UnreadableDocument(_("PDF 文件已损坏或加了密码，无法显示。请重新扫描，或另存为不加密的 PDF。")) from error


def without_marks(pdf: bytes) -> bytes | None:
    """The memo of which a PDF is the marked copy; None when the marks are not exactly what this program appends."""
    end = pdf.rfind(_END, 0, max(0, len(pdf) - len(_END)))
    if end < 0 or _NAME.encode() not in pdf[end:] or not pdf.endswith(_END):
        return None
    memo = pdf[: end + len(_END)]
    try:
        refuse_boundless(memo)
        if _count(memo) > _MOST_PAGES:
            return None
        refuse_unshowable(memo)
        return memo if alike(unsigned_copy(memo), pdf) else None
    except (UnreadableDocument, pikepdf.PdfError):
        return None


def _count(pdf: bytes) -> int:
    with opened_within(pdf) as document:
        return len(document.pages)


class _Marking(PlainUpdate):
    """Gives the same file the same name each time."""

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> generic.ArrayObject:
        first, _random = super()._handle_id(prev)  # type: ignore[no-untyped-call]
        digest = hashlib.sha256(prev.stream.getvalue()).digest()
        return generic.ArrayObject([first, generic.ByteStringObject(digest[:16])])


def _marked(pdf: bytes) -> bytes:
    writer = _Marking(BytesIO(pdf))
    page_of: Any = writer.find_page_for_modification  # pyHanko has no types here
    pages = [page_of(number)[0].get_object() for number in range(writer.root["/Pages"]["/Count"])]
    boxes = [_boxes(page) for page in pages]
    signed = len(FIELDS) - sum(len(found) for found in boxes)
    (title, title_width), (box, box_width) = (
        _word(writer, text, size) for text, size in ((head(signed), _HEAD_SIZE), (WAITING, _BOX_SIZE))
    )
    for number, (page, waiting) in enumerate(zip(pages, boxes, strict=True)):
        left, _bottom, right, top = (float(edge) for edge in page["/MediaBox"])
        marks = [(f"{_NAME}Head{number}", (left + right - title_width) / 2, top - _FROM_TOP)]
        marks += [(f"{_NAME}Box{number}", x - box_width / 2, y - _BOX_SIZE / 3) for x, y in waiting]
        drawn = "".join(f"q 1 0 0 1 {x:.2f} {y:.2f} cm {name} Do Q\n" for name, x, y in marks)
        forms = {marks[0][0]: title, **{name: box for name, _x, _y in marks[1:]}}
        _put(writer, number, b"q\n", prepend=True)
        _put(writer, number, f"Q\n{drawn}".encode(), forms=forms)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _boxes(page: Any) -> list[tuple[float, float]]:
    """The middle of each box on a page that waits for a signature."""
    found = []
    for item in page.get("/Annots", ()):
        annotation = item.get_object()
        if str(annotation.get("/T", "")) in _NAMES and "/V" not in annotation:
            x, y, other_x, other_y = (float(edge) for edge in annotation["/Rect"])
            found.append(((x + other_x) / 2, (y + other_y) / 2))
    return found


def _put(
    writer: PlainUpdate,
    number: int,
    content: bytes,
    *,
    prepend: bool = False,
    forms: dict[str, generic.IndirectObject] | None = None,
) -> None:
    """Add to what is drawn on a page."""
    dictionary: Any = generic.DictionaryObject
    stream = writer.add_object(generic.StreamObject(stream_data=content))
    names = {generic.NameObject(name): form for name, form in (forms or {}).items()}
    resources = dictionary({generic.NameObject("/XObject"): dictionary(names)}) if names else None
    put: Any = writer.add_stream_to_page
    put(number, stream, resources=resources, prepend=prepend)


def _word(writer: PlainUpdate, text: str, size: float) -> tuple[generic.IndirectObject, float]:
    """A few characters as a form in the file, their line at height 0; and how wide they are."""
    sheet = BytesIO()
    face = font("MemoHei").fontName
    with DRAWING:
        canvas = Canvas(sheet, invariant=1, initialFontName=face)  # type: ignore[arg-type]  # the stubs ask for a number
        width = canvas.stringWidth(text, face, size)
        canvas.setPageSize((width, size))
        canvas.setFillColorRGB(*_RED)
        canvas.setFont(face, size)
        canvas.drawString(0, 0, text)
        canvas.showPage()
        canvas.save()
    form: Any = writer.import_page_as_xobject(PdfFileReader(sheet))
    below = -size / 2
    edges = (0.0, below, width, size)
    number: Any = generic.FloatObject
    form.get_object()["/BBox"] = generic.ArrayObject([number(f"{edge:.2f}") for edge in edges])
    return form, width
