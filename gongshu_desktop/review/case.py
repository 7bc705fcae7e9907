"""The case 案卷: one applicant, one makerspace, one award year, any number of claimed measures, and how far it has come.

A Case is a value: every edit makes a new one (see ``edits``), so undo is going back and a save is a comparison.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from gongshu_desktop.policy.values import Number, Scalar
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.stage import Role, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """申报单位. ``uscc`` is the 统一社会信用代码 (GB 32100-2015), upper case."""

    name: str
    uscc: str
    roles: tuple[str, ...]
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Makerspace:
    """众创空间. ``area`` in ㎡."""

    name: str
    subdistrict: str
    level: str
    address: str = ""
    type: str = ""
    area: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactEntry:
    """A scalar fact: what the applicant wrote, what the reviewer accepts, and why. Evidence by key."""

    claimed: Scalar | None = None
    verified: Scalar | None = None
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row of a table fact, each side by column name. ``key`` is stable for the row's life.

    ``by_reviewer``: the applicant did not claim it. ``struck``: the reviewer leaves it out (it stays on record).
    """

    key: str
    claimed: Mapping[str, Scalar | None] = field(default_factory=dict)
    verified: Mapping[str, Scalar | None] = field(default_factory=dict)
    by_reviewer: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableEntry:
    """A table fact. Not ``verified``: the reviewer has accepted nothing of it yet, so it is missing for the assessment."""

    rows: tuple[TableRow, ...] = ()
    verified: bool = False
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictEntry:
    """The reviewer's verdict on a judgement criterion; on a rule's criterion only its note and evidence are used."""

    result: Result = Result.PENDING
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claimed measure. Amounts in fen: 申报额 claimed, 审定额 approved (None: as computed). ``opinion`` is 审核意见."""

    measure: str
    claimed: int | None = None
    approved: int | None = None
    approved_reason: str = ""
    opinion: str = ""
    facts: Mapping[str, FactEntry] = field(default_factory=dict)
    tables: Mapping[str, TableEntry] = field(default_factory=dict)
    verdicts: Mapping[str, VerdictEntry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """佐证材料: a document of the case. The bytes are stored once under ``sha256`` (hex); empty while only named on paper."""

    key: str
    title: str
    sha256: str = ""
    media_type: str = ""
    size: int = 0
    pages: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One move of a case from stage to stage: who, as what, with which opinion, when (the PC's clock, with its zone)."""

    at: datetime
    person: str
    """The id of the person in the office."""
    name: str
    role: Role | None
    origin: Stage
    destination: Stage
    opinion: str = ""

    @property
    def returned(self) -> bool:
        """Whether the case was sent back."""
        stages = list(Stage)
        return stages.index(self.destination) < stages.index(self.origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One application and all that the office has found and decided about it."""

    id: str
    policy: str
    year: int
    number: str
    applicant: Applicant
    makerspace: Makerspace
    readings: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    received: date | None = None
    stage: Stage = Stage.REGISTERED
    passages: tuple[Passage, ...] = ()

    def claim(self, measure: str) -> Claim:
        """The claim of that measure; KeyError if it is not claimed."""
        for claim in self.claims:
            if claim.measure == measure:
                return claim
        raise KeyError(measure)

    def acted(self, role: Role) -> Passage | None:
        """The passage by which that role last moved the case forward in its present round, if it has."""
        for passage in reversed(self.passages):
            if passage.returned:
                return None
            if passage.role is role:
                return passage
        return None
