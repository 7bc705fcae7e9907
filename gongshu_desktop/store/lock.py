"""One running program a data folder: a lock that the operating system frees when the program ends, however it ends.

The lock file also says who holds it, for the second program's message, and stays behind empty. What it says is left in it by
a program that was killed: that is how the next start knows that the last one did not end properly.
"""

import getpass
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import IO

from gongshu_desktop.host.own_files import open_own
from gongshu_desktop.store.errors import Holder, StoreInUse, StoreUnavailable
from gongshu_desktop.wording import _

NAME = "gongshu.lock"
_NOBODY = "?"
_LOCKED_BYTE = 1 << 30
"""Windows forbids reading a locked byte, so the one that is locked lies far behind the text."""

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _give_back(file: IO[bytes]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give_back(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


class FolderLock:
    """Held from ``acquire`` to ``release``. ``interrupted``: the program that held it before did not end properly."""

    def __init__(self, file: IO[bytes], *, interrupted: bool) -> None:
        self._file = file
        self.interrupted = interrupted

    @classmethod
    def acquire(cls, folder: Path, since: datetime) -> "FolderLock":
        """Take the folder. Raises StoreInUse, with the holder, or StoreUnavailable when the folder cannot be written."""
        path = folder / NAME
        try:
            file = os.fdopen(open_own(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b", 0)
        except OSError as error:
            raise _unwritable(folder, error) from error
        try:
            _take(file)
        except OSError as error:
            holder = read_holder(file)
            file.close()
            raise StoreInUse(folder, holder) from error
        interrupted = read_holder(file) is not None
        try:
            _write(file, _this_program(since))
        except OSError as error:
            file.close()
            raise _unwritable(folder, error) from error
        return cls(file, interrupted=interrupted)

    def release(self) -> None:
        """Give the folder back; nothing happens the second time."""
        if self._file.closed:
            return
        self._file.truncate(0)
        _give_back(self._file)
        self._file.close()


def _unwritable(folder: Path, error: OSError) -> StoreUnavailable:
    return StoreUnavailable(
        _("不能写入数据文件夹“{folder}”（{detail}）。请检查权限，或另选数据文件夹。").format(
            folder=folder, detail=error.strerror
        )
    )


def read_holder(file: IO[bytes]) -> Holder | None:
    """Who the lock file says has it; None when it says nothing that makes sense."""
    try:
        file.seek(0)
        found = json.loads(file.read(4096).decode("utf-8"))
        process = int(found["process"])
        if not 0 <= process < 1 << 32:
            return None
        return Holder(
            user=str(found["user"]), computer=str(found["computer"]), since=str(found["since"]), process=process
        )
    except (ValueError, KeyError, TypeError, OSError, OverflowError, RecursionError):
        return None


def _write(file: IO[bytes], holder: Holder) -> None:
    text = json.dumps(
        {
            "user": holder.user,
            "computer": holder.computer,
            "since": holder.since,
            "process": holder.process,
        },
        ensure_ascii=False,
    )
    file.truncate(0)
    file.seek(0)
    file.write(text.encode("utf-8", "replace"))


def ours(holder: Holder) -> bool:
    """Whether a program of this user on this PC has the folder."""
    return holder.user != _NOBODY and (holder.user, holder.computer) == (_user(), _computer())


def _this_program(since: datetime) -> Holder:
    return Holder(user=_user(), computer=_computer(), since=since.strftime("%Y-%m-%d %H:%M"), process=os.getpid())


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no name for this user id, as in some containers
        return _NOBODY


def _computer() -> str:
    """This PC's name. (The module ``platform`` knows it too, but takes its time to load, and Windows' sockets.)"""
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "?")
    else:  # noqa: RET505 - so that mypy follows one system at a time
        return os.uname().nodename
