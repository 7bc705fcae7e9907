"""Stretches of a case's journal that go with a hand-over package, and stay readable on whatever PC takes the case over.

Each entry keeps its digest, so that it can be held against the chain that it comes from. A stretch that came in with a package
stands in the journal of whoever took it over, under the digest of its text; where an entry that is handed on holds one, it is
only named, and stands in the package once.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from gongshu_desktop.policy.receipt import canonical_bytes
from gongshu_desktop.services.journal.whereabouts import HandOverAct, counted
from gongshu_desktop.services.ports import Change, Entry

FORMAT = "gongshu-history/1"
KNOWN = "handover/known"
"""In the journal: on which stretches the case rested in a package that was taken over."""
_CUTS = frozenset({HandOverAct.HAND_OVER.value, HandOverAct.TAKE_OVER.value})
_HELD = re.compile(r"handover/history\[([0-9a-f]{64})\]", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A stretch of one PC's journal: the entries of the case, each with its digest. ``people``: names by id.

    ``text`` is how it stands in the package, and then in the journal of whoever takes the case over.
    """

    office: str
    people: Mapping[str, str]
    entries: tuple[Entry, ...]
    text: str
    sha256: str


def subject_of(sha256: str) -> str:
    """Under which subject of an entry a stretch is kept."""
    return f"handover/history[{sha256}]"


def held(subject: str) -> str:
    """Which stretch stands under that subject of an entry; "" when it is another subject."""
    found = _HELD.fullmatch(subject)
    return found[1] if found else ""


def stretch(office: str, people: Mapping[str, str], entries: Iterable[Entry]) -> History:
    """A stretch of our own journal."""
    kept = tuple(entries)
    acted = {entry.person for entry in kept}
    names = {id: name for id, name in people.items() if id in acted}
    document = {"format": FORMAT, "office": office, "people": names, "entries": [_entry(entry) for entry in kept]}
    written = canonical_bytes(document)
    sha256 = hashlib.sha256(written).hexdigest()
    return History(office=office, people=names, entries=kept, text=written.decode(), sha256=sha256)


def own_stretches(office: str, people: Mapping[str, str], entries: Sequence[Entry]) -> Iterator[History]:
    """The journal of a case here, cut where it was handed or taken over: what went with an earlier package is the same stretch
    again, and none holds both what a package took the place of and what was done since."""
    cuts = [0, *(at for at, entry in enumerate(entries) if entry.action in _CUTS and at), len(entries)]
    for begin, end in pairwise(cuts):
        if end > begin:
            yield stretch(office, people, entries[begin:end])


def taken_over(entries: Iterable[Entry]) -> Entry | None:
    """The last taking over that counts."""
    return next((entry for entry in reversed(counted(entries)) if entry.action == HandOverAct.TAKE_OVER), None)


def known(entry: Entry) -> list[str]:
    """On which stretches the case rested in the package that was taken over there."""
    return entry.told(KNOWN).split()


def rests_on(entries: Sequence[Entry], own: Iterable[History]) -> frozenset[str]:
    """On which stretches the case of these entries rests, ``own`` among them: those of the last package, and what was done since."""
    last = taken_over(entries)
    if last is None:
        return frozenset(history.sha256 for history in own)
    since = (history.sha256 for history in own if history.entries[0].sequence >= last.sequence)
    return frozenset((*known(last), *since))


def stored_texts(entries: Iterable[Entry]) -> dict[str, str]:
    """All stretches that came in with packages, by SHA-256; those of an undone taking over, too, for its entry holds them."""
    return {
        sha256: change.new
        for entry in entries
        if entry.action == HandOverAct.TAKE_OVER
        for change in entry.changes
        if (sha256 := held(change.subject)) and change.new is not None
    }


def stored(sha256: str, texts: Mapping[str, str]) -> History:
    """A stretch that was taken over: it was checked then, and is under our own chain since."""
    document: Mapping[str, Any] = json.loads(texts[sha256])
    entries = tuple(_restored(item, texts) for item in document["entries"])
    return History(
        office=document["office"], people=document["people"], entries=entries, text=texts[sha256], sha256=sha256
    )


def elsewhere(entries: Sequence[Entry]) -> list[tuple[Entry, History]]:
    """What was done to the case of these entries on other PCs before it came here, oldest first, each once.

    What an undone taking over brought is not among it; what the other PC itself had undone or replaced is, for a number that
    was given to a notice there is gone.
    """
    texts, own = stored_texts(entries), {entry.digest for entry in entries}
    takings = [entry for entry in counted(entries) if entry.action == HandOverAct.TAKE_OVER]
    brought = dict.fromkeys(
        sha256 for entry in takings for sha256 in (*known(entry), *(held(change.subject) for change in entry.changes))
    )
    done = each_once(stored(sha256, texts) for sha256 in brought if sha256 in texts)
    return [pair for pair in done if pair[0].digest not in own]


def each_once(histories: Iterable[History]) -> list[tuple[Entry, History]]:
    """What the stretches tell, oldest first, each entry once."""
    found = {entry.digest: (entry, history) for history in histories for entry in history.entries}
    return sorted(found.values(), key=lambda pair: (pair[0].at, pair[0].sequence))


def resting(histories: Sequence[History], rests: Collection[str]) -> list[tuple[Entry, History]]:
    """Those of them that a case rests on, in the same order. ``rests``: the stretches (SHA-256) that it rests on."""
    counts = {entry.digest for item in histories if item.sha256 in rests for entry in counted(item.entries)}
    return [pair for pair in each_once(histories) if pair[0].digest in counts]


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "sequence": entry.sequence,
        "at": entry.at.isoformat(),
        "person": entry.person,
        "action": entry.action,
        "case": entry.case,
        "changes": [
            [change.subject, change.old, {"history": held(change.subject)} if held(change.subject) else change.new]
            for change in entry.changes
        ],
        "previous": entry.previous,
        "digest": entry.digest,
    }


def _restored(item: Mapping[str, Any], texts: Mapping[str, str]) -> Entry:
    changes = (
        Change(subject=subject, old=old, new=texts.get(held(subject)) if isinstance(new, dict) else new)
        for subject, old, new in item["changes"]
    )
    return Entry(
        sequence=item["sequence"],
        at=datetime.fromisoformat(item["at"]),
        person=item["person"],
        action=item["action"],
        case=item["case"],
        changes=tuple(changes),
        previous=item["previous"],
        digest=item["digest"],
    )
