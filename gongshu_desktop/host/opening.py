"""A file that somebody double-clicks: what it is, by its first bytes and its name, or in words why it is nothing for this program."""

import os
import stat
from enum import StrEnum
from pathlib import Path

from gongshu_desktop.wording import _

CASES = (".gscase", ".json")
"""A case file under the ending that the program is associated with, or as the JSON that it is."""
PACKAGES = (".gspack",)
"""A hand-over package."""
_SCANS = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}
_HEAD = 1024


class Kind(StrEnum):
    """Where a file is shown: a case file or a package in its preview, a memo or its scan on the verification screen."""

    CASE = "case"
    PACKAGE = "package"
    MEMO = "memo"


class NotOpened(Exception):
    """Why a file is not opened, and what to do instead, in words; the file is named."""


def kind_of(path: Path) -> Kind:
    """What the file is. Whether it is a good one, the screen says that it is shown on. Raises NotOpened."""
    ending = path.suffix.lower()
    head = _head(path)
    if not head:
        raise NotOpened(_("“{name}”是空文件，没有可以打开的内容。请重新取得这个文件。").format(name=path.name))
    if ending in CASES:
        return Kind.CASE
    if ending in PACKAGES:
        return Kind.PACKAGE
    if b"%PDF-" in head or (ending in _SCANS and head.startswith(_SCANS[ending])):
        return Kind.MEMO
    if ending == ".pdf" or ending in _SCANS:
        raise NotOpened(_("“{name}”的内容与文件名不符，可能已损坏。请重新取得这个文件。").format(name=path.name))
    raise NotOpened(
        _(
            "本程序不认得“{name}”。可以打开的是：案卷文件（.gscase、.json）、移交包（.gspack）、"
            "审核意见书（.pdf）及其扫描件（.png、.jpg）。"
        ).format(name=path.name)
    )


def _head(path: Path) -> bytes:
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise NotOpened(_("“{name}”是一个文件夹，请选择其中的文件。").format(name=path.name or path))
        if not stat.S_ISREG(kind):
            raise NotOpened(_("“{name}”不是普通文件。").format(name=path.name))
        with path.open("rb") as file:
            return file.read(_HEAD)
    except FileNotFoundError as error:
        raise NotOpened(_("没有找到“{path}”。文件可能已被移走，或 U 盘已拔出。").format(path=path)) from error
    except PermissionError as error:
        raise NotOpened(_("没有读取“{path}”的权限。").format(path=path)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise NotOpened(_("读不到“{path}”（{reason}）。").format(path=path, reason=reason)) from error


def absolute(named: str) -> Path:
    """The path that somebody named, as another process finds it too: from the root, but without following links."""
    return Path(os.path.abspath(named))  # noqa: PTH100 - resolve() would turn a mapped drive into its share
