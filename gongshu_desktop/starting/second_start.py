"""A program that is started while its window is open: the file goes to that window, which comes to the front.

The first may be closing at just that moment. So the second waits until either its request was taken or the data folder is
free; then it opens the window itself. A first one that does neither is given up after a while, and the person is told so.
"""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from gongshu_desktop.host.open_requests import OpenRequests
from gongshu_desktop.store.errors import Holder, StoreInUse
from gongshu_desktop.store.lock import ours

T = TypeVar("T")
PATIENCE = 15.0
"""Seconds until a window that does not answer is given up."""
_LOOK, _TRY = 0.05, 0.5


def open_or_hand_over(
    open_folder: Callable[[], T], data_folder: Path, file: Path | None, *, patience: float = PATIENCE
) -> T | None:
    """The opened data folder; None when the window that has it open has taken the file over.

    Raises StoreError in words: StoreInUse when another person's program has it, or one that does not answer.
    """
    try:
        return open_folder()
    except StoreInUse as problem:
        refused = problem
    if refused.holder is None:  # taken a moment ago: it is just writing down whose it is
        time.sleep(_TRY)
        try:
            return open_folder()
        except StoreInUse as problem:
            refused = problem
    if refused.holder is None or not ours(refused.holder):  # nobody else's window shows this user's files
        raise refused
    with suppress(OSError):
        return _handed_over(open_folder, data_folder, file, patience, refused)
    raise refused


def _handed_over(
    open_folder: Callable[[], T], data_folder: Path, file: Path | None, patience: float, refused: StoreInUse
) -> T | None:
    _let_come_to_the_front(refused.holder)
    request = OpenRequests(data_folder).leave(file)
    until = time.monotonic() + patience
    again = time.monotonic() + _TRY
    while not request.taken():
        if time.monotonic() > until:
            if request.withdraw():
                raise refused
            return None
        time.sleep(_LOOK)
        if time.monotonic() > again:
            again = time.monotonic() + _TRY
            with suppress(StoreInUse):
                opened = open_folder()
                request.withdraw()
                return opened
    return None


def _let_come_to_the_front(holder: Holder | None) -> None:
    """Windows lets only the program that a person has just started put a window in front; it may pass that on."""
    if sys.platform == "win32" and holder is not None:
        import ctypes  # noqa: PLC0415 - there on Windows only

        ctypes.windll.user32.AllowSetForegroundWindow(holder.process)
