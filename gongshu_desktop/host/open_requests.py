"""How a second start hands its file to the window that is open already: a small file in a folder of the data folder.

No port is opened for it: nothing outside this PC, and no other user of it, can ask the window for anything. A request is
written under another name and renamed, so it is whole when it is seen; who removes it owns it: the window that shows it, or the
second start that gives up waiting. What it can ask for is only that the window comes to the front and shows a file in the same
way as if a person had chosen it there.
"""

import json
import os
import re
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path

from gongshu_desktop.host.own_files import is_own_folder, make_own_folder, read_own

FOLDER = "open-requests"
FORMAT = "gongshu-open/1"
LARGEST = 64 * 1024
"""Bytes of a request: more than the longest path that people have, escaped."""
MOST = 20
"""Requests that are taken at a time; what is beyond is taken the next time, or grows stale."""
LONGEST_PATH = 32_767
FRESH = 60.0
"""Seconds that a request counts; whoever wrote it has long given up then."""
_LOOKED_AT = 20_000
"""Names that are looked at, at a time."""
_ENDING = ".json"
_OURS = re.compile(r"\d{1,10}-[0-9a-f]{16}\.(json|part|taken)", re.ASCII)
"""Names of our making; whatever else lies in the folder is somebody's."""


class OpenRequests:
    """The requests in a data folder. ``seconds`` is the system's clock, as files carry it."""

    def __init__(self, data_folder: Path, seconds: Callable[[], float] = time.time) -> None:
        self.folder = data_folder / FOLDER
        self._seconds = seconds

    def make(self) -> None:
        """Make the folder, unless it is there. Raises OSError."""
        make_own_folder(self.folder)

    def leave(self, file: Path | None) -> "LeftRequest":
        """Ask the window to come to the front and to show a file, if one is named. Raises OSError."""
        self.make()
        name = f"{os.getpid()}-{os.urandom(8).hex()}"
        unfinished = self.folder / f"{name}.part"
        # escaped, because a file's name on Linux need not be Unicode
        text = json.dumps({"format": FORMAT, "file": None if file is None else str(file)})
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as writing:  # noqa: PTH123 - opened with its rights
            writing.write(text)
        finished = unfinished.with_suffix(_ENDING)
        unfinished.replace(finished)
        return LeftRequest(finished)

    def take(self) -> list[Path | None]:
        """The files that are asked for (None: the window alone), oldest first. What makes no sense or is stale is removed."""
        found: list[tuple[float, Path | None]] = []
        if not is_own_folder(self.folder):
            return []
        with suppress(OSError), os.scandir(self.folder) as names:
            for name in islice(names, _LOOKED_AT):
                if not _OURS.fullmatch(name.name):
                    continue
                asked = self._taken(Path(name.path))
                if asked is not None:
                    found.append(asked)
                if len(found) == MOST:
                    break
        return [file for _when, file in sorted(found, key=lambda item: item[0])]

    def _taken(self, request: Path) -> tuple[float, Path | None] | None:
        try:
            about = request.lstat()
            if stat.S_ISDIR(about.st_mode):  # never of our making; moving it would hide it from whoever made it
                return None
            young = abs(self._seconds() - about.st_mtime) <= FRESH
            if request.suffix != _ENDING:
                if not young:
                    request.unlink()
                return None
            owned = request.with_suffix(".taken")
            request.replace(owned)
        except OSError:  # gone, or not ours to remove
            return None
        try:
            if not young or not _ours(about):
                return None
            return about.st_mtime, _read(owned)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        finally:
            with suppress(OSError):
                owned.unlink()


class LeftRequest:
    """A request that was left."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def taken(self) -> bool:
        """Whether the window has taken it."""
        return not self._path.exists()

    def withdraw(self) -> bool:
        """Take it back; False when the window was quicker. What cannot be removed grows stale by itself."""
        try:
            self._path.unlink()
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return True


def _ours(about: os.stat_result) -> bool:
    """Written by this user; Windows keeps the user's folders for the user."""
    return not hasattr(os, "getuid") or about.st_uid == os.getuid()


def _read(path: Path) -> Path | None:
    asked = json.loads(read_own(path, LARGEST).decode("ascii"))
    if asked["format"] != FORMAT:
        raise ValueError(asked["format"])
    named = asked["file"]
    if named is None:
        return None
    if (
        not isinstance(named, str)
        or not 0 < len(named) <= LONGEST_PATH
        or "\0" in named
        or not Path(named).is_absolute()
    ):
        raise ValueError(named)
    return Path(named)
