"""Where this PC keeps the issuing key of paper codes: a file beside the data, for this user's account alone.

It is not encrypted: memos are drawn up without asking for a passphrase. So it is kept out of the database, and with it out of
backups and packages; whoever can read this account's files could issue codes, which is why a code never counts as a signature.
"""

import contextlib
import os
from pathlib import Path

from gongshu_desktop.services.ports import UnusableKey
from gongshu_desktop.wording import _

NAME = "issuing-key.pem"
_LARGEST = 64 * 1024


class IssuingKeyFile:
    """Implements ``services.paper_codes.IssuingKeyPlace`` in a data folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME

    def get(self) -> bytes | None:
        """The key; None when there is none. Raises UnusableKey when it cannot be read."""
        try:
            with self._file.open("rb") as file:
                return file.read(_LARGEST)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UnusableKey(_("本机的发码密钥无法读取：{file}。").format(file=self._file)) from error

    def put(self, key: bytes) -> None:
        """Keep a key in place of the one before; after a crash there is the one or the other. Raises UnusableKey."""
        new = self._file.with_suffix(".new")
        try:
            with contextlib.suppress(FileNotFoundError):
                new.unlink()
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - opened with its rights
                file.write(key)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._file)
        except OSError as error:
            raise UnusableKey(
                _("本机的发码密钥无法保存到 {file}，请检查磁盘空间和文件夹权限。").format(file=self._file)
            ) from error
