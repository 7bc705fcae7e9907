"""Writing a file that somebody names: whole or not at all."""

import stat
from pathlib import Path

from gongshu_desktop.host.whole_file import expect_unsigned, put_whole
from gongshu_desktop.wording import _


class UnwritableFile(Exception):
    """The file cannot be written; the message says why, without naming it. What was there before is unchanged."""


def write_file(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write the file beside its place first, then put it there in one step. ``force``: also over one of the same kind.

    Raises:
        UnwritableFile: when the folder is missing, the file cannot be written, or another one is there.
    """
    if path.is_dir():
        raise UnwritableFile(_("应为文件，这是一个文件夹"))
    if not path.parent.is_dir():
        raise UnwritableFile(_("没有文件夹“{folder}”").format(folder=path.parent))
    try:
        if _exists(path):
            if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
                return
            _expect_replaceable(path, content, force=force)
        put_whole(path, content)
    except OSError as error:
        raise _in_words(error) from error


def expect_place(path: Path, *, force: bool = False) -> None:
    """Before anything is made or issued: whether a new PDF could go there. Raises UnwritableFile."""
    try:
        if _exists(path) and not path.is_dir():
            _expect_replaceable(path, b"%PDF-", force=force)
            expect_unsigned(path)
    except OSError as error:
        raise _in_words(error) from error


def _expect_replaceable(path: Path, content: bytes, *, force: bool) -> None:
    """A PDF by a PDF, and only when that is asked for; never a database, a case file or a device."""
    if not _same_kind(path, content):
        raise UnwritableFile(_("这里已有另一种文件，没有覆盖；请换一个文件名"))
    if not force:
        raise UnwritableFile(_("这里已有文件，没有覆盖；请换一个文件名，或加 --force"))


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def _same_kind(path: Path, content: bytes) -> bool:
    if not stat.S_ISREG(path.lstat().st_mode):
        return False
    with path.open("rb") as file:
        there = file.read(5)
    return not there or there == content[:5]


def _in_words(error: OSError) -> UnwritableFile:
    return UnwritableFile(_("无法写入（{reason}）").format(reason=error.strerror or error))
