"""One transaction of a unit of work: when it begins, what it may have read, and who is writing.

It begins with the first question or change. Reading takes a snapshot and waits for nobody. The first change takes the one
turn to write that there is; if what was read before (cases, memos, the numbers given) has been changed meanwhile, the
transaction is refused rather than writing over another one's work.
"""

import threading
from typing import Any

from sqlalchemy import Engine, Select
from sqlalchemy.orm import Session

from gongshu_desktop.store.engine import BEGIN
from gongshu_desktop.store.errors import StoreChangedMeanwhile, StoreUnavailable
from gongshu_desktop.store.gate import Gate, closed
from gongshu_desktop.wording import _

WAIT_SECONDS = 30.0


class WritingTurn:
    """The right to write, held by one transaction at a time: fair, unlike SQLite's own polling."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner: int | None = None

    def take(self) -> None:
        """Wait for the turn; StoreUnavailable when it does not come, RuntimeError when the thread already has it."""
        if self._owner == threading.get_ident():
            raise RuntimeError("this thread already writes in another unit of work: it would wait for itself")
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise StoreUnavailable(_("另一项操作仍在写入数据库，本次操作没有保存。请稍后重试。"))
        self._owner = threading.get_ident()

    def give_back(self) -> None:
        """Let the next one write."""
        self._owner = None
        self._lock.release()


class Transaction:
    """A session that begins when it is needed. Once the gate is closed each step is refused, and what was begun is ended."""

    def __init__(self, engine: Engine, turn: WritingTurn, gate: Gate) -> None:
        self._engine = engine
        self._gate = gate
        self._turn = turn
        self._session: Session | None = None
        self._writing = False
        self._seen: list[tuple[Select[*tuple[Any, ...]], list[tuple[Any, ...]]]] = []

    def reading(self) -> Session:
        """The session, for questions."""
        self._refuse_when_closed()
        if self._session is None:
            self._session = self._begun("DEFERRED")
        return self._session

    def writing(self) -> Session:
        """The session, for changes. Raises StoreChangedMeanwhile, StoreUnavailable."""
        self._refuse_when_closed()
        if not self._writing:
            self._end(commit=False)
            self._turn.take()
            self._writing = True
            self._session = self._begun("IMMEDIATE")
            self._expect_unchanged(self._session)
        return self.reading()

    def rely_on(self, query: Select[*tuple[Any, ...]]) -> None:
        """Remember the answer to a (short) question: the changes of this transaction will rest on it."""
        if not self._writing:
            self._seen.append((query, _answer(self.reading(), query)))

    def commit(self) -> None:
        """Make the changes durable; nothing is kept if this raises."""
        self._refuse_when_closed()
        with self._gate.passing():
            self._end(commit=True)
        self._seen.clear()

    def abandon(self) -> None:
        """Forget the changes."""
        self._end(commit=False)
        self._seen.clear()

    def _refuse_when_closed(self) -> None:
        if self._gate.closed:
            self.abandon()
            raise closed()

    def _begun(self, how: str) -> Session:
        session = Session(self._engine, autoflush=False, expire_on_commit=False)
        try:
            with self._gate.passing():
                session.connection(execution_options={BEGIN: how})
        except BaseException:
            session.close()
            raise
        return session

    def _expect_unchanged(self, session: Session) -> None:
        for query, answer in self._seen:
            if _answer(session, query) != answer:
                raise StoreChangedMeanwhile

    def _end(self, *, commit: bool) -> None:
        session, self._session = self._session, None
        try:
            if session is not None:
                with session:
                    if commit:
                        _commit(session)
        finally:
            if self._writing:
                self._writing = False
                self._turn.give_back()


def _answer(session: Session, query: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(line) for line in session.execute(query)]


def _commit(session: Session) -> None:
    """Commit; where SQLite refuses at the last moment it leaves the transaction open, so it is rolled back by hand."""
    connection = session.connection().connection.dbapi_connection
    try:
        session.commit()
    except BaseException:
        if connection is not None:
            connection.rollback()
        raise
