"""What the sweep finds: one thing that still stands in the way of a decision, or that an auditor would ask about."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """ERROR stands in the way of submitting; WARNING asks the reviewer to look again."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. ``target`` is the fact, criterion or reading to go to; ``row`` (a row's key) and ``column`` the cell."""

    code: str
    severity: Severity
    measure: str | None
    target: str
    text: str
    row: str | None = None
    column: str | None = None
