"""The demonstration office: three people with keys, adopted readings, and cases in every stage, built by the real use cases.

What it consists of stands in ``db/demo``: ``office.toml``, the case files, and the scanned-looking evidence.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from gongshu_desktop.policy.money import fen
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.editing.edits import SetApproved, SetOpinion
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.demonstration.reviewing import as_claimed, findings
from gongshu_desktop.services.desk.desk import CaseDesk
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.services.desk.stages import Stages
from gongshu_desktop.services.office.issuing import Issuing
from gongshu_desktop.services.office.offices import Offices
from gongshu_desktop.services.ports import PolicyLibrary, StoredFile
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.signing.memo_life import Memos
from gongshu_desktop.services.signing.order import ORDER
from gongshu_desktop.wording import _

DATA = "data"
KEYS = "keys"
MEMOS = "memos"
INDEX = "demo.json"
SPAN = timedelta(days=12)

Definition = Mapping[str, Any]  # a table of office.toml, which ships with the program


class DemonstrationRefused(Exception):
    """The demonstration cannot be built there; the message says why."""


class OpenOffice(Protocol):
    """The use cases on an open data folder."""

    @property
    def desk(self) -> CaseDesk: ...
    @property
    def stages(self) -> Stages: ...
    @property
    def memos(self) -> Memos: ...
    @property
    def offices(self) -> Offices: ...
    @property
    def issuing(self) -> Issuing: ...
    @property
    def policies(self) -> PolicyLibrary: ...


class DemonstrationClock:
    """A clock that begins some days ago and moves with the work, so that the demonstration has a past; never beyond now."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._at = (now - SPAN).replace(hour=9, minute=0, second=0, microsecond=0)

    def __call__(self) -> datetime:
        return self._at

    def work(self, minutes: int) -> None:
        """So much later; after five in the afternoon, the next morning."""
        later = self._at + timedelta(minutes=minutes)
        if later.hour >= 17:
            later = later.replace(hour=9, minute=5) + timedelta(days=1)
        self._at = min(later, self._now)


def found_in(folder: Path) -> dict[str, str] | None:
    """Where the things of a demonstration are that stands in the folder already; None when the folder is free.

    Raises:
        DemonstrationRefused: when the folder holds something else.
    """
    index = folder / INDEX
    if index.is_file():
        places: dict[str, str] = json.loads(index.read_text(encoding="utf-8"))
        return places
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DemonstrationRefused(
            _("“{folder}”不是空文件夹，也不是演示单位。请另选一个空文件夹。").format(folder=folder)
        )
    return None


def build(folder: Path, final: Path, definition: Path, office: OpenOffice, clock: DemonstrationClock) -> dict[str, str]:
    """Build the demonstration in a folder from its definition; gives where its things are, by name.

    ``final`` is where the folder will stand once it is complete.
    """
    described = tomllib.loads((definition / "office.toml").read_text(encoding="utf-8"))
    for name in (KEYS, MEMOS):
        (folder / name).mkdir(parents=True, exist_ok=True)
    builder = _Builder(folder, final, definition, office, clock, described)
    builder.found_office()
    for case in described["case"]:
        builder.add_case(case)
    places = builder.places()
    (folder / INDEX).write_text(json.dumps(places, ensure_ascii=False, indent=1), encoding="utf-8")
    return places


@dataclass
class _Builder:
    folder: Path
    final: Path
    definition: Path
    office: OpenOffice
    clock: DemonstrationClock
    described: Definition

    def __post_init__(self) -> None:
        self._people: dict[Role, Person] = {}
        self._keys: dict[Role, bytes] = {}
        self._passphrases: dict[Role, str] = {}
        index = (self.definition / "evidence" / "index.json").read_text(encoding="utf-8")
        self._evidence: Mapping[str, Mapping[str, str]] = json.loads(index)

    def found_office(self) -> None:
        """The office, its people with their keys, and the readings that it has adopted. The approver founds it."""
        told, by = self.described["office"], ""
        for person in self.described["person"]:
            saved = self._save_person(person, by=by)
            by = saved.id if not by or Role.APPROVER in saved.roles else by
        approver = self._people[Role.APPROVER].id
        root = self.office.offices.found(told["name"], told["prefix"], told["passphrase"], by=approver)
        (self.folder / KEYS / "root.key").write_bytes(root)
        for person in self.described["person"]:
            self._issue_key(person, root, told["passphrase"], by=approver)
        self.office.issuing.make(root, told["passphrase"], by=approver)
        (self.folder / "trust.json").write_bytes(self.office.offices.trust())
        for adoption in self.described["adopted"]:
            self._adopt(adoption)

    def _adopt(self, told: Definition) -> None:
        readings = self.office.policies.get(told["policy"]).readings
        for key in told["keys"]:
            self.clock.work(3)
            option = readings[key].suggested if told["option"] == "suggested" else told["option"]
            approver = self._people[Role.APPROVER]
            self.office.offices.adopt(told["policy"], key, option, approver, told["authority"])

    def _save_person(self, told: Definition, by: str) -> Person:
        self.clock.work(2)
        roles = [Role(role) for role in told["roles"]]
        person = self.office.offices.save_person(told["name"], roles, post=told["post"], by=by)
        for role in roles:
            self._people.setdefault(role, person)
        return person

    def _issue_key(self, told: Definition, root: bytes, root_passphrase: str, by: str) -> None:
        self.clock.work(5)
        roles = [Role(role) for role in told["roles"] if self._people[Role(role)].name == told["name"]]
        person = self._people[roles[0]]
        key = self.office.offices.issue_key(person.id, root, root_passphrase, told["passphrase"], by=by)
        (self.folder / KEYS / f"{told['name']}.p12").write_bytes(key)
        for role in roles:
            self._people[role] = self.office.offices.person(person.id)
            self._keys[role], self._passphrases[role] = key, told["passphrase"]

    def add_case(self, told: Definition) -> None:
        """One case: imported, worked on, and brought as far as it is told to come."""
        file = self.definition / "cases" / told["file"]
        examiner = self._people[Role.EXAMINER]
        self.clock.work(20)
        content = file.read_bytes()
        preview = self.office.desk.preview(StoredFile(path=file, content=as_claimed(content)))
        case_id = self.office.desk.import_case(preview, examiner)
        stage = Stage(told["stage"])
        if stage is Stage.REGISTERED:
            return
        self._move(case_id, Move.ACCEPT, "")
        session = self.office.desk.open(case_id, examiner)
        self._attach(session, told["file"])
        whole = self.office.desk.preview(StoredFile(path=file, content=content)).case
        self._verify(session, whole, told.get("opinions", {}))
        self._bring(case_id, stage, told)

    def _attach(self, session: ReviewSession, file: str) -> None:
        """The scans of what the applicant handed in, in the order of the index."""
        for title, name in self._evidence.get(file, {}).items():
            self.clock.work(2)
            session.attach(f"{title}{Path(name).suffix}", (self.definition / "evidence" / name).read_bytes())
        session.save()

    def _verify(self, session: ReviewSession, whole: Case, opinions: Mapping[str, str]) -> None:
        """Verify claim by claim what the case file says was verified, and state an opinion on each."""
        attached = {item.title: item.key for item in session.case.evidence}
        keys = {item.key: attached[item.title] for item in whole.evidence}
        for claim in whole.claims:
            self.clock.work(4)
            for edit in findings(claim, keys):
                session.apply(edit)
            if claim.measure in opinions:
                self.clock.work(4)
                session.apply(SetOpinion(claim.measure, opinions[claim.measure]))
            session.save()

    def _bring(self, case_id: str, stage: Stage, told: Definition) -> None:
        says = told.get("says", {})
        if "returned" in told:
            self._move(case_id, Move.SUBMIT, says["examiner"])
            self._move(case_id, Move.SEND_BACK, told["returned"], by=Role.CHECKER)
        order = list(Stage)
        for move, role, reached in (
            (Move.SUBMIT, Role.EXAMINER, Stage.CHECK),
            (Move.AGREE, Role.CHECKER, Stage.DECISION),
            (Move.APPROVE, Role.APPROVER, Stage.SIGNING),
        ):
            if order.index(stage) >= order.index(reached):
                if move is Move.APPROVE:
                    self._approve(case_id, told.get("approved", {}), says[role.value])
                else:
                    self._move(case_id, move, says[role.value], by=role)
        if order.index(stage) >= order.index(Stage.SIGNING):
            self._sign(case_id, told.get("signatures", 3 if stage is Stage.ISSUED else 0))

    def _approve(self, case_id: str, approved: Definition, opinion: str) -> None:
        """The approver's own amounts first, where they are to differ from the computed ones."""
        session = self.office.desk.open(case_id, self._people[Role.APPROVER])
        for measure, decided in approved.items():
            self.clock.work(20)
            session.apply(SetApproved(measure, fen(decided["amount"]), decided["reason"]))
        session.save()
        self.clock.work(35)
        self.office.memos.approve_and_draw(case_id, self._people[Role.APPROVER], opinion)

    def _move(self, case_id: str, move: Move, opinion: str, by: Role = Role.EXAMINER) -> None:
        self.clock.work(35)
        self.office.stages.make(case_id, move, self._people[by], opinion)

    def _sign(self, case_id: str, signatures: int) -> None:
        memo = next(memo for memo in self.office.memos.of_case(case_id) if memo.state.waiting)
        for role in ORDER[:signatures]:
            self.clock.work(15)
            memo = self.office.memos.sign(memo.id, self._people[role], self._keys[role], self._passphrases[role])
        name = "".join(letter if letter.isalnum() else "-" for letter in memo.number).strip("-")
        (self.folder / MEMOS / f"{name}.pdf").write_bytes(memo.pdf)

    def places(self) -> dict[str, str]:
        """Where everything is."""
        found = {
            "data": str(self.final / DATA),
            "trust": str(self.final / "trust.json"),
            "root_key": str(self.final / KEYS / "root.key"),
            "root_passphrase": self.described["office"]["passphrase"],
            "memos": str(self.final / MEMOS),
            "cases": str(self.definition / "cases"),
        }
        for person in self.described["person"]:
            role = person["roles"][0]
            found[f"{role}_name"] = person["name"]
            found[f"{role}_key"] = str(self.final / KEYS / f"{person['name']}.p12")
            found[f"{role}_passphrase"] = person["passphrase"]
        return found
