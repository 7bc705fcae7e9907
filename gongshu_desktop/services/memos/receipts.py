"""The receipt.json that is attached to a memo on record, as plain values."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from gongshu_desktop.services.paper_kinds import PaperRefused
from gongshu_desktop.services.ports import MemoRecord, UnreadableDocument
from gongshu_desktop.wording import _

ReadReceipt = Callable[[bytes], bytes]
"""The receipt.json that a memo's PDF carries (``document`` implements it); raises UnreadableDocument."""


def receipt_of(memo: MemoRecord, read_receipt: ReadReceipt) -> Mapping[str, Any]:
    """What is attached to a memo's file, as plain values.

    Raises:
        PaperRefused: when its file does not hold the content that is on record.
    """
    try:
        document: Mapping[str, Any] = json.loads(read_receipt(memo.pdf))
        number, receipt = document["memo"]["number"], document["memo"]["receipt"]
    except (UnreadableDocument, ValueError, KeyError, TypeError) as error:
        raise PaperRefused(_("{number}的文件读不出内容：{reason}").format(number=memo.number, reason=error)) from error
    if (number, receipt) != (memo.number, memo.receipt):
        raise PaperRefused(_("{number}的文件与登记的内容不一致，请先核验。").format(number=memo.number))
    return document
