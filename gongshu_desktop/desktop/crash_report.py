"""Problem reports: small text files in the data folder that a person can read before handing them on, without case content.

A report names the versions, the system, and where in the program the error came up: modules, functions and lines. It never has
an error's own words, a value or a path, because those may hold what stands in a case.
"""

import faulthandler
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from gongshu_desktop import __version__
from gongshu_desktop.host.own_files import make_own_folder, open_own
from gongshu_desktop.wording import _

FOLDER = "problems"
KEPT = 20
"""Older reports make room for newer ones."""
LONGEST = 200_000
"""Bytes of what Python wrote when it was torn down; far more than all threads' frames take."""
_FATAL = "interrupted.txt"


def record(error: BaseException, data_folder: Path, now: datetime) -> Path | None:
    """Write a report about an error; where it is, or None when even that cannot be written."""
    return _write("\n".join([*_head(now), *_errors(error)]) + "\n", data_folder, now)


def reports(data_folder: Path) -> Sequence[Path]:
    """The reports that there are, newest first."""
    return sorted((data_folder / FOLDER).glob("problem-*.txt"), reverse=True)


def export(data_folder: Path, to: Path) -> int:
    """All reports as one text file, newest first; how many there are. Raises OSError when it cannot be written."""
    found = [said for said in map(_said, reports(data_folder)) if said]
    rule = "\n" + "=" * 60 + "\n\n"
    to.write_text(rule.join(found), encoding="utf-8")
    return len(found)


def where(error: BaseException) -> str:
    """The kind of an error and where in the program it came up, on one line, without its words."""
    return " <- ".join(line.strip() for line in _errors(error) if line)


def _write(text: str, data_folder: Path, now: datetime) -> Path | None:
    folder = data_folder / FOLDER
    path = folder / f"problem-{now:%Y%m%d-%H%M%S-%f}.txt"
    try:
        make_own_folder(folder)
        path.write_text(text, encoding="utf-8")
        for old in reports(data_folder)[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def _head(now: datetime) -> Iterator[str]:
    import platform  # noqa: PLC0415 - not wanted by a start without a problem

    yield _("问题报告（不含案卷内容，可用记事本查看）")
    yield f"{now:%Y-%m-%d %H:%M:%S %z}"
    yield f"gongshu-desktop {__version__}; {platform.platform()}; Python {platform.python_version()}"
    yield f"Qt {qVersion()}"
    for screen in QGuiApplication.screens() if QGuiApplication.instance() else ():
        size = screen.size()
        yield f"{size.width()}×{size.height()} @ {screen.devicePixelRatio():g}"
    yield ""


def _errors(error: BaseException) -> Iterator[str]:
    """The error and those that led to it, the first cause first."""
    chain: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in chain and len(chain) < 20:
        chain.append(at)
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    for each in reversed(chain):
        yield f"{type(each).__module__}.{type(each).__qualname__}"
        yield from _frames(each.__traceback__)
        yield ""


def _frames(trace: TracebackType | None) -> Iterator[str]:
    import traceback  # noqa: PLC0415

    for frame, line in traceback.walk_tb(trace):
        yield f"    {frame.f_globals.get('__name__', '?')}.{frame.f_code.co_name}:{line}"


class FatalErrors:
    """Catches what no ``except`` sees: when the interpreter is torn down, its frames go to a file, which the next start reports."""

    def __init__(self, data_folder: Path) -> None:
        self._data_folder = data_folder
        self._path = data_folder / FOLDER / _FATAL
        self._file: IO[str] | None = None

    def watch(self, now: datetime) -> Path | None:
        """Begin watching. The report of the last run's end, if it ended that way."""
        found = self._last(now)
        with suppress(OSError):
            make_own_folder(self._path.parent)
            self._file = os.fdopen(open_own(self._path, os.O_WRONLY | os.O_CREAT), "w", encoding="utf-8")
            self._file.truncate(0)
            faulthandler.enable(self._file)
        return found

    def end(self) -> None:
        """The program ends as it should: nothing is left behind."""
        if self._file is None:
            return
        faulthandler.disable()
        self._file.close()
        self._file = None
        with suppress(OSError):
            self._path.unlink()

    def _last(self, now: datetime) -> Path | None:
        said = _said(self._path)
        if not said.strip():
            return None
        lines = [_without_path(line) for line in said.splitlines()]
        return _write("\n".join([*_head(now), *lines]) + "\n", self._data_folder, now)


def _said(path: Path) -> str:
    """What stands in a file of ours; nothing where it cannot be read."""
    try:
        with os.fdopen(open_own(path, os.O_RDONLY), encoding="utf-8", errors="replace") as file:
            return file.read(LONGEST)
    except OSError:
        return ""


def _without_path(line: str) -> str:
    """A frame as Python writes it, with the file's name alone: a folder may be named after a person."""
    before, mark, rest = line.partition('File "')
    path, end, after = rest.partition('"')
    return f"{before}{mark}{path.replace(chr(92), '/').rsplit('/', 1)[-1]}{end}{after}" if mark else line
