"""Reading back what a memo's PDF carries."""

import io

import pikepdf

from gongshu_desktop.document.page.archive import RECEIPT
from gongshu_desktop.services.ports import UnreadableDocument
from gongshu_desktop.wording import _


def memo_receipt(pdf: bytes) -> bytes:
    """The attached receipt.json of a memo.

    Raises:
        UnreadableDocument: when the file is no PDF, or carries none.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return document.attachments[RECEIPT].get_file().read_bytes()
    except (pikepdf.PdfError, KeyError, ValueError) as error:
        raise UnreadableDocument(_("审核意见书的文件读不出所附的核算凭据。")) from error
