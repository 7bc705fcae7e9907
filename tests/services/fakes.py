"""The ports, kept in memory: enough of a store to prove the use cases without a database."""

import copy
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.font_choices import ChosenFont, FontRepository, FontRole
from gongshu_desktop.services.ports import (
    AdoptedReading,
    AttachmentRepository,
    CaseRepository,
    Change,
    Entry,
    Journal,
    MemoRecord,
    MemoRepository,
    MemoState,
    OfficeRepository,
)
from gongshu_desktop.services.records import CaseSummary, Moment, Office, Person


@dataclass
class Tables:
    """What is stored."""

    cases: dict[str, Case] = field(default_factory=dict)
    summaries: dict[str, CaseSummary] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    attachments: dict[str, bytes] = field(default_factory=dict)
    memos: dict[str, MemoRecord] = field(default_factory=dict)
    office: Office | None = None
    people: dict[str, Person] = field(default_factory=dict)
    readings: list[AdoptedReading] = field(default_factory=list)
    fonts: dict[FontRole, ChosenFont] = field(default_factory=dict)
    font_files: dict[str, bytes] = field(default_factory=dict)
    journal: list[Entry] = field(default_factory=list)

    def copy(self) -> "Tables":
        """Another set of tables with the same content."""
        return Tables(**{name: copy.copy(value) for name, value in vars(self).items()})


class FakeCases:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def get(self, id: str) -> Case:
        return self._tables.cases[id]

    def add(self, case: Case, summary: CaseSummary) -> None:
        assert case.id not in self._tables.cases
        self.save(case, summary)

    def save(self, case: Case, summary: CaseSummary) -> None:
        self._tables.cases[case.id] = case
        self._tables.versions[case.id] = self._tables.versions.get(case.id, 0) + 1
        self._tables.summaries[case.id] = summary

    def put_back(self, case: Case, summary: CaseSummary) -> None:
        self.save(case, summary)

    def remove(self, id: str) -> None:
        del self._tables.cases[id], self._tables.summaries[id], self._tables.versions[id]

    def summaries(self) -> Sequence[CaseSummary]:
        return tuple(self._tables.summaries.values())

    def numbers(self) -> Sequence[str]:
        return [case.number for case in self._tables.cases.values()]

    def versions(self) -> Mapping[str, int]:
        return dict(self._tables.versions)

    def version(self, id: str) -> int:
        return self._tables.versions.get(id, 0)


class FakeAttachments:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def put(self, content: bytes, media_type: str) -> str:
        assert media_type
        digest = hashlib.sha256(content).hexdigest()
        self._tables.attachments[digest] = content
        return digest

    def get(self, sha256: str) -> bytes:
        return self._tables.attachments[sha256]


class FakeMemos:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def get(self, id: str) -> MemoRecord:
        return self._tables.memos[id]

    def of_case(self, case: str) -> Sequence[MemoRecord]:
        return [memo for memo in self._tables.memos.values() if memo.case == case]

    def by_base_digest(self, digest: str) -> MemoRecord | None:
        return next((memo for memo in self._tables.memos.values() if memo.base_digest == digest), None)

    def standing(self, case: str | None = None) -> Mapping[str, str]:
        issued = [memo for memo in self._tables.memos.values() if memo.state is MemoState.ISSUED]
        return {memo.case: memo.id for memo in issued if case in {None, memo.case}}

    def signed(self) -> Sequence[str]:
        return [memo.id for memo in self._tables.memos.values() if len(memo.signed_by) == 3]

    def add(self, memo: MemoRecord) -> None:
        assert memo.id not in self._tables.memos
        self._tables.memos[memo.id] = memo

    def save(self, memo: MemoRecord) -> None:
        stored = self._tables.memos[memo.id]
        if stored.state is MemoState.ISSUED:
            assert memo == replace(stored, state=MemoState.SUPERSEDED), "an issued memo is sealed"
        self._tables.memos[memo.id] = memo


class FakeOffice:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def office(self) -> Office | None:
        return self._tables.office

    def set_office(self, office: Office) -> None:
        self._tables.office = office

    def people(self) -> Sequence[Person]:
        return tuple(self._tables.people.values())

    def save_person(self, person: Person) -> None:
        self._tables.people[person.id] = person

    def readings(self, policy: str) -> Sequence[AdoptedReading]:
        return [reading for reading in self._tables.readings if reading.policy == policy]

    def adopt(self, reading: AdoptedReading) -> None:
        self._tables.readings.append(reading)


class FakeFonts:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def chosen(self) -> Sequence[ChosenFont]:
        return [self._tables.fonts[role] for role in FontRole if role in self._tables.fonts]

    def choose(self, chosen: ChosenFont) -> None:
        assert self.has(chosen.font.sha256)
        self._tables.fonts[chosen.font.role] = chosen

    def restore(self, role: FontRole) -> None:
        del self._tables.fonts[role]

    def put(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        self._tables.font_files[digest] = content
        return digest

    def has(self, sha256: str) -> bool:
        return sha256 in self._tables.font_files

    def get(self, sha256: str) -> bytes:
        return self._tables.font_files[sha256]


class FakeJournal:
    def __init__(self, tables: Tables, clock: "FakeClock") -> None:
        self._tables, self._clock = tables, clock

    def write(self, *, person: str, action: str, case: str | None, changes: Sequence[Change]) -> Entry:
        previous = self._tables.journal[-1].digest if self._tables.journal else ""
        entry = Entry(
            sequence=len(self._tables.journal) + 1,
            at=self._clock.now,
            person=person,
            action=str(action),
            case=case,
            changes=tuple(changes),
            previous=previous,
            digest=hashlib.sha256(f"{previous}{action}{changes}".encode()).hexdigest(),
        )
        self._tables.journal.append(entry)
        return entry

    def of_case(self, case: str, actions: Collection[str] | None = None) -> Sequence[Entry]:
        found = [entry for entry in self._tables.journal if entry.case == case]
        return [entry for entry in found if actions is None or entry.action in actions]

    def of_act(self, action: str) -> Sequence[Entry]:
        return [entry for entry in self._tables.journal if entry.action == action]

    def entries(self) -> Sequence[Entry]:
        return tuple(self._tables.journal)

    def head(self) -> Entry | None:
        return self._tables.journal[-1] if self._tables.journal else None

    def digest_of(self, sequence: int) -> str:
        return next((entry.digest for entry in self._tables.journal if entry.sequence == sequence), "")

    def digests_of(self, sequences: Collection[int]) -> Mapping[int, str]:
        return {entry.sequence: entry.digest for entry in self._tables.journal if entry.sequence in sequences}

    def moments(self) -> Sequence[Moment]:
        return [Moment(sequence=entry.sequence, action=entry.action, at=entry.at) for entry in self._tables.journal]

    def last_values(self, subject: str, actions: Collection[str]) -> Sequence[str]:
        said = [item for entry in self._tables.journal if entry.action in actions for item in entry.changes]
        return [item.old for item in said if item.subject == subject and item.old is not None]

    def verify(self) -> int | None:
        return None


class FakeUnitOfWork:
    """A transaction over a copy of the tables; only ``commit`` puts the copy in their place."""

    def __init__(self, store: "FakeStore") -> None:
        self._store = store
        self._tables = store.tables.copy()
        self.cases: CaseRepository = FakeCases(self._tables)
        self.attachments: AttachmentRepository = FakeAttachments(self._tables)
        self.memos: MemoRepository = FakeMemos(self._tables)
        self.office: OfficeRepository = FakeOffice(self._tables)
        self.fonts: FontRepository = FakeFonts(self._tables)
        self.journal: Journal = FakeJournal(self._tables, store.clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def commit(self) -> None:
        if self._store.failing is not None:
            raise self._store.failing
        self._store.tables = self._tables


class FakeClock:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self.now = datetime(2016, 12, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class FakeStore:
    """Opens units of work. With ``failing`` set, every commit fails with it (a full disk)."""

    def __init__(self) -> None:
        self.tables = Tables()
        self.clock = FakeClock()
        self.failing: Exception | None = None

    def __call__(self) -> FakeUnitOfWork:
        return FakeUnitOfWork(self)


class FakeLibrary:
    def __init__(self, *policies: Policy) -> None:
        self._policies = {policy.id: policy for policy in policies}

    def ids(self) -> Sequence[str]:
        return tuple(self._policies)

    def get(self, id: str) -> Policy:
        return self._policies[id]


EXAMINER = Person(id="p1", name="王经办", roles=(Role.EXAMINER,))
CHECKER = Person(id="p2", name="李复核", roles=(Role.CHECKER,))
APPROVER = Person(id="p3", name="张批准", roles=(Role.APPROVER,))
EVERYTHING = Person(id="p4", name="赵全职", roles=(Role.EXAMINER, Role.CHECKER, Role.APPROVER))
