"""The one SQLite file in the user's data folder: opened once, by one running program, for all threads."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from gongshu_desktop.host import places
from gongshu_desktop.store.backup import (
    back_up,
    clear_unfinished,
    copied_beside,
    in_words,
    move,
    set_aside,
    take_place,
)
from gongshu_desktop.store.connection import settings
from gongshu_desktop.store.errors import StoreOnNetwork, StoreUnavailable
from gongshu_desktop.store.front_page import FrontPage
from gongshu_desktop.store.gate import Gate, closed
from gongshu_desktop.store.location import network_share
from gongshu_desktop.store.lock import FolderLock
from gongshu_desktop.store.migration import HEAD, inspect, prepare, refuse_newer, run_migrations
from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from gongshu_desktop.store.unit_of_work import SqlUnitOfWork, UnitsOfWork

NAME = "gongshu.db"


def _now() -> datetime:
    return datetime.now().astimezone()


def open_store(
    folder: Path,
    *,
    clock: Callable[[], datetime] = _now,
    network: Callable[[Path], str | None] = network_share,
    migrations: Path | None = None,
) -> "Store":
    """Open the data folder, made if it is not there; create or upgrade its file. ``clock`` dates the journal.

    Raises StoreError in words: StoreInUse, StoreOnNetwork, StoreForeign, StoreDamaged, StoreNewer, UpgradeFailed,
    StoreUnavailable. An existing file that is refused stays untouched.
    """
    expect_strict_tables()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            _("不能建立数据文件夹“{folder}”（{detail}）。请检查权限，或另选位置。").format(
                folder=folder, detail=error.strerror
            )
        ) from error
    share = network(folder)
    if share is not None:
        raise StoreOnNetwork(folder, share)
    lock = FolderLock.acquire(folder, clock())
    try:
        path = folder / NAME
        prepare(path, migrations=migrations or places.migrations(), now=clock, interrupted=lock.interrupted)
        if lock.interrupted:
            clear_unfinished(path)
        _drop_unused_attachments(path)
    except BaseException:
        lock.release()
        raise
    return Store(path, lock, clock)


def restore_backup(folder: Path, backup: Path, *, clock: Callable[[], datetime] = _now) -> Path | None:
    """Put a backup in the place of the folder's file, which no program may have open.

    The file that was there is moved among the backups, as it is; its place there is given back. Raises StoreError in words:
    StoreInUse, StoreForeign, StoreDamaged or StoreNewer when the backup cannot be used; whatever it raises, nothing has changed.
    """
    live = folder / NAME
    lock = FolderLock.acquire(folder, clock())
    try:
        refuse_newer(backup, inspect(backup, thorough=True), places.migrations())
        with in_words(live), copied_beside(backup, live) as copy:
            _record_restored(copy, backup, clock)
            aside = set_aside(live, clock())
            try:
                take_place(copy, live)
            except BaseException:
                if aside is not None:
                    move(aside, live)
                raise
    finally:
        lock.release()
    return aside


def _record_restored(copy: Path, backup: Path, clock: Callable[[], datetime]) -> None:
    """What was done since the backup is not on record any more: its journal says so before it is anybody's record."""
    from gongshu_desktop.services.journal.acts import OfficeAct, record_act  # noqa: PLC0415
    from gongshu_desktop.store.engine import live_engine  # noqa: PLC0415 - SQLAlchemy, see below
    from gongshu_desktop.store.unit_of_work import UnitsOfWork  # noqa: PLC0415

    if inspect(copy, thorough=False) != HEAD:
        run_migrations(copy, places.migrations())
    units = UnitsOfWork(live_engine(copy), clock, Gate())
    try:
        record_act(units.begin, OfficeAct.RESTORE, {"backup/file": backup.name})
    finally:
        units.close()
    with closing(sqlite3.connect(copy)) as last:
        last.execute("PRAGMA journal_mode = DELETE").fetchone()  # one plain file, which can be given another name


class Store:
    """The open file. ``open_uow`` begins a unit of work in any thread; ``close`` (or leaving the context) ends it all.

    ``front_page`` answers what the window shows first. The machinery for units of work, with SQLAlchemy, is loaded when the
    first of them begins.
    """

    def __init__(self, path: Path, lock: FolderLock, clock: Callable[[], datetime]) -> None:
        self.path = path
        self._gate = Gate()
        self.front_page = FrontPage(path, self._gate)
        self._lock = lock
        self._clock = clock
        self._loading = threading.Lock()
        self._units: UnitsOfWork | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def open_uow(self) -> "SqlUnitOfWork":
        """One transaction; see ``services.ports.UnitOfWork``. Refused once the store is closed: the folder is free then."""
        return self.units().begin()

    def units(self) -> "UnitsOfWork":
        """What begins transactions; loaded at the first call."""
        with self._loading:
            if self._gate.closed:
                raise closed()
            if self._units is None:
                from gongshu_desktop.store.engine import live_engine  # noqa: PLC0415 - SQLAlchemy, see above
                from gongshu_desktop.store.unit_of_work import UnitsOfWork  # noqa: PLC0415

                self._units = UnitsOfWork(live_engine(self.path), self._clock, self._gate)
            return self._units

    def backup(self, to: Path) -> Path:
        """A whole, checked copy of the file as it is now, also while others write; StoreError in words if that fails."""
        if to.resolve().parent == self.path.resolve().parent:
            raise StoreUnavailable(
                _("备份不能放在数据文件夹“{folder}”里。请另选位置，最好是另一块磁盘。").format(folder=to.parent)
            )
        with self._gate.passing():
            return back_up(self.path, to)

    def close(self) -> None:
        """End all connections, fold the log into the file, free the folder. Nothing happens the second time.

        What is committing or being copied is waited for; a unit of work still open is refused at its next step.
        """
        if not self._gate.close():
            return
        with self._loading:
            if self._units is not None:
                self._units.close()
        # At rest the file is one plain file. Should another tool be reading it just now, the log simply stays beside it.
        with suppress(sqlite3.Error), closing(sqlite3.connect(self.path, timeout=1)) as last:
            last.execute("PRAGMA journal_mode = DELETE").fetchone()
        self._lock.release()


def expect_record(folder: Path) -> Path:
    """The file of a data folder, for whoever must not make one. Raises StoreUnavailable when none is there."""
    path = folder / NAME
    if not path.is_file():
        raise StoreUnavailable(
            _("文件夹“{folder}”里没有数据库（{name}）。请检查数据文件夹是否选对。").format(folder=folder, name=NAME)
        )
    return path


def expect_strict_tables() -> None:
    """SQLite knows STRICT tables since 3.37; the packaged program carries its own, a bare Python may have an older one."""
    if sqlite3.sqlite_version_info < (3, 37):
        raise StoreUnavailable(
            _(
                "本机 Python 自带的 SQLite 版本 {version} 过旧，需要 3.37 以上。请使用安装包，或换用较新的 Python。"
            ).format(version=sqlite3.sqlite_version)
        )


def _drop_unused_attachments(path: Path) -> None:
    """Bytes that no case and no issued memo refers to: attached, then removed. Only at the start, when nobody edits."""
    with in_words(path), closing(sqlite3.connect(path)) as connection:
        settings(connection)
        connection.execute(
            "DELETE FROM attachments WHERE"
            " NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.sha256 = attachments.sha256)"
            " AND NOT EXISTS (SELECT 1 FROM memo_evidence WHERE memo_evidence.sha256 = attachments.sha256)"
        )
