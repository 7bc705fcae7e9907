"""Copies of the file that are whole: made with SQLite's backup API, checked, and only then given their name."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from gongshu_desktop.store.errors import StoreDamaged, StoreUnavailable, translated
from gongshu_desktop.wording import _

FOLDER = "backups"
KEPT = 5
SIDE_FILES = ("-wal", "-shm", "-journal")


def back_up(source: Path, to: Path) -> Path:
    """Copy the database to ``to``, which appears whole or not at all. Raises StoreError in words."""
    temporary = to.with_name(to.name + ".part")
    with in_words(to):
        to.parent.mkdir(parents=True, exist_ok=True)
        expect_space(_size(source), to.parent)
        discard(temporary)
        try:
            with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(temporary)) as copy:
                origin.backup(copy)
                # A copy at rest is one plain file that any tool can open, also from a read-only disk.
                copy.execute("PRAGMA journal_mode = DELETE").fetchone()
                problem = first_problem(copy)
            if problem is not None:
                raise StoreDamaged(source, problem)
            flush(temporary)
            temporary.replace(to)
            flush(to.parent)
        finally:
            discard(temporary)
    return to


def put_back(backup: Path, target: Path) -> None:
    """Put a backup in the place of the live file; nobody may have it open. The backup stays."""
    with in_words(target), copied_beside(backup, target) as copy:
        take_place(copy, target)


@contextlib.contextmanager
def copied_beside(backup: Path, target: Path) -> Iterator[Path]:
    """A checked copy of a backup beside the live file, for the length of the block: to be finished there and given its name."""
    temporary = target.with_name(target.name + ".restored")
    try:
        discard(temporary)  # also a journal of that name: SQLite would play it into the copy
        expect_space(_size(backup), target.parent)
        shutil.copyfile(backup, temporary)
        with closing(sqlite3.connect(temporary)) as copy:
            problem = first_problem(copy)
        if problem is not None:
            raise StoreDamaged(backup, problem)
        yield temporary
    finally:
        discard(temporary)


def take_place(copy: Path, target: Path) -> None:
    """Give a copy that is whole and at rest the name of the live file."""
    flush(copy)
    for ending in SIDE_FILES:
        Path(f"{target}{ending}").unlink(missing_ok=True)
    copy.replace(target)
    flush(target.parent)


def set_aside(path: Path, now: datetime) -> Path | None:
    """Move the file, as it is and with its log, among the backups; its new place, None when there is neither."""
    if not any(os.path.lexists(f"{path}{ending}") for ending in ("", *SIDE_FILES)):
        return None
    aside = path.parent / FOLDER / f"replaced-{now:%Y%m%d-%H%M%S-%f}.db"
    with in_words(path):
        aside.parent.mkdir(exist_ok=True)
        move(path, aside)
    return aside


def move(path: Path, to: Path) -> None:
    """Rename a database together with its log, without which it would lose what was saved last."""
    for ending in ("", *SIDE_FILES):
        with contextlib.suppress(FileNotFoundError):
            Path(f"{path}{ending}").replace(f"{to}{ending}")


def first_problem(connection: sqlite3.Connection) -> str | None:
    """The first thing that SQLite's integrity check complains of; None when the file is whole."""
    answer = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if answer != "ok":
        return str(answer)
    orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    return None if orphan is None else f"foreign key: {orphan[0]} → {orphan[2]}"


def upgrade_backup_name(folder: Path, revision: str, now: datetime) -> Path:
    """Where the backup before an upgrade goes; the revision is the one that the file has."""
    return folder / FOLDER / f"gongshu-{now:%Y%m%d-%H%M%S-%f}-{revision}.db"


def thin_out(folder: Path, kept: int = KEPT) -> None:
    """Keep the latest upgrade backups only; backups that a person made elsewhere are never touched."""
    for old in sorted((folder / FOLDER).glob("gongshu-????????-??????-??????-*.db"))[:-kept]:
        old.unlink(missing_ok=True)


def clear_unfinished(path: Path) -> None:
    """Delete the copies of the file that a program which was killed had begun: each is as large as all data."""
    with contextlib.suppress(OSError):  # they are in nobody's way
        for half in (*(path.parent / FOLDER).glob("*.db.part"), Path(f"{path}.restored")):
            discard(half)


def discard(path: Path) -> None:
    """Delete a database of ours that is not needed, with its side files."""
    for ending in ("", *SIDE_FILES):
        Path(f"{path}{ending}").unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Wait until the file, or the folder's list of names, is on the disk."""
    if not path.is_dir():
        _sync(path, os.O_RDWR)
    elif os.name != "nt":  # Windows has nothing of the kind for folders, nor have some file systems of memory sticks
        with contextlib.suppress(OSError):
            _sync(path, os.O_RDONLY)


def _sync(path: Path, mode: int) -> None:
    handle = os.open(path, mode)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Errors of the system and of SQLite become StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        worded = translated(error, path)
        if worded is None:
            raise
        raise worded from error
    except OSError as error:
        raise StoreUnavailable(
            _("不能写入“{path}”（{detail}）。请检查磁盘空间和权限后重试。").format(
                path=path, detail=error.strerror or error
            )
        ) from error


def _size(source: Path) -> int:
    return sum(
        Path(f"{source}{ending}").stat().st_size for ending in ("", "-wal") if Path(f"{source}{ending}").exists()
    )


def expect_space(needed: int, folder: Path) -> None:
    """Before, not during: a full disk must not be found out half way. Raises StoreUnavailable."""
    free = shutil.disk_usage(folder).free
    if free < needed + 2**20:
        raise StoreUnavailable(
            _("“{folder}”的磁盘空间不足：需要 {needed} MB，只有 {free} MB。请清理磁盘，或另选位置。").format(
                folder=folder, needed=needed // 2**20 + 1, free=free // 2**20
            )
        )
