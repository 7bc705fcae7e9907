"""How the tables are declared: names, column types, and the constraints that they have in common.

Rows hold what SQLite holds (TEXT, INTEGER, BLOB; every table is STRICT) and never leave this package; ``case_mapping`` and the
repositories turn them into values of the domain, explicitly.
"""

from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import CheckConstraint, Integer, LargeBinary, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from gongshu_desktop.wording import _

LARGEST = 2**63 - 1
STRICT = {"sqlite_strict": True}
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}
"""Rows of one case lie side by side in the file: reading a case is one short scan a table."""


class Fen(TypeDecorator[int]):
    """An amount in whole fen, never negative; anything but such an int is refused before it reaches the file."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        """Raises ValueError for floats, decimals, negative and oversized amounts."""
        if value is None:
            return None
        if type(value) is not int or not 0 <= value <= LARGEST:
            raise ValueError(_("金额必须是非负的整数分：{value}").format(value=repr(value)))
        return value


Amount = Annotated[int, mapped_column(Fen())]
MaybeAmount = Annotated[int | None, mapped_column(Fen())]


class Row(DeclarativeBase):
    """The base of all rows."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text(), int: Integer(), bytes: LargeBinary()}  # noqa: RUF012 - SQLAlchemy's own way


def flag(*columns: str) -> tuple[CheckConstraint, ...]:
    """Each column holds 0 or 1."""
    return tuple(CheckConstraint(f"{column} IN (0, 1)", name=column) for column in columns)


def at_least(least: int, *columns: str) -> tuple[CheckConstraint, ...]:
    """Each column holds no less than that, or nothing."""
    return tuple(CheckConstraint(f"{column} >= {least}", name=column) for column in columns)


def one_of(column: str, kinds: type[StrEnum]) -> CheckConstraint:
    """The column holds one of the enumeration's values, or nothing."""
    known = ", ".join(f"'{kind.value}'" for kind in kinds)
    return CheckConstraint(f"{column} IN ({known})", name=column)


def day(column: str) -> CheckConstraint:
    """The column holds a real calendar day as YYYY-MM-DD, or nothing. Only with a modifier does date() look at the month."""
    return CheckConstraint(f"{column} IS NULL OR date({column}, '+0 days') IS {column}", name=column)


def instant(column: str) -> CheckConstraint:
    """The column holds a moment with its zone: YYYY-MM-DDTHH:MM:SS[.ffffff]±HH:MM."""
    two = "[0-9][0-9]"
    return CheckConstraint(
        f"{column} GLOB '{two}{two}-{two}-{two}T{two}:{two}:{two}*[+-]{two}:{two}*'",
        name=column,
    )


def sha256(column: str) -> CheckConstraint:
    """The column holds 64 lower-case hexadecimal digits, or nothing."""
    return CheckConstraint(f"length({column}) = 64 AND {column} NOT GLOB '*[^0-9a-f]*'", name=column)


def columns_of(row: type[Row]) -> tuple[Any, ...]:
    """The row class's columns in the order of their declaration."""
    return tuple(getattr(row, column.key) for column in row.__mapper__.columns)
