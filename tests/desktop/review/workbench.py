"""A review screen over the real policy and the in-memory store, with a case that has something of everything."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from PySide6.QtWidgets import QApplication, QWidget

from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.screens.review.screen import ReviewScreen
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.tasks import InlineTasks, Tasks
from gongshu_desktop.desktop.theme.fonts import load_bundled
from gongshu_desktop.desktop.theme.theme import Theme, dress
from gongshu_desktop.document.bounds import refuse_unshowable
from gongshu_desktop.document.jpeg_scans import refuse_laborious
from gongshu_desktop.host import places
from gongshu_desktop.policy.load import load_policy
from gongshu_desktop.policy.model import Fact, Kind, Policy
from gongshu_desktop.policy.money import fen
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.adopted import adopted
from gongshu_desktop.review.case import (
    Applicant,
    Case,
    Claim,
    FactEntry,
    Makerspace,
    TableEntry,
    TableRow,
    VerdictEntry,
)
from gongshu_desktop.review.editing.edits import parse_value
from gongshu_desktop.review.passage import Actor
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.services.desk.session import Surroundings as Known
from gongshu_desktop.services.desk.stages import Stages
from gongshu_desktop.services.ports import AdoptedReading
from gongshu_desktop.services.records import Person
from tests.services.fakes import EXAMINER, FakeLibrary, FakeStore

EXAMPLE = Path(__file__).parent / "everything.json"


def the_policy() -> Policy:
    """The bundled policy."""
    return load_policy(places.resources() / "policies" / "gongshu-2016-10.md")


def _scalar(fact: Fact, value: object) -> Scalar | None:
    return value if isinstance(value, bool) else parse_value(fact, str(value))


def _table(fact: Fact, rows: list[dict[str, object]]) -> TableEntry:
    made = []
    for number, row in enumerate(rows):
        values = {name: _scalar(fact.column(name), value) for name, value in row.items()}
        made.append(TableRow(key=f"r{number}", claimed=values, verified=values))
    return TableEntry(rows=tuple(made), verified=True)


def _claim(policy: Policy, data: Mapping[str, Any]) -> Claim:
    measure = policy.measure(data["measure"])
    facts: dict[str, FactEntry] = {}
    tables: dict[str, TableEntry] = {}
    for name, value in data.get("facts", {}).items():
        fact = measure.fact(name)
        if fact.kind is Kind.TABLE:
            tables[name] = _table(fact, value)
        else:
            both = value if isinstance(value, dict) else {"claimed": value, "verified": value}
            facts[name] = FactEntry(
                claimed=_scalar(fact, both.get("claimed", "")), verified=_scalar(fact, both.get("verified", ""))
            )
    verdicts = {name: VerdictEntry(result=Result(result)) for name, result in data.get("verdicts", {}).items()}
    claimed = fen(data["claimed"]) if "claimed" in data else None
    return Claim(measure=measure.id, claimed=claimed, facts=facts, tables=tables, verdicts=verdicts)


def everything(policy: Policy) -> Case:
    """The case of ``everything.json``: eight measures, a table with a row that is not verified yet."""
    data = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    applicant = dict(data["applicant"], roles=tuple(data["applicant"]["roles"]))
    space = dict(data["makerspace"], area=Fraction(data["makerspace"]["area"]).numerator)
    return Case(
        id="c1",
        policy=policy.id,
        year=data["year"],
        number=data["number"],
        applicant=Applicant(**applicant),
        makerspace=Makerspace(**space),
        claims=tuple(_claim(policy, claim) for claim in data["claims"]),
        received=date(2016, 12, 1),
        stage=Stage.EXAMINATION,
    )


class SpokenNavigator:
    """Remembers what the screen said and asked for."""

    person: Person | None = EXAMINER
    saved_at = None

    def __init__(self) -> None:
        self.said: list[str] = []
        self.undos: list[Callable[[], None] | None] = []
        self.closed = False

    def notify(self, text: str, undo: Callable[[], None] | None = None) -> None:
        self.said.append(text)
        self.undos.append(undo)

    def close_case(self) -> None:
        self.closed = True

    def open_case(self, case: str) -> None: ...
    def go(self, place: str) -> None: ...
    def saved(self, at: object) -> None: ...
    def rebuild(self) -> None: ...


class PreparedPrompts:
    """Answers as told before."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.yes = True
        self.asked: list[str] = []

    def confirm(self, title: str, text: str, yes: str, *, danger: bool = False) -> bool:
        self.asked.append(text)
        return self.yes

    def problem(self, text: str, error: BaseException | None = None) -> None:
        self.asked.append(text)

    def open_file(self, title: str, kinds: str) -> Path | None:
        return self.files[0] if self.files else None

    def open_files(self, title: str, kinds: str) -> list[Path]:
        return self.files

    def save_file(self, title: str, suggested: str, kinds: str) -> Path | None:
        return None

    def folder(self, title: str) -> Path | None:
        return None


@dataclass
class Bench:
    """A screen with everything around it in reach."""

    screen: ReviewScreen
    session: ReviewSession
    store: FakeStore
    navigator: SpokenNavigator
    prompts: PreparedPrompts
    extra: dict[str, object] = field(default_factory=dict)


def dressed(application: QApplication, shade: str = "light", size: str = "standard") -> Theme:
    """The program's look."""
    load_bundled()
    return dress(application, shade, size)


def bench(
    theme: Theme,
    policy: Policy,
    case: Case,
    folder: Path,
    *,
    person: Person = EXAMINER,
    tasks: Tasks | None = None,
    readings: Sequence[AdoptedReading] = (),
) -> Bench:
    """A screen over a store that holds the case."""
    store = FakeStore()
    store.tables.cases[case.id] = case
    store.tables.people[person.id] = person
    known = Known(
        actor=Actor(id=person.id, name=person.name, roles=person.roles),
        adopted=adopted(readings),
    )
    session = ReviewSession(case, policy, open_uow=store, clock=store.clock, surroundings=known)
    navigator, prompts = SpokenNavigator(), PreparedPrompts()
    navigator.person = person
    library = FakeLibrary(policy)
    program = SimpleNamespace(
        showable=refuse_unshowable,
        showable_picture=refuse_laborious,
        policies=library,
        clock=store.clock,
        offices=SimpleNamespace(people=lambda: tuple(store.tables.people.values())),
        stages=Stages(store, library, store.clock),
        memos=SimpleNamespace(of_case=lambda _case: ()),
        desk=SimpleNamespace(journal=lambda id: [entry for entry in store.tables.journal if entry.case == id]),
    )
    around = Surroundings(
        program=cast("Any", program),
        theme=theme,
        tasks=tasks or InlineTasks(),
        prompts=prompts,
        settings=SettingsFile(folder / "settings.json"),
        navigator=cast("Any", navigator),
        owner=QWidget(),
    )
    return Bench(ReviewScreen(around, session), session, store, navigator, prompts)


def with_claim(case: Case, measure: str, **changes: Any) -> Case:
    """The case with one claim changed."""
    claims = tuple(replace(claim, **changes) if claim.measure == measure else claim for claim in case.claims)
    return replace(case, claims=claims)
