"""The tables beside the cases: attachments, memos, the office and its people, adopted readings, fonts, the journal."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.font_choices import FontRole
from gongshu_desktop.services.ports import MemoState
from gongshu_desktop.store.rows import CLUSTERED, STRICT, Row, at_least, flag, instant, one_of, sha256


class AttachmentRow(Row):
    """The bytes of a document, once for each content."""

    __tablename__ = "attachments"
    __table_args__ = (
        sha256("sha256"),
        CheckConstraint("size = length(content)", name="size"),
        STRICT,
    )

    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes]


class MemoRow(Row):
    """审核意见书; sealed by triggers once issued. Issued means three signatures by three different people."""

    __tablename__ = "memos"
    __table_args__ = (
        one_of("state", MemoState),
        CheckConstraint("base_digest <> ''", name="base_digest"),
        instant("drawn"),
        CheckConstraint("state <> 'issued' OR third_signer IS NOT NULL", name="signed"),
        CheckConstraint(
            "(second_signer IS NULL OR first_signer IS NOT NULL) AND (third_signer IS NULL OR second_signer IS NOT NULL)",
            name="order",
        ),
        CheckConstraint(
            "first_signer <> second_signer AND first_signer <> third_signer AND second_signer <> third_signer",
            name="distinct",
        ),
        STRICT,
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    number: Mapped[str]
    state: Mapped[str]
    base_digest: Mapped[str] = mapped_column(index=True)
    receipt: Mapped[str]
    drawn: Mapped[str]
    first_signer: Mapped[str | None]
    second_signer: Mapped[str | None]
    third_signer: Mapped[str | None]
    replaces: Mapped[str | None] = mapped_column(ForeignKey("memos.id", deferrable=True, initially="DEFERRED"))
    pdf: Mapped[bytes]


class MemoEvidenceRow(Row):
    """The documents that the case rested on when its memo was issued; written by a trigger, kept for good."""

    __tablename__ = "memo_evidence"
    __table_args__ = (CLUSTERED,)

    memo_id: Mapped[str] = mapped_column(ForeignKey("memos.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("attachments.sha256"), index=True)


class OfficeRow(Row):
    """单位: one row."""

    __tablename__ = "office"
    __table_args__ = (CheckConstraint("id = 1", name="single"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    prefix: Mapped[str]
    trust: Mapped[bytes]


class PersonRow(Row):
    """One of the office's people; ``certificate`` is PEM."""

    __tablename__ = "people"
    __table_args__ = (*flag("active"), *at_least(0, "position"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    name: Mapped[str]
    post: Mapped[str]
    certificate: Mapped[str]
    active: Mapped[int]


class PersonRoleRow(Row):
    """What a person may act as."""

    __tablename__ = "person_roles"
    __table_args__ = (one_of("role", Role), *at_least(0, "position"), CLUSTERED)

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]


class AdoptedReadingRow(Row):
    """口径 adopted by the office; append-only (triggers), the latest for a key counts."""

    __tablename__ = "adopted_readings"
    __table_args__ = (instant("at"), Index(None, "policy", "key"), STRICT)

    sequence: Mapped[int] = mapped_column(primary_key=True)
    policy: Mapped[str]
    key: Mapped[str]
    option: Mapped[str]
    person: Mapped[str]
    name: Mapped[str]
    authority: Mapped[str]
    at: Mapped[str]


class FontFileRow(Row):
    """A font file of the office's own, once for each content; sealed by triggers: memos were printed with it."""

    __tablename__ = "font_files"
    __table_args__ = (
        sha256("sha256"),
        CheckConstraint("size = length(content)", name="size"),
        STRICT,
    )

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    content: Mapped[bytes]


class FontRow(Row):
    """Which font stands in a role in the place of the bundled face."""

    __tablename__ = "fonts"
    __table_args__ = (one_of("role", FontRole), *at_least(0, "face", "lacking"), STRICT)

    role: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("font_files.sha256"))
    face: Mapped[int]
    lacking: Mapped[int]


class EntryRow(Row):
    """操作日志: append-only (triggers), each entry bound to the one before by its digest."""

    __tablename__ = "journal"
    __table_args__ = (
        *at_least(1, "sequence"),
        instant("at"),
        sha256("previous"),
        sha256("digest"),
        STRICT,
    )

    sequence: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    person: Mapped[str]
    action: Mapped[str]
    case_id: Mapped[str | None] = mapped_column(index=True)
    """No foreign key: what was done to a case that was removed stays on record."""
    previous: Mapped[str]
    digest: Mapped[str]


class ChangeRow(Row):
    """What an entry changed: old and new value as text."""

    __tablename__ = "journal_changes"
    __table_args__ = (*at_least(0, "position"), CLUSTERED)

    sequence: Mapped[int] = mapped_column(ForeignKey("journal.sequence"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    old: Mapped[str | None]
    new: Mapped[str | None]
