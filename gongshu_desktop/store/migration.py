"""From no file, or an older one, to a file of this program's structure. Alembic runs from code; there is no alembic.ini.

A new file is made under another name and renamed when it is complete. An existing one is looked at read-only first: what is
not ours, damaged or newer is refused and stays untouched; what is older is backed up, upgraded in one transaction, and put
back should that fail.
"""

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gongshu_desktop.store.backup import (
    back_up,
    discard,
    expect_space,
    first_problem,
    flush,
    in_words,
    put_back,
    thin_out,
    upgrade_backup_name,
)
from gongshu_desktop.store.errors import StoreDamaged, StoreForeign, StoreGone, StoreNewer, UpgradeFailed
from gongshu_desktop.store.schema import altered
from gongshu_desktop.wording import _

if TYPE_CHECKING:
    from sqlalchemy import Engine

HEAD = "0002"
"""The revision that this program works with; a test holds it against the migrations."""
APPLICATION = 0x47534454
"""SQLite's application_id of our files: "GSDT"."""
_MAGIC = b"SQLite format 3\x00"
_SUPER_JOURNAL = bytes.fromhex("d9d505f920a163d7")
"""How a rollback journal ends that names another file: SQLite's mark of a change across several databases."""
_ROOM = 2**20
"""Bytes that a new file takes at most."""
LARGEST_CHANGE = 4 * 2**30
"""Bytes that a log may have beyond twice its file: one change may bring hundreds of documents into a small one."""
CHECKED_ALWAYS = 32 * 2**20
"""Files up to this size are checked page by page at each start (some hundredths of a second)."""
CHECKED_AFTER_CRASH = 512 * 2**20
"""Files up to this size are so after the last program did not end properly (some seconds on a slow disk)."""


def prepare(path: Path, *, migrations: Path, now: Callable[[], datetime], interrupted: bool, head: str = HEAD) -> None:
    """Make the file ready: create, check, or upgrade it. Raises StoreError; then the file is as it was.

    ``interrupted``: the last program did not end properly, so larger files are checked too.
    """
    if not path.exists():
        create(path, migrations)
        return
    revision = inspect(path, thorough=path.stat().st_size <= (CHECKED_AFTER_CRASH if interrupted else CHECKED_ALWAYS))
    if revision == head:
        return
    refuse_newer(path, revision, migrations)
    upgrade(path, revision, migrations, now)


def refuse_newer(path: Path, revision: str, migrations: Path) -> None:
    """Raises StoreNewer for a revision that this program has never heard of."""
    if revision != HEAD and revision not in known_revisions(migrations):
        raise StoreNewer(path, revision)


def create(path: Path, migrations: Path) -> None:
    """A new file, by the same migrations that upgrade old ones. Raises StoreGone where one was whose log is still there."""
    unfinished = path.with_name(path.name + ".new")
    with in_words(path):
        _expect_no_log(path)
        expect_space(_ROOM, path.parent)
        discard(unfinished)
        discard(path)  # empty logs, and a log's index: nothing is in them that could be lost
        try:
            run_migrations(unfinished, migrations)
            flush(unfinished)
            unfinished.replace(path)
            flush(path.parent)
        finally:
            discard(unfinished)


def _expect_no_log(path: Path) -> None:
    """SQLite must not play the log of a file that was taken away into a new one; deleted, it would miss when the file returns."""
    for ending in ("-wal", "-journal"):
        log = Path(f"{path}{ending}")
        if os.path.lexists(log) and log.lstat().st_size > 0:
            raise StoreGone(path, log)


def inspect(path: Path, *, thorough: bool, connect: Callable[[Path], sqlite3.Connection] | None = None) -> str:
    """The revision of an existing file, read without changing it. Raises StoreForeign or StoreDamaged."""
    with in_words(path):
        size = path.stat().st_size
        if size == 0:
            raise StoreDamaged(path, _("文件是空的"))
        with path.open("rb") as file:
            header = file.read(100)
        if not header.startswith(_MAGIC):
            raise StoreForeign(path)
        if not Path(f"{path.resolve()}-wal").exists() and size < _declared_size(header):
            raise StoreDamaged(path, _("文件不完整，缺少末尾部分"))
        refuse_odd_logs(path)
        refuse_super_journal(path, path)
        with closing((connect or _reader)(path)) as connection:
            try:
                return _revision(connection, path, thorough=thorough)
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    raise StoreForeign(path) from error
                raise


def refuse_odd_logs(path: Path) -> None:
    """Raises StoreDamaged for a log that would be waited for, or copied for ever: a pipe, or more than ever is changed at once."""
    most = 2 * path.stat().st_size + LARGEST_CHANGE
    for place in {path, path.resolve()}:
        for ending in ("-wal", "-shm", "-journal"):
            log = Path(f"{place}{ending}")
            if not log.exists():
                continue
            about = log.stat()
            if not stat.S_ISREG(about.st_mode):
                raise StoreDamaged(path, _("“{log}”不是普通文件").format(log=log.name))
            if about.st_size > most:
                raise StoreDamaged(path, _("“{log}”大得异常").format(log=log.name))


def refuse_super_journal(path: Path, told: Path) -> None:
    """Raises StoreDamaged about ``told`` when a rollback journal beside the file names a super-journal.

    SQLite deletes the file of that name, anywhere on the PC, once it has played the journal back. This program changes one
    database at a time, so it never writes such a name: whoever wrote it wants a file gone.
    """
    for place in {path, path.resolve()}:  # SQLite follows links on one system and not on the other
        journal = Path(f"{place}-journal")
        if journal.is_file():
            with journal.open("rb") as file:
                file.seek(max(0, journal.stat().st_size - len(_SUPER_JOURNAL)))
                if file.read() == _SUPER_JOURNAL:
                    raise StoreDamaged(told, _("未完成的改动里写着另一个文件的名字，恢复时那个文件会被删除"))


def _declared_size(header: bytes) -> int:
    """How long the file must be by its own header: SQLite itself does not notice a lost end of the last page."""
    if len(header) < 100:
        return 100
    page = int.from_bytes(header[16:18], "big")
    return (65536 if page == 1 else page) * int.from_bytes(header[28:32], "big")


def _reader(path: Path) -> sqlite3.Connection:
    """Read-only, unless a rollback journal of an interrupted change must be played back first."""
    path = path.resolve()  # the journal lies beside the file itself, not beside a link to it
    mode = "rw" if Path(f"{path}-journal").exists() else "ro"
    connection = sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True)
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _revision(connection: sqlite3.Connection, path: Path, *, thorough: bool) -> str:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise StoreForeign(path)
    if thorough:
        problem = first_problem(connection)
        if problem is not None:
            raise StoreDamaged(path, problem)
    revisions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    if len(revisions) != 1:
        raise StoreDamaged(path, _("没有结构版本号"))
    revision = str(revisions[0][0])
    if altered(connection, revision):
        raise StoreDamaged(path, _("表结构或封存记录的触发器被改动"))
    return revision


def upgrade(path: Path, revision: str, migrations: Path, now: Callable[[], datetime]) -> None:
    """Bring an older file up to date. Raises UpgradeFailed; the file is then as it was."""
    backup = back_up(path, upgrade_backup_name(path.parent, revision, now()))
    try:
        run_migrations(path, migrations)
        _expect_whole(path)
    except Exception as error:
        put_back(backup, path)
        raise UpgradeFailed(path, backup) from error
    thin_out(path.parent)


def _expect_whole(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        problem = first_problem(connection)
    if problem is not None:
        raise StoreDamaged(path, problem)


def run_migrations(path: Path, migrations: Path) -> None:
    """Alembic's ``upgrade head`` in one transaction."""
    # Alembic is loaded only when there is something to migrate: an ordinary start is a fifth of a second shorter.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    engine = _plain_engine(path)
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def known_revisions(migrations: Path) -> tuple[str, ...]:
    """All revisions that the migrations lead through, oldest first."""
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return tuple(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())[::-1]


def _plain_engine(path: Path) -> "Engine":
    """A connection for migrations: foreign keys off while tables are rebuilt (checked afterwards), one transaction."""
    from sqlalchemy import URL, create_engine, event  # noqa: PLC0415 - loaded with Alembic, see above
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    from gongshu_desktop.store.engine import speak_in_words  # noqa: PLC0415

    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)

    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA trusted_schema = OFF")

    event.listen(engine, "connect", configure)
    speak_in_words(engine, path)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine
