"""Which of the office's adoptions of a reading 口径 counts: the one rule for assessments, memos, registers and screens."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class Adoption(Protocol):
    """Who adopted what is the office's own record; here only the reading's key counts."""

    @property
    def key(self) -> str: ...


A = TypeVar("A", bound=Adoption)


def adopted(readings: Iterable[A]) -> dict[str, A]:
    """The adoption that counts, by the reading's key: the last one put on record.

    ``readings`` come in the order of the record. The time in them is a PC's clock, which may have been wrong.
    """
    return {reading.key: reading for reading in readings}


def history(readings: Sequence[A], key: str) -> tuple[A, ...]:
    """All adoptions of one reading, the one that counts first; ``readings`` come in the order of the record."""
    return tuple(reading for reading in reversed(readings) if reading.key == key)
