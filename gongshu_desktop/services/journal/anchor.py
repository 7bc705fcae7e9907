"""Where the journal stood when a memo was drawn up: three people sign it with the memo, and the memo lies in an archive.

The chain alone shows only that the journal fits itself: whoever rewrites all of it, or cuts its end off, leaves one that fits,
too. What was signed outside of it cannot be made to fit.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongshu_desktop.services.ports import Journal

KEY = "journal"
"""Under which it stands in a memo's receipt.json; memos of earlier versions have none."""
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_MOST = 2**53
"""Whole numbers above are not the same to every reader of JSON."""


class MisshapenAnchor(ValueError):
    """Something stands in its place that we never write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The last entry of a journal at one moment. ``first`` is the digest of the first entry: it tells one PC's journal from
    another's."""

    sequence: int
    digest: str
    first: str

    def to_json(self) -> dict[str, object]:
        """As it stands in a receipt."""
        return {"sequence": self.sequence, "digest": self.digest, "first": self.first}


def anchor_now(journal: Journal) -> Anchor | None:
    """Where the journal stands; None when there is no entry yet."""
    head = journal.head()
    if head is None:
        return None
    return Anchor(sequence=head.sequence, digest=head.digest, first=journal.digest_of(1))


def anchor_in(document: Mapping[str, Any]) -> Anchor | None:
    """The anchor in a receipt.json; None when it bears none. Raises MisshapenAnchor."""
    if KEY not in document:
        return None
    said = document[KEY]
    if not isinstance(said, dict) or said.keys() != {"sequence", "digest", "first"}:
        raise MisshapenAnchor(f"{KEY}: {said!r}")
    sequence, digest, first = said["sequence"], said["digest"], said["first"]
    if type(sequence) is not int or not 0 < sequence < _MOST:
        raise MisshapenAnchor(f"{KEY}.sequence: {sequence!r}")
    for value in (digest, first):
        if not isinstance(value, str) or not _DIGEST.fullmatch(value):
            raise MisshapenAnchor(f"{KEY}: {value!r}")
    if sequence == 1 and digest != first:
        raise MisshapenAnchor(f"{KEY}: {digest} {first}")
    return Anchor(sequence=sequence, digest=digest, first=first)
