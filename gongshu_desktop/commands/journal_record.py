"""What ``journal check`` says beside the chain: whether cases, memos and documents are still what the journal says."""

import argparse
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gongshu_desktop.commands.output import complain, plain_line
from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.services.audit.audit import Audit, Progress
    from gongshu_desktop.store.reading import ReadStore

_SILENT = 2.0
"""Seconds between two lines of progress; a small record is done before the first."""
_LINE = 2_000
"""Characters of a line that are shown as text."""


def add_record_options(check: argparse.ArgumentParser) -> None:
    """How much of the record is to be read."""
    check.add_argument(
        "--no-documents", action="store_true", help=_("不重新读取佐证材料的文件（材料很多时较慢），只核对案卷")
    )


def audited(store: "ReadStore", options: argparse.Namespace) -> "Audit":
    """The record held against its journal; the chain must have been found whole."""
    from gongshu_desktop import wiring  # noqa: PLC0415 - a command loads only what it needs
    from gongshu_desktop.document.papers.attached import memo_receipt  # noqa: PLC0415
    from gongshu_desktop.services.audit.audit import audit  # noqa: PLC0415

    with store.open_uow() as uow:
        return audit(
            uow,
            uow.sealed,
            wiring.policies(),
            memo_receipt,
            documents=not options.no_documents,
            progress=told_now_and_then(_("已核对佐证材料 {done}／{all}")),
        )


def record_json(found: "Audit | None") -> Mapping[str, Any]:
    """For ``--json``; nothing was looked at when the chain is broken already."""
    if found is None:
        return {"record": None}
    said = {"problems": found.problems, "notes": found.notes, "cases": found.cases, "documents": found.documents}
    return {"record": said}


def record_words(found: "Audit") -> Iterator[str]:
    """What people read of it."""
    from gongshu_desktop.services.audit.audit import in_plain_words  # noqa: PLC0415

    return (plain_line(line, _LINE) for line in in_plain_words(found))


def told_now_and_then(words: str) -> "Progress":
    """Progress on standard error; ``words`` with {done} and {all}."""
    last = 0.0

    def tell(done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done == 1:
            last = now
        elif now - last >= _SILENT:
            last = now
            complain(words.format(done=done, all=of))

    return tell
