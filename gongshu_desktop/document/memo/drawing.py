"""The review memo 审核意见书 as a PDF: drawn from its content alone, the same bytes for the same content.

One revision with three empty signature fields and the receipt attached; a draft carries 草稿 across each page and has no
fields. What follows, the signatures, is ``signing``'s.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from gongshu_desktop.document.fonts.faces import DRAWING, UnprintableCharacter, unprintable
from gongshu_desktop.document.fonts.own_faces import own_faces
from gongshu_desktop.document.typesetting.blank_lines import without_blank_runs
from gongshu_desktop.review.memo import wording as memo_wording
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.memo.layout import DRAWN, FIRST, LAYOUT, SECOND, drawn_as
from gongshu_desktop.services.font_choices import BUNDLED, FontSet
from gongshu_desktop.services.journal.anchor import Anchor, anchor_in

_PLACES = {
    "office": "单位名称",
    "number": "文号",
    "applicant": "申报单位",
    "basics": "申报基本情况",
    "basis": "审核依据",
    "measures": "逐项审核情况",
    "readings": "采用口径",
    "evidence": "佐证材料",
    "opinions": "审核意见",
    "hints": "程序提示",
    "correction": "更正事项",
    "replaces": "被替代的意见书",
}


def draw_memo(content: MemoContent, *, draft: bool, receipt: bytes, fonts: FontSet = BUNDLED) -> bytes:
    """The PDF of the memo, with ``receipt`` attached as receipt.json. Safe to call from any one thread at a time.

    The pages are those of the layout that ``receipt`` names, this version's where it names none: so that a memo of an
    earlier one can be drawn again. The foot of each page holds the SHA-256 of those very bytes, so that the paper names
    the file, approved amounts and reasons included, and anybody can compare it with ``sha256sum receipt.json``.

    Raises:
        UnprintableCharacter: the content holds characters that no font of the program has; it lists them all.
        FontRefused: a font of the office's own can no longer be used.
    """
    from gongshu_desktop.document.memo.sections import sections  # noqa: PLC0415
    from gongshu_desktop.document.page import archive, sheet  # noqa: PLC0415 - pikepdf and platypus take half a second
    from gongshu_desktop.document.page.fields import Place  # noqa: PLC0415

    layout, anchor = _named(receipt)
    shown = content if layout == FIRST else without_blank_runs(content)
    title = "".join(memo_wording.title(content))
    places: dict[str, Place] = {}
    with DRAWING, own_faces(fonts), drawn_as(layout):
        found = unprintable(_texts(content))
        if found:
            raise UnprintableCharacter(found)
        digest = f"附件{archive.RECEIPT} SHA-256 {hashlib.sha256(receipt).hexdigest()}"
        drawn = sheet.pages(
            sections(shown, places=None if draft else places, layout=layout, anchor=anchor),
            sheet.FIRST_MEMO if layout == FIRST else sheet.MEMO,
            title=title,
            author=content.office,
            footing=sheet.Footing(text=memo_wording.numbered(content), digest=digest),
            draft=draft,
        )
        particulars = archive.Particulars(
            title=title, author=content.office, drawn=datetime.fromisoformat(content.drawn)
        )
        return archive.archived(drawn, particulars, archive.receipt(receipt), places)


def _named(receipt: bytes) -> tuple[str, Anchor | None]:
    """The layout that a receipt names, and where the journal stood, for a layout that prints it."""
    try:
        document = json.loads(receipt)
        named, anchor = document["layout"], anchor_in(document)
    except (ValueError, KeyError, TypeError):
        return LAYOUT, None
    layout = named if named in DRAWN else LAYOUT
    return layout, None if layout in {FIRST, SECOND} else anchor


def _texts(content: MemoContent) -> Iterator[tuple[str, str]]:
    """Every text of the content with the words for where it stands."""
    for field in fields(content):
        for text in _strings(getattr(content, field.name)):
            yield _PLACES.get(field.name, field.name), text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
