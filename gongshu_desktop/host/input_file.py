"""Reading a file that somebody names: bounded, and with every failure in words."""

import stat
from pathlib import Path

from gongshu_desktop.wording import _


class UnreadableFile(Exception):
    """The file cannot be read; the message says why, without naming it."""


def read_file(path: Path, most: int) -> bytes:
    """The file's bytes.

    Raises:
        UnreadableFile: when it is no regular file, larger than ``most`` bytes, or cannot be read.
    """
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise UnreadableFile(_("应为文件，这是一个文件夹"))
        if not stat.S_ISREG(kind):
            raise UnreadableFile(_("应为普通文件"))
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(_("没有这个文件")) from error
    except PermissionError as error:
        raise UnreadableFile(_("没有读取这个文件的权限")) from error
    except (OSError, ValueError) as error:
        raise UnreadableFile(_("无法读取（{reason}）").format(reason=error)) from error
    if len(content) > most:
        raise UnreadableFile(_("文件应不超过{most} MiB").format(most=most // (1024 * 1024)))
    return content
