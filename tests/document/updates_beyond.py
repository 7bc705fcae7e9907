"""More changes that someone can append or slip into a signature's revision: forms, appearances, actions, attachments, packing."""

from io import BytesIO
from typing import Any

import pikepdf

from gongshu_desktop.document.signatures import pades  # noqa: F401 - before pyHanko, see there
from tests.document.updates import Dictionary, Number, _field

# isort: split
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name


def xfa(writer: Any) -> None:
    """A form of the other kind, which some viewers show in place of the pages."""
    form = writer.root["/AcroForm"]
    form["/XFA"] = writer.add_object(generic.StreamObject(stream_data=b"<xdp:xdp/>"))
    writer.update_container(form)


def second_form(writer: Any) -> None:
    """Another form with the same three fields takes the place of the first."""
    form = writer.root["/AcroForm"]
    writer.root["/AcroForm"] = writer.add_object(Dictionary({key: form.raw_get(key) for key in form}))
    writer.update_root()


def doubled_field(writer: Any) -> None:
    """A second field of the last one's name, over the amount."""
    field = _field(writer, 2)
    double = Dictionary({key: field.raw_get(key) for key in field if key != "/V"})
    double["/Rect"] = generic.ArrayObject(map(Number, (60, 680, 400, 720)))
    reference = writer.add_object(double)
    form = writer.root["/AcroForm"]
    form["/Fields"].append(reference)
    writer.update_container(form["/Fields"])
    page_ref, _resources = writer.find_page_for_modification(0)
    writer.register_annotation(page_ref, reference)


def usage_rights(writer: Any) -> None:
    """Usage rights beside the certification."""
    if "/Perms" not in writer.root:
        writer.root["/Perms"] = Dictionary({pdf_name("/UR3"): Dictionary()})
        writer.update_root()
        return
    rights = writer.root["/Perms"]
    rights["/UR3"] = writer.add_object(Dictionary())
    writer.update_container(rights)


def no_certification(writer: Any) -> None:
    """The catalogue no longer says that the file is certified."""
    if "/Perms" in writer.root:  # asked for at every writing of the revision
        del writer.root["/Perms"]
    writer.update_root()


def other_appearance(position: int) -> Any:
    """A field shows another picture: another name, another opinion."""

    def change(writer: Any) -> None:
        field = _field(writer, position)
        picture = generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): generic.ArrayObject(map(Number, (0, 0, 150, 80))),
            },
            stream_data=b"BT /F1 12 Tf 5 40 Td (Refused) Tj ET",
        )
        field["/AP"] = Dictionary({pdf_name("/N"): writer.add_object(picture)})
        writer.update_container(field)

    return change


def redrawn_appearance(writer: Any) -> None:
    """The picture of the first signature itself is drawn over."""
    field = _field(writer, 0)
    if "/AP" not in field:
        other_appearance(0)(writer)
        return
    picture = field["/AP"]["/N"]
    picture._data = b"BT /F1 12 Tf 5 40 Td (Refused) Tj ET"
    picture._encoded_data = None
    writer.mark_update(field["/AP"].raw_get("/N"))


def other_page(writer: Any) -> None:
    """The first field says that it stands on another page, which is put behind the first."""
    pages = writer.root["/Pages"]
    fresh = Dictionary({pdf_name("/Type"): pdf_name("/Page"), pdf_name("/Parent"): writer.root.raw_get("/Pages")})
    fresh["/MediaBox"] = generic.ArrayObject(map(Number, (0, 0, 595, 842)))
    reference = writer.add_object(fresh)
    pages["/Kids"].append(reference)
    pages["/Count"] = Number(int(pages["/Count"]) + 1)
    writer.update_container(pages)
    field = _field(writer, 0)
    field["/P"] = reference
    writer.update_container(field)


def other_receipt(writer: Any) -> None:
    """The attached receipt says another amount; the pages stay as they are."""
    specification = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()
    stream = generic.StreamObject(
        {pdf_name("/Type"): pdf_name("/EmbeddedFile")},
        stream_data=b'{"format": "gongshu-receipt/1", "memo": {"amount": "11540000.00"}}',
    )
    specification["/EF"]["/F"] = writer.add_object(stream)
    writer.update_container(specification["/EF"])


def second_receipt(writer: Any) -> None:
    """A second attachment of the receipt's name stands before it."""
    names = writer.root["/Names"]["/EmbeddedFiles"]
    listed = names["/Names"]
    stream = writer.add_object(generic.StreamObject({pdf_name("/Type"): pdf_name("/EmbeddedFile")}, stream_data=b"{}"))
    fresh = Dictionary(
        {pdf_name("/Type"): pdf_name("/Filespec"), pdf_name("/EF"): Dictionary({pdf_name("/F"): stream})}
    )
    fresh["/UF"] = generic.TextStringObject("receipt.json")
    listed.insert(0, writer.add_object(fresh))
    listed.insert(0, generic.TextStringObject("a"))
    writer.update_container(listed)


def associated_file(writer: Any) -> None:
    """The catalogue names other associated files."""
    writer.root["/AF"] = generic.ArrayObject()
    writer.update_root()


def named_script(writer: Any) -> None:
    """A script in the tree of names runs when the file is opened."""
    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.TextStringObject("app.alert(1)")}
    tree = {
        pdf_name("/Names"): generic.ArrayObject([generic.TextStringObject("a"), writer.add_object(Dictionary(action))])
    }
    names = writer.root["/Names"]
    names["/JavaScript"] = Dictionary(tree)
    writer.update_container(names)


def page_action(writer: Any) -> None:
    """Something is done when the page comes into sight."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    action = {pdf_name("/S"): pdf_name("/URI"), pdf_name("/URI"): generic.TextStringObject("http://example.cn")}
    page["/AA"] = Dictionary({pdf_name("/O"): Dictionary(action)})
    writer.update_container(page)


def field_action(writer: Any) -> None:
    """A click on the last field does something."""
    field = _field(writer, 2)
    action = {pdf_name("/S"): pdf_name("/URI"), pdf_name("/URI"): generic.TextStringObject("http://example.cn")}
    field["/A"] = Dictionary(action)
    writer.update_container(field)


def layers(writer: Any) -> None:
    """Layers that can be switched off."""
    writer.root["/OCProperties"] = Dictionary({pdf_name("/OCGs"): generic.ArrayObject()})
    writer.update_root()


def resources(writer: Any) -> None:
    """The page's font is another one: other letters for the same codes."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    font = {pdf_name("/Type"): pdf_name("/Font"), pdf_name("/Subtype"): pdf_name("/Type1")}
    font[pdf_name("/BaseFont")] = pdf_name("/ZapfDingbats")
    page["/Resources"]["/Font"]["/F1"] = writer.add_object(Dictionary(font))
    writer.update_container(page["/Resources"])


def cropped(writer: Any) -> None:
    """Only a part of the page is shown."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/CropBox"] = generic.ArrayObject(map(Number, (0, 0, 595, 690)))
    writer.update_container(page)


def no_signature_flags(writer: Any) -> None:
    """The form says that nothing was signed and nothing need be kept."""
    form = writer.root["/AcroForm"]
    form["/SigFlags"] = Number(0)
    writer.update_container(form)


def read_only_off(writer: Any) -> None:
    """The last field may be changed by other programs."""
    field = _field(writer, 2)
    field["/Ff"] = Number(0)
    field["/TU"] = generic.TextStringObject("x")
    writer.update_container(field)


def rewritten(pdf: bytes) -> bytes:
    """Written anew as a whole, its objects packed into object streams."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
