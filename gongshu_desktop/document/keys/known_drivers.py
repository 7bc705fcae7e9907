"""Drivers of tokens that the person has confirmed on this PC, by path and content: no other is loaded.

A driver is foreign code that runs in this program and is given the PIN. Its path is a setting, and settings come along with a
data folder: on a stick, out of a restored copy, by whoever could write there. So what was confirmed is kept outside of it.
"""

import hashlib
import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gongshu_desktop.host.input_file import UnreadableFile, read_file
from gongshu_desktop.host.own_files import make_own_folder, read_own, write_own
from gongshu_desktop.services.office.signers import DriverMissing, DriverUnknown
from gongshu_desktop.wording import _

NAME = "drivers.json"
LARGEST = 256 * 1024 * 1024
"""Bytes of a driver."""
_LARGEST_LIST = 256 * 1024
_FIRST_GROUP_OF_PEOPLE = 1000
"""Numbers of groups below it are the system's own."""


class KnownDrivers:
    """``folder``: this user's place for what was confirmed. ``load`` gives a driver's module."""

    def __init__(self, folder: Path, load: Callable[[str], Any]) -> None:
        self._folder, self._load = folder, load

    def load(self, driver: str) -> Any:
        """The module. Raises DriverUnknown for one that nobody has confirmed, DriverMissing for what may be none."""
        place, sha256 = _seen(driver)
        if self._confirmed().get(str(place)) != sha256:
            raise DriverUnknown(driver, sha256)
        return self._load(str(place))

    def confirm(self, driver: str, sha256: str) -> None:
        """From now on this driver is loaded, as long as it is these bytes. Raises DriverMissing."""
        place, _now = _seen(driver)
        known = {**self._confirmed(), str(place): sha256}
        try:
            make_own_folder(self._folder)
            write_own(self._folder / NAME, json.dumps(known, indent=1).encode("ascii"))
        except OSError as error:
            raise DriverMissing(
                _("不能在“{folder}”记下已确认的驱动（{detail}），没有加载。").format(
                    folder=self._folder, detail=error.strerror
                )
            ) from error

    def _confirmed(self) -> dict[str, object]:
        try:
            found = json.loads(read_own(self._folder / NAME, _LARGEST_LIST))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def _seen(driver: str) -> tuple[Path, str]:
    """Where a driver really lies, and the SHA-256 of its bytes. Raises DriverMissing."""
    try:
        place = _absolute(driver)
        content = read_file(place, LARGEST)
        _expect_nobody_can_exchange(place)
    except (UnreadableFile, OSError, ValueError) as error:
        raise DriverMissing(
            _(
                "UKey 驱动 {driver} 无法加载（{detail}）。请确认已安装厂商的驱动程序，并选择其 PKCS#11 模块文件。"
            ).format(driver=driver, detail=error)
        ) from error
    return place, hashlib.sha256(content).hexdigest()


def _absolute(driver: str) -> Path:
    """Wherever links lead: a library that is named in two ways would be loaded twice, which drivers do not bear."""
    if not Path(driver).is_absolute():
        raise UnreadableFile(_("请给出完整路径"))
    return Path(driver).resolve()


def _expect_nobody_can_exchange(file: Path) -> None:
    if sys.platform == "win32":  # that cannot be told there from a file's attributes
        return
    for place in (file, *file.parents):
        about = place.stat()
        foreign_group = about.st_gid >= _FIRST_GROUP_OF_PEOPLE and about.st_gid != os.getegid()
        shared = about.st_mode & stat.S_IWOTH or (about.st_mode & stat.S_IWGRP and foreign_group)
        own_entries = stat.S_ISDIR(about.st_mode) and about.st_mode & stat.S_ISVTX  # as in /tmp
        if (shared and not own_entries) or about.st_uid not in (0, os.geteuid()):
            raise UnreadableFile(_("“{place}”别人也能改动").format(place=place))
