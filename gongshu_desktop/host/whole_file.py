"""Writing a file whole or not at all, and never over a signed document.

What was signed exists once: a draft or another paper of the same name must not take its place, whoever asks for it. Only what
holds every byte of it may: the same document, or the same one with a further signature at its end.
"""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from gongshu_desktop.wording import _

_SIGNED = b"/ByteRange"
_PIECE = 1 << 20


class SignedFileThere(OSError):
    """A signed document stands where another file was to be written. It is as it was."""

    def __init__(self) -> None:
        super().__init__(0, _("这里已有签名的文件，不会覆盖；请换一个文件名"))


def put_whole(path: Path, content: bytes, before: Callable[[], None] = lambda: None) -> None:
    """Write the file beside its place, then put it there in one step; a file that was there keeps its rights.

    ``before`` is called once all bytes are safe on the disk and the file has not appeared: what it raises keeps it from appearing.

    Raises:
        SignedFileThere: when that would cost a signed document.
        OSError: when it cannot be written.
    """
    expect_unsigned(path, content)
    temporary = path.with_name(f".{os.urandom(8).hex()}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(temporary, flags, 0o666), "wb") as file:  # noqa: PTH123 - made exclusively, with the user's umask
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        before()
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def expect_unsigned(path: Path, content: bytes = b"") -> None:
    """Raises SignedFileThere unless ``content`` may stand in the place of what is there."""
    if path.is_file() and is_signed(path) and not _holds(content, path):
        raise SignedFileThere


def is_signed(path: Path) -> bool:
    """Whether it is a PDF that says which of its bytes a signature covers."""
    with path.open("rb") as file:
        piece = file.read(_PIECE)
        if b"%PDF-" not in piece[:1024]:
            return False
        before = b""
        while piece:
            if _SIGNED in before + piece:
                return True
            before, piece = piece[-len(_SIGNED) :], file.read(_PIECE)
    return False


def _holds(content: bytes, path: Path) -> bool:
    """Whether the content begins with all that the file holds."""
    if path.stat().st_size > len(content):
        return False
    return content.startswith(path.read_bytes())
