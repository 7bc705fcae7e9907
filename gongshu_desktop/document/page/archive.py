"""Makes a drawn PDF fit for the archive: fields, what is attached, dates, PDF/A-3b, in one revision and the same each time.

PDF/A-3b (ISO 19005-3, GB/T 23286.3) and not 1b, because only part 3 lets the receipt be attached in its own form.

The file is not validated again each time it is made. It would cost little (15 ms), but pikepdf's validator knows no forms
and says of every memo that it cannot tell; and a validator that objects could only stop the memo that somebody needs today,
where the fault is the program's. Instead the tests put every sort of document before two validators, before and after it is
signed.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String, pdfa

from gongshu_desktop.document.page.fields import Place
from gongshu_desktop.document.page.signature_fields import FIELDS, SignatureField, locked

RECEIPT, CONTENT = "receipt.json", "content.json"
_PRINTED = 4
"""Annotation flag: the box is part of the printed page."""
_SIGNED, _APPEND_ONLY = 1, 2
NO_PLACES: Mapping[str, Place] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a PDF says of itself. ``drawn`` is its date of creation, with zone."""

    title: str
    author: str
    drawn: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A JSON file that goes with the pages: the digest on each page is of it, so that anyone can check them against it."""

    name: str
    description: str
    content: bytes


def receipt(content: bytes) -> Attachment:
    """What is attached to a memo."""
    return Attachment(name=RECEIPT, description="核算凭据", content=content)


def paper_content(content: bytes) -> Attachment:
    """What is attached to any other paper."""
    return Attachment(name=CONTENT, description="文书内容", content=content)


def archived(
    pdf: bytes, particulars: Particulars, attached: Attachment, places: Mapping[str, Place] = NO_PLACES
) -> bytes:
    """The PDF as it is archived; fields are made where ``places`` says (a memo that is to be signed has three)."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _attach(document, attached, particulars.drawn)
        if places:
            _fields(document, places)
        for page in document.pages:
            if Name.Trans in page.obj:
                del page.obj[Name.Trans]
        _say(document, particulars)
        pdfa.prepare(document, "3b")
        _date_metadata(document)
        target = io.BytesIO()
        document.save(target, **pdfa.resolve_save_kwargs("3b", deterministic_id=True))
    return target.getvalue()


def _attach(document: Pdf, attached: Attachment, drawn: datetime) -> None:
    moment = pikepdf.models.metadata.encode_pdf_date(drawn)
    stream = document.make_stream(attached.content)
    stream.Type = Name.EmbeddedFile
    stream.Subtype = Name("/application/json")
    stream.Params = Dictionary(Size=len(attached.content), ModDate=String(moment))
    file = document.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(attached.name),
            UF=String(attached.name),
            Desc=String(attached.description),
            AFRelationship=Name.Data,
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(attached.name), file])))
    document.Root.AF = Array([file])


def _fields(document: Pdf, places: Mapping[str, Place]) -> None:
    fields = [_field(document, position, field, places[field.name]) for position, field in enumerate(FIELDS)]
    document.Root.AcroForm = document.make_indirect(Dictionary(Fields=Array(fields), SigFlags=_SIGNED | _APPEND_ONLY))


def _field(document: Pdf, position: int, field: SignatureField, place: Place) -> pikepdf.Object:
    page = document.pages[place.page].obj
    rectangle = [round(edge, 2) for edge in (place.left, place.bottom, place.right, place.top)]
    empty = document.make_stream(b"")
    empty.Type, empty.Subtype = Name.XObject, Name.Form
    empty.BBox = Array([0, 0, rectangle[2] - rectangle[0], rectangle[3] - rectangle[1]])
    action, names = locked(position)
    lock = Dictionary(Type=Name.SigFieldLock, Action=Name(action))
    if names:
        lock.Fields = Array([String(name) for name in names])
    if field.permission is not None:
        lock.P = field.permission
    widget = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(field.name),
            TU=String(_SPOKEN[position]),
            Rect=Array(rectangle),
            F=_PRINTED,
            P=page,
            AP=Dictionary(N=empty),
            Lock=document.make_indirect(lock),
        )
    )
    annotations = page.get(Name.Annots, Array())
    annotations.append(widget)
    page.Annots = annotations
    return widget


_SPOKEN = ("经办人签名", "复核人签名", "批准人签名")


def _say(document: Pdf, particulars: Particulars) -> None:
    moment = pikepdf.models.metadata.encode_pdf_date(particulars.drawn)
    for key in list(document.docinfo.keys()):
        del document.docinfo[key]
    information = {
        "/Title": particulars.title,
        "/Author": particulars.author,
        "/Creator": "gongshu-desktop",
        "/Producer": "gongshu-desktop",
        "/CreationDate": moment,
        "/ModDate": moment,
    }
    for key, text in information.items():
        document.docinfo[Name(key)] = String(text)
    document.Root.Lang = String("zh-CN")
    document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _date_metadata(document: Pdf) -> None:
    """``prepare`` stamps the wall clock; the memo's own date makes the same memo the same file."""
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["xmp:MetadataDate"] = metadata["xmp:ModifyDate"]
