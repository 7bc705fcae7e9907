"""SQLAlchemy's connections to the file: one a thread at a time, transactions begun by us, errors in words."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import NullPool

from gongshu_desktop.store.connection import settings
from gongshu_desktop.store.errors import translated

BEGIN = "gongshu_begin"
"""The execution option that names how a transaction begins: DEFERRED (reading) or IMMEDIATE (writing)."""


def live_engine(path: Path) -> Engine:
    """Connections to the live file, one a thread at a time, with errors in words."""
    engine = create_engine(URL.create("sqlite", database=str(path)), pool_size=4, max_overflow=12, pool_timeout=30)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    speak_in_words(engine, path)
    return engine


def reading_engine(path: Path, connect: Callable[[], sqlite3.Connection]) -> Engine:
    """Connections that only ask, made anew for each transaction and gone after it; errors are about that path."""
    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    speak_in_words(engine, path)
    return engine


def speak_in_words(engine: Engine, path: Path) -> None:
    """What SQLite refuses becomes a StoreError about that file."""
    event.listen(engine, "handle_error", lambda context: _translate(context, path))


def _configure(connection: Any, _record: object) -> None:
    settings(connection)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get(BEGIN, 'DEFERRED')}")


def _translate(context: ExceptionContext, path: Path) -> None:
    error = translated(context.original_exception, path)
    if error is not None:
        raise error from context.original_exception
