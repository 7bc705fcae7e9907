"""The tables of a case: cases, claims, facts, tables, verdicts, readings, evidence, passages.

Columns are declared key first, then values, in the order in which ``case_mapping`` writes its tuples. Natural keys, because an
auditor must be able to read the file with any SQLite tool.
"""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.store.rows import (
    CLUSTERED,
    STRICT,
    Amount,
    MaybeAmount,
    Row,
    at_least,
    day,
    flag,
    instant,
    one_of,
)


class Side(StrEnum):
    """Whose value it is: the applicant's or the reviewer's."""

    CLAIMED = "claimed"
    VERIFIED = "verified"


class Kind(StrEnum):
    """The type of a stored value. EMPTY: the cell is there and nothing is in it."""

    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    YES_NO = "yes-no"
    EMPTY = "empty"


class Target(StrEnum):
    """What a document is evidence of."""

    FACT = "fact"
    TABLE = "table"
    VERDICT = "verdict"


_CANONICAL_NUMBER = (
    "value GLOB '*[0-9]' AND value NOT GLOB '*[^0-9.-]*' AND value NOT GLOB '?*-*' AND value NOT GLOB '*.*.*'"
    " AND value NOT GLOB '.*' AND value NOT GLOB '-.*' AND value NOT GLOB '0[0-9]*' AND value NOT GLOB '-0[0-9]*'"
    " AND value NOT GLOB '*.*0' AND value <> '-0'"
)


def _one_typed_value() -> tuple[CheckConstraint, ...]:
    """Exactly one value of exactly the kind that ``kind`` names; numbers in canonical decimal notation."""
    return (
        one_of("kind", Kind),
        CheckConstraint("(kind = 'empty') = (value IS NULL)", name="empty"),
        CheckConstraint(f"kind <> 'number' OR ({_CANONICAL_NUMBER})", name="number"),
        CheckConstraint("kind <> 'date' OR date(value, '+0 days') IS value", name="date"),
        CheckConstraint("kind <> 'yes-no' OR value IN ('yes', 'no')", name="yes_no"),
    )


_CLAIM = ("case_id", "measure")


def _part_of(table: str, columns: tuple[str, ...], above: tuple[str, ...]) -> ForeignKeyConstraint:
    """Belongs to that row of the table above, and goes with it."""
    return ForeignKeyConstraint(columns, [f"{table}.{column}" for column in above], ondelete="CASCADE")


class CaseRow(Row):
    """案卷: basics, and what the work list shows of it (kept with every save, amounts in fen)."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("year BETWEEN 1 AND 9999", name="year"),
        one_of("stage", Stage),
        day("received"),
        *flag("returned"),
        *at_least(0, "claimed", "computed", "subtotal", "approved", "pending"),
        *at_least(1, "version"),
        instant("changed"),
        Index(None, "year", "number"),
        STRICT,
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    policy: Mapped[str]
    year: Mapped[int]
    number: Mapped[str]
    stage: Mapped[str]
    received: Mapped[str | None]
    applicant: Mapped[str]
    uscc: Mapped[str]
    contact: Mapped[str]
    phone: Mapped[str]
    makerspace: Mapped[str]
    subdistrict: Mapped[str]
    level: Mapped[str]
    address: Mapped[str]
    type: Mapped[str]
    area: Mapped[str | None]
    returned: Mapped[int]
    claimed: Mapped[Amount]
    computed: Mapped[MaybeAmount]
    subtotal: Mapped[Amount]
    approved: Mapped[MaybeAmount]
    pending: Mapped[int]
    changed: Mapped[str]
    initials: Mapped[str]
    examiner: Mapped[str | None]
    checker: Mapped[str | None]
    approver: Mapped[str | None]
    version: Mapped[int]
    """Counts the saves, so that a transaction notices when another one came between."""


class ApplicantRoleRow(Row):
    """In which capacities the applicant applies: 主办方, 管理机构 …"""

    __tablename__ = "applicant_roles"
    __table_args__ = (*at_least(0, "position"), CLUSTERED)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]


class ChosenReadingRow(Row):
    """口径 chosen in this case, by full key."""

    __tablename__ = "case_readings"
    __table_args__ = (CLUSTERED,)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    reading: Mapped[str] = mapped_column(primary_key=True)
    option: Mapped[str]


class EvidenceRow(Row):
    """佐证材料 of a case; ``sha256`` is empty (NULL) while it is only named on paper."""

    __tablename__ = "evidence"
    __table_args__ = (*at_least(0, "position", "size", "pages"), CLUSTERED)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    title: Mapped[str]
    sha256: Mapped[str | None] = mapped_column(
        ForeignKey("attachments.sha256", deferrable=True, initially="DEFERRED"), index=True
    )
    media_type: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int | None]


class ClaimRow(Row):
    """One claimed measure 扶持事项: 申报额 and 审定额 in fen."""

    __tablename__ = "claims"
    __table_args__ = (*at_least(0, "position", "claimed", "approved"), CLUSTERED)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    claimed: Mapped[MaybeAmount]
    approved: Mapped[MaybeAmount]
    approved_reason: Mapped[str]
    opinion: Mapped[str]


class FactRow(Row):
    """A scalar fact; its values stand in ``fact_values``."""

    __tablename__ = "facts"
    __table_args__ = (_part_of("claims", _CLAIM, _CLAIM), CLUSTERED)

    case_id: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    note: Mapped[str]


class FactValueRow(Row):
    """One side of a scalar fact; no row where there is no value."""

    __tablename__ = "fact_values"
    __table_args__ = (
        _part_of("facts", (*_CLAIM, "fact"), (*_CLAIM, "name")),
        one_of("side", Side),
        *_one_typed_value(),
        CheckConstraint("kind <> 'empty'", name="given"),
        CLUSTERED,
    )

    case_id: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    fact: Mapped[str] = mapped_column(primary_key=True)
    side: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    value: Mapped[str | None]


class TableFactRow(Row):
    """A table fact."""

    __tablename__ = "table_facts"
    __table_args__ = (_part_of("claims", _CLAIM, _CLAIM), *flag("verified"), CLUSTERED)

    case_id: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    verified: Mapped[int]
    note: Mapped[str]


class TableRowRow(Row):
    """One row of a table fact."""

    __tablename__ = "table_rows"
    __table_args__ = (
        _part_of("table_facts", (*_CLAIM, "fact"), (*_CLAIM, "name")),
        *flag("by_reviewer", "struck"),
        *at_least(0, "position"),
        CLUSTERED,
    )

    case_id: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    fact: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    by_reviewer: Mapped[int]
    struck: Mapped[int]


class CellRow(Row):
    """One cell of a table fact, one side of it."""

    __tablename__ = "table_cells"
    __table_args__ = (
        _part_of("table_rows", (*_CLAIM, "fact", "row_key"), (*_CLAIM, "fact", "key")),
        one_of("side", Side),
        *_one_typed_value(),
        CLUSTERED,
    )

    case_id: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    fact: Mapped[str] = mapped_column(primary_key=True)
    row_key: Mapped[str] = mapped_column(primary_key=True)
    side: Mapped[str] = mapped_column(primary_key=True)
    column_name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    value: Mapped[str | None]


class VerdictRow(Row):
    """结论 on one criterion."""

    __tablename__ = "verdicts"
    __table_args__ = (_part_of("claims", _CLAIM, _CLAIM), one_of("result", Result), CLUSTERED)

    case_id: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    criterion: Mapped[str] = mapped_column(primary_key=True)
    result: Mapped[str]
    note: Mapped[str]


class EvidenceLinkRow(Row):
    """Which document (by its key; it may so far only be named) proves which fact, table or verdict."""

    __tablename__ = "evidence_links"
    __table_args__ = (_part_of("claims", _CLAIM, _CLAIM), one_of("target", Target), *at_least(0, "position"), CLUSTERED)

    case_id: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    evidence: Mapped[str]


class PassageRow(Row):
    """One move from stage to stage; append-only (triggers)."""

    __tablename__ = "passages"
    __table_args__ = (
        *at_least(0, "position"),
        instant("at"),
        one_of("role", Role),
        one_of("origin", Stage),
        one_of("destination", Stage),
        CLUSTERED,
    )

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    person: Mapped[str]
    name: Mapped[str]
    role: Mapped[str | None]
    origin: Mapped[str]
    destination: Mapped[str]
    opinion: Mapped[str]


PARTS: tuple[type[Row], ...] = (
    ApplicantRoleRow,
    ChosenReadingRow,
    EvidenceRow,
    ClaimRow,
    FactRow,
    FactValueRow,
    TableFactRow,
    TableRowRow,
    CellRow,
    VerdictRow,
    EvidenceLinkRow,
    PassageRow,
)
"""The tables that a case's parts stand in, those above before those that belong to them."""
