"""The services that the window is a face of, in one frozen bundle that ``bootstrap`` hands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gongshu_desktop.services.desk import CaseDesk
from gongshu_desktop.services.ports import Clock, Office, Person, PolicyLibrary


class Offices(Protocol):
    """The office and its people."""

    def office(self) -> Office | None: ...
    def people(self) -> Sequence[Person]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeProgram:
    """Everything that the window works with."""

    desk: CaseDesk
    offices: Offices
    policies: PolicyLibrary
    clock: Clock
    data_folder: Path
