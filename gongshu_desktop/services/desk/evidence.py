"""What may be attached as 佐证材料: PDF, PNG and JPEG, told by their content, never by their name."""

import re
from pathlib import PurePosixPath, PureWindowsPath

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.values import text_problem
from gongshu_desktop.wording import _

LARGEST = 50 * 1024 * 1024
_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


class EvidenceRefused(Exception):
    """The file cannot be attached; the message names it and says why."""


def media_type(name: str, content: bytes) -> str:
    """The media type of a document, by its content.

    Raises:
        EvidenceRefused: when it is empty, too large, or of another sort.
    """
    if not content:
        raise EvidenceRefused(_("“{name}”是空文件，不能作为佐证材料。").format(name=name))
    if len(content) > LARGEST:
        raise EvidenceRefused(
            _("“{name}”有{size} MB，超过50 MB的上限，请压缩或分成几个文件。").format(
                name=name, size=-(-len(content) // (1024 * 1024))
            )
        )
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if b"%PDF-" in content[:1024]:
        return "application/pdf"
    raise EvidenceRefused(_("“{name}”不是PDF、PNG或JPEG文件，请转换后再添加。").format(name=name))


def page_count(kind: str, content: bytes) -> int | None:
    """How many pages a document has; None where only reading the whole PDF could tell.

    A PDF's pages are counted where its objects stand in the open and were never rewritten: then the page objects are as
    many as the root of the page tree says. Everything else (object streams, later revisions) is left uncounted.
    """
    if kind != "application/pdf":
        return 1
    if b"/ObjStm" in content or content.count(b"startxref") != 1:
        return None
    objects = len(re.findall(rb"/Type\s*/Page(?![A-Za-z])", content))
    counts = [int(count) for count in re.findall(rb"/Count\s+([0-9]{1,6})(?![0-9])", content)]
    return objects if objects and max(counts, default=0) == objects else None


def new_title(case: Case, name: str) -> str:
    """A title for a new document: the file's name without folder and suffix, made different from those in the case."""
    bare = PureWindowsPath(PurePosixPath(name).name).name
    stem = re.sub(r"\.(pdf|png|jpe?g)$", "", bare, flags=re.IGNORECASE).strip()
    stem = "".join(letter for letter in stem if text_problem(letter) is None)[:120] or _("佐证材料")
    taken = {item.title for item in case.evidence}
    if stem not in taken:
        return stem
    return next(title for number in range(2, len(taken) + 3) if (title := f"{stem} ({number})") not in taken)


def new_key(case: Case) -> str:
    """A key that no document of the case has."""
    taken = {item.key for item in case.evidence}
    return next(key for number in range(1, len(taken) + 2) if (key := f"e{number}") not in taken)
