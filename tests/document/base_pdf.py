"""A small memo for tests of signatures: one page, three empty signature fields, an attached receipt, one revision."""

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

RECEIPT = b'{"format": "gongshu-receipt/1", "memo": {"amount": "1154000.00"}}'
SPARE = b"BT /F1 12 Tf 72 700 Td (Approved amount: 11,540,000.00) Tj ET"
_BOXES = {
    "Sig1_Preparer": (60, 260, 210, 340),
    "Sig2_Reviewer": (225, 260, 375, 340),
    "Sig3_Approver": (390, 260, 540, 340),
}
_LOCKS = {
    "Sig1_Preparer": ["Sig1_Preparer"],
    "Sig2_Reviewer": ["Sig1_Preparer", "Sig2_Reviewer"],
}


def base_pdf(receipt: bytes | None = RECEIPT, *, object_streams: bool = False, spare: bool = False) -> bytes:
    """The unsigned revision 0, byte-identical on each call. ``spare``: with another page content, not shown yet."""
    page = BytesIO()
    canvas = Canvas(page, pagesize=(595, 842), invariant=1)
    canvas.drawString(72, 700, "Approved amount: 1,154,000.00")
    canvas.showPage()
    canvas.save()
    with pikepdf.open(page) as pdf:
        fields = [pdf.make_indirect(_field(pdf, name)) for name in _BOXES]
        pdf.pages[0].Annots = Array(fields)
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(fields), SigFlags=3))
        if receipt is not None:
            attached = pikepdf.AttachedFileSpec(
                pdf,
                receipt,
                filename="receipt.json",
                description="",
                mime_type="application/json",
                creation_date="D:20261123103000+08'00'",
                mod_date="D:20261123103000+08'00'",
            )
            pdf.attachments["receipt.json"] = attached
        if spare:
            pdf.Root.Spare = pdf.make_stream(SPARE)
        return _saved(pdf, object_streams=object_streams)


def _saved(pdf: pikepdf.Pdf, *, object_streams: bool = False) -> bytes:
    out = BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if object_streams else pikepdf.ObjectStreamMode.disable
    pdf.save(out, deterministic_id=True, object_stream_mode=mode)
    return out.getvalue()


def _field(pdf: pikepdf.Pdf, name: str) -> Dictionary:
    lock = Dictionary(Type=Name.SigFieldLock, Action=Name.All, P=1)
    if name in _LOCKS:
        lock = Dictionary(Type=Name.SigFieldLock, Action=Name.Include, Fields=Array([String(n) for n in _LOCKS[name]]))
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T=String(name),
        F=4,
        Rect=Array(_BOXES[name]),
        P=pdf.pages[0].obj,
        Lock=pdf.make_indirect(lock),
    )
