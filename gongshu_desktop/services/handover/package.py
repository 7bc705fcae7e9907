"""What a hand-over package 移交包 holds: a case in the state that it is in, with all that belongs to it.

``exchange.pack`` writes and reads the file; ``taking_over`` decides what comes of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gongshu_desktop.review.case import Case
from gongshu_desktop.services.journal.histories import History, each_once, resting
from gongshu_desktop.services.ports import AdoptedReading, Entry, MemoRecord

LARGEST_PACKAGE = 512 * 1024 * 1024
GoOn = Callable[[], None]
"""Asked between two pieces of work that may take seconds; what it raises ends the work."""


def unstopped() -> None:
    """Nobody stops it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a package comes from and for whom it is; ``head`` of that PC's journal as the package was made."""

    office: str
    by: str
    """The name of the person who handed over."""
    to: str
    """For whom: a person, a PC, an office, in free words."""
    made: datetime
    program: str
    head_sequence: int
    head_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """All of it. ``attachments`` by SHA-256 (hex); ``adopted``: what the sending office adopted for the readings in use.

    ``rests``: the stretches (SHA-256) that the case rests on. The others tell of what was undone or replaced: entries hold
    them, but whoever compares two cases must not take them for done. (): all of them.
    """

    origin: Origin
    case: Case
    policy_digest: str
    attachments: Mapping[str, bytes]
    memos: tuple[MemoRecord, ...] = ()
    histories: tuple[History, ...] = ()
    adopted: tuple[AdoptedReading, ...] = ()
    rests: tuple[str, ...] = ()

    @property
    def people(self) -> dict[str, str]:
        """Everybody who has worked on the case: the names by id."""
        found = {item.person: item.name for item in self.case.passages}
        for entry, history in self.entries():
            if entry.person:
                found.setdefault(entry.person, history.people.get(entry.person, ""))
        return found

    def entries(self) -> list[tuple[Entry, History]]:
        """What was done to the case on all PCs before this one, oldest first, each once."""
        return each_once(self.histories)

    def resting(self) -> list[tuple[Entry, History]]:
        """Those of them that the case as it stands in the package rests on, in the same order."""
        return resting(self.histories, self.rests or [history.sha256 for history in self.histories])


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """A package as a file. ``digest`` (SHA-256, hex) is what two people compare; ``cover`` the sheet that lies on top."""

    content: bytes
    digest: str
    cover: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPackage:
    """A package that was read."""

    package: Package
    digest: str


class PackFiles(Protocol):
    """Writes and reads the file (``exchange`` implements it)."""

    def write(self, package: Package) -> PackedFile: ...

    def read(self, content: bytes, go_on: GoOn = unstopped) -> OpenedPackage:
        """Raises CaseFileRefused with everything that is wrong, each with the member and the place in it."""
