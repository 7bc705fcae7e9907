"""Writing a file that somebody names: whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from gongshu_desktop.wording import _


class UnwritableFile(Exception):
    """The file cannot be written; the message says why, without naming it. What was there before is unchanged."""


def write_file(path: Path, content: bytes) -> None:
    """Write the file beside its place first, then put it there in one step.

    Raises:
        UnwritableFile: when the folder is missing, or the file cannot be written.
    """
    if path.is_dir():
        raise UnwritableFile(_("应为文件，这是一个文件夹"))
    if not path.parent.is_dir():
        raise UnwritableFile(_("没有文件夹“{folder}”").format(folder=path.parent))
    if path.exists() and not _same_kind(path, content):
        raise UnwritableFile(_("这里已有另一种文件，没有覆盖；请换一个文件名"))
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
        raise UnwritableFile(_("无法写入（{reason}）").format(reason=error.strerror or error)) from error


def _same_kind(path: Path, content: bytes) -> bool:
    """Whether what is there may be replaced: a PDF by a PDF, and never a database, a case file or a device."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            there = file.read(5)
    except OSError:
        return False
    return not there or there == content[:5]
