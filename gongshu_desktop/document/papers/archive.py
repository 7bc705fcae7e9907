"""Makes a drawn paper fit for the archive: PDF/A-3b, its content attached in JSON, the same bytes each time.

The attached content is what the digest on each page is of, so that anyone can check the pages against it.
"""

import io
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String, pdfa

CONTENT = "content.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a PDF says of itself. ``drawn`` is its date of creation, with zone."""

    title: str
    author: str
    drawn: datetime


def archived(pdf: bytes, particulars: Particulars, content: bytes) -> bytes:
    """The PDF as it is archived, with ``content`` attached."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _attach(document, content, particulars)
        for page in document.pages:
            if Name.Trans in page.obj:
                del page.obj[Name.Trans]
        _say(document, particulars)
        pdfa.prepare(document, "3b")
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            # ``prepare`` stamps the wall clock; the paper's own date makes the same paper the same file.
            metadata["xmp:MetadataDate"] = metadata["xmp:ModifyDate"]
        target = io.BytesIO()
        document.save(target, **pdfa.resolve_save_kwargs("3b", deterministic_id=True))
    return target.getvalue()


def _attach(document: Pdf, content: bytes, particulars: Particulars) -> None:
    stream = document.make_stream(content)
    stream.Type, stream.Subtype = Name.EmbeddedFile, Name("/application/json")
    moment = pikepdf.models.metadata.encode_pdf_date(particulars.drawn)
    stream.Params = Dictionary(Size=len(content), ModDate=String(moment))
    file = document.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(CONTENT),
            UF=String(CONTENT),
            Desc=String("文书内容"),
            AFRelationship=Name.Data,
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(CONTENT), file])))
    document.Root.AF = Array([file])


def _say(document: Pdf, particulars: Particulars) -> None:
    moment = pikepdf.models.metadata.encode_pdf_date(particulars.drawn)
    for key in list(document.docinfo.keys()):
        del document.docinfo[key]
    for key, text in (
        ("/Title", particulars.title),
        ("/Author", particulars.author),
        ("/Creator", "gongshu-desktop"),
        ("/Producer", "gongshu-desktop"),
        ("/CreationDate", moment),
        ("/ModDate", moment),
    ):
        document.docinfo[Name(key)] = String(text)
    document.Root.Lang = String("zh-CN")
    document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
