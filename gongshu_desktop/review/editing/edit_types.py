"""The edits that a reviewer can make to a case, each a value: so they can be undone, told apart and journalled."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Applicant, Evidence, Makerspace


class EditRefused(Exception):
    """The edit cannot be made. The message says what is wrong with what was entered, and what is expected."""


class Side(StrEnum):
    """申报值 (what the applicant wrote) or 核定值 (what the reviewer accepts)."""

    CLAIMED = "claimed"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class SetBasics:
    """Particulars of the case; None leaves one as it is."""

    applicant: Applicant | None = None
    makerspace: Makerspace | None = None
    number: str | None = None
    year: int | None = None
    received: date | None = None


@dataclass(frozen=True, slots=True)
class AddClaim:
    """Claim a further measure."""

    measure: str


@dataclass(frozen=True, slots=True)
class RemoveClaim:
    """Take a claimed measure out, with all that was entered for it."""

    measure: str


@dataclass(frozen=True, slots=True)
class SetClaimedAmount:
    """申报额, in fen."""

    measure: str
    fen: int | None


@dataclass(frozen=True, slots=True)
class SetFact:
    """One side of a scalar fact; None clears it."""

    measure: str
    fact: str
    side: Side
    value: Scalar | None


@dataclass(frozen=True, slots=True)
class SetFactNote:
    """The reviewer's note on a fact (scalar or table): why the verified value is what it is."""

    measure: str
    fact: str
    note: str


@dataclass(frozen=True, slots=True)
class SetCell:
    """One cell of a table fact. A verified cell makes the table one that the reviewer has begun to accept."""

    measure: str
    fact: str
    row_key: str
    column: str
    side: Side
    value: Scalar | None


@dataclass(frozen=True, slots=True)
class AddRow:
    """A row that the reviewer adds, with verified values; ``index`` counts from 0, None is the end."""

    measure: str
    fact: str
    key: str
    values: Mapping[str, Scalar | None] = field(default_factory=dict)
    index: int | None = None


@dataclass(frozen=True, slots=True)
class AddClaimedRow:
    """A row that the applicant claims (while the application is typed in from paper)."""

    measure: str
    fact: str
    key: str
    values: Mapping[str, Scalar | None] = field(default_factory=dict)
    index: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """Take out a row that the reviewer added. A claimed row is struck instead: it stays on record."""

    measure: str
    fact: str
    row_key: str


@dataclass(frozen=True, slots=True)
class StrikeRow:
    """Leave a claimed row out of the assessment (剔除), or take it in again."""

    measure: str
    fact: str
    row_key: str
    struck: bool


@dataclass(frozen=True, slots=True)
class PasteCells:
    """Cells from a spreadsheet, onto the verified side from ``row_key`` and ``column`` on (None: below the last row).

    Struck rows are passed over. ``new_keys`` are the keys of rows to add when the table is too short.
    """

    measure: str
    fact: str
    row_key: str | None
    column: str
    cells: tuple[tuple[str, ...], ...]
    new_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AcceptClaimed:
    """与申报一致: the verified value becomes the claimed one.

    For one fact it replaces what was verified; for the whole measure (``fact`` None) it only fills what is still empty.
    """

    measure: str
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class SetVerdict:
    """结论 on a criterion. On one that a rule decides, only note and evidence: its result stays PENDING here."""

    measure: str
    criterion: str
    result: Result
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetReading:
    """口径: the option of a reading that this case uses; None goes back to the suggested one."""

    key: str
    option: str | None


@dataclass(frozen=True, slots=True)
class SetApproved:
    """审定额 in fen (None: as computed), and why it differs from the computed amount."""

    measure: str
    fen: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SetOpinion:
    """审核意见 on one measure."""

    measure: str
    text: str


@dataclass(frozen=True, slots=True)
class AddEvidence:
    """A document of the case; key and title must be new."""

    evidence: Evidence


@dataclass(frozen=True, slots=True)
class SupplyEvidence:
    """The document itself, for one that was only named on paper so far: same key and title, now with its bytes."""

    evidence: Evidence


@dataclass(frozen=True, slots=True)
class RemoveEvidence:
    """Take a document out, and every link to it."""

    key: str


@dataclass(frozen=True, slots=True)
class RenameEvidence:
    """Another title for a document."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """Which documents (by key) support a fact or a criterion; replaces the links it had."""

    measure: str
    target: str
    keys: tuple[str, ...]


ClaimEdit: TypeAlias = (
    SetClaimedAmount
    | SetFact
    | SetFactNote
    | SetCell
    | AddRow
    | AddClaimedRow
    | RemoveRow
    | StrikeRow
    | PasteCells
    | AcceptClaimed
    | SetVerdict
    | SetApproved
    | SetOpinion
    | LinkEvidence
)
Edit: TypeAlias = (
    SetBasics
    | AddClaim
    | RemoveClaim
    | SetReading
    | AddEvidence
    | SupplyEvidence
    | RemoveEvidence
    | RenameEvidence
    | ClaimEdit
)


def target(edit: Edit) -> tuple[object, ...]:
    """What an edit aims at: consecutive edits of one target are one step to undo (typing, letter by letter)."""
    match edit:
        case SetFact():
            return (SetFact, edit.measure, edit.fact, edit.side)
        case SetCell():
            return (SetCell, edit.measure, edit.fact, edit.row_key, edit.column, edit.side)
        case SetFactNote():
            return (SetFactNote, edit.measure, edit.fact)
        case SetVerdict():
            return (SetVerdict, edit.measure, edit.criterion, edit.result, edit.evidence)
        case SetClaimedAmount() | SetApproved() | SetOpinion():
            return (type(edit), edit.measure)
        case SetBasics():
            return (SetBasics, *(item.name for item in fields(edit) if getattr(edit, item.name) is not None))
        case RenameEvidence():
            return (RenameEvidence, edit.key)
        case _:
            return (object(),)
