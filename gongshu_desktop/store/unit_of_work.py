"""One transaction over everything that the file keeps."""

from collections.abc import Callable
from datetime import datetime
from typing import Self

from sqlalchemy import Engine

from gongshu_desktop.services.font_choices import FontRepository
from gongshu_desktop.services.ports import (
    AttachmentRepository,
    CaseRepository,
    Journal,
    MemoRepository,
    OfficeRepository,
)
from gongshu_desktop.store.attachments import Attachments
from gongshu_desktop.store.cases import Cases
from gongshu_desktop.store.fonts import Fonts
from gongshu_desktop.store.gate import Gate
from gongshu_desktop.store.journal import JournalLines
from gongshu_desktop.store.memos import Memos
from gongshu_desktop.store.offices import Offices
from gongshu_desktop.store.sealed import SealedLines
from gongshu_desktop.store.transaction import Transaction, WritingTurn


class SqlUnitOfWork:
    """Implements ``services.ports.UnitOfWork``. Open it in the thread that uses it; leaving without commit forgets all."""

    def __init__(self, transaction: Transaction, clock: Callable[[], datetime]) -> None:
        self._transaction = transaction
        self.cases: CaseRepository = Cases(self._transaction)
        self.attachments: AttachmentRepository = Attachments(self._transaction)
        self.memos: MemoRepository = Memos(self._transaction)
        self.office: OfficeRepository = Offices(self._transaction)
        self.fonts: FontRepository = Fonts(self._transaction)
        self.sealed = SealedLines(self._transaction)
        self.journal: Journal = JournalLines(self._transaction, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._transaction.abandon()

    def commit(self) -> None:
        """Make everything durable, in one piece; when this returns, it survives a power cut."""
        self._transaction.commit()


class UnitsOfWork:
    """Begins units of work on one file, in any thread."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], gate: Gate) -> None:
        self.engine = engine
        self._gate = gate
        self._turn = WritingTurn()
        self._clock = clock

    def begin(self) -> SqlUnitOfWork:
        """One transaction."""
        return SqlUnitOfWork(Transaction(self.engine, self._turn, self._gate), self._clock)

    def close(self) -> None:
        """End all connections."""
        self.engine.dispose()
