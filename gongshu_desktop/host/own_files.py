"""The program's own small files and folders in the data folder, which whoever prepared that folder may have exchanged for others.

A data folder comes along on a stick or out of a copy. What stands under our names there is opened, emptied or deleted only when
it is what this program makes: never through a link into another place of the PC, and without waiting for a pipe.
"""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from gongshu_desktop.wording import _

_NAMES_ANOTHER = 0x20000000
"""The bit of a Windows reparse tag that says: this stands for another place (symbolic link, junction), not only for its bytes."""


def is_own_folder(path: Path) -> bool:
    """Whether a folder is there, and no link or junction to one."""
    try:
        about = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(about.st_mode) and not _is_link(about)


def make_own_folder(path: Path) -> None:
    """Make a folder, unless it is there. Raises OSError, also for a link to one."""
    path.mkdir(parents=True, exist_ok=True)
    if not is_own_folder(path):
        raise _refused(path, _("应为文件夹，不能是链接"))


def open_own(path: Path, flags: int, rights: int = 0o600) -> int:
    """A handle of a file of ours, which ``os.O_TRUNC`` must not be asked for: what it is, is known only afterwards.

    Raises OSError, also for what is no plain file under one name alone.
    """
    with suppress(FileNotFoundError):
        _expect_plain(path.lstat(), path)  # Windows cannot be told not to follow a link
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):  # each system has some of them
        flags |= getattr(os, name, 0)
    handle = os.open(path, flags, rights)
    try:
        _expect_plain(os.fstat(handle), path)
    except OSError:
        os.close(handle)
        raise
    return handle


def read_own(path: Path, most: int) -> bytes:
    """What a file of ours holds. Raises OSError as ``open_own``, and for more than ``most`` bytes."""
    with open(open_own(path, os.O_RDONLY), "rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise _refused(path, _("文件过大"))
    return content


def write_own(path: Path, content: bytes) -> None:
    """Write a small file of ours whole, in the place of whatever has its name. Raises OSError."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with open(open_own(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:
        file.write(content)
    fresh.replace(path)


def _expect_plain(about: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(about.st_mode) or _is_link(about) or about.st_nlink > 1:
        raise _refused(path, _("应为普通文件，不能是链接"))


def _is_link(about: os.stat_result) -> bool:
    """A symbolic link, or what Windows has of that kind: a junction counts as a folder there."""
    tag: int = getattr(about, "st_reparse_tag", 0)
    return stat.S_ISLNK(about.st_mode) or bool(tag & _NAMES_ANOTHER)


def _refused(path: Path, why: str) -> OSError:
    return OSError(errno.EINVAL, f"{path.name}: {why}", str(path))
