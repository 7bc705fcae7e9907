"""A field of a case in words, by its path in the journal: which row of a table, which document."""

import re

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.case import Case
from gongshu_desktop.services.journal.words import subject_words
from gongshu_desktop.services.ports import Change
from gongshu_desktop.wording import _

_ROW = re.compile(r"([^/]+)/([^/\[]+)\[([^\]]*)\]")
_DOCUMENT = re.compile(r"evidence\[(.*)\]/([a-z0-9_]+)", re.DOTALL)


def field_words(subject: str, case: Case, policy: Policy | None) -> str:
    """What people call the field; as it is written where the policy is not known."""
    document = _DOCUMENT.fullmatch(subject)
    if document is not None:
        title = next((item.title for item in case.evidence if item.key == document[1]), document[1])
        return _("佐证材料“{title}”的{part}").format(title=title, part=_document_parts().get(document[2], document[2]))
    if policy is None:
        return subject
    said = subject_words(Change(subject=subject), policy)
    row = _ROW.match(subject)
    place = _place(case, *row.groups()) if row is not None else 0
    return _("{field}（第{row}行）").format(field=said, row=place) if place else said


def sum_words(fen: str | None) -> str:
    """An amount that stands in the journal as text."""
    return _("（空）") if not fen else _("{amount}元").format(amount=grouped(int(fen)))


def _document_parts() -> dict[str, str]:
    return {
        "title": _("名称"),
        "sha256": _("文件摘要"),
        "media_type": _("文件类型"),
        "size": _("大小"),
        "pages": _("页数"),
    }


def _place(case: Case, measure: str, fact: str, key: str) -> int:
    """The number of the row among those that are there, from 1 on; 0 for one that is not."""
    for claim in case.claims:
        if claim.measure == measure and fact in claim.tables:
            rows = [row.key for row in claim.tables[fact].rows]
            return rows.index(key) + 1 if key in rows else 0
    return 0
