"""A whole office for tests: the use cases over the store in memory or over the real one, with real keys and real pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from gongshu_desktop import wiring
from gongshu_desktop.document.fonts.checking import FontFiles
from gongshu_desktop.document.memo.drawing import draw_memo
from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.document.signatures.office import OfficeSigning
from gongshu_desktop.exchange.case_file import JsonCaseFiles
from gongshu_desktop.host import places
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.desk.desk import CaseDesk
from gongshu_desktop.services.desk.stages import Stages
from gongshu_desktop.services.memos.ledger import Ledger
from gongshu_desktop.services.office.fonts import OfficeFonts
from gongshu_desktop.services.office.offices import Offices
from gongshu_desktop.services.ports import MemoRecord, OpenUnitOfWork, PolicyLibrary, StoredFile
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.signing.memo_life import Memos
from gongshu_desktop.store import open_store
from tests.services.fakes import FakeClock, FakeStore

POLICY = "gongshu-2016-10"
PASSPHRASE = "Test-pass-2016!"
CASES = places.demonstration() / "cases"
APPROVAL = "同意。对程序提示的说明：示例案卷，材料另行核对。"
"""What an approver says: the example cases have facts without evidence."""
EXAMPLES = Path(__file__).parents[1] / "examples"


@dataclass
class TestOffice:
    """The use cases, three people with keys, and the clock that all of them read."""

    __test__ = False

    open_uow: OpenUnitOfWork
    clock: FakeClock
    policies: PolicyLibrary
    signing: OfficeSigning
    desk: CaseDesk
    stages: Stages
    memos: Memos
    offices: Offices
    ledger: Ledger
    fonts: OfficeFonts
    people: dict[Role, Person] = field(default_factory=dict)
    keys: dict[Role, bytes] = field(default_factory=dict)
    root: bytes = b""

    def found(self) -> None:
        """Found the office: three people, one role each, each with a key."""
        self.root = self.offices.found("测试局", "拱众审", PASSPHRASE)
        for name, role in zip(("王经办", "李复核", "张批准"), Role, strict=True):
            person = self.offices.save_person(name, [role])
            self.keys[role] = self.offices.issue_key(person.id, self.root, PASSPHRASE, PASSPHRASE)
            self.people[role] = self.offices.person(person.id)

    def adopt_all(self) -> None:
        """Adopt every reading as the policy file suggests."""
        for key, reading in self.policies.get(POLICY).readings.items():
            self.offices.adopt(POLICY, key, reading.suggested, self.people[Role.APPROVER], "会议纪要1号")

    def bring_in(self, file: Path) -> str:
        """Import a case file as the examiner; its id."""
        preview = self.desk.preview(StoredFile(path=file, content=file.read_bytes()))
        return self.desk.import_case(preview, self.people[Role.EXAMINER])

    def approve(self, case_id: str) -> None:
        """Take a case from wherever it was imported to the final decision."""
        examiner, checker, approver = (self.people[role] for role in Role)
        self.stages.make(case_id, Move.ACCEPT, examiner)
        self.submit_and_decide(case_id, examiner, checker, approver)

    def submit_and_decide(self, case_id: str, examiner: Person, checker: Person, approver: Person) -> None:
        """From the examination to the final decision."""
        for move, person in ((Move.SUBMIT, examiner), (Move.AGREE, checker)):
            self.clock.pass_seconds(600)
            self.stages.make(case_id, move, person, "同意")
        self.clock.pass_seconds(600)
        self.memos.approve_and_draw(case_id, approver, APPROVAL)

    def to_sign(self, case_id: str) -> MemoRecord:
        """The memo that was drawn up as the case was approved."""
        return next(memo for memo in self.memos.of_case(case_id) if memo.state.waiting)

    def issue(self, case_id: str) -> bytes:
        """Sign the memo three times; the signed PDF."""
        memo = self.to_sign(case_id)
        for role in Role:
            self.clock.pass_seconds(600)
            memo = self.memos.sign(memo.id, self.people[role], self.keys[role], PASSPHRASE)
        return memo.pdf


class Approving(Protocol):
    """An office, as far as a case is approved in it."""

    @property
    def open_uow(self) -> OpenUnitOfWork: ...

    @property
    def stages(self) -> Stages: ...


def approve_undrawn(office: Approving, case_id: str, approver: Person) -> None:
    """The final decision without its memo, as programs left it that drew the memo up in a step of its own."""
    with office.open_uow() as uow:
        office.stages.carry_out(uow, office.stages.plan(uow, case_id, Move.APPROVE, approver, APPROVAL))
        uow.commit()


@contextmanager
def office_over(kind: str, folder: Path) -> Iterator[TestOffice]:
    """A founded office over the store in memory ("memory") or in a file ("file")."""
    clock = FakeClock()
    if kind == "memory":
        memory = FakeStore()
        memory.clock = clock
        yield _office(memory, clock)
    else:
        with open_store(folder, clock=clock, network=lambda _path: None) as store:
            yield _office(store.open_uow, clock)


def _office(open_uow: OpenUnitOfWork, clock: FakeClock) -> TestOffice:
    policies = wiring.policies()
    signing = OfficeSigning(kdf_rounds=1_000, clock=clock)
    ledger = Ledger(policies, memo_receipt, unprintable=wiring.unprintable)
    office = TestOffice(
        open_uow=open_uow,
        clock=clock,
        policies=policies,
        signing=signing,
        desk=CaseDesk(open_uow, policies, clock, JsonCaseFiles(policies), ledger=ledger),
        stages=Stages(open_uow, policies, clock, ledger=ledger),
        memos=Memos(open_uow, policies, clock, signing, draw_memo, ledger=ledger),
        offices=Offices(open_uow, policies, clock, signing),
        ledger=ledger,
        fonts=OfficeFonts(open_uow, FontFiles()),
    )
    office.found()
    return office
