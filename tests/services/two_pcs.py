"""Two PCs of one office: two data folders, real files. The second one has the first one's trust file, so the same people."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongshu_desktop import bootstrap
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.editing.edits import LinkEvidence, SetOpinion
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.handover.handing_over import Prepared
from gongshu_desktop.services.handover.package import OpenedPackage
from gongshu_desktop.services.handover.taking_over import ArrivalPreview, TakenOver
from gongshu_desktop.services.ports import StoredFile
from gongshu_desktop.services.records import Person
from tests.services.fakes import FakeClock
from tests.services.offices import APPROVAL, CASES, EXAMPLES, PASSPHRASE, POLICY

NAMES = dict(zip(Role, ("王经办", "李复核", "张批准"), strict=True))
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
DECIDABLE = EXAMPLES / "06-investment-whole-multiples.json"
"""A case that nothing stands in the way of."""

__all__ = ["CASES", "DECIDABLE", "NAMES", "PASSPHRASE", "PICTURE", "POLICY", "Pc", "pcs", "send"]


class Pc:
    """One PC: its open office, and what a person does there."""

    def __init__(self, office: OpenOffice, clock: FakeClock) -> None:
        self.office, self.clock = office, clock
        self.keys: dict[Role, bytes] = {}
        self.root = b""

    def found(self) -> None:
        """Found the office here: three people with keys, every reading adopted."""
        root = self.root = self.office.offices.found("测试局", "拱众审", PASSPHRASE)
        for role, name in NAMES.items():
            person = self.office.offices.save_person(name, [role])
            self.keys[role] = self.office.offices.issue_key(person.id, root, PASSPHRASE, PASSPHRASE)
        self.adopt()

    def adopt(self) -> None:
        for key, reading in self.office.policies.get(POLICY).readings.items():
            self.office.offices.adopt(POLICY, key, reading.suggested, self.person(Role.APPROVER), "会议纪要1号")

    def join(self, other: "Pc") -> None:
        """Take the other PC's trust file into use, and the people with it."""
        preview = self.office.trust.preview(other.office.offices.trust())
        self.office.trust.accept(preview, compared=True, by="")
        self.keys = dict(other.keys)
        self.adopt()

    def person(self, role: Role) -> Person:
        return next(person for person in self.office.offices.people() if role in person.roles)

    def bring_in(self, file: Path) -> str:
        preview = self.office.desk.preview(StoredFile(path=file, content=file.read_bytes()))
        return self.office.desk.import_case(preview, self.person(Role.EXAMINER))

    def case(self, id: str) -> Case:
        with self.office.store.open_uow() as uow:
            return uow.cases.get(id)

    def attach(self, id: str, name: str = "发票.png", content: bytes = PICTURE) -> None:
        """A scan, linked to the first fact of the first claim."""
        session = self.office.desk.open(id, self.person(Role.EXAMINER))
        evidence = session.attach(name, content)
        claim = session.case.claims[0]
        session.apply(LinkEvidence(claim.measure, next(iter({**claim.facts, **claim.tables})), (evidence.key,)))
        session.save()

    def write_opinion(self, id: str, words: str) -> None:
        session = self.office.desk.open(id, self.person(Role.EXAMINER))
        session.apply(SetOpinion(session.case.claims[0].measure, words))
        session.save()

    def accept(self, id: str) -> None:
        self.clock.pass_seconds(60)
        self.office.stages.make(id, Move.ACCEPT, self.person(Role.EXAMINER))

    def submit(self, id: str) -> None:
        self.clock.pass_seconds(60)
        self.office.stages.make(id, Move.SUBMIT, self.person(Role.EXAMINER), "拟同意")

    def agree(self, id: str) -> None:
        self.clock.pass_seconds(60)
        self.office.stages.make(id, Move.AGREE, self.person(Role.CHECKER), "无误")

    def approve(self, id: str) -> str:
        """批准, with the memo; its id."""
        self.clock.pass_seconds(60)
        return self.office.memos.approve_and_draw(id, self.person(Role.APPROVER), APPROVAL).id

    def sign(self, memo: str, *roles: Role) -> None:
        for role in roles:
            self.clock.pass_seconds(60)
            self.office.memos.sign(memo, self.person(role), self.keys[role], PASSPHRASE)

    # --- hand-over ---

    def pack(self, id: str, role: Role = Role.EXAMINER, to: str = "二号机") -> bytes:
        """Hand a case over; the package."""
        self.clock.pass_seconds(60)
        prepared: Prepared = self.office.handing_over.prepare(id, self.person(role), to)
        written: list[bytes] = []

        def write(content: bytes, mark: object) -> None:
            assert callable(mark)
            mark()
            written.append(content)

        self.office.handing_over.hand_over(prepared, write)
        return written[0]

    def read(self, content: bytes) -> ArrivalPreview:
        return self.office.taking_over.preview(content)

    def take(self, content: bytes, role: Role = Role.CHECKER, *, choose: bool = False) -> TakenOver:
        self.clock.pass_seconds(60)
        return self.office.taking_over.take_over(self.read(content), self.person(role), choose=choose)

    def opened(self, content: bytes) -> OpenedPackage:
        return self.read(content).opened

    def journal_holds(self) -> bool:
        with self.office.store.open_uow() as uow:
            return uow.journal.verify() is None


def send(one: Pc, other: Pc, id: str, role: Role = Role.EXAMINER) -> TakenOver:
    """Hand over here, take over there."""
    return other.take(one.pack(id, role))


@contextmanager
def pcs(folder: Path, count: int = 2) -> Iterator[list[Pc]]:
    """So many PCs of one office, with one clock."""
    clock = FakeClock()
    offices = [bootstrap.open_office(folder / f"pc{number}", now=clock, rounds=1_000) for number in range(count)]
    try:
        found = [Pc(office, clock) for office in offices]
        found[0].found()
        for pc in found[1:]:
            pc.join(found[0])
        yield found
    finally:
        for office in offices:
            office.close()
