"""The window from the command line: without a command, and ``open``, which a double click on a file calls."""

import argparse
import os
import sys
from pathlib import Path

from gongshu_desktop.commands.output import REFUSED, complain
from gongshu_desktop.wording import _

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


def open_window(options: argparse.Namespace) -> int:
    """Open the window, with the file of ``open`` if one is named; the exit status."""
    named: str | None = getattr(options, "file", None)
    if named is None:
        return show_window(options.data)
    from gongshu_desktop.host.opening import NotOpened, absolute, kind_of  # noqa: PLC0415 - a command loads only what it needs

    file = absolute(named)
    try:
        kind_of(file)
    except NotOpened as refusal:
        return _refuse(refusal)
    return show_window(options.data, file)


def show_window(data: Path | None, file: Path | None = None) -> int:
    """The window on a data folder until it is closed; the exit status."""
    from gongshu_desktop import bootstrap  # noqa: PLC0415 - a command loads only what it needs
    from gongshu_desktop.services.records import StoreError  # noqa: PLC0415

    if not _screen_at_hand():
        return complain(_("这里没有图形界面，不能打开窗口。请在桌面上运行；命令行可用的命令见 --help。"))
    try:
        return bootstrap.run_desktop(data, file)
    except StoreError as problem:
        return _refuse(problem)


def _refuse(problem: Exception) -> int:
    from gongshu_desktop import bootstrap  # noqa: PLC0415

    if sys.stderr is not None:
        complain(problem)
    if not _read_in_a_terminal():
        bootstrap.refuse_desktop(str(problem), problem)
    return REFUSED


def _read_in_a_terminal() -> bool:
    """Whether somebody reads what stands on standard error. Nobody does of the window program of Windows, which has none, nor of
    what a menu or a double click started on Linux: there is a screen, and no terminal on either side."""
    if sys.stderr is None:
        return False
    terminal = any(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
    screen = any(os.environ.get(place) for place in _SCREENS) and "QT_QPA_PLATFORM" not in os.environ
    return terminal or not screen or sys.platform != "linux"


def _screen_at_hand() -> bool:
    """Whether a window could be seen; QT_QPA_PLATFORM names another place to draw it on."""
    return sys.platform != "linux" or any(os.environ.get(place) for place in (*_SCREENS, "QT_QPA_PLATFORM"))
