"""What the use cases need from the world outside: kept by ``store``, ``document`` and ``exchange``, faked by hand in tests."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, Self

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.font_choices import FontRepository
from gongshu_desktop.services.records import CaseSummary, Moment, Office, Person

# --- the office ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedReading:
    """口径: who adopted which option of a reading, when, on what authority. The latest for a key counts."""

    policy: str
    key: str
    option: str
    person: str
    name: str
    authority: str
    at: datetime


# --- the journal 操作日志 ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that changed: where (a path such as "3.2.5/活动[k1]/实际支出/verified"), old and new value as text."""

    subject: str
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal: append-only, each bound to the one before by ``digest`` (SHA-256, hex)."""

    sequence: int
    at: datetime
    person: str
    action: str
    case: str | None
    changes: tuple[Change, ...]
    previous: str
    digest: str

    def change(self, subject: str) -> Change | None:
        """What it did to a subject, if anything."""
        return next((change for change in self.changes if change.subject == subject), None)

    def told(self, subject: str) -> str:
        """The value that it gave a subject; "" for none."""
        found = self.change(subject)
        return "" if found is None else found.new or ""


# --- the store -------------------------------------------------------------------------------------------------------


class CaseRepository(Protocol):
    """The cases. ``save`` writes what differs from what is stored; all amounts as whole fen."""

    def get(self, id: str) -> Case: ...
    def add(self, case: Case, summary: CaseSummary) -> None: ...
    def save(self, case: Case, summary: CaseSummary) -> None: ...
    def put_back(self, case: Case, summary: CaseSummary) -> None:
        """The stored case gives way to an earlier state, its passages too; refused once it has a sealed memo."""

    def remove(self, id: str) -> None: ...
    def summaries(self) -> Sequence[CaseSummary]: ...
    def numbers(self) -> Sequence[str]: ...
    def versions(self) -> Mapping[str, int]:
        """How often each stored case has been written, by id: another number means that somebody has saved meanwhile."""

    def version(self, id: str) -> int: ...


class AttachmentRepository(Protocol):
    """Bytes of evidence, stored once by SHA-256 (hex)."""

    def put(self, content: bytes, media_type: str) -> str: ...
    def get(self, sha256: str) -> bytes: ...


class MemoState(StrEnum):
    """From the drawn-up revision 0 to the third signature. SUPERSEDED: it counts no more, for its case was sent back before all
    three had signed, or a later memo that names it as replaced was issued."""

    DRAWN = "drawn"
    SIGNING = "signing"
    ISSUED = "issued"
    SUPERSEDED = "superseded"

    @property
    def waiting(self) -> bool:
        """Drawn up and not signed by all three: it is what is signed next."""
        return self in {MemoState.DRAWN, MemoState.SIGNING}

    @property
    def closed(self) -> bool:
        """Nobody signs it any more, and the database seals it: it was issued, or counts no more."""
        return not self.waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoRecord:
    """审核意见书 as stored. ``base_digest`` is the SHA-256 of the unsigned revision 0; ISSUED rows are sealed."""

    id: str
    case: str
    number: str
    state: MemoState
    pdf: bytes
    base_digest: str
    receipt: str
    drawn: datetime
    signed_by: tuple[str, ...] = ()
    """Ids of the people who have signed, in order: examiner, checker, approver."""
    replaces: str | None = None


class MemoRepository(Protocol):
    """The memos; an issued one can only be read. ``signed``: the ids of all that three have signed, oldest first."""

    def get(self, id: str) -> MemoRecord: ...
    def of_case(self, case: str) -> Sequence[MemoRecord]: ...
    def by_base_digest(self, digest: str) -> MemoRecord | None: ...
    def signed(self) -> Sequence[str]: ...
    def standing(self, case: str | None = None) -> Mapping[str, str]:
        """The id of the memo that stands (issued, not replaced: the latest) by the id of its case; of one case or of all."""

    def add(self, memo: MemoRecord) -> None: ...
    def save(self, memo: MemoRecord) -> None: ...


class OfficeRepository(Protocol):
    """The office, its people, and the readings that it has adopted."""

    def office(self) -> Office | None: ...
    def set_office(self, office: Office) -> None: ...
    def people(self) -> Sequence[Person]: ...
    def save_person(self, person: Person) -> None: ...
    def readings(self, policy: str) -> Sequence[AdoptedReading]: ...
    def adopt(self, reading: AdoptedReading) -> None: ...


class Journal(Protocol):
    """The append-only journal. ``digest_of`` an entry, as it is stored; "" when there is none of that number."""

    def write(self, *, person: str, action: str, case: str | None, changes: Sequence[Change]) -> Entry: ...
    def of_case(self, case: str, actions: Collection[str] | None = None) -> Sequence[Entry]:
        """The entries of one case, oldest first; with ``actions`` only those."""

    def of_act(self, action: str) -> Sequence[Entry]:
        """The entries of one act in all cases, oldest first."""

    def entries(self) -> Iterable[Entry]:
        """Every entry, oldest first."""

    def head(self) -> Entry | None: ...
    def digest_of(self, sequence: int) -> str: ...
    def digests_of(self, sequences: Collection[int]) -> Mapping[int, str]: ...
    def moments(self) -> Iterable[Moment]: ...
    def last_values(self, subject: str, actions: Collection[str]) -> Sequence[str]:
        """The values that a subject had in any case before one of these acts changed it."""

    def verify(self) -> int | None:
        """The sequence number of the first entry that does not fit the chain; None when all fit."""


class UnitOfWork(Protocol):
    """One transaction. Leaving without ``commit`` rolls everything back."""

    cases: CaseRepository
    attachments: AttachmentRepository
    memos: MemoRepository
    office: OfficeRepository
    fonts: FontRepository
    journal: Journal

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...
    def commit(self) -> None: ...


class OpenUnitOfWork(Protocol):
    """Begins a transaction; safe to call from any thread."""

    def __call__(self) -> UnitOfWork: ...


# --- policies, time, documents ---------------------------------------------------------------------------------------


class PolicyLibrary(Protocol):
    """The policies that this program carries, loaded once."""

    def ids(self) -> Sequence[str]: ...
    def get(self, id: str) -> Policy: ...


class Clock(Protocol):
    """This PC's clock, with its zone."""

    def __call__(self) -> datetime: ...


class SignatureVerdict(StrEnum):
    """The three plain answers: 未改动 / 签后有改动 / 无法确认身份."""

    INTACT = "intact"
    ALTERED = "altered"
    UNKNOWN_SIGNER = "unknown-signer"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFinding:
    """What was found of one signature. ``at`` is the signer's PC's own time; ``problems`` are codes, empty when good.

    Two verdicts: ``problems`` as of the time of signing, ``now`` as of today (whether the key could still sign).
    """

    role: Role
    name: str
    fingerprint: str
    at: datetime | None
    good: bool
    problems: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    opinion: str = ""
    """What the signature itself says, which its box on the page shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureReport:
    """The strict check of a PDF. ``complete``: all three signatures are there. ``receipt`` is the attached file's bytes."""

    verdict: SignatureVerdict
    complete: bool
    signatures: tuple[SignatureFinding, ...]
    problems: tuple[str, ...]
    base_digest: str
    base: bytes
    receipt: bytes | None
    pages: int
    revocation_checked: bool
    revocation_as_of: datetime | None = None
    """When the list of revoked certificates was made; None where there is none."""
    office: str = ""
    """Whose trust file it was checked with; "" where none could be read."""
    root: str = ""
    """The fingerprint of that office's root, in groups of four."""
    checked_at: datetime | None = None
    """The time on this PC when it was checked."""
    signable: bool = True
    """Whether the pages have places for signatures; a draft has none."""


class UnreadableDocument(Exception):
    """The file is no PDF, or so damaged that nothing can be said about it. The message is for people."""


class WrongPassphrase(Exception):
    """The passphrase or PIN does not open the key."""


class UnusableKey(Exception):
    """The key file is damaged, foreign, expired, revoked or not the one for this person and role. The message is for people."""


class WeakPassphrase(Exception):
    """The passphrase for a new key is too easy to guess. The message says what it needs."""


class SigningRefused(Exception):
    """The document cannot take this signature: wrong order, signed already, changed since. The message is for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file on disk, read whole: its path for messages, its bytes."""

    path: Path
    content: bytes
