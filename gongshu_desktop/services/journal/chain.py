"""What binds an entry of the journal to the one before, so that a change in the past shows: here, and on any other PC.

The digest of an entry is the SHA-256 of its canonical JSON (keys sorted, no spaces, UTF-8), in which the digest of the entry
before it stands as ``previous``; the first one's is 64 zeros.
"""

import hashlib
import json
from collections.abc import Sequence

from gongshu_desktop.services.ports import Change, Entry

FORMAT = "gongshu-journal/1"
BEGINNING = "0" * 64


def entry_digest(
    sequence: int, at: str, person: str, action: str, case: str | None, changes: Sequence[Change], previous: str
) -> str:
    """The digest (SHA-256, hex) that binds an entry to the one before."""
    document = {
        "format": FORMAT,
        "sequence": sequence,
        "at": at,
        "person": person,
        "action": action,
        "case": case,
        "changes": [[change.subject, change.old, change.new] for change in changes],
        "previous": previous,
    }
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def holds(entry: Entry) -> bool:
    """Whether an entry from elsewhere is what its digest says."""
    at = entry.at.isoformat()
    made = entry_digest(entry.sequence, at, entry.person, entry.action, entry.case, entry.changes, entry.previous)
    return made == entry.digest
