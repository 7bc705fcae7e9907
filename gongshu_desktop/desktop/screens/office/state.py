"""What the screen of the office shows, read off the window's thread and decided without Qt."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongshu_desktop.desktop.program import OfficeProgram
from gongshu_desktop.services.office.trust_content import KnownKey, TrustContent
from gongshu_desktop.services.ports import UnusableKey
from gongshu_desktop.services.records import Office, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeState:
    """The office, its trust file with what is wrong with it, and its people, those at work first.

    ``content`` is None without a trust file, or when it cannot be read. ``ready``: this PC has an issuing key that can be used.
    """

    office: Office | None
    content: TrustContent | None
    problems: tuple[str, ...]
    ready: bool
    people: tuple[Person, ...]
    keys: Mapping[str, Sequence[KnownKey]] = field(default_factory=dict)
    """All keys in the trust file, by the ids of their persons."""

    @property
    def founded(self) -> bool:
        """Whether the office has its root."""
        return self.office is not None and bool(self.office.trust)


def read_office(program: OfficeProgram) -> OfficeState:
    """The office as it is now. For a worker: what is first asked for is loaded, and loading takes its time."""
    content, problems = _trust(program)
    keys = defaultdict(list)
    for key in content.keys if content is not None else ():
        keys[key.person].append(key)
    return OfficeState(
        office=program.offices.office(),
        content=content,
        problems=problems,
        ready=_ready(program),
        people=tuple(sorted(program.offices.people(), key=lambda person: (not person.active, person.id))),
        keys=dict(keys),
    )


def _trust(program: OfficeProgram) -> tuple[TrustContent | None, tuple[str, ...]]:
    try:
        return program.trust.content(), program.trust.warnings()
    except UnusableKey as error:
        return None, (str(error),)


def _ready(program: OfficeProgram) -> bool:
    try:
        return program.issuing.ready()
    except UnusableKey:  # it cannot be read: making another one mends that
        return False
