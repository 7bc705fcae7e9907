"""A record that is only read: an auditor's copy, perhaps on a read-only stick, or a folder that the program has open just now.

Not one byte of the folder changes: no lock, no log, no upgrade. How that is done hangs on what lies beside the file:

- nothing, and the file is not in WAL mode: SQLite's ``mode=ro``, which then makes no file;
- nothing, but it is in WAL mode (a copy of the bare file, a program killed in the last moment of closing): ``immutable=1``,
  since SQLite would make a log otherwise. That looks at no lock, so what the file was is held against what it is at the end;
- the log with its index: the program may be at work. ``mode=ro`` with ``readonly_shm=1`` reads along, or what a kill has left;
- half a change (a rollback journal, a log without its index or with a damaged beginning), or an older structure: a copy in the
  temporary folder is played back, or brought up to date.
"""

import os
import shutil
import sqlite3
import stat
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gongshu_desktop.host import places
from gongshu_desktop.store.backup import SIDE_FILES, expect_space, in_words
from gongshu_desktop.store.connection import BUSY_MILLISECONDS
from gongshu_desktop.store.errors import (
    StoreChangedWhileRead,
    StoreDamaged,
    StoreForeign,
    StoreOnNetwork,
    StoreUnavailable,
)
from gongshu_desktop.store.gate import Gate
from gongshu_desktop.store.location import network_share
from gongshu_desktop.store.migration import (
    CHECKED_ALWAYS,
    HEAD,
    inspect,
    refuse_newer,
    refuse_odd_logs,
    refuse_super_journal,
    run_migrations,
)
from gongshu_desktop.store.store import NAME, expect_record, expect_strict_tables
from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.store.unit_of_work import SqlUnitOfWork, UnitsOfWork

_TRIES = 3
"""How often a copy is begun again when the files changed under it."""
_COPY = "gongshu-reading-"
_OLD = 24 * 60 * 60.0
"""Seconds after which nobody reads in a copy any more."""
_WAL = 2
"""What stands in the header's byte 18 of a file in WAL mode."""
_LOGS = {bytes.fromhex("377f0682"): "<", bytes.fromhex("377f0683"): ">"}
"""How a write-ahead log begins, and in which order of bytes its checksums are reckoned."""

Connect = Callable[[Path], sqlite3.Connection]
_Seen = dict[str, tuple[int, int, int] | None]


class ReadStore:
    """A file that is only asked. ``path`` is the folder's own, wherever the answers come from."""

    def __init__(self, path: Path, units: "UnitsOfWork") -> None:
        self.path = path
        self._units = units

    def open_uow(self) -> "SqlUnitOfWork":
        """One transaction that reads; a change is refused with StoreUnavailable."""
        return self._units.begin()


@contextmanager
def read_store(
    folder: Path, *, network: Callable[[Path], str | None] = network_share, migrations: Path | None = None
) -> Iterator[ReadStore]:
    """Read the record of a data folder as it is; nothing in the folder changes.

    Raises StoreError in words: as ``open_store``, and StoreChangedWhileRead when another program wrote to a file that could
    only be read without looking at its locks. What was read until then does not count.
    """
    expect_strict_tables()
    path = expect_record(folder)
    for place in (folder, path.resolve().parent):
        share = network(place)
        if share is not None:
            raise StoreOnNetwork(place, share)
    steps = migrations or places.migrations()
    path = path.resolve()  # SQLite looks for the log beside the file itself, not beside a link to it
    refuse_odd_logs(path)
    seen = _seen(path)
    if _half_a_change(path, seen):
        with _copied(path, steps) as copy:
            yield _store(path, copy, _rw)
        return
    connect = _immutable if _unguarded(path, seen) else _read_only
    revision = inspect(path, thorough=path.stat().st_size <= CHECKED_ALWAYS, connect=connect)
    refuse_newer(path, revision, steps)
    if revision == HEAD:
        yield _store(path, path, connect)
    else:
        with _copied(path, steps) as copy:
            yield _store(path, copy, _rw)
    if connect is _immutable and _seen(path) != seen:
        raise StoreChangedWhileRead


def _store(path: Path, asked: Path, connect: Connect) -> ReadStore:
    from gongshu_desktop.store.engine import reading_engine  # noqa: PLC0415 - SQLAlchemy
    from gongshu_desktop.store.unit_of_work import UnitsOfWork  # noqa: PLC0415

    def no_time() -> datetime:
        raise AssertionError("nothing is journalled in a record that is only read")

    return ReadStore(path, UnitsOfWork(reading_engine(path, lambda: connect(asked)), no_time, Gate()))


def _seen(path: Path) -> _Seen:
    found: _Seen = {}
    for ending in ("", *SIDE_FILES):
        try:
            about = Path(f"{path}{ending}").stat()
            found[ending] = about.st_ino, about.st_size, about.st_mtime_ns
        except FileNotFoundError:
            found[ending] = None
    return found


def _half_a_change(path: Path, seen: _Seen) -> bool:
    if seen["-journal"] is not None or (seen["-wal"] is not None and seen["-shm"] is None):
        return True
    return seen["-wal"] is not None and seen["-wal"][1] > 0 and not _begins_as_a_log(Path(f"{path}-wal"))


def _begins_as_a_log(log: Path) -> bool:
    """Whether the log's header is whole. Reading along with one that is not, SQLite gives up only after ten seconds."""
    with _readable(log), log.open("rb") as file:
        start = file.read(33)
    if len(start) < 33 or start[:4] not in _LOGS:  # behind the header's 32 bytes comes what was saved
        return False
    first = second = 0  # SQLite's checksum, in the order of bytes that the mark names
    for one, other in struct.iter_unpack(f"{_LOGS[start[:4]]}II", start[:24]):
        first = (first + one + second) % 2**32
        second = (second + other + first) % 2**32
    return (first, second) == struct.unpack(">II", start[24:32])


def _unguarded(path: Path, seen: _Seen) -> bool:
    with _readable(path), path.open("rb") as file:
        return file.read(19)[18:] == bytes([_WAL]) and seen["-wal"] is None


@contextmanager
def _copied(path: Path, migrations: Path) -> Iterator[Path]:
    """The file in the temporary folder, played back and brought up to date; gone after the block."""
    _drop_left_behind()
    with tempfile.TemporaryDirectory(prefix=_COPY) as place:
        copy = Path(place) / NAME
        _copy(path, copy)
        with _said_of(path):
            revision = inspect(copy, thorough=True, connect=_rw)
            refuse_newer(path, revision, migrations)
            if revision != HEAD:
                run_migrations(copy, migrations)
        yield copy


@contextmanager
def _said_of(path: Path) -> Iterator[None]:
    """What is wrong with the copy is wrong with the folder's own file: that one is named, and is there to be kept."""
    try:
        yield
    except StoreDamaged as problem:
        raise StoreDamaged(path, problem.detail) from problem
    except StoreForeign as problem:
        raise StoreForeign(path) from problem


def _drop_left_behind() -> None:
    """Copies that a program of this user left when it was killed; a younger one may be in use."""
    for place in Path(tempfile.gettempdir()).glob(f"{_COPY}*"):
        with suppress(OSError):
            about = place.lstat()
            ours = sys.platform == "win32" or about.st_uid == os.getuid()
            if ours and stat.S_ISDIR(about.st_mode) and time.time() - about.st_mtime > _OLD:
                shutil.rmtree(place, ignore_errors=True)


def _copy(path: Path, copy: Path) -> None:
    for _try in range(_TRIES):
        seen = _seen(path)
        expect_space(sum(about[1] for about in seen.values() if about), copy.parent)
        with _readable(path):
            for ending in ("", "-wal", "-journal"):  # the index is made anew from the log
                Path(f"{copy}{ending}").unlink(missing_ok=True)
                if seen[ending] is not None:
                    shutil.copyfile(f"{path}{ending}", f"{copy}{ending}")
        if _seen(path) == seen:
            refuse_super_journal(copy, path)
            return
    raise StoreChangedWhileRead


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise StoreChangedWhileRead from error
    except OSError as error:
        raise StoreUnavailable(
            _("读不到“{path}”（{reason}）。").format(path=path, reason=error.strerror or error)
        ) from error


def _read_only(path: Path) -> sqlite3.Connection:
    return _connection(path, "mode=ro&readonly_shm=1")


def _immutable(path: Path) -> sqlite3.Connection:
    return _connection(path, "mode=ro&immutable=1")


def _rw(path: Path) -> sqlite3.Connection:
    return _connection(path, "mode=rw")


def _connection(path: Path, how: str) -> sqlite3.Connection:
    with in_words(path):
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?{how}", uri=True, isolation_level=None, check_same_thread=False
        )
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA trusted_schema = OFF")
    return connection
