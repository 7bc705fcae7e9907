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
