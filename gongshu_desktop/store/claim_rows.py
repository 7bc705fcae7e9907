"""The tables of what a case claims: claims, facts, tables, verdicts, and the evidence for them.

Columns are declared as in ``case_rows``: key first, then values, in the order in which ``case_mapping`` writes its tuples.
"""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.store.rows import CLUSTERED, MaybeAmount, Row, at_least, flag, one_of


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
