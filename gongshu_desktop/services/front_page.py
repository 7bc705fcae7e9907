"""What the window asks before any case is open (``store`` implements it): a start waits for the answers."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from gongshu_desktop.services.records import CaseSummary, Person


class FrontPage(Protocol):
    """What the window shows first, answered without the machinery of a transaction; safe to ask from any thread."""

    def summaries(self) -> Sequence[CaseSummary]: ...
    def people(self) -> Sequence[Person]: ...
    def handed_over(self) -> Mapping[str, str]:
        """To whom each case was handed over that is being worked on elsewhere now, by its id."""
