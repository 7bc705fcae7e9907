"""The tables of a case: its basics, roles, readings, evidence, passages; its claims stand in ``claim_rows``.

Columns are declared key first, then values, in the order in which ``case_mapping`` writes its tuples. Natural keys, because an
auditor must be able to read the file with any SQLite tool.
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.store.claim_rows import (
    CellRow,
    ClaimRow,
    EvidenceLinkRow,
    FactRow,
    FactValueRow,
    TableFactRow,
    TableRowRow,
    VerdictRow,
)
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
