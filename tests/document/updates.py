"""Changes that someone can append to a PDF or slip into a signature's own revision."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from gongshu_desktop.document.signatures.plain_update import PlainUpdate

# isort: split
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

Change = Callable[[Any], None]
Dictionary: Any = generic.DictionaryObject
Boolean: Any = generic.BooleanObject
Number: Any = generic.NumberObject


def flipped(pdf: bytes, position: int) -> bytes:
    """One byte changed."""
    return pdf[:position] + bytes([pdf[position] ^ 1]) + pdf[position + 1 :]


def updated(pdf: bytes, change: Change) -> bytes:
    """An incremental update appended, without the modification date and other traces of an honest program."""
    writer: Any = PlainUpdate(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def same_length(pdf: bytes, start: int, end: int, replacement: bytes) -> bytes:
    """Bytes replaced in place, filled up with spaces."""
    assert len(replacement) <= end - start
    return pdf[:start] + replacement.ljust(end - start) + pdf[end:]


# --- changes ----------------------------------------------------------------------------------------------------------


def other_amount(writer: Any) -> None:
    """The page shows ten times as much."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    content = generic.StreamObject(stream_data=b"BT /F1 12 Tf 72 700 Td (Approved amount: 11,540,000.00) Tj ET")
    page["/Contents"] = writer.add_object(content)
    writer.update_container(page)


def annotation(writer: Any) -> None:
    """A text box over the amount."""
    page_ref, _resources = writer.find_page_for_modification(0)
    box = Dictionary(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(Number, (72, 690, 300, 715))),
            pdf_name("/Contents"): generic.TextStringObject("Approved amount: 11,540,000.00"),
            pdf_name("/DA"): generic.TextStringObject("/Helv 12 Tf 0 g"),
        }
    )
    writer.register_annotation(page_ref, writer.add_object(box))


def orphan(writer: Any) -> None:
    """An object that nothing refers to, for later use."""
    writer.add_object(Dictionary({pdf_name("/Hidden"): generic.TextStringObject("x")}))


def title(writer: Any) -> None:
    """Another title in the document information."""
    info = writer.trailer["/Info"]
    info["/Title"] = generic.TextStringObject("11,540,000.00")
    writer.mark_update(writer.trailer.raw_get("/Info"))


def metadata(writer: Any) -> None:
    """XMP metadata of its own."""
    stream = generic.StreamObject(
        {pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")}, stream_data=b"<x/>"
    )
    writer.root["/Metadata"] = writer.add_object(stream)
    writer.update_root()


def script(writer: Any) -> None:
    """A script that runs when the file is opened."""
    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.TextStringObject("app.alert(1)")}
    writer.root["/OpenAction"] = writer.add_object(Dictionary(action))
    writer.update_root()


def security_store(writer: Any) -> None:
    """A document security store, as long-term signatures have it and our memos do not."""
    writer.root["/DSS"] = writer.add_object(Dictionary({pdf_name("/Certs"): generic.ArrayObject()}))
    writer.update_root()


def need_appearances(writer: Any) -> None:
    """Asks viewers to draw the fields anew."""
    form = writer.root["/AcroForm"]
    form["/NeedAppearances"] = Boolean(True)
    writer.update_container(form)


def _field(writer: Any, position: int) -> Any:
    return writer.root["/AcroForm"]["/Fields"][position].get_object()


def moved_field(writer: Any) -> None:
    """The first field moves over the amount."""
    field = _field(writer, 0)
    field["/Rect"] = generic.ArrayObject(map(Number, (60, 680, 400, 720)))
    writer.update_container(field)


def weaker_lock(writer: Any) -> None:
    """The last field locks nothing any more."""
    field = _field(writer, 2)
    lock = {pdf_name("/Type"): pdf_name("/SigFieldLock"), pdf_name("/Action"): pdf_name("/Include")}
    field["/Lock"] = Dictionary({**lock, pdf_name("/Fields"): generic.ArrayObject()})
    writer.update_container(field)


def hidden_field(writer: Any) -> None:
    """The first field is not shown and not printed any more."""
    field = _field(writer, 0)
    field["/F"] = Number(2)
    writer.update_container(field)


def one_signature_twice(writer: Any) -> None:
    """The checker's field shows the examiner's signature."""
    field = _field(writer, 1)
    field["/V"] = _field(writer, 0).raw_get("/V")
    writer.update_container(field)


def other_certification(writer: Any) -> None:
    """The catalogue names another signature as the certification."""
    rights = writer.root["/Perms"]
    rights["/DocMDP"] = _field(writer, 1).raw_get("/V")
    writer.update_container(rights)


def extra_field(writer: Any) -> None:
    """A fourth signature field, visible over the amount."""
    append_signature_field(writer, SigFieldSpec("Sig4", box=(60, 680, 400, 720), on_page=0))


def removed_signature(writer: Any) -> None:
    """The last field is empty again."""
    field = _field(writer, 2)
    del field["/V"]
    writer.update_container(field)


def swapped_signatures(writer: Any) -> None:
    """Examiner's and checker's signatures change places."""
    first, second = _field(writer, 0), _field(writer, 1)
    first["/V"], second["/V"] = second.raw_get("/V"), first.raw_get("/V")
    writer.update_container(first)
    writer.update_container(second)
